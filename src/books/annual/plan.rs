//! The yearly plan part by part: what is to be done, by whom, by when, and how far it is.
//!
//! Tasks, indicators and rules name who answers for them; a rule that names nobody is that of the
//! one department it binds. A target is its department's, or that of whoever set it; a purchase plan
//! and a measure are those of whoever entered them. Where nobody is named, the blank is said.

use crate::base::{Argument, Day, Message};
use crate::inspections::{
    IndicatorLine, IndicatorOptions, IndicatorState, TaskState, indicators, tasks,
};
use crate::meters::{SavingLine, SavingOptions, Subject, Target, saving_plan};

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
            let actual = match (&task.done, &task.end) {
                (Some(done), _) => {
                    Message::new("annual.done_on").with("date", done.date.to_string())
                }
                (None, Some(end)) => Message::new("annual.cancelled_on")
                    .with("date", end.date.to_string())
                    .with("by", &end.approved_by),
                (None, None) => Message::new("annual.so_far").with("percent", percent),
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
            Some((used, _)) if n_months == all => Message::new("annual.used_all")
                .with("used", format!("{} {unit}", used.normalize()))
                .with("all", all),
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
}

/// Data as a sentence of its own.
fn plain(text: impl Into<String>) -> Message {
    Message::new("annual.plain").with("text", text.into())
}
