//! The yearly plan part by part: what is to be done, by whom, by when, and how far it is.
//!
//! Tasks and indicators name who answers for them. A target is its department's, or that of whoever
//! set it; a purchase plan and a measure are those of whoever entered them; a rule names nobody, so
//! of a duty it is told who did it last.

use std::collections::BTreeMap;

use crate::base::{Argument, Day, Message, Money, RuleCode, Span};
use crate::inspections::{
    IndicatorLine, IndicatorOptions, IndicatorState, Status, TaskState, Unit, indicators, tasks,
};
use crate::meters::{
    Finding, Measure, SavingLine, SavingOptions, Subject, Target, Verification, VerifyOptions,
    saving_plan, verify,
};
use crate::stock::Stock;
use crate::stock::purchase::{
    OrderLine, OrderState, OrdersOptions, PlanDocument, documents, orders,
};

use super::Figures;

/// A part of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanPart {
    /// The tasks.
    Tasks,
    /// What is aimed at: energy and indicators.
    Targets,
    /// The purchase plans.
    Purchases,
    /// The saving measures.
    Measures,
    /// What must be inspected.
    Duties,
}

impl PlanPart {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Tasks, Self::Targets, Self::Purchases, Self::Measures, Self::Duties];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Targets => "targets",
            Self::Purchases => "purchases",
            Self::Measures => "measures",
            Self::Duties => "duties",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// How far an item of the plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanState {
    /// It is done, or was kept all along.
    Done,
    /// It is done, and was late.
    Late,
    /// It is to be done, and there is time.
    Open,
    /// It is kept so far.
    Within,
    /// It should be done and is not.
    Overdue,
    /// Some of it was not kept.
    Missed,
    /// It was given up in time.
    Cancelled,
    /// Nobody has approved it yet.
    Unapproved,
    /// What would tell is not there.
    Unknown,
}

impl PlanState {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Done => "annual.state.done",
            Self::Late => "annual.state.late",
            Self::Open => "annual.state.open",
            Self::Within => "annual.state.within",
            Self::Overdue => "annual.state.overdue",
            Self::Missed => "annual.state.missed",
            Self::Cancelled => "annual.state.cancelled",
            Self::Unapproved => "annual.state.unapproved",
            Self::Unknown => "annual.state.unknown",
        }
    }

    /// Whether the plan is not kept there.
    pub const fn is_behind(self) -> bool {
        matches!(self, Self::Overdue | Self::Missed)
    }
}

/// What an item is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanTitle {
    /// As people wrote it, in Chinese and, where they did, in English.
    Named(String, String),
    /// As the tool says it.
    Said(Message),
}

/// An item of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanItem {
    /// The code by which it is found; empty where it has none.
    pub code: String,
    /// What is to be done or reached.
    pub title: PlanTitle,
    /// Who answers for it.
    pub owner: String,
    /// The day by which; of duties the next one that is due, or the last one where none is left.
    pub due: Option<Day>,
    /// What is planned.
    pub planned: Message,
    /// What came of it so far.
    pub actual: Message,
    /// How far it is.
    pub state: PlanState,
}

/// A part of the plan and its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanTable {
    /// Which part.
    pub part: PlanPart,
    /// Its items.
    pub items: Vec<PlanItem>,
}

/// Looks a part of the plan up.
pub(super) fn table(figures: &Figures<'_>, part: PlanPart) -> PlanTable {
    let items = match part {
        PlanPart::Tasks => figures.planned_tasks(),
        PlanPart::Targets => {
            let mut items = figures.planned_energy();
            items.extend(figures.planned_indicators());
            items
        }
        PlanPart::Purchases => figures.planned_purchases(),
        PlanPart::Measures => figures.planned_measures(),
        PlanPart::Duties => figures.planned_duties(),
    };
    PlanTable { part, items }
}

