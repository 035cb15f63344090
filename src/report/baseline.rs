//! Baselines: the chosen model, what else was tried, how good it is, and what that means.

use super::receipt::Ledger;
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Argument, Message};
use crate::meters::{
    Baseline, Candidate, Figure, Form, Fractional, LeftOut, Needed, OptionC, Outcome, Prove,
    Regressor, Scope, Screened, Wander, WanderSource, WhyLeft, Yardstick,
};

const CANDIDATES: Ledger = Ledger {
    key: "baseline.candidates",
    columns: &[
        "baseline.candidates.form",
        "baseline.candidates.points",
        "baseline.candidates.r2",
        "baseline.candidates.adjusted_r2",
        "baseline.candidates.bic",
        "baseline.candidates.state",
    ],
};

const COEFFICIENTS: Ledger = Ledger {
    key: "baseline.coefficients",
    columns: &[
        "baseline.coefficients.term",
        "baseline.coefficients.value",
        "baseline.coefficients.unit",
        "baseline.coefficients.t",
    ],
};

const SCREENING: Ledger = Ledger {
    key: "baseline.screening",
    columns: &[
        "baseline.screening.measure",
        "baseline.screening.value",
        "baseline.screening.limit",
        "baseline.screening.kept",
        "baseline.screening.source",
    ],
};

const LEFT_OUT: Ledger = Ledger {
    key: "baseline.left_out",
    columns: &[
        "baseline.left_out.from",
        "baseline.left_out.until",
        "baseline.left_out.days",
        "baseline.left_out.kept",
        "baseline.left_out.why",
    ],
};

const PERIODS: Ledger = Ledger {
    key: "baseline.periods",
    columns: &[
        "baseline.periods.from",
        "baseline.periods.until",
        "baseline.periods.used",
        "baseline.periods.expected",
        "baseline.periods.avoided",
    ],
};

const FRACTIONAL: Ledger = Ledger {
    key: "baseline.fractional",
    columns: &[
        "baseline.fractional.confidence",
        "baseline.fractional.inflation",
        "baseline.fractional.of_saving",
        "baseline.fractional.of_expected",
        "baseline.fractional.limit",
        "baseline.fractional.kept",
    ],
};

const LEAST: Ledger =
    Ledger { key: "baseline.least", columns: &["baseline.least.months", "baseline.least.saving"] };

impl Present for Baseline {
    fn present(&self) -> Document<'_> {
        let document = Document::new("baseline.report").facts(facts(self));
        let document = says(self).into_iter().fold(document, Document::prose);
        with_model(document, self).notes(remarks(self))
    }
}

impl Present for Prove {
    fn present(&self) -> Document<'_> {
        let expected = Figure::of(self.expected);
        let mut facts = facts(&self.baseline);
        facts.push(("baseline.prove.expected", ratio(Some(expected), 2)));
        facts.extend(drift_facts(self.drift.as_ref()));
        let mut least = LEAST.table();
        for (months, saving) in &self.least {
            least.line(vec![Cell::Count(i64::from(*months)), ratio(*saving, 2)]);
        }
        let share = expected.ratio(2).map_or("—".to_owned(), |ratio| ratio.to_string());
        let said = match self.needed {
            Needed::Months(months) => Message::new("baseline.says_months").with("months", months),
            Needed::OptionA => Message::new("baseline.says_option_a"),
            Needed::Unknown => Message::new("baseline.says_unknown"),
        };
        let document = Document::new("baseline.prove").facts(facts);
        let document = document.prose(said.with("share", share)).table(least);
        let notes = [remarks(&self.baseline), drift_remarks(self.drift.as_ref())].concat();
        with_model(document, &self.baseline).notes(notes)
    }
}

impl Present for OptionC {
    fn present(&self) -> Document<'_> {
        let document = Document::new("baseline.option_c").facts(option_c_facts(self));
        let document = document
            .prose(proof_sentence(self))
            .table(period_table(self))
            .table(fractional_table(&self.fractional, self.limit.as_ref()));
        let mut document = document;
        if !self.left_out.is_empty() {
            document = document.table(left_table(&self.left_out));
        }
        let notes = [remarks(&self.baseline), drift_remarks(self.drift.as_ref())].concat();
        with_model(document, &self.baseline).notes(notes)
    }
}

