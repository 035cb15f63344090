//! Every way in which the rules of inspections can say no.

use crate::base::{Argument, Day, RecordId, Refuse, RuleCode, SubjectCode, Time};

use super::arguments::{duty, with};
use super::{
    ClauseRefusal, ContractRefusal, FindingRefusal, FormRefusal, IndicatorRefusal,
    ObligationRefusal, RepairRefusal, RoundsRefusal, TaskRefusal, TrainingRefusal,
};

/// A rule of inspections said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A rule that the register does not have.
    #[error("no rule {rule}")]
    UnknownRule {
        /// The code as it was written.
        rule: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// No version of the rule binds on the day.
    #[error("rule {rule} is not in force on {date}")]
    NotInForce {
        /// The rule.
        rule: RuleCode,
        /// The day.
        date: Day,
    },
    /// The rule does not bind the subject at all.
    #[error("rule {rule} does not bind {subject}")]
    NotBound {
        /// The rule.
        rule: RuleCode,
        /// The subject as it was written.
        subject: String,
        /// The nearest subject that it binds.
        nearest: Option<String>,
    },
    /// A subject that nothing names.
    #[error("no subject {subject}")]
    UnknownSubject {
        /// The subject as it was written.
        subject: String,
        /// The nearest known subject.
        nearest: Option<String>,
    },
    /// The subject is not in service on the day.
    #[error("{subject} is not in service on {date}")]
    OutOfService {
        /// The rule.
        rule: RuleCode,
        /// The subject.
        subject: SubjectCode,
        /// The day.
        date: Day,
    },
    /// No rule binds the subject on the day.
    #[error("{subject} is not in service on {date}")]
    NotServing {
        /// The subject.
        subject: SubjectCode,
        /// The day.
        date: Day,
    },
    /// The subject is in service on some of those days already.
    #[error("{subject} is in service from {from} already")]
    InService {
        /// The rule.
        rule: RuleCode,
        /// The subject.
        subject: SubjectCode,
        /// The first day of the period that is there.
        from: Day,
    },
    /// A day that is still to come.
    #[error("{date} is still to come")]
    Future {
        /// The day.
        date: Day,
        /// Today.
        today: Day,
    },
    /// A period ends before it begins.
    #[error("{to} comes before {from}")]
    Backwards {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// A row to be corrected is not there.
    #[error("no row {id}")]
    UnknownRow {
        /// Its number.
        id: RecordId,
    },
    /// A row was corrected already.
    #[error("{id} was corrected by {by}")]
    AlreadyReplaced {
        /// Its number.
        id: RecordId,
        /// The row that took its place.
        by: RecordId,
    },
    /// The same inspection is recorded with other values.
    #[error("{id} says otherwise")]
    Conflict {
        /// The record that is there.
        id: RecordId,
        /// The rule.
        rule: RuleCode,
        /// The subject.
        subject: SubjectCode,
        /// The day.
        date: Day,
    },
    /// A number is given twice.
    #[error("{id} is there twice")]
    DuplicateId {
        /// The number.
        id: RecordId,
    },
    /// A version of a rule, or its first day, is there twice.
    #[error("version {version} of {rule} is there already")]
    DuplicateVersion {
        /// The rule.
        rule: RuleCode,
        /// The version.
        version: u32,
    },
    /// A new version does not begin after the last one.
    #[error("the last version of {rule} begins on {from}")]
    VersionOrder {
        /// The rule.
        rule: RuleCode,
        /// The first day of the last version.
        from: Day,
    },
    /// A field of a rule that cannot be.
    #[error("{field} of rule {rule} cannot be")]
    RuleField {
        /// The rule.
        rule: RuleCode,
        /// The field.
        field: &'static str,
    },
    /// A field that only another kind of rule has.
    #[error("{field} does not go with {kind}")]
    KindField {
        /// How often, as it is written.
        kind: String,
        /// The field.
        field: &'static str,
    },
    /// A value beside `every` that cannot be understood.
    #[error("{text} is no {field}")]
    KindValue {
        /// The field.
        field: &'static str,
        /// The text.
        text: String,
    },
    /// Something beside `every` that is no known key and its value.
    #[error("{text} sets nothing")]
    With {
        /// The text.
        text: String,
    },
    /// A piece of how often cannot be understood.
    #[error("{part} in {text} does not say how often")]
    EveryPart {
        /// The text.
        text: String,
        /// The piece.
        part: String,
        /// The kind that it should say.
        form: &'static str,
    },
    /// How often cannot be understood.
    #[error("{text} does not say how often")]
    Every {
        /// The text.
        text: String,
    },
    /// A number of days that cannot be understood.
    #[error("{text} is not a number of days")]
    Within {
        /// The text.
        text: String,
    },
    /// A field is missing.
    #[error("{field} is missing")]
    Missing {
        /// The field.
        field: &'static str,
    },
    /// Evidence and its hashes do not pair up.
    #[error("{evidence} pieces of evidence, {sha256} hashes")]
    Hashes {
        /// How many pieces there are.
        evidence: usize,
        /// How many hashes there are.
        sha256: usize,
    },
    /// Nothing is put anywhere for the rule.
    #[error("rule {rule} has no batches")]
    NoBatches {
        /// The rule.
        rule: RuleCode,
        /// How often, as it is written.
        every: String,
    },
    /// Nobody is on duty for the rule.
    #[error("rule {rule} has no roster")]
    NoRoster {
        /// The rule.
        rule: RuleCode,
        /// How often, as it is written.
        every: String,
    },
    /// A batch that is not there.
    #[error("no batch {batch}")]
    UnknownBatch {
        /// Its number.
        batch: RecordId,
        /// The nearest number of a batch that is still there.
        nearest: Option<String>,
    },
    /// The batch is closed already.
    #[error("batch {batch} was closed on {date}")]
    BatchClosed {
        /// Its number.
        batch: RecordId,
        /// The day.
        date: Day,
        /// The row that closed it.
        by: RecordId,
    },
    /// The batch would be closed before it was opened.
    #[error("batch {batch} was opened on {date} at {time}")]
    ClosedTooEarly {
        /// Its number.
        batch: RecordId,
        /// The day.
        date: Day,
        /// The minute.
        time: Time,
    },
    /// The rule asks how much a batch holds.
    #[error("an amount in {unit} is missing")]
    NoAmount {
        /// The unit of the rule.
        unit: String,
    },
    /// The amount is in another unit than the rule's.
    #[error("{given} is not {unit}")]
    OtherUnit {
        /// The unit of the rule.
        unit: String,
        /// The unit given.
        given: String,
    },
    /// The certificate is there with other days.
    #[error("certificate {number} is there as {id}")]
    CertificateTaken {
        /// The row that is there.
        id: RecordId,
        /// The number on the certificate.
        number: String,
    },
    /// The rule allows no excusal.
    #[error("rule {rule} allows no excusal")]
    NotExcusable {
        /// The rule.
        rule: RuleCode,
    },
    /// Whose duty it is approved the excusal.
    #[error("{person} cannot approve this")]
    SelfApproved {
        /// The person.
        person: String,
    },
    /// A finding that is not there.
    #[error("no finding {finding}")]
    UnknownFinding {
        /// Its number.
        finding: RecordId,
        /// The nearest known number.
        nearest: Option<String>,
    },
    /// The finding is closed.
    #[error("finding {finding} was closed on {date}")]
    FindingClosed {
        /// Its number.
        finding: RecordId,
        /// The day it was closed.
        date: Day,
    },
    /// Nobody has put the finding right yet.
    #[error("finding {finding} is not put right yet")]
    NotRectified {
        /// Its number.
        finding: RecordId,
    },
    /// Somebody has put the finding right already.
    #[error("finding {finding} was put right on {date}")]
    AlreadyRectified {
        /// Its number.
        finding: RecordId,
        /// The day.
        date: Day,
    },
    /// The recheck would be by the person who put it right.
    #[error("{person} put finding {finding} right")]
    SelfVerified {
        /// Its number.
        finding: RecordId,
        /// The person.
        person: String,
    },
    /// An event is dated before the one it follows.
    #[error("finding {finding} has an event on {last}")]
    TooEarly {
        /// Its number.
        finding: RecordId,
        /// The day given.
        date: Day,
        /// The day of the last event.
        last: Day,
    },
    /// A deadline is set before the finding was opened.
    #[error("the deadline {due} comes before {opened}")]
    DueTooEarly {
        /// The deadline.
        due: Day,
        /// The day it was opened.
        opened: Day,
    },
    /// A piece of evidence that is not there any more.
    #[error("{file} is not there any more")]
    EvidenceMissing {
        /// The file.
        file: String,
    },
    /// A piece of evidence that is not what it was.
    #[error("{file} is not what it was")]
    EvidenceChanged {
        /// The file.
        file: String,
    },
    /// A rule of checklists said no.
    #[error(transparent)]
    Form(#[from] FormRefusal),
    /// The register of clauses said no.
    #[error(transparent)]
    Clause(#[from] ClauseRefusal),
    /// A rule of contracts said no.
    #[error(transparent)]
    Contract(#[from] ContractRefusal),
    /// A rule of indicators said no.
    #[error(transparent)]
    Indicator(#[from] IndicatorRefusal),
    /// A rule of tasks said no.
    #[error(transparent)]
    Task(#[from] TaskRefusal),
    /// A rule of attendance said no.
    #[error(transparent)]
    Training(#[from] TrainingRefusal),
    /// There is no such obligation.
    #[error(transparent)]
    Obligation(#[from] ObligationRefusal),
    /// No rounds can be planned.
    #[error(transparent)]
    Rounds(#[from] RoundsRefusal),
    /// What is demanded of a finding.
    #[error(transparent)]
    Finding(#[from] FindingRefusal),
    /// A rule of repair orders said no.
    #[error(transparent)]
    Repair(#[from] RepairRefusal),
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownRule { nearest: None, .. } => "inspect.unknown_rule",
            Self::UnknownRule { nearest: Some(_), .. } => "inspect.unknown_rule_near",
            Self::NotInForce { .. } => "inspect.not_in_force",
            Self::NotBound { nearest: None, .. } => "inspect.not_bound",
            Self::NotBound { nearest: Some(_), .. } => "inspect.not_bound_near",
            Self::UnknownSubject { nearest: None, .. } => "inspect.unknown_subject",
            Self::UnknownSubject { nearest: Some(_), .. } => "inspect.unknown_subject_near",
            Self::OutOfService { .. } => "inspect.out_of_service",
            Self::NotServing { .. } => "inspect.not_serving",
            Self::InService { .. } => "inspect.in_service",
            Self::Future { .. } => "inspect.future",
            Self::Backwards { .. } => "inspect.backwards",
            Self::UnknownRow { .. } => "inspect.unknown_row",
            Self::AlreadyReplaced { .. } => "inspect.already_replaced",
            Self::Conflict { .. } => "inspect.conflict",
            Self::DuplicateId { .. } => "inspect.duplicate_id",
            Self::DuplicateVersion { .. } => "inspect.duplicate_version",
            Self::VersionOrder { .. } => "inspect.version_order",
            Self::RuleField { .. } => "inspect.rule_field",
            Self::KindField { .. } => "inspect.kind_field",
            Self::KindValue { .. } => "inspect.kind_value",
            Self::With { .. } => "inspect.with",
            Self::EveryPart { .. } => "inspect.every_part",
            Self::Every { .. } => "inspect.every",
            Self::Within { .. } => "inspect.within",
            Self::Missing { .. } => "inspect.missing",
            Self::Hashes { .. } => "inspect.hashes",
            Self::NoBatches { .. } => "inspect.no_batches",
            Self::NoRoster { .. } => "inspect.no_roster",
            Self::UnknownBatch { nearest: None, .. } => "inspect.unknown_batch",
            Self::UnknownBatch { nearest: Some(_), .. } => "inspect.unknown_batch_near",
            Self::BatchClosed { .. } => "inspect.batch_closed",
            Self::ClosedTooEarly { .. } => "inspect.closed_too_early",
            Self::NoAmount { .. } => "inspect.no_amount",
            Self::OtherUnit { .. } => "inspect.other_unit",
            Self::CertificateTaken { .. } => "inspect.certificate_taken",
            Self::NotExcusable { .. } => "inspect.not_excusable",
            Self::SelfApproved { .. } => "inspect.self_approved",
            Self::UnknownFinding { nearest: None, .. } => "finding.unknown",
            Self::UnknownFinding { nearest: Some(_), .. } => "finding.unknown_near",
            Self::FindingClosed { .. } => "finding.closed",
            Self::NotRectified { .. } => "finding.not_rectified",
            Self::AlreadyRectified { .. } => "finding.already_rectified",
            Self::SelfVerified { .. } => "finding.self_verified",
            Self::TooEarly { .. } => "finding.too_early",
            Self::DueTooEarly { .. } => "finding.due_too_early",
            Self::EvidenceMissing { .. } => "inspect.evidence_missing",
            Self::EvidenceChanged { .. } => "inspect.evidence_changed",
            Self::Form(refusal) => refusal.code(),
            Self::Clause(refusal) => refusal.code(),
            Self::Contract(refusal) => refusal.code(),
            Self::Indicator(refusal) => refusal.code(),
            Self::Task(refusal) => refusal.code(),
            Self::Training(refusal) => refusal.code(),
            Self::Obligation(refusal) => refusal.code(),
            Self::Rounds(refusal) => refusal.code(),
            Self::Finding(refusal) => refusal.code(),
            Self::Repair(refusal) => refusal.code(),
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::EvidenceMissing { file } | Self::EvidenceChanged { file } => {
                vec![("file", file.into())]
            }
            Self::Form(refusal) => refusal.arguments(),
            Self::Clause(refusal) => refusal.arguments(),
            Self::Contract(refusal) => refusal.arguments(),
            Self::Indicator(refusal) => refusal.arguments(),
            Self::Task(refusal) => refusal.arguments(),
            Self::Training(refusal) => refusal.arguments(),
            Self::Obligation(refusal) => refusal.arguments(),
            Self::Rounds(refusal) => refusal.arguments(),
            Self::Finding(refusal) => refusal.arguments(),
            Self::Repair(refusal) => refusal.arguments(),
            Self::UnknownRule { rule, nearest } => with("rule", rule.into(), nearest.as_ref()),
            Self::UnknownFinding { finding, nearest } => {
                with("finding", Argument::of(finding), nearest.as_ref())
            }
            Self::UnknownSubject { subject, nearest } => {
                with("subject", subject.into(), nearest.as_ref())
            }
            Self::NotBound { rule, subject, nearest } => {
                let mut arguments = with("subject", subject.into(), nearest.as_ref());
                arguments.push(("rule", Argument::of(rule)));
                arguments
            }
            Self::NotInForce { rule, date } => {
                vec![("rule", Argument::of(rule)), ("date", Argument::of(date))]
            }
            Self::OutOfService { rule, subject, date }
            | Self::InService { rule, subject, from: date } => duty(rule, subject, *date),
            Self::Conflict { id, rule, subject, date } => {
                let mut arguments = duty(rule, subject, *date);
                arguments.push(("id", Argument::of(id)));
                arguments
            }
            Self::NotServing { subject, date } => {
                vec![("subject", Argument::of(subject)), ("date", Argument::of(date))]
            }
            Self::Future { date, today } => {
                vec![("date", Argument::of(date)), ("today", Argument::of(today))]
            }
            Self::Backwards { from, to } => {
                vec![("from", Argument::of(from)), ("to", Argument::of(to))]
            }
            Self::UnknownRow { id } | Self::DuplicateId { id } => vec![("id", Argument::of(id))],
            Self::AlreadyReplaced { id, by } => {
                vec![("id", Argument::of(id)), ("by", Argument::of(by))]
            }
            Self::DuplicateVersion { rule, version } => {
                vec![("rule", Argument::of(rule)), ("version", (*version).into())]
            }
            Self::VersionOrder { rule, from } => {
                vec![("rule", Argument::of(rule)), ("from", Argument::of(from))]
            }
            Self::RuleField { .. }
            | Self::KindField { .. }
            | Self::Missing { .. }
            | Self::KindValue { .. }
            | Self::EveryPart { .. }
            | Self::Every { .. }
            | Self::Within { .. }
            | Self::With { .. } => self.arguments_of_fields(),
            Self::Hashes { .. }
            | Self::NoBatches { .. }
            | Self::NoRoster { .. }
            | Self::UnknownBatch { .. }
            | Self::BatchClosed { .. }
            | Self::ClosedTooEarly { .. }
            | Self::NoAmount { .. }
            | Self::OtherUnit { .. }
            | Self::CertificateTaken { .. } => self.arguments_of_batches(),
            Self::NotExcusable { rule } => vec![("rule", Argument::of(rule))],
            Self::SelfApproved { person } => vec![("person", person.into())],
            Self::FindingClosed { .. }
            | Self::AlreadyRectified { .. }
            | Self::NotRectified { .. }
            | Self::SelfVerified { .. }
            | Self::TooEarly { .. }
            | Self::DueTooEarly { .. } => self.arguments_of_findings(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::EvidenceMissing { .. } | Self::EvidenceChanged { .. } => Some("evidence"),
            Self::Form(refusal) => refusal.field(),
            Self::Clause(refusal) => refusal.field(),
            Self::Contract(refusal) => refusal.field(),
            Self::Indicator(refusal) => refusal.field(),
            Self::Task(refusal) => refusal.field(),
            Self::Training(refusal) => refusal.field(),
            Self::Obligation(refusal) => refusal.field(),
            Self::Rounds(refusal) => refusal.field(),
            Self::Finding(refusal) => refusal.field(),
            Self::Repair(refusal) => refusal.field(),
            Self::UnknownRule { .. }
            | Self::NotExcusable { .. }
            | Self::NoBatches { .. }
            | Self::NoRoster { .. } => Some("rule"),
            Self::UnknownBatch { .. } | Self::BatchClosed { .. } => Some("batch"),
            Self::NoAmount { .. } | Self::OtherUnit { .. } => Some("amount"),
            Self::CertificateTaken { .. } => Some("number"),
            Self::NotBound { .. } | Self::UnknownSubject { .. } => Some("subject"),
            Self::NotInForce { .. }
            | Self::OutOfService { .. }
            | Self::NotServing { .. }
            | Self::Future { .. }
            | Self::Conflict { .. }
            | Self::FindingClosed { .. }
            | Self::ClosedTooEarly { .. }
            | Self::NotRectified { .. }
            | Self::AlreadyRectified { .. }
            | Self::TooEarly { .. } => Some("date"),
            Self::InService { .. } | Self::VersionOrder { .. } => Some("from"),
            Self::Backwards { .. } => Some("to"),
            Self::UnknownRow { .. } | Self::AlreadyReplaced { .. } => Some("supersedes"),
            Self::DuplicateId { .. } => Some("id"),
            Self::DuplicateVersion { .. } => Some("version"),
            Self::RuleField { field, .. }
            | Self::KindField { field, .. }
            | Self::KindValue { field, .. }
            | Self::Missing { field } => Some(field),
            Self::Every { .. } | Self::EveryPart { .. } => Some("every"),
            Self::With { .. } => Some("with"),
            Self::Within { .. } => Some("within"),
            Self::Hashes { .. } => Some("sha256"),
            Self::SelfApproved { .. } => Some("approved_by"),
            Self::UnknownFinding { .. } => Some("finding"),
            Self::SelfVerified { .. } => Some("person"),
            Self::DueTooEarly { .. } => Some("due"),
        }
    }
}
