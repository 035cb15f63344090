//! What has changed in a report since it was made, cell by cell, and why.
//!
//! The report is computed twice, by what was known then and by what is known now, and the two
//! documents are held against each other. Rows are told apart by the columns that name them, so a
//! row that comes in between moves nothing. Look next at `document.rs`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, Cell, Column, Document, Row, RowKind, Table};
use crate::base::{Message, Moment, Written};

/// Since when a report is restated, and the rows recorded since that bear on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// By what was known then it is compared.
    pub moment: Moment,
    /// The rows recorded since.
    pub written: Vec<Written>,
}

/// A row of a document, by the cells that name it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The key of the table; of the document for its named values, notes and paragraphs.
    pub table: &'static str,
    /// Which of the tables of that key it is.
    nth: usize,
    /// What it is among its rows; none for what stands in no table.
    kind: Option<RowKind>,
    /// The cells that name it.
    pub name: Vec<Cell>,
    /// Which of the rows of that name it is.
    twin: usize,
}

impl Named {
    /// The name as one text, to sort and to look up by.
    fn identity(&self) -> String {
        format!("{self:?}")
    }
}

/// A cell that is not what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The row.
    pub row: Named,
    /// The column, or the named value; none for the row or the remark as a whole.
    pub column: Option<&'static str>,
    /// What it was; none where there was no such row.
    pub old: Option<Cell>,
    /// What it is; none where there is no such row any more.
    pub new: Option<Cell>,
}

/// Everything that differs between two documents, in the order of the new one.
pub fn changes(old: &Document, new: &Document) -> Vec<Change> {
    let (before, after) = (flatten(old, new), flatten(new, old));
    let by_name = |rows: &'_ [Flat]| -> BTreeMap<String, usize> {
        rows.iter().enumerate().map(|(at, row)| (row.named.identity(), at)).collect()
    };
    let (was_at, is_at) = (by_name(&before), by_name(&after));
    let mut changes = Vec::new();
    for row in &after {
        match was_at.get(&row.named.identity()) {
            Some(at) => changes.extend(between(&before[*at], row)),
            None => changes.extend(row.whole(|cell| (None, Some(cell)))),
        }
    }
    let gone = before.iter().filter(|row| !is_at.contains_key(&row.named.identity()));
    changes.extend(gone.flat_map(|row| row.whole(|cell| (Some(cell), None))));
    changes
}

impl Document {
    /// The same document with what has changed since it was made, above the lines for signatures;
    /// nothing where nothing has.
    #[must_use]
    pub fn restated(mut self, old: &Self, since: &Since) -> Self {
        let changes = changes(old, &self);
        if changes.is_empty() {
            return self;
        }
        let said = Message::new("report.restated")
            .with("since", since.moment.knowledge())
            .with("count", changes.len());
        let blocks = [
            Block::Prose(said),
            Block::Table(table_of(&changes)),
            Block::Table(why(&since.written)),
        ];
        let signed = matches!(self.blocks.last(), Some(Block::SignOff(_)));
        let at = self.blocks.len() - usize::from(signed);
        self.blocks.splice(at..at, blocks);
        self
    }
}

/// A row as it is compared: its name, and its other cells by column.
struct Flat {
    named: Named,
    cells: Vec<(Option<&'static str>, Cell)>,
}

impl Flat {
    /// The row as it came or went: each cell that says something, or the row itself.
    fn whole(&self, side: impl Fn(Cell) -> (Option<Cell>, Option<Cell>)) -> Vec<Change> {
        let change = |column, cell| {
            let (old, new) = side(cell);
            Change { row: self.named.clone(), column, old, new }
        };
        let cells = self.cells.iter().filter(|(_, cell)| *cell != Cell::Blank);
        let mut changes: Vec<Change> =
            cells.map(|(column, cell)| change(*column, cell.clone())).collect();
        if changes.is_empty() {
            changes.push(change(None, Cell::word("report.restated.there")));
        }
        changes
    }
}

fn between(was: &Flat, is: &Flat) -> Vec<Change> {
    let cell = |row: &Flat, column: Option<&'static str>| {
        let found = row.cells.iter().find(|(own, _)| *own == column);
        found.map_or(Cell::Blank, |(_, cell)| cell.clone())
    };
    let gone =
        was.cells.iter().filter(|(column, _)| !is.cells.iter().any(|(own, _)| own == column));
    let columns = is.cells.iter().chain(gone).map(|(column, _)| *column);
    let change = |column| {
        let (old, new) = (cell(was, column), cell(is, column));
        let row = is.named.clone();
        (old != new).then_some(Change { row, column, old: Some(old), new: Some(new) })
    };
    columns.filter_map(change).collect()
}

