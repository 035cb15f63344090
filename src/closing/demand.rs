//! What must be in order before a month is sealed, and what was waived.

use crate::base::Message;

/// One thing that sealing demands, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Its name, by which it is waived: `stocktake-posted`, or the name of a check.
    pub name: String,
    /// Whether it is in order.
    pub met: Met,
}

/// Whether a demand is in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// It is.
    Yes,
    /// It is not, for so many reasons, of which these are said.
    No {
        /// How many there are.
        count: usize,
        /// The first of them.
        reasons: Vec<Message>,
    },
    /// It is not, and somebody answers for that.
    Waived {
        /// How many reasons there were.
        count: usize,
        /// Why it may be so.
        reason: String,
    },
}

impl Demand {
    /// A demand that is in order where there is no reason against it; the first few are kept.
    pub fn unless(name: impl Into<String>, reasons: Vec<Message>) -> Self {
        let (name, count) = (name.into(), reasons.len());
        if count == 0 {
            return Self { name, met: Met::Yes };
        }
        let reasons = reasons.into_iter().take(MOST_SAID).collect();
        Self { name, met: Met::No { count, reasons } }
    }

    /// Whether it stands in the way.
    pub const fn is_open(&self) -> bool {
        matches!(self.met, Met::No { .. })
    }
}

/// How many reasons against a demand are kept.
const MOST_SAID: usize = 5;

/// A demand that somebody answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The demand's name.
    pub name: String,
    /// Why it may be so.
    pub reason: String,
}

impl Waiver {
    /// Reads `stocktake-posted=次月补盘`; none without a name or a reason.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, reason) = text.split_once(['=', '＝'])?;
        let (name, reason) = (name.trim(), reason.trim());
        (!name.is_empty() && !reason.is_empty())
            .then(|| Self { name: name.to_owned(), reason: reason.to_owned() })
    }
}
