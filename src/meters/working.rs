//! How a use came about: readings, meters, formula, the days of the month, the terms of a sum.

use crate::base::{Argument, Day, Decimal, Message, Span, Step, Working, figure_in, figure_of};
use crate::org::Org;

use super::judge::modulus;
use super::{
    History, Interval, Intraday, Meters, Node, Sign, Subject, Tree, Usage, UsageLine, UsageOptions,
    UsageTable, View, intraday,
};

/// The working of each month of each line of a table, so that a person can recompute it by hand.
pub fn usage_workings(
    meters: &Meters,
    org: &Org,
    table: &UsageTable,
    options: &UsageOptions,
) -> Vec<Working> {
    let tree = Tree::new(meters, &options.view);
    let mut workings = Vec::new();
    for line in &table.lines {
        for (month, usage) in &line.months {
            let utility = Argument::key(line.carrier.utility().key());
            let (amount, when) = ("meter.usage.amount", Argument::of(month));
            let mut working = Working::new(match &line.subject {
                Subject::Point { code, .. } => figure_of(amount, Argument::of(code), when),
                Subject::Department { code, .. } => {
                    figure_in(amount, Argument::of(code), utility, when)
                }
                Subject::Common => {
                    figure_in(amount, Argument::key("meter.subject.common"), utility, when)
                }
                Subject::Utility => figure_of(amount, utility, when),
            });
            match &line.subject {
                Subject::Point { code, .. } => {
                    if let Some(node) = tree.node(code) {
                        of_point(&tree, node, *month, options, &mut working);
                    }
                }
                _ => of_group(&tree, org, line, *month, options, &mut working),
            }
            working.steps.push(known(usage, line.carrier.unit()));
            workings.push(working);
        }
    }
    workings
}

/// The last step: what is known of the use, or that nothing is.
fn known(usage: &Usage, unit: &str) -> Step {
    let result = usage.amount().map_or("—".to_owned(), |amount| format!("{amount} {unit}"));
    let code = if usage.is_complete() { "meter.step.known" } else { "meter.step.known_in_part" };
    let what = Message::new(code)
        .with("covered", Argument::of(&usage.covered))
        .with("expected", Argument::of(&usage.expected));
    Step { what, formula: String::new(), result, source: String::new() }
}

fn of_point(
    tree: &Tree<'_>,
    node: &Node<'_>,
    month: Span,
    options: &UsageOptions,
    working: &mut Working,
) {
    let unit = node.point().carrier.unit();
    let Some(consumption) = node.consumption() else {
        let below = || node.counted_children().iter().filter_map(|code| tree.node(code));
        let terms = tree.terms(node);
        let terms = terms.unwrap_or_else(|| below().map(|own| (own.point().sign, own)).collect());
        let usages = terms.iter().map(|(sign, own)| {
            (*sign, own.point().code.to_string(), tree.usage(own, month, &[month]))
        });
        return of_terms(&usages.collect::<Vec<_>>(), unit, working);
    };
    let parts = intraday(node.history(), &options.view);
    let mut shares = Vec::new();
    for interval in &consumption.intervals {
        let Some(inside) = interval.span().and_then(|own| own.overlap(month)) else { continue };
        let Ok(posted) = &interval.outcome else { continue };
        of_interval(node.history(), interval, &parts, options.view, (unit, working));
        let slices = interval.slices().unwrap_or_default();
        let slice = slices.iter().find(|slice| slice.span.overlap(month).is_some());
        let Some(share) = slice.map(|slice| slice.amount) else { continue };
        let what = Message::new("meter.step.share")
            .with("month", inside.to_string())
            .with("days", Argument::of(&inside.days()))
            .with("of", Argument::of(&interval.days()));
        let formula = format!("{} × {} / {}", posted.amount, inside.days(), interval.days());
        working.step(what, formula, format!("{share} {unit}"), "");
        shares.push(share.to_string());
    }
    if shares.len() > 1 {
        let sum = tree.usage(node, month, &[month]).amount();
        let result = sum.map_or("—".to_owned(), |sum| format!("{sum} {unit}"));
        working.step(Message::new("meter.step.sum"), shares.join(" + "), result, "");
    }
}

