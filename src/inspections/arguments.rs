//! What refusals are about, as the arguments of their words.

use crate::base::{Argument, Day, RecordId, RuleCode, SubjectCode};

use super::Refusal;

impl Refusal {
    /// The arguments of what is said about evidence, batches, the roster and certificates.
    pub(super) fn arguments_of_batches(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Hashes { evidence, sha256 } => {
                vec![("evidence", (*evidence).into()), ("sha256", (*sha256).into())]
            }
            Self::NoBatches { rule, every } | Self::NoRoster { rule, every } => {
                vec![("rule", Argument::of(rule)), ("every", every.into())]
            }
            Self::UnknownBatch { batch, nearest } => {
                with("batch", Argument::of(batch), nearest.as_ref())
            }
            Self::BatchClosed { batch, date, by } => vec![
                ("batch", Argument::of(batch)),
                ("date", Argument::of(date)),
                ("by", Argument::of(by)),
            ],
            Self::ClosedTooEarly { batch, date, time } => vec![
                ("batch", Argument::of(batch)),
                ("date", Argument::of(date)),
                ("time", Argument::of(time)),
            ],
            Self::NoAmount { unit } => vec![("unit", unit.into())],
            Self::OtherUnit { unit, given } => {
                vec![("unit", unit.into()), ("given", given.into())]
            }
            Self::CertificateTaken { id, number } => {
                vec![("id", Argument::of(id)), ("number", number.into())]
            }
            _ => Vec::new(),
        }
    }

    /// The arguments of what is said about a field of a rule or of a row.
    pub(super) fn arguments_of_fields(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::RuleField { rule, field } => {
                vec![("rule", Argument::of(rule)), ("field", Argument::key(field_key(field)))]
            }
            Self::KindField { kind, field } => {
                vec![("kind", kind.into()), ("field", Argument::key(field_key(field)))]
            }
            Self::Missing { field } => vec![("field", Argument::key(field_key(field)))],
            Self::KindValue { field, text } => vec![
                ("field", Argument::key(field_key(field))),
                ("text", text.into()),
                ("expected", Argument::key(format!("inspect.expected.{field}"))),
            ],
            Self::EveryPart { text, part, form } => vec![
                ("text", text.into()),
                ("part", part.into()),
                ("expected", Argument::key(format!("inspect.expected.{form}"))),
            ],
            Self::Every { text } | Self::Within { text } | Self::With { text } => {
                vec![("text", text.into())]
            }
            _ => Vec::new(),
        }
    }

    /// The arguments of what is said about findings.
    pub(super) fn arguments_of_findings(&self) -> Vec<(&'static str, Argument)> {
        let of_finding = |finding: &RecordId| ("finding", Argument::of(finding));
        match self {
            Self::FindingClosed { finding, date } | Self::AlreadyRectified { finding, date } => {
                vec![of_finding(finding), ("date", Argument::of(date))]
            }
            Self::NotRectified { finding } => vec![of_finding(finding)],
            Self::SelfVerified { finding, person } => {
                vec![of_finding(finding), ("person", person.into())]
            }
            Self::TooEarly { finding, date, last } => {
                vec![
                    of_finding(finding),
                    ("date", Argument::of(date)),
                    ("last", Argument::of(last)),
                ]
            }
            Self::DueTooEarly { due, opened } => {
                vec![("due", Argument::of(due)), ("opened", Argument::of(opened))]
            }
            _ => Vec::new(),
        }
    }
}

pub(super) fn with(
    name: &'static str,
    argument: Argument,
    nearest: Option<&String>,
) -> Vec<(&'static str, Argument)> {
    let mut arguments = vec![(name, argument)];
    arguments.extend(nearest.into_iter().map(|nearest| ("nearest", nearest.into())));
    arguments
}

pub(super) fn duty(
    rule: &RuleCode,
    subject: &SubjectCode,
    date: Day,
) -> Vec<(&'static str, Argument)> {
    vec![
        ("rule", Argument::of(rule)),
        ("subject", Argument::of(subject)),
        ("date", Argument::of(&date)),
    ]
}

fn field_key(field: &str) -> String {
    format!("inspect.field.{field}")
}
