//! The stock ledger from lines that come month by month and are let go of again.
//!
//! What is kept of an item is what its next line needs: the card of each store, what is on the way,
//! and the lines that later ones take back. A line that is nothing but goods into a store or out of
//! one at the running average is carried out on its card, and so are a transfer whose legs stand
//! together and a line that takes a use by a department back (`undone.rs`); every other one goes
//! through `shelf.rs` like any line that is kept, and so does its day. The values are those of `cost/`,
//! the order is that of `order.rs`; there is no second copy of either.
//!
//! What does not stand by itself is no shortcut's business: wherever a rule says no, or somebody
//! should look, it is a [`Contradiction`], and the ledger is to be read in full, so that all that is
//! wrong is told.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::base::{
    Day, DepartmentCode, ItemCode, Moment, Money, Quantity, SheetCode, Span, StoreCode,
};

use super::consumption::{Taken, Uses};
use super::cost::Keeping;
use super::held::{Held, POOL, card, carry_in, carry_out, set_to};
use super::known::{Known, Remains};
use super::trace::{Trace, Traced, see_plain};
use super::turned_over::{TurnedOver, TurnedOverOfItem};
use super::undone::Doings;
use super::uses::{OfItem, UsesOfAll};
use super::watch::Watch;
use super::{
    Act, Balance, CostMethod, Mark, Month, Posting, Recorded, Row, Shares, Shelf, Stock, Traces,
    Turnover,
};

/// What is asked of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The end of which day the shelves are asked for.
    pub as_of: Day,
    /// Whether a store may hold less than nothing without anybody being told.
    pub negative: Tolerance,
    /// The days whose uses by departments are asked for, and from which store only.
    pub uses: Option<(Span, Option<StoreCode>)>,
    /// The days whose turnovers of the cards are asked for.
    pub turnovers: Option<Span>,
    /// Whether the lines up to that day leave traces behind.
    pub traces: Traces,
    /// The moment after which lines were recorded that are to be dropped from all this again.
    pub known_by: Option<Moment>,
}

/// What is asked of the steps of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedOfSteps {
    /// What departments used in some days, from all store rooms or from one.
    Uses(Span, Option<StoreCode>),
    /// What the cards turned over in some days.
    TurnedOver(Span),
}

impl AskedOfSteps {
    /// The days.
    pub const fn days(&self) -> Span {
        match self {
            Self::Uses(days, _) | Self::TurnedOver(days) => *days,
        }
    }
}

/// Whether less than nothing on a shelf is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// It is not.
    Silent,
    /// It is.
    Told,
}

/// Lines that cannot all stand as they are: the ledger is to be read in full, so that all that is
/// wrong with it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction;

/// The stock in the middle of its lines.
pub struct Stream<'s> {
    pub(super) stock: &'s Stock,
    pub(super) asked: Asked,
    only_store: Option<u16>,
    pub(super) stores: Vec<StoreCode>,
    pub(super) departments: Vec<DepartmentCode>,
    pub(super) items: Vec<Item>,
    pub(super) uses: UsesOfAll,
    n_rows: usize,
    /// Memory for the lines of items, and for what departments got of one.
    sorted: Vec<Row>,
    got: Vec<(u16, Balance, Taken)>,
    /// The sheets posted in the months before, beside those of the opening: what they counted is not
    /// remembered.
    pub(super) posted: BTreeSet<SheetCode>,
    /// The items counted since.
    pub(super) counted: BTreeSet<usize>,
}

/// An item in the middle of its lines; what few items have, or few who ask, lies elsewhere: there are
/// many, and each is looked at again and again.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) code: ItemCode,
    pub(super) keeping: Keeping,
    pub(super) held: Held,
    /// What it came to at the end of the day asked for, where there were lines after it.
    pub(super) at_day: Option<Box<Held>>,
    pub(super) watch: Option<Box<Watch>>,
    pub(super) uses: OfItem,
    /// What its cards turned over, where that is asked for.
    pub(super) turned_over: Option<Box<TurnedOverOfItem>>,
    /// What its lines did that later ones take back, as far as it is not in what is held.
    pub(super) doings: Doings,
    /// What its lines left behind.
    pub(super) traced: Option<Box<Traced>>,
    /// The same without the lines recorded later, from the first of these on.
    pub(super) known: Option<Box<Item>>,
}

/// What the lines come to.
#[derive(Debug, Clone)]
pub struct Ended {
    /// What every place holds of every item at the end of the day asked for, as far as its value
    /// matters: of suppliers, departments and the like nothing is kept.
    pub shelf: Shelf,
    /// What was asked of their steps.
    pub steps: Steps,
    /// How many lines there were.
    pub n_rows: usize,
    known_by: Option<Moment>,
    known: BTreeMap<ItemCode, Remains>,
    posted: BTreeSet<SheetCode>,
    watches: BTreeMap<ItemCode, Watch>,
    traces: BTreeMap<ItemCode, Trace>,
}

