//! The conversion factors: those that are known, those in force on a day, what the linter found.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::meters::{
    Basis, Combustion, Equivalent, Factor, FactorFinding, Heat, InForce, InForceOptions, Plausible,
    Rate, Terms,
};

const FACTORS: Ledger = Ledger {
    key: "energy.factors",
    columns: &[
        "energy.factors.utility",
        "energy.factors.basis",
        "energy.factors.kgce",
        "energy.factors.kgco2",
        "energy.factors.unit",
        "energy.factors.valid_from",
        "energy.factors.valid_until",
        "energy.factors.year",
        "energy.factors.kcal",
        "energy.factors.mj",
        "energy.factors.carbon_content",
        "energy.factors.oxidation",
        "energy.factors.source",
        "energy.factors.mark",
        "energy.factors.origin",
    ],
};

/// The columns of what a factor was derived from.
const TERMS: [&str; 4] = [
    "energy.factors.kcal",
    "energy.factors.mj",
    "energy.factors.carbon_content",
    "energy.factors.oxidation",
];

/// The columns that a report leaves out where no factor fills them.
const OFTEN_BLANK: [&str; 4] = [
    "energy.factors.kgce",
    "energy.factors.kgco2",
    "energy.factors.valid_until",
    "energy.factors.year",
];

const IN_FORCE: Ledger = Ledger {
    key: "energy.in_force",
    columns: &[
        "energy.in_force.utility",
        "energy.in_force.into",
        "energy.in_force.asked",
        "energy.in_force.factor",
        "energy.in_force.unit",
        "energy.in_force.basis",
        "energy.in_force.valid_from",
        "energy.in_force.valid_until",
        "energy.in_force.year",
        "energy.in_force.source",
        "energy.in_force.mark",
        "energy.in_force.origin",
    ],
};

const FINDINGS: Ledger = Ledger {
    key: "energy.factor_findings",
    columns: &[
        "energy.factor_findings.utility",
        "energy.factor_findings.into",
        "energy.factor_findings.basis",
        "energy.factor_findings.valid_from",
        "energy.factor_findings.origin",
        "energy.factor_findings.code",
        "energy.factor_findings.what",
    ],
};

const PLAUSIBLE: Ledger = Ledger {
    key: "energy.plausible",
    columns: &[
        "energy.plausible.utility",
        "energy.plausible.unit",
        "energy.plausible.into",
        "energy.plausible.basis",
        "energy.plausible.low",
        "energy.plausible.high",
        "energy.plausible.source",
    ],
};

/// The conversion factors that are known.
pub struct Factors(pub Vec<Factor>);

/// The conversion factors of a day.
pub struct FactorsInForce {
    /// What was asked.
    pub options: InForceOptions,
    /// What is in force.
    pub lines: Vec<InForce>,
}

/// What the linter found.
pub struct FactorFindings(pub Vec<FactorFinding>);

impl Present for Factors {
    fn present(&self) -> Document<'_> {
        let mut table = FACTORS.table();
        self.0.iter().for_each(|factor| table.line(factor_cells(factor)));
        let blank: Vec<&str> = OFTEN_BLANK.into_iter().chain(TERMS).collect();
        Document::new("energy.factors").table(table.without_unused(&blank))
    }
}

impl Present for FactorsInForce {
    fn present(&self) -> Document<'_> {
        let mut table = IN_FORCE.table().named_by(&[
            "energy.in_force.utility",
            "energy.in_force.into",
            "energy.in_force.asked",
        ]);
        for line in &self.lines {
            table.line(in_force_cells(line));
        }
        let blank = ["energy.in_force.valid_until", "energy.in_force.year"];
        Document::new("energy.in_force")
            .facts(vec![("energy.in_force.day", Cell::Day(self.options.day))])
            .table(table.without_unused(&blank))
    }
}

impl Present for FactorFindings {
    fn present(&self) -> Document<'_> {
        let document = Document::new("energy.factor_findings");
        if self.0.is_empty() {
            return document.prose(crate::base::Message::new("factor.clean"));
        }
        let mut table = FINDINGS.table().named_by(&[
            "energy.factor_findings.utility",
            "energy.factor_findings.basis",
            "energy.factor_findings.code",
        ]);
        for finding in &self.0 {
            let FactorFinding { factor, flaw } = finding;
            table.line(vec![
                Cell::word(factor.carrier.utility().key()),
                Cell::word(factor.equivalent.key()),
                basis(&factor.basis),
                Cell::Day(factor.valid_from),
                Cell::word(factor.origin.key()),
                Cell::text(flaw.code()),
                Cell::said(finding.message()),
            ]);
        }
        document.table(table)
    }
}

