//! Figures of the meters: use, plan, the year before, cost.

use crate::base::{Argument, Decimal, Message, Span};
use crate::meters::{
    ExpenseOptions, SavingMonth, SavingOptions, Subject, UsageBy, UsageOptions, Utility, expense,
    saving_plan, usage,
};

use super::figure::Found;
use super::name::utility;
use super::{FigureName, FigureRow, Figures};

impl Figures<'_> {
    pub(super) fn of_energy(&self, name: FigureName, of: &str) -> Found {
        // What is written in a template was read by then.
        let utility = (!of.is_empty()).then(|| utility(of)).and_then(Result::ok);
        if name == FigureName::EnergyCost {
            return self.cost(utility);
        }
        let Some(utility) = utility else {
            return Found::lacking(Message::new("annual.no_meter"));
        };
        let span = self.options.span;
        let before = year_before(span);
        match name {
            FigureName::EnergyUsed => self.used(utility, span),
            FigureName::EnergyBefore => self.used(utility, before),
            FigureName::EnergyChange => {
                let (now, then) = (self.used(utility, span), self.used(utility, before));
                let mut lacks = now.lacks;
                lacks.extend(then.lacks);
                let mut rows = now.rows;
                for row in &mut rows {
                    row.whole = Some(Decimal::ZERO);
                }
                rows.extend(then.rows.into_iter().map(|row| {
                    let part = row.part;
                    FigureRow { part: -part, ..row }.of_whole(part)
                }));
                Found { rows, lacks, ..Found::default() }
            }
            _ => self.planned(name, utility),
        }
    }

    /// The use of a utility month by month.
    fn used(&self, utility: Utility, span: Span) -> Found {
        let options = UsageOptions {
            span,
            by: UsageBy::Utility,
            site: None,
            utility: Some(utility),
            point: None,
            view: self.options.view,
        };
        let lines = usage(&self.books.meters, &self.books.org, &options).lines;
        let Some(line) = lines.first() else {
            return Found::lacking(about("annual.unmetered", utility));
        };
        if lines.len() > 1 {
            return Found::lacking(about("annual.several_units", utility));
        }
        let mut rows = Vec::new();
        for (days, usage) in &line.months {
            if let Some(amount) = usage.amount() {
                let what = format!("{} {days}", utility.word());
                rows.push(FigureRow::of(Some(days.first()), days, what, amount));
            }
        }
        let lack = about("annual.use_open", utility).with("period", span.to_string());
        let is_open = !line.whole.is_complete() || line.whole.amount().is_none();
        Found::rows(rows).measured(line.carrier.unit()).unless(is_open.then_some(lack))
    }

    /// The plan of a utility for the whole hospital, month by month, and the use beside it.
    fn planned(&self, name: FigureName, utility: Utility) -> Found {
        let options = SavingOptions {
            span: self.options.span,
            utility: Some(utility),
            site: None,
            policy: self.books.settings.saving,
            view: self.options.view,
        };
        let plan = saving_plan(&self.books.meters, &self.books.org, &options);
        let lines = plan.lines.iter().filter(|line| line.subject == Subject::Utility);
        let lines: Vec<_> = lines.collect();
        let [line] = lines[..] else {
            let code = if lines.is_empty() { "annual.no_target" } else { "annual.several_units" };
            return Found::lacking(about(code, utility));
        };
        let mut lacks = Vec::new();
        let without = line.without_target().count();
        if without > 0 {
            lacks.push(about("annual.target_missing", utility).with("count", without));
        }
        let row = |month: &SavingMonth, part: Decimal| {
            let what = format!("{} {}", utility.word(), month.month);
            FigureRow::of(Some(month.month.first()), &month.month, what, part)
        };
        let mut rows = Vec::new();
        for month in &line.months {
            let Some(target) = month.target else { continue };
            if name == FigureName::EnergyPlanned {
                rows.push(row(month, target));
                continue;
            }
            let used = month.usage.as_ref().filter(|usage| usage.is_complete());
            let Some(used) = used.and_then(crate::meters::Usage::amount) else {
                let lack = about("annual.use_open", utility);
                lacks.push(lack.with("period", month.month.to_string()));
                continue;
            };
            rows.push(match name {
                FigureName::EnergyRate => row(month, used).of_whole(target),
                _ => row(month, target.saturating_sub(used)),
            });
        }
        let measure = if name == FigureName::EnergyRate { "" } else { line.carrier.unit() };
        Found { rows, lacks, measure: measure.to_owned() }
    }

    /// What energy cost, utility by utility.
    fn cost(&self, utility: Option<Utility>) -> Found {
        let options = ExpenseOptions {
            span: self.options.span,
            by: UsageBy::Utility,
            site: None,
            utility,
            view: self.options.view,
        };
        let expense = expense(&self.books.meters, &self.books.org, &options);
        if expense.lines.is_empty() {
            return Found::lacking(match utility {
                Some(utility) => about("annual.unmetered", utility),
                None => Message::new("annual.no_meter"),
            });
        }
        let rows = expense.lines.iter().filter_map(|line| {
            let word = line.carrier.utility().word();
            Some(FigureRow::of(None, word, line.carrier.unit(), line.cost?.yuan()))
        });
        let is_open =
            expense.needs_attention() || expense.lines.iter().any(|line| line.cost.is_none());
        let lack = Message::new("annual.cost_open").with("period", self.options.span.to_string());
        Found::rows(rows.collect()).unless(is_open.then_some(lack))
    }
}

fn about(code: &'static str, utility: Utility) -> Message {
    Message::new(code).with("utility", Argument::key(utility.key())).with("word", utility.word())
}

/// The same days a year before.
fn year_before(span: Span) -> Span {
    let first = span.first().plus_months(-12);
    let last = span.last().next().plus_months(-12).previous();
    Span::new(first, last).unwrap_or(span)
}