/// What was asked of the steps of lines that streamed by, as far as they were known.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    /// What departments used, where it was asked for.
    pub uses: Uses,
    /// What the cards turned over, where it was asked for.
    pub turned_over: TurnedOver,
}

impl Ended {
    /// Puts what the lines came to into a book in the place of the lines; gives what was asked of
    /// their steps.
    pub fn open(self, stock: &mut Stock, recorded: Recorded) -> Steps {
        let Self { shelf, steps, n_rows: _, known_by, known: items, posted, watches, traces } =
            self;
        (stock.opening, stock.opening_watches) = (shelf, watches);
        (stock.opening_traces, stock.opening_recorded) = (traces, recorded.last);
        stock.opening_sheets.extend(posted);
        stock.opening_known = known_by.map(|by| Known { by, recorded, items });
        steps
    }
}

impl<'s> Stream<'s> {
    /// All items before their first line, or with what the book says that they began with.
    ///
    /// None where the cost method looks at a month as a whole.
    pub fn new(stock: &'s Stock, departments: Vec<DepartmentCode>, asked: Asked) -> Option<Self> {
        if stock.method == CostMethod::MonthlyWeighted {
            return None;
        }
        let stores: Vec<StoreCode> = stock.stores.keys().cloned().collect();
        let place = |store: &StoreCode| {
            stores.binary_search(store).ok().and_then(|at| u16::try_from(at).ok())
        };
        let only_store = match &asked.uses {
            Some((_, Some(store))) => Some(place(store)?),
            _ => None,
        };
        let mut uses = UsesOfAll::new(asked.uses.as_ref().map_or(0, |_| departments.len()));
        let item = |code: &ItemCode| {
            let pile = stock.opening.pile(code);
            let turned_over = asked.turnovers.map(|_| Box::new(TurnedOverOfItem::after(pile)));
            let held = pile
                .cloned()
                .map_or_else(|| Held::Cards(Vec::new(), None), |pile| Held::Whole(Box::new(pile)));
            let keeping = stock.keeping(code);
            Item {
                code: code.clone(),
                keeping,
                held,
                at_day: None,
                watch: None,
                uses: uses.begin(),
                turned_over,
                doings: Doings::default(),
                // What was lent before is still lent.
                traced: stock.trace(code).map(|trace| Box::new(trace.clone().into())),
                known: None,
            }
        };
        let items = stock.items.keys().map(item).collect();
        Some(Self {
            stock,
            asked,
            only_store,
            stores,
            departments,
            items,
            uses,
            n_rows: 0,
            sorted: Vec::new(),
            got: Vec::new(),
            posted: BTreeSet::new(),
            counted: BTreeSet::new(),
        })
    }

    /// Takes in the lines of one month, in several pieces and whatever order; the months come in
    /// order. All pieces have as many shares.
    pub fn take_month(
        &mut self,
        pieces: &[Shares],
        month: &impl Month,
    ) -> Result<(), Contradiction> {
        let n_shares = pieces.iter().map(|piece| piece.0.len()).max().unwrap_or_default();
        let n_items = 1 << Shares::power(self.items.len(), n_shares);
        let (mut next, mut sorted) = (Vec::new(), std::mem::take(&mut self.sorted));
        for share in 0..n_shares {
            let rows = || pieces.iter().filter_map(|piece| piece.0.get(share)).flatten();
            let first = u32::try_from(share * n_items).map_err(|_| Contradiction)?;
            by_item(rows, (first, n_items), &mut next, &mut sorted);
            self.n_rows += sorted.len();
            for of_item in sorted.chunk_by_mut(|one, other| one.item == other.item) {
                if !of_item.is_sorted_by_key(|row| row.date) {
                    of_item.sort_by_key(|row| row.date);
                }
                self.take_days(of_item[0].item as usize, of_item, month)?;
            }
        }
        self.sorted = sorted;
        Ok(())
    }

