//! Rows that name something, out of files of which the other rows are not looked at. What is read so
//! tells nothing by itself: where a row is not what it should be, there is no answer, and the files are
//! read in full (`load.rs`).

use std::collections::BTreeSet;

use memchr::memmem::Finder;

use super::blocks::Stopped;
use super::codec::{Header, Line};
use super::cut::{CELLS, Cells, cut, is_odd};
use super::encoding::BYTE_ORDER_MARK;
use super::load::Loader;
use super::row::Row;
use super::scan::{finder_of, lines_with};
use super::source::Source;
use super::{StoreError, StorePath};

/// How many names are looked for one by one; of more of them, each line is asked for its own.
const FEW: usize = 8;

/// What is looked for: names, the columns that they stand in, and whether what stands in these makes a
/// row a wanted one.
pub(super) struct Named<'n, const N: usize, F> {
    pub(super) names: BTreeSet<&'n str>,
    pub(super) columns: [&'static str; N],
    pub(super) is_wanted: F,
}

/// Finds the rows that are wanted in some files; none where that cannot be said without reading them in
/// full.
pub(super) fn rows_named<R: Row, const N: usize, F: Fn([&str; N]) -> bool>(
    loader: &Loader<'_, '_>,
    paths: impl IntoIterator<Item = StorePath>,
    named: &Named<'_, N, F>,
) -> Result<Option<Vec<R>>, StoreError> {
    let names: Vec<&str> = named.names.iter().copied().filter(|name| !name.is_empty()).collect();
    // Such a name does not stand in a file as it is.
    if names.iter().any(|name| name.contains(['"', '\r', '\n'])) {
        return Ok(None);
    }
    let (mut rows, mut memory) = (Vec::new(), Vec::new());
    if names.is_empty() {
        return Ok(Some(rows));
    }
    let finders: Vec<Finder<'_>> = names.iter().map(|name| finder_of(name)).collect();
    for path in paths {
        let Some(source) = Source::of(loader.files_below(), &path)? else { return Ok(None) };
        let mut blocks = source.small_blocks((0, source.len()), memory)?;
        let mut begun: Option<Begun<'_, R, N, F>> = None;
        loop {
            let block = match blocks.next_bytes() {
                Ok(Some(block)) => block,
                Ok(None) => break,
                Err(error) => return source.stopped(Stopped::Failed(error)).map_or(Ok(None), Err),
            };
            if begun.is_none() {
                begun = Begun::of(block, named);
            }
            let Some(begun) = &mut begun else { return Ok(None) };
            if begun.take(block, &finders).is_none() {
                return Ok(None);
            }
        }
        rows.extend(begun.into_iter().flat_map(|begun| begun.rows));
        memory = blocks.into_memory();
    }
    Ok(Some(rows))
}

/// A file of which the beginning was seen, and what was found in it.
struct Begun<'n, R, const N: usize, F> {
    header: Header,
    /// The first line, which is no row.
    first: Vec<u8>,
    /// Where the names stand.
    at: [usize; N],
    named: &'n Named<'n, N, F>,
    rows: Vec<R>,
}

impl<'n, R: Row, const N: usize, F: Fn([&str; N]) -> bool> Begun<'n, R, N, F> {
    /// Nothing yet, of a file that begins so; none where its columns are not those of the rows.
    fn of(begin: &[u8], named: &'n Named<'n, N, F>) -> Option<Self> {
        let first = begin.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let first = first.strip_suffix(b"\r").unwrap_or(first);
        let text = first.strip_prefix(BYTE_ORDER_MARK).unwrap_or(first);
        let text = std::str::from_utf8(text).ok()?;
        let header = Header::read("", text, R::COLUMNS, R::OPTIONAL).ok()?;
        let mut at = [0; N];
        for (at, name) in at.iter_mut().zip(named.columns) {
            let column = R::COLUMNS.iter().position(|column| *column == name)?;
            *at = header.positions[column]?;
        }
        Some(Self { header, first: first.to_vec(), at, named, rows: Vec::new() })
    }

    /// Takes what is wanted of some lines; none where any of them cannot be read.
    fn take(&mut self, lines: &[u8], finders: &[Finder<'_>]) -> Option<()> {
        if finders.len() > FEW {
            let mut lines = lines.split(|byte| *byte == b'\n');
            return lines.try_for_each(|line| self.line(line.strip_suffix(b"\r").unwrap_or(line)));
        }
        let mut named = finders.iter().flat_map(|finder| lines_with(lines, finder));
        named.try_for_each(|line| self.line(line))
    }

    fn line(&mut self, line: &[u8]) -> Option<()> {
        if line.is_empty() || line == self.first {
            return Some(());
        }
        let line = std::str::from_utf8(line).ok()?;
        if self.is_wanted(line)? {
            let line = Line::cut("", 0, line, self.header.names.len())?;
            self.rows.push(line.decode(&self.header)?);
        }
        Some(())
    }

    /// Whether a line is wanted by its cells; none where they cannot be told apart.
    fn is_wanted(&self, line: &str) -> Option<bool> {
        let (mut ends, count) = ([0; CELLS], self.header.names.len());
        if count >= CELLS || is_odd(line.as_bytes()) {
            let line = Line::cut("", 0, line, count)?;
            return Some((self.named.is_wanted)(self.at.map(|at| line.cell(at).as_ref())));
        }
        cut(line.as_bytes(), &mut ends, count).then_some(())?;
        let cells = Cells { line, ends: &ends, count };
        Some((self.named.is_wanted)(self.at.map(|at| cells.get(at))))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stock::Item;

    proptest! {
        /// Of whatever lines, what is found by names is what reading every line finds.
        #[test]
        fn rows_are_found_by_name_as_they_are_by_reading_all(
            lines in prop::collection::vec("(A|AB|\"A\"|灯|C1),[AC灯]{0,2},(\"A,B\"|C1|),,(个|\"A\")", 0..60),
            names in prop::collection::btree_set("(A|AB|灯|C1|个)", 1..12),
            end in "(\n|\r\n)",
        ) {
            let ends = format!(",0{end}");
            let last = if lines.is_empty() { "" } else { &ends };
            let text =
                format!("code,name,spec,category,unit,scale{end}{}{last}", lines.join(&ends));
            let named = Named {
                names: names.iter().map(String::as_str).collect(),
                columns: ["code"],
                is_wanted: |[code]: [&str; 1]| names.contains(code),
            };
            let of = |few: bool| {
                let mut begun: Begun<'_, Item, 1, _> = Begun::of(text.as_bytes(), &named)?;
                let finders: Vec<Finder<'_>> = names.iter().map(|name| finder_of(name)).collect();
                let many: Vec<Finder<'_>> = (0..=FEW).map(|_| Finder::new("-")).collect();
                begun.take(text.as_bytes(), if few { &finders } else { &many })?;
                let mut codes: Vec<String> =
                    begun.rows.iter().map(|item| format!("{item:?}")).collect();
                codes.sort();
                codes.dedup();
                Some(codes)
            };
            let all = of(false);
            prop_assert!(all.is_some());
            if names.len() <= FEW {
                prop_assert_eq!(of(true), all);
            }
        }
    }
}
