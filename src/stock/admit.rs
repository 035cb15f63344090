//! The rules that every new line passes, whatever its kind: its slip is free, the goods are there
//! on that day and on every later one, and their price is known.

use std::collections::BTreeMap;

use crate::base::{Day, Decided, Quantity, RecordId, Stamp, StoreCode};

use super::loan::check_loans;
use super::lot;
use super::pool::check_pool;
use super::request::{Cost, Decision, Goods, Known, NegativeStock, Rules, Slip};
use super::{Item, Kind, Line, Movement, Place, Refusal, Short, SlipLine, Step, Stock};

/// A line as it was asked for, without an id yet.
pub(super) fn blank(
    stock: &Stock,
    kind: Kind,
    slip: &Slip,
    goods: &Goods,
    cost: Cost,
    (from, to): (Place, Place),
) -> Result<Movement, Refusal> {
    let item = stock.item(&goods.item)?;
    let Slip { date, time, number, person, reason, note } = slip;
    let midnight = crate::base::Moment::new(*date, 0).expect("BUG: midnight is a moment");
    Ok(Movement {
        id: RecordId::parse("0").expect("BUG: a digit is a code"),
        date: *date,
        time: time.map(super::Cutoff::At),
        kind,
        item: item.code.clone(),
        quantity: goods.quantity,
        unit: goods.unit.clone().unwrap_or_else(|| item.unit.clone()),
        unit_price: cost.unit_price,
        amount: cost.amount,
        counted: None,
        from,
        to,
        lot: one_line(&goods.lot),
        expiry: goods.expiry,
        slip: one_line(number),
        person: one_line(person),
        reason: one_line(reason),
        note: one_line(note),
        reverses: None,
        market_price: None,
        order: String::new(),
        repair: String::new(),
        due: None,
        recorded_at: midnight,
        recorded_by: String::new(),
    })
}

/// A text as a row of the ledger can keep it: without line breaks and blanks around it.
pub(super) fn one_line(text: &str) -> String {
    text.trim().replace(['\r', '\n'], " ")
}

/// Refuses a line of this kind that says no reason.
pub(super) fn known_reason(kind: Kind, reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() { Err(Refusal::ReasonMissing { kind }) } else { Ok(()) }
}

/// Gives new lines their ids, if nothing stands against them.
///
/// The lines of one call are one slip: one line, or the two legs of a transfer, or as many of them
/// as there are lots.
pub(super) fn admit(
    stock: &Stock,
    rules: &Rules<'_>,
    mut lines: Vec<Movement>,
    stamp: &mut Stamp,
) -> Decision {
    for line in &lines {
        stock.read(line)?;
    }
    lot::complete(stock, &mut lines)?;
    if let Some(there) = on_slip(stock, &lines, rules.known)? {
        return Ok(Decided::Already(there.to_string()));
    }
    let mut given = stamp.clone();
    number(&mut lines, rules.today, &mut given)?;
    check(stock, rules, &lines)?;
    *stamp = given;
    Ok(Decided::New(lines))
}

/// Gives a line its id that stands under the slip of another paper: goods come back in parts, on
/// several days, for what was issued or lent under it.
///
/// The identical line again is the one that is there.
pub(super) fn admit_part(
    stock: &Stock,
    rules: &Rules<'_>,
    line: Movement,
    stamp: &mut Stamp,
) -> Decision {
    stock.read(&line)?;
    let there = if line.slip.is_empty() {
        without_slip(stock, &line, rules.known)
    } else {
        let live = |there: &&Line| !stock.is_reversed(&there.movement.id);
        let mut of_slip = stock.lines_of_slip(&line.slip).filter(live);
        let twin = of_slip.find(|there| there.movement.says_the_same_as(&line));
        twin.map(|there| &there.movement.id)
    };
    if let Some(id) = there {
        return Ok(Decided::Already(id.to_string()));
    }
    let (mut lines, mut given) = (vec![line], stamp.clone());
    number(&mut lines, rules.today, &mut given)?;
    check(stock, rules, &lines)?;
    *stamp = given;
    Ok(Decided::New(lines))
}

/// Gives the lines their ids and their recording; a transfer without a slip takes its first id.
pub(super) fn number(lines: &mut [Movement], today: Day, stamp: &mut Stamp) -> Result<(), Refusal> {
    let mut first = None;
    for line in lines {
        if line.date > today {
            return Err(Refusal::Future { date: line.date, today });
        }
        line.id = stamp.id('M', line.date);
        line.recorded_at = stamp.recorded_at;
        line.recorded_by.clone_from(&stamp.recorded_by);
        let first = first.get_or_insert_with(|| line.id.to_string());
        if matches!(line.kind, Kind::Transfer | Kind::Lend) && line.slip.is_empty() {
            line.slip.clone_from(first);
        }
    }
    Ok(())
}

