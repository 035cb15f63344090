//! Every way in which the name of an obligation can be wrong.

use crate::base::{Argument, Day, Refuse, RuleCode, SubjectCode};

/// There is no such obligation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ObligationRefusal {
    /// It is no name of an obligation.
    #[error("{text} is no name of an obligation")]
    Shape {
        /// The text as it was written.
        text: String,
    },
    /// A stricter rule asks for it in its place.
    #[error("{by} asks for {text}")]
    StoodBack {
        /// The name as it was written.
        text: String,
        /// The rule that counts.
        by: RuleCode,
        /// The subject.
        subject: SubjectCode,
        /// The due day of the unit that stood back.
        due: Day,
    },
    /// The duty has none of that name.
    #[error("no obligation {text}")]
    Unknown {
        /// The name as it was written.
        text: String,
        /// The names of those that are due next to it.
        near: Vec<String>,
    },
}

impl Refuse for ObligationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Shape { .. } => "inspect.obligation_shape",
            Self::StoodBack { .. } => "inspect.obligation_stood_back",
            Self::Unknown { near, .. } if near.is_empty() => "inspect.unknown_obligation",
            Self::Unknown { .. } => "inspect.unknown_obligation_near",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Shape { text } => vec![("text", text.into())],
            Self::StoodBack { text, by, subject, due } => vec![
                ("text", text.into()),
                ("by", Argument::of(by)),
                ("subject", Argument::of(subject)),
                ("due", Argument::of(due)),
            ],
            Self::Unknown { text, near } => {
                let mut arguments = vec![("text", text.into())];
                arguments.extend(near.first().map(|first| ("first", first.into())));
                arguments.push(("near", near.join("  ").into()));
                arguments
            }
        }
    }
}