/// A basis by its word, where it has one.
pub(super) fn basis(basis: &Basis) -> Cell {
    basis.key().map_or_else(|| Cell::text(basis.word()), Cell::word)
}

/// A rate: its number, or why there is none.
pub(super) fn rate(rate: Rate) -> Cell {
    match rate {
        Rate::PerUnit(number) => Cell::Quantity(number),
        Rate::NotConverted => Cell::word("energy.coal.not_converted"),
        Rate::Unset => Cell::verdict("energy.factor.unset", Tone::Warn),
    }
}

/// The factors that a report used, with their dates, sources and marks.
pub(super) fn factor_table(factors: &[Factor]) -> Table {
    let mut table = FACTORS.table();
    for factor in factors {
        let mut cells = factor_cells(factor);
        cells[8..12].fill(Cell::Blank);
        table.line(cells);
    }
    let blank: Vec<&str> = OFTEN_BLANK.into_iter().chain(TERMS).collect();
    table.without_unused(&blank)
}

pub(super) fn written_factor(factor: &Factor) -> Written {
    Written { ledger: FACTORS, cells: factor_cells(factor) }
}

pub(super) fn written_band(band: &Plausible) -> Written {
    let cells = vec![
        Cell::word(band.carrier.utility().key()),
        Cell::text(band.carrier.unit()),
        Cell::word(band.equivalent.key()),
        Cell::maybe(band.basis.as_ref(), basis),
        Cell::Quantity(band.low),
        Cell::Quantity(band.high),
        Cell::text(&band.source),
    ];
    Written { ledger: PLAUSIBLE, cells }
}

fn factor_cells(factor: &Factor) -> Vec<Cell> {
    let of = |equivalent| {
        if factor.equivalent == equivalent { rate(factor.rate) } else { Cell::Blank }
    };
    let Terms { heat, combustion } = factor.terms;
    let (kcal, mj) = match heat {
        Some(Heat::Kilocalories(kcal)) => (Some(kcal), None),
        Some(Heat::Megajoules(mj)) => (None, Some(mj)),
        None => (None, None),
    };
    let content = combustion.map(|Combustion { carbon_content, .. }| carbon_content);
    let oxidation = combustion.map(|Combustion { oxidation, .. }| oxidation);
    vec![
        Cell::word(factor.carrier.utility().key()),
        basis(&factor.basis),
        of(Equivalent::Coal),
        of(Equivalent::Carbon),
        Cell::text(factor.carrier.unit()),
        Cell::Day(factor.valid_from),
        Cell::maybe(factor.valid_until, Cell::Day),
        Cell::maybe(factor.year.as_ref(), Cell::of),
        Cell::maybe(kcal, Cell::Quantity),
        Cell::maybe(mj, Cell::Quantity),
        Cell::maybe(content, Cell::Quantity),
        Cell::maybe(oxidation, Cell::Quantity),
        Cell::text(&factor.source),
        Cell::maybe(factor.mark.as_ref(), Cell::text),
        Cell::word(factor.origin.key()),
    ]
}

fn in_force_cells(line: &InForce) -> Vec<Cell> {
    let InForce { carrier, equivalent, basis: asked, factor } = line;
    let mut cells =
        vec![Cell::word(carrier.utility().key()), Cell::word(equivalent.key()), basis(asked)];
    let Some(factor) = factor else {
        cells.push(Cell::verdict("energy.in_force.none", Tone::Warn));
        cells.resize(IN_FORCE.columns.len(), Cell::Blank);
        return cells;
    };
    cells.extend([
        rate(factor.rate),
        Cell::text(format!("{}/{}", equivalent.kilogram(), carrier.unit())),
        basis(&factor.basis),
        Cell::Day(factor.valid_from),
        Cell::maybe(factor.valid_until, Cell::Day),
        Cell::maybe(factor.year.as_ref(), Cell::of),
        Cell::text(&factor.source),
        Cell::maybe(factor.mark.as_ref(), Cell::text),
        Cell::word(factor.origin.key()),
    ]);
    cells
}
