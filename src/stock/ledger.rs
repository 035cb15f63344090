//! The stock book: the catalogue, what was on the shelves when the loaded window began, and the
//! window's lines in canonical order.
//!
//! [`Stock::apply`] inserts one record and checks only what must always hold; balances are folded
//! on demand by `replay.rs`. The same set of records gives the same book, in whatever order they
//! came.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::base::{
    Day, ItemCode, Moment, Money, Quantity, RecordId, SheetCode, StoreCode, nearest_named,
};

use super::known::Known;
use super::order::order_of_day;
use super::purchase::{self, Purchases};
use super::stocktake::{Policy, Sheet, SheetEntry};
use super::trace::Trace;
use super::watch::Watch;
use super::{
    CostMethod, Cutoff, Exemption, FinanceRow, Item, Kind, Line, Movement, Papers, Place, Posting,
    PricePolicy, Quota, Refusal, Shelf, Signature, Store,
};

/// Everything the stock book is folded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A row of the catalogue.
    Item(Item),
    /// A row of the catalogue as it is from now on.
    ItemEdit(Item),
    /// A store room.
    Store(Store),
    /// A line of the ledger.
    Movement(Box<Movement>),
    /// The approval of a count sheet.
    Posting(Posting),
    /// A row of a count sheet.
    SheetEntry(Box<SheetEntry>),
    /// A row of a plan, of the orders or of the invoices.
    Purchase(Box<purchase::Record>),
    /// What a department may use.
    Quota(Box<Quota>),
    /// Old goods that need not come back.
    Exemption(Box<Exemption>),
    /// A department's signature.
    Signature(Signature),
    /// A figure of finance's.
    Finance(FinanceRow),
}

/// The stock book (库存账).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// How goods that leave a store are valued.
    pub method: CostMethod,
    /// When the price of a receipt is looked at more closely.
    pub price_policy: PricePolicy,
    /// What is demanded of the counts.
    pub counting: Policy,
    /// The catalogue.
    pub items: BTreeMap<ItemCode, Item>,
    /// The store rooms.
    pub stores: BTreeMap<StoreCode, Store>,
    /// What was on the shelves when the window began.
    pub opening: Shelf,
    /// When the last of the lines was recorded that are in the opening and nowhere else; none where
    /// there are none.
    pub opening_recorded: Option<Moment>,
    /// The sheets that are posted.
    pub postings: BTreeMap<SheetCode, Posting>,
    /// The count sheets.
    pub sheets: BTreeMap<SheetCode, Sheet>,
    /// Plans, orders and invoices.
    pub purchases: Purchases,
    /// What departments may use.
    pub quotas: BTreeMap<RecordId, Quota>,
    /// The papers beside the lines.
    pub papers: Papers,
    /// What is remembered of the lines in the opening to tell which others cannot be right.
    pub(super) opening_watches: BTreeMap<ItemCode, Watch>,
    /// The sheets that are posted in the opening, of which is not remembered what they counted.
    pub(super) opening_sheets: BTreeSet<SheetCode>,
    /// What the lines in the opening left behind, where it was asked for.
    pub(super) opening_traces: BTreeMap<ItemCode, Trace>,
    /// The same by what was known at a moment, where one was asked about.
    pub(super) opening_known: Option<Known>,
    pub(super) lines: BTreeMap<ItemCode, Vec<Line>>,
    ids: FxHashMap<RecordId, (ItemCode, Day)>,
    slips: FxHashMap<SmolStr, Vec<RecordId>>,
    reversals: FxHashMap<RecordId, Vec<RecordId>>,
}

impl Default for Stock {
    fn default() -> Self {
        Self::new(CostMethod::MovingAverage)
    }
}

impl Stock {
    /// An empty book.
    pub fn new(method: CostMethod) -> Self {
        Self {
            method,
            price_policy: PricePolicy::default(),
            counting: Policy::default(),
            items: BTreeMap::new(),
            stores: BTreeMap::new(),
            opening: Shelf::default(),
            opening_recorded: None,
            opening_watches: BTreeMap::new(),
            opening_sheets: BTreeSet::new(),
            opening_traces: BTreeMap::new(),
            opening_known: None,
            postings: BTreeMap::new(),
            sheets: BTreeMap::new(),
            purchases: Purchases::default(),
            quotas: BTreeMap::new(),
            papers: Papers::default(),
            lines: BTreeMap::new(),
            ids: FxHashMap::default(),
            slips: FxHashMap::default(),
            reversals: FxHashMap::default(),
        }
    }

