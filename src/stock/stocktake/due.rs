//! Who counts when: by when every card is to be counted, from its last posted count.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, Quantity, StoreCode};
use crate::stock::{Class, Kind, Pile, Place, Shelf, Stock};

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

/// What is known of a card up to a day.
#[derive(Default)]
struct Seen {
    counted: Option<Day>,
    first: Option<Day>,
    moved: bool,
}

/// By when every card that holds something, or moved since it was last counted, is to be counted.
///
/// Where the settings have a cycle, an item of a class is counted within its days; a class without
/// days, and every item where there is no cycle, once in each month, by its end (每月底对库房进行盘点).
/// What was never counted is reckoned from its first line.
pub fn due(stock: &Stock, options: &DueOptions) -> Due {
    due_on(stock, &stock.shelf_at(options.as_of), options)
}

/// The same where what is on the shelves at the end of the day is known already.
pub fn due_on(stock: &Stock, shelf: &Shelf, options: &DueOptions) -> Due {
    let DueOptions { as_of, store, within, listed } = options;
    // What items are worth by their use takes long to find; often no card asks.
    let classing = LazyCell::new(|| Classing::at(stock, *as_of));
    let has_cycle = !stock.counting.cycle.is_empty();
    let ahead = as_of.plus_days(i64::from(*within));
    let mut lines = Vec::new();
    for (code, item) in &stock.items {
        let mut seen: BTreeMap<StoreCode, Seen> = BTreeMap::new();
        let nothing = Pile::default();
        let pile = shelf.pile(code).unwrap_or(&nothing);
        for movement in stock.lines_of(code).iter().map(|line| &line.movement) {
            if movement.date > *as_of {
                break;
            }
            let Some(at) = movement.store() else { continue };
            if !seen.contains_key(at) {
                seen.insert(at.clone(), Seen::default());
            }
            let Some(seen) = seen.get_mut(at) else { continue };
            seen.first = seen.first.or(Some(movement.date));
            seen.moved = movement.kind != Kind::Count;
            if movement.kind == Kind::Count {
                seen.counted = Some(movement.date);
            }
        }
        for (place, _) in pile.places() {
            if let Place::Store(at) = place {
                seen.entry(at.clone()).or_default();
            }
        }
        let class_in_cycle = has_cycle.then(|| classing.of(item));
        for (at, seen) in seen {
            let book = pile.in_store(&at).quantity;
            let wanted = store.as_ref().is_none_or(|store| *store == at);
            if !wanted || (book.is_zero() && !seen.moved) {
                continue;
            }
            // What stood on the card before the loaded window has been there at least that long.
            let since = seen.counted.or(seen.first).unwrap_or(*as_of);
            let days = class_in_cycle.and_then(|class| stock.counting.cycle.get(&class));
            let due = match (days, seen.counted) {
                (Some(days), _) => since.plus_days(i64::from(*days)),
                (None, Some(counted)) => counted.month().next().last(),
                (None, None) => since.month().last(),
            };
            if *listed == DueListed::Due && due > ahead {
                continue;
            }
            lines.push(DueLine {
                store: at,
                item: code.clone(),
                name: item.name.clone(),
                shelf: item.shelf.clone(),
                class: class_in_cycle.unwrap_or_else(|| classing.of(item)),
                book,
                counted: seen.counted,
                due,
                overdue: due.days_until(*as_of),
            });
        }
    }
    lines.sort_by_cached_key(|line| {
        let place = (line.shelf.is_empty(), line.shelf.clone(), line.item.clone());
        (line.due, line.store.clone(), place)
    });
    let n_due = lines.iter().filter(|line| line.due <= ahead).count();
    Due { options: options.clone(), lines, n_due }
}
