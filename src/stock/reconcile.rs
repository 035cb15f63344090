//! Book and count side by side (账物相符): the sheets of a period, per store and in total.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, ItemCode, SheetCode, Span, StoreCode};

use super::analysis::year;
use super::stocktake::{
    AdjustedLine, Differences, LineOf, LineResult, PendingLine, PendingOptions, SheetState,
    SheetSummary, Standing, Tally, adjusted, pending, sheets_of,
};
use super::suspect::{Candidate, Suspects};
use super::{CostMethod, MonthResult, Place, Stock};

/// Which sheets are reconciled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconcileOptions {
    /// The days of the sheets.
    pub span: Span,
    /// The stores; none for all.
    pub stores: Vec<StoreCode>,
    /// The last day that counts, where the span goes beyond it.
    pub as_of: Day,
    /// How many possible explanations of each difference are wanted.
    pub candidates: usize,
}

/// A line of a sheet in the lists of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetResult {
    /// The store.
    pub store: StoreCode,
    /// The sheet.
    pub sheet: SheetCode,
    /// The day of the sheet.
    pub date: Day,
    /// Where the sheet stands in its life.
    pub state: SheetState,
    /// The line.
    pub result: LineResult,
    /// What may explain its difference, the likeliest first; none of lines that are listed for
    /// another reason.
    pub candidates: Vec<Candidate>,
}

/// A differing line from the card's book to what nobody has explained (调节表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustedResult {
    /// The store.
    pub store: StoreCode,
    /// The sheet.
    pub sheet: SheetCode,
    /// Its figures.
    pub line: AdjustedLine,
}

/// A posted sheet on which everything was counted and agrees: it is evidence too (零差异).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The store.
    pub store: StoreCode,
    /// The sheet.
    pub sheet: SheetCode,
    /// The day of the sheet.
    pub date: Day,
    /// How many lines agree.
    pub lines: usize,
    /// Who approved it.
    pub approver: String,
    /// The hash of the sheet as it was approved.
    pub sha256: String,
}

/// One store's stocktakes of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreResult {
    /// The store.
    pub store: StoreCode,
    /// Its name.
    pub name: String,
    /// How many sheets there are.
    pub sheets: usize,
    /// What their lines add up to.
    pub tally: Tally,
    /// Items that the store holds at the end of the period and that are on no sheet.
    pub off_sheet: usize,
}

/// The reconciliation of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// What was asked for.
    pub options: ReconcileOptions,
    /// Per store.
    pub stores: Vec<StoreResult>,
    /// Over all of them.
    pub total: Tally,
    /// The twelve months up to the end of the period, counted or not.
    pub year: Vec<MonthResult>,
    /// Items on no sheet, over all of them.
    pub off_sheet: usize,
    /// The sheets.
    pub sheets: Vec<SheetSummary>,
    /// Lines on which counted and book differ, finds outside the catalogue and lines no two counts
    /// of which agree included.
    pub differing: Vec<SheetResult>,
    /// Lines that nobody counted, or of which nobody can tell what the counter saw.
    pub uncounted: Vec<SheetResult>,
    /// Lines whose variance is no longer what was approved.
    pub late: Vec<SheetResult>,
    /// Posted lines whose variance was approved anew because of late slips.
    pub again: Vec<SheetResult>,
    /// Posted sheets without any difference.
    pub evidence: Vec<Evidence>,
    /// The lines that differ, from the card's book to what nobody has explained.
    pub adjusted: Vec<AdjustedResult>,
    /// The method by which lots that are counted apart are valued at their shares of the card; none
    /// where there are none of them, or each has a value of its own.
    pub shares_lots: Option<CostMethod>,
    /// Differences that wait for a decision at the end of the period, of these stores.
    pub pending: Vec<PendingLine>,
}

impl Reconciliation {
    /// Whether somebody should look: a difference, something not counted, a late entry.
    pub const fn is_open(&self) -> bool {
        self.off_sheet > 0 || self.total.is_open()
    }
}

