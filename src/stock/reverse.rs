//! Taking a line back (冲销): exactly its quantity and value, once, and never behind a count.

use crate::base::{Decided, Moment, RecordId, Stamp, StoreCode};

use super::admit::{check, known_reason, number, one_line};
use super::request::{Decision, Rules, Slip};
use super::{Kind, Line, Movement, Place, Refusal, SlipLine, Stock};

/// A line is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReverseRequest {
    /// The head of the reversal; there must be a reason.
    pub slip: Slip,
    /// The id of the line, or the slip it alone stands on.
    pub movement: String,
}

/// Decides over taking a line back; of a transfer, both its legs.
pub fn reverse(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &ReverseRequest,
    stamp: &mut Stamp,
) -> Decision {
    let ReverseRequest { slip, movement } = request;
    known_reason(Kind::Reversal, &slip.reason)?;
    let found = find(stock, movement)?;
    for original in &found {
        if let Some(by) = stock.reversal_of(&original.movement.id) {
            let twin = opposite(original, slip);
            if by.movement.says_the_same_as(&twin) {
                return Ok(Decided::Already(by.movement.id.to_string()));
            }
            let (id, by) = (original.movement.id.clone(), by.movement.id.clone());
            return Err(Refusal::ReversedAlready { id, by });
        }
        match original.movement.kind {
            Kind::Count => {
                return Err(Refusal::CountNotReversed { sheet: original.movement.slip.clone() });
            }
            Kind::Reversal => {
                return Err(Refusal::ReversalNotReversed { id: original.movement.id.clone() });
            }
            _ => {}
        }
    }
    let originals: Vec<&Line> = found.iter().flat_map(|original| legs(stock, original)).collect();
    for line in &originals {
        if slip.date < line.movement.date {
            let (id, date) = (line.movement.id.clone(), line.movement.date);
            return Err(Refusal::ReversedEarly { id, date });
        }
        not_counted_since(stock, line)?;
    }
    let mut lines: Vec<Movement> = originals.iter().map(|line| opposite(line, slip)).collect();
    let mut given = stamp.clone();
    number(&mut lines, rules.today, &mut given)?;
    check(stock, rules, &lines)?;
    *stamp = given;
    Ok(Decided::New(lines))
}

/// The line of an id; or the one line that a slip still holds, or the lines of one issue over
/// several lots.
fn find<'a>(stock: &'a Stock, name: &str) -> Result<Vec<&'a Line>, Refusal> {
    if let Some(line) = RecordId::parse(name).ok().and_then(|id| stock.line(&id)) {
        return Ok(vec![line]);
    }
    let of_slip: Vec<&Line> = stock
        .lines_of_slip(name)
        .filter(|line| !matches!(line.movement.kind, Kind::Count | Kind::Reversal))
        .filter(|line| line.movement.from != Place::Transit)
        .collect();
    let live: Vec<&Line> =
        of_slip.iter().copied().filter(|line| !stock.is_reversed(&line.movement.id)).collect();
    match (&live[..], &of_slip[..]) {
        ([one], _) | ([], [one]) => Ok(vec![one]),
        (lots, _) | ([], lots) if are_lots(lots) => Ok(lots.to_vec()),
        ([], []) => Err(Refusal::UnknownMovement { id: name.to_owned() }),
        (lines, all) => {
            let lines = if lines.is_empty() { all } else { lines };
            let lines = lines.iter().map(|line| SlipLine::of(stock, &line.movement)).collect();
            Err(Refusal::SeveralLines { slip: name.to_owned(), lines })
        }
    }
}

/// Whether some lines are one: of one item and one document, each of another lot.
fn are_lots(lines: &[&Line]) -> bool {
    let of = |line: &Line| {
        let Movement { kind, item, date, from, to, recorded_at, .. } = &line.movement;
        (*kind, item.clone(), *date, from.clone(), to.clone(), *recorded_at)
    };
    let Some(first) = lines.first().map(|first| of(first)) else { return false };
    let named = |line: &&Line| !line.movement.lot.is_empty() && of(line) == first;
    lines.iter().all(named)
}

/// A line, or both legs of the transfer it belongs to, the receiving one first.
fn legs<'a>(stock: &'a Stock, line: &'a Line) -> Vec<&'a Line> {
    let movement = &line.movement;
    if movement.kind != Kind::Transfer {
        return vec![line];
    }
    let mut legs: Vec<&Line> = stock
        .lines_of_slip(&movement.slip)
        .filter(|leg| leg.movement.kind == Kind::Transfer && leg.movement.item == movement.item)
        .filter(|leg| leg.movement.lot == movement.lot)
        .filter(|leg| !stock.is_reversed(&leg.movement.id))
        .collect();
    legs.sort_by_key(|leg| (leg.movement.to == Place::Transit, leg.movement.id.clone()));
    legs
}

/// The line that takes a line back, without an id yet.
fn opposite(line: &Line, slip: &Slip) -> Movement {
    let original = &line.movement;
    let Slip { date, time, number, person, reason, note } = slip;
    Movement {
        id: RecordId::parse("0").expect("BUG: a digit is a code"),
        date: *date,
        time: time.map(super::Cutoff::At),
        kind: Kind::Reversal,
        unit_price: None,
        amount: None,
        market_price: None,
        order: String::new(),
        repair: String::new(),
        due: None,
        from: original.to.clone(),
        to: original.from.clone(),
        slip: if number.is_empty() { original.slip.clone() } else { one_line(number) },
        person: one_line(person),
        reason: one_line(reason),
        note: one_line(note),
        reverses: Some(original.id.clone()),
        recorded_at: Moment::new(*date, 0).expect("BUG: midnight is a moment"),
        recorded_by: String::new(),
        ..original.clone()
    }
}

/// Whether a count speaks for the lot of a line: it counts the whole card, or this lot.
fn is_of_lot(count: &Line, line: &Line) -> bool {
    let (counted, lot) = (&count.movement.lot, &line.movement.lot);
    counted.is_empty() || lot.is_empty() || counted == lot
}

/// Refuses when a count of the same card stands after the line: the count has settled it.
fn not_counted_since(stock: &Stock, line: &Line) -> Result<(), Refusal> {
    let Movement { id, item, .. } = &line.movement;
    let Some(store) = line.movement.store() else { return Ok(()) };
    let of_card = |other: &&Line| other.movement.store() == Some(store);
    let after = stock.lines_of(item).iter().skip_while(|other| other.movement.id != *id);
    let counts: Vec<SlipLine> = after
        .filter(of_card)
        .filter(|other| other.movement.kind == Kind::Count)
        .filter(|count| is_of_lot(count, line))
        .map(|count| SlipLine::of(stock, &count.movement))
        .collect();
    if counts.is_empty() {
        return Ok(());
    }
    let store: StoreCode = store.clone();
    Err(Refusal::CountedSince { id: id.clone(), store, counts })
}
