//! A line entered the wrong way round: issued goods as given back, received goods as sent back.

use crate::stock::Kind;

use super::candidate::about;
use super::{Candidate, Mistake, Subject, Way, signed};

/// Lines of which twice their quantity is the variance.
pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    for line in &subject.since {
        let turned = -signed(line);
        let effect = turned + turned;
        if effect != subject.variance || matches!(line.movement.kind, Kind::Opening | Kind::Scrap) {
            continue;
        }
        let (way, doubted) = (Way::of(&line.movement), Some(&line.movement.id));
        let recorded = subject.habits.share(way, line.base, doubted);
        let corrected = subject.habits.share(way.turned(), line.base, doubted);
        let odds = subject.odds_of_line(line).by(corrected).against(recorded);
        let said = about("stock.suspect.wrong_sign", line);
        let candidate = Candidate::of(subject, Mistake::WrongSign, &[line], effect, odds, said);
        found.extend(candidate.map(|candidate| candidate.would_be(turned)));
    }
}
