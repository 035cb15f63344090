//! What may have gone wrong where counted and book differ: the candidates, ranked.

use super::count::goods_cell;
use super::{Cell, Table};
use crate::stock::stocktake::LineResult;
use crate::stock::suspect::{Candidate, Explains};

/// The columns of the candidates of one sheet.
pub(super) const CANDIDATES: [&str; 8] = [
    "stock.candidates.item",
    "stock.candidates.name",
    "stock.candidates.unit",
    "stock.candidates.variance",
    "stock.candidates.rank",
    "stock.candidates.mistake",
    "stock.candidates.explains",
    "stock.candidates.said",
];

/// The candidates of one sheet's lines; none where there are none.
pub(super) fn of_sheet(lines: &[LineResult], candidates: &[Vec<Candidate>]) -> Option<Table> {
    let named_by = ["stock.candidates.item", "stock.candidates.rank"];
    let mut table = Table::new("stock.candidates", &CANDIDATES).named_by(&named_by);
    for (line, candidates) in lines.iter().zip(candidates) {
        rows(line, candidates).for_each(|cells| table.line(cells));
    }
    (!table.rows.is_empty()).then_some(table)
}

/// The candidates of a line: a row for each, the likeliest first.
pub(super) fn rows<'a>(
    line: &'a LineResult,
    candidates: &'a [Candidate],
) -> impl Iterator<Item = Vec<Cell>> + 'a {
    candidates.iter().enumerate().map(move |(at, candidate)| {
        vec![
            goods_cell(&line.line.of.goods),
            Cell::text(&line.name),
            Cell::text(&line.line.of.unit),
            Cell::maybe(line.variance, |variance| variance.quantity.into()),
            Cell::count(at + 1),
            Cell::word(candidate.mistake.key()),
            match candidate.explains {
                Explains::All => Cell::word("stock.candidates.all"),
                Explains::Part => candidate.effect.into(),
            },
            Cell::said(candidate.said.clone()),
        ]
    })
}