    /// Ends a month with the approvals of count sheets in it: what these counted is let go of.
    ///
    /// A sheet is posted in one append, its counts before its approval; whatever counts for it
    /// later contradicts it. So what was posted in other months is forgotten already.
    pub fn end_month<'p>(&mut self, postings: impl Iterator<Item = &'p Posting>) {
        let now: BTreeSet<SheetCode> = postings.map(|posting| posting.sheet.clone()).collect();
        let mut is_posted = |sheet: &SmolStr| now.contains(sheet.as_str());
        for at in std::mem::take(&mut self.counted) {
            let item = &mut self.items[at];
            let known = item.known.iter_mut().filter_map(|known| known.watch.as_mut());
            for watch in item.watch.iter_mut().chain(known) {
                watch.forget_sheets(&mut is_posted);
            }
        }
        self.posted.extend(now);
    }

    /// Takes in plain lines of an item in their order; they are of days that are asked for alike,
    /// and of transfers both legs stand together.
    pub(super) fn take_plain(
        &mut self,
        at: usize,
        rows: &[Row],
        month: &impl Month,
    ) -> Result<(), Contradiction> {
        let (item, date) = (&mut self.items[at], rows[0].date);
        let mut turned_over = item.turned_over.as_mut().filter(|_| within(&self.asked, date));
        if let Some(turned_over) = &mut turned_over {
            turned_over.begin(&item.held, &self.stores);
        }
        let used = self.asked.uses.as_ref().is_some_and(|(span, _)| span.contains(date));
        let traced = self.asked.traces == Traces::Kept && date <= self.asked.as_of;
        if traced {
            let traced = item.traced.get_or_insert_default();
            see_plain(traced, rows, month, &self.departments)?;
        }
        let cards = item.held.cards(&self.stores).ok_or(Contradiction)?;
        let mut last = Money::ZERO;
        self.got.clear();
        for row in rows {
            let (store, department, column) = match row.act {
                Act::In { store, department, column } | Act::Out { store, department, column } => {
                    (store, department, column)
                }
                Act::Sent { store, column } | Act::Arrived { store, column } => {
                    (store, None, column)
                }
                Act::Count { store, column } => {
                    let sheet = month.slip(row);
                    if self.posted.contains(sheet) || self.stock.opening_sheets.contains(sheet) {
                        return Err(Contradiction);
                    }
                    self.counted.insert(at);
                    let (code, watched) = (&self.stores[usize::from(store)], &mut item.watch);
                    let watch = watched
                        .get_or_insert_with(|| Box::new(self.stock.opening_watch(&item.code)));
                    if !watch.count(code.clone(), sheet, "") {
                        return Err(Contradiction);
                    }
                    let moved = set_to(card(cards, store), row.base).ok_or(Contradiction)?;
                    if let Some(turned_over) = &mut turned_over {
                        let column = counted_column(column, moved.0.quantity);
                        turned_over.add(store, column, moved);
                    }
                    continue;
                }
                Act::Old { .. } => {
                    let watch = item
                        .watch
                        .get_or_insert_with(|| Box::new(self.stock.opening_watch(&item.code)));
                    watch.pool_gets(row.base);
                    card(cards, POOL).change(Balance { quantity: row.base, value: Money::ZERO });
                    continue;
                }
                Act::Whole => return Err(Contradiction),
            };
            let inward = matches!(row.act, Act::In { .. } | Act::Arrived { .. });
            let held = card(cards, store);
            let before = held.balance().quantity;
            let (value, correction) = match row.act {
                _ if row.mark == Mark::TakesBack => {
                    let original = item.doings.take(month.reverses(row)).ok_or(Contradiction)?;
                    original.undo(row, held).ok_or(Contradiction)?
                }
                Act::In { .. } => carry_in(held, row).ok_or(Contradiction)?,
                // All that the line before sent, with which it went.
                Act::Arrived { .. } => {
                    (last, held.change(Balance { quantity: row.base, value: last }))
                }
                _ => carry_out(held, row),
            };
            // What is on the way is worth nothing less than nothing.
            if matches!(row.act, Act::Sent { .. }) && value < Money::ZERO {
                return Err(Contradiction);
            }
            last = value;
            let moved = Balance { quantity: row.base, value };
            if row.mark == Mark::TakenBack {
                item.doings.keep((month.id(row), row.act), moved, correction);
            }
            let fell = held.balance().quantity.is_negative() && !before.is_negative();
            if fell && self.asked.negative == Tolerance::Told {
                return Err(Contradiction);
            }
            if let Some(turned_over) = &mut turned_over {
                let change = if inward { moved } else { -moved };
                turned_over.add(store, column, (change, correction));
            }
            if let Some(department) = department
                && used
                && self.only_store.is_none_or(|only| only == store)
            {
                let taken = if row.mark == Mark::TakesBack { Taken::Back } else { Taken::Forward };
                let got = if inward { -moved } else { moved };
                self.got.push((department, got, taken));
            }
        }
        // None of them waits for another one: the processor fetches several sums at a time.
        for (department, got, taken) in &self.got {
            self.uses.add(item.uses, *department, *got, *taken);
        }
        Ok(())
    }

    /// How goods that leave a store are valued.
    pub const fn method(&self) -> CostMethod {
        self.stock.method
    }

    /// What the lines have come to so far, whatever day was asked for.
    pub fn so_far(&self) -> Ended {
        let Self { stock, stores, departments, items, uses, n_rows, posted, .. } = self;
        let so_far = |item: &Item| Item { at_day: None, known: None, ..item.clone() };
        let items = items.iter().map(so_far).collect();
        let ended = ended((stock, stores, departments), (items, uses), (*n_rows, None, None));
        Ended { posted: posted.clone(), ..ended }
    }

    /// What the lines come to.
    pub fn end(self) -> Ended {
        let Self { stock, stores, departments, items, uses, n_rows, asked, posted, .. } = self;
        let counts = (n_rows, asked.known_by, asked.turnovers);
        let ended = ended((stock, &stores, &departments), (items, &uses), counts);
        Ended { posted, ..ended }
    }
}

