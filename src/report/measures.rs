//! Measures: the rows of their ledger, how they stand, and what is proven of their savings.

use super::baseline::{drift_source, fractional_cells, number, proof, ratio};
use super::claims::{claimed_table, overlap_notes, overlap_table, payback_notes};
use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Argument, Decimal, Message, Refuse as _, Span};
use crate::meters::{
    Agreement, BaselineRefusal, Finding, Measure, Proof, Refusal, Unsaid, Verification,
    Verifications, Whole, WhyNot,
};

const MEASURES: Ledger = Ledger {
    key: "measure.measures",
    columns: &[
        "measure.measures.id",
        "measure.measures.code",
        "measure.measures.name",
        "measure.measures.utility",
        "measure.measures.unit",
        "measure.measures.site",
        "measure.measures.department",
        "measure.measures.points",
        "measure.measures.count",
        "measure.measures.cost",
        "measure.measures.start",
        "measure.measures.end",
        "measure.measures.expected",
        "measure.measures.life",
        "measure.measures.method",
        "measure.measures.load_before",
        "measure.measures.load_after",
        "measure.measures.load_error",
        "measure.measures.hours",
        "measure.measures.hours_error",
        "measure.measures.sample_of",
        "measure.measures.sample_size",
        "measure.measures.sample_mean",
        "measure.measures.sample_sd",
        "measure.measures.evidence",
        "measure.measures.note",
        "measure.measures.supersedes",
    ],
};

const LISTED: Ledger = Ledger {
    key: "measure.listed",
    columns: &[
        "measure.listed.code",
        "measure.listed.name",
        "measure.listed.utility",
        "measure.listed.department",
        "measure.listed.points",
        "measure.listed.count",
        "measure.listed.cost",
        "measure.listed.start",
        "measure.listed.end",
        "measure.listed.expected",
        "measure.listed.unit",
        "measure.listed.method",
        "measure.listed.finding",
    ],
};

const VERIFIED: Ledger = Ledger {
    key: "measure.verified",
    columns: &[
        "measure.verified.code",
        "measure.verified.name",
        "measure.verified.utility",
        "measure.verified.method",
        "measure.verified.days",
        "measure.verified.annual",
        "measure.verified.error_percent",
        "measure.verified.saving",
        "measure.verified.error",
        "measure.verified.unit",
        "measure.verified.finding",
        "measure.verified.yearly",
        "measure.verified.payback",
    ],
};

const UNSAID: Ledger = Ledger {
    key: "measure.unsaid",
    columns: &["measure.unsaid.measure", "measure.unsaid.what", "measure.unsaid.flag"],
};

const WHOLE: Ledger = Ledger {
    key: "measure.whole",
    columns: &[
        "measure.whole.measure",
        "measure.whole.point",
        "measure.whole.baseline",
        "measure.whole.missing",
        "measure.whole.used",
        "measure.whole.expected",
        "measure.whole.avoided",
        "measure.whole.share",
        "measure.whole.u90",
        "measure.whole.drift",
        "measure.whole.source",
        "measure.whole.mark",
        "measure.whole.finding",
        "measure.whole.why",
    ],
};

const FRACTIONAL: Ledger = Ledger {
    key: "measure.fractional",
    columns: &[
        "measure.fractional.measure",
        "measure.fractional.point",
        "baseline.fractional.confidence",
        "baseline.fractional.inflation",
        "baseline.fractional.of_saving",
        "baseline.fractional.of_expected",
        "baseline.fractional.limit",
        "baseline.fractional.kept",
    ],
};

/// The measures as they stand, with what is proven of them.
pub struct MeasuresListed<'v>(pub &'v Verifications);

/// One measure: the rows that were recorded of it, the one that stands last.
pub struct MeasureSheet<'m> {
    /// Its rows, in the order in which they were recorded.
    pub rows: Vec<&'m Measure>,
    /// The row that stands, and what is proven of it.
    pub verified: Verifications,
}

