//! Every way in which a return can be refused.

use crate::base::{Argument, Refuse, Span};

/// A return cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReturnRefusal {
    /// The days are no whole year, quarter or month.
    #[error("{span} is no period of returns")]
    Period {
        /// The days.
        span: Span,
    },
    /// No form has that name.
    #[error("no form {name}")]
    UnknownForm {
        /// The name as it was written.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// The store has several forms, and nobody said which.
    #[error("which form of {known}")]
    WhichForm {
        /// Their names.
        known: String,
    },
}

impl Refuse for ReturnRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Period { .. } => "return.period",
            Self::UnknownForm { .. } => "return.unknown_form",
            Self::WhichForm { .. } => "return.which_form",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Period { span } => vec![("period", Argument::of(span))],
            Self::UnknownForm { name, known } => {
                vec![("name", name.into()), ("known", known.into())]
            }
            Self::WhichForm { known } => vec![("known", known.into())],
        }
    }

    fn field(&self) -> Option<&'static str> {
        None
    }
}
