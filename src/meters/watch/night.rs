//! The night test: the flow of each night against the point's own first nights, never with zero.
//!
//! The baseline is the first nights that are known, and it stays what it was until somebody
//! acknowledges that another one is right: a leak must not become normal by itself.

use crate::base::{Day, Decimal, Fraction, Message, PointCode, SiteCode, Span, Working, figure};
use crate::meters::tree::is_at;
use crate::meters::{Carrier, DriverKind, DriverOver, Meters, Node, Tree, View, driver_sum};
use crate::org::Org;

use super::median::{deviation, median};
use super::{Acknowledgement, NightFlow, NightPolicy, night_flows};

/// Which points and nights to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightOptions {
    /// The days of the mornings.
    pub span: Span,
    /// Only this point; none for every point that is read by the hour or twice a day.
    pub point: Option<PointCode>,
    /// Only points of this site.
    pub site: Option<SiteCode>,
    /// From where the ledgers are looked at.
    pub view: View,
    /// When a night is too much.
    pub policy: NightPolicy,
}

/// The nights of one point, and what follows from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightWatch {
    /// The point.
    pub point: PointCode,
    /// Its name.
    pub name: String,
    /// What it measures.
    pub carrier: Carrier,
    /// From which readings.
    pub source: NightSource,
    /// The nights of the span.
    pub nights: Vec<Night>,
    /// What is to be said of all nights up to the last.
    pub verdict: NightVerdict,
    /// The smallest hour of the last seven days.
    pub continuous: Option<Continuous>,
    /// How the nights were acknowledged.
    pub acknowledged: Vec<Acknowledgement>,
}

/// From which readings a night flow comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NightSource {
    /// From hourly readings: the smallest hour.
    Hourly,
    /// From a reading in the evening and one in the morning: the mean of the night.
    TwoReadings,
    /// There are no such readings.
    Nothing,
}

impl NightSource {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hourly => "watch.source.hourly",
            Self::TwoReadings => "watch.source.two_readings",
            Self::Nothing => "watch.source.nothing",
        }
    }
}

/// A night and how it compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Night {
    /// The day of its morning.
    pub day: Day,
    /// The flow in units an hour; none where it is not known in full.
    pub flow: Option<Decimal>,
    /// The flow of the day before it, where it is known.
    pub day_flow: Option<Decimal>,
    /// The flow of an occupied bed, to six decimals; none where nobody entered the bed-days.
    pub per_bed: Option<Decimal>,
    /// The bound it was held against, where there is one.
    pub threshold: Option<Decimal>,
    /// How it compares.
    pub state: NightState,
}

impl Night {
    /// Night over day, to six decimals.
    pub fn ratio(&self) -> Option<Decimal> {
        let exact = crate::base::Fraction::from_decimal;
        exact(self.flow?).checked_div(exact(self.day_flow?))?.round(6)
    }
}

/// How a night compares with the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NightState {
    /// It is part of the baseline.
    Learning,
    /// It is not above the bound.
    Usual,
    /// It is above the bound.
    Over,
    /// It is above the bound, and so were those before it: alarm.
    Alarm,
    /// It is not known; it neither ends a run of nights nor counts in it.
    Unknown,
}

impl NightState {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Learning => "watch.night.learning",
            Self::Usual => "watch.night.usual",
            Self::Over => "watch.night.over",
            Self::Alarm => "watch.night.alarm",
            Self::Unknown => "watch.night.unknown",
        }
    }
}

/// The nights that others are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightBaseline {
    /// The first of them.
    pub first: Day,
    /// The last of them.
    pub last: Day,
    /// How many they are.
    pub n_nights: usize,
    /// Their median.
    pub median: Decimal,
    /// Their median absolute deviation.
    pub deviation: Decimal,
    /// The bound, to six decimals.
    pub threshold: Decimal,
}

/// A run of nights above the bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightAlarm {
    /// The first night of the run.
    pub first: Day,
    /// The night on which the alarm was raised.
    pub raised: Day,
    /// The last night of the run so far.
    pub last: Day,
    /// How many nights of the run are known.
    pub n_nights: usize,
    /// The median flow of the run.
    pub flow: Decimal,
    /// By how much it is above the median of the baseline: the leak, in units an hour.
    pub excess: Decimal,
    /// The same a day, to two decimals.
    pub per_day: Decimal,
    /// Where it stands.
    pub course: AlarmCourse,
}

/// Where an alarm stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlarmCourse {
    /// The nights are still above the bound.
    Running,
    /// A later night was not.
    Over,
    /// Somebody has acknowledged it.
    Acknowledged,
}

impl AlarmCourse {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Running => "watch.course.running",
            Self::Over => "watch.course.over",
            Self::Acknowledged => "watch.course.acknowledged",
        }
    }
}

