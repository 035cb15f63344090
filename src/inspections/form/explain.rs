//! How a score came about, step by step.

use crate::base::{Fraction, Message, Working, figure};

use super::marking::Marking;

/// A number as a person writes it: a decimal where it ends, else a fraction.
pub(in crate::inspections) fn exact(number: Fraction) -> String {
    match number.round(6) {
        Some(decimal) if Fraction::from_decimal(decimal) == number => {
            decimal.normalize().to_string()
        }
        _ => number.to_string(),
    }
}

/// The same with what is shown of it beside a fraction.
pub(in crate::inspections) fn about(number: Fraction) -> String {
    let written = exact(number);
    match number.floor(1).filter(|_| written.contains('/')) {
        Some(shown) => format!("{written} ≈ {shown}"),
        None => written,
    }
}

impl Marking<'_> {
    /// The working of the score: section by section, then the whole.
    pub fn working(&self, record: &str) -> Working {
        let mut working = Working::new(figure("template.filled.score", record));
        for section in &self.sections {
            let what = Message::new("template.step_section")
                .with("section", section.section.id.to_string())
                .with("title", &section.section.title);
            let formula = format!("{} − {}", exact(section.granted), exact(section.deducted));
            let result = format!("{} / {}", exact(section.got()), exact(section.reachable));
            working.step(what, formula, result, "");
        }
        let left = self.left_out;
        let (part, whole) = (exact(left.part), exact(left.whole));
        let what = Message::new("template.step_left_out");
        working.step(what, format!("{part} ÷ {whole}"), left.to_string(), "");
        let sum = |parts: Vec<String>| parts.join(" + ");
        let own = &self.sections;
        let got = sum(own.iter().map(|section| exact(section.got())).collect());
        let reachable = sum(own.iter().map(|section| exact(section.reachable)).collect());
        let formula = format!("{} × ({got}) ÷ ({reachable})", exact(self.template.full()));
        let reached = self.reached.map_or_else(|| "—".to_owned(), about);
        let source = format!("{}@{}", self.template.id, self.template.version);
        working.step(Message::new("template.step_score"), formula, reached, source);
        working
    }
}
