//! What a command is about, where that is little: of the months before the last seal, or of other
//! points and subjects, nothing else has to be looked at.

use std::collections::BTreeSet;

use crate::base::{Day, ItemCode, Month, PointCode, SheetCode, SubjectCode};

use super::{Need, Window};

/// What a command that records something reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Everything that it asks for.
    pub need: Need,
    /// What it is about, where that is little.
    pub focus: Option<Focus>,
}

impl From<Need> for About {
    fn from(need: Need) -> Self {
        Self { need, focus: None }
    }
}

impl From<Focus> for About {
    fn from(focus: Focus) -> Self {
        let need = match focus {
            Focus::Sheet { .. } => Need::stocktakes(),
            Focus::Points { .. } => Need::meters(),
            Focus::Subject { .. } => Need::inspections(),
            _ => Need::stock(Window::ALL),
        };
        Self { need, focus: Some(focus) }
    }
}

impl From<Whole> for About {
    fn from(whole: Whole) -> Self {
        Focus::Whole(whole).into()
    }
}

/// What a command is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Focus {
    /// One count sheet, held against the books or written on.
    Sheet {
        /// The sheet.
        code: SheetCode,
        /// The first of the days that the command itself speaks of; none where these are the
        /// sheet's.
        first: Option<Day>,
        /// A slip of which it must be known whether any line has it; empty where there is none.
        slip: String,
    },
    /// One line of the stock ledger that is to be recorded.
    Line(NewLine),
    /// Several of them at once.
    Lines(Vec<NewLine>),
    /// Lines of the stock ledger that are recorded, and are to be taken back or brought back.
    Recorded {
        /// The id of one of them, or the slip that they stand under.
        line: String,
        /// The day on which that is done.
        date: Day,
        /// The slip under which it is; empty where it is their own.
        slip: String,
    },
    /// Whatever was recorded of some goods, however long ago.
    Whole(Whole),
    /// Readings of some points.
    Points {
        /// The points.
        points: BTreeSet<PointCode>,
        /// The month that is written to.
        month: Month,
    },
    /// A record of one subject, which corrects no other one.
    Subject {
        /// The subject.
        subject: SubjectCode,
        /// The month that is written to.
        month: Month,
    },
}

impl Focus {
    /// What a command is about, where everything that was recorded of that is looked at; none of one
    /// that is about a count sheet or about what is no stock.
    pub fn whole(&self) -> Option<Whole> {
        let of = |lines: &[NewLine]| Whole {
            items: lines.iter().map(|line| line.item.clone()).collect(),
            slips: lines.iter().map(|line| line.slip.clone()).collect(),
            ..Whole::default()
        };
        match self {
            Self::Sheet { .. } | Self::Points { .. } | Self::Subject { .. } => None,
            Self::Line(line) => Some(of(std::slice::from_ref(line))),
            Self::Lines(lines) => Some(of(lines)),
            Self::Recorded { line, date: _, slip } => Some(Whole {
                names: [line.clone()].into(),
                slips: [slip.clone()].into(),
                ..Whole::default()
            }),
            Self::Whole(whole) => Some(whole.clone()),
        }
    }
}

/// What of the ledger a command is about, wherever in it that stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whole {
    /// Items, with all their lines.
    pub items: BTreeSet<ItemCode>,
    /// Names of lines, each an id or a slip: with what they mean, whatever else stands under the same
    /// slips, and all lines of the same items.
    pub names: BTreeSet<String>,
    /// Orders, with all lines of what is ordered by them.
    pub orders: BTreeSet<String>,
    /// Slips under which lines are to be recorded, with the lines that stand there already.
    pub slips: BTreeSet<String>,
}

/// A line of the stock ledger that is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// Its item.
    pub item: ItemCode,
    /// Its day.
    pub date: Day,
    /// Its slip; empty when it has none.
    pub slip: String,
    /// Whether it is held against what was paid before.
    pub prices: WhosePrices,
}

/// Whether a line is held against what was paid before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhosePrices {
    /// It is not.
    Nobodys,
    /// It is: goods are bought.
    Suppliers,
}
