//! The lines of one item, and those under one slip, out of months whose other lines are only looked
//! at whether they can be lines at all.

use crate::base::{ItemCode, Month};
use crate::books::Books;
use crate::stock::purchase::are_ordered;
use crate::stock::{Line, Month as _, Posting};
use crate::store::load::Loader;
use crate::store::{StoreError, StorePath};

use super::codes::Codes;
use super::found::Found;
use super::scan::reversals;
use super::source::Source;
use super::text::MonthText;
use super::today::Keep;

/// What is found of one item.
pub(in crate::store) struct OfOne {
    /// Its lines, and those under the slip.
    pub(in crate::store) lines: Vec<Line>,
    /// The approvals of count sheets.
    pub(in crate::store) postings: Vec<Posting>,
}

/// Finds the lines of an item and those under a slip in some months; none where anything about
/// these months is not as it mostly is.
pub(in crate::store) fn lines_of_one(
    loader: &mut Loader<'_, '_>,
    books: &Books,
    months: &[(Month, StorePath)],
    (item, slip): (&ItemCode, &str),
) -> Result<Option<OfOne>, StoreError> {
    let Some(reversed) = reversals(loader, months.iter(), &mut Vec::new())? else {
        return Ok(None);
    };
    let codes = Codes::of(books, &reversed);
    let Some(at) = codes.items.get(item.as_str()).copied() else { return Ok(None) };
    // Any line may be under the slip.
    let (mut found, mut lines) = (Found { keep: Keep::All, ..Found::default() }, Vec::new());
    for (month, path) in months {
        let Some(image) = loader.image(path)? else { return Ok(None) };
        let source = Source::Bytes(path, &image.bytes);
        let Some(month) = MonthText::read(&source, *month, &codes, &mut found)? else {
            return Ok(None);
        };
        for row in &month.rows {
            if row.item == at || (!slip.is_empty() && month.slip_of(row).contains(slip)) {
                let Some(line) = month.whole(row) else { return Ok(None) };
                lines.push(line);
            }
        }
        loader.saw(&image);
    }
    if !are_ordered(&books.stock, found.ordered.iter()) || !found.foreign.is_empty() {
        return Ok(None);
    }
    Ok(Some(OfOne { lines, postings: found.postings }))
}
