//! A set of days as spans: in service, in force, excused.

use crate::base::{Day, Span};

/// Days, as spans that neither touch nor overlap, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Days(Vec<Span>);

impl Days {
    /// The days of any spans, whatever their order and overlap.
    pub(super) fn of(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().collect();
        spans.sort_unstable_by_key(|span| (span.first(), span.last()));
        let mut days: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            let joined = days.last_mut().and_then(|open| {
                let touches = span.first() <= open.last().next();
                let joined = Span::new(open.first(), open.last().max(span.last()))?;
                touches.then(|| *open = joined)
            });
            if joined.is_none() {
                days.push(span);
            }
        }
        Self(days)
    }

    /// The spans, in order.
    pub(super) fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The first day of all.
    pub(super) fn first(&self) -> Option<Day> {
        self.0.first().map(|span| span.first())
    }

    /// Whether a day is one of them.
    pub(super) fn contains(&self, day: Day) -> bool {
        let after = self.0.partition_point(|span| span.first() <= day);
        after > 0 && self.0[after - 1].contains(day)
    }

    /// Those of the days that lie in a span.
    #[must_use]
    pub(super) fn within(&self, window: Span) -> Self {
        Self(self.parts(window).collect())
    }

    /// Those of the days that lie in a span, as spans in order.
    pub(super) fn parts(&self, window: Span) -> impl Iterator<Item = Span> + Clone + '_ {
        let from = self.0.partition_point(|span| span.last() < window.first());
        self.0[from..].iter().map_while(move |span| span.overlap(window))
    }

    /// The days that both sets have.
    #[must_use]
    pub(super) fn and(&self, other: &Self) -> Self {
        Self(other.0.iter().flat_map(|span| self.within(*span).0).collect())
    }

    /// These days without the others.
    #[must_use]
    pub(super) fn without(&self, others: &Self) -> Self {
        let mut left = Vec::with_capacity(self.0.len());
        for span in &self.0 {
            let mut from = Some(span.first());
            for gap in others.0.iter().filter_map(|other| other.overlap(*span)) {
                left.extend(from.and_then(|from| Span::new(from, gap.first().previous())));
                from = (gap.last() < span.last()).then(|| gap.last().next());
            }
            left.extend(from.and_then(|from| Span::new(from, span.last())));
        }
        Self(left)
    }

    /// How many there are.
    pub(super) fn count(&self) -> i64 {
        self.0.iter().map(|span| span.days()).sum()
    }

    /// The last of all.
    pub(super) fn last(&self) -> Option<Day> {
        self.0.last().map(|span| span.last())
    }

    /// The `n`-th of them after a day.
    pub(super) fn nth_after(&self, day: Day, n: i64) -> Option<Day> {
        let mut left = n;
        for span in &self.0 {
            let Some(ahead) = Span::new(span.first().max(day.next()), span.last()) else {
                continue;
            };
            if ahead.days() >= left {
                return Some(ahead.first().plus_days(left - 1));
            }
            left -= ahead.days();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(first: i64, last: i64) -> Span {
        let zero = Day::new(2024, 1, 1).expect("a day");
        Span::new(zero.plus_days(first), zero.plus_days(last)).expect("a span")
    }

    #[test]
    fn spans_that_touch_are_one() {
        let days = Days::of([span(10, 12), span(0, 3), span(4, 5), span(2, 4)]);
        assert_eq!(days.spans(), [span(0, 5), span(10, 12)]);
        assert_eq!(days.without(&Days::of([span(2, 10)])).spans(), [span(0, 1), span(11, 12)]);
        assert_eq!(days.nth_after(span(4, 4).first(), 3), Some(span(11, 11).first()));
        assert_eq!(days.nth_after(span(4, 4).first(), 5), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_set_of_days_is_what_its_days_say(
            ours in prop::collection::vec((0_i64..60, 0_i64..9), 0..5),
            theirs in prop::collection::vec((0_i64..60, 0_i64..9), 0..5),
        ) {
            let set = |spans: &[(i64, i64)]| {
                Days::of(spans.iter().map(|(first, length)| span(*first, first + length)))
            };
            let within = |spans: &[(i64, i64)], at: i64| {
                spans.iter().any(|(first, length)| (*first..=first + length).contains(&at))
            };
            let (a, b) = (set(&ours), set(&theirs));
            let mut n_left = 0;
            for at in 0..80 {
                let day = span(at, at).first();
                let (in_a, in_b) = (within(&ours, at), within(&theirs, at));
                prop_assert_eq!(a.contains(day), in_a);
                prop_assert_eq!(a.and(&b).contains(day), in_a && in_b);
                prop_assert_eq!(a.without(&b).contains(day), in_a && !in_b);
                n_left += i64::from(in_a && !in_b);
            }
            prop_assert_eq!(a.without(&b).count(), n_left);
        }
    }
}