/// Holds all sheets of a period against the books, cancelled ones left out.
///
/// Every line of every sheet counts: an item that is on two sheets was observed twice.
pub fn reconcile(stock: &Stock, options: &ReconcileOptions) -> Reconciliation {
    let ReconcileOptions { span, stores, as_of, candidates } = options;
    let wanted = |store: &StoreCode| stores.is_empty() || stores.contains(store);
    let mut sheets = sheets_of(stock, Some(*span), stores);
    sheets.retain(|sheet| sheet.state != SheetState::Cancelled && sheet.date <= *as_of);
    let held = held_at(stock, span.last().min(*as_of));
    let stores: Vec<StoreResult> = stock
        .stores
        .values()
        .filter(|store| wanted(&store.code))
        .map(|store| {
            let of_store = sheets.iter().filter(|sheet| sheet.store == store.code);
            let mut tally = Tally::default();
            let mut on_sheet: BTreeSet<&ItemCode> = BTreeSet::new();
            let mut n_sheets = 0;
            for sheet in of_store {
                tally.add(&sheet.tally);
                on_sheet.extend(sheet.lines.iter().filter_map(|line| line.line.of.goods.item()));
                n_sheets += 1;
            }
            let held = held.get(&store.code).map_or(&[][..], Vec::as_slice);
            let off_sheet = held.iter().filter(|item| !on_sheet.contains(item)).count();
            let (code, name) = (store.code.clone(), store.name.clone());
            StoreResult { store: code, name, sheets: n_sheets, tally, off_sheet }
        })
        .collect();
    let mut total = Tally::default();
    for store in &stores {
        total.add(&store.tally);
    }
    let lines_where = |which: &dyn Fn(&LineResult) -> bool| -> Vec<SheetResult> {
        let of_sheet = |sheet: &Differences| -> Vec<SheetResult> {
            let results = sheet.lines.iter().filter(|line| which(line));
            results.map(|result| SheetResult::of(sheet, result)).collect()
        };
        sheets.iter().flat_map(of_sheet).collect()
    };
    let mut differing = lines_where(&|line| {
        line.standing.differs() || matches!(line.standing, Standing::Unlisted | Standing::Disputed)
    });
    if *candidates > 0 {
        explain(stock, &sheets, &mut differing, *candidates);
    }
    Reconciliation {
        options: options.clone(),
        off_sheet: stores.iter().map(|store| store.off_sheet).sum(),
        total,
        year: year(stock, options),
        differing,
        uncounted: lines_where(&|line| {
            line.standing.is_uncounted() || line.standing == Standing::Unclear
        }),
        late: lines_where(&LineResult::moved),
        again: lines_where(&|line| !line.line.again.is_empty()),
        evidence: sheets.iter().filter_map(|sheet| evidence(stock, sheet)).collect(),
        adjusted: sheets.iter().flat_map(|sheet| adjusted_of(stock, sheet)).collect(),
        shares_lots: sheets.iter().find_map(Differences::shares_lots),
        pending: pending_at(stock, options),
        sheets: sheets.iter().map(SheetSummary::of).collect(),
        stores,
    }
}

impl SheetResult {
    /// A line of a sheet, nothing looked for yet that may explain it.
    pub(super) fn of(sheet: &Differences, result: &LineResult) -> Self {
        Self {
            store: sheet.store.clone(),
            sheet: sheet.sheet.clone(),
            date: sheet.date,
            state: sheet.state,
            result: result.clone(),
            candidates: Vec::new(),
        }
    }
}

/// The differing lines of a sheet, from the card's book to what is unexplained.
fn adjusted_of(stock: &Stock, sheet: &Differences) -> Vec<AdjustedResult> {
    let differs =
        |of: &LineOf| sheet.lines.iter().any(|line| line.line.of == *of && line.standing.differs());
    if sheet.tally.surplus.lines + sheet.tally.shortage.lines == 0 {
        return Vec::new();
    }
    let lines = adjusted(stock, sheet).into_iter().filter(|line| differs(&line.of));
    let result =
        |line| AdjustedResult { store: sheet.store.clone(), sheet: sheet.sheet.clone(), line };
    lines.map(result).collect()
}

/// What is pending on the last day of the report, whichever count found it, the oldest first.
fn pending_at(stock: &Stock, options: &ReconcileOptions) -> Vec<PendingLine> {
    let as_of = options.span.last().min(options.as_of);
    let mut lines = pending(stock, &PendingOptions { as_of, store: None, older_than: None }).lines;
    lines.retain(|line| options.stores.is_empty() || options.stores.contains(&line.store));
    lines
}

/// Puts to each line that differs what may explain it, the likeliest first.
fn explain(stock: &Stock, sheets: &[Differences], differing: &mut [SheetResult], most: usize) {
    let suspects = Suspects::new(stock, sheets);
    for line in differing {
        let Some(sheet) = sheets.iter().find(|sheet| sheet.sheet == line.sheet) else { continue };
        line.candidates = suspects.of(sheet, &line.result);
        line.candidates.truncate(most);
    }
}

/// The proof that a sheet without any difference is; none of other sheets.
fn evidence(stock: &Stock, sheet: &Differences) -> Option<Evidence> {
    let posting = stock.postings.get(&sheet.sheet)?;
    let agrees = sheet.tally.matched > 0 && sheet.tally.matched == sheet.tally.lines;
    agrees.then(|| Evidence {
        store: sheet.store.clone(),
        sheet: sheet.sheet.clone(),
        date: sheet.date,
        lines: sheet.tally.lines,
        approver: posting.approver.to_string(),
        sha256: posting.sha256.clone(),
    })
}

/// The items that each store holds, none of which there are zero.
fn held_at(stock: &Stock, as_of: Day) -> BTreeMap<StoreCode, Vec<ItemCode>> {
    let mut held: BTreeMap<StoreCode, Vec<ItemCode>> = BTreeMap::new();
    for (item, pile) in stock.shelf_at(as_of).piles() {
        for (place, balance) in pile.places() {
            if let Place::Store(store) = place
                && !balance.quantity.is_zero()
            {
                held.entry(store.clone()).or_default().push(item.clone());
            }
        }
    }
    held
}
