//! The number in a cell, to be drawn.

use crate::base::Decimal;
use crate::report::Cell;

/// The number in a cell; none where there is none.
pub(super) fn figure(cell: &Cell) -> Option<Decimal> {
    match cell {
        Cell::Count(count) => Some(Decimal::from(*count)),
        Cell::Quantity(quantity) => Some(*quantity),
        Cell::Money(money) => Some(money.yuan()),
        Cell::Ratio(ratio) => ratio.percent(),
        Cell::Blank
        | Cell::Text(_)
        | Cell::Day(_)
        | Cell::Verdict { .. }
        | Cell::Named { .. }
        | Cell::Said(_) => None,
    }
}
