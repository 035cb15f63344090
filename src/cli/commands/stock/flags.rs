//! What the lines of the stock ledger have in common, as flags: goods, cost, the head of the slip.

use houqin::base::{
    Argument, Day, Decided, ItemCode, Message, Money, Price, Quantity, Stamp, StoreCode, Time,
};
use houqin::books::{Books, Change, Focus, NewLine, Whole, WhosePrices};
use houqin::stock::{
    self, Flag, Known, Left, LotBalance, Movement, Owed, PriceLine, Rules, Stock, Way,
};

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// What moves, and how much of it
#[derive(Debug, clap::Args)]
pub(crate) struct Goods {
    /// Code of the item
    #[arg(value_name = "ITEM")]
    item: String,
    /// How much, with its unit or without: 3, 2.5, 2箱
    #[arg(value_name = "QUANTITY", allow_negative_numbers = true)]
    quantity: String,
    /// Unit of the quantity; the base unit if left out
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Lot; of goods that go out the one that expires first if left out
    #[arg(long, value_name = "LOT")]
    lot: Option<String>,
}

impl Goods {
    /// The goods of a request.
    pub(crate) fn read(&self, session: &Session) -> anyhow::Result<stock::Goods> {
        let Self { item, quantity, unit, lot } = self;
        let (number, attached) = split_unit(quantity);
        let unit = match (attached, unit) {
            (Some(attached), Some(unit)) if attached != unit => {
                let message = Message::new("stock.two_units").with("flag", "--unit");
                let message = message.with("text", attached).with("unit", unit);
                return Err(Failure::usage(message).into());
            }
            (Some(attached), _) => Some(attached.to_owned()),
            (None, unit) => unit.clone(),
        };
        Ok(stock::Goods {
            item: session.arg("ITEM", item, ItemCode::parse)?,
            quantity: session.arg("QUANTITY", number, Quantity::parse)?,
            unit,
            lot: lot.clone().unwrap_or_default(),
            expiry: None,
        })
    }
}

/// Splits `2箱` into its number and its unit; what is no number at all is left to be refused.
pub(crate) fn split_unit(text: &str) -> (&str, Option<&str>) {
    let is_digit =
        |letter: char| letter.is_ascii_digit() || matches!(letter, '\u{FF10}'..='\u{FF19}');
    let last = text.char_indices().rfind(|(_, letter)| is_digit(*letter));
    let Some((at, digit)) = last else { return (text, None) };
    let (number, unit) = text.split_at(at + digit.len_utf8());
    match unit.trim() {
        "" => (number, None),
        unit if unit.starts_with(['.', ',', '．', '，', '。']) => (text, None),
        unit => (number.trim(), Some(unit)),
    }
}

/// What the goods cost
#[derive(Debug, clap::Args)]
pub(crate) struct Cost {
    /// Price of one unit in yuan; the current average if neither price nor amount is given
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    price: Option<String>,
    /// Money of the whole line in yuan, freight included; goes before the price
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    amount: Option<String>,
}

impl Cost {
    /// The cost of a request.
    pub(crate) fn read(&self, session: &Session) -> anyhow::Result<stock::Cost> {
        let Self { price, amount } = self;
        Ok(stock::Cost {
            unit_price: session.maybe("--price", price.as_deref(), Price::parse)?,
            amount: session.maybe("--amount", amount.as_deref(), Money::parse)?,
        })
    }
}

/// The head of the slip
#[derive(Debug, clap::Args)]
pub(crate) struct Head {
    /// Number of the slip; the same slip again is not recorded twice
    #[arg(long, value_name = "SLIP")]
    slip: Option<String>,
    /// Day on which it happened, as 2026-03-05 or yesterday; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Time of day, as 08:30, where it matters
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    /// Who received or handed over
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
}

impl Head {
    /// The head of a request, with the reason where the command asks for one.
    pub(crate) fn read(
        &self,
        session: &Session,
        reason: Option<&str>,
    ) -> anyhow::Result<stock::Slip> {
        let Self { slip, date, time, person, note } = self;
        Ok(stock::Slip {
            date: session.day("--date", date.as_deref())?,
            time: session.maybe("--time", time.as_deref(), Time::parse)?,
            number: slip.clone().unwrap_or_default(),
            person: person.clone().unwrap_or_default(),
            reason: reason.unwrap_or_default().to_owned(),
            note: note.clone().unwrap_or_default(),
        })
    }
}

/// The store room that is meant
#[derive(Debug, clap::Args)]
pub(crate) struct Room {
    /// Store room; may be left out where there is only one
    #[arg(long, value_name = "ROOM")]
    room: Option<String>,
}

impl Room {
    /// The code that was given.
    pub(crate) fn read(&self, session: &Session) -> anyhow::Result<Option<StoreCode>> {
        let Self { room } = self;
        session.maybe("--room", room.as_deref(), StoreCode::parse)
    }
}

/// What decisions over the stock are held against.
pub(crate) fn rules(books: &Books, today: Day) -> Rules<'_> {
    Rules { org: &books.org, negative: books.settings.negative_stock, today, known: Known::Never }
}