/// The figures of a saving by Option C.
fn option_c_facts(own: &OptionC) -> Vec<(&'static str, Cell)> {
    let (low, high) = own.band().unzip();
    let mut facts = facts(&own.baseline);
    facts.extend([
        ("baseline.option_c.reporting", Cell::of(&own.reporting)),
        ("baseline.option_c.missing", Cell::Count(own.missing)),
        ("baseline.option_c.used", Cell::Quantity(own.used.normalize())),
        ("baseline.option_c.expected", number(own.expected, 2)),
        ("baseline.option_c.avoided", number(own.avoided, 2)),
        ("baseline.option_c.share", ratio(Some(own.share), 2)),
        ("baseline.option_c.u90", ratio(own.u90, 2)),
        ("baseline.option_c.low", ratio(low, 2)),
        ("baseline.option_c.high", ratio(high, 2)),
        ("baseline.option_c.proof", proof(own.proof)),
    ]);
    facts.extend(drift_facts(own.drift.as_ref()));
    facts
}

/// What a saving by Option C proves, with its tone.
pub(super) fn proof(proof: Outcome) -> Cell {
    let tone = match proof {
        Outcome::Proven => Tone::Good,
        Outcome::NotProvable => Tone::Warn,
        Outcome::Increase => Tone::Bad,
    };
    Cell::verdict(proof.key(), tone)
}

/// The same in one sentence.
fn proof_sentence(own: &OptionC) -> Message {
    let said = |figure: Option<Figure>| {
        let ratio = figure.and_then(|figure| figure.ratio(1));
        ratio.map_or("—".to_owned(), |ratio| ratio.to_string())
    };
    let code = match (own.proof, own.u90) {
        (Outcome::Proven, _) => "baseline.says_proven",
        (Outcome::Increase, _) => "baseline.says_increase",
        (Outcome::NotProvable, Some(_)) => "baseline.says_not_provable",
        (Outcome::NotProvable, None) => "baseline.says_no_band",
    };
    Message::new(code)
        .with("share", said(Some(own.share)))
        .with("size", said(Some(own.share.size())))
        .with("half", said(own.u90))
}

pub(super) fn number(figure: Figure, decimals: usize) -> Cell {
    Cell::maybe(figure.decimal(decimals), Cell::Quantity)
}

pub(super) fn ratio(figure: Option<Figure>, decimals: u32) -> Cell {
    Cell::maybe(figure.and_then(|figure| figure.ratio(decimals)), Cell::rate)
}

fn facts(own: &Baseline) -> Vec<(&'static str, Cell)> {
    let (scope, site) = match &own.scope {
        Scope::Point(code) => (Cell::of(code), Cell::Blank),
        Scope::Total { site, .. } => {
            (Cell::word("meter.subject.utility"), Cell::maybe(site.as_ref(), Cell::of))
        }
    };
    vec![
        ("baseline.report.scope", scope),
        ("baseline.report.site", site),
        ("baseline.report.utility", Cell::word(own.carrier.utility().key())),
        ("baseline.report.unit", Cell::text(own.carrier.unit())),
        ("baseline.report.period", Cell::of(&own.span)),
        ("baseline.report.cut", Cell::word(own.cut.key())),
        ("baseline.report.n_periods", Cell::count(own.observations.len())),
        ("baseline.report.missing", Cell::Count(own.missing)),
        ("baseline.report.station", Cell::maybe(own.station.as_ref(), Cell::text)),
        ("baseline.report.family", Cell::word(own.family.key())),
        ("baseline.report.select", Cell::word(own.select.key())),
        ("baseline.report.form", Cell::word(own.chosen.form.key())),
        ("baseline.report.sigma", number(own.sigma(), 2)),
        ("baseline.report.correlation", number(own.correlation(), 2)),
    ]
}

fn drift_facts(drift: Option<&Wander>) -> Vec<(&'static str, Cell)> {
    let (source, mark) = drift_source(drift);
    vec![
        ("baseline.drift", ratio(drift.map(|drift| drift.value), 2)),
        ("baseline.drift.source", source),
        ("baseline.drift.mark", mark),
    ]
}

