//! Depreciation: the charges of one or more months, and the schedule of one asset.

use super::register::{group_name, or_nothing};
use super::{Cell, Document, Present, Row, Table};
use crate::assets::{Charge, ChargeLine, Depreciation, Grouping, Life, Schedule, Warning};
use crate::base::Message;

const COLUMNS: [&str; 14] = [
    "asset.depreciation.tag",
    "asset.depreciation.name",
    "asset.depreciation.class",
    "asset.depreciation.department",
    "asset.depreciation.basis",
    "asset.depreciation.months",
    "asset.depreciation.elapsed",
    "asset.depreciation.original_value",
    "asset.depreciation.opening",
    "asset.depreciation.charge",
    "asset.depreciation.written_off",
    "asset.depreciation.correction",
    "asset.depreciation.closing",
    "asset.depreciation.net_value",
];

impl Present for Depreciation {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("asset.depreciation", &COLUMNS);
        for group in &self.groups {
            group.lines.iter().for_each(|charged| table.line(line(charged)));
            if self.by != Grouping::Whole {
                let name = group_name(&group.name);
                let label = Cell::word("word.subtotal");
                table.rows.push(Row::subtotal(summed(name, label, &group.sum)));
            }
        }
        if !self.groups.is_empty() {
            let label = Cell::word("word.total");
            table.rows.push(Row::total(summed(label, Cell::Blank, &self.total)));
        }
        let unverified =
            self.unverified.iter().map(|(row, count)| unverified(row).with("count", *count));
        Document::new("asset.depreciation")
            .facts(vec![
                ("asset.depreciation.first", Cell::of(&self.first)),
                ("asset.depreciation.last", Cell::of(&self.last)),
                ("asset.depreciation.charged", Cell::Money(self.total.charge)),
            ])
            .table(table)
            .notes(self.warnings.iter().map(Warning::message).chain(unverified).collect())
            .sign_off(&["word.prepared_by", "word.reviewed_by", "word.finance"])
    }
}

fn line(charged: &ChargeLine) -> Vec<Cell> {
    let months = |months: Option<u32>| Cell::maybe(months, |months| Cell::Count(months.into()));
    let mut cells = vec![
        Cell::of(&charged.tag),
        Cell::text(&charged.name),
        Cell::text(&charged.class),
        or_nothing(charged.department.as_ref()),
        Cell::word(charged.basis.key()),
        months(charged.months),
        months(charged.elapsed),
    ];
    cells.extend(money(&charged.charge));
    cells
}

fn summed(name: Cell, what: Cell, sum: &Charge) -> Vec<Cell> {
    let mut cells = vec![name, what];
    cells.resize(7, Cell::Blank);
    cells.extend(money(sum));
    cells
}

fn money(charge: &Charge) -> [Cell; 7] {
    [
        charge.value,
        charge.opening,
        charge.charge,
        charge.written_off,
        charge.correction,
        charge.closing,
        charge.net,
    ]
    .map(Cell::Money)
}

/// The remark under a row of the table that nobody has verified.
fn unverified(row: &Life) -> Message {
    Message::new("asset.rows_unverified")
        .with("class", &row.class)
        .with("item", &row.item)
        .with("years", row.years_min)
}

impl Present for Schedule {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new(
            "asset.schedule",
            &[
                "asset.schedule.month",
                "asset.schedule.charge",
                "asset.schedule.accumulated",
                "asset.schedule.net_value",
            ],
        );
        for line in &self.lines {
            table.line(vec![
                Cell::of(&line.month),
                Cell::Money(line.charge),
                Cell::Money(line.accumulated),
                Cell::Money(line.net),
            ]);
        }
        if !self.lines.is_empty() {
            let label = Cell::word("word.total");
            table.rows.push(Row::total(vec![
                label,
                Cell::Money(self.total),
                Cell::Blank,
                Cell::Blank,
            ]));
        }
        let months = Cell::maybe(self.months, |months| Cell::Count(months.into()));
        let mut more = Vec::new();
        if !self.residual.is_zero() {
            more.push(("asset.schedule.residual", Cell::Money(self.residual)));
        }
        if let Some((month, amount)) = self.taken_over {
            more.push(("asset.schedule.taken_over", Cell::Money(amount)));
            more.push(("asset.schedule.taken_over_by", Cell::of(&month)));
        }
        Document::new("asset.schedule")
            .facts(
                vec![
                    ("asset.schedule.tag", Cell::of(&self.tag)),
                    ("asset.schedule.name", Cell::text(&self.name)),
                    ("asset.schedule.class", Cell::text(&self.class)),
                    ("asset.schedule.basis", Cell::word(self.basis.key())),
                    ("asset.schedule.original_value", Cell::Money(self.value)),
                    ("asset.schedule.months", months),
                    ("asset.schedule.monthly", Cell::maybe(self.monthly, Cell::Money)),
                    (
                        "asset.schedule.disposed",
                        Cell::maybe(self.disposed, |month| Cell::of(&month)),
                    ),
                    ("asset.schedule.regime", Cell::word(self.regime.key())),
                ]
                .into_iter()
                .chain(more)
                .collect(),
            )
            .table(table)
            .notes(self.warnings.iter().map(Warning::message).collect())
    }
}