/// A row of the ledger, as a receipt shows it.
pub(super) fn written(measure: &Measure) -> Written {
    Written { ledger: MEASURES, cells: row_cells(measure) }
}

fn row_cells(measure: &Measure) -> Vec<Cell> {
    let load = &measure.load;
    let sample = load.sample.as_ref();
    let decimal = |value: Option<Decimal>| Cell::maybe(value, Cell::Quantity);
    let count = |value: Option<u32>| Cell::maybe(value, |count| Cell::Count(i64::from(count)));
    vec![
        Cell::of(&measure.id),
        Cell::of(&measure.code),
        Cell::text(&measure.name),
        Cell::word(measure.carrier.utility().key()),
        Cell::text(measure.carrier.unit()),
        Cell::maybe(measure.site.as_ref(), Cell::of),
        Cell::maybe(measure.department.as_ref(), Cell::of),
        points(measure),
        count(measure.count),
        Cell::maybe(measure.cost, Cell::Money),
        Cell::Day(measure.start),
        Cell::maybe(measure.end, Cell::Day),
        decimal(measure.expected),
        decimal(measure.life),
        Cell::word(measure.method.key()),
        decimal(load.before),
        decimal(load.after),
        decimal(load.load_error),
        decimal(load.hours),
        decimal(load.hours_error),
        Cell::maybe(sample, |(of, _)| Cell::word(of.key())),
        count(sample.map(|(_, sample)| sample.size)),
        decimal(sample.map(|(_, sample)| sample.mean)),
        decimal(sample.map(|(_, sample)| sample.deviation)),
        Cell::maybe(measure.evidence.as_ref(), Cell::text),
        Cell::maybe(measure.note.as_ref(), Cell::text),
        Cell::maybe(measure.supersedes.as_ref(), Cell::of),
    ]
}

fn points(measure: &Measure) -> Cell {
    let points: Vec<String> = measure.points.iter().map(ToString::to_string).collect();
    Cell::maybe((!points.is_empty()).then(|| points.join(" ")), Cell::text)
}

impl Present for MeasuresListed<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = LISTED.table();
        for Verification { measure, finding, .. } in &self.0.lines {
            table.line(vec![
                Cell::of(&measure.code),
                Cell::text(&measure.name),
                Cell::word(measure.carrier.utility().key()),
                Cell::maybe(measure.department.as_ref(), Cell::of),
                points(measure),
                Cell::maybe(measure.count, |count| Cell::Count(i64::from(count))),
                Cell::maybe(measure.cost, Cell::Money),
                Cell::Day(measure.start),
                Cell::maybe(measure.end, Cell::Day),
                Cell::maybe(measure.expected, Cell::Quantity),
                Cell::text(measure.carrier.unit()),
                Cell::word(measure.method.key()),
                finding_cell(*finding),
            ]);
        }
        let table = table.without_unused(&["measure.listed.points", "measure.listed.department"]);
        document("measure.listed", self.0.span).table(table).notes(notes(self.0))
    }
}

impl Present for MeasureSheet<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = MEASURES.table();
        self.rows.iter().for_each(|measure| table.line(row_cells(measure)));
        let all: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
        let history = table.without_unused(&all);
        verification_tables(
            document("measure.sheet", self.verified.span).table(history),
            &self.verified,
        )
    }
}

impl Present for Verifications {
    fn present(&self) -> Document<'_> {
        verification_tables(document("measure.verified", self.span), self)
    }
}

