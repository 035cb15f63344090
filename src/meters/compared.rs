//! Use against last month and last year (环比, 同比), month by month, as a whole and per day.

use crate::base::{Decimal, Fraction, Span};
use crate::org::Org;

use super::draft::{span_before, year_before};
use super::usage::table;
use super::{
    Change, Meters, Tree, Usage, UsageLine, UsageOptions, UsageTable, change, change_per_day,
};

/// Use by subject and month, each beside earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageCompared {
    /// The use.
    pub table: UsageTable,
    /// For each line of it, for each of its months, how it compares.
    pub against: Vec<Vec<Against>>,
}

/// A use beside that of the span before and of the year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Against {
    /// The use of a day, where the use is known in full; to two decimals.
    pub per_day: Option<Decimal>,
    /// The use of the span before, where it is known in full.
    pub previous: Option<Decimal>,
    /// Against the span before.
    pub on_previous: Change,
    /// The use of the same span of the year before, where it is known in full.
    pub last_year: Option<Decimal>,
    /// Against the year before.
    pub on_last_year: Change,
    /// Against the span before, a day of it against a day.
    pub on_previous_per_day: Change,
    /// Against the year before, a day of it against a day.
    pub on_last_year_per_day: Change,
}

/// Computes the use of a span by subject and month, and holds it against earlier ones.
pub fn usage_compared(meters: &Meters, org: &Org, options: &UsageOptions) -> UsageCompared {
    let tree = Tree::new(meters, &options.view);
    let now = table(&tree, org, options);
    let mut against: Vec<Vec<Against>> = now.lines.iter().map(|_| Vec::new()).collect();
    for (at, month) in options.months().into_iter().enumerate() {
        let earlier = |span: Span| table(&tree, org, &UsageOptions { span, ..options.clone() });
        let (before, year) = (span_before(month), year_before(month));
        let (previous, last_year) = (earlier(before), earlier(year));
        for (line, against) in now.lines.iter().zip(&mut against) {
            let usage = |(table, span): (&UsageTable, Span)| (of(table, line), span);
            let own = (known(&line.months[at].1), month);
            against.push(beside(own, usage((&previous, before)), usage((&last_year, year))));
        }
    }
    UsageCompared { table: now, against }
}

/// The use of the same subject in another table, where it is known in full.
fn of(table: &UsageTable, line: &UsageLine) -> Option<Decimal> {
    let same = |own: &&UsageLine| own.carrier == line.carrier && own.subject == line.subject;
    known(&table.lines.iter().find(same)?.whole)
}

fn known(usage: &Usage) -> Option<Decimal> {
    usage.is_complete().then(|| usage.amount()).flatten()
}

fn beside(
    (now, month): (Option<Decimal>, Span),
    (previous, before): (Option<Decimal>, Span),
    (last_year, year): (Option<Decimal>, Span),
) -> Against {
    let per_day = now.and_then(|now| {
        let days = Fraction::new(i128::from(month.days()), 1)?;
        Fraction::from_decimal(now).checked_div(days)?.round(2)
    });
    Against {
        per_day,
        previous,
        on_previous: change(now, previous),
        last_year,
        on_last_year: change(now, last_year),
        on_previous_per_day: change_per_day(now, month.days(), previous, before.days()),
        on_last_year_per_day: change_per_day(now, month.days(), last_year, year.days()),
    }
}
