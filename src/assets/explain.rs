//! How the depreciation of one asset came about, step by step.

use crate::base::{Argument, Day, Message, Money, Working};

use super::{Life, Lives, Plan, Regime, Standing, Stretch, Treatment, treatment};

/// The working of what an asset is worth on a day.
pub(super) fn working(
    standing: &Standing<'_>,
    plan: Option<&Plan>,
    lives: &Lives,
    as_of: Day,
) -> Working {
    let figure = Message::new("working.figure")
        .with("figure", Argument::key("asset.register.net_value"))
        .with("about", Argument::of(&standing.card.tag));
    let mut working = Working::new(figure);
    let step = |code: &str| Message::new(code);
    let acquired = standing.acquired;
    working.step(
        step("asset.step_cost").with("date", Argument::of(&acquired.date)),
        "",
        standing.cost().to_string(),
        acquired.id.to_string(),
    );
    let (Some(plan), Treatment::StraightLine { months }) = (plan, treatment(standing.card, lives))
    else {
        let why = standing.card.exemption().map_or("", |exemption| exemption.word());
        working.step(step("asset.step_exempt"), "", "0.00", why);
        return working;
    };
    working.step(life(standing, lives), "", months.to_string(), row_of(standing, lives));
    let rule = match standing.regime {
        Regime::Government => "asset.step_government",
        Regime::Enterprise { .. } => "asset.step_enterprise",
    };
    working.step(step(rule), "", plan.first.to_string(), "");
    if !plan.residual.is_zero() {
        let residual = plan.residual;
        working.step(step("asset.step_residual"), "", residual.to_string(), "");
    }
    let month = as_of.month();
    let stretches = plan.stretches.iter().enumerate().filter(|(_, one)| one.since <= month);
    for (at, stretch) in stretches {
        stretch_steps(&mut working, standing, (at, stretch));
    }
    let (done, accumulated) = (plan.elapsed(month), plan.accumulated(month));
    let current = plan.stretches.iter().rev().find(|stretch| stretch.since <= month);
    let formula = current.map(|stretch| {
        let over = done.saturating_sub(stretch.done);
        if over >= stretch.left() {
            return stretch.goal.to_string();
        }
        format!("{} + {} × {over}", stretch.before, stretch.monthly())
    });
    working.step(
        step("asset.step_accumulated").with("month", Argument::of(&month)).with("done", done),
        formula.unwrap_or_default(),
        accumulated.to_string(),
        "",
    );
    if let Some(disposed) = standing.disposed {
        let date = Argument::of(&disposed.date);
        working.step(
            step("asset.step_disposed").with("date", date),
            "",
            Money::ZERO.to_string(),
            disposed.id.to_string(),
        );
        return working;
    }
    let value = standing.value();
    let accumulated = accumulated.min(value);
    working.step(
        step("asset.step_net"),
        format!("{value} − {accumulated}"),
        (value - accumulated).to_string(),
        "",
    );
    working
}

fn life(standing: &Standing<'_>, lives: &Lives) -> Message {
    let basis = super::basis(standing.card, lives);
    Message::new("asset.step_life").with("basis", Argument::key(basis.key()))
}

/// The row of the table that the class has, as it is cited.
fn row_of(standing: &Standing<'_>, lives: &Lives) -> String {
    let cite = |life: &Life| {
        let years = life.years_max.map_or_else(
            || life.years_min.to_string(),
            |most| format!("{}–{most}", life.years_min),
        );
        format!("财会〔2017〕4号 {} {} {years}", life.class, life.item)
    };
    lives.find(&standing.card.class).map(cite).unwrap_or_default()
}

/// What a month of a stretch carries, and what began it.
fn stretch_steps(working: &mut Working, standing: &Standing<'_>, (at, stretch): (usize, &Stretch)) {
    let event = at.checked_sub(1).and_then(|at| standing.changes.get(at));
    if let Some(event) = event {
        let amount = event.value.map(|value| value.to_string()).unwrap_or_default();
        let message = Message::new("asset.step_change")
            .with("date", Argument::of(&event.date))
            .with("kind", Argument::key(event.kind.key()));
        working.step(message, "", amount, event.id.to_string());
    }
    let Stretch { since, done, before, goal, months, .. } = stretch;
    working.step(
        Message::new("asset.step_monthly").with("month", Argument::of(&since.next())),
        format!("({goal} − {before}) ÷ ({months} − {done})"),
        stretch.monthly().to_string(),
        stretch.source.clone(),
    );
}
