//! What two registers of one meter mean: a use, or the reason why there is none.

use crate::base::{Decimal, Fraction};

use super::history::When;
use super::{Doubt, Gap, Notice, Posted, Reading, ReadingKind, Reset, Segment, Why};

/// A register at a moment, from whatever source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The moment.
    pub(super) when: When,
    /// The register.
    pub(super) register: Decimal,
    /// How far it can be trusted.
    pub(super) trust: Trust,
}

/// How far a register can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Estimated: it gives way.
    Estimate,
    /// Seen on the dial.
    Firm,
    /// Seen on the dial, and vouched for though it looks implausible.
    Vouched,
}

/// Two neighbouring registers and what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// The earlier one.
    pub(super) before: Mark,
    /// The later one.
    pub(super) after: Mark,
    /// The use, or why there is none.
    pub(super) outcome: Result<Fraction, Gap>,
    /// What a reader should know.
    pub(super) notices: Vec<Notice>,
}

/// A reading as far as the rules of use look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sighting {
    /// The moment.
    pub(super) when: When,
    /// The register.
    pub(super) register: Decimal,
    /// How far it can be trusted.
    pub(super) kind: ReadingKind,
    /// Why a doubtful one is doubted; of other readings nobody asks.
    pub(super) reason: Option<String>,
}

impl From<&Reading> for Sighting {
    fn from(reading: &Reading) -> Self {
        Self {
            when: (reading.date, reading.time),
            register: reading.register,
            kind: reading.kind,
            reason: reading.note.clone().filter(|_| reading.kind == ReadingKind::Doubtful),
        }
    }
}

/// The marks that the readings of one meter leave, one a moment; and the readings nobody trusts.
pub(super) fn marks(readings: &[&Reading]) -> (Vec<Mark>, Vec<Doubt>) {
    let (mut marks, mut doubts) = (Vec::new(), Vec::new());
    for same in readings.chunk_by(|one, other| (one.date, one.time) == (other.date, other.time)) {
        let same: Vec<Sighting> = same.iter().copied().map(Sighting::from).collect();
        marks.extend(mark(&same, |doubt| doubts.push(doubt)));
    }
    (marks, doubts)
}

/// The mark that the readings of one moment leave; those that nobody trusts are told.
pub(super) fn mark(same: &[Sighting], mut tell: impl FnMut(Doubt)) -> Option<Mark> {
    let mut doubt = |own: &Sighting, why: Why| {
        tell(Doubt { day: own.when.0, register: own.register, why });
    };
    for own in same.iter().filter(|own| own.kind == ReadingKind::Doubtful) {
        doubt(own, Why::Kept(own.reason.clone()));
    }
    let trusts = || same.iter().filter_map(|own| Some((trust(own.kind)?, own)));
    let best = trusts().map(|(trust, _)| trust).max()?;
    // An estimate gives way to what was seen.
    let seen =
        || trusts().filter(|(trust, _)| (*trust > Trust::Estimate) == (best > Trust::Estimate));
    let (_, first) = seen().next()?;
    if seen().any(|(_, own)| own.register != first.register) {
        seen().for_each(|(_, own)| doubt(own, Why::Twice));
        return None;
    }
    Some(Mark { when: first.when, register: first.register, trust: best })
}

/// How far a reading can be trusted; a doubtful one leaves no mark.
const fn trust(kind: ReadingKind) -> Option<Trust> {
    match kind {
        ReadingKind::Actual | ReadingKind::Corrected => Some(Trust::Firm),
        ReadingKind::Confirmed => Some(Trust::Vouched),
        ReadingKind::Estimated => Some(Trust::Estimate),
        ReadingKind::Doubtful => None,
    }
}

/// Walks the marks of one meter and judges each neighbouring pair.
pub(super) fn walk(segment: &Segment, marks: Vec<Mark>) -> Vec<Step> {
    let (mut walk, mut steps) = (Walk::default(), Vec::new());
    for mark in marks {
        walk.push(segment, mark, |step| steps.push(step));
    }
    walk.end(|step| steps.push(step));
    steps
}

/// The walk over the marks of one meter, as far as a later mark can still change it.
///
/// An estimate that turns out higher than a later reading is dropped, with all estimates since the
/// last register that was seen: what lies between is one interval. So a step is final as soon as
/// a register was seen at or after its end.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The last mark that was seen, and the estimates since.
    chain: Vec<Mark>,
    /// The steps that end at these estimates.
    steps: Vec<Step>,
    /// Remarks that wait for the step they belong to.
    waiting: Vec<Notice>,
}

impl Walk {
    /// Takes the next mark, and hands out the steps that nothing can change any more.
    pub(super) fn push(&mut self, segment: &Segment, mark: Mark, done: impl FnMut(Step)) {
        let Self { chain, steps, waiting } = self;
        let falls = |chain: &[Mark]| chain.last().is_some_and(|last| mark.register < last.register);
        while falls(chain) && chain.last().is_some_and(|last| last.trust == Trust::Estimate) {
            drop_estimates(chain, steps, waiting);
        }
        if falls(chain) && mark.trust == Trust::Estimate {
            waiting.push(Notice::LowEstimate { day: mark.when.0, register: mark.register });
            return;
        }
        if let Some(before) = chain.last().copied() {
            let (outcome, notice) = judge(segment, &before, &mark);
            let mut notices = std::mem::take(waiting);
            notices.extend(notice);
            steps.push(Step { before, after: mark, outcome, notices });
        }
        if mark.trust > Trust::Estimate {
            steps.drain(..).for_each(done);
            chain.clear();
        }
        chain.push(mark);
    }