/// The line that says the same under the same slip already, if there is one.
///
/// A slip is one document of one kind and store, with one date and one partner; it may have many
/// lines, but only one of an item and lot. Lines that were taken back no longer hold it. Of
/// openings there is one a card, with or without a slip.
fn on_slip<'a>(
    stock: &'a Stock,
    lines: &[Movement],
    known: Known<'_>,
) -> Result<Option<&'a RecordId>, Refusal> {
    let Some(new) = lines.first() else { return Ok(None) };
    let live = |line: &&Line| !stock.is_reversed(&line.movement.id);
    if new.kind == Kind::Opening {
        let mut of_item = stock.lines_of(&new.item).iter().filter(live);
        let twin = of_item.find(|line| {
            line.movement.kind == Kind::Opening
                && line.movement.to == new.to
                && line.movement.lot == new.lot
        });
        return match twin.map(|line| &line.movement) {
            None => Ok(None),
            Some(there) if there.says_the_same_as(new) => Ok(Some(&there.id)),
            Some(there) => Err(Refusal::OpeningTwice {
                item: stock.item(&new.item)?.named(),
                id: there.id.clone(),
                date: there.date,
            }),
        };
    }
    if new.slip.is_empty() {
        return Ok(without_slip(stock, new, known));
    }
    let of_document = |line: &&Line| {
        line.movement.kind == new.kind
            && line.movement.store() == new.store()
            && (line.movement.from == Place::Transit) == (new.from == Place::Transit)
    };
    for line in stock.lines_of_slip(&new.slip).filter(of_document).filter(live) {
        let there = &line.movement;
        if there.says_the_same_as(new) {
            return Ok(Some(&there.id));
        }
        let same_goods = there.item == new.item && there.lot == new.lot;
        let same_head = there.date == new.date && there.from == new.from && there.to == new.to;
        if same_goods || !same_head {
            return Err(Refusal::SlipTaken(Box::new(SlipLine::of(stock, there))));
        }
    }
    Ok(None)
}

/// The line without a slip that says the same, where rows are read that may have been read before.
pub(super) fn without_slip<'a>(
    stock: &'a Stock,
    new: &Movement,
    known: Known<'_>,
) -> Option<&'a RecordId> {
    let Known::Recorded(taken) = known else { return None };
    let is_it = |there: &&Movement| {
        // A transfer or a loan that was given no slip bears its own id.
        let own =
            matches!(there.kind, Kind::Transfer | Kind::Lend) && there.slip == there.id.as_str();
        let slip = if own { there.slip.clone() } else { String::new() };
        there.says_the_same_as(&Movement { slip, ..new.clone() })
    };
    let of_day = stock.lines_of_day(&new.item, new.date).iter().map(|line| &line.movement);
    let free = |there: &&Movement| !stock.is_reversed(&there.id) && !taken.contains(&there.id);
    of_day.filter(free).find(is_it).map(|there| &there.id)
}

/// Refuses lines that cannot be carried out, or that leave a store with less than nothing, on
/// their day or on a later one.
pub(super) fn check(stock: &Stock, rules: &Rules<'_>, lines: &[Movement]) -> Result<(), Refusal> {
    let lines: Vec<Line> = lines.iter().map(|line| stock.read(line)).collect::<Result<_, _>>()?;
    let Some(first) = lines.first() else { return Ok(()) };
    check_pool(stock, &lines)?;
    check_loans(stock, &lines)?;
    let item = stock.item(&first.movement.item)?;
    let new = |step: &Step<'_>| lines.iter().any(|line| line.movement.id == step.line.movement.id);
    let mut before: BTreeMap<RecordId, (Quantity, Quantity)> = BTreeMap::new();
    stock.replay_all(&item.code, |step| {
        let lacking = (step.after.quantity, step.beside_its_lot());
        before.insert(step.line.movement.id.clone(), lacking);
    });
    let mut refusal = None;
    let mut of_lot = None;
    stock.replay_with(&lines, |step| {
        let Some(store) = step.line.movement.store().filter(|_| refusal.is_none()) else { return };
        let (left, beside) = (step.after.quantity, step.beside_its_lot());
        let short = || Box::new(short(stock, item, store, step));
        let was = before.get(&step.line.movement.id);
        if new(step) {
            refusal.clone_from(&step.refusal);
            if left.is_negative() && step.change().quantity.is_negative() {
                refusal = refuse(rules, Refusal::Short(short()));
            }
        } else if was.is_some_and(|(was, _)| left.is_negative() && left < *was) {
            refusal = refuse(rules, Refusal::ShortLater(short()));
        }
        if of_lot.is_none() && beside > Quantity::ZERO {
            let short = || Box::new(short_of_lot(*short(), step));
            of_lot = match was {
                None => Some(Refusal::LotShort(short())),
                Some((_, was)) if beside > *was => Some(Refusal::LotShortLater(short())),
                Some(_) => None,
            };
        }
    });
    // Where the whole card has too little, that is what is wrong.
    let refusal = refusal.or_else(|| refuse(rules, of_lot?));
    refusal.map_or(Ok(()), Err)
}

fn refuse(rules: &Rules<'_>, refusal: Refusal) -> Option<Refusal> {
    match rules.negative {
        NegativeStock::Refuse => Some(refusal),
        NegativeStock::Warn => None,
    }
}

fn short(stock: &Stock, item: &Item, store: &StoreCode, step: &Step<'_>) -> Short {
    let movement = &step.line.movement;
    Short {
        item: *item.named(),
        unit: item.unit.clone(),
        store: store.clone(),
        room: stock.stores.get(store).map(|store| store.name.clone()).unwrap_or_default(),
        available: step.before.quantity,
        asked: step.effect.quantity,
        missing: step.after.quantity.abs(),
        id: movement.id.clone(),
        date: movement.date,
        kind: movement.kind,
        slip: movement.slip.clone(),
        lot: String::new(),
    }
}

/// What a line lacks of the lot that it names.
fn short_of_lot(card: Short, step: &Step<'_>) -> Short {
    let (missing, lot) = (step.beside_its_lot(), step.line.movement.lot.clone());
    Short { available: card.asked - missing, missing, lot, ..card }
}
