//! Lines by their names, out of months of which it is written down that nothing is wrong with them:
//! what is not wanted is not looked at.

use std::collections::BTreeSet;

use memchr::memmem::Finder;

use crate::base::Month;
use crate::stock::Movement;
use crate::store::blocks::Stopped;
use crate::store::codec::{Header, Line};
use crate::store::cut::{CELLS, Cells, cut, is_odd};
use crate::store::load::Loader;
use crate::store::row::LedgerRow;
use crate::store::scan::{finder_of, lines_with};
use crate::store::source::Source;
use crate::store::{StoreError, StorePath};

use super::one::Wanted;
use super::scan::first_line;
use super::text::{column, head};

/// How many names are looked for one by one; of more of them, each line is asked for its own.
const FEW: usize = 8;

/// Finds the lines that are wanted in some months; none where that cannot be said without reading them
/// in full.
pub(in crate::store) fn lines_of_sealed(
    loader: &Loader<'_, '_>,
    months: &[(Month, StorePath)],
    wanted: &Wanted,
) -> Result<Option<Vec<Movement>>, StoreError> {
    let names: BTreeSet<&str> = wanted.names().filter(|name| !name.is_empty()).collect();
    // Such a name does not stand in the ledger as it is.
    if names.iter().any(|name| name.contains(['"', '\r', '\n'])) {
        return Ok(None);
    }
    let (mut lines, mut memory) = (Vec::new(), Vec::new());
    if names.is_empty() {
        return Ok(Some(lines));
    }
    let finders: Vec<Finder<'_>> = names.iter().map(|name| finder_of(name)).collect();
    for (_, path) in months {
        let Some(source) = Source::of(loader.files_below(), path)? else { return Ok(None) };
        let mut blocks = source.small_blocks((0, source.len()), memory)?;
        let mut seen: Option<Seen<'_>> = None;
        loop {
            let block = match blocks.next_bytes() {
                Ok(Some(block)) => block,
                Ok(None) => break,
                Err(error) => return source.stopped(Stopped::Failed(error)).map_or(Ok(None), Err),
            };
            if seen.is_none() {
                seen = Seen::of(block, wanted);
            }
            let Some(seen) = &mut seen else { return Ok(None) };
            let taken = if finders.len() > FEW {
                let all = block.split(|byte| *byte == b'\n');
                all.map(|line| line.strip_suffix(b"\r").unwrap_or(line))
                    .try_for_each(|line| seen.take(line))
            } else {
                let named = finders.iter().flat_map(|finder| lines_with(block, finder));
                { named }.try_for_each(|line| seen.take(line))
            };
            if taken.is_none() {
                return Ok(None);
            }
        }
        lines.extend(seen.into_iter().flat_map(|seen| seen.lines));
        memory = blocks.into_memory();
    }
    Ok(Some(lines))
}

/// What was found of a month so far.
struct Seen<'s> {
    header: Header,
    /// The first line, which is none of them.
    first: Vec<u8>,
    /// Where items, slips and ids stand.
    at: [usize; 3],
    wanted: &'s Wanted,
    lines: Vec<Movement>,
}

impl<'s> Seen<'s> {
    /// Nothing yet, of a file that begins so; none where it is not the file of a month.
    fn of(begin: &[u8], wanted: &'s Wanted) -> Option<Self> {
        let first = first_line(begin);
        let header = head(std::str::from_utf8(first).ok()?)?;
        let [item, slip, id] = ["item", "slip", "id"].map(|name| header.positions[column(name)]);
        let first = begin.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let first = first.strip_suffix(b"\r").unwrap_or(first).to_vec();
        Some(Self { at: [item?, slip?, id?], header, first, wanted, lines: Vec::new() })
    }

    /// Takes a line if it is wanted; none where it cannot be read.
    fn take(&mut self, line: &[u8]) -> Option<()> {
        if line.is_empty() || line == self.first {
            return Some(());
        }
        let line = std::str::from_utf8(line).ok()?;
        if !self.is_wanted(line)? {
            return Some(());
        }
        let line = Line::cut("", 0, line, self.header.names.len())?;
        let row = line.decode::<LedgerRow>(&self.header)?;
        // The approval of a sheet has the sheet's code where lines have a slip.
        self.lines.extend(row.into_movement());
        Some(())
    }

    /// Whether a line is wanted by its cells; none where they cannot be told apart.
    fn is_wanted(&self, line: &str) -> Option<bool> {
        let (mut ends, count) = ([0; CELLS], self.header.names.len());
        if count >= CELLS || is_odd(line.as_bytes()) {
            let line = Line::cut("", 0, line, count)?;
            let [item, slip, id] = self.at.map(|at| line.cell(at).as_ref());
            return Some(self.wanted.has(item, slip, id));
        }
        cut(line.as_bytes(), &mut ends, count).then_some(())?;
        let cells = Cells { line, ends: &ends, count };
        let [item, slip, id] = self.at.map(|at| cells.get(at));
        Some(self.wanted.has(item, slip, id))
    }
}
