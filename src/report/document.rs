//! The one printable shape: blocks of typed cells under stable keys.
//!
//! It says what there is to see, never how it looks. Keys are ASCII and a published key is a
//! contract; the floor `text` has the words, `render` the formats. A long table borrows the result
//! that it lays out and makes its rows when they are asked for, see [`Rows`].

use super::{Cell, Chart, Rows, Table};
use crate::base::Message;

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
pub enum Block<'r> {
    /// Named values: a report's frame, a receipt.
    Facts(Vec<Fact>),
    /// Rows under columns.
    Table(Table<Rows<'r>>),
    /// Figures shown as bars beside their value: the first cell names, the second is drawn.
    Bars(Table<Rows<'r>>),
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
pub struct Document<'r> {
    /// The key of the title; also the name of the document in JSON.
    pub key: &'static str,
    /// The parts, in order.
    pub blocks: Vec<Block<'r>>,
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

impl<'r> Document<'r> {
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
    pub fn table(mut self, table: impl Into<Table<Rows<'r>>>) -> Self {
        self.blocks.push(Block::Table(table.into()));
        self
    }

    /// The same document with some tables added.
    #[must_use]
    pub fn tables<T: Into<Table<Rows<'r>>>>(mut self, tables: Vec<T>) -> Self {
        self.blocks.extend(tables.into_iter().map(|table| Block::Table(table.into())));
        self
    }

    /// The same document with bars added.
    #[must_use]
    pub fn bars(mut self, table: impl Into<Table<Rows<'r>>>) -> Self {
        self.blocks.push(Block::Bars(table.into()));
        self
    }

    /// The same document with a paragraph added.
    #[must_use]
    pub fn prose(mut self, message: Message) -> Self {
        self.blocks.push(Block::Prose(message));
        self
    }

    /// The same document with every row made: it borrows nothing any more.
    #[must_use]
    pub fn made(self) -> Document<'static> {
        let Self { key, blocks, purpose } = self;
        let blocks = blocks.into_iter().map(|block| match block {
            Block::Facts(facts) => Block::Facts(facts),
            Block::Table(table) => Block::Table(table.made().into()),
            Block::Bars(table) => Block::Bars(table.made().into()),
            Block::Prose(message) => Block::Prose(message),
            Block::Passage(passage) => Block::Passage(passage),
            Block::Notes(messages) => Block::Notes(messages),
            Block::Chart(chart) => Block::Chart(chart),
            Block::SignOff(roles) => Block::SignOff(roles),
        });
        Document { key, blocks: blocks.collect(), purpose }
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
