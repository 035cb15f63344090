//! A row of a ledger, as far as its writing is concerned: enough to say why a figure changed.

use super::{Day, Moment, RecordId};

/// Who wrote a row, when, about what and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its id.
    pub id: RecordId,
    /// The day on which it is effective.
    pub date: Day,
    /// The key of the word for what it is.
    pub kind: &'static str,
    /// What it is about, by code: the item and its places, the asset, the point, the subject.
    pub about: Vec<String>,
    /// The row it takes back or takes the place of.
    pub corrects: Option<RecordId>,
    /// Why, in the words of who recorded it.
    pub why: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}
