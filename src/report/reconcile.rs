//! The reconciliation of book and count (账物相符): stores, sheets, and every line that is open.

use super::candidates::CANDIDATES;
use super::count::{cutoff_cell, figures, goods_cell, quantities, state_cell};
use super::differences::{LATE, late_rows, lot_share_note};
use super::sheet::sheets_table;
use super::{Cell, Document, Present, Row, Rows, Table, candidates, charts};
use crate::base::{Message, Money};
use crate::stock::stocktake::{SheetState, Tally, Verdict};
use crate::stock::{AdjustedResult, Reconciliation, SheetResult};

const STORES: [&str; 14] = [
    "stock.reconcile.store",
    "stock.reconcile.name",
    "stock.reconcile.sheets",
    "stock.reconcile.lines",
    "stock.reconcile.counted",
    "stock.reconcile.matched",
    "stock.reconcile.surplus_lines",
    "stock.reconcile.shortage_lines",
    "stock.reconcile.disputed",
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
    "stock.count.item",
    "stock.count.name",
    "stock.count.unit",
    "stock.count.cutoff",
    "stock.count.book",
    "stock.count.counted",
    "stock.count.variance",
    "stock.count.value",
    "stock.count.standing",
    "stock.count.approver",
    "stock.count.reason",
];

const ADJUSTED: [&str; 12] = [
    "stock.adjusted.store",
    "stock.adjusted.sheet",
    "stock.adjusted.item",
    "stock.adjusted.name",
    "stock.adjusted.book",
    "stock.adjusted.unentered_in",
    "stock.adjusted.unentered_out",
    "stock.adjusted.in_transit",
    "stock.adjusted.on_loan",
    "stock.adjusted.adjusted",
    "stock.adjusted.counted",
    "stock.adjusted.unexplained",
];

