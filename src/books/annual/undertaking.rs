//! What the plan undertakes beside tasks and targets: purchases, saving measures, duties.

use std::collections::BTreeMap;

use crate::base::{Argument, Day, Message, Money, RuleCode, Span};
use crate::inspections::{Kind, Rule, Status, Unit};
use crate::meters::{Finding, Measure, Verification, VerifyOptions, verify};
use crate::stock::Stock;
use crate::stock::purchase::{
    OrderLine, OrderState, OrdersOptions, PlanDocument, documents, orders,
};

use super::{Figures, PlanItem, PlanState, PlanTitle};

impl Figures<'_> {
    pub(super) fn planned_purchases(&self) -> Vec<PlanItem> {
        let (span, as_of) = (self.options.span, self.options.clock.as_of);
        let days = |plan: &PlanDocument| {
            Span::parse(&plan.about, plan.date).unwrap_or(Span::day(plan.date))
        };
        let mut plans = documents(&self.books.stock);
        plans.retain(|plan| plan.date <= as_of && days(plan).overlap(span).is_some());
        plans.sort_by(|one, two| (one.date, &one.plan).cmp(&(two.date, &two.plan)));
        let ordered = order_lines(&self.books.stock, as_of);
        let item = |plan: PlanDocument| {
            let own = ordered.iter().filter(|line| line.row.plan.as_ref() == Some(&plan.plan));
            purchase(&plan, days(&plan).last(), &own.collect::<Vec<_>>(), as_of)
        };
        plans.into_iter().map(item).collect()
    }

    pub(super) fn planned_measures(&self) -> Vec<PlanItem> {
        let (span, as_of) = (self.options.span, self.options.clock.as_of);
        let options = VerifyOptions {
            span,
            measure: None,
            site: None,
            station: None,
            view: self.options.view,
        };
        let verified = verify(&self.books.meters, &options).lines;
        let of_span = |measure: &&Measure| {
            let works = Span::new(measure.start, measure.end.unwrap_or(measure.start));
            works.is_some_and(|works| works.overlap(span).is_some())
        };
        let measures = self.books.meters.measures().into_iter().filter(of_span);
        let item = |measure: &Measure| {
            let found = verified.iter().find(|line| line.measure.code == measure.code);
            let unit = measure.carrier.unit();
            let expected = measure.expected.map(|expected| format!("{expected} {unit}"));
            let ended = measure.end.is_some_and(|end| end <= as_of);
            let planned = match (measure.cost, &expected) {
                (Some(cost), Some(_)) => {
                    Message::new("annual.measure").with("cost", cost.to_string())
                }
                (Some(cost), None) => {
                    Message::new("annual.measure_unestimated").with("cost", cost.to_string())
                }
                (None, _) => Message::new("annual.measure_unpriced"),
            };
            let owner = measure.department.as_ref().map(|code| {
                let named = self.books.org.department(code).map(|own| own.name.clone());
                named.unwrap_or_else(|| code.to_string())
            });
            PlanItem {
                code: measure.code.to_string(),
                title: PlanTitle::Named(measure.name.clone(), String::new()),
                owner: owner.unwrap_or_else(|| measure.recorded_by.clone()),
                due: measure.end,
                planned: planned.with("expected", expected.unwrap_or_else(|| "—".to_owned())),
                actual: saved_so_far(found, unit),
                state: match measure.end {
                    Some(_) if ended => PlanState::Done,
                    _ if measure.start <= as_of => PlanState::Within,
                    _ => PlanState::Open,
                },
            }
        };
        measures.map(item).collect()
    }

    pub(super) fn planned_duties(&self) -> Vec<PlanItem> {
        let (span, clock) = (self.options.span, self.options.clock);
        let book = &self.books.inspections;
        let mut rules: BTreeMap<RuleCode, (usize, Vec<Unit>)> = BTreeMap::new();
        book.each_standing(clock, span.last().max(clock.as_of), |(rule, _), standing| {
            let units = standing.units.into_iter().filter(|unit| span.contains(unit.due));
            let units: Vec<Unit> = units.collect();
            if !units.is_empty() {
                let (n_subjects, all) = rules.entry(rule.clone()).or_default();
                *n_subjects += 1;
                all.extend(units);
            }
        });
        let item = |(code, (n_subjects, units)): (RuleCode, (usize, Vec<Unit>))| {
            let versions = book.rule(&code).unwrap_or_default();
            let rule = versions.iter().rfind(|rule| rule.valid_from <= span.last());
            let rule = rule.or(versions.first())?;
            let n_of = |wanted: &[Status]| {
                units.iter().filter(|unit| wanted.contains(&unit.status)).count()
            };
            let (done, missed) = (n_of(&[Status::Complied, Status::Late]), n_of(&[Status::Missed]));
            let (overdue, to_come) = (n_of(&[Status::Overdue]), n_of(&[Status::NotYetDue]));
            let waits = |unit: &&Unit| matches!(unit.status, Status::NotYetDue | Status::Overdue);
            let next = units.iter().filter(waits).map(|unit| unit.due).min();
            Some(PlanItem {
                title: PlanTitle::Named(rule.title.clone(), rule.title_en.clone()),
                owner: self.answers_for(rule),
                due: next.or(units.iter().map(|unit| unit.due).max()),
                planned: how_often(rule).with("subjects", n_subjects).with("units", units.len()),
                actual: Message::new("annual.duty_done")
                    .with("done", done)
                    .with("missed", missed + overdue)
                    .with("to_come", to_come),
                state: match (missed, overdue, to_come) {
                    (0, 0, 0) => PlanState::Done,
                    (0, 0, _) if done == 0 => PlanState::Open,
                    (0, 0, _) => PlanState::Within,
                    (0, _, _) => PlanState::Overdue,
                    _ => PlanState::Missed,
                },
                code: code.to_string(),
            })
        };
        rules.into_iter().filter_map(item).collect()
    }

    /// Who answers for a duty: whom the rule names, else the one department that it binds; nobody
    /// where neither is there.
    fn answers_for(&self, rule: &Rule) -> String {
        if !rule.owner.trim().is_empty() {
            return rule.owner.trim().to_owned();
        }
        let duties = self.books.inspections.duties();
        let mut bound = duties.filter(|(code, _)| *code == rule.id).map(|(_, subject)| subject);
        let (Some(only), None) = (bound.next(), bound.next()) else { return String::new() };
        let mut departments = self.books.org.departments();
        let own = departments.find(|department| department.code.as_str() == only.as_str());
        own.map_or_else(String::new, |department| department.name.clone())
    }
}

