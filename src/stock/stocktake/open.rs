//! Opening a sheet, which freezes what is to be counted, and giving one up.

use std::collections::BTreeSet;

use crate::base::{Day, Decided, ItemCode, Quantity, SheetCode, Stamp, StoreCode, nearest};
use crate::stock::{Class, Cutoff, Item, Kind, Stock};

use super::policy::Classing;
use super::state::{sheet_of, writable};
use super::{
    Act, DueListed, DueOptions, Goods, LineOf, Listed, Refusal, Scope, Sheet, SheetEntry, due,
};

/// What a sheet is to be opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeRequest {
    /// Everything the store holds, and what moved since it was last counted.
    Full,
    /// The same, of some categories only.
    Categories(Vec<String>),
    /// The same, of some ABC classes only.
    Classes(Vec<Class>),
    /// The same, of shelves whose code begins like one of these.
    Shelves(Vec<String>),
    /// What is to be counted by the day of the sheet.
    Due,
    /// These items, whether the store holds any or not.
    Items(Vec<ItemCode>),
}

/// Whether the counters see what the books say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figures {
    /// The book quantity is printed beside the box.
    Shown,
    /// Only the box is printed (盲盘).
    Blind,
}

/// Somebody who is to count a part of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Who.
    pub person: String,
    /// The shelves, by how their code begins; none for a fair share of what nobody else has.
    pub shelf: Option<String>,
}

/// A sheet to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// Its code; none for one made of store and day.
    pub sheet: Option<SheetCode>,
    /// The store to be counted.
    pub store: StoreCode,
    /// The day of the count.
    pub date: Day,
    /// The cut-off of counts that name none.
    pub cutoff: Option<Cutoff>,
    /// What is to be counted.
    pub scope: ScopeRequest,
    /// Whether the counters see what the books say.
    pub figures: Figures,
    /// Who is to count what; may be empty.
    pub planned: Vec<Planned>,
    /// Anything else.
    pub note: String,
}

impl OpenRequest {
    /// The sheet's code, the given one or one made of store and day: `PD-ZW-20260331`.
    pub fn code(&self) -> SheetCode {
        self.sheet.clone().unwrap_or_else(|| code_of(&self.store, self.date))
    }
}

