//! Which books a command needs, and from which day: what is not asked for is not read.

use crate::base::{Day, Moment, Month, Span};

use super::Settings;

/// The days of a ledger that are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows before it are needed only as a balance (stock) or not at all; none means from the
    /// beginning. The first day of a month, or the day after the last one that is needed; where the
    /// balance cannot be had by itself, the rows are there all the same.
    pub from: Option<Day>,
    /// Rows after it are not needed; none means to the end.
    pub until: Option<Day>,
}

impl Window {
    /// The whole ledger.
    pub const ALL: Self = Self { from: None, until: None };

    /// Everything up to a day.
    pub const fn until(day: Day) -> Self {
        Self { from: None, until: Some(day) }
    }

    /// What there is at the end of a day, and no row.
    pub fn at(day: Day) -> Self {
        Self { from: Some(day.next()), until: Some(day) }
    }

    /// The rows of some days from the first of a month on, and what there was before it; all rows
    /// where the days are looked at from before the first of them.
    pub fn of(span: Span, as_of: Day) -> Self {
        let from = (as_of >= span.first()).then(|| span.first().month().first());
        Self { from, until: Some(span.last()) }
    }

    /// The same with all rows.
    #[must_use]
    pub const fn in_full(self) -> Self {
        Self { from: None, until: self.until }
    }

    /// Whether a month's file can hold a row that is needed, where earlier rows are not.
    pub fn touches(&self, month: Month) -> bool {
        self.from.is_none_or(|from| month.last() >= from) && self.reaches(month)
    }

    /// Whether a month's file can hold a row that is needed, where earlier rows make the balance.
    pub fn reaches(&self, month: Month) -> bool {
        self.until.is_none_or(|until| month.first() <= until)
    }
}

/// The ledgers that are needed; the registers of who and where are always read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Need {
    /// The assets' cards and events, from the beginning.
    pub assets: Reading,
    /// Rules, records, excusals, findings and repairs of the inspections, from the beginning.
    pub inspections: Reading,
    /// The files that rows of the inspections name as evidence, looked at whether they are what
    /// they were.
    pub evidence: Reading,
    /// The meters, from the beginning.
    pub meters: OfMeters,
    /// The templates of the yearly summary and the yearly plan.
    pub papers: Reading,
    /// Whether what should be looked at, though no rule says no, is noted too.
    pub remarks: Reading,
    /// The catalogue, the store rooms and the stock ledger.
    pub stock: Option<Window>,
    /// What its lines before the window left behind beside the balance.
    pub traces: Reading,
    /// The moment after which lines were recorded that are to be dropped from that balance again.
    pub known_by: Option<Moment>,
    /// The count sheets of the window's years; they need the catalogue and the ledger.
    pub sheets: Option<Window>,
    /// Which of these sheets.
    pub which_sheets: WhichSheets,
}

/// Which count sheets are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhichSheets {
    /// All of them.
    #[default]
    All,
    /// Those that are not posted by the books.
    Unposted,
}

/// What is read of the meters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OfMeters {
    /// Nothing.
    #[default]
    Left,
    /// Points, tariffs, the factors of the store, readings and events: what was read, and what was
    /// not.
    Readings,
    /// Also what use is reckoned with and held against: targets, measures, bills, drivers, weather,
    /// quotas.
    All,
}

/// Whether something is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reading {
    /// It is.
    Wanted,
    /// It is not.
    #[default]
    Left,
}

impl Need {
    /// The registers only.
    pub const fn registers() -> Self {
        Self {
            assets: Reading::Left,
            inspections: Reading::Left,
            evidence: Reading::Left,
            meters: OfMeters::Left,
            papers: Reading::Left,
            remarks: Reading::Left,
            stock: None,
            traces: Reading::Left,
            known_by: None,
            sheets: None,
            which_sheets: WhichSheets::All,
        }
    }

    /// The catalogue and the store rooms, without any line of the ledger.
    pub const fn catalogue() -> Self {
        Self::stock(Window { from: None, until: Some(Day::FIRST) })
    }

    /// The stock ledger, as far as a window goes.
    pub const fn stock(window: Window) -> Self {
        Self { stock: Some(window), ..Self::registers() }
    }

    /// The count sheets, and the stock ledger that they are held against.
    pub const fn stocktakes() -> Self {
        Self { stock: Some(Window::ALL), sheets: Some(Window::ALL), ..Self::registers() }
    }

    /// The assets.
    pub const fn assets() -> Self {
        Self { assets: Reading::Wanted, ..Self::registers() }
    }

    /// The inspections.
    pub const fn inspections() -> Self {
        Self { inspections: Reading::Wanted, ..Self::registers() }
    }

    /// The same with the evidence looked at where duties are read: what a report says of them rests
    /// on it. A writer decides without.
    #[must_use]
    pub const fn proving(self) -> Self {
        Self { evidence: self.inspections, ..self }
    }

    /// The meters.
    pub const fn meters() -> Self {
        Self { meters: OfMeters::All, ..Self::registers() }
    }

    /// Every ledger that can bring something to do by a day.
    ///
    /// Of the stock ledger it is enough what its lines left behind, unless a cycle of counts goes
    /// by what items are worth by their use.
    pub fn morning(as_of: Day, which_sheets: WhichSheets, settings: &Settings) -> Self {
        let by_use = !settings.counting.cycle.is_empty();
        let stock = if by_use { Window::until(as_of) } else { Window::at(as_of) };
        Self {
            assets: Reading::Wanted,
            inspections: Reading::Wanted,
            evidence: Reading::Left,
            meters: OfMeters::Readings,
            papers: Reading::Left,
            remarks: Reading::Left,
            stock: Some(stock),
            traces: Reading::Wanted,
            known_by: None,
            sheets: Some(Window::until(as_of)),
            which_sheets,
        }
    }

    /// The same with every row of the stock ledger from its beginning.
    #[must_use]
    pub fn in_full(self) -> Self {
        Self { stock: self.stock.map(Window::in_full), ..self }
    }

    /// Every ledger, for the figures of a year and the papers they stand in.
    pub const fn year(until: Day) -> Self {
        Self {
            assets: Reading::Wanted,
            inspections: Reading::Wanted,
            evidence: Reading::Wanted,
            meters: OfMeters::All,
            papers: Reading::Wanted,
            remarks: Reading::Left,
            stock: Some(Window::until(until)),
            traces: Reading::Left,
            known_by: None,
            sheets: Some(Window::until(until)),
            which_sheets: WhichSheets::All,
        }
    }

    /// Every ledger from its beginning, and every remark.
    pub const fn everything() -> Self {
        Self {
            assets: Reading::Wanted,
            inspections: Reading::Wanted,
            evidence: Reading::Wanted,
            meters: OfMeters::All,
            papers: Reading::Wanted,
            remarks: Reading::Wanted,
            stock: Some(Window::ALL),
            traces: Reading::Left,
            known_by: None,
            sheets: Some(Window::ALL),
            which_sheets: WhichSheets::All,
        }
    }
}