/// The smallest hour of some days: above zero, something flows all the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuous {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// How many hours are known.
    pub hours: i64,
    /// How many there are.
    pub expected: i64,
    /// The smallest flow of an hour.
    pub least: Decimal,
}

impl Continuous {
    /// Whether water never stood still; none where hours are missing that might say otherwise.
    pub fn flows_always(&self) -> Option<bool> {
        if self.least > Decimal::ZERO {
            (self.hours >= self.expected).then_some(true)
        } else {
            Some(false)
        }
    }
}

/// What is to be said of a row of nights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NightVerdict {
    /// The states of the nights, with the bound each was held against.
    pub states: Vec<(NightState, Option<Decimal>)>,
    /// The baseline that stands at the end; none while it is still learned.
    pub baseline: Option<NightBaseline>,
    /// How many nights it still needs.
    pub n_to_learn: usize,
    /// The alarms, in order.
    pub alarms: Vec<NightAlarm>,
}

impl NightWatch {
    /// Whether an alarm is running that nobody has acknowledged.
    pub fn is_alarmed(&self) -> bool {
        self.verdict.alarms.iter().any(|alarm| alarm.course == AlarmCourse::Running)
    }

    /// How the bound and the leak come about.
    pub fn workings(&self, policy: &NightPolicy) -> Vec<Working> {
        let Some(baseline) = self.verdict.baseline.as_ref() else { return Vec::new() };
        let unit = self.carrier.unit();
        let what = |code: &str| Message::new(format!("watch.step.{code}"));
        let mut working = Working::new(figure("watch.baseline.threshold", self.point.to_string()));
        let NightBaseline { first, last, n_nights, median, deviation, threshold } = baseline;
        let nights = format!("{first}..{last}");
        working.step(what("median"), n_nights.to_string(), median.to_string(), &nights);
        working.step(what("deviation"), n_nights.to_string(), deviation.to_string(), &nights);
        working.step(
            what("threshold"),
            format!("{median} + {} × {SCALE} × {deviation}", policy.deviations),
            format!("{threshold} {unit}/h"),
            "",
        );
        let mut workings = vec![working];
        // An alarm of nights before the baseline was taken anew had another one.
        for alarm in self.verdict.alarms.iter().filter(|alarm| alarm.first > *last) {
            let mut working = Working::new(figure("watch.alarms.per_day", self.point.to_string()));
            let nights = format!("{}..{}", alarm.first, alarm.last);
            working.step(
                what("leak"),
                format!("{} − {median}", alarm.flow),
                format!("{} {unit}/h", alarm.excess),
                nights,
            );
            let per_day = format!("{} {unit}", alarm.per_day);
            working.step(what("leak_per_day"), format!("{} × 24", alarm.excess), per_day, "");
            workings.push(working);
        }
        workings
    }
}

/// The median absolute deviation of a normal distribution times this is its standard deviation,
/// in ten-thousandths.
const SCALE: Decimal = Decimal::from_parts(14_826, 0, 0, false, 4);

/// Holds each night against the first ones.
///
/// On the days of `restarts` the baseline is taken anew; an alarm raised up to a day of
/// `acknowledged` is acknowledged.
pub fn judge_nights(
    nights: &[NightFlow],
    restarts: &[Day],
    acknowledged: &[Day],
    policy: &NightPolicy,
) -> NightVerdict {
    let mut verdict = NightVerdict::default();
    let size = usize::try_from(policy.baseline_nights).unwrap_or(usize::MAX);
    let enough = usize::try_from(policy.alarm_nights).unwrap_or(usize::MAX);
    let mut learned: Vec<(Day, Decimal)> = Vec::new();
    // The nights above the bound, one after another.
    let mut run: Vec<(Day, Decimal)> = Vec::new();
    let mut alarmed = false;
    let mut before: Option<Day> = None;
    for night in nights {
        let restarted = |day: &Day| *day <= night.day && before.is_none_or(|before| *day > before);
        if before.is_some() && restarts.iter().any(restarted) {
            learned.clear();
            run.clear();
            alarmed = false;
            verdict.baseline = None;
        }
        before = Some(night.day);
        let Some(flow) = night.flow else {
            let threshold = verdict.baseline.as_ref().map(|baseline| baseline.threshold);
            verdict.states.push((NightState::Unknown, threshold));
            continue;
        };
        let Some(baseline) = &verdict.baseline else {
            learned.push((night.day, flow));
            verdict.states.push((NightState::Learning, None));
            if learned.len() >= size {
                verdict.baseline = baseline_of(&learned, policy);
            }
            continue;
        };
        let (threshold, usual) = (baseline.threshold, baseline.median);
        if flow <= threshold {
            verdict.states.push((NightState::Usual, Some(threshold)));
            if alarmed && let Some(last) = verdict.alarms.last_mut() {
                last.course = AlarmCourse::Over;
            }
            (alarmed, run) = (false, Vec::new());
            continue;
        }
        run.push((night.day, flow));
        let state = if run.len() >= enough { NightState::Alarm } else { NightState::Over };
        verdict.states.push((state, Some(threshold)));
        if state == NightState::Alarm
            && let Some(alarm) = alarm_of(&run, usual, enough)
        {
            if alarmed {
                verdict.alarms.pop();
            }
            verdict.alarms.push(alarm);
            alarmed = true;
        }
    }
    verdict.n_to_learn = match verdict.baseline {
        Some(_) => 0,
        None => size.saturating_sub(learned.len()),
    };
    for alarm in &mut verdict.alarms {
        if acknowledged.iter().chain(restarts).any(|day| *day >= alarm.raised) {
            alarm.course = AlarmCourse::Acknowledged;
        }
    }
    verdict
}

