//! The readings of some points, out of months of which the other lines are not looked at; and the
//! lines of one month, looked at whether they can be readings at all.

use std::collections::BTreeSet;

use crate::base::{Day, Moment, Month, PointCode};
use crate::meters::{Meters, Place, PlainRow, Question, Reading, Row, Sieve, View};
use crate::store::load::Loader;
use crate::store::named::{Named, rows_named};
use crate::store::source::Source;
use crate::store::{StoreError, StorePath};

use super::lines::Taker;
use super::scan::Ledger;

/// Finds the readings of some points; none where they cannot be told from others.
pub(in crate::store) fn readings_of(
    loader: &Loader<'_, '_>,
    months: &[(Month, StorePath)],
    points: &BTreeSet<PointCode>,
) -> Result<Option<Vec<Reading>>, StoreError> {
    let named = Named {
        names: points.iter().map(PointCode::as_str).collect(),
        columns: ["point"],
        is_wanted: |[point]: [&str; 1]| points.contains(point),
    };
    rows_named(loader, months.iter().map(|(_, path)| path.clone()), &named)
}

/// Whether nothing is wrong with any line of a month by itself.
pub(in crate::store) fn are_readings(
    loader: &Loader<'_, '_>,
    meters: &Meters,
    (month, path): &(Month, StorePath),
) -> Result<bool, StoreError> {
    let Some(source) = Source::of(loader.files_below(), path)? else { return Ok(false) };
    let question =
        Question { spans: Vec::new(), view: View::NOW, known_by: Moment::end_of(Day::LAST) };
    let sieve = Sieve::new(meters, &question);
    let codes: Vec<PointCode> =
        meters.histories().map(|history| history.point().code.clone()).collect();
    let ledger = Ledger { sieve: &sieve, codes: &codes };
    Ok(ledger.read((*month, &source), Nobody, &mut Vec::new())?.is_some())
}

/// Who takes no row.
struct Nobody;

impl Taker for Nobody {
    fn wants(&self, _: u32) -> bool {
        true
    }

    fn take_plain(&mut self, _: u32, _: &PlainRow) {}

    fn take(&mut self, _: u32, _: Place, _: Row) {}

    fn take_stray(&mut self, _: u32) {}
}
