//! Records that stream by month by month: what is kept of each, 24 bytes, and nothing of its texts.
//!
//! What a record is considered by (its day, its time, its number) is decided while its month is
//! there with all its texts; then its place says it. What a month alone cannot decide is no
//! shortcut's business: numbers that may repeat those of another month, a correction of what is
//! nowhere, two corrections of one record. The book is then read in full, which tells what is wrong.

use std::collections::BTreeMap;

use crate::base::{Day, Moment};

use super::{Done, DutyKey, Inspections};

/// A record of a month's file, as its line says it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    /// The place of its duty among all of them, as [`Inspections::bound_duties`] has them.
    pub duty: u32,
    /// What it says.
    pub done: Done,
    /// Its number.
    pub id: &'t str,
    /// The record that it corrects.
    pub supersedes: Option<&'t str>,
    /// Whether it goes into the book as well, with all its texts.
    pub whole: bool,
}

/// What is known when, and as of when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knowledge {
    /// Records that were recorded later do not exist.
    pub known_by: Moment,
    /// The day that is asked about.
    pub as_of: Day,
}

/// The records of a month, duty by duty, in the order in which they are considered.
#[derive(Debug, Clone)]
pub struct Sheaf {
    /// Where the records of each duty begin, and where the last ones end.
    starts: Vec<u32>,
    done: Vec<Done>,
    /// The least and the greatest number.
    ids: Option<(Box<str>, Box<str>)>,
    /// The records of other months that were corrected here, and whether that is known.
    elsewhere: Vec<(Box<str>, bool)>,
    /// How many records on the days up to the one asked about were recorded later.
    n_later: usize,
}

impl Sheaf {
    /// Bundles the records of a month but for those that another month corrected; none where they
    /// contradict each other, or where one of those is not there.
    pub fn of(
        rows: &[Row<'_>],
        n_duties: usize,
        knowledge: Knowledge,
        dropped: &[&str],
    ) -> Option<Self> {
        let ids = sorted_ids(rows)?;
        let is_here = |id: &str| {
            ids.as_ref().map_or_else(
                || rows.binary_search_by(|row| row.id.cmp(id)).is_ok(),
                |ids| ids.binary_search(&id).is_ok(),
            )
        };
        let known = |row: &Row<'_>| row.done.recorded_at <= knowledge.known_by;
        let mut gone: Vec<&str> = dropped.to_vec();
        let mut corrected: Vec<&str> = dropped.to_vec();
        let mut elsewhere = Vec::new();
        if !dropped.iter().all(|id| is_here(id)) {
            return None;
        }
        for row in rows {
            let Some(old) = row.supersedes else { continue };
            corrected.push(old);
            match (is_here(old), known(row)) {
                (true, true) => gone.push(old),
                (true, false) => {}
                (false, known) => elsewhere.push((old.into(), known)),
            }
        }
        corrected.sort_unstable();
        if corrected.windows(2).any(|pair| pair[0] == pair[1]) {
            return None;
        }
        gone.sort_unstable();
        let stays = |row: &&Row<'_>| {
            known(row) && (gone.is_empty() || gone.binary_search(&row.id).is_err())
        };
        let (starts, done) = bundle(rows, n_duties, stays);
        // The book tells itself of those that it has.
        let later = |row: &&Row<'_>| !known(row) && !row.whole && row.done.date <= knowledge.as_of;
        let (first, last) = match &ids {
            Some(ids) => (ids.first().copied(), ids.last().copied()),
            None => (rows.first().map(|row| row.id), rows.last().map(|row| row.id)),
        };
        Some(Self {
            starts,
            done,
            ids: first.zip(last).map(|(first, last)| (first.into(), last.into())),
            elsewhere,
            n_later: rows.iter().filter(later).count(),
        })
    }

    fn of_duty(&self, duty: usize) -> &[Done] {
        let at = |duty: usize| self.starts.get(duty).map_or(0, |at| *at as usize);
        &self.done[at(duty)..at(duty + 1)]
    }

    fn holds(&self, id: &str) -> bool {
        self.ids.as_ref().is_some_and(|(first, last)| **first <= *id && *id <= **last)
    }
}

/// The numbers in order, where the rows do not have them so already; outer none where one is there
/// twice.
#[expect(clippy::option_option, reason = "no answer, no need for one, and the answer")]
#[expect(clippy::stable_sort_primitive, reason = "mostly in order: runs are merged")]
fn sorted_ids<'t>(rows: &[Row<'t>]) -> Option<Option<Vec<&'t str>>> {
    if rows.windows(2).all(|pair| pair[0].id < pair[1].id) {
        return Some(None);
    }
    let mut ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
    ids.sort();
    let once = ids.windows(2).all(|pair| pair[0] != pair[1]);
    once.then_some(Some(ids))
}

