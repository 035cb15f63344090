//! Packs entered as pieces, pieces as packs.

use crate::base::{Fraction, Quantity};

use super::candidate::{about, typed};
use super::{Candidate, Mistake, Odds, Subject, Way, is_inward, number};

/// The counted figure read in another unit of the item, and lines that explain the variance when
/// their number is read in another unit of the item.
pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let units = subject.item.unit_names();
    for unit in &units[1..] {
        let odds = Odds::ONE.times(1, 2 * number(units.len() - 1));
        let mut tell = |meant: Quantity, instead: String| {
            let said = ("stock.suspect.count_pack", instead);
            found.extend(subject.miscounted(Mistake::Pack, meant, said, odds));
        };
        // Counted in packs and written down as pieces; or pieces that were written down as packs.
        if let Ok(meant) = subject.item.base(subject.counted, unit) {
            tell(meant, typed(subject.counted, unit));
        }
        let factor = subject.item.factor(unit);
        let packs = factor.and_then(|factor| subject.counted.expressed_in(factor));
        if let Some(meant) = packs.and_then(whole) {
            tell(meant, typed(meant, &subject.item.unit));
        }
    }
    for line in &subject.since {
        let movement = &line.movement;
        for unit in units.iter().copied().filter(|unit| *unit != movement.unit) {
            let Ok(base) = subject.item.base(movement.quantity, unit) else { continue };
            let more = base - line.base;
            let effect = if is_inward(&line.movement) { more } else { -more };
            if effect != subject.variance {
                continue;
            }
            let (way, doubted) = (Way::of(&line.movement), Some(&movement.id));
            let recorded = subject.habits.share(way, line.base, doubted);
            let corrected = subject.habits.share(way, base, doubted);
            let odds = subject.odds_of_line(line).times(1, number(units.len() - 1));
            let odds = odds.by(corrected).against(recorded);
            let said =
                about("stock.suspect.pack", line).with("instead", typed(movement.quantity, unit));
            let candidate = Candidate::of(subject, Mistake::Pack, &[line], effect, odds, said);
            let would_be = if is_inward(&line.movement) { base } else { -base };
            found.extend(candidate.map(|candidate| candidate.would_be(would_be)));
        }
    }
}

/// A fraction as a whole quantity, if it is one.
fn whole(fraction: Fraction) -> Option<Quantity> {
    Quantity::whole(i64::try_from(fraction.to_integer()?).ok()?)
}
