//! Bills shared out to departments: the shares, what each carries, what stands in the way.

use super::driver::{lacking, steps};
use super::receipt::Ledger;
use super::usage::{open_table, subject};
use super::{Cell, Document, Present, Row, Table};
use crate::base::{
    Argument, Decimal, DepartmentCode, Fraction, Message, Money, Month, Ratio, Working, figure,
};
use crate::meters::{
    Allocated, Allocation, AskedBills, BillShare, BillWeight, NotShared, Open, RestShare, ShareBy,
    Subject, WeightOrigin,
};

const SHARES: Ledger = Ledger {
    key: "bill.shares",
    columns: &[
        "bill.shares.number",
        "bill.shares.supplier",
        "bill.shares.utility",
        "bill.shares.days",
        "bill.shares.code",
        "bill.shares.name",
        "bill.shares.weight",
        "bill.shares.unit",
        "bill.shares.ratio",
        "bill.shares.amount",
    ],
};

const CARRIED: Ledger = Ledger {
    key: "bill.carried",
    columns: &["bill.carried.code", "bill.carried.name", "bill.carried.amount"],
};

const OPEN: Ledger = Ledger {
    key: "bill.open",
    columns: &["bill.open.number", "bill.open.supplier", "bill.open.amount", "bill.open.why"],
};

impl Present for Allocation {
    fn present(&self) -> Document<'_> {
        let document = Document::new("bill.allocation").facts(self.facts());
        let mut document = document.table(self.share_table());
        let shared = self.bills.iter().filter(|bill| bill.shares.is_ok()).count();
        if shared > 1 {
            document = document.table(self.carried_table());
        }
        if self.is_open() {
            document = document.table(self.lack_table());
        }
        let open: Vec<Open> = self.lacks().filter_map(unread).flatten().cloned().collect();
        if !open.is_empty() {
            document = document.table(open_table(&open));
        }
        document.notes(self.notes())
    }
}

impl Allocation {
    fn facts(&self) -> Vec<(&'static str, Cell)> {
        let options = &self.options;
        let mut facts = Vec::new();
        if let AskedBills::Ending { span, .. } = &options.asked {
            facts.push(("bill.period", Cell::of(span)));
        }
        facts.push(("bill.shared_by", Cell::word(options.share_by.key())));
        if options.share_by == ShareBy::Meter {
            facts.push(("bill.rest", Cell::word(options.rest_by.key())));
        }
        facts.extend(options.key_span.as_ref().map(|span| ("bill.key_period", Cell::of(span))));
        facts.push(("bill.total", Cell::Money(self.total)));
        if self.is_open() {
            facts.push(("bill.not_shared", Cell::Money(self.open)));
        }
        facts
    }

    fn lacks(&self) -> impl Iterator<Item = &NotShared> {
        self.bills.iter().filter_map(|bill| bill.shares.as_ref().err()).flatten()
    }

    fn share_table(&self) -> Table {
        let mut table = SHARES.table().named_by(&[
            "bill.shares.supplier",
            "bill.shares.number",
            "bill.shares.code",
            "bill.shares.name",
        ]);
        for bill in &self.bills {
            let Ok(shares) = &bill.shares else { continue };
            for share in shares {
                table.line(share_cells(bill, share));
            }
            let mut cells = heading(bill);
            cells.extend([
                Cell::Blank,
                Cell::word("word.total"),
                Cell::maybe(bill.whole.and_then(shown), Cell::Quantity),
                unit(bill, shares.first().map(|share| &share.weight)),
                Cell::Blank,
                Cell::Money(shares.iter().fold(Money::ZERO, |sum, share| sum + share.amount)),
            ]);
            table.rows.push(Row::subtotal(cells));
        }
        table
    }

    fn carried_table(&self) -> Table {
        let mut table = CARRIED.table().named_by(&["bill.carried.code", "bill.carried.name"]);
        for (who, amount) in &self.carried {
            let mut cells = subject(who).to_vec();
            cells.push(Cell::Money(*amount));
            table.line(cells);
        }
        let sum = self.carried.iter().fold(Money::ZERO, |sum, (_, own)| sum + *own);
        let cells = vec![Cell::Blank, Cell::word("word.total"), Cell::Money(sum)];
        table.rows.push(Row::total(cells));
        table
    }

