//! Reading the catalogue, the store rooms and the stock ledger: line by line, or what the lines
//! before a day come to and those from it on.

use std::collections::BTreeMap;
use std::mem::take;

use crate::base::{Day, Moment, Month, Severity};
use crate::books::{Books, Line, Reading, Window};
use crate::closing::{Book, Link};
use crate::stock::purchase::are_ordered;
use crate::stock::{
    Asked, AskedOfSteps, Item, NegativeStock, Record, Refusal, Steps, Store, Tolerance, Traces,
};
use crate::store::load::Loader;
use crate::store::movements::{self, Months, ScannedMovements};
use crate::store::shelves::{self, Shelves};
use crate::store::{StoreError, StorePath, layout};

use super::{LedgerRow, papers, purchase};

/// Reads the catalogue and the store rooms.
pub(super) fn load_registers(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<(), StoreError> {
    let mut take = |record: Record| books.take(Line::Stock(record));
    loader.table(&layout::items(), |item: Item| take(Record::Item(item)))?;
    loader.table(&layout::stores(), |store: Store| take(Record::Store(store)))
}

/// Reads the ledger month by month, then what contradicts itself between its lines; the registers
/// are read already.
///
/// Where the window begins on some day, the lines before it stream by and are kept as what they
/// come to; where they cannot, they are read like all others.
pub(super) fn load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    window: Window,
    (remarks, traces, known_by): (Reading, Reading, Option<Moment>),
) -> Result<(), StoreError> {
    let reached = reached(loader, window)?;
    if let Some(from) = window.from.filter(|_| remarks == Reading::Left) {
        let mark = loader.mark();
        let traces = if traces == Reading::Wanted { Traces::Kept } else { Traces::Left };
        if load_from(loader, books, (window, from), (&reached, traces, known_by))? {
            return Ok(());
        }
        loader.back_to(mark);
        books.stock.forget_lines();
    }
    load_lines(loader, books, window, (remarks, &reached))
}

/// The months of the ledger that a window reaches.
pub(super) fn reached(
    loader: &mut Loader<'_, '_>,
    window: Window,
) -> Result<Vec<(Month, StorePath)>, StoreError> {
    let months = loader.months(&layout::movements())?.into_iter();
    Ok(months.filter(|(month, _)| window.reaches(*month)).collect())
}

/// Reads the lines from a day on, and what those before it come to; says whether it could.
pub(super) fn load_from(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    (window, from): (Window, Day),
    (reached, traces, known_by): (&[(Month, StorePath)], Traces, Option<Moment>),
) -> Result<bool, StoreError> {
    let whole = from == from.month().first();
    if !whole && window.until.is_none_or(|until| until >= from) {
        return Ok(false);
    }
    // What the shelves at a seal came to has no traces.
    let seal = last_seal(books, from).filter(|_| traces == Traces::Left);
    let months = Months { before: from, reached, after: None, keep: None };
    let streamed = from_seal(loader, books, (months, seal, known_by), |loader, books, months| {
        stream_and_load(loader, books, window, (months, traces, known_by))
    })?;
    Ok(streamed.is_some())
}