    /// The same book, whose prices are looked at by this policy.
    #[must_use]
    pub const fn reviewing(mut self, policy: PricePolicy) -> Self {
        self.price_policy = policy;
        self
    }

    /// Folds one record.
    ///
    /// Refuses what can never be right: unknown items, stores and units, places that do not fit
    /// the kind, an id that stands for something else. The identical record again changes nothing.
    pub fn apply(&mut self, record: &Record) -> Result<(), Refusal> {
        match record {
            Record::Item(item) => self.take_item(item.clone())?,
            Record::ItemEdit(item) => {
                item.check()?;
                self.items.insert(item.code.clone(), item.clone());
            }
            Record::Store(store) => {
                match self.stores.get(&store.code) {
                    Some(there) if there != store => return Err(taken(&store.code, &there.name)),
                    _ => self.stores.insert(store.code.clone(), store.clone()),
                };
            }
            Record::Movement(movement) => self.take((**movement).clone())?,
            Record::SheetEntry(entry) => self.write_on_sheet(entry)?,
            Record::Purchase(record) => purchase::fold(self, record)?,
            Record::Quota(quota) => match self.quotas.get(&quota.id) {
                Some(there) if *there != **quota => {
                    return Err(Refusal::IdTaken { id: quota.id.clone() });
                }
                _ => drop(self.quotas.insert(quota.id.clone(), (**quota).clone())),
            },
            Record::Exemption(row) => {
                self.item(&row.item)?.base(row.quantity, &row.unit)?;
                self.papers.take_exemption(row)?;
            }
            Record::Signature(row) => self.papers.take_signature(row)?,
            Record::Finance(row) => {
                self.store(&row.room)?;
                self.papers.take_finance(row)?;
            }
            Record::Posting(posting) => self.take_posting(posting.clone())?,
        }
        Ok(())
    }

    /// Folds an item that nobody needs afterwards.
    pub fn take_item(&mut self, item: Item) -> Result<(), Refusal> {
        item.check()?;
        match self.items.get(&item.code) {
            Some(there) if *there != item => return Err(taken(&item.code, &there.name)),
            _ => self.items.insert(item.code.clone(), item),
        };
        Ok(())
    }

    /// Puts the catalogue close together, before much is to be done beside it: a map that grew in the
    /// order of its keys is half empty.
    pub fn close_ranks(&mut self) {
        self.items = std::mem::take(&mut self.items).into_iter().collect();
    }

    /// Folds the approval of a sheet that nobody needs afterwards.
    pub fn take_posting(&mut self, posting: Posting) -> Result<(), Refusal> {
        match self.postings.entry(posting.sheet.clone()) {
            Entry::Occupied(there) if *there.get() != posting => {
                let by = there.get().id.clone();
                return Err(Refusal::PostedAlready { sheet: posting.sheet, by });
            }
            Entry::Occupied(_) => {}
            Entry::Vacant(place) => {
                place.insert(posting);
            }
        }
        Ok(())
    }

    fn write_on_sheet(&mut self, entry: &SheetEntry) -> Result<(), Refusal> {
        self.store(&entry.store)?;
        if let Some(item) = entry.act.line().and_then(|of| of.goods.item()) {
            self.item(item)?;
        }
        let sheet = self.sheets.entry(entry.sheet.clone()).or_default();
        match sheet.entry(&entry.id) {
            Some(there) if there != entry => Err(Refusal::IdTaken { id: entry.id.clone() }),
            Some(_) => Ok(()),
            None => {
                sheet.take(entry.clone());
                Ok(())
            }
        }
    }

    /// An item of the catalogue.
    pub fn item(&self, code: &ItemCode) -> Result<&Item, Refusal> {
        self.items.get(code).ok_or_else(|| {
            let known = self.items.values().map(|item| (item.code.as_str(), item.name.as_str()));
            let near = nearest_named(code.as_str(), known);
            Refusal::UnknownItem { item: code.clone(), near }
        })
    }

    /// A store room.
    pub fn store(&self, code: &StoreCode) -> Result<&Store, Refusal> {
        self.stores.get(code).ok_or_else(|| {
            let known = self.stores.values();
            let known = known.map(|store| (store.code.as_str(), store.name.as_str()));
            let near = nearest_named(code.as_str(), known);
            let known: Vec<&str> = self.stores.keys().map(StoreCode::as_str).collect();
            Refusal::UnknownStore { store: code.clone(), near, known: known.join(" / ") }
        })
    }