/// How often a duty is to be done, in words where the kind has plain ones.
fn how_often(rule: &Rule) -> Message {
    match &rule.kind {
        Kind::Period(period) => Message::new("annual.duty_each")
            .with("times", period.times)
            .with("slot", Argument::key(period.slot.key())),
        Kind::MaxGap(gap) => Message::new("annual.duty_gap").with("days", gap.days),
        _ => Message::new("annual.duty").with("every", rule.kind.to_string()),
    }
}

/// The lines of the orders by a day; those that were cancelled are none.
fn order_lines(stock: &Stock, as_of: Day) -> Vec<OrderLine> {
    let options =
        OrdersOptions { as_of, order: None, supplier: None, item: None, open_only: false };
    let mut lines = orders(stock, &options).map(|orders| orders.lines).unwrap_or_default();
    lines.retain(|line| line.state != OrderState::Cancelled);
    lines
}

/// A purchase plan, whether it was approved, and what was ordered of it and has come.
fn purchase(plan: &PlanDocument, due: Day, ordered: &[&OrderLine], as_of: Day) -> PlanItem {
    let cost: Money = plan.goods.iter().filter_map(|goods| goods.planned.cost()).sum();
    let unpriced = plan.goods.iter().filter(|goods| goods.planned.cost().is_none()).count();
    let n_in =
        |states: &[OrderState]| ordered.iter().filter(|line| states.contains(&line.state)).count();
    let (arrived, overdue) = (n_in(&[OrderState::Arrived]), n_in(&[OrderState::Overdue]));
    let approved = plan.approved.as_ref().filter(|(_, date)| *date <= as_of);
    let actual = match approved {
        Some((by, date)) => Message::new("annual.approved")
            .with("by", by)
            .with("date", date.to_string())
            .with("ordered", ordered.len())
            .with("arrived", arrived),
        None => Message::new("annual.not_approved"),
    };
    let about = if plan.about.is_empty() { plan.date.to_string() } else { plan.about.clone() };
    PlanItem {
        code: plan.plan.to_string(),
        title: PlanTitle::Said(Message::new("annual.purchase").with("period", about)),
        owner: plan.made_by.clone(),
        due: Some(due),
        planned: match unpriced {
            0 => Message::new("annual.purchase_priced"),
            _ => Message::new("annual.purchase_sum").with("unpriced", unpriced),
        }
        .with("lines", plan.goods.len())
        .with("cost", cost.to_string()),
        actual,
        state: match approved {
            None => PlanState::Unapproved,
            Some(_) if overdue > 0 => PlanState::Overdue,
            Some(_) if arrived >= plan.goods.len() => PlanState::Done,
            Some(_) => PlanState::Within,
        },
    }
}

/// What is proven of a measure so far.
fn saved_so_far(found: Option<&Verification>, unit: &str) -> Message {
    let proven = found.filter(|line| line.finding == Finding::Proven);
    match proven.and_then(|line| line.saving) {
        Some(saving) => {
            Message::new("annual.measure_saved").with("saved", format!("{saving} {unit}"))
        }
        None => Message::new("annual.measure_unproven"),
    }
}
