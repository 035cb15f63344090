//! The persons counted of a year (用能人数), with the working of every term.

use super::driver::{kind, steps};
use super::receipt::Ledger;
use super::{Cell, Document, Present, Row, Table};
use crate::base::{Argument, Decimal, Message, Working, figure};
use crate::meters::{DriverSum, PersonKind, PersonTerm, Persons};

const TERMS: Ledger = Ledger {
    key: "persons.terms",
    columns: &["persons.terms.term", "persons.terms.formula", "persons.terms.persons"],
};

const MISSING: Ledger = Ledger {
    key: "persons.missing",
    columns: &["persons.missing.driver", "persons.missing.months"],
};

impl Present for Persons {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("persons.report")
            .facts(vec![
                ("persons.year", Cell::of(&self.span)),
                ("persons.site", Cell::maybe(self.site.as_ref(), Cell::of)),
                ("persons.total", Cell::maybe(four(self.total()), Cell::Quantity)),
            ])
            .table(person_table(self));
        if self.missing().next().is_some() {
            document = document.table(missing_table(self));
        }
        let first = self.missing().next();
        let mut notes: Vec<Message> = first
            .map(|sum| {
                Message::new("persons.lacking")
                    .with("driver", sum.over.kind.argument())
                    .with("word", sum.over.kind.word())
                    .with("period", self.span.to_string())
            })
            .into_iter()
            .collect();
        notes.push(Message::new("persons.formula"));
        document.notes(notes)
    }
}

fn four(value: Option<crate::base::Fraction>) -> Option<Decimal> {
    value?.round(4)
}

/// The terms and their sum.
pub(super) fn person_table(persons: &Persons) -> Table {
    let mut table = TERMS.table();
    for term in &persons.terms {
        table.line(vec![
            Cell::word(term.kind.key()),
            Cell::text(formula(term)),
            Cell::maybe(four(term.persons), Cell::Quantity),
        ]);
    }
    table.rows.push(Row::total(vec![
        Cell::word("word.total"),
        Cell::Blank,
        Cell::maybe(four(persons.total()), Cell::Quantity),
    ]));
    table
}

/// The figures of which months are missing, and the months.
fn missing_table(persons: &Persons) -> Table {
    let mut table = MISSING.table();
    for sum in persons.missing() {
        let months: Vec<String> = sum.missing.iter().map(ToString::to_string).collect();
        table.line(vec![kind(&sum.over.kind), Cell::text(months.join(" "))]);
    }
    table
}

/// A term as one would type it into a pocket calculator; a figure that is missing is a `?`.
fn formula(term: &PersonTerm) -> String {
    let shown = |at: usize| {
        let amount = term.drivers.get(at).and_then(DriverSum::decimal);
        amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string())
    };
    match term.kind {
        PersonKind::Staff | PersonKind::NonStaff => shown(0),
        PersonKind::Interns => format!("{} ÷ 12", shown(0)),
        PersonKind::Visits => format!("{} ÷ 365", shown(0)),
        PersonKind::Patients => format!("{} × {} ÷ {}", shown(0), shown(1), shown(2)),
    }
}

/// How the persons counted came about.
pub fn person_workings(persons: &Persons) -> Vec<Working> {
    let mut working = Working::new(figure("persons.total", persons.span.to_string()));
    for term in &persons.terms {
        for sum in term.drivers.iter().filter(|sum| sum.missing.is_empty()) {
            steps(sum, &mut working);
        }
        let result = four(term.persons).map(|persons| persons.to_string()).unwrap_or_default();
        working.step(
            Message::new("persons.step").with("term", Argument::key(term.kind.key())),
            formula(term),
            result,
            "DB37/T 2673-2019 A",
        );
    }
    vec![working]
}
