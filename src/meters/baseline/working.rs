//! How the figures of a baseline and of a saving came about, for `--explain`.

use crate::base::{Message, Working, figure};
use crate::meters::{Inflation, WanderSource};

use super::Figure;
use super::candidate::Form;
use super::figure::count;
use super::model::Baseline;
use super::prove::Prove;
use super::savings::{NINETY, OptionC};
use super::series::Observation;

/// A number as it is written in a formula.
fn written(value: f64, decimals: usize) -> String {
    Figure(value).decimal(decimals).map_or("—".to_owned(), |value| value.normalize().to_string())
}

impl Baseline {
    /// The expected use of each observation, and the scatter that follows.
    pub fn workings(&self) -> Vec<Working> {
        let mut fitted = Working::new(figure("baseline.report.fitted", self.span.to_string()));
        for observation in &self.observations {
            let what =
                Message::new("baseline.step_expected").with("period", observation.span.to_string());
            let expected = written(self.chosen.expected(observation), 2);
            fitted.step(what, self.formula(observation), expected, observation.used.to_string());
        }
        let mut scatter = Working::new(figure("baseline.measure.cv_ashrae", self.span.to_string()));
        let residuals = super::screening::residuals(&self.chosen, &self.observations);
        let squares: f64 = residuals.iter().map(|own| own * own).sum();
        let (n, k) = (self.observations.len(), self.chosen.parameters());
        scatter.step(
            Message::new("baseline.step_rmse"),
            format!("√({} / ({n} − {k}))", written(squares, 2)),
            written(self.sigma().0, 4),
            "",
        );
        let mean = self.observations.iter().map(|own| own.amount).sum::<f64>() / count(n);
        scatter.step(
            Message::new("baseline.step_cv"),
            format!("{} / {}", written(self.sigma().0, 4), written(mean, 4)),
            written(self.noise.cv, 6),
            "",
        );
        vec![fitted, scatter]
    }

    /// The expected use of an observation as a formula with its numbers.
    fn formula(&self, observation: &Observation) -> String {
        let terms = self.chosen.terms(observation);
        let parts: Vec<String> = self
            .chosen
            .coefficients
            .iter()
            .zip(terms)
            .map(|(own, x)| format!("{} × {}", written(own.value.0, 6), written(x, 6)))
            .collect();
        let days = observation.span.days();
        match (self.chosen.form, &parts[..]) {
            (Form::Mean, [_]) => {
                format!("{days} × {}", written(self.chosen.coefficients[0].value.0, 6))
            }
            _ => format!("{days} × ({})", parts.join(" + ")),
        }
    }
}

impl Prove {
    /// The scatter of the model, and the band after a year.
    pub fn workings(&self) -> Vec<Working> {
        let mut workings = self.baseline.workings();
        let about = self.baseline.span.to_string();
        let mut working = Working::new(figure("baseline.least.saving", about));
        for (months, saving) in &self.least {
            let Some((saving, drift)) = saving.zip(self.drift.as_ref()) else { continue };
            let (n, k) = (self.baseline.observations.len(), self.baseline.chosen.parameters());
            let cv = written(self.baseline.noise.cv, 6);
            let formula = format!(
                "√((t(90 %, {n} − {k}) × 1.26 × {cv} × √((1 + 2/{n}) / m))² + ({NINETY} × {})²)",
                written(drift.value.0, 6)
            );
            let what = Message::new("baseline.step_least").with("months", *months);
            working.step(what, formula, written(saving.0, 6), "ASHRAE Guideline 14");
        }
        workings.push(working);
        workings
    }
}

impl OptionC {
    /// The avoided use, its share, its uncertainty and its band.
    pub fn workings(&self) -> Vec<Working> {
        let mut workings = self.baseline.workings();
        let about = self.reporting.to_string();
        let mut working = Working::new(figure("baseline.option_c.share", about));
        for line in &self.lines {
            let what = Message::new("baseline.step_avoided").with("period", line.span.to_string());
            let formula = format!("{} − {}", written(line.expected.0, 2), line.used);
            working.step(what, formula, written(line.avoided.0, 2), "");
        }
        let (avoided, expected) = (written(self.avoided.0, 2), written(self.expected.0, 2));
        let share = format!("{avoided} / {expected}");
        working.step(Message::new("baseline.step_share"), share, written(self.share.0, 6), "");
        let ninety = |own: &&crate::meters::Fractional| {
            own.confidence == 90 && own.inflation == Inflation::Fixed
        };
        if let Some(own) = self.fractional.iter().find(ninety) {
            let (n, k) = (self.baseline.observations.len(), self.baseline.chosen.parameters());
            let (cv, m) = (written(self.baseline.noise.cv, 6), self.lines.len());
            let formula = format!("t(90 %, {n} − {k}) × 1.26 × {cv} × √((1 + 2/{n}) / {m})");
            let half = written(own.of_expected.0, 6);
            working.step(Message::new("baseline.step_half"), formula, half, "ASHRAE Guideline 14");
            if let Some((drift, u90)) = self.drift.as_ref().zip(self.u90) {
                let (d, half) = (written(drift.value.0, 6), written(own.of_expected.0, 6));
                let formula = format!("√({half}² + ({NINETY} × {d})²)");
                let source = match &drift.source {
                    WanderSource::Own { span, .. } => span.to_string(),
                    WanderSource::Outside(yardstick) => yardstick.source.clone(),
                };
                working.step(Message::new("baseline.step_u90"), formula, written(u90.0, 6), source);
            }
        }
        workings.push(working);
        workings
    }
}
