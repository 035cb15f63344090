//! Repairs of assets against what the assets are worth.

use super::asset_story::verdict_cell;
use super::register::or_nothing;
use super::{Cell, Document, Present, Row, Table};
use crate::assets::Status;
use crate::base::{Fraction, Message, Ratio};
use crate::books::{RepairSum, Upkeep, UpkeepLine};

const COLUMNS: [&str; 17] = [
    "asset.upkeep.tag",
    "asset.upkeep.name",
    "asset.upkeep.department",
    "asset.upkeep.original_value",
    "asset.upkeep.net_value",
    "asset.upkeep.count",
    "asset.upkeep.labour",
    "asset.upkeep.parts",
    "asset.upkeep.cost",
    "asset.upkeep.life_count",
    "asset.upkeep.life_labour",
    "asset.upkeep.life_parts",
    "asset.upkeep.life_cost",
    "asset.upkeep.of_value",
    "asset.upkeep.of_net",
    "asset.upkeep.last",
    "asset.upkeep.verdict",
];

impl Present for Upkeep {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("asset.upkeep", &COLUMNS);
        self.lines.iter().for_each(|line| table.line(cells(line)));
        if let Some((period, life)) = self.rest {
            table.line(summed("asset.upkeep.rest", (period, life)));
        }
        table.rows.push(Row::total(summed("word.total", self.total)));
        let options = &self.options;
        let over = Ratio::exact(options.policy.over, Fraction::ONE, 1);
        let flagged = self.lines.iter().filter(|line| line.verdict.is_some()).count();
        let unpriced = self.total.1.unpriced;
        let note = Message::new("asset.upkeep_unpriced").with("count", unpriced);
        Document::new("asset.upkeep")
            .facts(vec![
                ("asset.upkeep.from", Cell::Day(options.span.first())),
                ("asset.upkeep.to", Cell::Day(options.span.last())),
                ("asset.upkeep.over", Cell::rate(over)),
                ("asset.upkeep.flagged", Cell::count(flagged)),
            ])
            .table(table)
            .notes(if unpriced > 0 { vec![note] } else { Vec::new() })
    }
}

fn cells(line: &UpkeepLine) -> Vec<Cell> {
    let asset = &line.asset;
    let gone = asset.status == Status::Disposed;
    let verdict = match line.verdict {
        None if gone => Cell::word(Status::Disposed.key()),
        verdict => Cell::maybe(verdict, verdict_cell),
    };
    let mut cells = vec![
        Cell::of(&asset.tag),
        Cell::text(&asset.name),
        or_nothing(asset.department.as_ref()),
        Cell::Money(asset.value),
        Cell::Money(asset.net),
    ];
    cells.extend(sums((line.period, line.life)));
    cells.extend([
        Cell::rate(line.of_value()),
        if asset.net.is_zero() { Cell::Blank } else { Cell::rate(line.of_net()) },
        Cell::Day(line.last),
        verdict,
    ]);
    cells
}

fn sums((period, life): (RepairSum, RepairSum)) -> Vec<Cell> {
    let of = |sum: RepairSum| {
        [
            Cell::count(sum.count),
            Cell::Money(sum.cost),
            Cell::Money(sum.parts),
            Cell::Money(sum.total()),
        ]
    };
    of(period).into_iter().chain(of(life)).collect()
}

/// A row that is no asset's.
fn summed(name: &'static str, of: (RepairSum, RepairSum)) -> Vec<Cell> {
    let mut cells = vec![Cell::word(name)];
    cells.resize(5, Cell::Blank);
    cells.extend(sums(of));
    cells.resize(COLUMNS.len(), Cell::Blank);
    cells
}
