//! Series of slips: which numbers are there, and which are missing between two of them.

use std::collections::BTreeMap;

use crate::base::RecordId;
use crate::stock::{Kind, Movement, Stock, comes_in_parts, series};

/// A series is told by so many numbers; fewer may be anything.
const LEAST_OF_SERIES: usize = 5;
/// At most one number in so many may be missing, or it is no series.
const MISSING_IN: u64 = 5;
/// More missing numbers than this are another block of numbers, not a gap.
const MOST_OF_GAP: u64 = 20;

/// The slips of one kind whose numbers are given one after the other.
#[derive(Debug, Clone)]
pub struct SlipSeries<'a> {
    /// What the slips are for.
    pub kind: Kind,
    /// What stands before the number.
    pub prefix: &'a str,
    /// How many digits the number has, leading zeros included.
    pub digits: usize,
    /// The numbers that are there, each with the first line under it.
    pub numbers: BTreeMap<u64, &'a Movement>,
}

/// Numbers that are missing between two slips of a series.
#[derive(Debug, Clone, Copy)]
pub struct Gap<'a> {
    /// The last number before them.
    pub before: u64,
    /// A line of the first slip after them.
    pub next: &'a Movement,
    /// The first number after them.
    pub after: u64,
}

impl Gap<'_> {
    /// How many numbers are missing.
    pub const fn count(&self) -> u64 {
        self.after - self.before - 1
    }
}

impl<'a> SlipSeries<'a> {
    /// A number of the series as a slip bears it.
    pub fn slip(&self, number: u64) -> String {
        let Self { prefix, digits, .. } = self;
        format!("{prefix}{number:0digits$}")
    }

    /// The gaps between its numbers, in order.
    pub fn gaps(&self) -> impl Iterator<Item = Gap<'a>> + '_ {
        let pairs = self.numbers.iter().zip(self.numbers.iter().skip(1));
        let gaps =
            pairs.map(|((before, _), (after, next))| Gap { before: *before, next, after: *after });
        gaps.filter(|gap| (1..=MOST_OF_GAP).contains(&gap.count()))
    }

    /// How many numbers are missing in all.
    pub fn n_missing(&self) -> u64 {
        self.gaps().map(|gap| gap.count()).sum()
    }

    /// Whether the numbers are given one after the other: there are enough of them, and nearly
    /// none is missing. Where many are, somebody counts otherwise.
    fn is_series(&self) -> bool {
        let n_there = u64::try_from(self.numbers.len()).unwrap_or(u64::MAX);
        self.numbers.len() >= LEAST_OF_SERIES && self.n_missing() * MISSING_IN <= n_there
    }
}

/// The series of slips in the ledger, by kind and prefix.
///
/// Counts, reversals and openings have no slips of a series.
pub fn slip_series(stock: &Stock) -> Vec<SlipSeries<'_>> {
    let mut all: BTreeMap<(Kind, &str, usize), BTreeMap<u64, &Movement>> = BTreeMap::new();
    for line in stock.lines() {
        let movement = &line.movement;
        if matches!(movement.kind, Kind::Count | Kind::Reversal | Kind::Opening)
            || comes_in_parts(stock, movement)
        {
            continue;
        }
        // A transfer without a number takes an id for its slip: that is no series of papers.
        let is_id = RecordId::parse(&movement.slip).is_ok_and(|id| stock.line(&id).is_some());
        let Some((prefix, number)) = series(&movement.slip).filter(|_| !is_id) else { continue };
        let digits = movement.slip.len() - prefix.len();
        let Ok(number) = format!("0{number}").parse() else { continue };
        let of_series = all.entry((movement.kind, prefix, digits)).or_default();
        of_series.entry(number).or_insert(movement);
    }
    all.into_iter()
        .map(|((kind, prefix, digits), numbers)| SlipSeries { kind, prefix, digits, numbers })
        .filter(SlipSeries::is_series)
        .collect()
}
