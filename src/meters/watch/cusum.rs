//! CUSUM: where the use of a point drifts away from what is expected of it, and from when on.
//!
//! Exact decimals throughout: what is divided by the standard deviation is rounded to six places.

use crate::base::{
    Decimal, DepartmentCode, Fraction, Message, Month, PointCode, Span, Working, figure,
};
use crate::meters::loss::square_root;
use crate::meters::tree::sum;
use crate::meters::{Carrier, Form, Meters, Node, Open, Refusal, Tree, View, WhyLeft};

use super::expected::{Forecast, forecast};
use super::{CusumPolicy, Modelled, WatchRefusal};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CusumOptions {
    /// The point.
    pub point: PointCode,
    /// The months.
    pub span: Span,
    /// What is expected of them.
    pub expectation: Expectation,
    /// How far a month usually is from it; by the baseline where it is not given.
    pub sigma: Option<Decimal>,
    /// The settings.
    pub policy: CusumPolicy,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// What is expected of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The same use each month.
    Given(Decimal),
    /// The mean of a day in the months of a baseline, times the days of the month.
    Mean(Span),
    /// What the model of a baseline says of the month's weather and drivers.
    Model(Modelled),
    /// The target of the month, of a department or of all.
    Target(Option<DepartmentCode>),
}

/// A point with its drift, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cusum {
    /// What was asked.
    pub options: CusumOptions,
    /// Its name.
    pub name: String,
    /// What it measures.
    pub carrier: Carrier,
    /// How far a month usually is from what is expected.
    pub sigma: Decimal,
    /// How many months of a baseline it comes from; none where it was given.
    pub n_baseline: Option<usize>,
    /// The shape of the model, where one says what is expected.
    pub form: Option<Form>,
    /// The months of which the model expects nothing, and why.
    pub lacking: Vec<(Span, WhyLeft)>,
    /// How the model came about.
    pub model: Vec<Working>,
    /// The months.
    pub months: Vec<CusumMonth>,
    /// The alarms: at most one each way, the first.
    pub alarms: Vec<CusumAlarm>,
    /// Days without a use, and why.
    pub open: Vec<Open>,
}

/// A month and where the sums stand after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CusumMonth {
    /// The month, or as many of its days as were asked for.
    pub span: Span,
    /// The use; none where it is not known in full.
    pub actual: Option<Decimal>,
    /// What was expected; none where nobody said.
    pub expected: Option<Decimal>,
    /// The sums after it; none for a month that is a gap.
    pub step: Option<CusumStep>,
}

/// Where the sums stand after a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CusumStep {
    /// What was saved so far: Σ (expected − actual).
    pub saved: Decimal,
    /// How many standard deviations the use is above what was expected.
    pub score: Decimal,
    /// S⁺: the upward sum.
    pub high: Decimal,
    /// S⁻: the downward sum.
    pub low: Decimal,
}

/// A drift that went beyond the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CusumAlarm {
    /// Which way.
    pub drift: Drift,
    /// The month after which the sum was beyond the limit.
    pub raised: Span,
    /// The month with which the drift began: the first after the sum was last at zero.
    pub change: Span,
}

/// Which way a use drifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Drift {
    /// More is used than expected.
    Up,
    /// Less is used than expected: a saving, or a meter that has stopped counting.
    Down,
}

impl Drift {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Up => "watch.drift.up",
            Self::Down => "watch.drift.down",
        }
    }
}

/// The sums of a row of months, and the first alarm each way: index raised, index of the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tabular {
    /// The sums after each; none at a gap.
    pub steps: Vec<Option<CusumStep>>,
    /// The first alarm of S⁺.
    pub up: Option<(usize, usize)>,
    /// The first alarm of S⁻.
    pub down: Option<(usize, usize)>,
}