fn document(key: &'static str, span: Span) -> Document<'static> {
    Document::new(key).facts(vec![("measure.verified.period", Cell::of(&span))])
}

fn verification_tables<'d>(document: Document<'d>, verified: &Verifications) -> Document<'d> {
    let mut document = document.table(verified_table(&verified.lines));
    if !verified.claims.is_empty() {
        document = document.table(claimed_table(&verified.claims));
    }
    if let Some(overlaps) = overlap_table(&verified.lines) {
        document = document.table(overlaps);
    }
    for table in [whole_table(&verified.lines), whole_fractional_table(&verified.lines)] {
        if !table.rows.is_empty() {
            document = document.table(table);
        }
    }
    let unsaid = unsaid_table(&verified.lines);
    if !unsaid.rows.is_empty() {
        document = document.table(unsaid);
    }
    let mut notes = notes(verified);
    notes.extend(payback_notes(verified));
    document.notes(notes)
}

/// The measures with what is proven of their savings.
pub(super) fn verified_table(lines: &[Verification]) -> Table {
    let mut table = VERIFIED.table();
    for line in lines {
        let Verification { measure, days, proof, saving, error, finding, annual, payback, .. } =
            line;
        let found = match proof {
            Proof::OptionA(found) => Some(found),
            _ => None,
        };
        table.line(vec![
            Cell::of(&measure.code),
            Cell::text(&measure.name),
            Cell::word(measure.carrier.utility().key()),
            Cell::word(measure.method.key()),
            Cell::Count(*days),
            Cell::maybe(*annual, Cell::Quantity),
            Cell::maybe(found.and_then(|found| found.error_percent), Cell::Quantity),
            Cell::maybe(*saving, Cell::Quantity),
            Cell::maybe(*error, Cell::Quantity),
            Cell::text(measure.carrier.unit()),
            finding_cell(*finding),
            Cell::maybe(payback.as_ref().ok(), |payback| Cell::Money(payback.yearly)),
            Cell::maybe(payback.as_ref().ok(), |payback| Cell::Quantity(payback.years)),
        ]);
    }
    table
}

/// The points that were compared by Option C.
fn wholes(lines: &[Verification]) -> impl Iterator<Item = (&Measure, &Whole)> {
    lines.iter().flat_map(|line| {
        let wholes: &[Whole] = match &line.proof {
            Proof::OptionC(wholes) => wholes,
            Proof::None | Proof::Lacking(_) | Proof::OptionA(_) => &[],
        };
        wholes.iter().map(|own| (&line.measure, own))
    })
}

/// Each point of Option C with its saving and its band, or why it has none.
fn whole_table(lines: &[Verification]) -> Table {
    let mut table = WHOLE.table().named_by(&["measure.whole.measure", "measure.whole.point"]);
    for (measure, Whole { point, found }) in wholes(lines) {
        let mut cells = vec![Cell::of(&measure.code), Cell::of(point)];
        match found {
            Ok(own) => {
                let drift = own.drift.as_ref();
                let (source, mark) = drift_source(drift);
                cells.extend([
                    Cell::of(&own.baseline.span),
                    Cell::Count(own.missing),
                    Cell::Quantity(own.used.normalize()),
                    number(own.expected, 2),
                    number(own.avoided, 2),
                    ratio(Some(own.share), 2),
                    ratio(own.u90, 2),
                    ratio(drift.map(|drift| drift.value), 2),
                    source,
                    mark,
                    proof(own.proof),
                    Cell::Blank,
                ]);
            }
            Err(why) => {
                cells.extend(std::iter::repeat_n(Cell::Blank, 10));
                cells.extend([finding_cell(Finding::Lacking), Cell::said(reason(measure, why))]);
            }
        }
        table.line(cells);
    }
    table.without_unused(&["measure.whole.mark", "measure.whole.why"])
}

/// How uncertain the fit of each is, at 68 and 90 %.
fn whole_fractional_table(lines: &[Verification]) -> Table {
    let mut table = FRACTIONAL.table().named_by(&[
        "measure.fractional.measure",
        "measure.fractional.point",
        "baseline.fractional.confidence",
        "baseline.fractional.inflation",
    ]);
    for (measure, Whole { point, found }) in wholes(lines) {
        let Ok(own) = found else { continue };
        for fractional in &own.fractional {
            let mut cells = vec![Cell::of(&measure.code), Cell::of(point)];
            cells.extend(fractional_cells(fractional, own.limit.as_ref()));
            table.line(cells);
        }
    }
    table
}

