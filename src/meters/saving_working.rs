//! How the execution of a saving plan came about: the months that are judged, their sums, the rate.

use crate::base::{Argument, Decimal, Message, Working, figure_of};

use super::{Judgement, JudgementKind, SavingLine, SavingMonth, SavingPlan, Subject};

impl SavingPlan {
    /// The working of each line and of each reward or warning.
    pub fn workings(&self) -> Vec<Working> {
        let lines = self.lines.iter().filter_map(of_line);
        lines.chain(self.judgements.iter().map(|own| self.of_judgement(own))).collect()
    }

    fn of_judgement(&self, judgement: &Judgement) -> Working {
        let Judgement { carrier, subject, kind, first, last, used, target, .. } = judgement;
        let utility = Argument::key(carrier.utility().key());
        let key = match kind {
            JudgementKind::Reward => "saving.kind.reward",
            JudgementKind::Warning => "saving.kind.warning",
        };
        let mut working = Working::new(figure_of(key, whose(subject), utility));
        let within = |month: &&SavingMonth| *first <= month.month && month.month <= *last;
        let own = self.lines.iter().find(|own| (&own.carrier, &own.subject) == (carrier, subject));
        let months = own.into_iter().flat_map(|own| own.months.iter().filter(within));
        for month in months {
            of_month(month, &mut working);
        }
        divided(*used, *target, judgement.rate().to_string(), &mut working);
        working
    }
}

/// The months of a line that can be judged, and their sums; none where there is none.
fn of_line(line: &SavingLine) -> Option<Working> {
    let (used, target) = line.judged()?;
    let utility = Argument::key(line.carrier.utility().key());
    let mut working = Working::new(figure_of("saving.lines.rate", whose(&line.subject), utility));
    let known = || line.months.iter().filter_map(SavingMonth::known);
    line.months.iter().for_each(|month| of_month(month, &mut working));
    let unit = line.carrier.unit();
    for (code, sum, amounts) in [
        ("saving.step.used", used, known().map(|own| own.0.to_string()).collect::<Vec<_>>()),
        ("saving.step.target", target, known().map(|own| own.1.to_string()).collect()),
    ] {
        working.step(Message::new(code), amounts.join(" + "), format!("{sum} {unit}"), "");
    }
    if let Some(left) = line.left() {
        let what = Message::new("saving.step.left");
        working.step(what, format!("{target} − {used}"), format!("{left} {unit}"), "");
    }
    divided(used, target, line.rate()?.to_string(), &mut working);
    Some(working)
}

/// What a month used of its target; a month that cannot be judged has no step.
fn of_month(month: &SavingMonth, working: &mut Working) {
    let (Some((used, target)), Some(rate)) = (month.known(), month.rate()) else { return };
    let what = Message::new("saving.step.month").with("month", Argument::of(&month.month));
    working.step(what, format!("{used} ÷ {target}"), rate.to_string(), "");
}

fn divided(used: Decimal, target: Decimal, rate: String, working: &mut Working) {
    working.step(Message::new("saving.step.rate"), format!("{used} ÷ {target}"), rate, "");
}

fn whose(subject: &Subject) -> Argument {
    match subject {
        Subject::Department { code, .. } => Argument::of(code),
        Subject::Point { code, .. } => Argument::of(code),
        Subject::Common => Argument::key("meter.subject.common"),
        Subject::Utility => Argument::key("meter.subject.utility"),
    }
}
