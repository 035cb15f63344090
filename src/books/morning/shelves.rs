//! What is to be done in the store rooms: counts, lots, minimums, orders, and what has to come back.

use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, StoreCode};
use crate::books::Books;
use crate::stock::purchase::{OrderState, OrdersOptions, orders};
use crate::stock::stocktake::{self, DueListed};
use crate::stock::{
    ExpiringOptions, Listed, LoansOptions, OnHandOptions, Owing, Shelf, Stock, expiring, loans,
    on_hand, open_obligations,
};

use super::chore::{Chore, ChoreLine, Pressing, Worst};
use super::gather::MorningOptions;

/// How long a count sheet may stay open before it presses.
const SHEET_DAYS: i64 = 14;

/// The lines of the store rooms.
pub(super) fn shelves(books: &Books, options: &MorningOptions) -> Vec<ChoreLine> {
    let MorningOptions { clock, site, .. } = options;
    let (stock, today) = (&books.stock, clock.as_of);
    let is_asked = |code: &StoreCode| {
        let own = stock.stores.get(code).and_then(|store| store.site.as_ref());
        site.is_none() || own == site.as_ref()
    };
    // Three questions look at the shelves only: the lines are carried out once for all.
    let carried;
    let closed = if stock.moved_items().next().is_none() {
        stock
    } else {
        carried = stock.closed_at(today);
        &carried
    };
    let mut lines = vec![
        sheets(stock, today, &is_asked),
        counts((stock, &closed.opening), options, &is_asked),
        lots(closed, books.settings.expiry.near_days, today, &is_asked),
        lent(stock, today, &is_asked),
    ];
    if site.is_none() {
        lines.extend([
            minimum(closed, today),
            ordered(stock, options),
            old_for_new(books, options),
        ]);
    }
    lines
}

/// Sheets that are neither posted nor given up.
fn sheets(stock: &Stock, today: Day, is_asked: &dyn Fn(&StoreCode) -> bool) -> ChoreLine {
    let mut line = ChoreLine::new(Chore::Sheets);
    for (code, sheet) in &stock.sheets {
        let is_over = sheet.cancelled().is_some() || stock.postings.contains_key(code);
        let Some(opening) = sheet.opening().filter(|_| !is_over) else { continue };
        if opening.date > today || !is_asked(&opening.store) {
            continue;
        }
        let is_old = opening.date.days_until(today) > SHEET_DAYS;
        let pressing = if is_old { Pressing::Over } else { Pressing::Now };
        line.add(pressing, Some(opening.date), || Worst::new(code.as_str(), ""));
    }
    line
}

/// Cards that are to be counted.
fn counts(
    (stock, shelf): (&Stock, &Shelf),
    options: &MorningOptions,
    is_asked: &dyn Fn(&StoreCode) -> bool,
) -> ChoreLine {
    let (as_of, within) = (options.clock.as_of, options.within);
    let asked = stocktake::DueOptions { as_of, store: None, within, listed: DueListed::Due };
    let mut line = ChoreLine::new(Chore::Counts);
    let cards = stocktake::deadlines(stock, shelf, &asked);
    for card in cards.iter().filter(|card| is_asked(&card.store)) {
        let pressing = match card.overdue {
            1.. => Pressing::Over,
            0 => Pressing::Now,
            _ => Pressing::Soon,
        };
        let code = || format!("{} {}", card.store, card.item.code);
        line.add(pressing, Some(card.due), || Worst::new(code(), &card.item.name));
    }
    line
}

/// Lots that have expired or soon will.
fn lots(
    stock: &Stock,
    within: u32,
    as_of: Day,
    is_asked: &dyn Fn(&StoreCode) -> bool,
) -> ChoreLine {
    let asked = ExpiringOptions { as_of, within, store: None, item: None, category: None };
    let mut line = ChoreLine::new(Chore::Lots);
    let Ok(found) = expiring(stock, &asked) else { return line };
    let expired = found.expired.iter().map(|lot| (Pressing::Over, lot));
    for (pressing, lot) in expired.chain(found.near.iter().map(|lot| (Pressing::Soon, lot))) {
        if is_asked(&lot.store) {
            line.add(pressing, lot.lot.expiry, || {
                Worst::new(format!("{} {}", lot.store, lot.item.code), &lot.item.name)
            });
        }
    }
    line
}

/// Goods that are lent.
fn lent(stock: &Stock, as_of: Day, is_asked: &dyn Fn(&StoreCode) -> bool) -> ChoreLine {
    let asked = LoansOptions { as_of, store: None, item: None, owing: Owing::Open };
    let mut line = ChoreLine::new(Chore::Loans);
    let lines = loans(stock, &asked).map(|loans| loans.lines).unwrap_or_default();
    for one in lines.iter().filter(|one| is_asked(&one.loan.store)) {
        let pressing = if one.overdue { Pressing::Over } else { Pressing::Soon };
        line.add(pressing, one.loan.due, || Worst::new(&one.loan.borrower, &one.item.name));
    }
    line
}

/// Items of which all store rooms together hold less than the minimum, in however many rooms they
/// lie.
fn minimum(stock: &Stock, as_of: Day) -> ChoreLine {
    let asked =
        OnHandOptions { as_of, store: None, item: None, category: None, listed: Listed::Low };
    let mut line = ChoreLine::new(Chore::Minimum);
    let cards = on_hand(stock, &asked).map(|found| found.lines).unwrap_or_default();
    let items: BTreeMap<&ItemCode, &str> =
        cards.iter().map(|card| (&card.item.code, card.item.name.as_str())).collect();
    for (code, name) in items {
        line.add(Pressing::Now, None, || Worst::new(code.as_str(), name));
    }
    line
}

/// Goods that were ordered and have not come.
fn ordered(stock: &Stock, options: &MorningOptions) -> ChoreLine {
    let as_of = options.clock.as_of;
    let until = as_of.plus_days(i64::from(options.within));
    let asked = OrdersOptions { as_of, order: None, supplier: None, item: None, open_only: true };
    let mut line = ChoreLine::new(Chore::Orders);
    for one in orders(stock, &asked).map(|orders| orders.lines).unwrap_or_default() {
        let due = one.row.due;
        let pressing = match one.state {
            OrderState::Overdue => Pressing::Over,
            OrderState::Open if due.is_some_and(|due| due <= until) => Pressing::Soon,
            OrderState::Open | OrderState::Arrived | OrderState::Cancelled | OrderState::Closed => {
                continue;
            }
        };
        line.add(pressing, due, || Worst::new(one.row.order.as_str(), &one.item.name));
    }
    line
}

/// Old goods that have to come back.
fn old_for_new(books: &Books, options: &MorningOptions) -> ChoreLine {
    let as_of = options.clock.as_of;
    let mut line = ChoreLine::new(Chore::Exchanges);
    for one in open_obligations(&books.stock, &books.settings.exchange, as_of) {
        let due = one.obligation.due;
        let pressing = if one.overdue { Pressing::Over } else { Pressing::Soon };
        line.add(pressing, Some(due), || {
            Worst::new(one.obligation.department.as_str(), &one.item.name)
        });
    }
    line
}
