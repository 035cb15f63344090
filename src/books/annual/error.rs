//! Every way in which a figure, or the text it stands in, can be refused.

use crate::base::{Argument, Refuse};

/// A figure or a template cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FigureRefusal {
    /// No figure has that name.
    #[error("no figure {name}")]
    Unknown {
        /// The name as it was written.
        name: String,
        /// The names that are written much the same; empty where none is.
        near: String,
    },
    /// It needs something in parentheses.
    #[error("{name} of what")]
    OfWhat {
        /// The figure.
        name: &'static str,
        /// What could stand there.
        example: &'static str,
    },
    /// It takes nothing in parentheses.
    #[error("{name} of {of}")]
    OfNothing {
        /// The figure.
        name: &'static str,
        /// What stood there.
        of: String,
    },
    /// No utility is called that.
    #[error("no utility {text}")]
    Utility {
        /// What stood there.
        text: String,
        /// The utilities.
        known: String,
    },
    /// It cannot be written in that way.
    #[error("{name} as {shape}")]
    Shape {
        /// The figure.
        name: &'static str,
        /// How it was to be written.
        shape: String,
        /// The key of what it is counted in.
        unit: &'static str,
    },
    /// A brace that nothing closes, or closes nothing.
    #[error("a brace alone in {text}")]
    Brace {
        /// The text from the brace on.
        text: String,
    },
    /// No template has that name.
    #[error("no template {name}")]
    UnknownForm {
        /// The name as it was written.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// The store has several templates of the kind, and nobody said which.
    #[error("which template of {known}")]
    WhichForm {
        /// Their names.
        known: String,
    },
    /// It is a template of the other paper.
    #[error("{name} is no such template")]
    OtherKind {
        /// Its name.
        name: String,
        /// The key of what it is a template of.
        kind: &'static str,
    },
}

impl Refuse for FigureRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { near, .. } if near.is_empty() => "annual.unknown_figure",
            Self::Unknown { .. } => "annual.unknown_figure_near",
            Self::OfWhat { .. } => "annual.of_what",
            Self::OfNothing { .. } => "annual.of_nothing",
            Self::Utility { .. } => "annual.unknown_utility",
            Self::Shape { .. } => "annual.wrong_shape",
            Self::Brace { .. } => "annual.brace",
            Self::UnknownForm { .. } => "annual.unknown_form",
            Self::WhichForm { .. } => "annual.which_form",
            Self::OtherKind { .. } => "annual.other_kind",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Unknown { name, near } => vec![("name", name.into()), ("near", near.into())],
            Self::OfWhat { name, example } => {
                vec![("name", (*name).into()), ("example", (*example).into())]
            }
            Self::OfNothing { name, of } => vec![("name", (*name).into()), ("of", of.into())],
            Self::Utility { text, known } => vec![("text", text.into()), ("known", known.into())],
            Self::Shape { name, shape, unit } => vec![
                ("name", (*name).into()),
                ("shape", shape.into()),
                ("unit", Argument::key(*unit)),
            ],
            Self::Brace { text } => vec![("text", text.into())],
            Self::UnknownForm { name, known } => {
                vec![("name", name.into()), ("known", known.into())]
            }
            Self::WhichForm { known } => vec![("known", known.into())],
            Self::OtherKind { name, kind } => {
                vec![("name", name.into()), ("kind", Argument::key(*kind))]
            }
        }
    }
}
