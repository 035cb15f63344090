//! Lots of new lines: which lot goes out when none is named (近效期先出), and what a lot must be.
//!
//! A slip that takes more than its first lot has becomes several lines under that slip, one a lot.
//! Only what no later line needs is free to go. The lots themselves are folded by `shelf.rs`; in
//! which order they go is `cost/lots.rs`.

use std::collections::BTreeSet;

use crate::base::{Day, Decided, Quantity, RecordId, Stamp};

use super::admit::admit;
use super::request::{Decision, Known, Rules};
use super::{Item, Kind, Line, LotBalance, Movement, OnlyExpired, Place, Refusal, SlipLine, Stock};

/// Whether lots that have expired go out too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expired {
    /// They stay: a department is to use the goods. One that is named goes only with a reason.
    Stay,
    /// They go like any other: back to the supplier, to the scrap, out of the book.
    Go,
}

/// Admits a slip by which goods leave a store: its line, or the legs of its transfer, which bear
/// the same goods.
///
/// Where lots are told apart and none is named, the earliest expiry goes first, over as many lots
/// as it takes.
pub(super) fn admit_out(
    stock: &Stock,
    rules: &Rules<'_>,
    legs: Vec<Movement>,
    expired: Expired,
    stamp: &mut Stamp,
) -> Decision {
    let Some(first) = legs.first() else { return Ok(Decided::New(legs)) };
    let item = stock.item(&first.item)?;
    if !item.lot_kept {
        return admit(stock, rules, legs, stamp);
    }
    if !first.lot.is_empty() {
        if expired == Expired::Stay && first.reason.is_empty() {
            refuse_expired(stock, item, first)?;
        }
        return admit(stock, rules, legs, stamp);
    }
    for leg in &legs {
        stock.read(leg)?;
    }
    if let Some(there) = recorded(stock, first, rules.known)? {
        return Ok(Decided::Already(there.to_string()));
    }
    let lots = chosen(stock, rules, item, first, expired)?;
    let typed = (first.quantity, first.unit.clone());
    let lines = legs.iter().flat_map(|leg| {
        lots.iter().map(|lot| {
            let (quantity, unit) = match lots.len() {
                1 => typed.clone(),
                _ => (lot.balance.quantity, item.unit.clone()),
            };
            let (lot, expiry) = (lot.lot.clone(), lot.expiry);
            Movement { quantity, unit, lot, expiry, ..leg.clone() }
        })
    });
    admit(stock, rules, lines.collect(), stamp)
}

/// Completes new lines with what is known of their lots, and refuses what no lot can be: goods
/// that come in without one, and a second expiry.
pub(super) fn complete(stock: &Stock, lines: &mut [Movement]) -> Result<(), Refusal> {
    for line in lines {
        let item = stock.item(&line.item)?;
        if !item.lot_kept {
            continue;
        }
        let brought = matches!(line.from, Place::Transit | Place::Loan(_));
        if line.lot.is_empty() && line.to.store().is_some() && !brought {
            return Err(Refusal::LotMissing { item: item.named(), kind: line.kind });
        }
        match (line.expiry, expiry_of(stock, line)) {
            (Some(stated), Some(known)) if stated != known => {
                let (item, lot) = (item.named(), line.lot.clone());
                return Err(Refusal::LotExpiry { item, lot, stated, known });
            }
            (stated, known) => line.expiry = stated.or(known),
        }
    }
    Ok(())
}

/// The expiry of a line's lot as other lines state it.
fn expiry_of(stock: &Stock, line: &Movement) -> Option<Day> {
    if line.lot.is_empty() {
        return None;
    }
    let of_lot = stock.lines_of(&line.item).iter().map(|line| &line.movement);
    let of_lot = of_lot.filter(|there| there.lot == line.lot && there.kind != Kind::Reversal);
    of_lot.filter(|there| !stock.is_reversed(&there.id)).filter_map(|there| there.expiry).min()
}

/// The lot of which other goods of the same item expire before those that some new lines take,
/// though they could still be used.
pub fn earlier_lot(stock: &Stock, lines: &[Movement]) -> Option<LotBalance> {
    let first = lines.first().filter(|line| line.from.store().is_some())?;
    let leaves_for_use = matches!(first.kind, Kind::Issue | Kind::Transfer | Kind::Lend);
    if !leaves_for_use || !stock.items.get(&first.item).is_some_and(|item| item.lot_kept) {
        return None;
    }
    let last = lines.iter().map(|line| line.expiry.unwrap_or(Day::LAST)).max()?;
    let read: Vec<Line> = lines.iter().filter_map(|line| stock.read(line).ok()).collect();
    let pile = stock.pile_with(&read, |line| line.movement.date <= first.date);
    pile.lots_in_store(first.from.store()?).into_iter().find(|lot| {
        let usable = lot.expiry.is_some_and(|expiry| expiry >= first.date && expiry < last);
        usable && lot.balance.quantity > Quantity::ZERO
    })
}

/// Refuses a lot that has expired on the line's day.
fn refuse_expired(stock: &Stock, item: &Item, line: &Movement) -> Result<(), Refusal> {
    match expiry_of(stock, line).or(line.expiry) {
        Some(expiry) if expiry < line.date => {
            let (item, lot, date) = (item.named(), line.lot.clone(), line.date);
            Err(Refusal::LotExpired { item, lot, expiry, date })
        }
        _ => Ok(()),
    }
}