    /// A store room by its code, or by its name where only one has it.
    pub fn store_called(&self, text: &str) -> Option<&Store> {
        let mut named = self.stores.values().filter(|store| store.name == text);
        let by_name = || match (named.next(), named.next()) {
            (Some(store), None) => Some(store),
            _ => None,
        };
        self.stores.get(text).or_else(by_name)
    }

    /// The store room that is named; if none is, the only one there is.
    pub fn store_or_only(&self, code: Option<&StoreCode>) -> Result<&Store, Refusal> {
        match code {
            Some(code) => self.store(code),
            None => match &self.stores.values().collect::<Vec<_>>()[..] {
                [only] => Ok(only),
                [] => Err(Refusal::NoStores),
                many => {
                    let known: Vec<&str> = many.iter().map(|store| store.code.as_str()).collect();
                    Err(Refusal::WhichStore { known: known.join(" / ") })
                }
            },
        }
    }

    /// A line by its id.
    pub fn line(&self, id: &RecordId) -> Option<&Line> {
        let (item, day) = self.ids.get(id)?;
        self.lines_of_day(item, *day).iter().find(|line| line.movement.id == *id)
    }

    /// The lines of an item in canonical order.
    pub fn lines_of(&self, item: &ItemCode) -> &[Line] {
        self.lines.get(item).map_or(&[], Vec::as_slice)
    }

    /// The lines of an item on a day, in canonical order, whichever store they touch.
    pub fn lines_of_day(&self, item: &ItemCode, day: Day) -> &[Line] {
        let lines = self.lines_of(item);
        let from = lines.partition_point(|line| line.movement.date < day);
        let to = lines.partition_point(|line| line.movement.date <= day);
        &lines[from..to]
    }

    /// The lines of one card (an item in a store) on a day, in canonical order.
    pub fn card_of_day(&self, store: &StoreCode, item: &ItemCode, day: Day) -> Vec<&Line> {
        let of_card = |line: &&Line| line.movement.store() == Some(store);
        self.lines_of_day(item, day).iter().filter(of_card).collect()
    }

    /// The items that have lines in the window, in order.
    pub fn moved_items(&self) -> impl Iterator<Item = &ItemCode> {
        self.lines.keys()
    }

