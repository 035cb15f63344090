//! The rules that readings are held against once they stand in the ledger: what `check` tells, and
//! what is said below a receipt.
//!
//! What a reading is refused for at entry is in `validate.rs`; the ledger may break the same rule
//! after a merge, an edit by hand, or a bound that was changed. Whoever looked again says so in the
//! note of the reading, and a warning is not told any more; what leaves a use open always is.

use crate::base::{Argument, Day, Decimal, Fraction, Message, Month, PointCode, RecordId};

use super::balance::balance;
use super::tree::Tree;
use super::{
    Consumption, Gap, History, Interval, Meters, Notice, Reading, ReadingKind, Usual, Verdict,
    View, consumption, intraday,
};

/// A rule that readings may break.
///
/// | rule | code | at entry | in `check` |
/// | --- | --- | --- | --- |
/// | a day to come | `meter.future` | refused | `store.to_come` |
/// | same moment, same value | | passed over | |
/// | same moment, another value | `E-TWICE` | refused: `meter.reading_taken` | told |
/// | goes back | `E-BACK` | refused: `meter.backward` | told |
/// | more than the most of the days | `E-HIGH` | refused: `meter.high` | told |
/// | before its meter was there | `meter.early` | refused | an error of its row |
/// | rolled over | `W-ROLL` | said | told unless noted |
/// | nothing used, where something was | `W-STUCK` | said | told unless noted |
/// | beyond median + 3 · IQR of the last 12 | `W-USUAL` | said | told unless noted |
/// | read monthly, under 25 or over 35 days | `W-CYCLE` | said | told unless noted |
/// | sub-meters together above their main one | `W-SUBS` | said | told |
/// | more than two estimates in a row | `W-ESTIMATES` | said | told |
/// | nobody named who read it | `W-NOBODY` | refused: `cli.nobody` | told |
/// | put in before later readings | `W-ORDER` | said | |
///
/// Each of the last column is weighed by `[checks]`, under the name of its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Two readings of one moment differ.
    Twice,
    /// The register goes back and no rollover explains it.
    Back,
    /// More than the most of so many days, and nobody confirmed it.
    High,
    /// The dial rolled over.
    Roll,
    /// Nothing was used, where something was before.
    Stuck,
    /// More than is usual for the point.
    Usual,
    /// Read too soon or too late for a point that is read every month.
    Cycle,
    /// The sub-meters together used more than their main meter, beyond their accuracy.
    Subs,
    /// More than two estimates one after another.
    Estimates,
    /// Nobody is named who read it.
    Nobody,
    /// It was put in before readings that were there.
    Order,
}

impl Rule {
    /// The code that stands before its sentence.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Twice => "E-TWICE",
            Self::Back => "E-BACK",
            Self::High => "E-HIGH",
            Self::Roll => "W-ROLL",
            Self::Stuck => "W-STUCK",
            Self::Usual => "W-USUAL",
            Self::Cycle => "W-CYCLE",
            Self::Subs => "W-SUBS",
            Self::Estimates => "W-ESTIMATES",
            Self::Nobody => "W-NOBODY",
            Self::Order => "W-ORDER",
        }
    }

    /// The code of its sentence, by which a store weighs it.
    const fn message(self) -> &'static str {
        match self {
            Self::Twice => "meter.rule.twice",
            Self::Back => "meter.rule.back",
            Self::High => "meter.rule.high",
            Self::Roll => "meter.rule.roll",
            Self::Stuck => "meter.rule.stuck",
            Self::Usual => "meter.rule.usual",
            Self::Cycle => "meter.rule.cycle",
            Self::Subs => "meter.rule.subs",
            Self::Estimates => "meter.rule.estimates",
            Self::Nobody => "meter.rule.nobody",
            Self::Order => "meter.rule.order",
        }
    }

    /// Whether a word in the note of the reading settles it.
    const fn is_settled_by_a_note(self) -> bool {
        matches!(self, Self::Roll | Self::Stuck | Self::Usual | Self::Cycle)
    }
}

/// A reading that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The rule.
    pub rule: Rule,
    /// The point.
    pub point: PointCode,
    /// The reading.
    pub reading: RecordId,
    /// Its day.
    pub day: Day,
    /// The same in words.
    pub message: Message,
}

/// A use of so many days is of a month from here on.
const SHORT: i64 = 25;
/// And up to here.
const LONG: i64 = 35;

/// Every rule that the standing readings of a point break, in the order of time.
pub fn breaches(history: &History, view: &View) -> Vec<Breach> {
    let Some(consumption) = consumption(history, view) else { return Vec::new() };
    let readings = history.current_readings(view);
    let mut breaches = Vec::new();
    of_moments(history, *view, &readings, &mut breaches);
    of_days(&consumption, *view, &readings, &mut breaches);
    of_gaps(&readings, &mut breaches);
    of_rows(&readings, &mut breaches);
    breaches.sort_by_key(|breach| (breach.day, breach.rule));
    let is_noted = |breach: &Breach| {
        let reading = of_day(&readings, breach.day).iter().find(|own| own.id == breach.reading);
        reading.and_then(|own| own.note.as_deref()).is_some_and(|note| !note.trim().is_empty())
    };
    breaches.retain(|breach| !(breach.rule.is_settled_by_a_note() && is_noted(breach)));
    breaches
}

