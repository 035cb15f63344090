//! The lines of one item, and those under one slip, out of months whose other lines are only looked
//! at whether they can be lines at all; and lines that are to be looked at behind others that were.

use std::collections::BTreeSet;

use crate::base::{ItemCode, Month, RecordId};
use crate::books::Books;
use crate::stock::purchase::are_ordered;
use crate::stock::{Act, Line, Month as _, Posting, Shares};
use crate::store::load::Loader;
use crate::store::shelves::Sound;
use crate::store::source::Source;
use crate::store::{StoreError, StorePath};

use super::codes::Codes;
use super::found::Found;
use super::scan::reversals;
use super::text::MonthText;
use super::today::Keep;

/// What is found of one item.
pub(in crate::store) struct OfOne {
    /// Its lines, and those under the slip.
    pub(in crate::store) lines: Vec<Line>,
    /// The approvals of count sheets.
    pub(in crate::store) postings: Vec<Posting>,
    /// That the months are without a defect, where that can be said of them without looking at
    /// anything else.
    pub(in crate::store) sound: Vec<Sound>,
}

/// Finds the lines of an item and those under a slip in some months; none where anything about
/// these months is not as it mostly is.
pub(in crate::store) fn lines_of_one(
    loader: &mut Loader<'_, '_>,
    books: &Books,
    months: &[(Month, StorePath)],
    (item, slip): (&ItemCode, &str),
) -> Result<Option<OfOne>, StoreError> {
    let mut reversed = BTreeSet::new();
    if reversals(loader, months.iter(), (&mut reversed, &mut Vec::new()))?.is_none() {
        return Ok(None);
    }
    let codes = Codes::of(books, &reversed);
    let Some(at) = codes.items.get(item.as_str()).copied() else { return Ok(None) };
    // Any line may be under the slip.
    let mut found = Found { keep: Keep::All, n_shares: 1, ..Found::default() };
    let (mut lines, mut sound) = (Vec::new(), Vec::new());
    for (month, path) in months {
        let Some(image) = loader.image(path)? else { return Ok(None) };
        let source = Source::Bytes(&image.bytes);
        let Some(month) = MonthText::read(&source, *month, &codes, &mut found)? else {
            return Ok(None);
        };
        for row in month.rows.iter().flat_map(Shares::rows) {
            let is_of = row.item == at || (!slip.is_empty() && month.slip_of(row).contains(slip));
            // What is not decoded by hand has not been looked at but for its head.
            if is_of || row.act == Act::Whole {
                let Some(line) = month.whole(row) else { return Ok(None) };
                lines.extend(Some(line).filter(|_| is_of));
            }
        }
        loader.saw(&image);
        sound.extend(Sound::of(path, &image.bytes));
    }
    if !are_ordered(&books.stock, found.ordered.iter()) || !found.foreign.is_empty() {
        return Ok(None);
    }
    // Whether an order is known that a line names, is seen where orders are.
    sound.retain(|_| found.ordered.is_empty());
    Ok(Some(OfOne { lines, postings: found.postings, sound }))
}

/// Looks at the lines behind those of a month that were looked at before, under its first line: whether
/// they can be lines, where the books have the items that they name and nothing before has their ids.
/// None where anything about them is not as it mostly is.
pub(in crate::store) fn are_lines(
    books: &Books,
    month: Month,
    (first, behind): (&str, &str),
    reversed: &BTreeSet<RecordId>,
) -> Option<()> {
    if behind.is_empty() {
        return Some(());
    }
    let alone = format!("{first}{behind}");
    let codes = Codes::of(books, reversed);
    let mut found = Found { keep: Keep::All, n_shares: 1, ..Found::default() };
    let source = Source::Bytes(alone.as_bytes());
    let decoded = MonthText::read(&source, month, &codes, &mut found).ok()??;
    let mut rows = decoded.rows.iter().flat_map(Shares::rows);
    let sound = rows.all(|row| row.act != Act::Whole || decoded.whole(row).is_some());
    (sound && found.ordered.is_empty() && found.foreign.is_empty()).then_some(())
}