/// The rows of a document as they are compared with those of another.
fn flatten(document: &Document, other: &Document) -> Vec<Flat> {
    let mut flat = Vec::new();
    let mut n_tables: BTreeMap<&str, usize> = BTreeMap::new();
    let alone = |name: Vec<Cell>| Named { table: document.key, nth: 0, kind: None, name, twin: 0 };
    let said = |message: &Message| Flat {
        named: alone(vec![Cell::Said(message.clone())]),
        cells: vec![(None, Cell::Said(message.clone()))],
    };
    for block in &document.blocks {
        match block {
            Block::Facts(facts) => flat.push(Flat {
                named: alone(Vec::new()),
                cells: facts.iter().map(|fact| (Some(fact.key), fact.cell.clone())).collect(),
            }),
            Block::Table(table) | Block::Bars(table) => {
                let nth = n_tables.entry(table.key).or_default();
                flat.extend(rows(table, nth_table(other, table.key, *nth), *nth));
                *nth += 1;
            }
            Block::Prose(message) => flat.push(said(message)),
            Block::Notes(messages) => flat.extend(messages.iter().map(said)),
            Block::SignOff(_) => {}
        }
    }
    tell_twins_apart(&mut flat);
    flat
}

fn nth_table<'d>(document: &'d Document, key: &str, nth: usize) -> Option<&'d Table> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) | Block::Bars(table) => Some(table),
        Block::Facts(_) | Block::Prose(_) | Block::Notes(_) | Block::SignOff(_) => None,
    });
    tables.filter(|table| table.key == key).nth(nth)
}

fn rows(table: &Table, other: Option<&Table>, nth: usize) -> Vec<Flat> {
    let names = names(table, other);
    let is_name = |column: &Column| names.contains(&column.key);
    let of_row = |row: &Row| {
        let cells = || table.columns.iter().zip(&row.cells);
        let name = cells().filter(|(column, _)| is_name(column)).map(|(_, cell)| cell.clone());
        let rest = cells().filter(|(column, _)| !is_name(column));
        Flat {
            named: Named {
                table: table.key,
                nth,
                kind: Some(row.kind),
                name: name.collect(),
                twin: 0,
            },
            cells: rest.map(|(column, cell)| (Some(column.key), cell.clone())).collect(),
        }
    };
    table.rows.iter().map(of_row).collect()
}

/// The columns that name a row: those that the table says, and as many more with words, codes or
/// days as it takes to tell all lines of both tables apart.
fn names(table: &Table, other: Option<&Table>) -> Vec<&'static str> {
    let both = || std::iter::once(table).chain(other);
    let position = |of: &Table, key: &str| of.columns.iter().position(|own| own.key == key);
    let in_both = |key: &str| both().all(|of| position(of, key).is_some());
    let tells = |key: &str| {
        both().all(|of| {
            let at = position(of, key);
            let mut cells = of.rows.iter().filter_map(|row| row.cells.get(at?));
            cells.all(|cell| {
                matches!(
                    cell,
                    Cell::Text(_)
                        | Cell::Day(_)
                        | Cell::Verdict { .. }
                        | Cell::Said(_)
                        | Cell::Blank
                )
            })
        })
    };
    // How many lines there are of different names, and how many lines.
    let apart = |names: &[&'static str]| {
        let of_table = |of: &Table| {
            let at: Vec<usize> = names.iter().filter_map(|key| position(of, key)).collect();
            let lines = of.rows.iter().filter(|row| row.kind == RowKind::Line);
            let name = |row: &Row| {
                let cells: Vec<Option<&Cell>> = at.iter().map(|at| row.cells.get(*at)).collect();
                format!("{cells:?}")
            };
            let names: Vec<String> = lines.map(name).collect();
            let n_lines = names.len();
            (names.into_iter().collect::<BTreeSet<_>>().len(), n_lines)
        };
        both().map(of_table).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let keys: Vec<&'static str> =
        table.columns.iter().map(|column| column.key).filter(|key| in_both(key)).collect();
    let said = |key: &&'static str| table.named_by.contains(key);
    let (mut names, more): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| said(key));
    let (mut n_apart, n_lines) = apart(&names);
    for key in more.into_iter().filter(|key| tells(key)) {
        if n_apart == n_lines {
            break;
        }
        names.push(key);
        let (n_with, _) = apart(&names);
        if n_with == n_apart {
            names.pop();
        }
        n_apart = n_with;
    }
    names
}

