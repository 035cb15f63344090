//! What came into the asset books, what left them, and what changed in value.

use super::register::or_nothing;
use super::{Cell, Document, Present, Table};
use crate::assets::{EventKind, Turnover};

impl Present for Turnover {
    fn present(&self) -> Document<'_> {
        let columns = [
            "asset.turnover.date",
            "asset.turnover.kind",
            "asset.turnover.tag",
            "asset.turnover.name",
            "asset.turnover.class",
            "asset.turnover.department",
            "asset.turnover.value",
            "asset.turnover.written_off",
            "asset.turnover.net_value",
            "asset.turnover.proceeds",
            "asset.turnover.reason",
            "asset.turnover.id",
        ];
        let table = Table::new("asset.turnover", &columns).named_by(&["asset.turnover.id"]);
        let table = table.lines_of(&self.lines, |line| {
            let left = line.kind == EventKind::Dispose;
            let money = |amount| if left { Cell::Money(amount) } else { Cell::Blank };
            vec![
                Cell::Day(line.date),
                Cell::word(line.kind.key()),
                Cell::of(&line.tag),
                Cell::text(&line.name),
                Cell::text(&line.class),
                or_nothing(line.department.as_ref()),
                Cell::Money(line.value),
                money(line.written_off),
                money(line.net),
                Cell::maybe(line.proceeds, Cell::Money),
                Cell::text(&line.reason),
                Cell::of(&line.id),
            ]
        });
        let Self { span, opening, added, changed, disposed, correction, closing, .. } = self;
        let mut sums = Table::new(
            "asset.turnover_sums",
            &["asset.turnover_sums.what", "asset.turnover_sums.count", "asset.turnover_sums.value"],
        );
        let mut sum = |key: &'static str, count: Option<i64>, value| {
            sums.line(vec![Cell::word(key), Cell::maybe(count, Cell::Count), Cell::Money(value)]);
        };
        sum("asset.turnover_sums.opening", Some(opening.count), opening.value);
        sum("asset.turnover_sums.added", Some(added.count), added.value);
        sum("asset.turnover_sums.changed", None, *changed);
        sum("asset.turnover_sums.disposed", Some(-disposed.count), -disposed.value);
        if correction.count != 0 || !correction.value.is_zero() {
            sum("asset.turnover_sums.correction", Some(correction.count), correction.value);
        }
        sum("asset.turnover_sums.closing", Some(closing.count), closing.value);
        Document::new("asset.turnover")
            .facts(vec![
                ("asset.turnover.from", Cell::Day(span.first())),
                ("asset.turnover.to", Cell::Day(span.last())),
            ])
            .table(sums)
            .table(table)
    }
}
