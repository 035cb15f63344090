//! Who counts when: by when every card is to be counted, from its last posted count.

use std::cell::LazyCell;

use crate::base::{Day, ItemCode, Quantity, StoreCode};
use crate::stock::trace::CardTrace;
use crate::stock::{Class, Item, Pile, Place, Shelf, Stock};

use super::policy::Classing;

/// Which cards are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueListed {
    /// Those that are to be counted by now.
    Due,
    /// All of them.
    All,
}

/// What is asked about the plan of counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueOptions {
    /// The day.
    pub as_of: Day,
    /// The store; none for all.
    pub store: Option<StoreCode>,
    /// How many days are looked ahead.
    pub within: u32,
    /// Which cards are listed.
    pub listed: DueListed,
}

/// A card and by when it is to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLine {
    /// The store.
    pub store: StoreCode,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its shelf.
    pub shelf: String,
    /// Its class.
    pub class: Class,
    /// What the books say.
    pub book: Quantity,
    /// When it was last counted; none when it never was.
    pub counted: Option<Day>,
    /// By when it is to be counted.
    pub due: Day,
    /// How many days ago that was; below zero for days to come.
    pub overdue: i64,
}

/// The plan of counts on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What was asked for.
    pub options: DueOptions,
    /// The cards, the longest overdue first.
    pub lines: Vec<DueLine>,
    /// How many of them are to be counted by the day.
    pub n_due: usize,
}

/// A card and by when it is to be counted, whatever its class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline<'s> {
    /// The store.
    pub store: StoreCode,
    /// The item.
    pub item: &'s Item,
    /// What the books say.
    pub book: Quantity,
    /// When it was last counted; none when it never was.
    pub counted: Option<Day>,
    /// By when it is to be counted.
    pub due: Day,
    /// How many days ago that was; below zero for days to come.
    pub overdue: i64,
}

/// By when every card that holds something, or moved since it was last counted, is to be counted.
///
/// Where the settings have a cycle, an item of a class is counted within its days; a class without
/// days, and every item where there is no cycle, once in each month, by its end (每月底对库房进行盘点).
/// What was never counted is reckoned from its first line.
pub fn due(stock: &Stock, options: &DueOptions) -> Due {
    due_on(stock, &stock.shelf_at(options.as_of), options)
}

/// The cards that [`due`] lists, in its order, where what is on the shelves at the end of the day
/// is known already.
///
/// What items are worth by their use takes long to find, and the lines for it; without a cycle
/// nobody asks.
pub fn deadlines<'s>(stock: &'s Stock, shelf: &Shelf, options: &DueOptions) -> Vec<Deadline<'s>> {
    let classing = LazyCell::new(|| Classing::at(stock, options.as_of));
    deadlines_by(stock, shelf, options, &classing)
}

fn deadlines_by<'s>(
    stock: &'s Stock,
    shelf: &Shelf,
    options: &DueOptions,
    classing: &LazyCell<Classing, impl FnOnce() -> Classing>,
) -> Vec<Deadline<'s>> {
    let DueOptions { as_of, store, within, listed } = options;
    let has_cycle = !stock.counting.cycle.is_empty();
    let ahead = as_of.plus_days(i64::from(*within));
    let mut lines = Vec::new();
    for (code, item) in &stock.items {
        let nothing = Pile::default();
        let pile = shelf.pile(code).unwrap_or(&nothing);
        let mut cards = stock.trace(code).map(|trace| trace.cards.clone()).unwrap_or_default();
        for movement in stock.lines_of(code).iter().map(|line| &line.movement) {
            if movement.date > *as_of {
                break;
            }
            let Some(at) = movement.store() else { continue };
            if !cards.contains_key(at) {
                cards.insert(at.clone(), CardTrace::default());
            }
            let Some(card) = cards.get_mut(at) else { continue };
            card.see(movement.kind, movement.date);
        }
        for (place, _) in pile.places() {
            if let Place::Store(at) = place
                && !cards.contains_key(at)
            {
                cards.insert(at.clone(), CardTrace::default());
            }
        }
        let class_in_cycle = has_cycle.then(|| classing.of(item));
        for (at, card) in cards {
            let book = pile.in_store(&at).quantity;
            let wanted = store.as_ref().is_none_or(|store| *store == at);
            if !wanted || (book.is_zero() && !card.moved) {
                continue;
            }
            // What stood on the card before the loaded window has been there at least that long.
            let since = card.counted.or(card.first).unwrap_or(*as_of);
            let days = class_in_cycle.and_then(|class| stock.counting.cycle.get(&class));
            let due = match (days, card.counted) {
                (Some(days), _) => since.plus_days(i64::from(*days)),
                (None, Some(counted)) => counted.month().next().last(),
                (None, None) => since.month().last(),
            };
            if *listed == DueListed::Due && due > ahead {
                continue;
            }
            let overdue = due.days_until(*as_of);
            lines.push(Deadline { store: at, item, book, counted: card.counted, due, overdue });
        }
    }
    lines.sort_by(|one, other| {
        let key = |line: &Deadline<'s>| {
            let Item { shelf, code, .. } = line.item;
            (line.due, line.store.clone(), (shelf.is_empty(), shelf, code))
        };
        key(one).cmp(&key(other))
    });
    lines
}

/// The same where what is on the shelves at the end of the day is known already.
fn due_on(stock: &Stock, shelf: &Shelf, options: &DueOptions) -> Due {
    // Often no card asks for its class.
    let classing = LazyCell::new(|| Classing::at(stock, options.as_of));
    let ahead = options.as_of.plus_days(i64::from(options.within));
    let lines = deadlines_by(stock, shelf, options, &classing).into_iter();
    let lines = lines.map(|Deadline { store, item, book, counted, due, overdue }| DueLine {
        store,
        item: item.code.clone(),
        name: item.name.clone(),
        shelf: item.shelf.clone(),
        class: classing.of(item),
        book,
        counted,
        due,
        overdue,
    });
    let lines: Vec<DueLine> = lines.collect();
    let n_due = lines.iter().filter(|line| line.due <= ahead).count();
    Due { options: options.clone(), lines, n_due }
}