    /// All lines, by item and then in canonical order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.values().flatten()
    }

    /// The lines recorded under a slip.
    pub fn lines_of_slip(&self, slip: &str) -> impl Iterator<Item = &Line> {
        self.slips.get(slip).into_iter().flatten().filter_map(|id| self.line(id))
    }

    /// The line that takes a line back, if there is one.
    pub fn reversal_of(&self, id: &RecordId) -> Option<&Line> {
        self.line(self.reversals.get(id)?.first()?)
    }

    /// Whether any line names a line as the one it takes back.
    pub(super) fn is_reversed(&self, id: &RecordId) -> bool {
        self.reversals.contains_key(id)
    }

    /// What the catalogue makes of a movement, if it can be a line at all.
    pub fn read(&self, movement: &Movement) -> Result<Line, Refusal> {
        let (base, stated) = self.measure(movement)?;
        Ok(Line { movement: movement.clone(), base, stated })
    }

    /// The same of a movement that nobody needs afterwards, and whose item was looked up already.
    pub fn read_of(&self, item: &Item, movement: Movement) -> Result<Line, Refusal> {
        check_shape(&movement)?;
        let (base, stated) = self.measure_of(item, &movement)?;
        Ok(Line { movement, base, stated })
    }

    /// How much a movement moves, in base units, and the value that its document states.
    fn measure(&self, movement: &Movement) -> Result<(Quantity, Option<Money>), Refusal> {
        check_shape(movement)?;
        self.measure_of(self.item(&movement.item)?, movement)
    }

    /// The same of a movement that has its shape.
    fn measure_of(
        &self,
        item: &Item,
        movement: &Movement,
    ) -> Result<(Quantity, Option<Money>), Refusal> {
        for place in [&movement.from, &movement.to] {
            if let Some(store) = place.store() {
                self.store(store)?;
            }
        }
        let base = item.base(movement.quantity, &movement.unit)?;
        if let Some(counted) = movement.counted {
            item.base(counted, &movement.unit)?;
        }
        let too_large = || Refusal::TooLarge { item: movement.item.clone() };
        let stated = match (movement.amount, movement.unit_price) {
            (Some(amount), _) => Some(amount),
            (None, Some(price)) => Some(Money::of(movement.quantity, price).ok_or_else(too_large)?),
            (None, None) => None,
        };
        Ok((base, stated))
    }

    /// Folds one line of the ledger, as [`Stock::apply`] does.
    pub fn take(&mut self, movement: Movement) -> Result<(), Refusal> {
        if let Some(there) = self.line(&movement.id) {
            if there.movement == movement {
                return Ok(());
            }
            return Err(Refusal::IdTaken { id: movement.id });
        }
        let (base, stated) = self.measure(&movement)?;
        let Movement { id, item, date, slip, reverses, .. } = &movement;
        let date = *date;
        self.ids.insert(id.clone(), (item.clone(), date));
        if !slip.is_empty() {
            let ids = match self.slips.get_mut(slip.as_str()) {
                Some(ids) => ids,
                // Most slips have one line.
                None => self.slips.entry(slip.into()).or_insert_with(|| Vec::with_capacity(1)),
            };
            ids.insert(ids.partition_point(|other| other < id), id.clone());
        }
        if let Some(original) = reverses {
            let ids = self.reversals.entry(original.clone()).or_default();
            ids.insert(ids.partition_point(|other| other < id), id.clone());
        }
        let lines = match self.lines.get_mut(item) {
            Some(lines) => lines,
            None => self.lines.entry(item.clone()).or_default(),
        };
        // Mostly they come by their days.
        let is_next = lines.last().is_none_or(|last| last.movement.date <= date);
        let to = if is_next {
            lines.len()
        } else {
            lines.partition_point(|line| line.movement.date <= date)
        };
        let of_day = lines[..to].iter().rev().take_while(|line| line.movement.date == date);
        let from = to - of_day.count();
        lines.insert(to, Line { movement, base, stated });
        if from < to {
            arrange(&mut lines[from..=to]);
        }
        Ok(())
    }

    /// Keeps the lines of some ids in the lists by which lines are found.
    pub(super) fn keep_ids(&mut self, kept: &BTreeSet<RecordId>) {
        self.ids.retain(|id, _| kept.contains(id));
        for ids in self.slips.values_mut().chain(self.reversals.values_mut()) {
            ids.retain(|id| kept.contains(id));
        }
        self.slips.retain(|_, ids| !ids.is_empty());
        self.reversals.retain(|_, ids| !ids.is_empty());
    }

    /// The same book at the end of a day: what is on the shelves, and none of the lines that put it
    /// there.
    #[must_use]
    pub fn closed_at(&self, day: Day) -> Self {
        Self {
            method: self.method,
            price_policy: self.price_policy,
            counting: self.counting.clone(),
            items: self.items.clone(),
            stores: self.stores.clone(),
            opening: self.shelf_at(day),
            ..Self::new(self.method)
        }
    }

    /// Forgets everything but the registers, the policies and the count sheets.
    pub fn forget_lines(&mut self) {
        let Self { method, price_policy, counting, items, stores, sheets, .. } =
            std::mem::take(self);
        *self = Self { method, price_policy, counting, items, stores, sheets, ..Self::new(method) };
    }

    /// Takes the lines before a day out of the window and folds them into the opening.
    pub fn fold_before(&mut self, day: Day) {
        let opening = self.shelf_before(day);
        self.opening = opening;
        for lines in self.lines.values_mut() {
            let kept = lines.split_off(lines.partition_point(|line| line.movement.date < day));
            *lines = kept;
        }
        self.ids.retain(|_, (_, date)| *date >= day);
    }
}

fn taken(code: &impl std::fmt::Display, name: &str) -> Refusal {
    Refusal::Taken { code: code.to_string(), name: name.to_owned() }
}

/// Puts one day's lines of an item into canonical order.
pub(super) fn arrange(day: &mut [Line]) {
    let order = {
        let movements: Vec<&Movement> = day.iter().map(|line| &line.movement).collect();
        order_of_day(&movements)
    };
    // Where each line is to go; a line that is swapped there stays.
    let mut goes = vec![0; order.len()];
    for (to, from) in order.into_iter().enumerate() {
        goes[from] = to;
    }
    for at in 0..goes.len() {
        while goes[at] != at {
            let to = goes[at];
            day.swap(at, to);
            goes.swap(at, to);
        }
    }
}

