//! Count sheets: what the entries add up to.
//!
//! A sheet is the set of its entries. Everything else (which lines it has, what was counted, what
//! was decided) is derived from them in the order in which they were recorded, so the order of the
//! rows in the file means nothing. What a count means against the books is `difference.rs`; who may
//! write what is `open.rs`, `count.rs`, `approve.rs` and `post.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::base::{Day, Moment, Price, Quantity, RecordId};
use crate::stock::Cutoff;

use super::{Act, Explanation, Goods, LineOf, Outcome, Scope, SheetEntry};

/// A count of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The entry that says so.
    pub id: RecordId,
    /// The day.
    pub date: Day,
    /// The cut-off; none when only the day is known.
    pub cutoff: Option<Cutoff>,
    /// How much was there.
    pub quantity: Quantity,
    /// Who counted.
    pub counter: String,
    /// Which count this is.
    pub round: u32,
    /// The remark beside it.
    pub note: String,
    /// When it was entered.
    pub recorded_at: Moment,
}

/// What was decided on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub verdict: Verdict,
    /// Who decided.
    pub approver: String,
    /// Why; empty when nothing was said.
    pub reason: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// The entry that says so.
    pub id: RecordId,
}

/// The two ways to settle a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The variance is approved.
    Approved {
        /// Counted less book, as it was then.
        variance: Quantity,
        /// The price of one unit for a surplus that the books know no price for.
        unit_price: Option<Price>,
        /// The count that was taken where no two agree.
        round: Option<u32>,
        /// What becomes of the difference.
        outcome: Outcome,
    },
    /// The line stays uncounted.
    Left,
}

/// The approval of a variance that moved after it was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reapproval {
    /// Counted less book, as it was then.
    pub variance: Quantity,
    /// Who approved.
    pub approver: String,
    /// Why it was no longer what was approved before.
    pub reason: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// The entry that says so.
    pub id: RecordId,
}

/// A part of a difference that is explained by what the books do not have at the cut-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// By what.
    pub explanation: Explanation,
    /// What the books would have to be changed by: above zero for goods that are there.
    pub quantity: Quantity,
    /// The slip that says so; empty when there is none.
    pub slip: String,
    /// The remark beside it.
    pub note: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

impl Explained {
    /// Whether it is the one that a later entry corrects or withdraws: a slip explains once.
    pub(super) fn is(&self, explanation: Explanation, slip: &str) -> bool {
        (self.explanation, self.slip.as_str()) == (explanation, slip)
    }
}

/// Whether a line was on the sheet from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Frozen when the sheet was opened.
    Scope,
    /// Found while counting.
    Find,
}

/// A line of a sheet, with everything that was written on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Number, goods and unit.
    pub of: LineOf,
    /// Whether it was there from the start.
    pub origin: Origin,
    /// The book quantity as it was printed.
    pub book: Option<Quantity>,
    /// Who is to count it; empty when nobody is named.
    pub planned: String,
    /// All counts in the order of recording, corrections included.
    pub counts: Vec<Counted>,
    /// What explains a part of its difference, as far as it was not withdrawn.
    pub explained: Vec<Explained>,
    /// What was decided since the last count.
    pub decision: Option<Decision>,
    /// What was approved anew after the sheet was posted, in the order of recording.
    pub again: Vec<Reapproval>,
}

impl SheetLine {
    fn new(of: LineOf, origin: Origin) -> Self {
        Self {
            of,
            origin,
            book: None,
            planned: String::new(),
            counts: Vec::new(),
            explained: Vec::new(),
            decision: None,
            again: Vec::new(),
        }
    }

    /// The last count: of the last round, the one recorded last.
    pub fn count(&self) -> Option<&Counted> {
        // `max_by_key` takes the last of equals.
        self.counts.iter().max_by_key(|count| count.round)
    }

    /// What stands of each round, the first count first: of each the one recorded last.
    pub fn rounds(&self) -> Vec<&Counted> {
        let rounds: BTreeMap<u32, &Counted> =
            self.counts.iter().map(|count| (count.round, count)).collect();
        rounds.into_values().collect()
    }
}

/// A count sheet: all its entries, in the order in which they were recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    entries: BTreeMap<(Moment, RecordId), SheetEntry>,
    ids: BTreeMap<RecordId, Moment>,
}

impl Sheet {
    /// Takes an entry in.
    pub(in crate::stock) fn take(&mut self, entry: SheetEntry) {
        self.ids.insert(entry.id.clone(), entry.recorded_at);
        self.entries.insert((entry.recorded_at, entry.id.clone()), entry);
    }

    /// Drops the entries recorded after a moment.
    pub(in crate::stock) fn forget_after(&mut self, moment: Moment) {
        self.entries.retain(|_, entry| entry.recorded_at <= moment);
        self.ids.retain(|_, recorded_at| *recorded_at <= moment);
    }

