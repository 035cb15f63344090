//! The energy-saving report, and the rows of prices and targets.

use super::claims::{claimed_table, overlap_table};
use super::conversion::four_decimals;
use super::course::course_table;
use super::factors::{basis, factor_table};
use super::measures::verified_table;
use super::nights::alarm_table;
use super::quota::{grade_table, lack_table, working_table};
use super::rank::rank_table;
use super::receipt::{Ledger, Written};
use super::saving::judgement_table;
use super::several::several;
use super::usage::{balance_table, change, coverage, open_table, subject};
use super::{Cell, Document, Present, Row, Table, Tone, charts};
use crate::base::{Argument, Message};
use crate::meters::{
    Alarms, Carrier, Comparison, Converted, Drift, EnergyLine, EnergyReport, Equivalent, Lack,
    Pricing, Target, Tariff,
};

const UTILITIES: Ledger = Ledger {
    key: "energy.utilities",
    columns: &[
        "energy.utilities.utility",
        "energy.utilities.amount",
        "energy.utilities.unit",
        "energy.utilities.coverage",
        "energy.utilities.on_previous",
        "energy.utilities.on_last_year",
        "energy.utilities.target",
        "energy.utilities.saved",
        "energy.utilities.saved_ratio",
        "energy.utilities.cost",
        "energy.utilities.coal",
        "energy.utilities.carbon",
    ],
};

const DEPARTMENTS: Ledger = Ledger {
    key: "energy.departments",
    columns: &[
        "energy.departments.utility",
        "energy.departments.department",
        "energy.departments.name",
        "energy.departments.amount",
        "energy.departments.unit",
        "energy.departments.coverage",
        "energy.departments.on_previous",
        "energy.departments.on_last_year",
        "energy.departments.target",
        "energy.departments.saved",
        "energy.departments.saved_ratio",
        "energy.departments.cost",
    ],
};

const DRIFTS: Ledger = Ledger {
    key: "energy.drifts",
    columns: &[
        "energy.drifts.point",
        "energy.drifts.name",
        "energy.drifts.utility",
        "energy.drifts.drift",
        "energy.drifts.change",
        "energy.drifts.raised",
        "energy.drifts.saved",
        "energy.drifts.unit",
    ],
};

const REMARKS: Ledger = Ledger {
    key: "energy.remarks",
    columns: &[
        "energy.remarks.code",
        "energy.remarks.point",
        "energy.remarks.name",
        "energy.remarks.from",
        "energy.remarks.until",
        "energy.remarks.amount",
        "energy.remarks.what",
    ],
};

const TARIFFS: Ledger = Ledger {
    key: "energy.tariffs",
    columns: &[
        "energy.tariffs.utility",
        "energy.tariffs.price",
        "energy.tariffs.tiers",
        "energy.tariffs.per",
        "energy.tariffs.periods",
        "energy.tariffs.unit",
        "energy.tariffs.valid_from",
        "energy.tariffs.site",
        "energy.tariffs.source",
    ],
};

const TARGETS: Ledger = Ledger {
    key: "energy.targets",
    columns: &[
        "energy.targets.month",
        "energy.targets.utility",
        "energy.targets.department",
        "energy.targets.amount",
        "energy.targets.unit",
        "energy.targets.note",
    ],
};

impl Present for EnergyReport {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("energy.report")
            .facts(vec![
                ("energy.report.period", Cell::of(&self.options.span)),
                ("energy.report.previous", Cell::of(&self.previous)),
                ("energy.report.last_year", Cell::of(&self.last_year)),
                ("energy.report.comparison", Cell::word(comparison(self.options.comparison))),
                ("energy.report.site", Cell::maybe(self.options.site.as_ref(), Cell::of)),
                ("energy.report.basis", basis(&self.options.basis)),
                ("energy.report.carbon_basis", basis(&self.options.carbon_basis)),
                ("energy.report.cost", Cell::maybe(self.cost, Cell::Money)),
                ("energy.report.coal", Cell::maybe(self.coal.map(four_decimals), Cell::Quantity)),
                (
                    "energy.report.carbon",
                    Cell::maybe(self.carbon.map(four_decimals), Cell::Quantity),
                ),
                ("energy.report.plan", Cell::of(&self.plan.options.span)),
                ("energy.report.watched", Cell::count(self.alarms.n_watched)),
            ])
            .table(self.utility_table());
        document = document.charts(self.year.iter().map(charts::use_by_month).collect());
        for course in &self.courses {
            document = document.chart(charts::use_by_month(course)).bars(course_table(course));
        }
        if !self.departments.is_empty() {
            document = document.table(self.department_table());
        }
        if !self.plan.judgements.is_empty() {
            document = document.table(judgement_table(&self.plan));
        }
        if !self.rank.lines.is_empty() {
            document = document.table(rank_table(&self.rank));
        }
        if let Some(grades) = &self.grades {
            document = document.table(grade_table(grades));
            for table in [working_table(grades), lack_table(grades)] {
                if !table.rows.is_empty() {
                    document = document.table(table);
                }
            }
        }
        if !self.factors.is_empty() {
            document = document.table(factor_table(&self.factors));
        }
        if !self.balances.is_empty() {
            document = document.table(balance_table(&self.balances));
        }
        if !self.measures.lines.is_empty() {
            document = document
                .table(verified_table(&self.measures.lines))
                .table(claimed_table(&self.measures.claims));
            if let Some(overlaps) = overlap_table(&self.measures.lines) {
                document = document.table(overlaps);
            }
        }
        if !self.alarms.nights.is_empty() {
            document = document.table(alarm_table(&self.alarms.nights));
        }
        if !self.alarms.drifts.is_empty() {
            document = document.table(drift_table(&self.alarms));
        }
        if !self.remarks.is_empty() {
            document = document.table(self.remark_table());
        }
        if !self.open.is_empty() {
            document = document.table(open_table(&self.open));
        }
        let mut notes: Vec<Message> = self.lacks.iter().map(lack).collect();
        if self.utilities.is_empty() {
            notes.push(Message::new("meter.no_points"));
        }
        if !self.open.is_empty() {
            notes.push(Message::new("energy.sums_open").with("count", self.open.len()));
        }
        let unwatched = &self.alarms.unwatched;
        if !unwatched.is_empty() {
            let points: Vec<String> = unwatched.iter().map(ToString::to_string).collect();
            let note = Message::new("energy.unwatched").with("count", points.len());
            notes.push(note.with("points", several(&points)));
        }
        document.notes(notes).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.approved_by",
        ])
    }
}