/// The readings of a day, among those of a point in the order of time.
fn of_day<'r, 'h>(readings: &'r [&'h Reading], day: Day) -> &'r [&'h Reading] {
    let from = readings.partition_point(|own| own.date < day);
    let n_readings = readings[from..].partition_point(|own| own.date == day);
    &readings[from..from + n_readings]
}

fn breach(rule: Rule, reading: &Reading) -> Breach {
    let message = Message::new(rule.message())
        .with("rule", rule.code())
        .with("point", Argument::of(&reading.point))
        .with("date", Argument::of(&reading.date));
    Breach {
        rule,
        point: reading.point.clone(),
        reading: reading.id.clone(),
        day: reading.date,
        message,
    }
}

impl Breach {
    fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.message = self.message.with(name, value);
        self
    }
}

/// What shows between two moments: a register that goes back, too much, a rollover.
fn of_moments(history: &History, view: View, readings: &[&Reading], breaches: &mut Vec<Breach>) {
    for part in intraday(history, &view) {
        let at = |own: &&&Reading| {
            (own.date, own.time) == part.until && own.kind != ReadingKind::Doubtful
        };
        let Some(reading) = of_day(readings, part.until.0).iter().find(at) else { continue };
        let found = |rule: Rule| {
            breach(rule, reading)
                .with("before", Argument::of(&part.before))
                .with("after", Argument::of(&part.after))
        };
        match &part.outcome {
            Err(Gap::Backward { .. }) => breaches.push(found(Rule::Back)),
            Err(Gap::High { amount, limit, .. }) => breaches.push(
                found(Rule::High).with("amount", shown(*amount)).with("limit", shown(*limit)),
            ),
            _ => {}
        }
        if part.notices.iter().any(|notice| matches!(notice, Notice::Rollover { .. })) {
            breaches.push(found(Rule::Roll));
        }
    }
    for same in readings.chunk_by(|one, other| (one.date, one.time) == (other.date, other.time)) {
        let seen: Vec<&&Reading> = same
            .iter()
            .filter(|own| !matches!(own.kind, ReadingKind::Doubtful | ReadingKind::Estimated))
            .collect();
        if let Some(last) = seen.last()
            && let Some(other) = seen.iter().find(|own| own.register != last.register)
        {
            breaches.push(
                breach(Rule::Twice, last)
                    .with("before", Argument::of(&other.register))
                    .with("after", Argument::of(&last.register)),
            );
        }
    }
}

/// What shows over whole days: nothing used, or more than is usual.
fn of_days(
    consumption: &Consumption,
    view: View,
    readings: &[&Reading],
    breaches: &mut Vec<Breach>,
) {
    for interval in &consumption.intervals {
        let day = interval.until.plus_days(-view.boundary.shift());
        let Some(reading) = of_day(readings, day).first() else { continue };
        let stuck = |notice: &Notice| matches!(notice, Notice::Stuck { .. });
        if interval.notices.iter().any(stuck) {
            let register = Argument::of(&reading.register);
            breaches.push(breach(Rule::Stuck, reading).with("register", register));
        }
        if let Some((per_day, most, usual)) = beyond(consumption, interval) {
            breaches.push(
                breach(Rule::Usual, reading)
                    .with("amount", shown(per_day))
                    .with("limit", shown(most))
                    .with("count", usual.n_intervals),
            );
        }
    }
}

/// The use a day of an interval and the most that is usual, where it is beyond it.
fn beyond(consumption: &Consumption, interval: &Interval) -> Option<(Decimal, Decimal, Usual)> {
    let usual = Usual::before(consumption, interval.from)?;
    let (_, most) = usual.range()?;
    let days = Fraction::new(i128::from(interval.days()), 1)?;
    let per_day = interval.outcome.as_ref().ok()?.exact.checked_div(days)?;
    if per_day <= most {
        return None;
    }
    Some((per_day.round(2)?, most.round(2)?, usual))
}