/// What each pair of registers of an interval comes to, with their meter.
fn of_interval(
    history: &History,
    interval: &Interval,
    parts: &[Intraday],
    view: View,
    (unit, working): (&str, &mut Working),
) {
    let shift = view.boundary.shift();
    let (from, until) = (interval.from.plus_days(-shift), interval.until.plus_days(-shift));
    let segments = history.segments(&view);
    let id_at = |when| {
        let readings = history.current_readings(&view);
        readings.iter().find(|own| (own.date, own.time) == when).map(|own| own.id.to_string())
    };
    for part in parts.iter().filter(|part| from <= part.from.0 && part.from.0 < until) {
        let Ok(posted) = &part.outcome else { continue };
        let segment = segments.iter().find(|segment| segment.covers(part.from));
        let Some(segment) = segment else { continue };
        let turn = (part.after < part.before).then(|| segment.digits.and_then(modulus)).flatten();
        let turn = turn.map_or(String::new(), |turn| format!(" + {turn}"));
        let difference = format!("{} − {}{turn}", part.after, part.before);
        let times = segment.multiplier.to_string();
        let formula = if times == "1" { difference } else { format!("{times} × ({difference})") };
        let digits = segment.digits.map_or("—".to_owned(), |digits| digits.to_string());
        let what = Message::new("meter.step.registers")
            .with("from", when(part.from))
            .with("until", when(part.until))
            .with("multiplier", times)
            .with("digits", digits);
        let ids: Vec<String> = [part.from, part.until].into_iter().filter_map(id_at).collect();
        working.step(what, formula, format!("{} {unit}", posted.amount), ids.join(" "));
    }
}

fn when((day, time): (Day, Option<crate::base::Time>)) -> String {
    time.map_or_else(|| day.to_string(), |time| format!("{day}T{time}"))
}

/// The points that a department or a utility is the sum of.
fn of_group(
    tree: &Tree<'_>,
    org: &Org,
    line: &UsageLine,
    month: Span,
    options: &UsageOptions,
    working: &mut Working,
) {
    let site = options.site.as_ref();
    let parts = if line.subject == Subject::Utility {
        tree.measured(&line.carrier, site, month, &[month])
    } else {
        let own = tree.contributions(&line.carrier, site, month, &[month]).into_iter();
        own.filter(|part| Subject::department(org, part.department) == line.subject).collect()
    };
    let usages: Vec<(Sign, String, Usage)> =
        parts.into_iter().map(|part| (Sign::Plus, part.point.to_string(), part.usage)).collect();
    of_terms(&usages, line.carrier.unit(), working);
}

/// How many terms of a sum its formula names.
const WRITTEN_OUT: usize = 8;

fn of_terms(terms: &[(Sign, String, Usage)], unit: &str, working: &mut Working) {
    let shown = |amount: Option<Decimal>| amount.map_or("—".to_owned(), |own| own.to_string());
    let mut formula = String::new();
    for (at, (sign, code, usage)) in terms.iter().enumerate() {
        let amount = shown(usage.amount());
        let what = Message::new("meter.step.term").with("point", code.as_str());
        working.step(what, "", format!("{amount} {unit}"), code.as_str());
        // Each term has a step of its own: many of them are not written out a second time.
        if terms.len() > WRITTEN_OUT && at + 1 < terms.len() && at >= WRITTEN_OUT / 2 {
            if at == WRITTEN_OUT / 2 {
                formula.push_str(" + …");
            }
            continue;
        }
        match (sign, formula.is_empty()) {
            (Sign::Plus, true) => {}
            (Sign::Plus, false) => formula.push_str(" + "),
            (Sign::Minus, true) => formula.push('−'),
            (Sign::Minus, false) => formula.push_str(" − "),
        }
        formula.push_str(&amount);
    }
    if terms.len() > 1 {
        working.step(Message::new("meter.step.sum"), formula, "", "");
    }
}
