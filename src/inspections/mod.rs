//! Floor 2: what was looked at, and what became of it.
//!
//! A [`Rule`] says what must be inspected how often, a [`Service`] row whom it binds and on which
//! days, an [`Inspection`] that it was done, an [`Excusal`] that it need not be. From these and two
//! clocks every required unit has exactly one of seven statuses ([`Status`]): duties are computed,
//! never scheduled. A failed inspection opens a [`Finding`]. Look next at `duty`.

mod book;
mod compliance;
mod contracting;
mod days;
mod due;
mod duty;
mod error;
mod finding;
mod form;
mod knowledge;
mod listing;
mod recheck;
mod record;
mod request;
mod rule;
mod scope;
mod status;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod word;

pub use book::{DutyKey, Inspections};
pub use compliance::{Compliance, IgnoredLine, Obligation, PassedOverLine, RuleLine, compliance};
pub use contracting::{
    Band, Contract, ContractRefusal, Contractors, Contracts, Filling, MonthLine, MonthState,
    SheetLine, TemplateCodes, add_contract, contractors, contracts,
};
pub use due::{Due, DueFinding, DueLine, DueOptions, Urgency, due};
pub use duty::{Facts, Ignored, IgnoredWhy, PassedOver, PassedOverWhy, Standing, evaluate};
pub use error::Refusal;
pub use finding::{Finding, FindingEvent, FindingKind, FindingState};
pub use form::{
    Answer, Edited, FormRefusal, FormRequest, Forms, Given, Item, ItemKind, ItemMark, Limits,
    Marking, Scale, Section, SectionMark, Template, TemplateRef, Tick, Value, Verdict, Why,
    add_template, mark, record_form,
};
pub use listing::{Findings, ListOptions, RecordLine, RecordState, Which, findings, records};
pub use recheck::{OpenRequest, Step, StepRequest, open, step};
pub use record::{Excusal, Inspection, Outcome, Record, Service, ServicePeriod};
pub use request::{InspectionRequest, record};
pub use rule::{
    Confidence, Kind, Level, MaxGap, Period, Require, Rule, Severity, Slot, Term, terms,
};
pub use scope::{
    BindRequest, Effect, ExcusalRequest, ReleaseRequest, RuleRequest, add_rule, bind, effect,
    excuse, release,
};
pub use status::{Clock, DayState, Proof, Status, Tally, Unit};