fn baseline_of(learned: &[(Day, Decimal)], policy: &NightPolicy) -> Option<NightBaseline> {
    let flows: Vec<Decimal> = learned.iter().map(|(_, flow)| *flow).collect();
    let median = median(&flows)?;
    let deviation = deviation(&flows, median)?;
    let above = policy.deviations.checked_mul(SCALE)?.checked_mul(deviation)?;
    let threshold = crate::base::Fraction::from_decimal(median.checked_add(above)?).round(6)?;
    Some(NightBaseline {
        first: learned.first()?.0,
        last: learned.last()?.0,
        n_nights: learned.len(),
        median,
        deviation,
        threshold,
    })
}

fn alarm_of(run: &[(Day, Decimal)], usual: Decimal, enough: usize) -> Option<NightAlarm> {
    let flows: Vec<Decimal> = run.iter().map(|(_, flow)| *flow).collect();
    let flow = median(&flows)?;
    let excess = flow.checked_sub(usual)?.normalize();
    let per_day = excess.checked_mul(Decimal::new(24, 0))?;
    Some(NightAlarm {
        first: run.first()?.0,
        raised: run.get(enough.checked_sub(1)?)?.0,
        last: run.last()?.0,
        n_nights: run.len(),
        flow,
        excess,
        per_day: crate::base::Fraction::from_decimal(per_day).round(2)?,
        course: AlarmCourse::Running,
    })
}

/// Looks at the nights of points.
pub fn night_watches(meters: &Meters, org: &Org, options: &NightOptions) -> Vec<NightWatch> {
    watches(meters, org, &Tree::new(meters, &options.view), options)
}

/// The same where the points are in their places already.
pub(super) fn watches(
    meters: &Meters,
    org: &Org,
    tree: &Tree<'_>,
    options: &NightOptions,
) -> Vec<NightWatch> {
    let NightOptions { span, point, site, view, policy } = options;
    let mut watches = Vec::new();
    for node in tree.nodes().filter(|node| is_at(node, site.as_ref())) {
        let own = node.point();
        if point.as_ref().is_some_and(|point| *point != own.code) {
            continue;
        }
        let (source, flows, continuous) = night_flows(node.history(), view, policy);
        if source == NightSource::Nothing && point.is_none() {
            continue;
        }
        let acknowledged: Vec<Acknowledgement> =
            meters.acknowledgements_of(&own.code, view).into_iter().cloned().collect();
        let restarts: Vec<Day> = acknowledged.iter().filter_map(|row| row.from).collect();
        let days: Vec<Day> = acknowledged.iter().map(|row| row.date).collect();
        let verdict = judge_nights(&flows, &restarts, &days, policy);
        let nights = flows.iter().zip(&verdict.states).map(|(flow, (state, threshold))| Night {
            day: flow.day,
            flow: flow.flow.map(|flow| flow.normalize()),
            day_flow: flow.day_flow.map(|flow| flow.normalize()),
            per_bed: per_bed(meters, org, node, flow),
            threshold: *threshold,
            state: *state,
        });
        watches.push(NightWatch {
            point: own.code.clone(),
            name: own.name.clone(),
            carrier: own.carrier.clone(),
            source,
            nights: nights.filter(|night| span.contains(night.day)).collect(),
            verdict,
            continuous,
            acknowledged,
        });
    }
    watches
}

/// The flow by the beds that were occupied on a mean day of the month: of the department that the
/// point belongs to, else of its site, else of the whole hospital.
fn per_bed(meters: &Meters, org: &Org, node: &Node<'_>, night: &NightFlow) -> Option<Decimal> {
    let department = node.department().cloned();
    let site = if department.is_some() { None } else { node.site().cloned() };
    let month = night.day.month();
    let over =
        DriverOver { kind: DriverKind::OccupiedBedDays, site, department, span: month.span() };
    let bed_days = driver_sum(meters, org, &over).amount()?;
    let days = Fraction::new(i128::from(month.days()), 1)?;
    Fraction::from_decimal(night.flow?).checked_mul(days)?.checked_div(bed_days)?.round(6)
}