/// Why a point is not compared; what to do is said for verifying, not for a baseline.
fn reason(measure: &Measure, why: &WhyNot) -> Message {
    let about = |code: &str| Message::new(code).with("measure", Argument::of(&measure.code));
    let refusal = match why {
        WhyNot::Refused(refusal) => refusal,
        WhyNot::Within(wider) => {
            return Message::new("measure.point_within").with("above", Argument::of(wider));
        }
    };
    match refusal {
        Refusal::Baseline(BaselineRefusal::FewObservations { span, n, least, .. }) => {
            about("measure.whole_few")
                .with("span", Argument::of(span))
                .with("n", *n)
                .with("least", *least)
        }
        Refusal::Baseline(BaselineRefusal::NoModel { span }) => {
            about("measure.whole_no_model").with("span", Argument::of(span))
        }
        Refusal::Baseline(BaselineRefusal::NoWeather) => about("measure.whole_no_weather"),
        Refusal::Baseline(BaselineRefusal::WhichStation { known }) => {
            about("measure.whole_station").with("known", known)
        }
        other => other.message(),
    }
}

/// What verification would need and nobody has recorded.
fn unsaid_table(lines: &[Verification]) -> Table {
    let mut table = UNSAID.table().named_by(&["measure.unsaid.measure", "measure.unsaid.what"]);
    for line in lines {
        let unsaid: &[Unsaid] = match &line.proof {
            Proof::Lacking(unsaid) => unsaid,
            Proof::OptionA(found) => &found.unsaid,
            Proof::None | Proof::OptionC(_) => &[],
        };
        for what in unsaid {
            table.line(vec![
                Cell::of(&line.measure.code),
                Cell::word(what.key()),
                Cell::text(flag(*what)),
            ]);
        }
    }
    table
}

/// The flag by which it is said.
const fn flag(what: Unsaid) -> &'static str {
    match what {
        Unsaid::Points => "--point",
        Unsaid::Count => "--count",
        Unsaid::LoadBefore => "--load-before",
        Unsaid::LoadAfter => "--load-after",
        Unsaid::Hours => "--hours",
        Unsaid::LoadError => "--load-error",
        Unsaid::HoursError => "--hours-error",
        Unsaid::Range => "",
    }
}

pub(super) fn finding_cell(finding: Finding) -> Cell {
    let tone = match finding {
        Finding::Proven => Tone::Good,
        Finding::NotYet => Tone::Plain,
        Finding::Unverified | Finding::Lacking | Finding::NotProvable => Tone::Warn,
        Finding::Increase => Tone::Bad,
    };
    Cell::verdict(finding.key(), tone)
}

/// What is to be said under measures.
pub(super) fn notes(verified: &Verifications) -> Vec<Message> {
    let lines = &verified.lines;
    let mut notes = Vec::new();
    if lines.is_empty() {
        notes.push(Message::new("measure.none"));
    }
    let unverified = lines.iter().filter(|line| line.finding == Finding::Unverified).count();
    if unverified > 0 {
        notes.push(Message::new("measure.note_unverified").with("count", unverified));
    }
    for line in lines {
        let about =
            |code: &str| Message::new(code).with("measure", Argument::of(&line.measure.code));
        if let Proof::OptionA(found) = &line.proof
            && found.sample == Agreement::Strays
        {
            notes.push(about("measure.note_strays"));
        }
        if line.measure.end.is_none() {
            notes.push(about("measure.note_no_end"));
        }
    }
    for (measure, own) in wholes(lines) {
        let said = own.found.as_ref().err().map(|why| reason(measure, why));
        notes.extend(said.filter(|said| !notes.contains(said)));
    }
    notes.extend(overlap_notes(verified));
    notes
}