const fn comparison(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Whole => "energy.comparison.whole",
        Comparison::PerDay => "energy.comparison.per_day",
    }
}

/// What the report would need and nobody has entered.
pub(super) fn lack(lack: &Lack) -> Message {
    let about = |code: &'static str, carrier: &Carrier| {
        Message::new(code)
            .with("utility", Argument::key(carrier.utility().key()))
            .with("word", carrier.flags())
            .with("unit", carrier.unit())
    };
    match lack {
        Lack::Tariff { carrier, day } => {
            about("energy.no_tariff", carrier).with("day", Argument::of(day))
        }
        Lack::Blocks { carrier, since, until } => about("energy.open_blocks", carrier)
            .with("since", Argument::of(since))
            .with("until", Argument::of(until)),
        Lack::Register { carrier, point, part: None, day } => about("energy.no_registers", carrier)
            .with("point", Argument::of(point))
            .with("day", Argument::of(day)),
        Lack::Register { carrier, point, part: Some(part), day } => {
            about("energy.open_register", carrier)
                .with("point", Argument::of(point))
                .with("part", Argument::key(part.key()))
                .with("part_word", part.word())
                .with("day", Argument::of(day))
        }
        Lack::PartPrice { carrier, part, day } => about("energy.no_part_price", carrier)
            .with("part", Argument::key(part.key()))
            .with("part_word", part.word())
            .with("day", Argument::of(day)),
        Lack::Factor { carrier, equivalent, basis, day } => {
            let code = match equivalent {
                Equivalent::Coal if basis.is_yearly() => "energy.no_yearly_factor",
                Equivalent::Coal => "energy.no_factor",
                Equivalent::Carbon => "energy.no_carbon_factor",
            };
            about(code, carrier)
                .with("named", basis.argument())
                .with("basis", basis.word())
                .with("day", Argument::of(day))
        }
    }
}

impl EnergyReport {
    fn utility_table(&self) -> Table {
        let mut table = UTILITIES.table();
        for line in &self.utilities {
            let mut cells = vec![Cell::word(line.carrier.utility().key())];
            cells.extend(line_cells(line));
            cells.extend([line.coal, line.carbon].map(|converted| match converted {
                Converted::Tonnes(tonnes) => Cell::Quantity(four_decimals(tonnes)),
                Converted::NotConverted => Cell::word("energy.coal.not_converted"),
                Converted::Unknown => Cell::Blank,
            }));
            table.rows.push(Row::line(cells));
        }
        if self.utilities.len() > 1 {
            let mut cells = vec![Cell::Blank; table.columns.len()];
            cells[0] = Cell::word("word.total");
            cells[9] = Cell::maybe(self.cost, Cell::Money);
            cells[10] = Cell::maybe(self.coal.map(four_decimals), Cell::Quantity);
            cells[11] = Cell::maybe(self.carbon.map(four_decimals), Cell::Quantity);
            table.rows.push(Row::total(cells));
        }
        table
    }

    fn department_table(&self) -> Table {
        let mut table = DEPARTMENTS.table().named_by(&[
            "energy.departments.utility",
            "energy.departments.department",
            "energy.departments.name",
        ]);
        for line in &self.departments {
            let mut cells = vec![Cell::word(line.carrier.utility().key())];
            cells.extend(subject(&line.subject));
            cells.extend(line_cells(line));
            table.rows.push(Row::line(cells));
        }
        table
    }

