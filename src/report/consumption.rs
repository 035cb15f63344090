//! What departments used and what it cost (科室领用).

use super::department_cost::{share, state};
use super::{Cell, Document, Present, Row, Table};
use crate::base::Money;
use crate::stock::{Consumption, ConsumptionLine, QuotaUse};

const COLUMNS: [&str; 10] = [
    "stock.consumption.department",
    "stock.consumption.item",
    "stock.consumption.name",
    "stock.consumption.spec",
    "stock.consumption.category",
    "stock.consumption.unit",
    "stock.consumption.issued",
    "stock.consumption.returned",
    "stock.consumption.used",
    "stock.consumption.cost",
];

const QUOTAS: [&str; 7] = [
    "stock.consumption_quotas.department",
    "stock.consumption_quotas.category",
    "stock.consumption_quotas.quota",
    "stock.consumption_quotas.used",
    "stock.consumption_quotas.share",
    "stock.consumption_quotas.over",
    "stock.consumption_quotas.state",
];

impl Present for Consumption {
    fn present(&self) -> Document<'_> {
        let table = Table::new("stock.consumption", &COLUMNS).asked(|| rows(self));
        let document = Document::new("stock.consumption")
            .facts(vec![
                ("stock.consumption.period", Cell::of(&self.span)),
                ("stock.consumption.departments", Cell::count(self.by_department.len())),
            ])
            .table(table);
        if self.quotas.is_empty() { document } else { document.table(quotas(self)) }
    }
}

/// What was used, with a sum below the lines of each department, and one below all.
fn rows(consumption: &Consumption) -> impl Iterator<Item = Row> {
    let Consumption { lines, by_department, total, .. } = consumption;
    let listed = lines.iter().enumerate().flat_map(move |(at, line)| {
        let is_last = lines.get(at + 1).is_none_or(|next| next.department != line.department);
        let cost = is_last.then(|| by_department.get(&line.department)).flatten();
        let sum = cost.map(|cost| {
            let name = Cell::of(&line.department);
            Row::subtotal(summed(name, Cell::word("word.subtotal"), *cost))
        });
        std::iter::once(Row::line(cells(line))).chain(sum)
    });
    let total = (!lines.is_empty())
        .then(|| Row::total(summed(Cell::word("word.total"), Cell::Blank, *total)));
    listed.chain(total)
}

/// What was used beside what may be used.
fn quotas(consumption: &Consumption) -> Table {
    let mut table = Table::new("stock.consumption_quotas", &QUOTAS)
        .named_by(&["stock.consumption_quotas.department", "stock.consumption_quotas.category"]);
    for QuotaUse { department, category, quota, used } in &consumption.quotas {
        let over = (used > quota).then(|| *used - *quota);
        let all = || Cell::word("word.all");
        table.line(vec![
            Cell::of(department),
            if category.is_empty() { all() } else { Cell::text(category) },
            (*quota).into(),
            (*used).into(),
            share(*used, Some(*quota)),
            Cell::maybe(over, Cell::Money),
            state(over, Some(*quota)),
        ]);
    }
    table
}

fn cells(line: &ConsumptionLine) -> Vec<Cell> {
    let ConsumptionLine { department, item, issued, returned } = line;
    vec![
        Cell::of(department),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.spec),
        Cell::text(&item.category),
        Cell::text(&item.unit),
        issued.quantity.into(),
        returned.quantity.into(),
        line.used().quantity.into(),
        line.used().value.into(),
    ]
}

fn summed(name: Cell, what: Cell, cost: Money) -> Vec<Cell> {
    let mut cells = vec![name, what];
    cells.resize(COLUMNS.len() - 1, Cell::Blank);
    cells.push(cost.into());
    cells
}
