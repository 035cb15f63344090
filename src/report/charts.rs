//! The charts of the reports: which figures of a result are drawn, and what they mean.

use std::collections::BTreeMap;

use super::{Cell, Chart, ChartKind, SeriesRole};
use crate::base::{Argument, DepartmentCode, Fraction, Message, Money, Ratio, Rounding, Span};
use crate::books::{CostAccount, CostPart, CostState, CostWhose};
use crate::inspections::DayKept;
use crate::meters::{Carrier, Course, Cusum, Drift, Rank, RankPer, shown_rate};
use crate::stock::{DepartmentCosts, MonthResult};

/// A month by its name; days that are not a whole one as they are.
fn month(span: Span) -> Cell {
    span.as_month().map_or_else(|| Cell::of(&span), |month| Cell::of(&month))
}

/// The use of a utility by month, beside the plan and the year before.
pub(super) fn use_by_month(course: &Course) -> Chart {
    let months = || course.months.iter();
    Chart::new("energy.course.chart", ChartKind::Columns, Cell::text(course.carrier.unit()))
        .about(Cell::word(course.carrier.utility().key()))
        .labels(months().map(|of| month(of.span)))
        .series(
            Cell::word("energy.course.last_year"),
            SeriesRole::LastYear,
            months().map(|of| Cell::maybe(of.last_year, Cell::Quantity)),
        )
        .series(
            Cell::word("energy.course.amount"),
            SeriesRole::Actual,
            months().map(|of| Cell::maybe(of.usage.amount(), Cell::Quantity)),
        )
        .series(
            Cell::word("energy.course.target"),
            SeriesRole::Target,
            months().map(|of| Cell::maybe(of.target, Cell::Quantity)),
        )
}

/// What was saved so far, with the months after which an alarm was raised.
pub(super) fn saved_so_far(cusum: &Cusum) -> Chart {
    let months = || cusum.months.iter();
    let raised = |span: Span| cusum.alarms.iter().any(|alarm| alarm.raised == span);
    let saved = |at: bool, step: Option<crate::meters::CusumStep>| {
        Cell::maybe(step.filter(|_| at), |step| Cell::Quantity(step.saved))
    };
    Chart::new("watch.cusum.chart", ChartKind::Lines, Cell::text(cusum.carrier.unit()))
        .labels(months().map(|of| month(of.span)))
        .series(
            Cell::word("watch.cusum.saved"),
            SeriesRole::Actual,
            months().map(|of| saved(true, of.step)),
        )
        .series(
            Cell::word("watch.cusum.alarm"),
            SeriesRole::Alarm,
            months().map(|of| saved(raised(of.span), of.step)),
        )
}

/// Both sums against the limit, and where one of them first went beyond it.
pub(super) fn drift(cusum: &Cusum) -> Chart {
    let months = || cusum.months.iter();
    let alarm = |of: &crate::meters::CusumMonth| {
        let raised = cusum.alarms.iter().find(|alarm| alarm.raised == of.span)?;
        let step = of.step?;
        Some(if raised.drift == Drift::Up { step.high } else { step.low })
    };
    Chart::new("watch.cusum.drift_chart", ChartKind::Lines, Cell::Blank)
        .labels(months().map(|of| month(of.span)))
        .series(
            Cell::word("watch.cusum.high"),
            SeriesRole::Actual,
            months().map(|of| Cell::maybe(of.step, |step| Cell::Quantity(step.high))),
        )
        .series(
            Cell::word("watch.cusum.low"),
            SeriesRole::Part,
            months().map(|of| Cell::maybe(of.step, |step| Cell::Quantity(step.low))),
        )
        .series(
            Cell::word("watch.cusum.limit"),
            SeriesRole::Limit,
            months().map(|_| Cell::Quantity(cusum.options.policy.limit)),
        )
        .series(
            Cell::word("watch.cusum.alarm"),
            SeriesRole::Alarm,
            months().map(|of| Cell::maybe(alarm(of), Cell::Quantity)),
        )
}

/// A ranking for each utility and whatever it is divided by, the highest figure first.
pub(super) fn rankings(rank: &Rank) -> Vec<Chart> {
    let mut groups: BTreeMap<(&Carrier, RankPer), Vec<(Fraction, Cell)>> = BTreeMap::new();
    for line in &rank.lines {
        let Some(value) = line.value else { continue };
        let name = line.name.clone().unwrap_or_else(|| line.department.to_string());
        groups.entry((&line.carrier, line.per)).or_default().push((value, Cell::text(name)));
    }
    let chart = |((carrier, per), mut lines): ((&Carrier, RankPer), Vec<(Fraction, Cell)>)| {
        lines.sort_by(|(one, _), (other, _)| other.cmp(one));
        let about = Message::new("rank.drawn")
            .with("utility", Argument::key(carrier.utility().key()))
            .with("per", Argument::key(per.key()));
        let figures: Vec<Cell> = lines
            .iter()
            .map(|(value, _)| Cell::maybe(shown_rate(*value), Cell::Quantity))
            .collect();
        Chart::new("rank.lines.chart", ChartKind::Ranking, Cell::text(carrier.unit()))
            .about(Cell::said(about))
            .labels(lines.into_iter().map(|(_, name)| name))
            .series(Cell::word("rank.lines.value"), SeriesRole::Actual, figures)
    };
    groups.into_iter().map(chart).collect()
}

