//! The one printable shape: blocks of typed cells under stable keys.
//!
//! It says what there is to see, never how it looks. Keys are ASCII and a published key is a
//! contract; the floor `text` has the words, `render` the formats.

use super::Chart;
use crate::base::{Day, Decimal, Message, Money, Price, Quantity, Ratio};

/// One value of a table or a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not known, or nothing to compare with: `—` for people, empty in CSV, `null` in JSON.
    Blank,
    /// Data as it is: codes, names, notes; the empty text prints as nothing.
    Text(String),
    /// A number of things.
    Count(i64),
    /// An exact amount, with its decimals as they are.
    Quantity(Decimal),
    /// Money in yuan, two decimals.
    Money(Money),
    /// A rate, in percent.
    Ratio(Ratio),
    /// A civil day.
    Day(Day),
    /// A word of the glossary by its key, with the tone in which it is said.
    Verdict {
        /// The key of the word.
        key: String,
        /// How it is meant.
        tone: Tone,
    },
    /// What people named in two languages: the second one is for readers of English, and may be
    /// empty. In JSON the first.
    Named {
        /// The name.
        zh: String,
        /// The same in English; empty where nobody wrote it.
        en: String,
    },
    /// A sentence by its code: a reason, an explanation. In JSON its code and arguments.
    Said(Message),
}

/// How a verdict is meant; colour follows it and is never the only sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad: kinds and states.
    Plain,
    /// As it should be.
    Good,
    /// Somebody should look.
    Warn,
    /// Not as it should be.
    Bad,
}

impl Cell {
    /// Whether it is a figure, and no name, day or judgement.
    pub const fn is_figure(&self) -> bool {
        match self {
            Self::Count(_) | Self::Quantity(_) | Self::Money(_) | Self::Ratio(_) => true,
            Self::Blank
            | Self::Text(_)
            | Self::Day(_)
            | Self::Verdict { .. }
            | Self::Named { .. }
            | Self::Said(_) => false,
        }
    }

    /// Data as it is.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A code or another value of the domain, written out.
    pub fn of(value: &impl std::fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    /// A number of things.
    pub fn count(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A name in two languages; the second may be empty.
    pub fn named(zh: &str, en: &str) -> Self {
        if en.is_empty() {
            Self::text(zh)
        } else {
            Self::Named { zh: zh.to_owned(), en: en.to_owned() }
        }
    }

    /// A word by its key, neither good nor bad.
    pub fn word(key: impl Into<String>) -> Self {
        Self::Verdict { key: key.into(), tone: Tone::Plain }
    }

    /// A word by its key, with a tone.
    pub fn verdict(key: impl Into<String>, tone: Tone) -> Self {
        Self::Verdict { key: key.into(), tone }
    }

    /// Something that may be absent.
    pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Blank, cell)
    }
}

impl From<Quantity> for Cell {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity(quantity.decimal())
    }
}

impl From<Price> for Cell {
    fn from(price: Price) -> Self {
        let mut yuan = price.yuan();
        if yuan.scale() < 2 {
            yuan.rescale(2);
        }
        Self::Quantity(yuan)
    }
}

impl From<Decimal> for Cell {
    fn from(decimal: Decimal) -> Self {
        Self::Quantity(decimal)
    }
}

impl From<Money> for Cell {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Ratio> for Cell {
    fn from(ratio: Ratio) -> Self {
        Self::Ratio(ratio)
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The full key, such as `stock.reconcile.book_quantity`.
    pub key: &'static str,
}

/// What a row is among its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A line of the ledger or of the result.
    Line,
    /// A sum over the lines above it in its group.
    Subtotal,
    /// A sum over all lines.
    Total,
}

/// One row: as many cells as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is among its rows.
    pub kind: RowKind,
    /// The cells, in the order of the columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A line.
    pub fn line(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Line, cells }
    }

    /// A sum over a group.
    pub fn subtotal(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Subtotal, cells }
    }

    /// A sum over everything.
    pub fn total(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Total, cells }
    }
}

/// Rows under columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The key of the table, whose word is its heading; also its name in JSON.
    pub key: &'static str,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The keys of the columns that name a row: by them it is found again in the same report of
    /// another day.
    pub named_by: Vec<&'static str>,
    /// The keys of columns whose totals add up to nothing: a cost per bed-day, a median.
    pub not_summed: Vec<&'static str>,
}