impl Figures<'_> {
    fn planned_tasks(&self) -> Vec<PlanItem> {
        let mut tasks = tasks(&self.books.inspections, &self.tasks()).tasks;
        tasks.sort_by(|one, two| (one.due, &one.code).cmp(&(two.due, &two.code)));
        let item = |task: crate::inspections::Task| {
            let percent = task.percent.to_string();
            let actual = match &task.done {
                Some(done) => Message::new("annual.done_on").with("date", done.date.to_string()),
                None => Message::new("annual.so_far").with("percent", percent),
            };
            PlanItem {
                code: task.code.to_string(),
                title: PlanTitle::Named(task.title, String::new()),
                owner: task.owner,
                due: Some(task.due),
                planned: plain(task.section),
                actual,
                state: match task.state {
                    TaskState::Done => PlanState::Done,
                    TaskState::Late => PlanState::Late,
                    TaskState::Open => PlanState::Open,
                    TaskState::Overdue | TaskState::Dropped => PlanState::Overdue,
                    TaskState::Cancelled => PlanState::Cancelled,
                },
            }
        };
        tasks.into_iter().map(item).collect()
    }

    fn planned_energy(&self) -> Vec<PlanItem> {
        let options = SavingOptions {
            span: self.options.span,
            utility: None,
            site: None,
            policy: self.books.settings.saving,
            view: self.options.view,
        };
        let plan = saving_plan(&self.books.meters, &self.books.org, &options);
        plan.lines.iter().map(|line| self.energy_target(line)).collect()
    }

    fn energy_target(&self, line: &SavingLine) -> PlanItem {
        let span = self.options.span;
        let (code, owner) = if let Subject::Department { code, name } = &line.subject {
            (code.to_string(), name.clone().unwrap_or_else(|| code.to_string()))
        } else {
            let targets = self.books.meters.standing_targets(span);
            let own =
                |target: &&Target| target.carrier == line.carrier && target.department.is_none();
            let of = targets.iter().rfind(own);
            (String::new(), of.map(|target| target.recorded_by.clone()).unwrap_or_default())
        };
        let unit = line.carrier.unit();
        let utility = Argument::key(line.carrier.utility().key());
        let title = match code.as_str() {
            "" => Message::new("annual.target").with("utility", utility),
            _ => Message::new("annual.target_of").with("utility", utility).with("whose", &owner),
        };
        let planned = line.target().map_or_else(String::new, |target| format!("{target} {unit}"));
        let (n_months, all) = (line.months.len() - line.open().count(), line.months.len());
        let judged = line.judged();
        let actual = match judged {
            None => Message::new("annual.nothing_known"),
            Some((used, target)) => Message::new("annual.used")
                .with("used", format!("{} {unit}", used.normalize()))
                .with("target", format!("{} {unit}", target.normalize()))
                .with("months", n_months)
                .with("all", all),
        };
        PlanItem {
            code,
            title: PlanTitle::Said(title),
            owner,
            due: Some(span.last()),
            planned: plain(planned),
            actual,
            state: match judged {
                None => PlanState::Unknown,
                Some((used, target)) if used > target => PlanState::Missed,
                Some(_) if n_months == all => PlanState::Done,
                Some(_) => PlanState::Within,
            },
        }
    }

    fn planned_indicators(&self) -> Vec<PlanItem> {
        let options = IndicatorOptions {
            period: self.options.span,
            clock: self.options.clock,
            indicator: None,
            section: None,
        };
        let lines = indicators(&self.books.inspections, &options).lines;
        let item = |line: IndicatorLine| {
            let met = line.count(IndicatorState::Met);
            let known = met + line.count(IndicatorState::NotMet);
            let own = &line.indicator;
            PlanItem {
                code: own.code.to_string(),
                title: PlanTitle::Named(own.name.clone(), own.name_en.clone()),
                owner: own.owner.clone(),
                due: Some(self.options.span.last()),
                planned: plain(own.goal()),
                actual: Message::new("annual.months_met")
                    .with("met", met)
                    .with("known", known)
                    .with("all", line.months.len()),
                state: match line.total.state {
                    IndicatorState::Met if known == line.months.len() => PlanState::Done,
                    IndicatorState::Met => PlanState::Within,
                    IndicatorState::NotMet => PlanState::Missed,
                    IndicatorState::Missing => PlanState::Unknown,
                    IndicatorState::Running => PlanState::Open,
                },
            }
        };
        lines.into_iter().map(item).collect()
    }

    fn planned_purchases(&self) -> Vec<PlanItem> {
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

    fn planned_measures(&self) -> Vec<PlanItem> {
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
            let planned = match measure.cost {
                Some(cost) => Message::new("annual.measure").with("cost", cost.to_string()),
                None => Message::new("annual.measure_unpriced"),
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

    fn planned_duties(&self) -> Vec<PlanItem> {
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
        let mut last: BTreeMap<&RuleCode, (Day, &str)> = BTreeMap::new();
        for row in book.inspections().filter(|row| row.date <= clock.as_of) {
            let own = last.entry(&row.rule).or_insert((row.date, row.person.as_str()));
            *own = (*own).max((row.date, row.person.as_str()));
        }
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
                owner: last.get(&code).map_or("", |(_, person)| person).to_owned(),
                due: next.or(units.iter().map(|unit| unit.due).max()),
                planned: Message::new("annual.duty")
                    .with("every", rule.kind.to_string())
                    .with("subjects", n_subjects)
                    .with("units", units.len()),
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
        planned: Message::new("annual.purchase_sum")
            .with("lines", plan.goods.len())
            .with("cost", cost.to_string())
            .with("unpriced", unpriced),
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

/// Data as a sentence of its own.
fn plain(text: impl Into<String>) -> Message {
    Message::new("annual.plain").with("text", text.into())
}
