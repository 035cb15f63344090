//! Whether a count's cut-off says of every line of the day if the counter saw it.
//!
//! Where it does not, nobody guesses: the lines that leave it open are named, and the counter is
//! asked.

use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, SheetCode, StoreCode};
use crate::stock::{Cutoff, Item, Kind, Line, Movement, Stock, series};

use super::{Listed, Refusal, SheetLine, Times, Unclear};

/// A card on the day it was counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct CardDay<'a> {
    /// The store.
    pub(super) store: &'a StoreCode,
    /// The item.
    pub(super) item: &'a ItemCode,
    /// The day.
    pub(super) date: Day,
}

/// The lines of the card's day of which the cut-off does not say whether they were seen.
///
/// Openings and counts never leave it open. Without a cut-off every line does; at a time every
/// line without one; after slips every line whose slip belongs to no series that is named.
pub(super) fn undecided<'a>(
    stock: &'a Stock,
    card: CardDay,
    cutoff: Option<&Cutoff>,
) -> Vec<&'a Line> {
    let day = stock.card_of_day(card.store, card.item, card.date);
    // A reversal of the same day stands where its original stands.
    let stands_at = |line: &'a Line| -> &'a Movement {
        let original = line.movement.reverses.as_ref();
        day.iter()
            .find(|other| Some(&other.movement.id) == original)
            .map_or(&line.movement, |other| &other.movement)
    };
    day.iter()
        .copied()
        .filter(|line| !matches!(line.movement.kind, Kind::Opening | Kind::Count))
        .filter(|line| {
            let movement = stands_at(line);
            match cutoff {
                None => true,
                Some(Cutoff::Open | Cutoff::Close) => false,
                Some(Cutoff::At(_)) => movement.time.is_none(),
                Some(Cutoff::After(slips)) => {
                    let of = series(&movement.slip).map(|(series, _)| series);
                    let named = |slip: &String| series(slip).map(|(series, _)| series) == of;
                    of.is_none() || !slips.iter().any(named)
                }
            }
        })
        .collect()
}

/// Refuses a cut-off that leaves it open which lines of the day the counter saw.
pub(super) fn check(
    stock: &Stock,
    sheet: &SheetCode,
    card: CardDay,
    cutoff: Option<&Cutoff>,
    item: &Item,
) -> Result<(), Refusal> {
    let lines = undecided(stock, card, cutoff);
    if lines.is_empty() {
        return Ok(());
    }
    Err(Refusal::CutoffUnclear(Box::new(Unclear {
        sheet: sheet.clone(),
        item: *item.named(),
        date: card.date,
        cutoff: cutoff.map(Cutoff::to_string).unwrap_or_default(),
        lines: Listed::of(lines.iter().map(|line| told(line))),
        times: if lines.iter().all(|line| line.movement.time.is_some()) {
            Times::Known
        } else {
            Times::Missing
        },
        after: last_slips(&stock.card_of_day(card.store, card.item, card.date)),
    })))
}

/// The same of a line that was counted; a line of other goods than items passes.
pub(super) fn check_line(
    stock: &Stock,
    sheet: &SheetCode,
    store: &StoreCode,
    line: &SheetLine,
) -> Result<(), Refusal> {
    let (Some(item), Some(count)) = (line.of.goods.item(), line.count()) else { return Ok(()) };
    let card = CardDay { store, item, date: count.date };
    check(stock, sheet, card, count.cutoff.as_ref(), stock.item(item)?)
}

/// A line by its slip (or its id), its time where it has one, and what it moved: `CK-0044 −3`.
pub(super) fn told(line: &Line) -> String {
    let movement = &line.movement;
    let name = if movement.slip.is_empty() { movement.id.as_str() } else { &movement.slip };
    let sign = if movement.to.store().is_some() { '+' } else { '−' };
    match movement.time_of_day() {
        Some(time) => format!("{name} {time} {sign}{}", line.base),
        None => format!("{name} {sign}{}", line.base),
    }
}

/// The cut-off that names the day's last slips, of every series and direction.
fn last_slips(day: &[&Line]) -> String {
    let mut last: BTreeMap<(&str, bool), (usize, &str, &str)> = BTreeMap::new();
    for line in day {
        let Some((of, number)) = series(&line.movement.slip) else { continue };
        let outward = line.movement.to.store().is_none();
        let slip = (number.len(), number, line.movement.slip.as_str());
        let there = last.entry((of, outward)).or_insert(slip);
        *there = slip.max(*there);
    }
    if last.is_empty() {
        return "after=SLIP".to_owned();
    }
    let slips: Vec<&str> = last.values().map(|(_, _, slip)| *slip).collect();
    format!("after={}", slips.join("+"))
}