/// The rows that stay, duty by duty, and where each duty begins.
fn bundle(
    rows: &[Row<'_>],
    n_duties: usize,
    stays: impl Fn(&&Row<'_>) -> bool,
) -> (Vec<u32>, Vec<Done>) {
    let mut ends = vec![0_u32; n_duties + 1];
    for row in rows.iter().filter(&stays) {
        ends[row.duty as usize + 1] += 1;
    }
    for duty in 0..n_duties {
        ends[duty + 1] += ends[duty];
    }
    let mut next = ends.clone();
    let mut placed: Vec<u32> = vec![0; ends[n_duties] as usize];
    for (at, row) in (0_u32..).zip(rows).filter(|(_, row)| stays(row)) {
        let place = &mut next[row.duty as usize];
        placed[*place as usize] = at;
        *place += 1;
    }
    let order = |at: &u32| {
        let row = &rows[*at as usize];
        (row.done.date, row.done.time, row.id)
    };
    for duty in 0..n_duties {
        let own = &mut placed[ends[duty] as usize..ends[duty + 1] as usize];
        if !own.is_sorted_by(|one, other| order(one) <= order(other)) {
            own.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
        }
    }
    (ends, placed.into_iter().map(|at| rows[at as usize].done).collect())
}

/// The records of all months.
#[derive(Debug, Clone)]
pub struct Sheaves {
    /// The place of each duty.
    duties: BTreeMap<DutyKey, usize>,
    /// The months, in order.
    months: Vec<Sheaf>,
}

/// The records of a month that another month corrected.
pub type Dropped = BTreeMap<usize, Vec<Box<str>>>;

impl Sheaves {
    /// Puts the months together, in order; none where numbers may repeat those of another month.
    pub fn of(book: &Inspections, months: Vec<Sheaf>) -> Option<Self> {
        let mut ids: Vec<_> = months.iter().filter_map(|month| month.ids.as_ref()).collect();
        ids.sort_unstable();
        let apart = ids.windows(2).all(|pair| pair[0].1 < pair[1].0);
        let duties = book.bound_duties().cloned().zip(0..).collect();
        apart.then_some(Self { duties, months })
    }

    /// What the months corrected of one another, by the place of the month it is to be dropped
    /// from; none where that is nowhere, or corrected twice.
    pub fn dropped(&self) -> Option<Dropped> {
        let mut corrected: Vec<&str> = Vec::new();
        let mut dropped = Dropped::new();
        for (id, known) in self.months.iter().flat_map(|month| &month.elsewhere) {
            let at = self.months.iter().position(|month| month.holds(id))?;
            corrected.push(id);
            // What is not known to be corrected is still looked for: it must be there.
            let of_month = dropped.entry(at).or_default();
            if *known {
                of_month.push(id.clone());
            } else {
                return None;
            }
        }
        corrected.sort_unstable();
        corrected.windows(2).all(|pair| pair[0] != pair[1]).then_some(dropped)
    }

    /// Puts a month in the place of what it was before records of it were dropped.
    pub fn replace(&mut self, at: usize, month: Sheaf) {
        self.months[at] = month;
    }

    /// The records of a duty, in the order in which they are considered.
    pub(super) fn of_duty(&self, key: &DutyKey) -> impl Iterator<Item = Done> + '_ {
        let duty = self.duties.get(key).copied();
        let months = self.months.iter().filter(move |_| duty.is_some());
        months.flat_map(move |month| month.of_duty(duty.unwrap_or_default())).copied()
    }

    /// How many records on the days up to the one asked about were recorded later than is known.
    pub fn n_later(&self) -> usize {
        self.months.iter().map(|month| month.n_later).sum()
    }
}

impl Inspections {
    /// Every rule and subject that a service row stood for at any time, in order.
    pub fn bound_duties(&self) -> impl Iterator<Item = &DutyKey> {
        self.bound.keys()
    }

    /// Whether any record was answered by a filled checklist.
    pub fn has_answers(&self) -> bool {
        self.forms.answers().next().is_some()
    }

    /// Whether answers name a record, which is then to be in the book too.
    pub fn is_answered(&self, id: &str) -> bool {
        self.forms.has_answers_of(id)
    }
}