/// Whether what the lines of a day turn over is asked for.
pub(super) fn within(asked: &Asked, date: Day) -> bool {
    asked.turnovers.is_some_and(|span| span.contains(date) && date <= asked.as_of)
}

/// The column of a count by what it found; of one that found nothing, as it is written.
const fn counted_column(written: Turnover, variance: Quantity) -> Turnover {
    if variance.is_zero() {
        written
    } else if variance.is_negative() {
        Turnover::Shortage
    } else {
        Turnover::Surplus
    }
}

/// Puts the lines of so many items from one on behind each other, item by item, each in the order in
/// which they stand.
fn by_item<'r, R: Iterator<Item = &'r Row>>(
    rows: impl Fn() -> R,
    (first, n_items): (u32, usize),
    next: &mut Vec<u32>,
    sorted: &mut Vec<Row>,
) {
    next.clear();
    next.resize(n_items + 1, 0);
    for row in rows() {
        next[(row.item - first) as usize + 1] += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    // Whatever stands there: each is put in its place.
    let n_rows = next[n_items] as usize;
    sorted.truncate(n_rows);
    if let Some(row) = rows().next() {
        sorted.resize(n_rows, *row);
    }
    for row in rows() {
        let place = &mut next[(row.item - first) as usize];
        sorted[*place as usize] = *row;
        *place += 1;
    }
}

/// What items come to.
fn ended(
    (stock, stores, departments): (&Stock, &[StoreCode], &[DepartmentCode]),
    (items, uses): (Vec<Item>, &UsesOfAll),
    (n_rows, known_by, turnovers): (usize, Option<Moment>, Option<Span>),
) -> Ended {
    let mut shelf = Shelf::default();
    let (mut steps, mut watches) = (Steps::default(), stock.opening_watches.clone());
    let (mut known, mut traces) = (BTreeMap::new(), BTreeMap::new());
    for mut item in items {
        let mut earlier = item.known.take();
        let counts = earlier.as_deref_mut().unwrap_or(&mut item);
        let used = uses
            .of(counts.uses)
            .map(|(at, used)| (counts.code.clone(), departments[usize::from(at)].clone(), used));
        steps.uses.extend(used);
        if turnovers.is_some() {
            let held = counts.at_day.as_deref().unwrap_or(&counts.held);
            let cards = counts.turned_over.take().unwrap_or_default().end(held, stores);
            steps.turned_over.push((counts.code.clone(), cards));
        }
        if let Some(earlier) = earlier {
            let remains = earlier.remains(stores);
            let watch = remains.watch.or_else(|| stock.opening_watches.get(&item.code).cloned());
            known.insert(item.code.clone(), Remains { watch, ..remains });
        }
        let code = item.code.clone();
        let Remains { pile, watch, trace } = item.remains(stores);
        watches.extend(watch.map(|watch| (code.clone(), watch)));
        if trace != Trace::default() {
            traces.insert(code.clone(), trace);
        }
        shelf.piles.extend(pile.map(|pile| (code, pile)));
    }
    Ended { shelf, steps, n_rows, known_by, known, posted: BTreeSet::new(), watches, traces }
}

impl Item {
    /// What its lines came to.
    fn remains(self, stores: &[StoreCode]) -> Remains {
        let Traced { cards, trace } = self.traced.map(|traced| *traced).unwrap_or_default();
        let cards = cards.into_iter();
        let cards = cards.map(|(at, card)| (stores[usize::from(at)].clone(), card)).collect();
        let mut held = self.at_day.map_or(self.held, |held| *held);
        Remains {
            pile: (!held.is_nothing()).then(|| std::mem::take(held.whole(stores))),
            watch: self.watch.map(|watch| *watch),
            trace: Trace { cards, ..trace },
        }
    }
}
