//! The fold: stores in, one after the other in the order of their paths, one document out.
//!
//! Tables of one key become one table whose first column is the store. Columns are those that any
//! store has, in the order in which they first stand. A store's totals are subtotals here.

use std::collections::BTreeMap;

use super::sum::{same, sum};
use super::{StoreFailure, StoreOutcome, StoreReport};
use crate::base::Message;
use crate::report::several::several;
use crate::report::{Block, Cell, Document, Fact, Row, RowKind, Table, Tone};

/// The column of the store in every table.
const STORE: &str = "group.stores.store";

const STORES: [&str; 8] = [
    STORE,
    "group.stores.path",
    "group.stores.state",
    "group.stores.rows",
    "group.stores.warnings",
    "group.stores.exit",
    "group.stores.reason",
    "group.stores.place",
];

/// Many stores being rolled up.
#[derive(Debug, Default)]
pub struct RollUp {
    /// The report that is rolled up: the key of the first document.
    report: Option<&'static str>,
    stores: Vec<Standing>,
    tables: Vec<Gathered>,
    facts: Option<Gathered>,
    /// What stores remark, and which of them, in the order in which it was first said.
    remarks: Vec<(Message, Vec<usize>)>,
    /// How many texts that people wrote are left out.
    n_passages: usize,
}

/// How a store fared.
#[derive(Debug)]
struct Standing {
    name: String,
    path: String,
    exit: u8,
    warnings: usize,
    n_rows: usize,
    failure: Option<StoreFailure>,
}

/// The rows of all stores under one key; a row may have fewer cells than there came to be columns.
#[derive(Debug)]
struct Gathered {
    key: &'static str,
    /// Each column by its key, and which of that key it is in its table.
    columns: Vec<(&'static str, usize)>,
    named_by: Vec<&'static str>,
    not_summed: Vec<&'static str>,
    rows: Vec<(usize, Row)>,
}

impl RollUp {
    /// Takes the next store.
    pub fn take(&mut self, store: StoreReport) {
        let StoreReport { path, name, warnings, exit, outcome } = store;
        let at = self.stores.len();
        let mut standing = Standing { name, path, exit, warnings, n_rows: 0, failure: None };
        match outcome {
            StoreOutcome::Failed(failure) => standing.failure = Some(failure),
            StoreOutcome::Read(document) => standing.n_rows = self.gather(at, document),
        }
        self.stores.push(standing);
    }

    /// How many stores could not be read.
    pub fn n_failed(&self) -> usize {
        self.stores.iter().filter(|store| store.failure.is_some()).count()
    }

    /// Whether a store that was read has something open.
    pub fn has_something_open(&self) -> bool {
        self.stores.iter().any(|store| store.failure.is_none() && store.exit != 0)
    }

    fn gather(&mut self, at: usize, document: Document) -> usize {
        self.report.get_or_insert(document.key);
        let (mut n_rows, mut facts) = (0, Vec::new());
        for block in document.blocks {
            match block {
                Block::Table(table) | Block::Bars(table) => {
                    let table = table.made();
                    n_rows += table.rows.iter().filter(|row| row.kind == RowKind::Line).count();
                    self.table(at, table);
                }
                Block::Facts(more) => facts.extend(more),
                Block::Prose(message) => self.remark(at, message),
                Block::Notes(messages) => {
                    for message in messages {
                        self.remark(at, message);
                    }
                }
                Block::Passage(_) => self.n_passages += 1,
                // Figures of a chart stand in the tables; a roll-up is nobody's to sign.
                Block::Chart(_) | Block::SignOff(_) => {}
            }
        }
        self.fact_row(at, facts);
        n_rows
    }

    fn table(&mut self, at: usize, table: Table) {
        let known = self.tables.iter().position(|known| known.key == table.key);
        let known = known.unwrap_or_else(|| {
            self.tables.push(Gathered::new(table.key));
            self.tables.len() - 1
        });
        self.tables[known].take(at, table);
    }

    fn fact_row(&mut self, at: usize, facts: Vec<Fact>) {
        if facts.is_empty() {
            return;
        }
        let keys: Vec<&'static str> = facts.iter().map(|fact| fact.key).collect();
        let mut table = Table::new("group.facts", &keys).named_by(&[]);
        table.line(facts.into_iter().map(|fact| fact.cell).collect());
        self.facts.get_or_insert_with(|| Gathered::new("group.facts")).take(at, table);
    }

    fn remark(&mut self, at: usize, message: Message) {
        match self.remarks.iter_mut().find(|(known, _)| *known == message) {
            Some((_, stores)) if stores.last() == Some(&at) => {}
            Some((_, stores)) => stores.push(at),
            None => self.remarks.push((message, vec![at])),
        }
    }

    /// What each store is called in the tables: by its name, and where several have one name, by
    /// its path too.
    fn names(&self) -> Vec<String> {
        let mut n_named: BTreeMap<&str, usize> = BTreeMap::new();
        for store in &self.stores {
            *n_named.entry(&store.name).or_default() += 1;
        }
        let name = |store: &Standing| match (store.name.as_str(), n_named[store.name.as_str()]) {
            ("", _) => store.path.clone(),
            (name, 1) => name.to_owned(),
            (name, _) => format!("{name} {}", store.path),
        };
        self.stores.iter().map(name).collect()
    }

