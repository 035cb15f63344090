//! Every way in which the rules of attendance can say no.

use crate::base::{Argument, Day, RecordId, Refuse, RuleCode};
use crate::org;

/// A rule of attendance said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainingRefusal {
    /// A person that the staff register does not have.
    #[error("no staff {person}")]
    UnknownStaff {
        /// The code as it was written.
        person: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// The registers of who and where said no.
    #[error(transparent)]
    Org(#[from] org::Refusal),
    /// A person who was not employed on the day.
    #[error("{person} was not employed on {date}")]
    NotEmployed {
        /// The person.
        person: String,
        /// The day.
        date: Day,
    },
    /// The person stands among those who were there and among those who were not.
    #[error("{person} was there and was not")]
    Both {
        /// The person.
        person: String,
    },
    /// Nobody is named.
    #[error("nobody is named")]
    Nobody,
    /// The ledger says otherwise of the person already.
    #[error("{id} says otherwise of {person}")]
    Taken {
        /// The person.
        person: String,
        /// The day.
        date: Day,
        /// The row.
        id: RecordId,
    },
    /// A correction is about one person.
    #[error("a correction is about one person, not {count}")]
    OneCorrection {
        /// How many were named.
        count: usize,
    },
    /// The record is about another rule or another day.
    #[error("{record} is not about {rule} on {date}")]
    OtherRecord {
        /// The record.
        record: RecordId,
        /// The rule.
        rule: RuleCode,
        /// The day.
        date: Day,
    },
    /// No training takes so long.
    #[error("{hours} hours")]
    Hours {
        /// The hours as they were given.
        hours: String,
    },
}

impl Refuse for TrainingRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownStaff { nearest: None, .. } => "training.unknown_staff",
            Self::UnknownStaff { nearest: Some(_), .. } => "training.unknown_staff_near",
            Self::Org(refusal) => refusal.code(),
            Self::NotEmployed { .. } => "training.not_employed",
            Self::Both { .. } => "training.both",
            Self::Nobody => "training.nobody",
            Self::Taken { .. } => "training.taken",
            Self::OneCorrection { .. } => "training.one_correction",
            Self::OtherRecord { .. } => "training.other_record",
            Self::Hours { .. } => "training.hours",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::UnknownStaff { person, nearest } => {
                let mut arguments = vec![("person", person.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::Org(refusal) => refusal.arguments(),
            Self::NotEmployed { person, date } => {
                vec![("person", person.into()), ("date", Argument::of(date))]
            }
            Self::Both { person } => vec![("person", person.into())],
            Self::Nobody => Vec::new(),
            Self::Taken { person, date, id } => vec![
                ("person", person.into()),
                ("date", Argument::of(date)),
                ("id", Argument::of(id)),
            ],
            Self::OneCorrection { count } => vec![("count", (*count).into())],
            Self::OtherRecord { record, rule, date } => vec![
                ("record", Argument::of(record)),
                ("rule", Argument::of(rule)),
                ("date", Argument::of(date)),
            ],
            Self::Hours { hours } => vec![("hours", hours.into())],
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Org(refusal) => return refusal.field(),
            Self::UnknownStaff { .. }
            | Self::Both { .. }
            | Self::Nobody
            | Self::Taken { .. }
            | Self::NotEmployed { .. } => "person",
            Self::OneCorrection { .. } => "supersedes",
            Self::OtherRecord { .. } => "record",
            Self::Hours { .. } => "hours",
        })
    }
}
