//! Packs entered as pieces, pieces as packs.

use super::candidate::{about, typed};
use super::{Candidate, Mistake, Subject, Way, is_inward, number};

/// Lines that explain the variance when their number is read in another unit of the item.
pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let units = subject.item.unit_names();
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