    /// The document over all stores that were taken.
    pub fn finish(self) -> Document<'static> {
        let names = self.names();
        let n_failed = self.n_failed();
        let mut notes = Vec::new();
        let mut document = Document::new("group.report").facts(vec![
            ("group.report.of", self.report.map_or(Cell::Blank, Cell::word)),
            ("group.report.n_stores", Cell::count(self.stores.len())),
            ("group.report.n_read", Cell::count(self.stores.len() - n_failed)),
            ("group.report.n_failed", Cell::count(n_failed)),
        ]);
        document = document.table(standings(&self.stores, &names));
        for gathered in self.tables.into_iter().filter(|gathered| !gathered.rows.is_empty()) {
            let (table, without) = gathered.rolled_up(&names);
            if let Some(without) = without {
                let message = Message::new("group.no_total").with("stores", without);
                notes.push(message.with("table", crate::base::Argument::key(table.key)));
            }
            document = document.table(table);
        }
        if let Some(facts) = self.facts {
            document = document.table(facts.side_by_side(&names));
        }
        if !self.remarks.is_empty() {
            document = document.table(remarks(&self.remarks, &names, n_failed));
        }
        if n_failed > 0 {
            notes.insert(0, Message::new("group.partial").with("count", n_failed));
        }
        if self.n_passages > 0 {
            notes.push(Message::new("group.left_out").with("count", self.n_passages));
        }
        document.notes(notes)
    }
}

fn standings(stores: &[Standing], names: &[String]) -> Table {
    let mut table = Table::new("group.stores", &STORES).named_by(&["group.stores.path"]);
    for (store, name) in stores.iter().zip(names) {
        let Standing { name: _, path, exit, warnings, n_rows, failure } = store;
        let (state, tone) = match (failure, exit) {
            (Some(_), _) => ("group.state.failed", Tone::Bad),
            (None, 0) => ("group.state.read", Tone::Good),
            (None, _) => ("group.state.open", Tone::Warn),
        };
        let mut cells = vec![
            Cell::text(name),
            Cell::text(path),
            Cell::verdict(state, tone),
            if failure.is_some() { Cell::Blank } else { Cell::count(*n_rows) },
            if failure.is_some() { Cell::Blank } else { Cell::count(*warnings) },
            Cell::Count(i64::from(*exit)),
        ];
        match failure {
            None => cells.extend([Cell::text(""), Cell::text("")]),
            Some(StoreFailure { message, place, more }) => {
                let place = match more {
                    0 => place.clone(),
                    more => format!("{place} +{more}"),
                };
                cells.extend([Cell::said(message.clone()), Cell::text(place.trim())]);
            }
        }
        table.line(cells);
    }
    table.without_unused(&STORES[6..])
}

fn remarks(remarks: &[(Message, Vec<usize>)], names: &[String], n_failed: usize) -> Table {
    let columns = ["group.remarks.remark", "group.remarks.count", "group.remarks.stores"];
    let mut table = Table::new("group.remarks", &columns);
    for (message, stores) in remarks {
        let whose = if stores.len() + n_failed == names.len() {
            Cell::word("group.all")
        } else {
            let whose: Vec<String> = stores.iter().map(|at| names[*at].clone()).collect();
            Cell::text(several(&whose))
        };
        table.line(vec![Cell::said(message.clone()), Cell::count(stores.len()), whose]);
    }
    table
}

/// What a column is in a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A figure that adds up.
    Figure,
    /// What it is a total of.
    Label,
    /// What is said beside figures.
    Said,
}

