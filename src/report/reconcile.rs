//! The reconciliation of book and count (账物相符): stores, sheets, and every line that is open.

use super::count::{
    bad_count, cutoff_cell, figures, goods_cell, late_cell, money, quantities, state_cell,
};
use super::sheet::sheets_table;
use super::{Cell, Document, Present, Row, Table};
use crate::base::Message;
use crate::stock::stocktake::{SheetState, Tally};
use crate::stock::{Reconciliation, SheetResult};

const STORES: [&str; 13] = [
    "stock.reconcile.store",
    "stock.reconcile.name",
    "stock.reconcile.sheets",
    "stock.reconcile.lines",
    "stock.reconcile.counted",
    "stock.reconcile.matched",
    "stock.reconcile.surplus_lines",
    "stock.reconcile.shortage_lines",
    "stock.reconcile.unlisted",
    "stock.reconcile.uncounted",
    "stock.reconcile.off_sheet",
    "stock.reconcile.moved",
    "stock.reconcile.matched_by_line",
];

const VALUES: [&str; 9] = [
    "stock.reconcile.store",
    "stock.reconcile.name",
    "stock.reconcile.book_value",
    "stock.reconcile.surplus_quantity",
    "stock.reconcile.surplus_value",
    "stock.reconcile.shortage_quantity",
    "stock.reconcile.shortage_value",
    "stock.reconcile.net_value",
    "stock.reconcile.matched_by_value",
];

const DIFFERING: [&str; 13] = [
    "stock.count.store",
    "stock.count.sheet",
    "stock.count.state",
    "stock.count.item",
    "stock.count.name",
    "stock.count.unit",
    "stock.count.cutoff",
    "stock.count.book",
    "stock.count.counted",
    "stock.count.variance",
    "stock.count.value",
    "stock.count.standing",
    "stock.count.reason",
];

const UNCOUNTED: [&str; 9] = [
    "stock.count.store",
    "stock.count.sheet",
    "stock.count.state",
    "stock.count.item",
    "stock.count.name",
    "stock.count.unit",
    "stock.count.cutoff",
    "stock.count.book",
    "stock.count.standing",
];

const LATE: [&str; 9] = [
    "stock.count.store",
    "stock.count.sheet",
    "stock.count.item",
    "stock.count.name",
    "stock.count.unit",
    "stock.count.counted",
    "stock.count.approved",
    "stock.count.now",
    "stock.count.late",
];

impl Present for Reconciliation {
    fn present(&self) -> Document {
        let mut document = Document::new("stock.reconcile")
            .facts(facts(self))
            .table(stores(self))
            .table(values(self))
            .table(listed("stock.reconcile.differing", &DIFFERING, &self.differing, differing))
            .table(listed("stock.reconcile.not_counted", &UNCOUNTED, &self.uncounted, uncounted));
        if !self.late.is_empty() {
            document = document.table(listed("stock.reconcile.late", &LATE, &self.late, late));
        }
        document
            .table(sheets_table("stock.reconcile.of_sheets", &self.sheets))
            .notes(notes(self))
            .sign_off(&[
                "word.counter",
                "word.observer",
                "word.storekeeper",
                "word.in_charge",
                "word.finance",
                "word.signed_on",
            ])
    }
}

fn facts(of: &Reconciliation) -> Vec<(&'static str, Cell)> {
    let mut facts = vec![("stock.reconcile.period", Cell::of(&of.options.span))];
    if let Some(day) = of.options.known_by {
        facts.push(("stock.reconcile.known_by", Cell::Day(day)));
    }
    facts.push(("stock.reconcile.matched_by_line", of.total.matched_by_line().into()));
    facts.push(("stock.reconcile.matched_by_value", of.total.matched_by_value().into()));
    facts
}

