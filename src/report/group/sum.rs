//! Adds up what stores printed as their totals, exactly or not at all.
//!
//! Money with money, counts with counts, amounts with amounts; a rate is the sum of the parts over
//! the sum of the wholes, never a mean of rates. What one store does not know, the group does not
//! know. Columns that a table declares as not to be summed (a cost per bed-day, a median) keep their
//! value only where all stores have the same.

use crate::base::{Money, Ratio};
use crate::report::Cell;

/// The sum of one column's totals.
pub(super) fn sum(cells: &[&Cell]) -> Cell {
    let Some((first, rest)) = cells.split_first() else { return Cell::Blank };
    rest.iter()
        .try_fold((*first).clone(), |sum, cell| plus(&sum, cell))
        .unwrap_or_else(|| unknown(cells))
}

/// What all have in common.
pub(super) fn same(cells: &[&Cell]) -> Cell {
    match cells.split_first() {
        Some((first, rest)) if rest.iter().all(|cell| cell == first) => (*first).clone(),
        Some(_) | None => Cell::Blank,
    }
}

/// What stands where no sum can: the word by which a store says that its figure is not known.
fn unknown(cells: &[&Cell]) -> Cell {
    if same(cells) != Cell::Blank {
        return same(cells);
    }
    let word = cells.iter().find(|cell| !cell.is_figure() && ***cell != Cell::Blank);
    word.map_or(Cell::Blank, |cell| (*cell).clone())
}

fn plus(one: &Cell, other: &Cell) -> Option<Cell> {
    Some(match (one, other) {
        (Cell::Count(one), Cell::Count(other)) => Cell::Count(one.checked_add(*other)?),
        (Cell::Quantity(one), Cell::Quantity(other)) => Cell::Quantity(one.checked_add(*other)?),
        (Cell::Money(one), Cell::Money(other)) => {
            Cell::Money(Money::from_fen(one.fen().checked_add(other.fen())?))
        }
        (Cell::Ratio(one), Cell::Ratio(other)) => Cell::rate(Ratio {
            part: one.part.checked_add(other.part)?,
            whole: one.whole.checked_add(other.whole)?,
            ..**one
        }),
        _ => return None,
    })
}
