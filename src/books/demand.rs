//! What sealing a month demands of its book beside clean checks: everything counted, read, settled.

use crate::base::{Argument, Day, Message, Month};
use crate::closing::{Book, Demand, Sealable};
use crate::inspections::{Clock, DayState, ListOptions};
use crate::meters::{MissingOptions, View};
use crate::stock::stocktake::{Differences, SheetState, sheets_of};
use crate::stock::{Listed, OnHandOptions};
use crate::{assets, inspections, meters, stock};

use super::Books;

/// What sealing a month of a book demands, each by name, as it stands on a day.
///
/// - stock: `stocktake-posted`, every store room that holds something or saw goods move has a
///   posted count sheet of the month; `sheets-settled`, no count sheet of it is still open, and no
///   late slip has moved what was approved on one.
/// - meters: `readings-complete`, every meter in service was read in the month.
/// - inspections: `duties-settled`, nothing that was due in the month can still be done in its days
///   of grace.
/// - assets: `lives-known`, what is in the books and depreciates has a useful life.
pub fn demands(books: &Books, lives: &assets::Lives, of: Sealable, today: Day) -> Vec<Demand> {
    let Sealable { book, month } = of;
    let sheets = if book == Book::Stock { sheets(books, month) } else { Vec::new() };
    match book {
        Book::Stock => vec![
            Demand::unless("stocktake-posted", uncounted_rooms(books, month, &sheets)),
            Demand::unless("sheets-settled", unsettled_sheets(&sheets)),
        ],
        Book::Meters => vec![Demand::unless("readings-complete", unread_points(books, month))],
        Book::Inspections => {
            vec![Demand::unless("duties-settled", running_duties(books, month, today))]
        }
        Book::Assets => vec![Demand::unless("lives-known", lifeless_assets(books, lives, month))],
    }
}

fn uncounted_rooms(books: &Books, month: Month, sheets: &[Differences]) -> Vec<Message> {
    let held = held_at(books, month.last());
    let moved = |room: &stock::Store| {
        books.stock.lines().any(|line| {
            let movement = &line.movement;
            month.span().contains(movement.date)
                && [&movement.from, &movement.to]
                    .iter()
                    .any(|place| place.store() == Some(&room.code))
        })
    };
    let counted = |room: &stock::Store| {
        sheets.iter().any(|sheet| sheet.store == room.code && sheet.state == SheetState::Posted)
    };
    let wanting = books.stock.stores.values().filter(|room| {
        let holds = held.iter().any(|line| line.store.as_ref() == Some(&room.code));
        (holds || moved(room)) && !counted(room)
    });
    wanting
        .map(|room| {
            Message::new("closing.room_uncounted")
                .with("room", Argument::of(&room.code))
                .with("month", Argument::of(&month))
        })
        .collect()
}

fn held_at(books: &Books, day: Day) -> Vec<stock::OnHandLine> {
    let options =
        OnHandOptions { as_of: day, store: None, item: None, category: None, listed: Listed::Held };
    stock::on_hand(&books.stock, &options).map(|on_hand| on_hand.lines).unwrap_or_default()
}

fn sheets(books: &Books, month: Month) -> Vec<Differences> {
    sheets_of(&books.stock, Some(month.span()), &[])
}

fn unsettled_sheets(sheets: &[Differences]) -> Vec<Message> {
    let mut reasons = Vec::new();
    for sheet in sheets {
        let about = |code: &str| Message::new(code).with("sheet", Argument::of(&sheet.sheet));
        match sheet.state {
            SheetState::Cancelled => {}
            SheetState::Posted => {
                let moved = sheet.lines.iter().filter(|line| line.moved());
                reasons.extend(
                    moved.map(|line| about("closing.sheet_moved").with("name", line.name.as_str())),
                );
            }
            state => {
                reasons.push(about("closing.sheet_open").with("state", Argument::key(state.key())));
            }
        }
    }
    reasons
}

fn unread_points(books: &Books, month: Month) -> Vec<Message> {
    let options = MissingOptions { window: month.span(), site: None, view: View::NOW };
    let missing = meters::missing(&books.meters, &options);
    missing
        .into_iter()
        .map(|point| {
            Message::new("closing.point_unread")
                .with("point", Argument::of(&point.point))
                .with("name", point.name)
                .with("month", Argument::of(&month))
        })
        .collect()
}

fn running_duties(books: &Books, month: Month, today: Day) -> Vec<Message> {
    let clock = Clock { as_of: today, state: DayState::Running };
    let options =
        ListOptions { period: month.span(), clock, rule: None, subject: None, site: None };
    let compliance = inspections::compliance(&books.inspections, &options);
    compliance
        .overdue
        .iter()
        .map(|obligation| {
            Message::new("closing.duty_running")
                .with("rule", Argument::of(&obligation.rule))
                .with("subject", Argument::of(&obligation.subject))
                .with("due", Argument::of(&obligation.unit.due))
        })
        .collect()
}

fn lifeless_assets(books: &Books, lives: &assets::Lives, month: Month) -> Vec<Message> {
    let standings = books.assets.standings(month.last());
    standings
        .filter(|standing| {
            let treatment = assets::treatment(standing.card, lives);
            standing.disposed.is_none() && treatment == assets::Treatment::Unknown
        })
        .map(|standing| {
            Message::new("closing.life_unknown").with("tag", Argument::of(&standing.card.tag))
        })
        .collect()
}
