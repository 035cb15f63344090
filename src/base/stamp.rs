//! Who recorded something, when, and under which number: an argument of every decision.

use super::{Day, Moment, RecordId};

/// The recording moment and person, and the next free number of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When it is recorded.
    pub recorded_at: Moment,
    /// Who records it.
    pub recorded_by: String,
    /// This machine's tag, so that two machines never give the same id.
    pub tag: String,
    /// How many ids this machine has given so far.
    pub given: u64,
}

impl Stamp {
    /// Gives the next id: kind letter, effective date, machine tag, counter.
    pub fn id(&mut self, kind: char, day: Day) -> RecordId {
        self.given += 1;
        let date = day.naive().format("%Y%m%d");
        let text = format!("{kind}{date}-{}-{:06}", self.tag, self.given);
        RecordId::parse(&text).expect("BUG: a machine tag that is no code")
    }
}

/// What a decision came to, when no rule said no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided<T> {
    /// New rows to record.
    New(T),
    /// The identical row is there already, under this id or code: nothing to do, and no error.
    Already(String),
}
