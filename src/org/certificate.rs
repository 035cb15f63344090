//! A certificate of a person or of equipment (证书): valid from a day to a day, both included.

use crate::base::{Day, Moment, RecordId, Span, SubjectCode};

/// A certificate of a person or of equipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The number of the row.
    pub id: RecordId,
    /// Whose it is: a person's or an asset's code.
    pub holder: SubjectCode,
    /// What it certifies, in the words of the rule that asks for it.
    pub kind: String,
    /// The number printed on it.
    pub number: String,
    /// The first day on which it is valid.
    pub from: Day,
    /// The last one, which still counts; none where it has no end.
    pub to: Option<Day>,
    /// Who issued it.
    pub issuer: String,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Certificate {
    /// The days on which it is valid; none if it ends before it begins.
    pub fn days(&self) -> Option<Span> {
        Span::new(self.from, self.to.unwrap_or(Day::LAST))
    }
}
