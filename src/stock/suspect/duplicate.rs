//! The same goods entered twice: under one slip, under two, or once in packs and once in pieces.

use crate::base::Quantity;
use crate::stock::{Kind, Line};

use super::candidate::{about, name, typed};
use super::{Candidate, Mistake, Odds, Subject, number, partner, signed};

/// Twins further apart are no twins.
const MOST_DAYS: i64 = 7;
/// A slip that rightly names one item twice, in so many.
const TWICE_ON_A_SLIP: u128 = 200;

/// Pairs of lines one of which may be there once too often.
pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let first_of = |line: &&Line| {
        let others = subject.since.iter().copied().filter(|other| is_before(other, line));
        let twins = others.filter(|other| is_twin(other, line));
        twins.map(|twin| (odds(subject, twin, line), twin)).max_by_key(|(odds, _)| *odds)
    };
    for line in &subject.since {
        let effect = -signed(line);
        if line.movement.kind == Kind::Opening || subject.explains(effect).is_none() {
            continue;
        }
        let Some((odds, first)) = first_of(line) else { continue };
        let same_slip = !line.movement.slip.is_empty() && line.movement.slip == first.movement.slip;
        let said = if same_slip {
            about("stock.suspect.duplicate", line)
        } else {
            about("stock.suspect.duplicate_slips", line).with("first", name(first))
        };
        let of_lines = format!("{}, {}", first.movement.id, line.movement.id);
        let of_first = typed(first.movement.quantity, &first.movement.unit);
        let said = said.with("lines", of_lines).with("first_quantity", of_first);
        let candidate =
            Candidate::of(subject, Mistake::Duplicate, &[first, line], effect, odds, said);
        found.extend(candidate.map(|candidate| candidate.would_be(Quantity::ZERO)));
    }
}

/// Whether a line was recorded before another: the later one is the one too many.
fn is_before(one: &Line, other: &Line) -> bool {
    let key = |line: &Line| (line.movement.recorded_at, line.movement.id.clone());
    key(one) < key(other)
}

fn is_twin(one: &Line, other: &Line) -> bool {
    let days = one.movement.date.days_until(other.movement.date).abs();
    one.movement.kind == other.movement.kind
        && one.movement.from == other.movement.from
        && one.movement.to == other.movement.to
        && one.movement.lot == other.movement.lot
        && one.base == other.base
        && days <= MOST_DAYS
}

/// One line out of all was entered twice, and so near its twin; against the chance that the card
/// simply has two such lines so near each other.
fn odds(subject: &Subject<'_>, first: &Line, second: &Line) -> Odds {
    let line = subject.odds_of_line(second);
    if !second.movement.slip.is_empty() && first.movement.slip == second.movement.slip {
        return line.times(TWICE_ON_A_SLIP, 1);
    }
    let days = first.movement.date.days_until(second.movement.date).unsigned_abs();
    let near = match days {
        0 => Odds::percent(60),
        1 => Odds::percent(20),
        2 | 3 => Odds::percent(5),
        _ => Odds::percent(2),
    };
    let is_alike = |line: &&&Line| {
        let own = [&first.movement.id, &second.movement.id].contains(&&line.movement.id);
        !own && line.base == second.base && partner(&line.movement) == partner(&second.movement)
    };
    let n_alike = number(subject.habits.lines().iter().filter(is_alike).count());
    let by_chance =
        Odds::ONE.times((2 * n_alike + 1) * (2 * u128::from(days) + 1), 2 * subject.n_days);
    line.by(near).against(by_chance.min(Odds::ONE))
}