/// Sums up expected and actual uses; a pair of which one is not known is a gap and moves nothing.
///
/// None where a number leaves the range, or the standard deviation is not above zero.
pub fn tabular(
    rows: &[(Option<Decimal>, Option<Decimal>)],
    sigma: Decimal,
    policy: &CusumPolicy,
) -> Option<Tabular> {
    let exact = Fraction::from_decimal;
    let mut found = Tabular { steps: Vec::with_capacity(rows.len()), up: None, down: None };
    let (mut saved, mut high, mut low) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    // The first index since each sum was last at zero.
    let (mut up_from, mut down_from) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        let (Some(expected), Some(actual)) = *row else {
            found.steps.push(None);
            continue;
        };
        let above = actual.checked_sub(expected)?;
        saved = saved.checked_sub(above)?;
        let score = exact(above).checked_div(exact(sigma))?.round(6)?.normalize();
        let step = |sum: Decimal, score: Decimal| -> Option<Decimal> {
            let next = sum.checked_add(score)?.checked_sub(policy.slack)?;
            Some(next.max(Decimal::ZERO).normalize())
        };
        (high, low) = (step(high, score)?, step(low, -score)?);
        if high.is_zero() {
            up_from = at + 1;
        }
        if low.is_zero() {
            down_from = at + 1;
        }
        if high > policy.limit && found.up.is_none() {
            found.up = Some((at, up_from));
        }
        if low > policy.limit && found.down.is_none() {
            found.down = Some((at, down_from));
        }
        let saved = saved.normalize();
        found.steps.push(Some(CusumStep { saved, score, high, low }));
    }
    (sigma > Decimal::ZERO).then_some(found)
}

/// How many months a baseline needs at least.
const LEAST_MONTHS: usize = 3;

/// Looks at the drift of a point.
pub fn cusum(meters: &Meters, options: &CusumOptions) -> Result<Cusum, Refusal> {
    meters.known(&options.point)?;
    drift(meters, &Tree::new(meters, &options.view), options)
}

/// The same where the uses are computed already.
pub(super) fn drift(
    meters: &Meters,
    tree: &Tree<'_>,
    options: &CusumOptions,
) -> Result<Cusum, Refusal> {
    let CusumOptions { point, span, expectation, sigma, policy, .. } = options;
    let known = meters.known(point)?.point();
    let node = tree.node(point).ok_or(Refusal::Range)?;
    let baseline = match expectation {
        Expectation::Mean(span) => Some(mean(tree, node, *span)?),
        Expectation::Given(_) | Expectation::Target(_) | Expectation::Model(_) => None,
    };
    let model = match expectation {
        Expectation::Model(own) => Some(forecast(meters, point, own, *span, options.view)?),
        Expectation::Given(_) | Expectation::Target(_) | Expectation::Mean(_) => None,
    };
    let sigma = sigma
        .or_else(|| baseline.as_ref().map(|own| own.sigma))
        .or_else(|| model.as_ref().map(|own| own.sigma))
        .ok_or(WatchRefusal::NoSigma)?;
    if sigma <= Decimal::ZERO {
        return Err(WatchRefusal::ZeroSigma.into());
    }
    let mut open = Vec::new();
    let mut months: Vec<CusumMonth> = Vec::new();
    for month in span.months() {
        let Some(days) = month.span().overlap(*span) else { continue };
        let usage = tree.usage(node, days, &[days]);
        let complete = usage.is_complete() && usage.expected > 0 && days == month.span();
        open.extend(usage.open.iter().cloned());
        let expected = match expectation {
            Expectation::Given(amount) => Some(*amount),
            Expectation::Mean(_) => baseline.as_ref().and_then(|own| own.of(days)),
            Expectation::Model(_) => model.as_ref().and_then(|own| own.months.get(&days).copied()),
            Expectation::Target(department) => {
                let target = meters.target(&known.carrier, department.as_ref(), month);
                target.map(|target| target.amount)
            }
        };
        let actual = complete.then(|| usage.amount()).flatten();
        months.push(CusumMonth { span: days, actual, expected, step: None });
    }
    let rows: Vec<_> = months.iter().map(|month| (month.expected, month.actual)).collect();
    let found = tabular(&rows, sigma, policy).ok_or(Refusal::Range)?;
    for (month, step) in months.iter_mut().zip(found.steps) {
        month.step = step;
    }
    let alarm = |drift: Drift, at: Option<(usize, usize)>| {
        let (raised, change) = at?;
        let change = months.get(change..=raised)?.iter().find(|month| month.step.is_some())?.span;
        Some(CusumAlarm { drift, raised: months.get(raised)?.span, change })
    };
    let alarms = [alarm(Drift::Down, found.down), alarm(Drift::Up, found.up)];
    let alarms = alarms.into_iter().flatten().collect();
    let n_baseline = baseline.map(|own| own.n_months);
    let (form, n_model, lacking, workings) = match model {
        Some(Forecast { form, n_months, lacking, workings, .. }) => {
            (Some(form), Some(n_months), lacking, workings)
        }
        None => (None, None, Vec::new(), Vec::new()),
    };
    Ok(Cusum {
        options: options.clone(),
        name: known.name.clone(),
        carrier: known.carrier.clone(),
        sigma,
        n_baseline: n_baseline.or(n_model),
        form,
        lacking,
        model: workings,
        months,
        alarms,
        open,
    })
}

