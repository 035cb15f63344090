//! Floor 2: what was looked at, and what became of it.
//!
//! A [`Rule`] says what must be inspected how often, a [`Service`] row whom it binds and on which
//! days, an [`Inspection`] that it was done, an [`Excusal`] that it need not be. From these and two
//! clocks every required unit has exactly one of seven statuses ([`Status`]): duties are computed,
//! never scheduled. A failed inspection opens a [`Finding`]; what is broken, a [`Repair`] order. A
//! month is measured by an [`Indicator`], and a year planned by a [`Task`]; who came to a training is
//! an [`Attendance`]. Look next at `duty`.

mod agenda;
mod arguments;
mod batch;
mod beside;
mod book;
mod certificate;
mod clause;
mod compliance;
mod contracting;
mod cover;
mod days;
mod deadline;
mod done;
mod drift;
mod due;
mod duty;
mod error;
mod evidence;
mod explaining;
mod facts;
mod finding;
mod finding_error;
mod finding_report;
mod form;
mod grade;
mod indicator;
mod kind;
mod knowledge;
mod listing;
mod numbered;
mod obligation;
mod outlook;
mod pack;
mod place;
mod policy;
mod recheck;
mod record;
mod repair;
mod request;
mod retention;
mod roster;
mod rounds;
mod rows;
mod rule;
mod rule_check;
mod scope;
mod simulation;
mod standing;
mod status;
mod stream;
mod strictest;
mod subject;
mod summary;
mod task;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod topic;
mod training;
mod word;

