//! A line of the ledger as it streams by, and the month that it stands in.

use crate::base::{Day, Money, Quantity};

use super::{Line, Mark, Standing, Turnover};

/// A line of the ledger as it streams by; of a large month there are many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The place of its item among all of them, by code.
    pub item: u32,
    /// Where its month finds it again.
    pub at: u32,
    /// How much, in base units.
    pub base: Quantity,
    /// The value that the document states.
    pub stated: Stated,
    /// The day on which it is effective.
    pub date: Day,
    /// What it does.
    pub act: Act,
    /// Where it stands on its day.
    pub standing: Standing,
    /// What is asked of it by itself.
    pub mark: Mark,
    /// Whether it was recorded after the moment asked about.
    pub later: bool,
}

const _: () = assert!(size_of::<Row>() <= 40, "a month of rows takes more memory than it has to");

/// The value that a document states, never below zero, or that it states none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stated(i64);

impl Stated {
    /// Takes a value over.
    pub const fn of(value: Option<Money>) -> Self {
        match value {
            Some(value) => Self(value.fen()),
            None => Self(i64::MIN),
        }
    }

    /// The value.
    pub const fn value(self) -> Option<Money> {
        if self.0 == i64::MIN { None } else { Some(Money::from_fen(self.0)) }
    }
}

/// The lines of a piece of a month, in shares by their items: all lines of an item are in one share,
/// in the order in which they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shares(pub Vec<Vec<Row>>);

impl Shares {
    /// How many items each share has where there are so many items and shares, as a power of two.
    pub fn power(n_items: usize, n_shares: usize) -> u32 {
        n_items.div_ceil(n_shares.max(1)).next_power_of_two().trailing_zeros()
    }

    /// All lines.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.0.iter().flatten()
    }
}

/// What a line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Goods come into a store.
    In {
        /// The place of the store among all of them, by code.
        store: u16,
        /// The department they come from, by its place among all of them.
        department: Option<u16>,
        /// The column of the statement in which it stands.
        column: Turnover,
    },
    /// Goods go out of a store.
    Out {
        /// The place of the store among all of them, by code.
        store: u16,
        /// The department they go to, by its place among all of them.
        department: Option<u16>,
        /// The column of the statement in which it stands.
        column: Turnover,
    },
    /// A transfer leaves a store, to lie on the way under its slip.
    Sent {
        /// The place of the store among all of them, by code.
        store: u16,
        /// The column of the statement in which it stands.
        column: Turnover,
    },
    /// A transfer comes into a store from under its slip.
    Arrived {
        /// The place of the store among all of them, by code.
        store: u16,
        /// The column of the statement in which it stands.
        column: Turnover,
    },
    /// A store's whole card is set to what was counted, which stands in the place of the quantity.
    Count {
        /// The place of the store among all of them, by code.
        store: u16,
        /// The column of the statement in which it stands where it finds nothing, as it is written.
        column: Turnover,
    },
    /// Old goods come back from a department, and lie in the pool.
    Old {
        /// The department, by its place among all of them.
        department: u16,
    },
    /// Whatever the whole line says.
    Whole,
}

/// A month whose lines stream by.
pub trait Month {
    /// The id of a line.
    fn id(&self, row: &Row) -> &str;
    /// Whether the ids ascend as the lines stand, so that nobody has to look at them.
    fn ascends(&self) -> bool;
    /// The slip of a line, or the sheet of a count.
    fn slip(&self, row: &Row) -> &str;
    /// The id of the line that a line takes back.
    fn reverses(&self, row: &Row) -> &str;
    /// The person on a line.
    fn person(&self, row: &Row) -> &str;
    /// The whole line; none where it cannot be one.
    fn whole(&self, row: &Row) -> Option<Line>;
}
