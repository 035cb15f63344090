//! Sheets in short, and which of them are meant.

use std::collections::BTreeSet;

use crate::base::{Day, SheetCode, Span, StoreCode};
use crate::stock::{Cutoff, Stock};

use super::{Differences, Scope, SheetState, Tally, differences};

/// A sheet in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSummary {
    /// The store.
    pub store: StoreCode,
    /// The sheet.
    pub sheet: SheetCode,
    /// Its day.
    pub date: Day,
    /// What it was opened for.
    pub scope: Scope,
    /// The cut-off of counts that name none.
    pub cutoff: Option<Cutoff>,
    /// Where it stands in its life.
    pub state: SheetState,
    /// Who counted, each once.
    pub counters: Vec<String>,
    /// Who approved; none before it is posted.
    pub approver: Option<String>,
    /// What its lines add up to.
    pub tally: Tally,
}

impl SheetSummary {
    /// Sums a sheet up.
    pub fn of(sheet: &Differences) -> Self {
        let counts = sheet.lines.iter().filter_map(|line| line.count());
        let counters: BTreeSet<&str> = counts.map(|count| count.counter.as_str()).collect();
        Self {
            store: sheet.store.clone(),
            sheet: sheet.sheet.clone(),
            date: sheet.date,
            scope: sheet.scope.clone(),
            cutoff: sheet.cutoff.clone(),
            state: sheet.state,
            counters: counters.into_iter().map(str::to_owned).collect(),
            approver: sheet.approver.clone(),
            tally: sheet.tally.clone(),
        }
    }
}

/// The sheets of some days and stores, held against the books; by store, day and code.
///
/// No span means all days, no stores all stores.
pub fn sheets_of(stock: &Stock, span: Option<Span>, stores: &[StoreCode]) -> Vec<Differences> {
    let mut sheets: Vec<Differences> = stock
        .sheets
        .iter()
        .filter(|(_, sheet)| {
            sheet.opening().is_some_and(|opening| {
                span.is_none_or(|span| span.contains(opening.date))
                    && (stores.is_empty() || stores.contains(&opening.store))
            })
        })
        .filter_map(|(code, _)| differences(stock, code).ok())
        .collect();
    sheets.sort_by(|one, other| {
        (&one.store, one.date, &one.sheet).cmp(&(&other.store, other.date, &other.sheet))
    });
    sheets
}