/// Streams lines by in one way or the other: those after a seal, from what the shelves came to there;
/// or all of them, and then that is written down. None where they have to be read in full.
fn from_seal<T>(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    (months, seal, known_by): (Months<'_>, Option<Link>, Option<Moment>),
    mut stream: impl FnMut(
        &mut Loader<'_, '_>,
        &mut Books,
        Months<'_>,
    ) -> Result<Option<Streamed<T>>, StoreError>,
) -> Result<Option<T>, StoreError> {
    let reached = months.reached;
    let head = match &seal {
        Some(link) => shelves::head(loader, books, link, reached)?,
        None => None,
    };
    let sealed = seal.map(|link| link.of.month);
    let start = head.as_ref().and_then(|head| shelves::open(loader, head)?.all());
    // From the shelves nothing can be dropped that was recorded later.
    let of_later = |start: &Shelves| known_by.is_some() && start.recorded > known_by;
    let written = start.as_ref().is_some_and(of_later);
    if let (Some(sealed), Some(mut start)) = (sealed, start.filter(|start| !of_later(start))) {
        let mark = loader.mark();
        let sheets = start.sheets();
        let (rests, postings) = (take(&mut start.rests), take(&mut start.postings));
        books.stock.begin_with(rests, sheets, start.recorded);
        books.stock.begin_with_postings(postings);
        let months = Months { after: Some((sealed, &start)), ..months };
        if let Some(streamed) = stream(loader, books, months)? {
            return Ok(Some(streamed.gave));
        }
        loader.back_to(mark);
        books.stock.forget_lines();
    }
    let months = Months { keep: sealed.filter(|_| !written), ..months };
    // What is wrong with the registers is told by everybody who reads them, as long as it is.
    let is_sound = loader.diagnostics.is_empty();
    books.stock.close_ranks();
    let Some(Streamed { gave, kept, slips }) = stream(loader, books, months)? else {
        return Ok(None);
    };
    if let (Some(kept), Some(head), true) = (kept, head, is_sound) {
        shelves::write(loader, &head, &kept, slips.as_deref());
    }
    Ok(Some(gave))
}

/// Writes down what the shelves came to at the last seal, where that stands nowhere yet; the
/// registers are read already.
pub(super) fn remember_shelves(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<(), StoreError> {
    let Some(seal) = last_seal(books, Day::LAST) else { return Ok(()) };
    let from = seal.of.month.next().first();
    let window = Window { from: Some(from), until: None };
    let reached = reached(loader, window)?;
    load_from(loader, books, (window, from), (&reached, Traces::Left, None)).map(drop)
}

/// The seal of the last sealed month, where that ends before a day.
pub(super) fn last_seal(books: &Books, before: Day) -> Option<Link> {
    let last = books.closing.sealed(Book::Stock).max_by_key(|(month, _)| *month);
    last.filter(|(month, _)| month.last() < before).map(|(_, link)| link.clone())
}

/// What was read of some months.
struct Streamed<T> {
    /// What was asked of it.
    gave: T,
    /// What is to be written down of it.
    kept: Option<Shelves>,
    /// The slips of its lines.
    slips: Option<String>,
}

/// Streams some months by and reads the lines of those after them; none where they have to be read
/// in full.
fn stream_and_load(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    window: Window,
    (months, traces, known_by): (Months<'_>, Traces, Option<Moment>),
) -> Result<Option<Streamed<()>>, StoreError> {
    let (as_of, negative) = (months.before.previous(), tolerance(books));
    let asked = Asked { as_of, negative, uses: None, turnovers: None, traces, known_by };
    let Some(mut scanned) = movements::scan(loader, books, months, asked)? else {
        return Ok(None);
    };
    let (ordered, kept) = (scanned.ordered.clone(), scanned.kept.take());
    let slips = scanned.slips.take();
    if take_over(books, scanned).is_none() {
        return Ok(None);
    }
    let after = months.reached.iter().filter(|(month, _)| month.first() >= months.before);
    let after: Vec<_> = after.cloned().collect();
    load_lines(loader, books, window, (Reading::Left, &after))?;
    let holds = are_ordered(&books.stock, ordered.iter()) && !books.stock.counts_again();
    Ok(holds.then_some(Streamed { gave: (), kept, slips }))
}

/// Puts what lines come to that streamed by in the place of the lines, and gives what was asked of
/// their steps; none where it could not.
fn take_over(books: &mut Books, scanned: ScannedMovements) -> Option<Steps> {
    let ScannedMovements { ended, postings, recorded, .. } = scanned;
    let steps = ended.open(&mut books.stock, recorded);
    let mut take = |posting| books.take(Line::Stock(Record::Posting(posting))).is_ok();
    postings.into_iter().all(&mut take).then_some(steps)
}

fn tolerance(books: &Books) -> Tolerance {
    match books.settings.negative_stock {
        NegativeStock::Warn => Tolerance::Silent,
        NegativeStock::Refuse => Tolerance::Told,
    }
}

/// What streamed by, for a question about steps that are not kept: the books without a line, and
/// what was asked. None where the lines have to be read in full.
pub(super) fn scan_steps(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    (window, known_by): (Window, Moment),
    of: &AskedOfSteps,
) -> Result<Option<Steps>, StoreError> {
    load_registers(loader, books)?;
    let reached = reached(loader, window)?;
    if !loader.diagnostics.is_empty() {
        return Ok(None);
    }
    let seal = last_seal(books, of.days().first());
    let months = Months { before: Day::LAST, reached: &reached, after: None, keep: None };
    from_seal(loader, books, (months, seal, Some(known_by)), |loader, books, months| {
        stream_steps(loader, books, (window, known_by), (months, of))
    })
}

/// The same of some months.
fn stream_steps(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    (window, known_by): (Window, Moment),
    (months, of): (Months<'_>, &AskedOfSteps),
) -> Result<Option<Streamed<Steps>>, StoreError> {
    let (uses, turnovers) = match of.clone() {
        AskedOfSteps::Uses(span, room) => (Some((span, room)), None),
        AskedOfSteps::TurnedOver(span) => (None, Some(span)),
    };
    let (as_of, negative, traces) = (of.days().last(), tolerance(books), Traces::Left);
    let asked = Asked { as_of, negative, uses, turnovers, traces, known_by: Some(known_by) };
    let Some(mut scanned) = movements::scan(loader, books, months, asked)? else {
        return Ok(None);
    };
    let (ordered, kept) = (scanned.ordered.clone(), scanned.kept.take());
    let slips = scanned.slips.take();
    let Some(gave) = take_over(books, scanned) else { return Ok(None) };
    purchase::load(loader, books)?;
    papers::load(loader, books, window)?;
    let clean = loader.diagnostics.is_empty() && are_ordered(&books.stock, ordered.iter());
    Ok(clean.then_some(Streamed { gave, kept, slips }))
}

/// Reads the lines of some months, and what stands beside the ledger.
fn load_lines(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    window: Window,
    (remarks, months): (Reading, &[(Month, StorePath)]),
) -> Result<(), StoreError> {
    let mut take = |record: Record| books.take(Line::Stock(record));
    let months: Vec<StorePath> = months.iter().map(|(_, path)| path.clone()).collect();
    for path in &months {
        loader.table(path, |LedgerRow(record)| take(record))?;
    }
    purchase::load(loader, books)?;
    papers::load(loader, books, window)?;
    let tolerated = books.settings.negative_stock == NegativeStock::Warn;
    let mut defects: BTreeMap<String, Vec<Refusal>> = BTreeMap::new();
    for (id, refusal) in books.stock.defects() {
        let is_negative = matches!(refusal, Refusal::Negative { .. });
        if !(is_negative && tolerated && remarks == Reading::Left) {
            defects.entry(id.to_string()).or_default().push(refusal);
        }
    }
    loader.blame_weighed::<LedgerRow, _>(&months, &defects, weight)
}

/// Two clerks' lines, each right by itself, may come to less than nothing once they are merged.
/// That must not keep anybody from recording the line that mends it.
fn weight(refusal: &Refusal) -> Severity {
    match refusal {
        Refusal::Negative { .. }
        | Refusal::NotSent { .. }
        | Refusal::PriceMissing { .. }
        | Refusal::LotLacking { .. }
        | Refusal::LotExpiry { .. }
        | Refusal::PoolNegative { .. }
        | Refusal::ReversedAlready { .. }
        | Refusal::Purchase(_) => Severity::Warning,
        _ => Severity::Error,
    }
}
