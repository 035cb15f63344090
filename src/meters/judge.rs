//! What two registers of one meter mean: a use, or the reason why there is none.

use crate::base::{Day, Decimal, Fraction, Time};

use super::{Doubt, Gap, Notice, Posted, Reading, ReadingKind, Reset, Segment, Why};

/// A register at a moment, from whatever source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The moment.
    pub(super) when: (Day, Option<Time>),
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

/// The marks that the readings of one meter leave, one a moment; and the readings nobody trusts.
pub(super) fn marks(readings: &[&Reading]) -> (Vec<Mark>, Vec<Doubt>) {
    let mut marks: Vec<Mark> = Vec::new();
    let mut doubts = Vec::new();
    let doubtful =
        |reading: &Reading, why: Why| Doubt { day: reading.date, register: reading.register, why };
    for same in readings.chunk_by(|one, other| (one.date, one.time) == (other.date, other.time)) {
        for reading in same.iter().filter(|reading| reading.kind == ReadingKind::Doubtful) {
            doubts.push(doubtful(reading, Why::Kept(reading.note.clone())));
        }
        let trusts = same.iter().filter_map(|reading| Some((trust(reading)?, *reading)));
        let Some(best) = trusts.clone().map(|(trust, _)| trust.max(Trust::Firm)).max() else {
            continue;
        };
        let seen: Vec<(Trust, &Reading)> = if trusts.clone().any(|(trust, _)| trust >= Trust::Firm)
        {
            trusts.filter(|(trust, _)| *trust >= Trust::Firm).collect()
        } else {
            trusts.collect()
        };
        let Some((first_trust, first)) = seen.first().copied() else { continue };
        if seen.iter().any(|(_, reading)| reading.register != first.register) {
            doubts.extend(seen.iter().map(|(_, reading)| doubtful(reading, Why::Twice)));
            continue;
        }
        let trust = if first_trust == Trust::Estimate { Trust::Estimate } else { best };
        marks.push(Mark { when: (first.date, first.time), register: first.register, trust });
    }
    (marks, doubts)
}

/// How far a reading can be trusted; a doubtful one leaves no mark.
fn trust(reading: &Reading) -> Option<Trust> {
    match reading.kind {
        ReadingKind::Actual | ReadingKind::Corrected => Some(Trust::Firm),
        ReadingKind::Confirmed => Some(Trust::Vouched),
        ReadingKind::Estimated => Some(Trust::Estimate),
        ReadingKind::Doubtful => None,
    }
}

/// Walks the marks of one meter and judges each neighbouring pair.
///
/// An estimate that turns out higher than a later reading is dropped, with all estimates since the
/// last register that was seen: what lies between is one interval.
pub(super) fn walk(segment: &Segment, marks: Vec<Mark>) -> Vec<Step> {
    let mut chain: Vec<Mark> = Vec::new();
    let mut steps: Vec<Step> = Vec::new();
    // Remarks that wait for the step they belong to.
    let mut waiting: Vec<Notice> = Vec::new();
    for mark in marks {
        let falls = |chain: &[Mark]| chain.last().is_some_and(|last| mark.register < last.register);
        while falls(&chain) && chain.last().is_some_and(|last| last.trust == Trust::Estimate) {
            drop_estimates(&mut chain, &mut steps, &mut waiting);
        }
        if falls(&chain) && mark.trust == Trust::Estimate {
            waiting.push(Notice::LowEstimate { day: mark.when.0, register: mark.register });
            continue;
        }
        if let Some(before) = chain.last() {
            let (outcome, notice) = judge(segment, before, &mark);
            let mut notices = std::mem::take(&mut waiting);
            notices.extend(notice);
            steps.push(Step { before: before.clone(), after: mark.clone(), outcome, notices });
        }
        chain.push(mark);
    }
    steps
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
    let factor = segment.multiplier.value();
    let use_of = |difference: Decimal| Fraction::from_decimal(difference).checked_mul(factor);
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

/// The first number that a dial of so many digits cannot show.
pub(super) fn modulus(digits: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(10_i128.checked_pow(digits)?, 0).ok()
}

/// An exact amount for a remark; none when it leaves the range.
fn decimal(amount: Fraction) -> Option<Decimal> {
    Posted::new(amount, 0).map(|posted| posted.amount)
}