/// Opens a sheet: its scope, line by line, is frozen from the books as they are now.
///
/// A sheet has a line for every item that the store holds at the cut-off (the day's end when none
/// is given) or that moved since it was last counted; of an item whose lots are kept one for each
/// lot it holds. Two open sheets never share a line.
pub fn open(
    stock: &Stock,
    request: &OpenRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<SheetEntry>>, Refusal> {
    let OpenRequest { sheet: _, store, date, cutoff, scope: _, figures, planned, note } = request;
    stock.store(store)?;
    let code = &request.code();
    let (word, items) = in_scope(stock, request)?;
    if let Some(there) = stock.sheets.get(code) {
        if asks_for(there, request, &word, &items) {
            return Ok(Decided::Already(code.to_string()));
        }
        let opening = there.opening().ok_or(Refusal::NeverOpened { sheet: code.clone() })?;
        let (store, date) = (opening.store.clone(), opening.date);
        return Err(Refusal::SheetTaken { sheet: code.clone(), store, date });
    }
    if items.is_empty() {
        let scope = word.to_string();
        return Err(Refusal::SheetEmpty { store: store.clone(), scope });
    }
    refuse_overlap(stock, store, &items)?;
    let entry = |stamp: &mut Stamp, act: Act, note: &str| SheetEntry {
        id: stamp.id('K', *date),
        sheet: code.clone(),
        store: store.clone(),
        date: *date,
        act,
        note: note.to_owned(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    let mut entries = vec![entry(stamp, Act::Open { scope: word, cutoff: cutoff.clone() }, note)];
    let counters = shared_out(planned, &items);
    let lines = items.into_iter().zip(counters).flat_map(|((item, book), counter)| {
        let lots = by_lot(stock, request, item, book).into_iter();
        lots.map(move |(lot, book)| (item, lot, book, counter.clone()))
    });
    for (line, (item, lot, book, counter)) in (1..).zip(lines) {
        let goods = Goods::Item { item: item.code.clone(), lot };
        let of = LineOf { line, goods, unit: item.unit.clone() };
        let book = (*figures == Figures::Shown).then_some(book);
        entries.push(entry(stamp, Act::Line { of, book, counter }, ""));
    }
    Ok(Decided::New(entries))
}

/// The lots that a store holds of an item, earliest expiry first; the item as a whole where its
/// lots are not kept or it holds none.
fn by_lot(
    stock: &Stock,
    request: &OpenRequest,
    item: &Item,
    book: Quantity,
) -> Vec<(String, Quantity)> {
    let cutoff = request.cutoff.as_ref().unwrap_or(&Cutoff::Close);
    let lots = if item.lot_kept {
        let pile = stock.pile_at_cutoff(&request.store, &item.code, request.date, cutoff);
        pile.lots_in_store(&request.store)
    } else {
        Vec::new()
    };
    let held = lots.into_iter().filter(|lot| !lot.balance.quantity.is_zero());
    let held: Vec<(String, Quantity)> = held.map(|lot| (lot.lot, lot.balance.quantity)).collect();
    if held.is_empty() { vec![(String::new(), book)] } else { held }
}

/// The code of a sheet that nobody gave one.
fn code_of(store: &StoreCode, date: Day) -> SheetCode {
    // A code has at most 64 letters.
    let room: String = store.as_str().chars().take(50).collect();
    let date = date.to_string().replace('-', "");
    SheetCode::parse(&format!("PD-{room}-{date}")).expect("BUG: a store's code that is no code")
}

/// An item and what the books say of it.
type Held<'a> = (&'a Item, Quantity);

/// Who is to count which line: the lines go by shelf, so that a share is a stretch of them.
fn shared_out(planned: &[Planned], items: &[Held<'_>]) -> Vec<String> {
    let by_shelf = |item: &Item| {
        let begins = |shelf: &str| item.shelf.starts_with(shelf);
        let mut planned = planned.iter();
        planned.find(|one| one.shelf.as_deref().is_some_and(begins)).map(|one| one.person.clone())
    };
    let others: Vec<&Planned> = planned.iter().filter(|one| one.shelf.is_none()).collect();
    let mut counters: Vec<Option<String>> = items.iter().map(|(item, _)| by_shelf(item)).collect();
    let n_open = counters.iter().filter(|counter| counter.is_none()).count();
    for (at, counter) in counters.iter_mut().filter(|counter| counter.is_none()).enumerate() {
        *counter = others.get(at * others.len() / n_open.max(1)).map(|one| one.person.clone());
    }
    counters.into_iter().map(Option::unwrap_or_default).collect()
}

/// The items to be counted with what the books say, by shelf, category and code.
fn in_scope<'a>(
    stock: &'a Stock,
    request: &OpenRequest,
) -> Result<(Scope, Vec<Held<'a>>), Refusal> {
    let OpenRequest { store, date, cutoff, scope, .. } = request;
    let cutoff = cutoff.as_ref().unwrap_or(&Cutoff::Close);
    let held = |item: &'a Item| -> (Quantity, bool) {
        let as_of = *date;
        let pile = stock.pile_at_cutoff(store, &item.code, as_of, cutoff);
        let mut moved = false;
        stock.replay(&item.code, as_of, |step| {
            if step.line.movement.store() == Some(store) {
                moved = step.line.movement.kind != Kind::Count;
            }
        });
        (pile.in_store(store).quantity, moved)
    };
    let word = match scope {
        ScopeRequest::Full => Scope::Full,
        ScopeRequest::Categories(names) => {
            refuse_unknown_category(stock, names)?;
            Scope::Categories(names.clone())
        }
        ScopeRequest::Classes(classes) => Scope::Classes(classes.clone()),
        ScopeRequest::Shelves(shelves) => {
            refuse_unknown_shelf(stock, shelves)?;
            Scope::Shelves(shelves.clone())
        }
        ScopeRequest::Due => {
            let options = DueOptions {
                as_of: *date,
                store: Some(store.clone()),
                within: 0,
                listed: DueListed::Due,
            };
            let lines = due(stock, &options).lines;
            let items = lines.iter().filter_map(|line| stock.items.get(&line.item));
            return Ok((Scope::Due, sorted(items.map(|item| (item, held(item).0)).collect())));
        }
        ScopeRequest::Items(codes) => {
            let codes: BTreeSet<&ItemCode> = codes.iter().collect();
            let items: Result<Vec<_>, Refusal> = codes
                .into_iter()
                .map(|code| {
                    let item = stock.item(code)?;
                    Ok((item, held(item).0))
                })
                .collect();
            return Ok((Scope::Items, sorted(items?)));
        }
    };
    let classing = match &word {
        Scope::Classes(_) => Some(Classing::at(stock, *date)),
        _ => None,
    };
    let within = |item: &&Item| match &word {
        Scope::Categories(names) => names.contains(&item.category),
        Scope::Classes(classes) => {
            classing.as_ref().is_some_and(|classing| classes.contains(&classing.of(item)))
        }
        Scope::Shelves(shelves) => shelves.iter().any(|shelf| item.shelf.starts_with(shelf)),
        Scope::Full | Scope::Due | Scope::Items => true,
    };
    let items = stock.items.values().filter(within).filter_map(|item| {
        let (quantity, moved) = held(item);
        (moved || !quantity.is_zero()).then_some((item, quantity))
    });
    let items = sorted(items.collect());
    Ok((word, items))
}

fn sorted(mut items: Vec<Held<'_>>) -> Vec<Held<'_>> {
    // What lies on no shelf comes last.
    let place = |item: &'_ Item| (item.shelf.is_empty(), item.shelf.clone());
    items.sort_by_cached_key(|(item, _)| (place(item), item.category.clone(), item.code.clone()));
    items
}

fn refuse_unknown_shelf(stock: &Stock, shelves: &[String]) -> Result<(), Refusal> {
    let known: BTreeSet<&str> = stock.items.values().map(|item| item.shelf.as_str()).collect();
    let known: Vec<&str> = known.into_iter().filter(|shelf| !shelf.is_empty()).collect();
    let is_known = |shelf: &String| known.iter().any(|known| known.starts_with(shelf.as_str()));
    match shelves.iter().find(|shelf| !is_known(shelf)) {
        Some(shelf) => {
            Err(Refusal::UnknownShelf { shelf: shelf.clone(), known: Listed::of(known) })
        }
        None => Ok(()),
    }
}

fn refuse_unknown_category(stock: &Stock, names: &[String]) -> Result<(), Refusal> {
    let known: BTreeSet<&str> = stock
        .items
        .values()
        .map(|item| item.category.as_str())
        .filter(|category| !category.is_empty())
        .collect();
    match names.iter().find(|name| !known.contains(name.as_str())) {
        Some(category) => Err(Refusal::UnknownCategory {
            category: category.clone(),
            near: nearest(category, known.iter().copied()),
            known: known.into_iter().collect::<Vec<_>>().join("、"),
        }),
        None => Ok(()),
    }
}

/// Whether a sheet that is there says what the request asks for.
///
/// Of a full count, of categories, classes, shelves or what was due the lines were frozen when the sheet was opened: what moved
/// since then does not make it another sheet.
fn asks_for(there: &Sheet, request: &OpenRequest, word: &Scope, items: &[Held<'_>]) -> bool {
    let (Some(opening), Some((scope, cutoff))) = (there.opening(), there.terms()) else {
        return false;
    };
    let same_items = || {
        let on_sheet: BTreeSet<ItemCode> = there
            .entries()
            .filter_map(|entry| match &entry.act {
                Act::Line { of, .. } => of.goods.item().cloned(),
                _ => None,
            })
            .collect();
        on_sheet == items.iter().map(|(item, _)| item.code.clone()).collect()
    };
    (&opening.store, opening.date) == (&request.store, request.date)
        && (scope, cutoff) == (word, request.cutoff.as_ref())
        && (*word != Scope::Items || same_items())
}

/// Refuses lines that another open sheet of the store has.
fn refuse_overlap(stock: &Stock, store: &StoreCode, items: &[Held<'_>]) -> Result<(), Refusal> {
    let is_open = |code: &SheetCode, sheet: &Sheet| {
        !stock.postings.contains_key(code)
            && sheet.cancelled().is_none()
            && sheet.opening().is_some_and(|opening| opening.store == *store)
    };
    for (code, sheet) in stock.sheets.iter().filter(|(code, sheet)| is_open(code, sheet)) {
        let lines = sheet.lines();
        let on_sheet: BTreeSet<&ItemCode> =
            lines.iter().filter_map(|line| line.of.goods.item()).collect();
        let both: Vec<&ItemCode> = items
            .iter()
            .map(|(item, _)| &item.code)
            .filter(|item| on_sheet.contains(item))
            .collect();
        if !both.is_empty() {
            return Err(Refusal::SheetOverlaps {
                sheet: code.clone(),
                store: store.clone(),
                items: Listed::of(both),
            });
        }
    }
    Ok(())
}

/// A sheet to be given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelRequest {
    /// The sheet.
    pub sheet: SheetCode,
    /// Why.
    pub reason: String,
}

/// Gives a sheet up before it is posted; what was written on it stays.
pub fn cancel(
    stock: &Stock,
    request: &CancelRequest,
    stamp: &mut Stamp,
) -> Result<Decided<SheetEntry>, Refusal> {
    let CancelRequest { sheet: code, reason } = request;
    let sheet = sheet_of(stock, code)?;
    if let Some(entry) = sheet.cancelled() {
        return Ok(Decided::Already(entry.id.to_string()));
    }
    let (_, opening) = writable(stock, code)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::CancelReason { sheet: code.clone() });
    }
    Ok(Decided::New(SheetEntry {
        id: stamp.id('K', opening.date),
        sheet: code.clone(),
        store: opening.store.clone(),
        date: opening.date,
        act: Act::Cancel { reason },
        note: String::new(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }))
}
