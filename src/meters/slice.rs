//! Intervals cut into months by whole days, so that months always add up to intervals.

use crate::base::{Day, Decimal, Fraction, Month, PointCode, Span};

use super::apportion::apportion_days;
use super::{Consumption, Doubt, Gap, Interval};

/// Days of one month in which the same amount was used each day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// The days.
    pub span: Span,
    /// The use, with at least two decimals.
    pub amount: Decimal,
}

impl Slice {
    /// Shares its amount out over pieces of time, by days; what lies outside of them is left out.
    ///
    /// The pieces do not overlap. Whatever the pieces, the parts of one whole add up to it.
    fn parts(&self, within: Span, pieces: &[Span]) -> Option<Vec<Decimal>> {
        let Some(inside) = self.span.overlap(within) else {
            return Some(vec![Decimal::ZERO; pieces.len()]);
        };
        let before = self.span.first().days_until(inside.first());
        let after = inside.last().days_until(self.span.last());
        let amount =
            apportion_days(self.amount, &[before, inside.days(), after], self.amount.scale())?[1];
        let days: Vec<i64> =
            pieces.iter().map(|piece| piece.overlap(inside).map_or(0, Span::days)).collect();
        apportion_days(amount, &days, self.amount.scale())
    }
}

impl Interval {
    /// Its days.
    pub fn span(&self) -> Option<Span> {
        Span::new(self.from, self.until.previous())
    }

    /// The exact share of each month, by days; nothing where there is no use.
    pub fn shares(&self) -> Vec<(Month, Fraction)> {
        let (Ok(posted), Some(span)) = (&self.outcome, self.span()) else { return Vec::new() };
        let share = |month: Month| {
            let days = month.span().overlap(span)?.days();
            let part = Fraction::new(i128::from(days), i128::from(span.days()))?;
            Some((month, posted.exact.checked_mul(part)?))
        };
        span.months().filter_map(share).collect()
    }

    /// Its use in months, rounded by the largest remainder, so that the parts add up to it.
    ///
    /// The interval is the whole that is shared out, so a later reading never moves an
    /// earlier month by a last digit.
    pub(super) fn slices(&self) -> Option<Vec<Slice>> {
        let (Ok(posted), Some(span)) = (&self.outcome, self.span()) else {
            return Some(Vec::new());
        };
        let spans: Vec<Span> =
            span.months().filter_map(|month| month.span().overlap(span)).collect();
        let days: Vec<i64> = spans.iter().map(|span| span.days()).collect();
        let amounts = apportion_days(posted.amount, &days, posted.amount.scale().max(2))?;
        Some(spans.into_iter().zip(amounts).map(|(span, amount)| Slice { span, amount }).collect())
    }
}

impl Consumption {
    /// The posted use in slices of days, in order.
    pub fn slices(&self) -> Vec<Slice> {
        self.intervals.iter().filter_map(Interval::slices).flatten().collect()
    }

    /// The use within a span, in pieces, with what is missing.
    ///
    /// The pieces lie within the span, in order, and do not overlap; with one piece that is
    /// the span itself, the only part is the use.
    pub fn usage(&self, span: Span, pieces: &[Span]) -> Usage {
        let mut sum = Summing::new(self.service(span), span, pieces);
        self.intervals.iter().for_each(|interval| sum.push(interval));
        sum.end(&self.point, &Known { doubts: &self.doubts, end: self.end })
    }

    /// The days of a span in which the point is in service.
    pub fn service(&self, span: Span) -> Option<Span> {
        in_service(self.from, self.until, span)
    }
}

/// The days of a span in which a point is in service that measures from one day until another.
pub(super) fn in_service(from: Day, until: Option<Day>, span: Span) -> Option<Span> {
    let last = until.map_or(span.last(), |until| span.last().min(until.previous()));
    Span::new(span.first().max(from), last)
}

/// What is known of a point beside its intervals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// The readings that nobody trusts, in order; of each day the first one is enough.
    pub(super) doubts: &'a [Doubt],
    /// The day of the last register, where any is known.
    pub(super) end: Option<Day>,
}

