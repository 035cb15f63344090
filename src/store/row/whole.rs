//! Reading of the stock ledger everything that was ever recorded of a few goods, and nothing of others.
//!
//! The sealed months are looked through for the names of what is wanted: it is written down beside the
//! shelves that nothing is wrong with them, and that holds only for the very files that were looked at.
//! In the months since, every line is looked at as `focus.rs` does.

use crate::base::{Month, RecordId};
use crate::books::{Books, Line, Whole, Window};
use crate::closing::Link;
use crate::stock::{Movement, Posting, Record};
use crate::store::load::Loader;
use crate::store::movements::{Wanted, lines_of_sealed, lines_of_some, says_up_to};
use crate::store::shelves::{self, Shelves};
use crate::store::{StoreError, StorePath};

use super::focus::{is_sound, is_written_otherwise};
use super::stock_load::{reached, remember_shelves};
use super::{papers, purchase};

/// Reads everything of some goods, where the registers are read already; says whether it could.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    whole: &Whole,
    seal: &Link,
) -> Result<bool, StoreError> {
    if whole.names.iter().chain(&whole.slips).any(|name| is_written_otherwise(name)) {
        return Ok(false);
    }
    let Some((head, of_none)) = written(loader, books, seal)? else { return Ok(false) };
    let months = reached(loader, Window::ALL)?;
    let (closed, open) = months.into_iter().partition(|(month, _)| *month <= seal.of.month);
    let sealed = Sealed { month: seal.of.month, head, of_none, months: closed };
    purchase::load(loader, books)?;
    let orders = books.stock.purchases.orders();
    let ordered = orders.filter(|row| whole.orders.contains(row.order.as_str()));
    let items = ordered.map(|row| row.item.clone()).chain(whole.items.iter().cloned());
    let whole = Whole { items: items.collect(), ..whole.clone() };
    let Some(mut wanted) = sealed.wanted(loader, &open, &whole)? else { return Ok(false) };
    let found = loop {
        let Some(found) = lines_of_some(loader, books, &open, &wanted)? else { return Ok(false) };
        if found.missed.is_empty() {
            break found;
        }
        wanted.items.extend(found.missed);
    };
    let Some(mut lines) = lines_of_sealed(loader, &sealed.months, &wanted)? else {
        return Ok(false);
    };
    lines.extend(found.lines);
    let postings = sealed.of_none.postings.into_iter().chain(found.postings).collect();
    let is_taken = take(books, postings, lines);
    papers::load(loader, books, Window::ALL)?;
    Ok(is_taken && wanted.items.iter().all(|item| is_sound(loader, books, item)))
}

/// Takes what was found into the books; says whether all of it could be.
pub(super) fn take(books: &mut Books, postings: Vec<Posting>, lines: Vec<Movement>) -> bool {
    let postings = postings.into_iter().map(Record::Posting);
    let lines = lines.into_iter().map(|line| Record::Movement(Box::new(line)));
    postings.chain(lines).all(|record| books.take(Line::Stock(record)).is_ok())
}

/// What is written down of the shelves at a seal, but for what lies on them; where it is not, the lines
/// stream by first, and then it is if nothing is wrong with them.
fn written(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    seal: &Link,
) -> Result<Option<(String, Shelves)>, StoreError> {
    let months = reached(loader, Window::ALL)?;
    let read = |loader: &Loader<'_, '_>, books: &Books| {
        let head = shelves::head(loader, books, seal, &months)?;
        let of_none = |head: String| {
            let of_none = shelves::open(loader, &head)?.of_none()?;
            Some((head, of_none))
        };
        Ok::<_, StoreError>(head.and_then(of_none))
    };
    if let Some(written) = read(loader, books)? {
        return Ok(Some(written));
    }
    let mark = loader.mark();
    remember_shelves(loader, books)?;
    loader.back_to(mark);
    books.stock.forget_lines();
    read(loader, books)
}

/// The months up to the last seal.
struct Sealed {
    /// The last of them.
    month: Month,
    /// What the files of their shelves begin with.
    head: String,
    /// What is written down beside the shelves.
    of_none: Shelves,
    /// All of them.
    months: Vec<(Month, StorePath)>,
}

impl Sealed {
    /// Which lines are wanted: what the names mean is looked up first. None where that cannot be said.
    fn wanted(
        &self,
        loader: &Loader<'_, '_>,
        open: &[(Month, StorePath)],
        whole: &Whole,
    ) -> Result<Option<Wanted>, StoreError> {
        let Whole { items, names, slips, orders: _ } = whole;
        let (mut names, mut slips) = (names.clone(), slips.clone());
        for all in [&mut names, &mut slips] {
            all.retain(|name| !name.is_empty());
        }
        // What stands under a slip before the seal may be taken back under another one.
        names.extend(slips.iter().filter(|slip| self.may_have_slip(loader, slip)).cloned());
        let mut wanted = Wanted { items: items.clone(), ..Wanted::default() };
        let mut asked = Wanted {
            ids: names.iter().filter_map(|name| RecordId::parse(name).ok()).collect(),
            slips: names,
            ..Wanted::default()
        };
        loop {
            let Some(lines) = self.lines(loader, open, &asked)? else { return Ok(None) };
            wanted.ids.extend(asked.ids);
            wanted.slips.extend(asked.slips);
            wanted.items.extend(lines.iter().map(|line| line.item.clone()));
            let others = lines.into_iter().map(|line| line.slip);
            let others = others.filter(|slip| !slip.is_empty() && !wanted.slips.contains(slip));
            asked = Wanted { slips: others.collect(), ..Wanted::default() };
            if asked.slips.is_empty() {
                wanted.slips.extend(slips);
                return Ok(Some(wanted));
            }
        }
    }

    /// Some lines, wherever they stand.
    fn lines(
        &self,
        loader: &Loader<'_, '_>,
        open: &[(Month, StorePath)],
        asked: &Wanted,
    ) -> Result<Option<Vec<Movement>>, StoreError> {
        let Some(mut lines) = lines_of_sealed(loader, open, asked)? else { return Ok(None) };
        let slips = asked.slips.iter().filter(|slip| self.may_have_slip(loader, slip));
        let ids = asked.ids.iter().filter(|id| self.may_have(id.as_str()));
        let asked = Wanted {
            slips: slips.cloned().collect(),
            ids: ids.cloned().collect(),
            ..Wanted::default()
        };
        let Some(sealed) = lines_of_sealed(loader, &self.months, &asked)? else { return Ok(None) };
        lines.extend(sealed);
        Ok(Some(lines))
    }

    /// Whether a line may stand under a slip.
    fn may_have_slip(&self, loader: &Loader<'_, '_>, slip: &str) -> bool {
        shelves::has_slip(loader, &self.head, slip) != Some(false)
    }

    /// Whether a line may have an id.
    fn may_have(&self, id: &str) -> bool {
        // Those that say another month, or none, are written down.
        says_up_to(id, self.month) || self.of_none.foreign.iter().any(|own| **own == *id)
    }
}