/// The lots out of which a line goes that names none, with how much of each.
fn chosen(
    stock: &Stock,
    rules: &Rules<'_>,
    item: &Item,
    line: &Movement,
    expired: Expired,
) -> Result<Vec<LotBalance>, Refusal> {
    let asked = stock.read(line)?.base;
    let free = free_lots(stock, line)?;
    let usable = |lot: &&LotBalance| {
        expired == Expired::Go || lot.expiry.is_none_or(|expiry| expiry >= line.date)
    };
    let mut missing = asked;
    let mut chosen: Vec<LotBalance> = Vec::new();
    for lot in free.iter().filter(usable) {
        let part = missing.min(lot.balance.quantity);
        if part > Quantity::ZERO {
            let mut taken = lot.clone();
            taken.balance.quantity = part;
            chosen.push(taken);
            missing -= part;
        }
    }
    if missing.is_zero() {
        return Ok(chosen);
    }
    // Where the whole card has too little, that is what is wrong.
    let mut whole = line.clone();
    whole.id = RecordId::parse("zzzz").expect("BUG: letters are a code");
    super::admit::check(stock, rules, std::slice::from_ref(&whole))?;
    let stale: Vec<&LotBalance> = free.iter().filter(|lot| !usable(lot)).collect();
    if !stale.is_empty() {
        let store = line.from.store().expect("BUG: a line out of a store");
        let told = |lot: &&LotBalance| {
            let expiry = lot.expiry.map(|day| format!(" {day}")).unwrap_or_default();
            format!("{}{expiry} {}{}", lot.lot, lot.balance.quantity, item.unit)
        };
        return Err(Refusal::OnlyExpired(Box::new(OnlyExpired {
            item: *item.named(),
            unit: item.unit.clone(),
            store: store.clone(),
            available: asked - missing,
            asked,
            lots: stale.iter().map(told).collect::<Vec<_>>().join("; "),
        })));
    }
    // What the store does not have is missed in the last lot, where the policy lets it.
    if let Some(last) = chosen.last_mut() {
        last.balance.quantity += missing;
    } else {
        let balance = super::Balance { quantity: missing, ..super::Balance::ZERO };
        chosen.push(LotBalance { lot: String::new(), expiry: None, balance });
    }
    Ok(chosen)
}

/// The lots that are there when a line's turn comes and that no later line needs, in the order in
/// which they go.
///
/// A later count that asserts a lot, or the whole card, does not mind what goes before it.
fn free_lots(stock: &Stock, line: &Movement) -> Result<Vec<LotBalance>, Refusal> {
    let Some(store) = line.from.store() else { return Ok(Vec::new()) };
    let mut probe = Line { base: Quantity::ZERO, stated: None, ..stock.read(line)? };
    probe.movement.id = RecordId::parse("zzzz").expect("BUG: letters are a code");
    let own = probe.movement.id.clone();
    let mut free: Option<Vec<LotBalance>> = None;
    let mut counted: BTreeSet<String> = BTreeSet::new();
    let mut all_counted = false;
    stock.watch_with(&[probe], |step, pile| {
        let movement = &step.line.movement;
        if movement.store() != Some(store) || all_counted {
            return;
        }
        let Some(free) = &mut free else {
            if movement.id == own {
                free = Some(pile.lots_in_store(store));
            }
            return;
        };
        if movement.kind == Kind::Count {
            all_counted = movement.lot.is_empty();
            counted.insert(movement.lot.clone());
            return;
        }
        for lot in free.iter_mut().filter(|lot| !counted.contains(&lot.lot)) {
            let now = pile.in_lot(store, &lot.lot);
            lot.balance.quantity = lot.balance.quantity.min(now);
        }
    });
    Ok(free.unwrap_or_default())
}

/// The line that some lines of the book begin with which together are a line without a lot: the
/// same but for the lot and how much of it.
fn recorded<'s>(
    stock: &'s Stock,
    new: &Movement,
    known: Known<'_>,
) -> Result<Option<&'s RecordId>, Refusal> {
    let asked = stock.read(new)?.base;
    let live = |line: &&Line| !stock.is_reversed(&line.movement.id);
    let is_part = |there: &Movement| {
        let own_slip = there.kind == Kind::Transfer && new.slip.is_empty();
        let part = Movement {
            quantity: there.quantity,
            unit: there.unit.clone(),
            lot: there.lot.clone(),
            expiry: there.expiry,
            slip: if own_slip { there.slip.clone() } else { new.slip.clone() },
            ..new.clone()
        };
        there.says_the_same_as(&part)
    };
    let together = |lines: &[&Line]| lines.iter().map(|line| line.base).sum::<Quantity>() == asked;
    if new.slip.is_empty() {
        let Known::Recorded(taken) = known else { return Ok(None) };
        let of_day = stock.lines_of_day(&new.item, new.date).iter().filter(live);
        let free =
            of_day.filter(|line| !taken.contains(&line.movement.id) && is_part(&line.movement));
        let mut by_moment: Vec<&Line> = free.collect();
        by_moment.sort_by_key(|line| (line.movement.recorded_at, line.movement.id.clone()));
        let same =
            |one: &&Line, other: &&Line| one.movement.recorded_at == other.movement.recorded_at;
        let found = by_moment.chunk_by(same).find(|lines| together(lines));
        return Ok(found.and_then(|lines| lines.first()).map(|line| &line.movement.id));
    }
    let of_document = |line: &&Line| {
        let there = &line.movement;
        there.kind == new.kind
            && there.store() == new.store()
            && there.item == new.item
            && (there.from == Place::Transit) == (new.from == Place::Transit)
    };
    let lines: Vec<&Line> =
        stock.lines_of_slip(&new.slip).filter(of_document).filter(live).collect();
    match lines.first() {
        None => Ok(None),
        Some(first) if lines.iter().all(|line| is_part(&line.movement)) && together(&lines) => {
            Ok(Some(&first.movement.id))
        }
        Some(first) => Err(Refusal::SlipTaken(Box::new(SlipLine::of(stock, &first.movement)))),
    }
}
