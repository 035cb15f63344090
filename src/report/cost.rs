//! What departments cost (科室成本核算): the departments, month by month, what cannot be computed,
//! and that every ledger is shared out to the fen.

use super::bill_shares::allocation_workings;
use super::cost_gap::open_table;
use super::usage::{change, open_table as unread_table};
use super::{Cell, Document, Present, Row, Table, Tone, charts};
use crate::base::{Argument, Fraction, Message, Money, Working};
use crate::books::{
    CostAccount, CostFigure, CostLine, CostMonth, CostPart, CostProof, CostState, CostWhose,
    Driven, EnergyShares,
};
use crate::meters::Change;

const DEPARTMENTS: [&str; 13] = [
    "cost.departments.department",
    "cost.departments.name",
    "cost.departments.materials",
    "cost.departments.energy",
    "cost.departments.repairs",
    "cost.departments.depreciation",
    "cost.departments.total",
    "cost.departments.last_year",
    "cost.departments.on_last_year",
    "cost.departments.bed_days",
    "cost.departments.per_bed_day",
    "cost.departments.visits",
    "cost.departments.per_visit",
];

const MONTHS: [&str; 10] = [
    "cost.months.month",
    "cost.months.department",
    "cost.months.name",
    "cost.months.materials",
    "cost.months.energy",
    "cost.months.repairs",
    "cost.months.depreciation",
    "cost.months.total",
    "cost.months.last_year",
    "cost.months.on_last_year",
];

const PROOF: [&str; 6] = [
    "cost.proof.ledger",
    "cost.proof.utility",
    "cost.proof.sum",
    "cost.proof.departments",
    "cost.proof.unallocated",
    "cost.proof.rest",
];

impl Present for CostAccount {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("cost.report").facts(facts(self));
        if !self.lines.is_empty() {
            document = document.chart(charts::cost_by_department(self)).table(departments(self));
        }
        if !self.months.is_empty() && !self.lines.is_empty() {
            document = document.table(months(self));
        }
        if !self.proofs.is_empty() {
            document = document.table(proofs(&self.proofs));
        }
        if !self.open.is_empty() {
            document = document.table(open_table(self));
        }
        let unread = self.unread();
        if !unread.is_empty() {
            document = document.table(unread_table(&unread));
        }
        if let Some(bills) = self.bills.as_ref().filter(|bills| bills.is_open()) {
            document = document.table(bills.lack_table());
        }
        document.notes(notes(self)).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.finance",
        ])
    }
}

fn facts(account: &CostAccount) -> Vec<(&'static str, Cell)> {
    let options = &account.options;
    let mut facts = vec![("cost.report.period", Cell::of(&options.span))];
    facts.extend(options.site.as_ref().map(|site| ("cost.report.site", Cell::of(site))));
    let department = options.department.as_ref();
    facts.extend(department.map(|code| ("cost.report.department", Cell::of(code))));
    match options.energy {
        EnergyShares::Metered => {
            facts.push(("cost.report.energy", Cell::word("cost.energy.metered")));
        }
        EnergyShares::Bills { share_by, rest_by } => facts.extend([
            ("cost.report.energy", Cell::word("cost.energy.billed")),
            ("bill.shared_by", Cell::word(share_by.key())),
            ("bill.rest", Cell::word(rest_by.key())),
        ]),
    }
    let total = &account.total;
    facts.push(("cost.report.total", figure(total.total())));
    facts.push(("cost.report.last_year", before(total.last_year)));
    facts.push(("cost.report.on_last_year", change(total.on_last_year())));
    if !options.is_partial() {
        facts.push(("cost.report.unallocated", Cell::Money(account.unallocated())));
    }
    facts.push(("cost.report.n_open", Cell::count(account.open.len())));
    facts
}

/// An amount; that it is open, where some of it cannot be computed: never what is known for all.
fn figure(figure: CostFigure) -> Cell {
    match figure.state {
        CostState::Known => Cell::Money(figure.known),
        CostState::Absent => Cell::Blank,
        CostState::Open => Cell::verdict("cost.open_cell", Tone::Warn),
    }
}

/// What the year before came to; that something of it is missing, which nobody is to mend any more.
fn before(figure: CostFigure) -> Cell {
    match figure.state {
        CostState::Open => change(Change::Missing),
        CostState::Known | CostState::Absent => self::figure(figure),
    }
}

/// The code and the name of whose a line is.
fn whose(whose: &CostWhose) -> [Cell; 2] {
    match whose {
        CostWhose::Department { code, name } => {
            [Cell::of(code), Cell::maybe(name.as_ref(), Cell::text)]
        }
        CostWhose::Nobody => [Cell::word("cost.unallocated"), Cell::Blank],
        CostWhose::Total => [Cell::word("word.total"), Cell::Blank],
    }
}

/// The parts, their sum and that of the year before.
fn amounts(line: &CostLine) -> Vec<Cell> {
    let mut cells: Vec<Cell> = CostPart::ALL.map(|part| figure(line.part(part))).into();
    cells.extend([figure(line.total()), before(line.last_year), change(line.on_last_year())]);
    cells
}