    fn remark_table(&self) -> Table {
        let mut table = REMARKS.table().named_by(&[
            "energy.remarks.code",
            "energy.remarks.point",
            "energy.remarks.from",
        ]);
        for remark in &self.remarks {
            table.line(vec![
                Cell::text(remark.notice.code()),
                Cell::of(&remark.point),
                Cell::maybe(self.names.get(&remark.point), Cell::text),
                Cell::Day(remark.span.first()),
                Cell::Day(remark.span.last()),
                Cell::Quantity(remark.amount),
                Cell::said(remark.notice.message()),
            ]);
        }
        table
    }
}

/// The points whose use has left what the year before leads to expect.
fn drift_table(alarms: &Alarms) -> Table {
    let mut table = DRIFTS.table().named_by(&["energy.drifts.point", "energy.drifts.drift"]);
    for cusum in &alarms.drifts {
        let last = cusum.months.iter().rev().find_map(|month| month.step);
        for alarm in &cusum.alarms {
            let tone = if alarm.drift == Drift::Up { Tone::Bad } else { Tone::Warn };
            table.line(vec![
                Cell::of(&cusum.options.point),
                Cell::text(&cusum.name),
                Cell::word(cusum.carrier.utility().key()),
                Cell::verdict(alarm.drift.key(), tone),
                Cell::of(&alarm.change),
                Cell::of(&alarm.raised),
                Cell::maybe(last, |step| Cell::Quantity(step.saved)),
                Cell::text(cusum.carrier.unit()),
            ]);
        }
    }
    table
}

/// The cells that lines of utilities and of departments share: from the use to the cost.
fn line_cells(line: &EnergyLine) -> Vec<Cell> {
    let saved = match (line.saved, line.exceeded, line.target) {
        (Some(saved), _, _) => Cell::Quantity(saved),
        (None, true, _) => Cell::verdict("energy.saved.exceeded", Tone::Bad),
        (None, false, Some(_)) => Cell::verdict("energy.saved.open", Tone::Warn),
        (None, false, None) => Cell::Blank,
    };
    vec![
        Cell::maybe(line.usage.amount(), Cell::Quantity),
        Cell::text(line.carrier.unit()),
        coverage(&line.usage),
        change(line.on_previous),
        change(line.on_last_year),
        Cell::maybe(line.target, Cell::Quantity),
        saved,
        Cell::maybe(line.saved_ratio, Cell::rate),
        Cell::maybe(line.cost, Cell::Money),
    ]
}

/// The prices that are known.
pub struct Tariffs(pub Vec<Tariff>);

/// The targets that stand.
pub struct Targets(pub Vec<Target>);

impl Present for Tariffs {
    fn present(&self) -> Document<'_> {
        let mut table = TARIFFS.table();
        self.0.iter().for_each(|tariff| table.line(tariff_cells(tariff)));
        let unused = ["energy.tariffs.tiers", "energy.tariffs.per", "energy.tariffs.periods"];
        Document::new("energy.tariffs").table(table.without_unused(&unused))
    }
}

impl Present for Targets {
    fn present(&self) -> Document<'_> {
        let mut table = TARGETS.table();
        self.0.iter().for_each(|target| table.line(target_cells(target)));
        Document::new("energy.targets").table(table)
    }
}

pub(super) fn written_tariff(tariff: &Tariff) -> Written {
    Written { ledger: TARIFFS, cells: tariff_cells(tariff) }
}

pub(super) fn written_target(target: &Target) -> Written {
    Written { ledger: TARGETS, cells: target_cells(target) }
}

fn tariff_cells(tariff: &Tariff) -> Vec<Cell> {
    let (price, tiers, periods) = match &tariff.pricing {
        Pricing::Flat(price) => (Some(*price), None, None),
        Pricing::Tiered(tiers) => (None, Some(tiers), None),
        Pricing::ByTime(prices) => (None, None, Some(prices)),
    };
    vec![
        Cell::word(tariff.carrier.utility().key()),
        Cell::maybe(price, Cell::from),
        Cell::maybe(tiers, Cell::of),
        Cell::maybe(tiers, |tiers| Cell::word(tiers.per.key())),
        Cell::maybe(periods, Cell::of),
        Cell::text(tariff.carrier.unit()),
        Cell::Day(tariff.valid_from),
        Cell::maybe(tariff.site.as_ref(), Cell::of),
        Cell::maybe(tariff.source.as_ref(), Cell::text),
    ]
}

fn target_cells(target: &Target) -> Vec<Cell> {
    vec![
        Cell::of(&target.month),
        Cell::word(target.carrier.utility().key()),
        target.department.as_ref().map_or_else(|| Cell::word("meter.subject.utility"), Cell::of),
        Cell::Quantity(target.amount),
        Cell::text(target.carrier.unit()),
        Cell::maybe(target.note.as_ref(), Cell::text),
    ]
}