impl Table {
    /// A table without rows yet.
    pub fn new(key: &'static str, columns: &[&'static str]) -> Self {
        let named_by = columns.first().copied().into_iter().collect();
        let columns = columns.iter().map(|key| Column { key }).collect();
        Self { key, columns, rows: Vec::new(), named_by, not_summed: Vec::new() }
    }

    /// The same table, with columns whose totals add up to nothing where several are put together.
    #[must_use]
    pub fn not_summed(mut self, columns: &[&'static str]) -> Self {
        self.not_summed = columns.to_vec();
        self
    }

    /// The same table, its rows named by these columns in place of the first one.
    #[must_use]
    pub fn named_by(mut self, columns: &[&'static str]) -> Self {
        self.named_by = columns.to_vec();
        self
    }

    /// Adds a line.
    pub fn line(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row::line(cells));
    }

    /// The same table without a column that would say the same in each row.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        if let Some(at) = self.columns.iter().position(|column| column.key == key) {
            self.columns.remove(at);
            for row in &mut self.rows {
                row.cells.remove(at);
            }
            self.named_by.retain(|named| *named != key);
        }
        self
    }

    /// The same table without those of these columns that no row fills.
    #[must_use]
    pub fn without_unused(&self, columns: &[&str]) -> Self {
        let unused = |at: usize| {
            let is_nothing = |row: &Row| match &row.cells[at] {
                Cell::Blank => true,
                Cell::Text(text) => text.is_empty(),
                _ => false,
            };
            columns.contains(&self.columns[at].key) && self.rows.iter().all(is_nothing)
        };
        let kept: Vec<usize> = (0..self.columns.len()).filter(|at| !unused(*at)).collect();
        let mut rows = self.rows.clone();
        for row in &mut rows {
            row.cells = kept.iter().map(|at| row.cells[*at].clone()).collect();
        }
        let columns = kept.iter().map(|at| self.columns[*at].clone()).collect();
        let (named_by, not_summed) = (self.named_by.clone(), self.not_summed.clone());
        Self { key: self.key, columns, rows, named_by, not_summed }
    }
}

/// A named value beside others.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The key of its name.
    pub key: &'static str,
    /// Its value.
    pub cell: Cell,
}

/// A text that people wrote, in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// In Chinese, or in the language in which it was written.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Wording {
    /// A text in two languages; where nobody wrote the second, the first stands for it.
    pub fn new(zh: &str, en: &str) -> Self {
        let en = if en.is_empty() { zh } else { en };
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// A heading and the paragraphs under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The heading; empty where there is none.
    pub heading: Wording,
    /// The paragraphs.
    pub paragraphs: Vec<Wording>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Named values: a report's frame, a receipt.
    Facts(Vec<Fact>),
    /// Rows under columns.
    Table(Table),
    /// Figures shown as bars beside their value: the first cell names, the second is drawn.
    Bars(Table),
    /// A paragraph.
    Prose(Message),
    /// A heading and paragraphs that people wrote.
    Passage(Passage),
    /// Remarks under what they explain.
    Notes(Vec<Message>),
    /// Figures to be drawn; they stand in the document's tables too.
    Chart(Chart),
    /// Lines for signatures: each cell is the name of a role.
    SignOff(Vec<Cell>),
}

/// What is shown: a title, what it was computed from, and blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The key of the title; also the name of the document in JSON.
    pub key: &'static str,
    /// The parts, in order.
    pub blocks: Vec<Block>,
    /// What it is for.
    pub purpose: Purpose,
}

/// What a document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be looked at, or read by a program.
    Listing,
    /// To be signed and kept: it says from what it was computed in every format.
    Paper,
}

impl Document {
    /// An empty document.
    pub fn new(key: &'static str) -> Self {
        Self { key, blocks: Vec::new(), purpose: Purpose::Listing }
    }

    /// The same document, to be signed and kept.
    #[must_use]
    pub fn paper(mut self) -> Self {
        self.purpose = Purpose::Paper;
        self
    }

    /// The same document with named values added.
    #[must_use]
    pub fn facts(mut self, facts: Vec<(&'static str, Cell)>) -> Self {
        let facts = facts.into_iter().map(|(key, cell)| Fact { key, cell }).collect();
        self.blocks.push(Block::Facts(facts));
        self
    }

    /// The same document with a table added.
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.blocks.push(Block::Table(table));
        self
    }

    /// The same document with some tables added.
    #[must_use]
    pub fn tables(mut self, tables: Vec<Table>) -> Self {
        self.blocks.extend(tables.into_iter().map(Block::Table));
        self
    }

    /// The same document with bars added.
    #[must_use]
    pub fn bars(mut self, table: Table) -> Self {
        self.blocks.push(Block::Bars(table));
        self
    }

    /// The same document with a paragraph added.
    #[must_use]
    pub fn prose(mut self, message: Message) -> Self {
        self.blocks.push(Block::Prose(message));
        self
    }

    /// Whether a part stands right under a passage with a heading, and needs none of its own.
    pub fn is_under_passage(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.blocks.get(before));
        matches!(before, Some(Block::Passage(passage)) if !passage.heading.is_empty())
    }

    /// The same document with a heading and paragraphs added.
    #[must_use]
    pub fn passage(mut self, passage: Passage) -> Self {
        self.blocks.push(Block::Passage(passage));
        self
    }

    /// The same document with remarks added; nothing if there are none.
    #[must_use]
    pub fn notes(mut self, notes: Vec<Message>) -> Self {
        if !notes.is_empty() {
            self.blocks.push(Block::Notes(notes));
        }
        self
    }

    /// The same document with some charts added.
    #[must_use]
    pub fn charts(self, charts: Vec<Chart>) -> Self {
        charts.into_iter().fold(self, Self::chart)
    }

    /// The same document with signature lines added.
    #[must_use]
    pub fn sign_off(mut self, roles: &[&'static str]) -> Self {
        self.blocks.push(Block::SignOff(roles.iter().copied().map(Cell::word).collect()));
        self
    }

    /// The same document with a chart added; nothing if a picture says no more than the table.
    #[must_use]
    pub fn chart(mut self, chart: Chart) -> Self {
        if chart.is_worth_drawing() {
            self.blocks.push(Block::Chart(chart));
        }
        self
    }
}
