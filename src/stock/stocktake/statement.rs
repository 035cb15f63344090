//! The lines of a 调节表: from the card's book to the adjusted book, and what stays unexplained.
//!
//! A pure function of the book and of what was declared on the sheet. Goods lent by a slip of the
//! books have left the card already: they are told beside it and change nothing.

use crate::base::{Day, Quantity, RecordId};
use crate::stock::{Cutoff, Place, Stock};

use super::{Differences, Explained, Explanation, LineOf, LineResult};

/// An explanation, and the line of the ledger that has done away with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// What was declared.
    pub declared: Explained,
    /// The line under its slip that stands before the cut-off; an unentered slip is then entered,
    /// and explains nothing any more.
    pub entered: Option<RecordId>,
}

impl Adjustment {
    /// What it changes the book by.
    pub fn effect(&self) -> Quantity {
        if self.entered.is_some() { Quantity::ZERO } else { self.declared.quantity }
    }

    /// Whether a slip waits to be entered.
    pub fn is_open(&self) -> bool {
        self.declared.explanation == Explanation::Unentered && self.entered.is_none()
    }
}

/// A line of a sheet from the card's book to what nobody has explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustedLine {
    /// The line.
    pub of: LineOf,
    /// The item's name.
    pub name: String,
    /// The day and the cut-off.
    pub at: (Day, Cutoff),
    /// What the card says at the cut-off.
    pub book: Quantity,
    /// What the store has lent by slips of the books and not got back by the cut-off: it has left
    /// the card.
    pub lent: Quantity,
    /// Slips not entered yet that bring goods in (已到未入账).
    pub unentered_in: Quantity,
    /// Slips not entered yet that take goods out (已发未入账); below zero.
    pub unentered_out: Quantity,
    /// On the way.
    pub in_transit: Quantity,
    /// Lent or borrowed without a slip in the books.
    pub on_loan: Quantity,
    /// The book with all that is declared.
    pub adjusted: Quantity,
    /// What was counted; none where nobody has, or no two counts agree.
    pub counted: Option<Quantity>,
    /// Counted less adjusted book.
    pub unexplained: Option<Quantity>,
    /// What was declared, one by one.
    pub adjustments: Vec<Adjustment>,
}

/// Every line of a sheet that the catalogue knows, from the card's book to what is unexplained.
pub fn adjusted(stock: &Stock, sheet: &Differences) -> Vec<AdjustedLine> {
    let known = sheet.lines.iter().filter(|line| line.line.of.goods.item().is_some());
    known.map(|line| adjusted_line(stock, sheet, line)).collect()
}

fn adjusted_line(stock: &Stock, sheet: &Differences, line: &LineResult) -> AdjustedLine {
    let adjustments = adjustments(stock, sheet, line);
    let sum = |wanted: &dyn Fn(&Adjustment) -> bool| {
        let effects = adjustments.iter().filter(|one| wanted(one)).map(Adjustment::effect);
        effects.fold(Quantity::ZERO, |sum, effect| sum + effect)
    };
    let of = |explanation: Explanation, out: bool| {
        sum(&|one| {
            let declared = &one.declared;
            declared.explanation == explanation && declared.quantity.is_negative() == out
        })
    };
    let both = |explanation: Explanation| of(explanation, false) + of(explanation, true);
    let book = line.book.quantity;
    let adjusted = book + sum(&|_| true);
    let counted = line.variance.and(line.count()).map(|count| count.quantity);
    AdjustedLine {
        of: line.line.of.clone(),
        name: line.name.clone(),
        at: line.at.clone(),
        book,
        lent: lent(stock, sheet, line),
        unentered_in: of(Explanation::Unentered, false),
        unentered_out: of(Explanation::Unentered, true),
        in_transit: both(Explanation::InTransit),
        on_loan: both(Explanation::OnLoan),
        adjusted,
        counted,
        unexplained: counted.map(|counted| counted - adjusted),
        adjustments,
    }
}

/// What was declared of a line, each with the line of the ledger that has its slip.
pub(super) fn adjustments(
    stock: &Stock,
    sheet: &Differences,
    line: &LineResult,
) -> Vec<Adjustment> {
    if line.line.explained.is_empty() {
        return Vec::new();
    }
    let item = line.line.of.goods.item();
    let seen = item.map_or_else(Vec::new, |item| {
        stock.lines_at_cutoff(&sheet.store, item, line.at.0, &line.at.1)
    });
    let entered = |declared: &Explained| {
        let of_slip = seen.iter().find(|line| {
            line.movement.slip == declared.slip && line.movement.store() == Some(&sheet.store)
        });
        let unentered = declared.explanation == Explanation::Unentered && !declared.slip.is_empty();
        of_slip.filter(|_| unentered).map(|line| line.movement.id.clone())
    };
    let explained = line.line.explained.iter();
    explained
        .map(|declared| Adjustment { entered: entered(declared), declared: declared.clone() })
        .collect()
}

/// What the store has lent of an item and not got back by the cut-off.
fn lent(stock: &Stock, sheet: &Differences, line: &LineResult) -> Quantity {
    let Some(item) = line.line.of.goods.item() else { return Quantity::ZERO };
    let seen = stock.lines_at_cutoff(&sheet.store, item, line.at.0, &line.at.1);
    let before = stock.trace(item).into_iter().flat_map(|trace| &trace.kept);
    let of_store = |place: &Place| place.store() == Some(&sheet.store);
    let lot = line.line.of.goods.lot();
    let of_lot = |line: &&crate::stock::Line| lot.is_empty() || line.movement.lot == lot;
    before.chain(seen).filter(of_lot).fold(Quantity::ZERO, |lent, line| {
        let movement = &line.movement;
        match (&movement.from, &movement.to) {
            (from, Place::Loan(_)) if of_store(from) => lent + line.base,
            (Place::Loan(_), to) if of_store(to) => lent - line.base,
            _ => lent,
        }
    })
}
