//! The lines of some items, and those under some slips, out of months whose other lines are only looked
//! at whether they can be lines at all; and lines that are to be looked at behind others that were.

use std::collections::BTreeSet;

use crate::base::{ItemCode, Month, RecordId};
use crate::books::Books;
use crate::stock::purchase::are_ordered;
use crate::stock::{Act, Month as _, Movement, Posting, Row, Shares};
use crate::store::load::Loader;
use crate::store::shelves::Sound;
use crate::store::source::Source;
use crate::store::{StoreError, StorePath};

use super::codes::Codes;
use super::found::Found;
use super::scan::reversals;
use super::text::MonthText;
use super::today::Keep;

/// Which lines are wanted.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Wanted {
    /// Those of some items.
    pub(in crate::store) items: BTreeSet<ItemCode>,
    /// Those under some slips; no line is under an empty one.
    pub(in crate::store) slips: BTreeSet<String>,
    /// And some by their ids.
    pub(in crate::store) ids: BTreeSet<RecordId>,
}

impl Wanted {
    /// Whether a line is one of them, by its item, its slip and its id.
    pub(super) fn has(&self, item: &str, slip: &str, id: &str) -> bool {
        self.items.contains(item)
            || (!slip.is_empty() && self.slips.contains(slip))
            || self.ids.contains(id)
    }

    /// What they are wanted by.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let Self { items, slips, ids } = self;
        let (items, ids) = (items.iter().map(ItemCode::as_str), ids.iter().map(RecordId::as_str));
        items.chain(slips.iter().map(String::as_str)).chain(ids)
    }
}

/// What is found of some items.
pub(in crate::store) struct OfSome {
    /// The lines that were wanted.
    pub(in crate::store) lines: Vec<Movement>,
    /// Those items of them that were not, where a line is taken back by another one: that may stand
    /// under another slip.
    pub(in crate::store) missed: BTreeSet<ItemCode>,
    /// The approvals of count sheets.
    pub(in crate::store) postings: Vec<Posting>,
    /// That the months are without a defect, where that can be said of them without looking at
    /// anything else.
    pub(in crate::store) sound: Vec<Sound>,
}

/// Finds the lines that are wanted in some months; none where anything about these months is not as it
/// mostly is.
pub(in crate::store) fn lines_of_some(
    loader: &mut Loader<'_, '_>,
    books: &Books,
    months: &[(Month, StorePath)],
    wanted: &Wanted,
) -> Result<Option<OfSome>, StoreError> {
    let mut reversed = BTreeSet::new();
    if reversals(loader, months.iter(), (&mut reversed, &mut Vec::new()))?.is_none() {
        return Ok(None);
    }
    let codes = Codes::of(books, &reversed);
    // What the catalogue does not have, no line can name.
    let items = wanted.items.iter().filter_map(|item| codes.items.get(item.as_str()).copied());
    let items: BTreeSet<u32> = items.collect();
    let may_be = |month: &MonthText<'_>, row: &Row| {
        items.contains(&row.item)
            || wanted.slips.contains(month.slip(row))
            || (!wanted.ids.is_empty() && wanted.ids.contains(month.id(row)))
    };
    // Any line may be under a slip.
    let mut found = Found { keep: Keep::All, n_shares: 1, ..Found::default() };
    let (mut lines, mut missed, mut sound) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (month, path) in months {
        let Some(image) = loader.image(path)? else { return Ok(None) };
        let source = Source::Bytes(&image.bytes);
        let Some(month) = MonthText::read(&source, *month, &codes, &mut found)? else {
            return Ok(None);
        };
        for row in month.rows.iter().flat_map(Shares::rows) {
            // What is not decoded by hand has not been looked at but for its head.
            if row.act != Act::Whole && !may_be(&month, row) {
                continue;
            }
            let Some(line) = month.whole(row) else { return Ok(None) };
            let Movement { id, item, slip, .. } = &line.movement;
            if wanted.has(item.as_str(), slip, id.as_str()) {
                if !wanted.items.contains(item) && reversed.contains(id) {
                    missed.insert(item.clone());
                }
                lines.push(line.movement);
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
    Ok(Some(OfSome { lines, missed, postings: found.postings, sound }))
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
