//! What happens to an asset: one row of the ledger each.

use smol_str::SmolStr;

use crate::base::{AssetTag, Day, DepartmentCode, Moment, Money, RecordId, StaffCode};

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// It came into the hospital's books.
    Acquire,
    /// What was depreciated before these books began (期初累计折旧).
    Opening,
    /// It was handed to a department or a custodian (领用、交接).
    Assign,
    /// It went to another department or place (调拨).
    Transfer,
    /// It was lent (借出).
    Lend,
    /// It came back from where it was lent (归还).
    Return,
    /// Nobody needs it where it is (闲置).
    Idle,
    /// It was improved, which adds to its value (改良、扩建).
    Upgrade,
    /// Its value or its useful life was set anew (价值、年限调整).
    Revalue,
    /// It was repaired; what that cost is not added to its value.
    Repair,
    /// It left the books (处置).
    Dispose,
    /// An earlier event is taken back, from the day of this one on.
    Reversal,
}

impl EventKind {
    /// Every kind, in the order in which the events of one day are replayed.
    pub const ALL: [Self; 12] = [
        Self::Acquire,
        Self::Opening,
        Self::Assign,
        Self::Transfer,
        Self::Lend,
        Self::Return,
        Self::Idle,
        Self::Upgrade,
        Self::Revalue,
        Self::Repair,
        Self::Dispose,
        Self::Reversal,
    ];

    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acquire => "acquire",
            Self::Opening => "opening",
            Self::Assign => "assign",
            Self::Lend => "lend",
            Self::Return => "return",
            Self::Idle => "idle",
            Self::Upgrade => "upgrade",
            Self::Revalue => "revalue",
            Self::Transfer => "transfer",
            Self::Repair => "repair",
            Self::Dispose => "dispose",
            Self::Reversal => "reversal",
        }
    }

    /// Reads the word of the file.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Acquire => "asset.kind.acquire",
            Self::Opening => "asset.kind.opening",
            Self::Assign => "asset.kind.assign",
            Self::Lend => "asset.kind.lend",
            Self::Return => "asset.kind.return",
            Self::Idle => "asset.kind.idle",
            Self::Upgrade => "asset.kind.upgrade",
            Self::Revalue => "asset.kind.revalue",
            Self::Transfer => "asset.kind.transfer",
            Self::Repair => "asset.kind.repair",
            Self::Dispose => "asset.kind.dispose",
            Self::Reversal => "asset.kind.reversal",
        }
    }

    /// Where it stands among the events of its day: first what brings the thing in, last what
    /// takes it out; moves keep the order in which they were recorded.
    pub(super) const fn phase(self) -> u8 {
        match self {
            Self::Acquire => 0,
            Self::Opening
            | Self::Assign
            | Self::Transfer
            | Self::Lend
            | Self::Return
            | Self::Idle
            | Self::Upgrade
            | Self::Revalue
            | Self::Repair => 1,
            Self::Dispose => 2,
            Self::Reversal => 3,
        }
    }
}

/// One event in the life of an asset.
///
/// An event that locates the thing states place, department and custodian in full: what is blank
/// is from then on nobody's. So a row is read without the rows before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub id: RecordId,
    /// The effective day.
    pub date: Day,
    /// What happened.
    pub kind: EventKind,
    /// To which asset.
    pub asset: AssetTag,
    /// The original value (acquire), what was depreciated before (opening), what is added to the
    /// value (upgrade), the new value (revalue), the cost (repair), the proceeds (dispose).
    pub value: Option<Money>,
    /// The new useful life in months (upgrade, revalue), the months done before (opening).
    pub months: Option<u32>,
    /// Where it is from then on.
    pub place: String,
    /// Which department has it from then on.
    pub department: Option<DepartmentCode>,
    /// Who keeps it from then on.
    pub custodian: Option<StaffCode>,
    /// Why.
    pub reason: String,
    /// A remark.
    pub note: String,
    /// The event that a reversal takes back.
    pub reverses: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: SmolStr,
}

impl Event {
    /// Whether two rows tell the same, whoever recorded them and when.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        (self.date, self.kind, &self.asset, self.value, &self.place, &self.department)
            == (other.date, other.kind, &other.asset, other.value, &other.place, &other.department)
            && (self.months, &self.custodian, &self.reason, &self.note, &self.reverses)
                == (other.months, &other.custodian, &other.reason, &other.note, &other.reverses)
    }
}