/// Where a drift comes from, and how far that can be trusted.
pub(super) fn drift_source(drift: Option<&Wander>) -> (Cell, Cell) {
    match drift.map(|drift| &drift.source) {
        Some(WanderSource::Own { span, n_origins }) => {
            let said = Message::new("baseline.drift_own")
                .with("span", span.to_string())
                .with("n", *n_origins);
            (Cell::said(said), Cell::Blank)
        }
        Some(WanderSource::Outside(yardstick)) => {
            let said = Message::new("baseline.drift_outside");
            let said = said.with("source", yardstick.source.as_str());
            (Cell::said(said), Cell::maybe(yardstick.mark.as_ref(), Cell::text))
        }
        None => (Cell::Blank, Cell::Blank),
    }
}

/// The tables of a model below a document.
fn with_model<'d>(document: Document<'d>, own: &Baseline) -> Document<'d> {
    let document = document
        .table(coefficient_table(own))
        .table(candidate_table(own))
        .table(screening_table(&own.screening));
    if own.left_out.is_empty() { document } else { document.table(left_table(&own.left_out)) }
}

/// What the model says, in plain sentences.
fn says(own: &Baseline) -> Vec<Message> {
    let unit = own.carrier.unit();
    let value = |wanted: &Regressor| {
        let found = own.chosen.coefficients.iter().find(|one| one.term == *wanted);
        found.and_then(|one| one.value.decimal(2)).map(|value| value.normalize().to_string())
    };
    let point = |at: usize| {
        let point = own.chosen.points.get(at).and_then(|point| point.decimal(1));
        point.map_or("—".to_owned(), |point| point.normalize().to_string())
    };
    let of_cooling = match own.chosen.form {
        Form::HeatingCooling | Form::FiveP => 1,
        _ => 0,
    };
    let mut said = Vec::new();
    let base = value(&Regressor::Base).unwrap_or_default();
    let code = match own.chosen.form {
        Form::Mean => "baseline.says_mean",
        _ => "baseline.says_base",
    };
    said.push(Message::new(code).with("base", base).with("unit", unit));
    for (term, code, at) in [
        (Regressor::Heating, "baseline.says_heating", 0),
        (Regressor::Cooling, "baseline.says_cooling", of_cooling),
        (Regressor::Temperature, "baseline.says_temperature", 0),
    ] {
        let Some(value) = value(&term) else { continue };
        said.push(
            Message::new(code).with("value", value).with("unit", unit).with("point", point(at)),
        );
    }
    let sigma = own.sigma().decimal(0).map_or("—".to_owned(), |sigma| sigma.to_string());
    said.push(Message::new("baseline.says_scatter").with("sigma", sigma).with("unit", unit));
    said
}

/// What limits what can be said of a drift.
fn drift_remarks(drift: Option<&Wander>) -> Vec<Message> {
    match drift.map(|drift| &drift.source) {
        Some(WanderSource::Own { n_origins: 1, .. }) => vec![Message::new("baseline.one_pair")],
        _ => Vec::new(),
    }
}

/// What limits what can be said.
fn remarks(own: &Baseline) -> Vec<Message> {
    let mut remarks = Vec::new();
    if !own.is_sufficient() {
        let message = Message::new("baseline.insufficient");
        let days = own.span.days() - own.missing;
        remarks
            .push(message.with("days", days.to_string()).with("missing", own.missing.to_string()));
    }
    if own.station.is_none() && own.chosen.form == Form::Mean {
        remarks.push(Message::new("baseline.no_temperatures"));
    }
    remarks
}

fn coefficient_table(own: &Baseline) -> Table {
    let mut table = COEFFICIENTS.table();
    for coefficient in &own.chosen.coefficients {
        let term = match &coefficient.term {
            Regressor::Driver(kind) => {
                kind.key().map_or_else(|| Cell::text(kind.word()), Cell::word)
            }
            term => Cell::word(term.key()),
        };
        let per = match &coefficient.term {
            Regressor::Base => format!("{}/d", own.carrier.unit()),
            Regressor::Driver(_) => own.carrier.unit().to_owned(),
            _ => format!("{}/(d·°C)", own.carrier.unit()),
        };
        table.line(vec![
            term,
            number(coefficient.value, 4),
            Cell::text(per),
            number(coefficient.t, 2),
        ]);
    }
    table
}

fn candidate_table(own: &Baseline) -> Table {
    let mut table = CANDIDATES.table();
    for candidate in &own.candidates {
        table.line(vec![
            Cell::word(candidate.form.key()),
            Cell::text(points(candidate)),
            number(candidate.r2, 4),
            number(candidate.adjusted_r2, 4),
            number(candidate.bic, 2),
            state(own, candidate),
        ]);
    }
    table
}

