//! The sheets of asset stocktakes, folded from their rows.
//!
//! Folding keeps the set of rows; what holds is read from them in their canonical order (day,
//! moment of recording, act, id), so that two clerks' files merged in any order tell the same.

use std::borrow::Cow;
use std::collections::btree_map::{BTreeMap, Entry};

use crate::base::{AssetTag, Day, Moment, RecordId, SheetCode, Written};

use super::result::Scope;
use super::{Act, Refusal, Row};

/// How far a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetState {
    /// Opened, nothing scanned yet.
    Open,
    /// Being counted.
    Counting,
    /// Signed.
    Signed,
    /// Given up.
    Cancelled,
}

impl SheetState {
    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "asset.count_state.open",
            Self::Counting => "asset.count_state.counting",
            Self::Signed => "asset.count_state.signed",
            Self::Cancelled => "asset.count_state.cancelled",
        }
    }
}

/// Where a row stands among those of its sheet.
type Order = (Day, Moment, Act, RecordId);

/// The rows of one sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Each in memory of its own: the nodes of the tree stay small.
    rows: BTreeMap<Order, Box<Row>>,
}

impl Sheet {
    /// Every row, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().map(AsRef::as_ref)
    }

    /// The same sheet as it was at the end of a day.
    pub(super) fn until(&self, as_of: Day) -> Cow<'_, Self> {
        // The rows are in the order of their days.
        if self.rows.last_key_value().is_none_or(|(_, row)| row.date <= as_of) {
            return Cow::Borrowed(self);
        }
        let rows = self.rows.iter().filter(|(_, row)| row.date <= as_of);
        Cow::Owned(Self { rows: rows.map(|(order, row)| (order.clone(), row.clone())).collect() })
    }

    fn first(&self, act: Act) -> Option<&Row> {
        self.rows().find(|row| row.act == act)
    }

    /// The row that opened it.
    pub fn opening(&self) -> Option<&Row> {
        self.first(Act::Open)
    }

    /// The row that signed it.
    pub fn signature(&self) -> Option<&Row> {
        self.first(Act::Sign)
    }

    /// The row that gave it up.
    pub fn cancellation(&self) -> Option<&Row> {
        self.first(Act::Cancel)
    }

    /// What is to be counted on it.
    pub fn scope(&self) -> Option<Scope> {
        self.opening().map(Scope::of)
    }

    /// The scans that nobody took back.
    pub fn scans(&self) -> impl Iterator<Item = &Row> {
        let withdrawn: Vec<&RecordId> =
            self.rows().filter_map(|row| row.reverses.as_ref()).collect();
        self.rows().filter(move |row| row.act == Act::Scan && !withdrawn.contains(&&row.id))
    }

    /// The last word about what became of a thing.
    pub fn settled(&self, tag: &AssetTag, as_of: Day) -> Option<&Row> {
        let is_it = |row: &&Row| {
            row.act == Act::Settle && row.asset.as_ref() == Some(tag) && row.date <= as_of
        };
        self.rows().filter(is_it).last()
    }

    /// Who scanned.
    pub fn counters(&self) -> Vec<&str> {
        let mut persons: Vec<&str> = self.scans().map(|row| row.person.as_str()).collect();
        persons.sort_unstable();
        persons.dedup();
        persons
    }

    /// How far it is.
    pub fn state(&self) -> SheetState {
        if self.cancellation().is_some() {
            SheetState::Cancelled
        } else if self.signature().is_some() {
            SheetState::Signed
        } else if self.scans().next().is_some() {
            SheetState::Counting
        } else {
            SheetState::Open
        }
    }
}

/// The sheets of all asset stocktakes, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    sheets: BTreeMap<SheetCode, Sheet>,
    owners: BTreeMap<RecordId, SheetCode>,
}

impl Counts {
    /// Folds one row: refuses what lacks something that its act needs, and a second row under the
    /// same id with other values. The identical row again changes nothing.
    pub(in crate::assets) fn take(&mut self, row: Row) -> Result<(), Refusal> {
        complete(&row)?;
        if let Entry::Vacant(owner) = self.owners.entry(row.id.clone()) {
            owner.insert(row.sheet.clone());
        } else if self.row(&row.id) == Some(&row) {
            return Ok(());
        } else {
            return Err(Refusal::RowTwice { id: row.id });
        }
        let order = (row.date, row.recorded_at, row.act, row.id.clone());
        self.sheets.entry(row.sheet.clone()).or_default().rows.insert(order, Box::new(row));
        Ok(())
    }

