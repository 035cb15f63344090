//! What was used of an item over some days: how much of it, worth what, and on how many of the days
//! there was any to be used.
//!
//! Use is what departments were issued less what they returned. ABC classes, purchase plans and the
//! days of cover all rest on it. It is exact; whoever shows an average per day rounds it.

use crate::base::{Day, Fraction, ItemCode, Quantity, Span, StoreCode};

use super::{Balance, Kind, Pile, Place, Stock};

/// What was used of an item over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The days.
    pub span: Span,
    /// Issued less returned; below zero where more came back than went out.
    pub used: Balance,
    /// Of these days those that count: at their end there was some of it.
    pub days: i64,
    /// The days at whose end there was none of it: they do not count in an average.
    pub days_out: i64,
    /// What is there at the end of the last day.
    pub on_hand: Balance,
    /// The first day on which it came in at all, as far as the books go.
    pub first_in: Option<Day>,
    /// The last day on which it came in from outside: opening, receipt, goods mended; for one room
    /// also from another.
    pub last_in: Option<Day>,
    /// The last day on which it was issued, lines that were taken back left out.
    pub last_issue: Option<Day>,
}

impl Usage {
    /// The use of a day that counts, in base units; none where no day does.
    ///
    /// More returned than issued is no use.
    pub fn per_day(&self) -> Option<Fraction> {
        let used = self.used.quantity.max(Quantity::ZERO);
        Fraction::new(i128::from(used.millionths()), 1_000_000 * i128::from(self.days))
    }
}

/// Sums up what was used of an item, from all store rooms or from one.
///
/// Of all rooms, what is on the way between two counts as there.
pub fn usage(stock: &Stock, item: &ItemCode, span: Span, store: Option<&StoreCode>) -> Usage {
    let is_here = |place: &Place| match place {
        Place::Store(code) => store.is_none_or(|store| store == code),
        Place::Transit => store.is_none(),
        _ => false,
    };
    let before = stock.opening.pile(item);
    let at_first = before.into_iter().flat_map(Pile::places);
    let mut held: Quantity =
        at_first.filter(|(place, _)| is_here(place)).map(|(_, balance)| balance.quantity).sum();
    let mut days = Days { next: span.first(), out: 0 };
    let (mut used, mut first_in, mut last_in, mut last_issue) = (Balance::ZERO, None, None, None);
    let pile = stock.replay(item, span.last(), |step| {
        let movement = &step.line.movement;
        days.pass(movement.date, held);
        let (from, to) = (step.from(), step.to());
        let (out, inward) = (is_here(from), is_here(to));
        if inward {
            held += step.effect.quantity;
        }
        if out {
            held -= step.effect.quantity;
        }
        if inward && !out {
            first_in = first_in.or(Some(movement.date));
        }
        let is_taken_back = stock.is_reversed(&movement.id);
        match movement.kind {
            Kind::Opening | Kind::Receipt | Kind::Mend if inward && !is_taken_back => {
                last_in = Some(movement.date);
            }
            Kind::Transfer if inward && store.is_some() && !is_taken_back => {
                last_in = Some(movement.date);
            }
            Kind::Issue if out && !is_taken_back => last_issue = Some(movement.date),
            _ => {}
        }
        let department = [from, to].into_iter().find(|place| place.department().is_some());
        if let Some(department) =
            department.filter(|_| (out || inward) && span.contains(movement.date))
        {
            used += step.change_at(department);
        }
    });
    days.pass(span.last().next(), held);
    let on_hand = pile.places().filter(|(place, _)| is_here(place)).map(|(_, held)| held).sum();
    Usage {
        span,
        used,
        days: span.days() - days.out,
        days_out: days.out,
        on_hand,
        first_in,
        last_in,
        last_issue,
    }
}

/// The days whose end has been passed, and those among them at whose end there was nothing.
struct Days {
    next: Day,
    out: i64,
}

impl Days {
    /// Passes the ends of the days before one, at which so much was held.
    fn pass(&mut self, until: Day, held: Quantity) {
        if until <= self.next {
            return;
        }
        if held <= Quantity::ZERO {
            self.out += self.next.days_until(until);
        }
        self.next = until;
    }
}