/// The change points, the colder first.
fn points(candidate: &Candidate) -> String {
    let written = candidate.points.iter().filter_map(|point| point.decimal(1));
    written.map(|point| point.to_string()).collect::<Vec<_>>().join(" / ")
}

fn state(own: &Baseline, candidate: &Candidate) -> Cell {
    match &candidate.rejection {
        Some(rejection) => Cell::verdict(rejection.key(), Tone::Warn),
        None if candidate.form == own.chosen.form => {
            Cell::verdict("baseline.state.chosen", Tone::Good)
        }
        None => Cell::word("baseline.state.beaten"),
    }
}

fn screening_table(screening: &[Screened]) -> Table {
    let mut table = SCREENING.table();
    for screened in screening {
        table.line(vec![
            Cell::word(screened.measure.key()),
            number(screened.value, 4),
            Cell::maybe(screened.limit.as_ref(), |limit| Cell::Quantity(limit.value)),
            Cell::maybe(screened.kept, kept),
            Cell::maybe(screened.limit.as_ref(), |limit| Cell::text(source(limit))),
        ]);
    }
    table
}

/// Where a yardstick comes from, and how far it can be trusted.
fn source(yardstick: &Yardstick) -> String {
    match &yardstick.mark {
        Some(mark) => format!("{}（{mark}）", yardstick.source),
        None => yardstick.source.clone(),
    }
}

fn kept(kept: bool) -> Cell {
    if kept {
        Cell::verdict("baseline.kept.yes", Tone::Good)
    } else {
        Cell::verdict("baseline.kept.no", Tone::Warn)
    }
}

fn left_table(left_out: &[LeftOut]) -> Table {
    let named_by = ["baseline.left_out.from", "baseline.left_out.until", "baseline.left_out.why"];
    let mut table = LEFT_OUT.table().named_by(&named_by);
    for left in left_out {
        let (key, tone) = if left.why.is_kept() {
            ("baseline.left_out.is_kept", Tone::Plain)
        } else {
            ("baseline.left_out.is_left", Tone::Warn)
        };
        table.line(vec![
            Cell::Day(left.span.first()),
            Cell::Day(left.span.last()),
            Cell::Count(left.span.days()),
            Cell::verdict(key, tone),
            why(&left.why),
        ]);
    }
    table
}

fn why(why: &WhyLeft) -> Cell {
    match why {
        WhyLeft::Open(gap) => Cell::said(gap.message()),
        WhyLeft::NoWeather { missing } | WhyLeft::FewDays { missing } => {
            let said = Message::new("baseline.no_weather").with("days", missing.to_string());
            Cell::said(said.with("why", Argument::key(why.key())))
        }
        WhyLeft::NoDriver(driver) => {
            Cell::said(Message::new("baseline.no_driver").with("driver", driver.argument()))
        }
        other => Cell::word(other.key()),
    }
}

fn period_table(own: &OptionC) -> Table {
    let mut table = PERIODS.table();
    for line in &own.lines {
        table.line(vec![
            Cell::Day(line.span.first()),
            Cell::Day(line.span.last()),
            Cell::Quantity(line.used.normalize()),
            number(line.expected, 2),
            number(line.avoided, 2),
        ]);
    }
    table
}

/// The uncertainty of the fit under each convention, with the limit that some read at 68 %, some
/// at 90 %.
fn fractional_table(all: &[Fractional], limit: Option<&Yardstick>) -> Table {
    let named_by = ["baseline.fractional.confidence", "baseline.fractional.inflation"];
    let mut table = FRACTIONAL.table().named_by(&named_by);
    for own in all {
        table.line(fractional_cells(own, limit));
    }
    table
}

/// A line of it.
pub(super) fn fractional_cells(own: &Fractional, limit: Option<&Yardstick>) -> Vec<Cell> {
    let within = limit.zip(own.of_saving).map(|(limit, own)| own <= Figure::of(limit.value));
    vec![
        Cell::text(format!("{}%", own.confidence)),
        Cell::word(own.inflation.key()),
        ratio(own.of_saving, 2),
        ratio(Some(own.of_expected), 2),
        Cell::maybe(limit, |limit| ratio(Some(Figure::of(limit.value)), 0)),
        Cell::maybe(within, kept),
    ]
}
