//! Rows that have to be looked at together: those of some points in one month, or in all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::base::{Month, PointCode};
use crate::meters::{History, Meters, Place, PlainRow, Row, Stream};
use crate::store::StoreError;
use crate::store::codec::{Header, Line, numbered};
use crate::store::scan::bare;
use crate::store::source::Source;

use super::lines::{Taker, column};
use super::scan::{Ledger, head};

/// How many rows are in memory at once, some hundred bytes each, or three hundred where they are of
/// all months; more only where one point alone has more.
const AT_ONCE: usize = 500_000;

/// Points in groups that have no more rows together than may be in memory.
pub(super) fn batches<T>(points: Vec<(T, usize)>) -> Vec<Vec<T>> {
    let mut batches: Vec<Vec<T>> = Vec::new();
    let mut room = 0;
    for (point, n_rows) in points {
        match batches.last_mut() {
            Some(batch) if n_rows <= room => batch.push(point),
            _ => {
                room = AT_ONCE;
                batches.push(vec![point]);
            }
        }
        room = room.saturating_sub(n_rows);
    }
    batches
}

/// The rows of some points in one month.
struct OfSome {
    month: Month,
    rows: Vec<Option<Vec<Row>>>,
}

impl Taker for OfSome {
    fn wants(&self, point: u32) -> bool {
        self.rows[point as usize].is_some()
    }

    fn take_plain(&mut self, point: u32, row: &PlainRow) {
        if let Some(rows) = &mut self.rows[point as usize] {
            rows.push(row.row(self.month));
        }
    }

    fn take(&mut self, point: u32, _: Place, row: Row) {
        if let Some(rows) = &mut self.rows[point as usize] {
            rows.push(row);
        }
    }

    // Who has a row of another month is not read again month by month.
    fn take_stray(&mut self, _: u32) {}
}

/// Rows by their points.
type OfPoints = Vec<(u32, Vec<Row>)>;

/// Reads the rows of some points in a month once more; none where anything is wrong with them.
pub(super) fn rows_of_month(
    ledger: Ledger<'_>,
    (month, source): (Month, &Source<'_, '_>),
    points: &[u32],
) -> Result<Option<OfPoints>, StoreError> {
    let mut rows = vec![None; ledger.codes.len()];
    for point in points {
        rows[*point as usize] = Some(Vec::new());
    }
    let taker = OfSome { month, rows };
    let taken = ledger.read((month, source), taker, &mut Vec::new())?;
    Ok(taken.map(|taken| {
        let rows = (0..).zip(taken.rows);
        rows.filter_map(|(point, rows)| Some((point, rows?))).collect()
    }))
}

/// Settles the points that are left over; none where their rows cannot stand.
pub(super) fn settle(
    meters: &Meters,
    months: &[(Month, Source<'_, '_>)],
    stream: &mut Stream,
) -> Result<Option<()>, StoreError> {
    for codes in batches(stream.left()) {
        let histories = codes.iter().filter_map(|code: &PointCode| meters.history(code));
        let histories = histories.map(|history| (history.point().code.as_str(), history.clone()));
        let mut histories: BTreeMap<&str, History> = histories.collect();
        let mut memory = Vec::new();
        for (_, source) in months {
            let mut blocks = source.blocks((0, source.len()), memory)?;
            let mut header = None;
            loop {
                let block = match blocks.next() {
                    Ok(Some(block)) => block,
                    Ok(None) => break,
                    Err(stopped) => return source.stopped(stopped).map_or(Ok(None), Err),
                };
                if read_again(&mut histories, &mut header, block).is_none() {
                    return Ok(None);
                }
            }
            memory = blocks.into_memory();
        }
        for history in histories.into_values() {
            if stream.settle(history).is_err() {
                return Ok(None);
            }
        }
    }
    Ok(Some(()))
}

/// Adds the rows of some points to their histories; a file's first line is its header.
fn read_again(
    histories: &mut BTreeMap<&str, History>,
    header: &mut Option<Header>,
    block: &str,
) -> Option<()> {
    let is_first = header.is_none();
    if is_first {
        *header = Some(head(block)?);
    }
    let header = header.as_ref()?;
    let point = header.positions[column("point")]?;
    let mut cells = Vec::new();
    let lines = numbered(block).skip(usize::from(is_first)).map(|(_, line)| line);
    for line in lines.filter(|line| !line.is_empty()) {
        let code = if bare(line, &mut cells) {
            Cow::Borrowed(*cells.get(point)?)
        } else {
            let line = Line::cut("", 0, line, header.names.len())?;
            line.cell(point).clone()
        };
        if let Some(history) = histories.get_mut(code.as_ref()) {
            let line = Line::cut("", 0, line, header.names.len())?;
            history.add_reading(line.decode(header)?).ok()?;
        }
    }
    Some(())
}
