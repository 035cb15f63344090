//! What is found in all months together, and whether any id stands twice.

use std::collections::BTreeSet;

use crate::base::{Moment, Month};
use crate::stock::purchase::OrderedGoods;
use crate::stock::{Act, Month as _, Place, Posting, Recorded, Shares, Stock, Stream};
use crate::store::load::Loader;
use crate::store::scan::text;
use crate::store::shelves::Shelves;
use crate::store::{StoreError, StorePath};

use super::codes::{Codes, Set, said};
use super::lines::Piece;
use super::scan::Files;
use super::text::MonthText;
use super::today::{Keep, NOWHERE};

/// What is found in all months together.
pub(super) struct Found {
    /// The approvals of count sheets.
    pub(super) postings: Vec<Posting>,
    /// The goods that lines name orders for.
    pub(super) ordered: BTreeSet<OrderedGoods>,
    /// The moment after which lines are told apart by when they were recorded.
    pub(super) known_by: Option<Moment>,
    /// When the lines were recorded.
    pub(super) recorded: Recorded,
    /// The ids that do not say that they are of the month they stand in.
    pub(super) foreign: Vec<Box<str>>,
    /// The texts of which lines are kept.
    pub(super) keep: Keep,
    /// Memory for the lines of months to come, and for their texts.
    pub(super) spare: Vec<Shares>,
    pub(super) texts: Vec<String>,
    /// Into how many shares the lines of a month go.
    pub(super) n_shares: usize,
    /// Memory for the bytes of files to come.
    pub(super) memory: Vec<Vec<u8>>,
    /// The slips of lines, each with a line end; none where they are not asked for or too many.
    pub(super) slips: Option<String>,
}

/// The most bytes that slips take.
const SLIPS: usize = 128 << 20;

/// Into how many shares the lines of a month go, so that those of one are at hand when they are put in
/// the order of their items.
const SHARES: usize = if cfg!(test) { 3 } else { 16 };

impl Default for Found {
    fn default() -> Self {
        Self {
            postings: Vec::new(),
            ordered: BTreeSet::new(),
            known_by: None,
            recorded: Recorded::default(),
            foreign: Vec::new(),
            keep: Keep::Asked,
            spare: Vec::new(),
            texts: Vec::new(),
            n_shares: SHARES,
            memory: Vec::new(),
            slips: None,
        }
    }
}

impl Found {
    /// What was found in the months that are gone on from; their approvals of sheets are in the books.
    pub(super) fn of(shelves: &Shelves) -> Self {
        let last = shelves.recorded;
        Self {
            ordered: shelves.ordered.clone(),
            recorded: Recorded { last, known: last, later: Vec::new() },
            foreign: shelves.foreign.clone(),
            ..Self::default()
        }
    }

    /// The same of lines that are told apart by a moment.
    pub(super) fn known_by(self, known_by: Option<Moment>) -> Self {
        Self { known_by, ..self }
    }

    /// Takes in what a piece of a file has; gives its lines and the texts that are kept of them,
    /// which will stand so many bytes behind others.
    pub(super) fn take(
        &mut self,
        codes: &Codes<'_>,
        piece: Piece,
        behind: u32,
    ) -> Option<(Shares, String)> {
        let Piece { mut rows, kept, postings, ordered, recorded, foreign, .. } = piece;
        self.postings.extend(postings);
        self.recorded.last = self.recorded.last.max(recorded.last);
        self.recorded.known = self.recorded.known.max(recorded.known);
        self.recorded.later.extend(recorded.later);
        self.foreign.extend(foreign);
        self.ordered.extend(ordered.into_iter().map(|(order, item, place)| {
            let supplier = match Place::parse(&place) {
                Some(Place::Supplier(name)) => Some(name),
                _ => None,
            };
            let item = codes.catalogue[item as usize].code.clone();
            OrderedGoods { order: order.to_string(), item, supplier }
        }));
        if behind > 0 {
            for row in rows.0.iter_mut().flatten().filter(|row| row.at != NOWHERE) {
                row.at = row.at.checked_add(behind)?;
            }
        }
        Some((rows, kept))
    }

