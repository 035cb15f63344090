//! Something wrong in the data: collected, sorted and shown together, never thrown.

use super::{Message, Place, Refuse};

/// How much a defect weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The books cannot be trusted until it is mended.
    Error,
    /// The books stand, but somebody should look.
    Warning,
}

impl Severity {
    /// The key of the word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Error => "severity.error",
            Self::Warning => "severity.warning",
        }
    }
}

/// One defect: what, where, and the text as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub message: Message,
    /// The line as it stands in the file, when it could be read.
    pub original: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(place: Place, message: Message) -> Self {
        Self { severity: Severity::Error, place, message, original: None }
    }

    /// A warning at a place.
    pub fn warning(place: Place, message: Message) -> Self {
        Self { severity: Severity::Warning, place, message, original: None }
    }

    /// A refusal that a row of the ledgers met while it was folded.
    pub fn refused(place: Place, refusal: &impl Refuse) -> Self {
        Self::error(place, refusal.message())
    }

    /// The same defect with the line it stands in.
    #[must_use]
    pub fn with_original(mut self, original: impl Into<String>) -> Self {
        self.original = Some(original.into());
        self
    }

    /// The order in which defects are listed: by place, then by code.
    pub fn order(&self) -> (&Place, &str) {
        (&self.place, &self.message.code)
    }
}