    /// The bills that are not shared out, with the first reason of each kind.
    pub(super) fn lack_table(&self) -> Table {
        let mut table =
            OPEN.table().named_by(&["bill.open.supplier", "bill.open.number", "bill.open.why"]);
        for bill in &self.bills {
            let Err(lacks) = &bill.shares else { continue };
            for message in said(lacks, bill) {
                table.line(vec![
                    Cell::text(&bill.bill.number),
                    Cell::text(&bill.bill.supplier),
                    Cell::Money(bill.bill.amount),
                    Cell::said(message),
                ]);
            }
        }
        table
    }

    fn notes(&self) -> Vec<Message> {
        let mut notes: Vec<Message> = Vec::new();
        for bill in &self.bills {
            let Err(lacks) = &bill.shares else { continue };
            let note = missing_figures(lacks, bill);
            notes.extend(note.filter(|note| !notes.contains(note)));
        }
        if self.bills.is_empty() {
            notes.push(Message::new("bill.none_ending"));
        }
        notes
    }
}

fn heading(bill: &Allocated) -> Vec<Cell> {
    vec![
        Cell::text(&bill.bill.number),
        Cell::text(&bill.bill.supplier),
        Cell::word(bill.bill.carrier.utility().key()),
        Cell::of(&bill.bill.span),
    ]
}

fn share_cells(bill: &Allocated, share: &BillShare) -> Vec<Cell> {
    let mut cells = heading(bill);
    cells.extend(subject(&share.weight.subject));
    let ratio = bill.whole.map(|whole| Ratio::exact(share.weight.weight, whole, 2));
    cells.extend([
        Cell::maybe(shown(share.weight.weight), Cell::Quantity),
        unit(bill, Some(&share.weight)),
        Cell::maybe(ratio, Cell::rate),
        Cell::Money(share.amount),
    ]);
    cells
}

/// In what the weights are counted.
fn unit(bill: &Allocated, weight: Option<&BillWeight>) -> Cell {
    match weight.map(|weight| &weight.origin) {
        Some(WeightOrigin::Driver(sum)) => Cell::maybe(sum.over.kind.unit(), Cell::word),
        Some(WeightOrigin::Meters { .. }) => Cell::text(bill.bill.carrier.unit()),
        None => Cell::Blank,
    }
}

/// A weight as it is shown, with as many decimals as it has, up to four.
fn shown(weight: Fraction) -> Option<Decimal> {
    weight.round(4).map(|weight| weight.normalize())
}

/// The days without a use that stand in the way.
fn unread(lack: &NotShared) -> Option<&Vec<Open>> {
    match lack {
        NotShared::Use { open, .. } => Some(open),
        _ => None,
    }
}

/// Why a bill is not shared out, in sentences.
fn said(lacks: &[NotShared], bill: &Allocated) -> Vec<Message> {
    let of_driver = |department: &DepartmentCode, missing: &[Month]| {
        let months: Vec<String> = missing.iter().map(ToString::to_string).collect();
        (department.to_string(), months.join(" "))
    };
    lacks
        .iter()
        .map(|lack| match lack {
            NotShared::Driver { department, sum } => {
                let (department, months) = of_driver(department, &sum.missing);
                Message::new("bill.lacks_figure")
                    .with("department", department)
                    .with("driver", sum.over.kind.argument())
                    .with("months", months)
            }
            NotShared::Use { subject, .. } => {
                Message::new("bill.lacks_use").with("who", who(subject))
            }
            NotShared::Negative { subject, amount } => Message::new("bill.below_zero")
                .with("who", who(subject))
                .with("amount", Argument::of(amount))
                .with("unit", bill.bill.carrier.unit()),
            NotShared::NoWeights => Message::new("bill.no_weights"),
            NotShared::Nobody => Message::new("bill.nobody"),
            NotShared::Range => Message::new("bill.range"),
        })
        .collect()
}

