//! Old for new (以旧换新): what is still to come back, what was exempted, what lies in the pool.

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::Message;
use crate::stock::{
    ExchangeReport, Exemption, Item, Outstanding, OutstandingLine, OutstandingTotal, PoolLine,
    PoolReport,
};

const LINES: [&str; 14] = [
    "stock.outstanding.department",
    "stock.outstanding.person",
    "stock.outstanding.item",
    "stock.outstanding.name",
    "stock.outstanding.slip",
    "stock.outstanding.date",
    "stock.outstanding.issued",
    "stock.outstanding.returned",
    "stock.outstanding.exempted",
    "stock.outstanding.outstanding",
    "stock.outstanding.unit",
    "stock.outstanding.due",
    "stock.outstanding.age",
    "stock.outstanding.state",
];

const TOTALS: [&str; 12] = [
    "stock.outstanding.department",
    "stock.outstanding.item",
    "stock.outstanding.name",
    "stock.outstanding.issued",
    "stock.outstanding.asked",
    "stock.outstanding.returned",
    "stock.outstanding.exempted",
    "stock.outstanding.outstanding",
    "stock.outstanding.overdue",
    "stock.outstanding.credit",
    "stock.outstanding.unit",
    "stock.outstanding.oldest",
];

const EXEMPTED: [&str; 10] = [
    "stock.exemptions.id",
    "stock.exemptions.date",
    "stock.exemptions.department",
    "stock.exemptions.item",
    "stock.outstanding.name",
    "stock.exemptions.issue",
    "stock.exemptions.quantity",
    "stock.exemptions.unit",
    "stock.exemptions.reason",
    "stock.exemptions.approver",
];

const POOL: [&str; 10] = [
    "stock.pool.item",
    "stock.pool.name",
    "stock.pool.before",
    "stock.pool.returned",
    "stock.pool.scrapped",
    "stock.pool.mended",
    "stock.pool.sold",
    "stock.pool.held",
    "stock.pool.unit",
    "stock.pool.proceeds",
];

impl Present for Outstanding {
    fn present(&self) -> Document<'_> {
        Document::new("stock.outstanding")
            .facts(facts(self))
            .table(lines(self))
            .table(totals(self))
            .notes(notes(self))
    }
}

impl Present for PoolReport {
    fn present(&self) -> Document<'_> {
        Document::new("stock.pool")
            .facts(vec![("stock.pool.period", Cell::of(&self.span))])
            .table(pool(self))
    }
}

impl Present for ExchangeReport {
    fn present(&self) -> Document<'_> {
        let mut head = vec![("stock.outstanding.period", Cell::of(&self.span))];
        head.extend(facts(&self.outstanding));
        let mut exempted = Table::new("stock.outstanding.exemptions", &EXEMPTED);
        self.exempted.iter().for_each(|(item, row)| exempted.line(exemption(item, row)));
        Document::new("stock.outstanding.report")
            .facts(head)
            .table(lines(&self.outstanding))
            .table(totals(&self.outstanding))
            .table(exempted)
            .table(pool(&self.pool))
            .notes(notes(&self.outstanding))
            .sign_off(&["word.storekeeper", "word.in_charge", "word.reviewed_by", "word.signed_on"])
    }
}

fn facts(of: &Outstanding) -> Vec<(&'static str, Cell)> {
    vec![
        ("stock.outstanding.issues", Cell::count(of.lines.len())),
        ("stock.outstanding.n_overdue", Cell::count(of.n_overdue())),
    ]
}

fn lines(of: &Outstanding) -> Table {
    let named_by =
        ["stock.outstanding.department", "stock.outstanding.item", "stock.outstanding.slip"];
    let mut table = Table::new("stock.outstanding.lines", &LINES).named_by(&named_by);
    of.lines.iter().for_each(|line| table.line(line_cells(line)));
    table
}

fn line_cells(line: &OutstandingLine) -> Vec<Cell> {
    let OutstandingLine { item, obligation, age, overdue } = line;
    vec![
        Cell::of(&obligation.department),
        Cell::text(obligation.person.as_str()),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(obligation.slip_or_id()),
        Cell::Day(obligation.date),
        obligation.issued.into(),
        obligation.returned.into(),
        obligation.exempted.into(),
        obligation.outstanding().into(),
        Cell::text(&item.unit),
        Cell::Day(obligation.due),
        Cell::Count(*age),
        overdue_cell(*overdue),
    ]
}

/// The sign that something should have been back.
pub(super) fn overdue_cell(overdue: bool) -> Cell {
    if overdue { Cell::verdict("stock.state.overdue", Tone::Bad) } else { Cell::Blank }
}

fn totals(of: &Outstanding) -> Table {
    let named_by = ["stock.outstanding.department", "stock.outstanding.item"];
    let mut table = Table::new("stock.outstanding.totals", &TOTALS).named_by(&named_by);
    for (at, total) in of.totals.iter().enumerate() {
        table.line(total_cells(total));
        let last = of.totals.get(at + 1).is_none_or(|next| next.department != total.department);
        let own = |total: &&OutstandingTotal| total.department == of.totals[at].department;
        if last && of.totals.iter().filter(own).count() > 1 {
            let oldest = of.totals.iter().filter(own).filter_map(|total| total.oldest).max();
            let mut cells = vec![Cell::of(&total.department), Cell::word("word.subtotal")];
            cells.resize(TOTALS.len() - 1, Cell::Blank);
            cells.push(Cell::maybe(oldest, Cell::Count));
            table.rows.push(Row::subtotal(cells));
        }
    }
    table
}

fn total_cells(total: &OutstandingTotal) -> Vec<Cell> {
    vec![
        Cell::of(&total.department),
        Cell::of(&total.item.code),
        Cell::text(&total.item.name),
        total.issued.into(),
        total.asked.into(),
        total.returned.into(),
        total.exempted.into(),
        total.outstanding.into(),
        total.overdue.into(),
        total.credit.into(),
        Cell::text(&total.item.unit),
        Cell::maybe(total.oldest, Cell::Count),
    ]
}

fn exemption(item: &Item, row: &Exemption) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::of(&row.department),
        Cell::of(&row.item),
        Cell::text(&item.name),
        Cell::text(&row.issue),
        row.quantity.into(),
        Cell::text(&row.unit),
        Cell::text(&row.reason),
        Cell::text(&row.approver),
    ]
}

fn pool(of: &PoolReport) -> Table {
    let mut table = Table::new("stock.pool.lines", &POOL);
    of.lines.iter().for_each(|line| table.line(pool_cells(line)));
    if !of.lines.is_empty() {
        let mut cells = vec![Cell::word("word.total")];
        cells.resize(POOL.len() - 1, Cell::Blank);
        cells.push(of.proceeds.into());
        table.rows.push(Row::total(cells));
    }
    table
}

fn pool_cells(line: &PoolLine) -> Vec<Cell> {
    vec![
        Cell::of(&line.item.code),
        Cell::text(&line.item.name),
        line.before.into(),
        line.returned.into(),
        line.scrapped.into(),
        line.mended.into(),
        line.sold.into(),
        line.held.into(),
        Cell::text(&line.item.unit),
        line.proceeds.into(),
    ]
}

/// What to do next about what is missing.
fn notes(of: &Outstanding) -> Vec<Message> {
    if of.totals.iter().all(|total| total.outstanding.is_zero()) {
        return vec![Message::new("stock.note_old_all_back").with("as_of", of.as_of.to_string())];
    }
    if of.is_empty() {
        return Vec::new();
    }
    vec![Message::new("stock.note_old_missing").with("count", of.lines.len())]
}
