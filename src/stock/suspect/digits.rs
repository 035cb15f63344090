//! Digits swapped (27 for 72), a zero too many or too few, the point in the wrong place.

use std::collections::BTreeSet;

use crate::base::Quantity;

use super::candidate::{about, typed};
use super::{Candidate, Mistake, Odds, Subject, Way, is_inward, number};

/// Lines that explain the variance with their digits put right, and the counted figure itself.
pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let figures = slips_of_the_pen(subject.counted);
    for meant in &figures {
        let odds = Odds::ONE.times(1, number(figures.len()));
        let said = ("stock.suspect.count_digits", typed(*meant, &subject.item.unit));
        found.extend(subject.miscounted(Mistake::Digits, *meant, said, odds));
    }
    for line in &subject.since {
        let (quantity, unit) = (line.movement.quantity, &line.movement.unit);
        let meant: Vec<(Quantity, Quantity)> = slips_of_the_pen(quantity)
            .into_iter()
            .filter_map(|typed| Some((typed, subject.item.base(typed, unit).ok()?)))
            .collect();
        for (instead, base) in &meant {
            let more = *base - line.base;
            let effect = if is_inward(&line.movement) { more } else { -more };
            if effect != subject.variance {
                continue;
            }
            let (way, doubted) = (Way::of(&line.movement), Some(&line.movement.id));
            let recorded = subject.habits.share(way, line.base, doubted);
            let corrected = subject.habits.share(way, *base, doubted);
            let odds = subject.odds_of_line(line).times(1, number(meant.len()));
            let odds = odds.by(corrected).against(recorded);
            let said = about("stock.suspect.digits", line).with("instead", typed(*instead, unit));
            let candidate = Candidate::of(subject, Mistake::Digits, &[line], effect, odds, said);
            let would_be = if is_inward(&line.movement) { *base } else { -*base };
            found.extend(candidate.map(|candidate| candidate.would_be(would_be)));
        }
    }
}

/// What may have been meant by a number: two neighbouring digits the other way round, ten or a
/// hundred times as much, a tenth or a hundredth.
fn slips_of_the_pen(typed: Quantity) -> BTreeSet<Quantity> {
    let mut meant = BTreeSet::new();
    let size = typed.millionths();
    for factor in [10, 100] {
        meant.extend(size.checked_mul(factor).map(Quantity::from_millionths));
        if size % factor == 0 {
            meant.insert(Quantity::from_millionths(size / factor));
        }
    }
    let written = typed.to_string();
    let digits: Vec<char> = written.chars().collect();
    for at in 1..digits.len() {
        if !(digits[at - 1].is_ascii_digit() && digits[at].is_ascii_digit()) {
            continue;
        }
        let mut swapped = digits.clone();
        swapped.swap(at - 1, at);
        let swapped: String = swapped.into_iter().collect();
        meant.extend(Quantity::parse(&swapped).ok());
    }
    meant.retain(|quantity| *quantity != typed && *quantity > Quantity::ZERO);
    meant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_number_may_have_been() {
        let meant = |text: &str| {
            let quantity = Quantity::parse(text).expect("a quantity");
            let all: Vec<String> =
                slips_of_the_pen(quantity).iter().map(ToString::to_string).collect();
            all.join(" ")
        };
        assert_eq!(meant("27"), "0.27 2.7 72 270 2700");
        assert_eq!(meant("120"), "1.2 12 102 210 1200 12000");
        assert_eq!(meant("1.25"), "0.0125 0.125 1.52 12.5 125");
        assert_eq!(meant("10"), "0.1 1 100 1000");
    }
}