pub use agenda::{Agenda, AgendaKind, AgendaLine, AgendaOptions, agenda};
pub use batch::{
    Batch, BatchEvent, BatchKind, CloseBatchRequest, LogBatchRequest, OpenBatchRequest,
    close_batch, log_batch, open_batch,
};
pub use beside::Beside;
pub use book::{DutyKey, Inspections};
pub use certificate::{
    CertificateLine, CertificateList, CertificateOptions, CertificateRequest, certificates, certify,
};
pub use clause::{
    AdoptRequest, Basis, BasisRequest, Chapter, ChapterLine, Clause, ClauseLine, ClauseRefusal,
    ClauseRequest, ClauseRow, ClauseState, Clauses, Dossier, DossierFile, DossierFolder, Edition,
    Ground, GroundKind, GroundLine, Lack, Matrix, MatrixTally, RuleProof, add_clause, adopt,
    dossier, matrix, rest,
};
pub use compliance::{Compliance, DayKept, IgnoredLine, PassedOverLine, StoodBack, compliance};
pub use contracting::{
    Band, Contract, ContractRefusal, Contractors, Contracts, Filling, MonthLine, MonthState,
    SheetLine, TemplateCodes, add_contract, contractors, contracts,
};
pub use cover::{
    CertificateRegister, RegisterLine, RegisterOptions, UncoveredLine, WhichCertificates,
    certificate_register,
};
pub use deadline::{DeadlineKind, DeadlineLine};
pub use done::Done;
pub use drift::{Drift, DriftLine, days_apart, drift, versions_apart};
pub use due::{Due, DueFinding, DueKind, DueLine, DueOptions, Urgency, due};
pub use duty::{
    Facts, Ignored, IgnoredWhy, PassedOver, PassedOverWhy, Renewal, Standing, evaluate,
};
pub use error::Refusal;
pub use evidence::{Breach, PieceState, Seen};
pub use explaining::{
    ExcusalFate, ExcusalLine, Explanation, ObligationRefusal, RowFate, RowLine, explain,
    looks_like_obligation,
};
pub use finding::{Finding, FindingEvent, FindingKind, FindingSource, FindingState};
pub use finding_error::FindingRefusal;
pub use finding_report::{FindingGroup, FindingOptions, FindingReport, finding_report};
pub use form::{
    Answer, Edited, FormRefusal, FormRequest, Forms, Given, Item, ItemKind, ItemMark, Limits,
    Marking, Scale, Section, SectionMark, Template, TemplateRef, Tick, Value, Verdict, Why,
    add_template, mark, record_form,
};
pub use grade::{Bands, Grade};
pub use indicator::{
    Direction, Given as GivenValue, Goal, Indicator, IndicatorLine, IndicatorMonth,
    IndicatorOptions, IndicatorRefusal, IndicatorRequest, IndicatorState, IndicatorValue,
    Indicators, IndicatorsListed, Total, ValueRequest, add_indicator, indicators,
    listed as listed_indicators, set_value,
};
pub use kind::{
    AgeBand, Amount, Anchored, Cover, Dwell, Event, Expiry, Granularity, Kind, Length, MaxGap,
    Period, Schedule, Shift, Shifts, Slot, Within,
};
pub use listing::{Findings, ListOptions, RecordLine, RecordState, Which, findings, records};
pub use obligation::{Matter, Obligation, ObligationName};
pub use outlook::{CoverLine, OutLine, OutWhy, Outlook, Uncovered, outlook};
pub use pack::{Pack, PackRequest, SourceText, add_pack};
pub use policy::{Escalation, FindingPolicy, PerSeverity, Policy};
pub use recheck::{OpenRequest, Step, StepRequest, open, step};
pub use record::{Excusal, Inspection, Outcome, Record, Service, ServicePeriod};
pub use repair::{
    Happened, OpenRepairRequest, PerUrgency, Promise, Promptness, Repair, RepairEvent, RepairGroup,
    RepairKind, RepairLine, RepairOptions, RepairPolicy, RepairRefusal, RepairReport, RepairState,
    RepairStep, RepairStepRequest, RepairTally, RepairUrgency, Timing, WhichRepairs, WholeRepair,
    WholeStep, median, open_repair, repair_lines, repair_step, repairs, whole_repair,
};
pub use request::{InspectionRequest, record};
pub use retention::{Ledger, Retention, RetentionLine, retention};
pub use roster::{OffDutyRequest, OnDuty, RosterRequest, put_on_duty, take_off_duty};
pub use rounds::{
    DaysOff, Rounds, RoundsOptions, RoundsRefusal, UnplannedLine, UnplannedWhy, Visit, WorkDay,
    plan_rounds,
};
pub use rows::set_calendar;
pub use rule::{Calendar, Confidence, Level, Require, Rule, Severity, Term, terms};
pub use rule_check::{RuleCheck, RuleLint, RuleRemark, check_rules};
pub use scope::{
    BindRequest, Effect, ExcusalRequest, ReleaseRequest, RuleRequest, add_rule, bind, effect,
    excuse, release,
};
pub use simulation::{Flip, SimulateOptions, SimulatedSubject, Simulation, simulate};
pub use standing::{FindingLine, FindingStory, FindingTally, Unproven};
pub use status::{About, Clock, DayState, Proof, Status, Tally, Unit};
pub use stream::{Dropped, Knowledge, Row as StreamRow, Sheaf, Sheaves};
pub use strictest::{Aspect, Compared, Covered, StandsBack, compare};
pub use subject::{DutyState, SubjectDuty, subject_duties};
pub use summary::{GroupLine, RuleLine, Summary, summary, summary_of};
pub use task::{
    Task, TaskDone, TaskEnd, TaskEvent, TaskHistory, TaskKind, TaskOptions, TaskRefusal,
    TaskRequest, TaskState, TaskStep, TaskStepRequest, TaskTally, TaskWhich, Tasks, TasksOf,
    add_task, deadline, step_task, task_history, tasks,
};
pub use topic::Topic;
pub use training::{
    AttendRequest, Attendance, Audience, CoverageLine, CoverageTally, DepartmentTraining,
    MissedPerson, MissedWhy, Presence, RuleSessions, TrainingCoverage, TrainingOptions,
    TrainingPolicy, TrainingRefusal, TrainingReport, TrainingSession, TrainingSessions, attend,
    training_coverage, training_report, training_sessions,
};