const PENDING: [&str; 10] = [
    "stock.reconcile.store",
    "stock.reconcile.sheet",
    "stock.reconcile.item",
    "stock.reconcile.item_name",
    "stock.reconcile.variance",
    "stock.reconcile.settled",
    "stock.reconcile.open",
    "stock.reconcile.unit",
    "stock.reconcile.value",
    "stock.reconcile.age",
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

impl Present for Reconciliation {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("stock.reconcile")
            .facts(facts(self))
            .table(stores(self))
            .table(values(self))
            .chart(charts::match_rates(&self.year, None))
            .table(listed("stock.reconcile.differing", &DIFFERING, &self.differing, differing));
        if self.differing.iter().any(|line| !line.candidates.is_empty()) {
            document = document.table(suspects(self));
        }
        if !self.adjusted.is_empty() {
            document = document.table(adjusted(self));
        }
        if !self.pending.is_empty() {
            document = document.table(pending(self));
        }
        document = document.table(listed(
            "stock.reconcile.not_counted",
            &UNCOUNTED,
            &self.uncounted,
            uncounted,
        ));
        if !self.late.is_empty() {
            document = document.table(late(self));
        }
        if !self.again.is_empty() {
            document = document.table(again(self));
        }
        document = document.table(sheets_table("stock.reconcile.of_sheets", &self.sheets));
        if !self.evidence.is_empty() {
            document = document.table(evidence(self));
        }
        document.notes(notes(self)).sign_off(&[
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
    vec![
        ("stock.reconcile.period", Cell::of(&of.options.span)),
        ("stock.reconcile.matched_by_line", of.total.matched_by_line().into()),
        ("stock.reconcile.matched_by_value", of.total.matched_by_value().into()),
    ]
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
            Cell::count(tally.surplus.lines),
            Cell::count(tally.shortage.lines),
            Cell::count(tally.disputed),
            Cell::count(tally.unlisted),
            Cell::count(tally.uncounted + tally.unclear),
            Cell::count(off_sheet),
            Cell::count(tally.moved),
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
            tally.surplus.value.into(),
            quantities(&tally.shortage),
            tally.shortage.value.into(),
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

fn listed<'l>(
    key: &'static str,
    columns: &[&'static str],
    lines: &'l [SheetResult],
    cells: fn(&SheetResult) -> Vec<Cell>,
) -> Table<Rows<'l>> {
    let named_by = ["stock.count.store", "stock.count.sheet", "stock.count.item"];
    Table::new(key, columns).named_by(&named_by).lines_of(lines, cells)
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
    let [store, sheet, _, item, name, unit] = head(line);
    let mut cells = vec![store, sheet, item, name, unit];
    cells.push(cutoff_cell(line.date, result.at.0, &result.at.1));
    cells.extend(figures(result));
    let decision = result.line.decision.as_ref();
    cells.push(Cell::maybe(decision, |decision| Cell::text(&decision.approver)));
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

fn suspects(of: &Reconciliation) -> Table {
    let head = ["stock.candidates.store", "stock.candidates.sheet"];
    let columns: Vec<&str> = head.into_iter().chain(CANDIDATES).collect();
    let mut table = Table::new("stock.candidates", &columns).named_by(&[
        "stock.candidates.store",
        "stock.candidates.sheet",
        "stock.candidates.item",
        "stock.candidates.rank",
    ]);
    for line in &of.differing {
        for cells in candidates::rows(&line.result, &line.candidates) {
            let mut row = vec![Cell::of(&line.store), Cell::of(&line.sheet)];
            row.extend(cells);
            table.line(row);
        }
    }
    table
}

/// From the card's book to what nobody has explained (调节表).
fn adjusted(of: &Reconciliation) -> Table {
    let named_by = ["stock.adjusted.store", "stock.adjusted.sheet", "stock.adjusted.item"];
    let mut table = Table::new("stock.adjusted", &ADJUSTED).named_by(&named_by);
    for AdjustedResult { store, sheet, line } in &of.adjusted {
        table.line(vec![
            Cell::of(store),
            Cell::of(sheet),
            goods_cell(&line.of.goods),
            Cell::text(&line.name),
            line.book.into(),
            line.unentered_in.into(),
            line.unentered_out.into(),
            line.in_transit.into(),
            line.on_loan.into(),
            line.adjusted.into(),
            Cell::maybe(line.counted, Cell::from),
            Cell::maybe(line.unexplained, Cell::from),
        ]);
    }
    table
}

/// Differences that wait for a decision, the oldest first, with their age and a total.
fn pending(of: &Reconciliation) -> Table {
    let named_by = ["stock.reconcile.sheet", "stock.reconcile.item"];
    let mut table = Table::new("stock.reconcile.pending", &PENDING).named_by(&named_by);
    for line in &of.pending {
        table.line(vec![
            Cell::of(&line.store),
            Cell::of(&line.sheet),
            Cell::of(&line.item),
            Cell::text(&line.name),
            line.variance.into(),
            line.settled.into(),
            line.open.into(),
            Cell::text(&line.unit),
            line.value.into(),
            Cell::Count(line.age),
        ]);
    }
    let mut cells = vec![Cell::Blank; PENDING.len()];
    cells[0] = Cell::word("word.total");
    cells[8] = of.pending.iter().map(|line| line.value).sum::<Money>().into();
    table.rows.push(Row::total(cells));
    table
}

/// Posted lines that were approved anew: a row for each approval after the first.
fn again(of: &Reconciliation) -> Table {
    let columns = [
        "stock.count.store",
        "stock.count.sheet",
        "stock.count.item",
        "stock.count.name",
        "stock.count.unit",
        "stock.count.approved",
        "stock.count.now",
        "stock.count.approver",
        "stock.count.reason",
        "stock.count.recorded_at",
    ];
    let mut table = Table::new("stock.reconcile.again", &columns).named_by(&[
        "stock.count.store",
        "stock.count.sheet",
        "stock.count.item",
        "stock.count.recorded_at",
    ]);
    for line in &of.again {
        let first = line.result.line.decision.as_ref().map(|decision| &decision.verdict);
        let mut before = match first {
            Some(Verdict::Approved { variance, .. }) => Some(*variance),
            _ => None,
        };
        for again in &line.result.line.again {
            let [store, sheet, _, item, name, unit] = head(line);
            table.line(vec![
                store,
                sheet,
                item,
                name,
                unit,
                Cell::maybe(before, Cell::from),
                again.variance.into(),
                Cell::text(&again.approver),
                Cell::text(&again.reason),
                Cell::of(&again.recorded_at),
            ]);
            before = Some(again.variance);
        }
    }
    table
}

/// Posted sheets without any difference, each with its hash.
fn evidence(of: &Reconciliation) -> Table {
    let columns = [
        "stock.reconcile.sheet",
        "stock.reconcile.date",
        "stock.reconcile.matched",
        "stock.reconcile.approver",
        "stock.reconcile.sha256",
    ];
    let mut table = Table::new("stock.reconcile.evidence", &columns);
    for sheet in &of.evidence {
        table.line(vec![
            Cell::of(&sheet.sheet),
            Cell::Day(sheet.date),
            Cell::count(sheet.lines),
            Cell::text(&sheet.approver),
            Cell::text(&sheet.sha256),
        ]);
    }
    table
}

fn late(of: &Reconciliation) -> Table {
    let columns: Vec<&str> =
        ["stock.count.store", "stock.count.sheet"].into_iter().chain(LATE).collect();
    let mut table = Table::new("stock.reconcile.late", &columns).named_by(&[
        "stock.count.store",
        "stock.count.sheet",
        "stock.count.item",
        "stock.count.slip",
    ]);
    for line in &of.late {
        for cells in late_rows(&line.result) {
            let mut row = vec![Cell::of(&line.store), Cell::of(&line.sheet)];
            row.extend(cells);
            table.line(row);
        }
    }
    table
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
    if of.total.disputed > 0 {
        let disputed: Vec<String> = of
            .sheets
            .iter()
            .filter(|sheet| sheet.tally.disputed > 0)
            .map(|sheet| sheet.sheet.to_string())
            .collect();
        notes.push(
            Message::new("stocktake.note_disputed_rate")
                .with("count", of.total.disputed)
                .with("sheets", disputed.join("、"))
                .with("sheet", disputed[0].as_str()),
        );
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
    notes.extend(of.shares_lots.map(lot_share_note));
    notes.push(Message::new("stock.note_rates"));
    notes
}