/// What shows between the days of readings: a point that is read every month was read too soon or
/// too late. It is read every month where the middle of its last gaps, of three at least, is one.
fn of_gaps(readings: &[&Reading], breaches: &mut Vec<Breach>) {
    let mut days: Vec<&Reading> = Vec::new();
    for reading in readings.iter().filter(|own| own.kind != ReadingKind::Doubtful) {
        if days.last().is_none_or(|last| last.date != reading.date) {
            days.push(reading);
        }
    }
    let days = &days[days.len().saturating_sub(Usual::WINDOW + 1)..];
    let gaps: Vec<(i64, &Reading)> =
        days.windows(2).map(|pair| (pair[0].date.days_until(pair[1].date), pair[1])).collect();
    let mut sorted: Vec<i64> = gaps.iter().map(|(days, _)| *days).collect();
    sorted.sort_unstable();
    let is_monthly = sorted.len() >= 3 && (SHORT..=LONG).contains(&sorted[sorted.len() / 2]);
    if !is_monthly {
        return;
    }
    for (days, reading) in gaps {
        if !(SHORT..=LONG).contains(&days) {
            breaches.push(breach(Rule::Cycle, reading).with("days", Argument::of(&days)));
        }
    }
}

/// What a row shows by itself or by those before it: nobody named, one estimate after another.
fn of_rows(readings: &[&Reading], breaches: &mut Vec<Breach>) {
    let mut n_estimates = 0_usize;
    for reading in readings {
        let is_blank = |person: &str| person.trim().is_empty();
        if reading.person.as_deref().is_none_or(is_blank) && is_blank(&reading.recorded_by) {
            breaches.push(breach(Rule::Nobody, reading));
        }
        match reading.kind {
            ReadingKind::Estimated => n_estimates += 1,
            ReadingKind::Doubtful => {}
            ReadingKind::Actual | ReadingKind::Corrected | ReadingKind::Confirmed => {
                n_estimates = 0;
            }
        }
        if reading.kind == ReadingKind::Estimated && n_estimates > 2 {
            breaches.push(breach(Rule::Estimates, reading).with("count", n_estimates));
        }
    }
}

/// The months, of the twelve before the one of a day, in which sub-meters together used more than
/// their main meter; each at the reading that closes the month at the main meter.
pub fn subs_above_mains(meters: &Meters, today: Day) -> Vec<Breach> {
    let tree = Tree::new(meters, &View { as_of: Some(today), ..View::NOW });
    let mut breaches = Vec::new();
    let months = (1..=12).rev().map(|back| today.month().plus(-back));
    for month in months.collect::<Vec<Month>>() {
        for node in tree.nodes() {
            breaches.extend(above_main(&tree, node, month.span(), month.to_string()));
        }
    }
    breaches
}

fn above_main(
    tree: &Tree<'_>,
    node: &super::Node<'_>,
    span: crate::base::Span,
    period: String,
) -> Option<Breach> {
    let found = balance(tree, node, span)?.imbalance?;
    if found.verdict != Verdict::SubsExceedMain {
        return None;
    }
    let readings = node.history().readings();
    let closing = readings.iter().find(|own| own.date > span.last()).or(readings.last())?;
    Some(
        breach(Rule::Subs, closing)
            .with("period", period)
            .with("main", shown(found.main))
            .with("subs", shown(found.subs)),
    )
}

/// What is to be said below the receipt of a reading that is not in the book yet, beside the
/// remarks on its own interval.
pub fn notes_on(meters: &Meters, reading: &Reading) -> Vec<Message> {
    let mut meters = meters.clone();
    let Some(history) = meters.histories.get_mut(&reading.point) else { return Vec::new() };
    if history.add_reading(reading.clone()).is_err() {
        return Vec::new();
    }
    let meters = meters;
    let Some(history) = meters.history(&reading.point) else { return Vec::new() };
    // A rollover and a dial that stands still are remarks on the interval.
    let is_remark = |breach: &Breach| matches!(breach.rule, Rule::Roll | Rule::Stuck);
    let mut found: Vec<Breach> = breaches(history, &View::NOW)
        .into_iter()
        .filter(|breach| breach.reading == reading.id && !is_remark(breach))
        .collect();
    let later = |own: &&Reading| (own.date, own.time) > (reading.date, reading.time);
    if let Some(later) = history.current_readings(&View::NOW).into_iter().find(later)
        && reading.supersedes.is_none()
    {
        let order = breach(Rule::Order, reading).with("later", Argument::of(&later.date));
        found.push(order.with("register", Argument::of(&later.register)));
    }
    found.extend(subs_after(&meters, reading));
    found.into_iter().map(|breach| breach.message).collect()
}

/// Whether the interval that a reading ends shows sub-meters above their main meter.
fn subs_after(meters: &Meters, reading: &Reading) -> Option<Breach> {
    let tree = Tree::new(meters, &View::NOW);
    let node = tree.node(&reading.point)?;
    let interval = node.consumption()?.intervals.iter().find(|own| own.until == reading.date)?;
    let span = interval.span()?;
    let main = node.counted_parent().and_then(|code| tree.node(code));
    [Some(node), main]
        .into_iter()
        .flatten()
        .find_map(|main| above_main(&tree, main, span, span.to_string()))
}

/// An amount as it is said: without needless zeros.
fn shown(amount: Decimal) -> String {
    amount.normalize().to_string()
}