/// The match rates of the counts by month, against the rate that is to be reached.
pub(super) fn match_rates(months: &[MonthResult], target: Option<Fraction>) -> Chart {
    let rate = |of: fn(&MonthResult) -> Ratio| {
        move |month: &MonthResult| {
            if month.tally.counted > 0 { Cell::rate(of(month)) } else { Cell::Blank }
        }
    };
    let target = Cell::maybe(target, |target| {
        Ratio { part: target, whole: Fraction::ONE, decimals: 1, rounding: Rounding::Floor }.into()
    });
    Chart::new("stock.analysis.chart", ChartKind::Lines, Cell::text("%"))
        .labels(months.iter().map(|of| Cell::of(&of.month)))
        .series(
            Cell::word("stock.analysis.by_line"),
            SeriesRole::Actual,
            months.iter().map(rate(|month| month.tally.matched_by_line())),
        )
        .series(
            Cell::word("stock.analysis.by_value"),
            SeriesRole::Part,
            months.iter().map(rate(|month| month.tally.matched_by_value())),
        )
        .series(
            Cell::word("stock.analysis.target"),
            SeriesRole::Target,
            months.iter().map(|_| target.clone()),
        )
}

/// What was kept, late and missed of what was due on each day; late only where something was.
pub(super) fn duties(days: &[DayKept]) -> Chart {
    let counted = |of: fn(&DayKept) -> u64| {
        move |day: &DayKept| Cell::Count(i64::try_from(of(day)).unwrap_or(i64::MAX))
    };
    let any_late = days.iter().any(|day| day.late > 0);
    let late = days.iter().map(counted(|day| day.late));
    let late = late.map(|cell| if any_late { cell } else { Cell::Blank });
    Chart::new("inspect.compliance.chart", ChartKind::Calendar, Cell::Blank)
        .labels(days.iter().map(|of| Cell::Day(of.day)))
        .series(
            Cell::word("inspect.compliance.kept"),
            SeriesRole::Kept,
            days.iter().map(counted(|day| day.kept)),
        )
        .series(Cell::word("inspect.status.late"), SeriesRole::Late, late)
        .series(
            Cell::word("inspect.compliance.not_kept"),
            SeriesRole::Missed,
            days.iter().map(counted(|day| day.missed)),
        )
}

/// What each department costs, in its parts; what cannot be computed has no part.
pub(super) fn cost_by_department(account: &CostAccount) -> Chart {
    let lines = || account.lines.iter();
    let name = |whose: &CostWhose| match whose {
        CostWhose::Department { code, name } => {
            Cell::text(name.clone().unwrap_or_else(|| code.to_string()))
        }
        CostWhose::Nobody => Cell::word("cost.unallocated"),
        CostWhose::Total => Cell::word("word.total"),
    };
    let chart = Chart::new("cost.departments.chart", ChartKind::Stacked, Cell::word("word.yuan"))
        .labels(lines().map(|line| name(&line.whose)));
    CostPart::ALL.into_iter().fold(chart, |chart, part| {
        let figure = |line: &crate::books::CostLine| match line.part(part) {
            figure if figure.state == CostState::Known => Cell::Money(figure.known),
            _ => Cell::Blank,
        };
        chart.series(Cell::word(part.key()), SeriesRole::Part, lines().map(figure))
    })
}

/// What each department used of the stores over all months, the most first.
pub(super) fn used_by_department(costs: &DepartmentCosts) -> Chart {
    let mut used: BTreeMap<&DepartmentCode, Money> = BTreeMap::new();
    for month in &costs.months {
        *used.entry(&month.department).or_default() += month.used;
    }
    let mut used: Vec<(&DepartmentCode, Money)> = used.into_iter().collect();
    used.sort_by_key(|(_, money)| std::cmp::Reverse(*money));
    Chart::new("stock.department_cost.chart", ChartKind::Ranking, Cell::word("word.yuan"))
        .labels(used.iter().map(|(department, _)| Cell::of(*department)))
        .series(
            Cell::word("stock.department_cost.used"),
            SeriesRole::Actual,
            used.iter().map(|(_, money)| Cell::Money(*money)),
        )
}