impl Gathered {
    const fn new(key: &'static str) -> Self {
        Self {
            key,
            columns: Vec::new(),
            named_by: Vec::new(),
            not_summed: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn take(&mut self, at: usize, table: Table) {
        let mut n_seen: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut places = Vec::new();
        for column in &table.columns {
            let nth = n_seen.entry(column.key).or_default();
            let place = self.columns.iter().position(|known| *known == (column.key, *nth));
            places.push(place.unwrap_or_else(|| {
                self.columns.push((column.key, *nth));
                self.columns.len() - 1
            }));
            *nth += 1;
        }
        let add = |to: &mut Vec<&'static str>, keys: Vec<&'static str>| {
            let new: Vec<_> = keys.into_iter().filter(|key| !to.contains(key)).collect();
            to.extend(new);
        };
        add(&mut self.named_by, table.named_by);
        add(&mut self.not_summed, table.not_summed);
        for row in table.rows {
            let mut cells = vec![Cell::Blank; self.columns.len()];
            for (place, cell) in places.iter().zip(row.cells) {
                cells[*place] = cell;
            }
            self.rows.push((at, Row { kind: row.kind, cells }));
        }
    }

    /// The table with a column for the store before the others, and which stores have lines and no
    /// total, so that there is none for all.
    fn rolled_up(mut self, names: &[String]) -> (Table, Option<String>) {
        let n_columns = self.columns.len();
        self.rows.iter_mut().for_each(|(_, row)| row.cells.resize(n_columns, Cell::Blank));
        let (totals, without) = match self.totals() {
            Ok(totals) => (totals, None),
            Err(without) => {
                let without: Vec<String> =
                    without.into_iter().map(|at| names[at].clone()).collect();
                (Vec::new(), Some(several(&without)))
            }
        };
        let has_lines = self.rows.iter().any(|(_, row)| row.kind == RowKind::Line);
        let mut table = self.empty();
        for (at, Row { kind, mut cells }) in self.rows {
            cells.insert(0, Cell::text(&names[at]));
            let kind = match (kind, has_lines) {
                (RowKind::Line, _) | (RowKind::Total, false) => RowKind::Line,
                (RowKind::Subtotal | RowKind::Total, _) => RowKind::Subtotal,
            };
            table.rows.push(Row { kind, cells });
        }
        table.rows.extend(totals);
        (table, without)
    }

    /// The facts of every store, a row each.
    fn side_by_side(self, names: &[String]) -> Table {
        let n_columns = self.columns.len();
        let mut table = self.empty();
        for (at, mut row) in self.rows {
            row.cells.resize(n_columns, Cell::Blank);
            row.cells.insert(0, Cell::text(&names[at]));
            table.rows.push(row);
        }
        table
    }

    fn empty(&self) -> Table {
        let keys = [STORE].into_iter().chain(self.columns.iter().map(|(key, _)| *key));
        let keys: Vec<&'static str> = keys.collect();
        let named_by: Vec<&'static str> =
            [STORE].into_iter().chain(self.named_by.iter().copied()).collect();
        Table::new(self.key, &keys).named_by(&named_by).not_summed(&self.not_summed)
    }

    /// The totals over all stores: of each total that stores print, told apart by what it is a total
    /// of. None where no store prints any; the stores with lines and no total where some do.
    fn totals(&self) -> Result<Vec<Row>, Vec<usize>> {
        let whose = |kind| {
            let of_kind = self.rows.iter().filter(move |(_, row)| row.kind == kind);
            let mut whose: Vec<usize> = of_kind.map(|(at, _)| *at).collect();
            whose.dedup();
            whose
        };
        let summed = whose(RowKind::Total);
        if summed.is_empty() {
            return Ok(Vec::new());
        }
        let lines = whose(RowKind::Line).into_iter();
        let without: Vec<usize> = lines.filter(|at| summed.binary_search(at).is_err()).collect();
        if !without.is_empty() {
            return Err(without);
        }
        let parts = self.parts_of_totals();
        let mut labels: Vec<(Vec<&Cell>, Vec<&Row>)> = Vec::new();
        for (_, row) in self.rows.iter().filter(|(_, row)| row.kind == RowKind::Total) {
            let names = row.cells.iter().zip(&parts).filter(|(_, part)| **part == Part::Label);
            let label: Vec<&Cell> = names.map(|(cell, _)| cell).collect();
            match labels.iter_mut().find(|(known, _)| *known == label) {
                Some((_, rows)) => rows.push(row),
                None => labels.push((label, vec![row])),
            }
        }
        Ok(labels.into_iter().map(|(_, rows)| self.total(&rows, &parts)).collect())
    }

    fn total(&self, rows: &[&Row], parts: &[Part]) -> Row {
        let mut cells = vec![Cell::word("group.all")];
        for (at, (key, _)) in self.columns.iter().enumerate() {
            let own: Vec<&Cell> = rows.iter().map(|row| &row.cells[at]).collect();
            let is_text = own.iter().any(|cell| matches!(cell, Cell::Text(_)));
            cells.push(match parts[at] {
                Part::Figure if !self.not_summed.contains(key) => sum(&own),
                Part::Said if is_text && own.len() > 1 => Cell::Blank,
                Part::Figure | Part::Label | Part::Said => same(&own),
            });
        }
        Row::total(cells)
    }

    /// What each column is in a total. A text behind the first figure may be a sum in words, such as
    /// amounts in several units: it neither tells totals apart nor holds for several stores.
    fn parts_of_totals(&self) -> Vec<Part> {
        let first = (0..self.columns.len()).find(|at| self.is_figures(*at));
        let part = |at: usize| {
            if self.is_figures(at) {
                Part::Figure
            } else if first.is_none_or(|first| at < first) || self.is_name(at) {
                Part::Label
            } else {
                Part::Said
            }
        };
        (0..self.columns.len()).map(part).collect()
    }

    fn is_name(&self, at: usize) -> bool {
        self.named_by.contains(&self.columns[at].0)
    }

    /// Whether a column holds figures: then its total is a figure too, or a word in place of one.
    fn is_figures(&self, at: usize) -> bool {
        !self.is_name(at) && self.rows.iter().any(|(_, row)| row.cells[at].is_figure())
    }
}
