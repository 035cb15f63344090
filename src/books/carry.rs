//! What a book carries forward at the end of a month: the balances that a seal keeps.

use crate::assets::{self, Grouping, ListingOptions, Wear};
use crate::base::Month;
use crate::closing::{Book, Sealable};
use crate::inspections::{Clock, DayState, Finding};
use crate::meters::View;
use crate::stock::{Listed, OnHandOptions, on_hand};

use super::Books;

/// Balances as a plain table: a column each, and texts as they are written in files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The columns.
    pub columns: &'static [&'static str],
    /// The rows, a text for each column, in a fixed order.
    pub rows: Vec<Vec<String>>,
}

/// Computes what a book carries forward at the end of a month, from every row that is dated in it
/// or before.
///
/// - stock: quantity and value of each item in each store room and in transit.
/// - meters: the last register of each meter.
/// - inspections: the findings that are not closed.
/// - assets: value, accumulated depreciation and net value of each asset.
pub fn carried(books: &Books, lives: &assets::Lives, of: Sealable) -> Carried {
    match of.book {
        Book::Stock => stock_carried(books, of.month),
        Book::Meters => meters_carried(books, of.month),
        Book::Inspections => inspections_carried(books, of.month),
        Book::Assets => assets_carried(books, lives, of.month),
    }
}

fn stock_carried(books: &Books, month: Month) -> Carried {
    let options = OnHandOptions {
        as_of: month.last(),
        store: None,
        item: None,
        category: None,
        listed: Listed::Held,
    };
    // Without a room and an item in the options there is nothing that it could not know.
    let lines = on_hand(&books.stock, &options).map(|on_hand| on_hand.lines).unwrap_or_default();
    let rows = lines.into_iter().map(|line| {
        let place = line.store.map_or_else(|| "transit".to_owned(), |store| store.to_string());
        let (quantity, value) = (line.balance.quantity, line.balance.value);
        vec![place, line.item.code.to_string(), quantity.to_string(), value.to_string()]
    });
    Carried { columns: &["place", "item", "quantity", "value"], rows: rows.collect() }
}

fn meters_carried(books: &Books, month: Month) -> Carried {
    let view = View { as_of: Some(month.last()), ..View::NOW };
    let rows = books.meters.histories().filter_map(|history| {
        let reading = *history.current_readings(&view).last()?;
        Some(vec![
            reading.point.to_string(),
            reading.date.to_string(),
            reading.register.to_string(),
            reading.kind.word().to_owned(),
        ])
    });
    Carried { columns: &["point", "date", "register", "kind"], rows: rows.collect() }
}

fn inspections_carried(books: &Books, month: Month) -> Carried {
    let last = month.last();
    let clock = Clock { as_of: last, state: DayState::Over };
    let findings = books.inspections.events();
    let findings = findings.filter_map(|(_, events)| Finding::fold(events, clock));
    let rows = findings.filter(|finding| !finding.is_closed()).map(|finding| {
        vec![
            finding.id.to_string(),
            finding.subject.to_string(),
            finding.state.word().to_owned(),
            finding.opened.to_string(),
            finding.due.map(|due| due.to_string()).unwrap_or_default(),
        ]
    });
    Carried { columns: &["finding", "subject", "state", "opened", "due"], rows: rows.collect() }
}

fn assets_carried(books: &Books, lives: &assets::Lives, month: Month) -> Carried {
    let options = ListingOptions {
        as_of: month.last(),
        by: Grouping::Whole,
        department: None,
        place: String::new(),
        custodian: None,
        class: None,
        wear: Wear::Any,
        status: None,
    };
    let listing = assets::listing(&books.assets, lives, &options);
    let rows = listing.groups.into_iter().flat_map(|group| group.lines).map(|line| {
        vec![
            line.tag.to_string(),
            line.value.to_string(),
            line.accumulated.to_string(),
            line.net.to_string(),
            line.department.map(|department| department.to_string()).unwrap_or_default(),
        ]
    });
    let columns = &["asset", "value", "accumulated", "net", "department"];
    Carried { columns, rows: rows.collect() }
}
