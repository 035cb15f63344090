//! Figures of the saving measures: how many, what they cost, what is proven of them.

use crate::base::{Argument, Decimal, Message};
use crate::meters::{Finding, Measure, Verification, VerifyOptions, verify};

use super::figure::Found;
use super::name::utility;
use super::slot::alternatives;
use super::{FigureName, FigureRow, Figures};

/// Whether a measure has a code, or a text in its name.
fn is_called(measure: &Measure, text: &str) -> bool {
    measure.code.as_str() == text || measure.name.contains(text)
}

impl Figures<'_> {
    pub(super) fn of_measures(&self, name: FigureName, of: &str) -> Found {
        let measures = self.books.meters.measures();
        if measures.is_empty() {
            return Found::lacking(Message::new("annual.no_measures"));
        }
        let row = |measure: &Measure, part: Decimal| {
            FigureRow::of(measure.end, &measure.code, measure.name.as_str(), part)
        };
        if name == FigureName::MeasuresSaved {
            return self.saved(of);
        }
        if name == FigureName::MeasuresUnproven {
            let lines = self.verified();
            let open = lines.iter().filter(|line| line.finding != Finding::Proven);
            return Found::rows(open.map(|line| row(&line.measure, Decimal::ONE)).collect());
        }
        let ended = measures.into_iter().filter(|own| own.end.is_some_and(|end| self.counts(end)));
        let asked: Vec<&Measure> = ended
            .filter(|own| of.is_empty() || alternatives(of).any(|text| is_called(own, text)))
            .collect();
        if asked.is_empty() && name == FigureName::MeasureParts {
            return Found::lacking(Message::new("annual.no_measure").with("text", of));
        }
        let (mut rows, mut lacks) = (Vec::new(), Vec::new());
        for measure in asked {
            let part = match name {
                FigureName::MeasuresCost => measure.cost.map(crate::base::Money::yuan),
                FigureName::MeasureParts => measure.count.map(Decimal::from),
                _ => Some(Decimal::ONE),
            };
            if let Some(part) = part {
                rows.push(row(measure, part));
            } else {
                let is_cost = name == FigureName::MeasuresCost;
                let code = if is_cost { "annual.measure_cost" } else { "annual.measure_parts" };
                lacks.push(Message::new(code).with("measure", measure.code.to_string()));
            }
        }
        Found { rows, lacks, ..Found::default() }
    }

    /// What is proven of each measure that was begun by the last day.
    fn verified(&self) -> Vec<Verification> {
        let options = VerifyOptions {
            span: self.options.span,
            measure: None,
            site: None,
            station: None,
            view: self.options.view,
        };
        verify(&self.books.meters, &options).lines
    }

    /// The proven savings of a utility; one that another one has in it already is not added.
    fn saved(&self, of: &str) -> Found {
        let Ok(utility) = utility(of) else {
            return Found::lacking(Message::new("annual.no_measures"));
        };
        let lines = self.verified();
        let own = |line: &&Verification| line.measure.carrier.utility() == utility;
        let proven =
            |line: &&Verification| line.finding == Finding::Proven && line.within.is_none();
        let rows: Vec<FigureRow> = lines
            .iter()
            .filter(own)
            .filter(proven)
            .filter_map(|line| {
                let measure = &line.measure;
                let saving = line.saving?;
                Some(FigureRow::of(measure.end, &measure.code, measure.name.as_str(), saving))
            })
            .collect();
        let unit = lines.iter().find(own).map_or("", |line| line.measure.carrier.unit()).to_owned();
        if rows.is_empty() {
            let lack = Message::new("annual.nothing_proven");
            let lack = lack.with("utility", Argument::key(utility.key()));
            return Found::lacking(lack.with("period", self.options.span.to_string()));
        }
        Found::rows(rows).measured(unit)
    }
}
