//! What is written on the sheets of asset stocktakes: one row of the ledger each.

use smol_str::SmolStr;

use crate::base::{AssetTag, Day, DepartmentCode, Moment, RecordId, SheetCode, StaffCode};

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// The sheet is opened over a scope.
    Open,
    /// A tag was scanned, or something that should be one.
    Scan,
    /// A scan is taken back.
    Withdraw,
    /// The sheet is signed.
    Sign,
    /// What became of a difference.
    Settle,
    /// The sheet is given up.
    Cancel,
}

impl Act {
    /// Every act, in the order in which those of one moment are read.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Scan, Self::Withdraw, Self::Sign, Self::Settle, Self::Cancel];

    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Scan => "scan",
            Self::Withdraw => "withdraw",
            Self::Sign => "sign",
            Self::Settle => "settle",
            Self::Cancel => "cancel",
        }
    }

    /// Reads the word of the file.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "asset.count_act.open",
            Self::Scan => "asset.count_act.scan",
            Self::Withdraw => "asset.count_act.withdraw",
            Self::Sign => "asset.count_act.sign",
            Self::Settle => "asset.count_act.settle",
            Self::Cancel => "asset.count_act.cancel",
        }
    }
}

/// What became of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The thing was found after all.
    Found,
    /// It is where somebody can say: lent, in repair, at another site.
    Explained,
    /// It is lost; it is to be disposed of.
    Lost,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Found, Self::Explained, Self::Lost];

    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Explained => "explained",
            Self::Lost => "lost",
        }
    }

    /// Reads the word of the file.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Found => "asset.outcome.found",
            Self::Explained => "asset.outcome.explained",
            Self::Lost => "asset.outcome.lost",
        }
    }
}

/// A row of an asset stocktake.
///
/// What place, department and custodian mean follows from the act: the scope of a sheet that is
/// opened, or where a tag was seen and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub id: RecordId,
    /// The effective day.
    pub date: Day,
    /// The sheet.
    pub sheet: SheetCode,
    /// What it says.
    pub act: Act,
    /// The tag that was read, or that a follow-up is about.
    pub asset: Option<AssetTag>,
    /// What the scanner gave, where it is no tag as it stands.
    pub text: SmolStr,
    /// Only what is there, or where it was seen.
    pub place: SmolStr,
    /// Only what it has, or where it was seen.
    pub department: Option<DepartmentCode>,
    /// Only what they keep, or with whom it was seen.
    pub custodian: Option<StaffCode>,
    /// Only what is of this class.
    pub class: SmolStr,
    /// What became of a difference.
    pub outcome: Option<Outcome>,
    /// What was signed: how many of each class.
    pub tally: SmolStr,
    /// Who counts, signs or answers for it.
    pub person: SmolStr,
    /// Why.
    pub reason: String,
    /// A remark.
    pub note: String,
    /// The scan that is taken back.
    pub reverses: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: SmolStr,
}

impl Row {
    /// Whether two rows tell the same, whoever recorded them and when.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        (self.date, &self.sheet, self.act, &self.asset, &self.text, &self.place)
            == (other.date, &other.sheet, other.act, &other.asset, &other.text, &other.place)
            && (&self.department, &self.custodian, &self.class, self.outcome, &self.tally)
                == (&other.department, &other.custodian, &other.class, other.outcome, &other.tally)
            && (&self.person, &self.reason, &self.note, &self.reverses)
                == (&other.person, &other.reason, &other.note, &other.reverses)
    }
}
