//! A row of the bills' ledger.

use crate::base::{Decimal, Moment, Money, PointCode, RecordId, SiteCode, Span};
use crate::meters::Carrier;

/// A bill as it was recorded, or the row that takes one back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// The row's id.
    pub id: RecordId,
    /// The number on the bill; no supplier gives one twice.
    pub number: String,
    /// Who asks for the money.
    pub supplier: String,
    /// The customer's account at the supplier (户号); none where there is only one.
    pub account: Option<String>,
    /// What is billed, in its unit.
    pub carrier: Carrier,
    /// What sort of bill it is.
    pub kind: BillKind,
    /// The days that are billed, both ends included.
    pub span: Span,
    /// How much is billed, in the unit of the carrier; none where the bill does not say.
    pub quantity: Option<Decimal>,
    /// The money.
    pub amount: Money,
    /// The main meter that measures what is billed.
    pub point: Option<PointCode>,
    /// The site that is billed; the whole hospital where neither site nor point is named.
    pub site: Option<SiteCode>,
    /// A remark.
    pub note: Option<String>,
    /// The row that this one corrects.
    pub supersedes: Option<RecordId>,
    /// The row that this one takes back.
    pub reverses: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Bill {
    /// Whether two rows say the same of the same bill.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let bare = |bill: &Self| Self {
            id: self.id.clone(),
            supersedes: None,
            reverses: None,
            recorded_at: self.recorded_at,
            recorded_by: String::new(),
            ..bill.clone()
        };
        bare(self) == bare(other)
    }

    /// The account that it belongs to: a supplier may bill several utilities under one number.
    pub fn account_key(&self) -> (&str, Option<&str>, &Carrier) {
        (&self.supplier, self.account.as_deref(), &self.carrier)
    }

    /// Whether it has the number of another one, of the same supplier.
    pub(super) fn is_number_of(&self, other: &Self) -> bool {
        (&self.number, &self.supplier) == (&other.number, &other.supplier)
    }

    /// Whether a bill is the regular one of an account for days.
    pub(super) fn is_regular(&self) -> bool {
        self.kind == BillKind::Regular
    }
}

/// What sort of bill it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BillKind {
    /// The bill of an account for its days: each day is billed once.
    Regular,
    /// A later charge or refund (补收、退费) for days that were billed before; it may be below zero.
    Adjustment,
}

impl BillKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Regular, Self::Adjustment];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Adjustment => "adjustment",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Regular => "bill.kind.regular",
            Self::Adjustment => "bill.kind.adjustment",
        }
    }
}