    /// Takes in the slips of a month, where slips are asked for.
    pub(super) fn slips_of(&mut self, month: &MonthText<'_>) {
        let Some(slips) = &mut self.slips else { return };
        let mut last = String::new();
        for row in month.rows.iter().flat_map(Shares::rows) {
            let whole = (row.act == Act::Whole).then(|| month.whole(row));
            let slip = match &whole {
                None => month.slip_of(row),
                Some(Some(line)) => line.movement.slip.as_str(),
                Some(None) => return self.slips = None,
            };
            // The lines of a slip mostly stand together.
            if !slip.is_empty() && slip != last {
                slips.push_str(slip);
                slips.push('\n');
            }
            last.clear();
            last.push_str(slip);
        }
        self.slips.take_if(|slips| slips.len() > SLIPS);
    }

    /// What the lines have come to so far, to be written down.
    pub(super) fn shelves(&self, stream: &Stream<'_>) -> Option<Shelves> {
        let mut stock = Stock::new(stream.method());
        let Self { postings, ordered, recorded, foreign, .. } = self;
        let recorded = recorded.last;
        stream.so_far().open(&mut stock, Recorded { last: recorded, ..Recorded::default() });
        Some(Shelves {
            rests: stock.rests()?,
            postings: postings.clone(),
            ordered: ordered.clone(),
            recorded,
            foreign: foreign.clone(),
        })
    }

    /// Takes in the ids of months that are kept line by line; says whether it could.
    pub(super) fn other_ids(
        &mut self,
        loader: &Loader<'_, '_>,
        months: &[&(Month, StorePath)],
    ) -> Result<bool, StoreError> {
        for (month, path) in months.iter().copied() {
            let Some(image) = loader.image(path)? else { return Ok(false) };
            let Some(text) = text(path, &image.bytes) else { return Ok(false) };
            let own = digits_of(*month);
            let ids = text.split('\n').skip(1).filter_map(|line| line.split(',').next());
            let foreign = ids.filter(|id| !id.is_empty() && id.get(1..7) != Some(own.as_str()));
            self.foreign.extend(foreign.map(Into::into));
        }
        Ok(true)
    }

    /// Whether none of the ids that do not say that they are of their month stands a second time.
    ///
    /// Ids that say it differ from month to month by that, and within a month they are looked at
    /// when it is decoded.
    pub(super) fn ids_are_new(
        &mut self,
        loader: &Loader<'_, '_>,
        months: &Files,
    ) -> Result<bool, StoreError> {
        self.foreign.sort_unstable();
        if !self.foreign.is_sorted_by(|one, other| one < other) {
            return Ok(false);
        }
        for (month, path) in months {
            let of = digits_of(*month);
            let ids = self.foreign.iter().map(AsRef::as_ref);
            let claiming: Set<&str> =
                ids.filter(|id: &&str| id.get(1..7) == Some(of.as_str())).collect();
            if claiming.is_empty() {
                continue;
            }
            let Some(image) = loader.image(path)? else { return Ok(false) };
            let Some(text) = text(path, &image.bytes) else { return Ok(false) };
            let ids = text.split('\n').filter_map(|line| line.split(',').next());
            if ids.into_iter().any(|id| claiming.contains(id)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether an id says that it is of a month or of one before it.
pub(in crate::store) fn says_up_to(id: &str, month: Month) -> bool {
    let said = said(id);
    said.len() == 6 && said.bytes().all(|byte| byte.is_ascii_digit()) && *said <= *digits_of(month)
}

/// A month as the ids of this machine and others write it.
pub(super) fn digits_of(month: Month) -> String {
    month.to_string().replace('-', "")
}