impl Known<'_> {
    /// Why nothing is known of a day that no interval reaches.
    fn reason(&self, from: Day) -> Gap {
        match self.doubts.iter().find(|doubt| doubt.day > from) {
            Some(doubt) => Gap::Doubtful(doubt.clone()),
            None if self.end.is_none_or(|end| from < end) => Gap::NoStart,
            None => Gap::Unread,
        }
    }
}

/// The use of a point within a span, summed interval by interval.
#[derive(Debug)]
pub(super) struct Summing {
    span: Span,
    pieces: Vec<Span>,
    /// The days of the span in which the point is in service.
    service: Option<Span>,
    /// The first of them of which nothing has been said yet.
    next: Day,
    parts: Vec<Decimal>,
    covered: i64,
    /// Days without a use; the reason is none where only the end of all intervals tells it.
    open: Vec<(Span, Option<Gap>)>,
}

impl Summing {
    /// The sum before the first interval.
    pub(super) fn new(service: Option<Span>, span: Span, pieces: &[Span]) -> Self {
        Self {
            span,
            pieces: pieces.to_vec(),
            service,
            next: service.map_or(span.first(), Span::first),
            parts: vec![Decimal::ZERO; pieces.len()],
            covered: 0,
            open: Vec::new(),
        }
    }

    /// Takes the next interval in.
    pub(super) fn push(&mut self, interval: &Interval) {
        let Some(service) = self.service else { return };
        let Some(inside) = interval.span().and_then(|own| own.overlap(service)) else { return };
        self.open.extend(Span::new(self.next, inside.first().previous()).map(|days| (days, None)));
        self.next = inside.last().next();
        let added = match &interval.outcome {
            Err(gap) => Err(gap.clone()),
            Ok(_) => interval.slices().and_then(|slices| self.plus(&slices)).ok_or(Gap::Range),
        };
        match added {
            Ok(parts) => {
                self.parts = parts;
                self.covered += inside.days();
            }
            Err(gap) => self.open.push((inside, Some(gap))),
        }
    }

    /// The sum after the last interval.
    pub(super) fn end(mut self, point: &PointCode, known: &Known<'_>) -> Usage {
        let unsaid = self.service.and_then(|service| Span::new(self.next, service.last()));
        self.open.extend(unsaid.map(|days| (days, None)));
        let open = |(span, gap): (Span, Option<Gap>)| {
            let gap = gap.unwrap_or_else(|| known.reason(span.first()));
            Open { point: point.clone(), span, gap }
        };
        Usage {
            parts: self.parts,
            covered: self.covered,
            expected: self.service.map_or(0, Span::days),
            open: self.open.into_iter().map(open).collect(),
        }
    }

    /// Its parts with those of slices added.
    fn plus(&self, slices: &[Slice]) -> Option<Vec<Decimal>> {
        let mut sums = self.parts.clone();
        for slice in slices {
            if slice.span.overlap(self.span).is_none() {
                continue;
            }
            for (sum, part) in sums.iter_mut().zip(slice.parts(self.span, &self.pieces)?) {
                *sum = sum.checked_add(part)?;
            }
        }
        Some(sums)
    }
}

/// Days of a point without a use, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The point.
    pub point: PointCode,
    /// The days.
    pub span: Span,
    /// Why.
    pub gap: Gap,
}

/// What is known of a use within a span: of one point, or of several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The use of each piece.
    pub parts: Vec<Decimal>,
    /// The days with a use, of each point.
    pub covered: i64,
    /// The days in service, of each point.
    pub expected: i64,
    /// The days without a use, and why.
    pub open: Vec<Open>,
}

impl Usage {
    /// The use of nothing, in so many pieces.
    pub(super) fn nothing(n_pieces: usize) -> Self {
        Self { parts: vec![Decimal::ZERO; n_pieces], covered: 0, expected: 0, open: Vec::new() }
    }

    /// The use of all pieces, as far as it is known, with at least two decimals; none when nothing
    /// is.
    pub fn amount(&self) -> Option<Decimal> {
        if self.covered == 0 {
            return None;
        }
        let sum = self.parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part));
        sum.map(|mut sum| {
            sum.rescale(sum.scale().max(2));
            sum
        })
    }

    /// Whether every day in service has a use.
    pub const fn is_complete(&self) -> bool {
        self.covered == self.expected
    }
}