    /// Takes the end of several steps in, each of which is a use and nothing to remark on; they
    /// begin at the last mark, which was seen on the dial. Gives all of them as one.
    pub(super) fn leap(&mut self, segment: &Segment, after: Mark) -> Option<Step> {
        let Self { chain, steps, waiting } = self;
        let before = chain.pop().filter(|before| before.trust > Trust::Estimate)?;
        debug_assert!(chain.is_empty() && steps.is_empty(), "what was seen ends what is open");
        let difference = after.register.checked_sub(before.register)?;
        let outcome = use_of(segment, difference).ok_or(Gap::Range);
        chain.push(after);
        Some(Step { before, after, outcome, notices: std::mem::take(waiting) })
    }

    /// Hands out the steps that are left: no mark comes any more.
    pub(super) fn end(self, done: impl FnMut(Step)) {
        self.steps.into_iter().for_each(done);
    }
}

/// Takes the estimates at the chain's end back, and remembers what they had posted.
fn drop_estimates(chain: &mut Vec<Mark>, steps: &mut Vec<Step>, waiting: &mut Vec<Notice>) {
    let mut dropped = Vec::new();
    while let Some(estimate) = chain.pop_if(|mark| mark.trust == Trust::Estimate) {
        let step = if chain.is_empty() { None } else { steps.pop() };
        let (day, register) = (estimate.when.0, estimate.register);
        let posted = step.as_ref().and_then(|step| decimal(step.outcome.clone().ok()?));
        dropped.push(Notice::TrueUp { day, register, posted });
        dropped.extend(step.into_iter().flat_map(|step| step.notices).rev());
    }
    waiting.extend(dropped.into_iter().rev());
}

/// What the step from one register to the next means.
pub(super) fn judge(
    segment: &Segment,
    before: &Mark,
    after: &Mark,
) -> (Result<Fraction, Gap>, Option<Notice>) {
    measure(segment, before, after).unwrap_or((Err(Gap::Range), None))
}

/// The same; none when a number leaves the range.
fn measure(
    segment: &Segment,
    before: &Mark,
    after: &Mark,
) -> Option<(Result<Fraction, Gap>, Option<Notice>)> {
    let use_of = |difference: Decimal| use_of(segment, difference);
    let days = before.when.0.days_until(after.when.0).max(1);
    let limit = match segment.max_per_day {
        Some(most) => {
            Some(Fraction::from_decimal(most).checked_mul(Fraction::new(i128::from(days), 1)?)?)
        }
        None => None,
    };
    let difference = after.register.checked_sub(before.register)?;
    let (low, high) = (before.register, after.register);
    if difference >= Decimal::ZERO {
        let amount = use_of(difference)?;
        let Some(limit) = limit.filter(|limit| amount > *limit) else {
            return Some((Ok(amount), None));
        };
        let size = decimal(limit)?;
        return Some(if after.trust == Trust::Vouched {
            (Ok(amount), Some(Notice::ConfirmedHigh { limit: size }))
        } else {
            let amount = decimal(amount)?;
            (Err(Gap::High { before: low, after: high, amount, limit: size }), None)
        });
    }
    let wrap = match segment.digits {
        Some(digits) => Some(use_of(difference.checked_add(modulus(digits)?)?)?),
        None => None,
    };
    let seen = before.trust >= Trust::Firm && after.trust >= Trust::Firm;
    if seen
        && let (Some(wrap), Some(limit)) = (wrap, limit)
        && wrap <= limit
    {
        return Some((Ok(wrap), Some(Notice::Rollover { before: low, after: high })));
    }
    if seen && segment.reset == Reset::Allowed {
        let amount = use_of(high)?;
        if limit.is_none_or(|limit| amount <= limit) {
            return Some((Ok(amount), Some(Notice::SelfReset { before: low, after: high })));
        }
    }
    let (wrap, limit) = (wrap.and_then(decimal), limit.and_then(decimal));
    Some((Err(Gap::Backward { before: low, after: high, wrap, limit }), None))
}

/// The use that so much more on the register of a meter is.
pub(super) fn use_of(segment: &Segment, difference: Decimal) -> Option<Fraction> {
    Fraction::from_decimal(difference).checked_mul(segment.multiplier.value())
}

/// The first number that a dial of so many digits cannot show.
pub(super) fn modulus(digits: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(10_i128.checked_pow(digits)?, 0).ok()
}

/// An exact amount for a remark; none when it leaves the range.
fn decimal(amount: Fraction) -> Option<Decimal> {
    Posted::new(amount, 0).map(|posted| posted.amount)
}
