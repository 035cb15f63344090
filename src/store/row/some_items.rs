//! The rows of some items out of the catalogue, where its other rows were looked at before.

use std::collections::BTreeSet;

use memchr::memmem::Finder;

use crate::base::ItemCode;
use crate::stock::Item;
use crate::store::blocks::Stopped;
use crate::store::codec::{Header, Line};
use crate::store::load::Loader;
use crate::store::scan::{finder_of, lines_with};
use crate::store::source::Source;
use crate::store::{StoreError, layout};

use super::Row as _;

/// Reads the rows of some items, each of which must have one; none where one has not, or where the
/// catalogue is not the one that was looked at, or not as it mostly is.
pub(super) fn read(
    loader: &Loader<'_, '_>,
    codes: &BTreeSet<ItemCode>,
) -> Result<Option<Vec<Item>>, StoreError> {
    let path = layout::items();
    let Some(source) = Source::of(loader.files_below(), &path)? else { return Ok(None) };
    let begins: Vec<String> = codes.iter().map(|code| format!("\n{code},")).collect();
    let finders: Vec<Finder<'_>> = begins.iter().map(|begin| finder_of(begin)).collect();
    let (mut header, mut items) = (None, vec![None; finders.len()]);
    let mut blocks = source.small_blocks((0, source.len()), Vec::new())?;
    loop {
        let block = match blocks.next_bytes() {
            Ok(Some(block)) => block,
            Ok(None) => break,
            Err(error) => return source.stopped(Stopped::Failed(error)).map_or(Ok(None), Err),
        };
        let rows = if header.is_none() {
            // The first line is no row, whatever its columns are called.
            let end = memchr::memchr(b'\n', block).unwrap_or(block.len());
            header = columns(&block[..end]);
            &block[end..]
        } else {
            block
        };
        let Some(header) = &header else { return Ok(None) };
        if take(rows, &finders, header, &mut items).is_none() {
            return Ok(None);
        }
    }
    let now = loader.files_below().find(&path)?.map(|(_, seen)| seen);
    let is_same = now.as_ref() == loader.looked(&path);
    Ok(items.into_iter().collect::<Option<_>>().filter(|_| is_same))
}

/// The columns of the catalogue by its first line; none where the first one is not that of the codes.
fn columns(first: &[u8]) -> Option<Header> {
    let first = std::str::from_utf8(first).ok()?;
    let header = Header::read("", first, Item::COLUMNS, Item::OPTIONAL).ok()?;
    (header.positions[0] == Some(0)).then_some(header)
}

/// Takes the rows that stand in a block; none where one cannot be read, or an item has two that differ.
fn take(
    block: &[u8],
    finders: &[Finder<'_>],
    header: &Header,
    items: &mut [Option<Item>],
) -> Option<()> {
    for (finder, item) in finders.iter().zip(items) {
        let at_once = block
            .starts_with(&finder.needle()[1..])
            .then(|| block.split(|byte| *byte == b'\n').next());
        let rows = at_once.into_iter().flatten().chain(lines_with(block, finder));
        for row in rows {
            let row = std::str::from_utf8(row).ok()?;
            let row = Line::cut("", 0, row.trim_end_matches('\r'), header.names.len())?;
            let row = row.decode::<Item>(header)?;
            // The same row again changes nothing.
            if item.as_ref().is_some_and(|known| *known != row) {
                return None;
            }
            *item = Some(row);
        }
    }
    Some(())
}