/// Numbers the rows that have the same name, in their order.
fn tell_twins_apart(rows: &mut [Flat]) {
    let mut n_rows: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let n_before = n_rows.entry(row.named.identity()).or_default();
        row.named.twin = *n_before;
        *n_before += 1;
    }
}

fn table_of(changes: &[Change]) -> Table {
    let mut table = Table::new(
        "report.restated",
        &[
            "report.restated.table",
            "report.restated.row",
            "report.restated.column",
            "report.restated.old",
            "report.restated.new",
        ],
    );
    let side =
        |cell: &Option<Cell>| cell.clone().unwrap_or_else(|| Cell::word("report.restated.absent"));
    for change in changes {
        table.line(vec![
            Cell::word(change.row.table),
            row_cell(&change.row),
            Cell::maybe(change.column, Cell::word),
            side(&change.old),
            side(&change.new),
        ]);
    }
    table
}

/// The name of a row in one cell.
fn row_cell(row: &Named) -> Cell {
    let says = |cell: &&Cell| !matches!(cell, Cell::Blank) && **cell != Cell::text("");
    let name: Vec<&Cell> = row.name.iter().filter(says).collect();
    match name[..] {
        [] => Cell::Blank,
        [one] => one.clone(),
        _ => {
            let words = name.iter().any(|cell| matches!(cell, Cell::Verdict { .. }));
            if words { in_words(&name) } else { Cell::text(joined(&name)) }
        }
    }
}

/// A name with words of the glossary in it: they are looked up when it is printed.
fn in_words(name: &[&Cell]) -> Cell {
    const CODES: [&str; 4] =
        ["report.row_of_1", "report.row_of_2", "report.row_of_3", "report.row_of_4"];
    const ARGUMENTS: [&str; 4] = ["one", "two", "three", "four"];
    let shown = &name[..name.len().min(CODES.len())];
    let mut message = Message::new(CODES[shown.len() - 1]);
    for (argument, cell) in ARGUMENTS.into_iter().zip(shown) {
        message = match cell {
            Cell::Verdict { key, .. } => message.with(argument, crate::base::Argument::key(key)),
            cell => message.with(argument, plain(cell)),
        };
    }
    Cell::Said(message)
}

fn joined(name: &[&Cell]) -> String {
    let parts: Vec<String> = name.iter().map(|cell| plain(cell)).collect();
    parts.join(" · ")
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Count(count) => count.to_string(),
        Cell::Quantity(quantity) => quantity.to_string(),
        Cell::Money(money) => money.to_string(),
        Cell::Ratio(ratio) => ratio.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Verdict { key, .. } => key.clone(),
        Cell::Said(message) => message.code.clone(),
    }
}

fn why(written: &[Written]) -> Table {
    let mut table = Table::new(
        "report.why",
        &[
            "report.why.recorded_at",
            "report.why.recorded_by",
            "report.why.id",
            "report.why.date",
            "report.why.kind",
            "report.why.about",
            "report.why.corrects",
            "report.why.reason",
        ],
    );
    for row in written {
        table.line(vec![
            Cell::text(row.recorded_at.local()),
            Cell::text(&row.recorded_by),
            Cell::of(&row.id),
            Cell::Day(row.date),
            Cell::word(row.kind),
            Cell::text(row.about.join(" · ")),
            row.corrects.as_ref().map_or_else(|| Cell::text(""), Cell::of),
            Cell::text(&row.why),
        ]);
    }
    table
}
