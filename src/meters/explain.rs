//! The steps of costs, one a line of arithmetic that a pocket calculator follows.

use crate::base::{Argument, Message, Step};

use super::{Band, Charge};

/// The steps of one run of days at one site.
pub(super) fn of_charge(charge: &Charge) -> Vec<Step> {
    let unit = charge.carrier.unit();
    let days = charge.span.to_string();
    let source = charge.tariff.as_ref().map_or_else(String::new, |tariff| {
        let source = tariff.source.clone().unwrap_or_default();
        format!("{} {source}", tariff.valid_from).trim_end().to_owned()
    });
    let mut steps = Vec::new();
    if let Some(before) = charge.before.filter(|before| !before.is_zero()) {
        let what = Message::new("energy.step.before").with("days", days.clone());
        steps.push(step(what, String::new(), format!("{before} {unit}"), String::new()));
    }
    for item in &charge.items {
        let what = match item.band {
            Band::All => Message::new("energy.step.use"),
            Band::Block(Some(up_to)) => {
                Message::new("energy.step.block").with("up_to", Argument::of(&up_to))
            }
            Band::Block(None) => Message::new("energy.step.last_block"),
            Band::Part(part) => {
                Message::new("energy.step.part").with("part", Argument::key(part.key()))
            }
        };
        let formula = format!("{} {unit} × {}", item.amount, item.price);
        let result = item.cost.normalize().to_string();
        steps.push(step(what.with("days", days.clone()), formula, result, source.clone()));
    }
    if let Some(registers) = charge.registers {
        let what = Message::new("energy.step.registers").with("days", days);
        let formula = format!("{registers} − {}", charge.amount);
        let rest = registers.saturating_sub(charge.amount);
        steps.push(step(what, formula, format!("{rest} {unit}"), String::new()));
    }
    steps
}

fn step(what: Message, formula: String, result: String, source: String) -> Step {
    Step { what, formula, result, source }
}