/// Checks that a row names another paper only where it can stand for one: a purchase order where
/// goods come from a supplier or go back to one, a repair order where a department gets parts or
/// brings them back, a last day where goods are lent.
fn check_papers(movement: &Movement) -> Result<(), Refusal> {
    let Movement { kind, from, to, order, repair, due, .. } = movement;
    let returned = *kind == Kind::Return;
    let bought = *kind == Kind::Receipt || (returned && matches!(to, Place::Supplier(_)));
    let used = *kind == Kind::Issue || (returned && matches!(from, Place::Department(_)));
    let said = [
        ("order", !order.is_empty() && !bought),
        ("repair", !repair.is_empty() && !used),
        ("due", due.is_some() && *kind != Kind::Lend),
    ];
    match said.into_iter().find(|(_, wrong)| *wrong) {
        Some((column, _)) => Err(Refusal::OrderNotHere { kind: *kind, column }),
        None => Ok(()),
    }
}

/// Checks that a row can be what its kind says: places, quantities, prices, cut-off.
fn check_shape(movement: &Movement) -> Result<(), Refusal> {
    use Place::{
        Buyer, Charge, Department, Difference, Loan, Opening, Pending, Pool, Scrap, Store,
        Supplier, Transit, Workshop,
    };
    let Movement { kind, from, to, quantity, .. } = movement;
    let fits = match (kind, from, to) {
        (Kind::Opening, Opening, Store(_))
        | (Kind::Receipt, Supplier(_) | Workshop(_), Store(_))
        | (Kind::Issue, Store(_), Department(_))
        | (Kind::Return, Department(_) | Loan(_), Store(_))
        | (Kind::Return, Store(_), Supplier(_))
        | (Kind::Transfer, Store(_), Transit)
        | (Kind::Transfer, Transit, Store(_))
        | (Kind::Exchange, Department(_), Pool)
        | (Kind::Scrap, Store(_) | Pool, Scrap)
        | (Kind::Lend, Store(_), Loan(_))
        | (Kind::Sale, Pool, Buyer(_))
        | (Kind::Mend, Pool, Store(_))
        | (Kind::Adjustment | Kind::Count, Store(_), Difference)
        | (Kind::Adjustment | Kind::Count, Difference, Store(_))
        | (Kind::Count, Store(_), Pending | Charge(_))
        | (Kind::Count, Pending | Charge(_), Store(_))
        | (Kind::Settle, Pending, Difference | Charge(_))
        | (Kind::Settle, Difference, Pending) => true,
        (Kind::Reversal, _, _) => from != to && !(from.store().is_some() && to.store().is_some()),
        _ => false,
    };
    if !fits {
        let (from, to) = (from.to_string(), to.to_string());
        return Err(Refusal::Places { kind: *kind, from, to });
    }
    if quantity.is_negative() || (quantity.is_zero() && *kind != Kind::Count) {
        return Err(Refusal::NotPositive { quantity: *quantity });
    }
    if movement.amount.is_some_and(|amount| amount < Money::ZERO) {
        return Err(Refusal::AmountNegative);
    }
    let priced = movement.amount.is_some() || movement.unit_price.is_some();
    let may_be_priced = match kind {
        Kind::Reversal => false,
        Kind::Count => movement.amount.is_none(),
        Kind::Sale => true,
        _ => to.store().is_some() && !matches!(from, Transit | Loan(_)),
    };
    if priced && !may_be_priced {
        return Err(Refusal::PriceNotHere { kind: *kind });
    }
    if movement.market_price.is_some() && !matches!(from, Workshop(_)) {
        return Err(Refusal::MarketPriceNotHere { kind: *kind });
    }
    check_papers(movement)?;
    if movement.reverses.is_some() != (*kind == Kind::Reversal) {
        return Err(Refusal::Reverses { kind: *kind });
    }
    if movement.counted.is_some() != (*kind == Kind::Count)
        || movement.counted.is_some_and(Quantity::is_negative)
    {
        return Err(Refusal::Counted { kind: *kind });
    }
    match (kind, &movement.time) {
        (Kind::Opening, None) | (Kind::Count, Some(_)) => Ok(()),
        (Kind::Opening | Kind::Count, _) => Err(Refusal::Time { kind: *kind }),
        (_, None | Some(Cutoff::At(_))) => Ok(()),
        _ => Err(Refusal::Time { kind: *kind }),
    }
}
