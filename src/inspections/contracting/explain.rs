//! How a contractor's month came about, step by step.

use crate::base::{Fraction, Message, TemplateCode, Working, figure_of};
use crate::inspections::form::{about, exact};

use super::month::{MonthLine, SheetLine, mean};

/// The formula of a sheet's score, with its numbers.
pub(super) fn formula(
    full: Fraction,
    granted: Fraction,
    deducted: Fraction,
    reachable: Fraction,
) -> String {
    let got = if deducted.is_positive() {
        format!("({} − {})", exact(granted), exact(deducted))
    } else {
        exact(granted)
    };
    format!("{} × {got} ÷ {}", exact(full), exact(reachable))
}

/// The workings of a month: its score, its band, its streak.
pub(super) fn workings(line: &MonthLine) -> Vec<Working> {
    let (contract, month) = (&line.contract, line.month.to_string());
    let of = |key: &'static str| {
        Working::new(figure_of(key, contract.contractor.to_string(), month.clone()))
    };
    let mut score = of("contractor.months.score");
    let mut parts: Vec<String> = Vec::new();
    for template in &contract.templates {
        let own: Vec<&SheetLine> =
            line.sheets.iter().filter(|sheet| sheet.template == *template).collect();
        for sheet in &own {
            step_of(&mut score, sheet);
        }
        let graded: Vec<String> = own.iter().filter_map(|sheet| sheet.score).map(exact).collect();
        let part = mean(&line.sheets, template, |sheet| sheet.score.unwrap_or(Fraction::ZERO));
        let Some(part) = part else {
            missing(&mut score, template);
            continue;
        };
        if graded.len() > 1 {
            let formula = format!("({}) ÷ {}", graded.join(" + "), graded.len());
            let what = Message::new("contractor.step_mean").with("template", template.to_string());
            score.step(what, formula, exact(part), "");
        }
        parts.push(exact(part));
    }
    let Some(total) = line.score else { return vec![score] };
    score.step(Message::new("contractor.step_month"), parts.join(" + "), about(total), "");
    let mut workings = vec![score];
    if let Some(band) = line.band {
        let mut pays = of("contractor.months.pays");
        let formula = format!("{} ≥ {}", exact(total), band.from);
        let code = contract.code.to_string();
        let what = Message::new("contractor.step_band");
        pays.step(what, formula, format!("{}%", band.pays), code);
        workings.push(pays);
    }
    if let (Some(below), false) = (contract.alert_below, line.below.is_empty()) {
        let mut streak = of("contractor.months.streak");
        let months: Vec<String> = line
            .below
            .iter()
            .map(|(month, score)| format!("{month}: {} < {below}", exact(*score)))
            .collect();
        let what = Message::new("contractor.step_streak");
        streak.step(what, months.join("; "), line.streak.to_string(), contract.code.to_string());
        workings.push(streak);
    }
    workings
}

fn step_of(working: &mut Working, sheet: &SheetLine) {
    let code = match sheet.score {
        Some(_) => "contractor.step_sheet",
        None => "contractor.step_no_grade",
    };
    let what = Message::new(code)
        .with("template", sheet.template.to_string())
        .with("date", sheet.date.to_string());
    let result = sheet.score.map_or_else(|| "—".to_owned(), exact);
    working.step(what, sheet.formula.clone(), result, sheet.record.to_string());
}

fn missing(working: &mut Working, template: &TemplateCode) {
    let what = Message::new("contractor.step_missing").with("template", template.to_string());
    working.step(what, "", "—", "");
}