/// The mean day of a baseline and how far its months are from it.
struct Mean {
    per_day: Fraction,
    n_months: usize,
    sigma: Decimal,
}

impl Mean {
    /// What is expected of some days.
    fn of(&self, days: Span) -> Option<Decimal> {
        let days = Fraction::new(i128::from(days.days()), 1)?;
        self.per_day.checked_mul(days)?.round(2)
    }
}

fn mean(tree: &Tree<'_>, node: &Node<'_>, span: Span) -> Result<Mean, Refusal> {
    let mut months: Vec<(Month, Decimal)> = Vec::new();
    for month in span.months() {
        let days = month.span();
        let usage = tree.usage(node, days, &[days]);
        if usage.is_complete() && usage.expected > 0 && span.overlap(days) == Some(days) {
            months.push((month, sum(&usage.parts)));
        }
    }
    if months.len() < LEAST_MONTHS {
        let point = node.point().code.clone();
        let (known, least) = (months.len(), LEAST_MONTHS);
        return Err(WatchRefusal::FewMonths { point, known, least }.into());
    }
    mean_of(&months).ok_or(Refusal::Range)
}

fn mean_of(months: &[(Month, Decimal)]) -> Option<Mean> {
    let mut total = Decimal::ZERO;
    let mut days = 0;
    for (month, amount) in months {
        total = total.checked_add(*amount)?;
        days += month.days();
    }
    let per_day = Fraction::from_decimal(total).checked_div(Fraction::new(i128::from(days), 1)?)?;
    let mut baseline = Mean { per_day, n_months: months.len(), sigma: Decimal::ZERO };
    let mut squares = Fraction::ZERO;
    for (month, amount) in months {
        let off = Fraction::from_decimal(amount.checked_sub(baseline.of(month.span())?)?);
        squares = squares.checked_add(off.checked_mul(off)?)?;
    }
    let freedom = Fraction::new(i128::try_from(months.len()).ok()? - 1, 1)?;
    baseline.sigma = square_root(squares.checked_div(freedom)?, 4)?.normalize();
    Some(baseline)
}

impl Cusum {
    /// How many months are gaps.
    pub fn n_gaps(&self) -> usize {
        self.months.iter().filter(|month| month.step.is_none()).count()
    }

    /// How the sums of each month come about.
    pub fn workings(&self) -> Vec<Working> {
        let sigma = self.sigma;
        let CusumPolicy { slack, .. } = self.options.policy;
        let what = |code: &str| Message::new(format!("watch.step.{code}"));
        let (mut high, mut low, mut saved) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
        let mut workings = self.model.clone();
        for month in &self.months {
            let (Some(step), Some(actual), Some(expected)) =
                (month.step, month.actual, month.expected)
            else {
                continue;
            };
            let mut working = Working::new(figure("watch.cusum.month", month.span.to_string()));
            let CusumStep { score, .. } = step;
            working.step(
                what("saved"),
                format!("{saved} + ({expected} − {actual})"),
                step.saved.to_string(),
                "",
            );
            let formula = format!("({actual} − {expected}) ÷ {sigma}");
            working.step(what("score"), formula, score.to_string(), "");
            let formula = format!("max(0, {high} + {score} − {slack})");
            working.step(what("high"), formula, step.high.to_string(), "");
            let formula = format!("max(0, {low} − {score} − {slack})");
            working.step(what("low"), formula, step.low.to_string(), "");
            (saved, high, low) = (step.saved, step.high, step.low);
            workings.push(working);
        }
        workings
    }
}