    /// The row of an id.
    pub fn row(&self, id: &RecordId) -> Option<&Row> {
        self.sheets.get(self.owners.get(id)?)?.rows().find(|row| row.id == *id)
    }

    /// A sheet, if there is one.
    pub fn sheet(&self, code: &SheetCode) -> Option<&Sheet> {
        self.sheets.get(code)
    }

    /// The sheets that were opened, by code.
    pub fn sheets(&self) -> impl Iterator<Item = (&SheetCode, &Sheet)> {
        self.sheets.iter().filter(|(_, sheet)| sheet.opening().is_some())
    }

    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sheets.values().flat_map(Sheet::rows)
    }

    /// Drops every row recorded after a moment.
    pub(in crate::assets) fn forget_after(&mut self, moment: Moment) {
        for sheet in self.sheets.values_mut() {
            sheet.rows.retain(|_, row| row.recorded_at <= moment);
        }
        self.sheets.retain(|_, sheet| !sheet.rows.is_empty());
        let rows = self.sheets.values().flat_map(Sheet::rows);
        self.owners = rows.map(|row| (row.id.clone(), row.sheet.clone())).collect();
    }

    /// The rows that bear on the days up to one, with who wrote them and why.
    pub(in crate::assets) fn written(&self, until: Day) -> impl Iterator<Item = Written> {
        let rows = self.rows().filter(move |row| row.date <= until);
        rows.map(|row| {
            let said = [row.person.as_str(), row.reason.as_str(), row.note.as_str()];
            let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
            let sheet = std::iter::once(row.sheet.to_string());
            Written {
                id: row.id.clone(),
                date: row.date,
                kind: row.act.key(),
                about: sheet.chain(row.asset.iter().map(ToString::to_string)).collect(),
                corrects: row.reverses.clone(),
                why: said.join(" · "),
                recorded_at: row.recorded_at,
                recorded_by: row.recorded_by.to_string(),
            }
        })
    }

    /// What is wrong between the rows, each with the row that should be looked at.
    pub fn faults(&self) -> Vec<(RecordId, Refusal)> {
        let mut faults = Vec::new();
        for (code, sheet) in &self.sheets {
            for row in sheet.rows() {
                if let Some(refusal) = fault(code, sheet, row) {
                    faults.push((row.id.clone(), refusal));
                }
            }
        }
        faults
    }
}

/// What is wrong with a row among those of its sheet.
fn fault(code: &SheetCode, sheet: &Sheet, row: &Row) -> Option<Refusal> {
    let sheet_code = || code.clone();
    let Some(opening) = sheet.opening() else {
        return Some(Refusal::UnknownSheet { sheet: code.to_string(), nearest: None });
    };
    match row.act {
        Act::Open if row.id != opening.id => Some(Refusal::OpenedTwice { sheet: sheet_code() }),
        Act::Sign if sheet.signature().is_some_and(|first| first.id != row.id) => {
            Some(Refusal::SignedTwice { sheet: sheet_code() })
        }
        Act::Withdraw => {
            let reversed = row.reverses.as_ref()?;
            let is_scan = |other: &Row| other.id == *reversed && other.act == Act::Scan;
            let unknown = || Refusal::UnknownScan { id: reversed.to_string() };
            (!sheet.rows().any(is_scan)).then(unknown)
        }
        _ => None,
    }
}

/// Checks that a row has what its act needs.
fn complete(row: &Row) -> Result<(), Refusal> {
    let missing = |field| Err(Refusal::Missing { act: row.act, field });
    match row.act {
        Act::Scan if row.asset.is_none() && row.text.trim().is_empty() => missing("asset"),
        Act::Scan | Act::Sign if row.person.trim().is_empty() => missing("person"),
        Act::Withdraw if row.reverses.is_none() => missing("reverses"),
        Act::Settle if row.asset.is_none() => missing("asset"),
        Act::Settle if row.outcome.is_none() => missing("outcome"),
        Act::Withdraw | Act::Cancel | Act::Settle if row.reason.trim().is_empty() => {
            missing("reason")
        }
        _ => Ok(()),
    }
}