/// What to type for the figures that are missing.
fn missing_figures(lacks: &[NotShared], bill: &Allocated) -> Option<Message> {
    let mut kind = None;
    let mut departments: Vec<String> = Vec::new();
    for lack in lacks {
        if let NotShared::Driver { department, sum } = lack {
            kind = Some(&sum.over.kind);
            departments.push(department.to_string());
        }
    }
    kind.map(|kind| lacking(kind, bill.span).with("departments", departments.join(" ")))
}

/// Who it is, in a sentence.
fn who(subject: &Subject) -> Argument {
    match subject {
        Subject::Department { code, name } => {
            name.as_ref().map_or_else(|| Argument::of(code), |name| name.as_str().into())
        }
        Subject::Point { code, .. } => Argument::of(code),
        Subject::Common => Argument::key("meter.subject.common"),
        Subject::Utility => Argument::key("meter.subject.utility"),
    }
}

/// How the shares of each bill came about.
pub fn allocation_workings(allocation: &Allocation) -> Vec<Working> {
    allocation.bills.iter().filter_map(working).collect()
}

fn working(bill: &Allocated) -> Option<Working> {
    let (shares, whole) = (bill.shares.as_ref().ok()?, bill.whole?);
    let about = bill.bill.number.as_str();
    let mut working = Working::new(figure("bill.shares.amount", about));
    let unit = bill.bill.carrier.unit();
    for share in shares {
        of_weight(&share.weight, unit, &mut working);
    }
    let weights: Vec<String> = shares.iter().map(|share| digits(share.weight.weight)).collect();
    working.step(Message::new("bill.step.weights"), weights.join(" + "), digits(whole), "");
    let amount = bill.bill.amount;
    for share in shares {
        let formula = format!("{amount} × {} ÷ {}", digits(share.weight.weight), digits(whole));
        let exact = share.exact.round(6).map_or_else(String::new, |exact| exact.to_string());
        let what = Message::new("bill.step.share").with("who", who(&share.weight.subject));
        let id = bill.bill.id.to_string();
        working.step(what, formula, format!("{exact} → {}", share.amount), id);
    }
    let amounts: Vec<String> = shares.iter().map(|share| share.amount.to_string()).collect();
    working.step(Message::new("bill.step.sum"), amounts.join(" + "), amount.to_string(), "");
    Some(working)
}

/// The steps by which a weight came about.
fn of_weight(weight: &BillWeight, unit: &str, working: &mut Working) {
    let what = |code: &str| Message::new(code).with("who", who(&weight.subject));
    match &weight.origin {
        WeightOrigin::Driver(sum) => {
            steps(sum, working);
            let result = digits(weight.weight);
            working.step(what("bill.step.weight"), "", result, "");
        }
        WeightOrigin::Meters { parts, beyond, rest } => {
            let points: Vec<String> = parts.iter().map(|(code, _)| code.to_string()).collect();
            let mut terms: Vec<String> =
                parts.iter().map(|(_, amount)| amount.to_string()).collect();
            terms.extend(beyond.map(|beyond| beyond.to_string()));
            let code = if beyond.is_some() { "bill.step.beyond" } else { "bill.step.use" };
            if let Some(RestShare { rest, area, areas }) = rest {
                steps(area, working);
                let area = area.decimal().unwrap_or_default();
                terms.push(format!("{rest} × {area} ÷ {}", digits(*areas)));
            }
            let formula = if terms.len() > 1 { terms.join(" + ") } else { String::new() };
            let result = format!("{} {unit}", digits(weight.weight));
            working.step(what(code), formula, result, points.join(" "));
        }
    }
}

/// A weight as it is computed with: in full where it has an end, else as a fraction.
fn digits(weight: Fraction) -> String {
    let short = weight.round(6).filter(|short| Fraction::from_decimal(*short) == weight);
    short.map_or_else(
        || format!("{}/{}", weight.numerator(), weight.denominator()),
        |short| short.normalize().to_string(),
    )
}