/// What a cost is divided by, and what comes out.
fn per(line: &CostLine, driven: &Driven) -> [Cell; 2] {
    let open = || Cell::verdict("cost.open_cell", Tone::Warn);
    if !driven.missing.is_empty() {
        return [open(), open()];
    }
    let amount = driven.amount.and_then(|amount: Fraction| amount.round(2));
    let each = match line.per(driven) {
        Some(money) => Cell::Money(money),
        None if amount.is_some() && line.total().is_open() => open(),
        None => Cell::Blank,
    };
    [Cell::maybe(amount, |amount| Cell::Quantity(amount.normalize())), each]
}

fn cells(line: &CostLine) -> Vec<Cell> {
    let mut cells: Vec<Cell> = whose(&line.whose).into();
    cells.extend(amounts(line));
    cells.extend(per(line, &line.bed_days));
    cells.extend(per(line, &line.visits));
    cells
}

fn departments(account: &CostAccount) -> Table {
    let mut table = Table::new("cost.departments", &DEPARTMENTS)
        .not_summed(&["cost.departments.per_bed_day", "cost.departments.per_visit"]);
    account.lines.iter().for_each(|line| table.line(cells(line)));
    table.rows.push(Row::total(cells(&account.total)));
    table.without_unused(&DEPARTMENTS[9..])
}

fn months(account: &CostAccount) -> Table {
    let mut table = Table::new("cost.months", &MONTHS)
        .named_by(&["cost.months.month", "cost.months.department"]);
    let row = |month: Cell, line: &CostLine| {
        let mut cells = vec![month];
        cells.extend(whose(&line.whose));
        cells.extend(amounts(line));
        cells
    };
    for CostMonth { month, lines, total } in &account.months {
        for line in lines {
            table.line(row(Cell::of(month), line));
        }
        let mut sum = row(Cell::of(month), total);
        sum[1] = Cell::word("word.subtotal");
        table.rows.push(Row::subtotal(sum));
    }
    let mut sum = row(Cell::word("word.total"), &account.total);
    sum[1] = Cell::Blank;
    table.rows.push(Row::total(sum));
    table
}

fn proofs(proofs: &[CostProof]) -> Table {
    let mut table =
        Table::new("cost.proof", &PROOF).named_by(&["cost.proof.ledger", "cost.proof.utility"]);
    for proof in proofs {
        let mut cells = vec![
            Cell::word(proof.ledger.key()),
            Cell::maybe(proof.ledger.utility(), |utility| Cell::word(utility.key())),
        ];
        cells.extend(
            [proof.sum, proof.departments, proof.unallocated, proof.rest()].map(Cell::Money),
        );
        table.line(cells);
    }
    let sum = |of: fn(&CostProof) -> Money| Cell::Money(proofs.iter().map(of).sum());
    table.rows.push(Row::total(vec![
        Cell::word("word.total"),
        Cell::Blank,
        sum(|proof| proof.sum),
        sum(|proof| proof.departments),
        sum(|proof| proof.unallocated),
        sum(CostProof::rest),
    ]));
    table.without_unused(&["cost.proof.utility"])
}

fn notes(account: &CostAccount) -> Vec<Message> {
    let Some(days) = account.days else { return vec![Message::new("cost.not_begun")] };
    let mut notes = Vec::new();
    let sum = |of: fn(&CostProof) -> Money| account.proofs.iter().map(of).sum::<Money>();
    if !account.proofs.is_empty() {
        let is_lost = account.proofs.iter().any(|proof| !proof.rest().is_zero());
        let code = if is_lost { "cost.lost" } else { "cost.foots" };
        notes.push(
            Message::new(code)
                .with("departments", sum(|proof| proof.departments).to_string())
                .with("unallocated", sum(|proof| proof.unallocated).to_string())
                .with("ledgers", sum(|proof| proof.sum).to_string()),
        );
    }
    if account.options.is_partial() {
        notes.push(Message::new("cost.partial"));
    }
    if !account.options.is_partial() && !account.parts_on_orders.is_zero() {
        let amount = account.parts_on_orders.to_string();
        notes.push(Message::new("cost.parts_in_materials").with("amount", amount));
    }
    if !account.options.is_partial() && account.repairs_without_cost > 0 {
        let count = account.repairs_without_cost;
        notes.push(Message::new("cost.own_repairs").with("count", count));
    }
    let year_before = days.first().month().plus(-12);
    for (part, begins) in account.begins {
        let about = |code: &str| Message::new(code).with("part", Argument::key(part.key()));
        match begins {
            None => notes.push(about("cost.no_ledger")),
            Some(day) if year_before.last() < day => {
                notes.push(about("cost.begins").with("day", Argument::of(&day)));
            }
            Some(_) => {}
        }
    }
    notes
}

/// How the figures came about: the rows of each, and how bills were shared out.
pub fn cost_workings(account: &CostAccount) -> Vec<Working> {
    let mut workings = account.workings.clone();
    workings.extend(account.bills.iter().flat_map(allocation_workings));
    workings
}