    /// Whether nothing is written on it.
    pub(in crate::stock) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// An entry by its id, if the sheet has it.
    pub(in crate::stock) fn entry(&self, id: &RecordId) -> Option<&SheetEntry> {
        self.entries.get(&(*self.ids.get(id)?, id.clone()))
    }

    /// The entries in the order of recording.
    pub fn entries(&self) -> impl Iterator<Item = &SheetEntry> {
        self.entries.values()
    }

    /// The entry that opened it; none of a sheet whose first rows are lost.
    pub fn opening(&self) -> Option<&SheetEntry> {
        self.entries().find(|entry| matches!(entry.act, Act::Open { .. }))
    }

    /// The entry that cancelled it, if one did.
    pub fn cancelled(&self) -> Option<&SheetEntry> {
        self.entries().find(|entry| matches!(entry.act, Act::Cancel { .. }))
    }

    /// What it was opened for, and the cut-off of counts that name none.
    pub fn terms(&self) -> Option<(&Scope, Option<&Cutoff>)> {
        self.entries().find_map(|entry| match &entry.act {
            Act::Open { scope, cutoff } => Some((scope, cutoff.as_ref())),
            _ => None,
        })
    }

    /// Its lines by number, then by goods.
    pub fn lines(&self) -> Vec<SheetLine> {
        let mut lines: BTreeMap<&Goods, SheetLine> = BTreeMap::new();
        for entry in self.entries() {
            let Some(of) = entry.act.line() else { continue };
            let line =
                lines.entry(&of.goods).or_insert_with(|| SheetLine::new(of.clone(), Origin::Find));
            match &entry.act {
                Act::Line { of, book, counter } => {
                    line.of = of.clone();
                    line.origin = Origin::Scope;
                    line.book = *book;
                    line.planned.clone_from(counter);
                }
                Act::Count { counted, counted_on, cutoff, counter, round, .. } => {
                    line.decision = None;
                    line.counts.push(Counted {
                        id: entry.id.clone(),
                        date: *counted_on,
                        cutoff: cutoff.clone(),
                        quantity: *counted,
                        counter: counter.clone(),
                        round: *round,
                        note: entry.note.clone(),
                        recorded_at: entry.recorded_at,
                    });
                }
                Act::Approve { variance, unit_price, round, outcome, approver, reason, .. } => {
                    line.decision = Some(Decision {
                        verdict: Verdict::Approved {
                            variance: *variance,
                            unit_price: *unit_price,
                            round: *round,
                            outcome: outcome.clone(),
                        },
                        approver: approver.clone(),
                        reason: reason.clone(),
                        recorded_at: entry.recorded_at,
                        id: entry.id.clone(),
                    });
                }
                Act::Leave { approver, reason, .. } => {
                    line.decision = Some(Decision {
                        verdict: Verdict::Left,
                        approver: approver.clone(),
                        reason: reason.clone(),
                        recorded_at: entry.recorded_at,
                        id: entry.id.clone(),
                    });
                }
                Act::Explain { explanation, quantity, slip, .. } => {
                    line.explained.retain(|there| !there.is(*explanation, slip));
                    line.explained.push(Explained {
                        explanation: *explanation,
                        quantity: *quantity,
                        slip: slip.clone(),
                        note: entry.note.clone(),
                        recorded_at: entry.recorded_at,
                    });
                }
                Act::Withdraw { explanation, slip, .. } => {
                    line.explained.retain(|there| !there.is(*explanation, slip));
                }
                Act::Reapprove { variance, approver, reason, .. } => {
                    line.again.push(Reapproval {
                        variance: *variance,
                        approver: approver.clone(),
                        reason: reason.clone(),
                        recorded_at: entry.recorded_at,
                        id: entry.id.clone(),
                    });
                }
                Act::Open { .. } | Act::Cancel { .. } => {}
            }
        }
        let mut lines: Vec<SheetLine> = lines.into_values().collect();
        lines.sort_by(|one, other| {
            (one.of.line, &one.of.goods).cmp(&(other.of.line, &other.of.goods))
        });
        lines
    }

    /// The SHA-256 of everything that stands on it, in lower-case hex.
    ///
    /// Over the entries in the order of recording, each one line of its fields between tabs, so
    /// that the order of the rows, quoting and line ends of the file do not matter. What was approved
    /// anew after the posting is no part of it.
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        let posted = |entry: &&SheetEntry| !matches!(entry.act, Act::Reapprove { .. });
        for entry in self.entries().filter(posted) {
            hash.update(entry.canonical());
        }
        let mut hex = String::with_capacity(64);
        for byte in hash.finalize() {
            write!(hex, "{byte:02x}").expect("BUG: a string takes any text");
        }
        hex
    }
}
