//! What has changed in a report since it was made, cell by cell, and why.
//!
//! The report is computed twice, by what was known then and by what is known now, and the two
//! documents are held against each other. Rows are told apart by the columns that name them, so a
//! row that comes in between moves nothing. Look next at `document.rs`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, Cell, Column, Document, Row, RowKind, Rows, Table};
use crate::base::{Message, Moment, Written};

/// Since when a report is restated, and the rows recorded since that bear on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// By what was known then it is compared.
    pub moment: Moment,
    /// The rows recorded since that bear on its days.
    pub written: Vec<Written>,
    /// The rows recorded since on later days: they are named where a changed row is about them.
    pub later: Vec<Written>,
}

impl Since {
    /// The rows by which something changed, in the order of their recording.
    fn bearing_on(&self, changes: &[Change]) -> Vec<Written> {
        let codes: BTreeSet<String> =
            changes.iter().flat_map(|change| &change.row.name).map(plain).collect();
        let named = |row: &&Written| {
            let corrected = row.corrects.iter().any(|id| codes.contains(id.as_str()));
            corrected || codes.contains(row.id.as_str())
        };
        let mut rows: Vec<Written> = self.written.clone();
        rows.extend(self.later.iter().filter(named).cloned());
        rows.sort_by(|one, other| (one.recorded_at, &one.id).cmp(&(other.recorded_at, &other.id)));
        rows
    }
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
pub fn changes(old: &Document<'_>, new: &Document<'_>) -> Vec<Change> {
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

impl Document<'_> {
    /// The same document with what has changed since it was made, above the lines for signatures;
    /// nothing where nothing has.
    #[must_use]
    pub fn restated(mut self, old: &Document<'_>, since: &Since) -> Self {
        let changes = changes(old, &self);
        if changes.is_empty() {
            return self;
        }
        let said = Message::new("report.restated")
            .with("since", since.moment.knowledge())
            .with("count", changes.len());
        let blocks = [
            Block::Prose(said),
            Block::Table(table_of(&changes).into()),
            Block::Table(why(&since.bearing_on(&changes)).into()),
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
        let cells = self.cells.iter().filter(|(_, cell)| says_something(cell));
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
fn flatten(document: &Document<'_>, other: &Document<'_>) -> Vec<Flat> {
    let mut flat = Vec::new();
    let mut n_tables: BTreeMap<&str, usize> = BTreeMap::new();
    let alone = |name: Vec<Cell>| Named { table: document.key, nth: 0, kind: None, name, twin: 0 };
    let said = |message: &Message| Flat {
        named: alone(vec![Cell::said(message.clone())]),
        cells: vec![(None, Cell::said(message.clone()))],
    };
    for block in &document.blocks {
        match block {
            Block::Facts(facts) => flat.push(Flat {
                named: alone(Vec::new()),
                cells: facts.iter().map(|fact| (Some(fact.key), fact.cell.clone())).collect(),
            }),
            Block::Table(table) | Block::Bars(table) => {
                let nth = n_tables.entry(table.key).or_default();
                let twin = nth_table(other, table.key, *nth).map(|twin| twin.clone().made());
                flat.extend(rows(&table.clone().made(), twin.as_ref(), *nth));
                *nth += 1;
            }
            Block::Prose(message) => flat.push(said(message)),
            Block::Notes(messages) => flat.extend(messages.iter().map(said)),
            // The figures in it stand in a table too.
            Block::Passage(_) | Block::Chart(_) | Block::SignOff(_) => {}
        }
    }
    tell_twins_apart(&mut flat);
    flat
}

fn nth_table<'d>(document: &'d Document<'_>, key: &str, nth: usize) -> Option<&'d Table<Rows<'d>>> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) | Block::Bars(table) => Some(table),
        Block::Facts(_)
        | Block::Prose(_)
        | Block::Passage(_)
        | Block::Notes(_)
        | Block::Chart(_)
        | Block::SignOff(_) => None,
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
                        | Cell::Named(_)
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

fn says_something(cell: &Cell) -> bool {
    !matches!(cell, Cell::Blank) && *cell != Cell::text("")
}

/// The name of a row in one cell.
fn row_cell(row: &Named) -> Cell {
    let name: Vec<&Cell> = row.name.iter().filter(|cell| says_something(cell)).collect();
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
            Cell::Verdict { key, .. } => message.with(argument, crate::base::Argument::key(&**key)),
            cell => message.with(argument, plain(cell)),
        };
    }
    Cell::said(message)
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
        Cell::Verdict { key, .. } => key.clone().into_owned(),
        Cell::Named(name) => name.zh.clone(),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::{Day, Decimal};

    /// A document of one table: a code, a day, a word and two figures a row, and a fact.
    type Given = (Vec<(u8, u8, u8, i64, i64)>, i64, Vec<u8>);

    fn document((rows, fact, notes): &Given) -> Document<'static> {
        let columns = ["t.code", "t.day", "t.word", "t.quantity", "t.count"];
        let mut table = Table::new("t", &columns);
        for (code, day, word, quantity, count) in rows {
            let day = Day::new(2026, 3, u32::from(*day) + 1).expect("a day");
            table.line(vec![
                Cell::text(format!("C{code}")),
                Cell::Day(day),
                if *word == 0 { Cell::Blank } else { Cell::word(format!("w.{word}")) },
                Cell::Quantity(Decimal::from(*quantity)),
                if *count == 0 { Cell::Blank } else { Cell::Count(*count) },
            ]);
        }
        let sum = rows.iter().map(|row| row.3).sum::<i64>();
        let mut total = vec![Cell::word("word.total"), Cell::Blank, Cell::Blank];
        total.extend([Cell::Quantity(Decimal::from(sum)), Cell::Blank]);
        table.rows.push(Row::total(total));
        let notes = notes.iter().map(|note| Message::new(format!("n.{note}"))).collect();
        Document::new("d").facts(vec![("d.fact", Cell::Count(*fact))]).table(table).notes(notes)
    }

    /// Every cell that says something by where it stands; a row by itself too.
    fn cells(rows: &[Flat]) -> BTreeMap<(String, Option<&'static str>), Cell> {
        let mut cells = BTreeMap::new();
        for row in rows {
            cells.insert((row.named.identity(), Some("row")), Cell::word("row"));
            for (column, cell) in row.cells.iter().filter(|(_, cell)| says_something(cell)) {
                cells.insert((row.named.identity(), *column), cell.clone());
            }
        }
        cells
    }

    fn given() -> impl Strategy<Value = Given> {
        let row = (0..4_u8, 0..3_u8, 0..3_u8, -3..3_i64, 0..2_i64);
        (prop::collection::vec(row, 0..6), 0..3_i64, prop::collection::vec(0..3_u8, 0..3))
    }

    proptest! {
        #[test]
        fn the_changes_are_the_cells_that_differ_and_make_the_new_of_the_old(
            old in given(), new in given(),
        ) {
            let (old, new) = (document(&old), document(&new));
            let (before, after) = (cells(&flatten(&old, &new)), cells(&flatten(&new, &old)));
            let changes = changes(&old, &new);
            let mut applied = before.clone();
            for change in &changes {
                let row = change.row.identity();
                prop_assert_ne!(&change.old, &change.new);
                match &change.new {
                    None => applied.retain(|(own, _), _| *own != row),
                    Some(cell) => {
                        applied.insert((row.clone(), Some("row")), Cell::word("row"));
                        let there = *cell == Cell::word("report.restated.there");
                        if says_something(cell) && !there {
                            applied.insert((row, change.column), cell.clone());
                        } else {
                            applied.remove(&(row, change.column));
                        }
                    }
                }
                if let Some(cell) = change.old.as_ref().filter(|cell| says_something(cell)) {
                    let place = (change.row.identity(), change.column);
                    let there = Cell::word("report.restated.there");
                    prop_assert!(*cell == there || before.get(&place) == Some(cell));
                }
            }
            prop_assert_eq!(applied, after);
            prop_assert_eq!(changes.is_empty(), before == cells(&flatten(&new, &old)));
        }

        #[test]
        fn what_has_not_changed_is_not_restated(given in given()) {
            let since = Since {
                moment: Moment::end_of(Day::FIRST),
                written: Vec::new(),
                later: Vec::new(),
            };
            let document = document(&given);
            prop_assert_eq!(document.clone().restated(&document, &since), document);
        }
    }

    #[test]
    fn a_row_that_comes_in_between_moves_nothing() {
        let row = |code, quantity| (code, 0, 1, quantity, 1);
        let old = document(&(vec![row(1, 5), row(3, 7)], 0, vec![]));
        let new = document(&(vec![row(1, 5), row(2, 1), row(3, 8)], 0, vec![]));
        let told: Vec<String> = changes(&old, &new)
            .iter()
            .map(|change| {
                let name = joined(&change.row.name.iter().collect::<Vec<_>>());
                let side = |cell: &Option<Cell>| cell.as_ref().map_or("-".to_owned(), plain);
                let column = change.column.unwrap_or_default();
                format!("{name} {column} {} {}", side(&change.old), side(&change.new))
            })
            .collect();
        assert_eq!(
            told,
            [
                "C2 t.day - 2026-03-01",
                "C2 t.word - w.1",
                "C2 t.quantity - 1",
                "C2 t.count - 1",
                "C3 t.quantity 7 8",
                "word.total t.quantity 12 14",
            ]
        );
    }
}
