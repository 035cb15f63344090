//! Every way in which the register of clauses can say no.

use crate::base::{Argument, Refuse};

/// The register of clauses said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClauseRefusal {
    /// A clause that the register does not have.
    #[error("no clause {clause}")]
    Unknown {
        /// The number as it was written.
        clause: String,
        /// The nearest known number.
        nearest: Option<String>,
    },
    /// A chapter that the register does not have.
    #[error("no chapter {chapter}")]
    UnknownChapter {
        /// The number as it was written.
        chapter: String,
        /// The nearest known number.
        nearest: Option<String>,
    },
    /// An edition, a chapter or a clause is there already and says otherwise.
    #[error("{code} is there already")]
    Twice {
        /// Its number or name.
        code: String,
    },
    /// A basis names nothing, or more than one thing.
    #[error("the basis of clause {clause} names not one thing")]
    NotOne {
        /// The clause.
        clause: String,
    },
    /// A text that must be there.
    #[error("{field} is empty")]
    Empty {
        /// The field.
        field: &'static str,
    },
    /// A target that is no rate.
    #[error("{text} is no rate")]
    Target {
        /// The text.
        text: String,
    },
    /// A target without a rule that it could be for.
    #[error("a target without a rule")]
    TargetAlone,
    /// What is to be dropped is not what the clause rests on.
    #[error("clause {clause} does not rest on {name}")]
    NotResting {
        /// The clause.
        clause: String,
        /// What was to be dropped.
        name: String,
    },
    /// A clause that does not apply rests on something all the same.
    #[error("clause {clause} does not apply")]
    Applies {
        /// The clause.
        clause: String,
        /// How many things it rests on.
        count: usize,
    },
    /// Whoever wants the clause left out approves it.
    #[error("{person} approves what {person} recorded")]
    SelfApproved {
        /// The person.
        person: String,
    },
    /// The file of a clause is not there any more.
    #[error("{file} is not there any more")]
    DocumentMissing {
        /// The clause.
        clause: String,
        /// The file.
        file: String,
    },
    /// The file of a clause is not what it was.
    #[error("{file} is not what it was")]
    DocumentChanged {
        /// The clause.
        clause: String,
        /// The file.
        file: String,
    },
}

impl Refuse for ClauseRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { nearest: None, .. } => "clause.unknown",
            Self::Unknown { nearest: Some(_), .. } => "clause.unknown_near",
            Self::UnknownChapter { nearest: None, .. } => "clause.unknown_chapter",
            Self::UnknownChapter { nearest: Some(_), .. } => "clause.unknown_chapter_near",
            Self::Twice { .. } => "clause.twice",
            Self::NotOne { .. } => "clause.not_one",
            Self::Empty { .. } => "clause.empty",
            Self::Target { .. } => "clause.target",
            Self::TargetAlone => "clause.target_alone",
            Self::NotResting { .. } => "clause.not_resting",
            Self::Applies { .. } => "clause.applies",
            Self::SelfApproved { .. } => "clause.self_approved",
            Self::DocumentMissing { .. } => "clause.document_missing",
            Self::DocumentChanged { .. } => "clause.document_changed",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let near = |nearest: &Option<String>| {
            nearest.iter().map(|nearest| ("nearest", nearest.into())).collect::<Vec<_>>()
        };
        match self {
            Self::Unknown { clause, nearest } => {
                [vec![("clause", clause.into())], near(nearest)].concat()
            }
            Self::UnknownChapter { chapter, nearest } => {
                [vec![("chapter", chapter.into())], near(nearest)].concat()
            }
            Self::Twice { code } => vec![("code", code.into())],
            Self::NotOne { clause } => vec![("clause", clause.into())],
            Self::Empty { field } => vec![("field", Argument::key(field_key(field)))],
            Self::Target { text } => vec![("text", text.into())],
            Self::TargetAlone => Vec::new(),
            Self::NotResting { clause, name } => {
                vec![("clause", clause.into()), ("name", name.into())]
            }
            Self::Applies { clause, count } => {
                vec![("clause", clause.into()), ("count", (*count).into())]
            }
            Self::SelfApproved { person } => vec![("person", person.into())],
            Self::DocumentMissing { clause, file } | Self::DocumentChanged { clause, file } => {
                vec![("clause", clause.into()), ("file", file.into())]
            }
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unknown { .. } => Some("clause"),
            Self::UnknownChapter { .. } => Some("chapter"),
            Self::Twice { .. } => Some("code"),
            Self::NotOne { .. } | Self::NotResting { .. } | Self::Applies { .. } => None,
            Self::Empty { field } => Some(field),
            Self::Target { .. } | Self::TargetAlone => Some("target"),
            Self::SelfApproved { .. } => Some("approved_by"),
            Self::DocumentMissing { .. } | Self::DocumentChanged { .. } => Some("document"),
        }
    }
}

fn field_key(field: &str) -> String {
    format!("clause.field.{field}")
}
