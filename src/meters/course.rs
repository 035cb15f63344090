//! The course of a year: each utility month by month, beside last year and the plan.

use crate::base::{Decimal, Fraction, Month, Ratio, SiteCode, Span};

use super::{Carrier, Change, Meters, Tree, Usage, change};

/// A utility, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The utility and its unit.
    pub carrier: Carrier,
    /// The months of the span, in order.
    pub months: Vec<CourseMonth>,
}

/// What a utility used in one month of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseMonth {
    /// The month, or as many of its days as the span has.
    pub span: Span,
    /// The use.
    pub usage: Usage,
    /// The use of the same days a year ago; none where it is not known in full.
    pub last_year: Option<Decimal>,
    /// Against it.
    pub on_last_year: Change,
    /// What the plan allows for; none for a part of a month, and for one site of several.
    pub target: Option<Decimal>,
    /// The use as a part of the target (执行率); none while some of the use is not known.
    pub executed: Option<Ratio>,
}

/// Follows every utility through the months of a span; nothing for a span within one month.
pub fn course(
    meters: &Meters,
    tree: &Tree<'_>,
    span: Span,
    site: Option<&SiteCode>,
) -> Vec<Course> {
    if span.months().count() < 2 {
        return Vec::new();
    }
    let known = |usage: &Usage| usage.is_complete().then(|| usage.amount()).flatten();
    let of_month = |carrier: &Carrier, month: Month| {
        let days = month.span().overlap(span)?;
        let usage = tree.total(carrier, site, days, &[days]);
        let earlier = super::draft::year_before(days);
        let last_year = known(&tree.total(carrier, site, earlier, &[earlier]));
        let whole = days == month.span() && site.is_none();
        let target = meters.target(carrier, None, month).filter(|_| whole).map(|own| own.amount);
        let used = known(&usage);
        let executed = used.zip(target).map(|(used, target)| {
            Ratio::exact(Fraction::from_decimal(used), Fraction::from_decimal(target), 2)
        });
        let on_last_year = change(used, last_year);
        Some(CourseMonth { span: days, usage, last_year, on_last_year, target, executed })
    };
    tree.carriers()
        .into_iter()
        .map(|carrier| Course {
            carrier: carrier.clone(),
            months: span.months().filter_map(|month| of_month(carrier, month)).collect(),
        })
        .filter(|course| course.months.iter().any(|month| month.usage.expected > 0))
        .collect()
}