fn stores(of: &Reconciliation) -> Table {
    let mut table = Table::new("stock.reconcile.stores", &STORES);
    let cells = |code: Cell, name: Cell, n_sheets: usize, tally: &Tally, off_sheet: usize| {
        vec![
            code,
            name,
            Cell::count(n_sheets),
            Cell::count(tally.lines),
            Cell::count(tally.counted),
            Cell::count(tally.matched),
            bad_count(tally.surplus.lines),
            bad_count(tally.shortage.lines),
            bad_count(tally.unlisted),
            bad_count(tally.uncounted + tally.unclear),
            bad_count(off_sheet),
            bad_count(tally.moved),
            tally.matched_by_line().into(),
        ]
    };
    for store in &of.stores {
        let (code, name) = (Cell::of(&store.store), Cell::text(&store.name));
        table.line(cells(code, name, store.sheets, &store.tally, store.off_sheet));
    }
    let total = Cell::word("word.total");
    let total = cells(total, Cell::Blank, of.sheets.len(), &of.total, of.off_sheet);
    table.rows.push(Row::total(total));
    table
}

fn values(of: &Reconciliation) -> Table {
    let mut table = Table::new("stock.reconcile.values", &VALUES);
    let cells = |code: Cell, name: Cell, tally: &Tally| {
        vec![
            code,
            name,
            tally.book_value.into(),
            quantities(&tally.surplus),
            money(tally.surplus.value),
            quantities(&tally.shortage),
            money(tally.shortage.value),
            (tally.surplus.value - tally.shortage.value).into(),
            tally.matched_by_value().into(),
        ]
    };
    for store in of.stores.iter().filter(|store| store.sheets > 0) {
        table.line(cells(Cell::of(&store.store), Cell::text(&store.name), &store.tally));
    }
    table.rows.push(Row::total(cells(Cell::word("word.total"), Cell::Blank, &of.total)));
    table
}

fn listed(
    key: &'static str,
    columns: &[&'static str],
    lines: &[SheetResult],
    cells: fn(&SheetResult) -> Vec<Cell>,
) -> Table {
    let mut table = Table::new(key, columns);
    for line in lines {
        table.line(cells(line));
    }
    table
}

fn head(line: &SheetResult) -> [Cell; 6] {
    let result = &line.result;
    [
        Cell::of(&line.store),
        Cell::of(&line.sheet),
        state_cell(line.state),
        goods_cell(&result.line.of.goods),
        Cell::text(&result.name),
        Cell::text(&result.line.of.unit),
    ]
}

fn differing(line: &SheetResult) -> Vec<Cell> {
    let result = &line.result;
    let mut cells = head(line).to_vec();
    cells.push(cutoff_cell(line.date, result.at.0, &result.at.1));
    cells.extend(figures(result));
    let decision = result.line.decision.as_ref();
    cells.push(Cell::text(decision.map_or("", |decision| decision.reason.as_str())));
    cells
}

fn uncounted(line: &SheetResult) -> Vec<Cell> {
    let result = &line.result;
    let [book, _, _, _, standing] = figures(result);
    let mut cells = head(line).to_vec();
    cells.extend([cutoff_cell(line.date, result.at.0, &result.at.1), book, standing]);
    cells
}

fn late(line: &SheetResult) -> Vec<Cell> {
    let result = &line.result;
    let [store, sheet, _, item, name, unit] = head(line);
    vec![
        store,
        sheet,
        item,
        name,
        unit,
        Cell::maybe(result.count(), |count| count.quantity.into()),
        Cell::maybe(result.approved, Cell::from),
        Cell::maybe(result.variance, |variance| variance.quantity.into()),
        late_cell(&result.late),
    ]
}

/// How the rates are defined, and what is open with the command that goes on from there.
fn notes(of: &Reconciliation) -> Vec<Message> {
    let mut notes = Vec::new();
    for store in of.stores.iter().filter(|store| store.off_sheet > 0) {
        let code = if store.sheets == 0 { "stock.note_no_sheet" } else { "stock.note_off_sheet" };
        notes.push(
            Message::new(code)
                .with("store", store.store.to_string())
                .with("count", store.off_sheet),
        );
    }
    if of.total.unpriced > 0 {
        notes.push(Message::new("stock.note_left_out").with("count", of.total.unpriced));
    }
    if of.total.moved > 0 {
        notes.push(Message::new("stock.note_late").with("count", of.total.moved));
    }
    let open: Vec<String> = of
        .sheets
        .iter()
        .filter(|sheet| sheet.state != SheetState::Posted)
        .map(|sheet| sheet.sheet.to_string())
        .collect();
    if !open.is_empty() {
        notes.push(Message::new("stock.note_not_posted").with("sheets", open.join("、")));
    }
    notes.push(Message::new("stock.note_rates"));
    notes
}