/// Decides over movements under the store's lock, records them, and says under the receipt what is
/// left on the shelf today. Of the books is read what the command is about.
pub(crate) fn record(
    session: &Session,
    command: &str,
    focus: Focus,
    writing: &Writing,
    decide: impl FnOnce(&Stock, &Rules<'_>, &mut Stamp) -> stock::Decision,
) -> anyhow::Result<Exit> {
    let today = session.today();
    session.record_noting(command, focus, writing, |books, stamp| {
        let decided = decide(&books.stock, &rules(books, today), stamp)?;
        let notes = match &decided {
            Decided::New(movements) => {
                let left = stock::left_after(&books.stock, movements, today);
                let twin = stock::twin(&books.stock, movements);
                let earlier = stock::earlier_lot(&books.stock, movements);
                let notes = left.iter().map(left_note).chain(twin.map(twin_note));
                let notes = notes.chain(earlier.map(|lot| earlier_note(&lot)));
                let notes = notes.chain(bought_notes(&books.stock, movements));
                let owed =
                    stock::owed_after(&books.stock, &books.settings.exchange, movements, today);
                let owed = owed.iter().flat_map(owed_notes);
                notes.chain(owed).collect()
            }
            Decided::Already(_) => Vec::new(),
        };
        Ok::<_, stock::Refusal>((Change::from_decided(decided), notes))
    })
}

/// What a line is about that asks for nothing before it.
pub(super) fn line((goods, slip): (&stock::Goods, &stock::Slip), prices: WhosePrices) -> Focus {
    let (item, slip, date) = (goods.item.clone(), number(slip), slip.date);
    Focus::Line(NewLine { item, date, slip, prices })
}

/// What a line is about that rests on others of its goods: on those of an order, or on what came back;
/// and on those that some names mean.
pub(super) fn whole<'n>(
    (goods, slip): (&stock::Goods, &stock::Slip),
    names: impl IntoIterator<Item = &'n String>,
) -> Focus {
    Focus::Whole(Whole {
        items: [goods.item.clone()].into(),
        names: names.into_iter().cloned().collect(),
        slips: [number(slip)].into(),
        ..Whole::default()
    })
}

/// A slip as lines have it.
fn number(slip: &stock::Slip) -> String {
    slip.number.trim().to_owned()
}

fn left_note(left: &Left) -> Message {
    let Left { item, store, quantity, low } = left;
    let message = Message::new(if *low { "stock.left_low" } else { "stock.left" })
        .with("room", store.name.as_str())
        .with("item", item.code.to_string())
        .with("name", item.name.as_str())
        .with("quantity", quantity.to_string())
        .with("unit", item.unit.as_str());
    match item.minimum {
        Some(minimum) => message.with("minimum", minimum.to_string()),
        None => message,
    }
}

fn earlier_note(lot: &LotBalance) -> Message {
    Message::new("stock.earlier_lot")
        .with("lot", lot.lot.as_str())
        .with("expiry", lot.expiry.map(|day| day.to_string()).unwrap_or_default())
        .with("quantity", lot.balance.quantity.to_string())
}

/// What is to be said of goods that were bought: prices outside the tolerance, more than ordered.
fn bought_notes(stock: &Stock, movements: &[Movement]) -> Vec<Message> {
    let mut notes = Vec::new();
    for movement in movements {
        let reviewed = stock::review_receipt(stock, movement).ok().flatten();
        notes.extend(reviewed.into_iter().flat_map(|line| price_notes(&line)));
        let over = stock::purchase::over_delivered(stock, movement);
        notes.extend(over.map(|(line, over)| {
            Message::new("purchase.note_over")
                .with("order", line.row.order.to_string())
                .with("item", line.item.code.to_string())
                .with("name", line.item.name.as_str())
                .with("ordered", line.ordered.to_string())
                .with("over", over.to_string())
                .with("unit", line.item.unit.as_str())
        }));
    }
    notes
}

fn price_notes(line: &PriceLine) -> Vec<Message> {
    let note = |flag: &Flag| {
        let code = match flag.way {
            Way::Rise => "purchase.note_price_high",
            Way::Fall => "purchase.note_price_low",
        };
        Message::new(code)
            .with("item", line.item.code.to_string())
            .with("name", line.item.name.as_str())
            .with("price", stock::shown(line.price).to_string())
            .with("unit", line.item.unit.as_str())
            .with("against", Argument::key(flag.against.key()))
            .with("reference", stock::shown(flag.reference).to_string())
    };
    // One sentence a price: the last and the lowest are often the same.
    let mut flags = line.flags.clone();
    flags.dedup_by_key(|flag| flag.reference);
    flags.iter().map(note).collect()
}

/// What is to come back for what was issued, and what is still missing or over.
fn owed_notes(owed: &Owed) -> Vec<Message> {
    let Owed { item, department, asked, due, outstanding, credit } = owed;
    let about = |code: &str| {
        Message::new(code)
            .with("department", department.as_str())
            .with("item", item.code.as_str())
            .with("name", item.name.as_str())
            .with("unit", item.unit.as_str())
    };
    let mut notes = Vec::new();
    if !asked.is_zero() {
        let message = about("stock.note_old_due").with("asked", asked.to_string());
        notes.push(message.with("due", due.to_string()));
    }
    notes.push(if !credit.is_zero() {
        about("stock.note_old_credit").with("credit", credit.to_string())
    } else if outstanding.is_zero() {
        about("stock.note_old_settled")
    } else {
        about("stock.note_old_out").with("outstanding", outstanding.to_string())
    });
    notes
}

fn twin_note(twin: &Movement) -> Message {
    Message::new("stock.twin").with("id", twin.id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_may_stand_right_behind_its_number() {
        assert_eq!(split_unit("2箱"), ("2", Some("箱")));
        assert_eq!(split_unit("2.5 kg"), ("2.5", Some("kg")));
        assert_eq!(split_unit("-3"), ("-3", None));
        assert_eq!(split_unit("１２箱"), ("１２", Some("箱")));
        // What is wrong with a number is for the number's own rules to say.
        for text in ["1e3", "1,2", "5.", "十", "", "1.000,5"] {
            assert_eq!(split_unit(text), (text, None), "{text}");
        }
    }
}
