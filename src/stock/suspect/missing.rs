//! A slip that was never entered: its number is missing in the series.

use crate::base::{Argument, Day, Message};

use super::candidate::typed;
use super::{Candidate, Explains, Gap, Mistake, Odds, SlipSeries, Subject, Way, number};

/// What is added to the numbers of a series before the share of missing ones is taken.
const SOFTENING: u128 = 40;

/// Missing numbers of the days since the last count, if a line of the variance's size is one that
/// the card is used to.
pub(super) fn find(subject: &Subject<'_>, all: &[SlipSeries<'_>], found: &mut Vec<Candidate>) {
    let first = subject.from;
    for series in all {
        let in_window = |date| (first..=subject.day).contains(&date);
        let is_here = |gap: &Gap<'_>| {
            let before = series.numbers[&gap.before];
            let here = [before, gap.next].into_iter().any(|of| of.store() == Some(subject.store));
            here && before.date <= subject.day && gap.next.date >= first
        };
        let gaps: Vec<_> = series.gaps().filter(is_here).collect();
        let Some(way) = series.numbers.values().next().map(|line| Way::of(line)) else { continue };
        if way.is_inward() == subject.variance.is_negative() {
            continue;
        }
        let n_here = series.numbers.values().filter(|line| in_window(line.date)).count();
        // So many numbers would be missing in these days anyhow.
        let by_chance = Odds::ONE
            .times(u128::from(series.n_missing()) * number(n_here.max(1)), 1)
            .times(1, number(series.numbers.len()) + SOFTENING);
        let share = subject.habits.share(way, subject.variance, None);
        let odds = share.against(by_chance);
        for gap in &gaps {
            let (from, until) = (series.numbers[&gap.before].date, gap.next.date);
            let odds = odds.by(subject.recent(until.min(subject.day)));
            for at in gap.before + 1..gap.after {
                found.push(candidate(subject, series, at, (Paper::Missing, from, until), odds));
            }
        }
        // The paper after the last one may not have been entered yet.
        if let Some((last, line)) = series
            .numbers
            .last_key_value()
            .filter(|(_, line)| in_window(line.date) && line.store() == Some(subject.store))
        {
            let odds = share.times(1, number(n_here.max(1)));
            found.push(candidate(
                subject,
                series,
                last + 1,
                (Paper::Next, line.date, subject.day),
                odds,
            ));
        }
    }
}

/// Where in its series a paper would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paper {
    /// Between two that are there.
    Missing,
    /// After the last one.
    Next,
}

/// A number of a series, of a paper of some days that was not entered.
fn candidate(
    subject: &Subject<'_>,
    series: &SlipSeries<'_>,
    at: u64,
    (paper, from, until): (Paper, Day, Day),
    odds: Odds,
) -> Candidate {
    let slip = series.slip(at);
    let code = match paper {
        Paper::Missing => "stock.suspect.missing_slip",
        Paper::Next => "stock.suspect.next_slip",
    };
    let said = Message::new(code)
        .with("slip", &slip)
        .with("kind", Argument::key(series.kind.key()))
        .with("from", Argument::of(&from))
        .with("until", Argument::of(&until))
        .with("quantity", typed(subject.variance.abs(), &subject.item.unit));
    Candidate {
        mistake: Mistake::MissingSlip,
        slips: vec![slip],
        lines: Vec::new(),
        would_be: Some(subject.variance),
        effect: subject.variance,
        explains: Explains::All,
        score: Mistake::MissingSlip.often().by(odds).score(),
        said,
    }
}
