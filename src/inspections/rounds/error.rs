//! Every way in which a plan of rounds can be refused.

use crate::base::{Argument, Refuse, RuleCode};

/// There is nothing that could be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoundsRefusal {
    /// The rule does not ask for so many in each slot.
    #[error("rule {rule} asks for no number of rounds")]
    NotByNumber {
        /// The rule.
        rule: RuleCode,
        /// How often it asks.
        every: String,
    },
    /// All days of the period are over.
    #[error("all days up to {last} are over")]
    Over {
        /// The last day of the period.
        last: crate::base::Day,
    },
    /// Nobody, or more visits than there are numbers.
    #[error("{text} visits a day")]
    Most {
        /// The text as it was written.
        text: String,
    },
}

impl Refuse for RoundsRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotByNumber { .. } => "inspect.rounds_not_by_number",
            Self::Over { .. } => "inspect.rounds_over",
            Self::Most { .. } => "inspect.rounds_most",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::NotByNumber { rule, every } => {
                vec![("rule", Argument::of(rule)), ("every", every.into())]
            }
            Self::Over { last } => vec![("last", Argument::of(last))],
            Self::Most { text } => vec![("text", text.into())],
        }
    }
}
