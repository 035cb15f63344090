//! The text notation of stock books in tests.
//!
//! ```text
//! item LAMP 只 打=12 scale=0              # code, base unit, larger units
//! store ZW
//! 03-05 receipt LAMP 1打 supplier:华北 > store:ZW @24 #RK0001
//! 03-06 10:30 issue LAMP 1 store:ZW > dept:NK1 #CK0001 id=M2 by=03-08
//! 03-31 close count LAMP 0 store:ZW > difference counted=11 #PD03
//! ```
//! Days are of 2026 unless they have a year. `@` is the price, `=12.50` the amount, `#` the slip,
//! `by=` the day of recording (the effective day if absent); ids count M001, M002 … by line.

use proptest::test_runner::Config as ProptestConfig;

use crate::base::{Day, ItemCode, Moment, Money, Price, Quantity, RecordId, StoreCode};

use super::{
    Class, CostMethod, Cutoff, Item, Kind, Movement, OldForNew, Place, Record, Stock, Store,
    Supply, parse_units,
};

/// How many cases a law is tried with: few while developing, many in a release run.
pub(crate) const CASES: u32 = if cfg!(debug_assertions) { 256 } else { 10_000 };

/// Reads a day of 2026, or of the year it has.
pub(crate) fn day(text: &str) -> Day {
    let full = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    Day::parse(&full).unwrap_or_else(|_| panic!("not a day: {text}"))
}

/// The book as it was known at the end of a day.
pub(crate) fn as_known_by(stock: &Stock, text: &str) -> Stock {
    let mut stock = stock.clone();
    stock.forget_after(Moment::end_of(day(text)));
    stock
}

pub(crate) fn item(text: &str) -> ItemCode {
    ItemCode::parse(text).expect("an item code")
}

pub(crate) fn store(text: &str) -> StoreCode {
    StoreCode::parse(text).expect("a store code")
}

pub(crate) fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).expect("a quantity")
}

fn price(text: &str) -> Price {
    Price::parse(text).expect("a price")
}

pub(crate) fn money(text: &str) -> Money {
    Money::parse(text).expect("money")
}

/// Reads one line of the notation; the number gives its id. None for a comment or an empty line.
pub(crate) fn record(text: &str, number: usize) -> Option<Record> {
    let text = text.split(" # ").next().unwrap_or_default().trim();
    let mut words = text.split_whitespace().peekable();
    let first = words.next().filter(|word| !word.starts_with("//"))?;
    match first {
        "item" => return Some(Record::Item(read_item(&words.collect::<Vec<_>>()))),
        "store" => {
            let code = store(words.next().expect("a store code"));
            let name = code.to_string();
            return Some(Record::Store(Store { code, name, site: None, keeper: String::new() }));
        }
        _ => {}
    }
    let date = day(first);
    let time = words.next_if(|word| Kind::parse(word).is_none());
    let time = time.map(|word| Cutoff::parse(word).expect("a cut-off"));
    let kind = Kind::parse(words.next().expect("a kind")).expect("a kind");
    let code = item(words.next().expect("an item"));
    let typed = words.next().expect("a quantity");
    let digits = typed.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let place = |word: Option<&str>| Place::parse(word.expect("a place")).expect("a place");
    let from = place(words.next());
    assert_eq!(words.next(), Some(">"), "{text}");
    let to = place(words.next());
    let mut movement = Movement {
        id: RecordId::parse(&format!("M{number:03}")).expect("an id"),
        date,
        time,
        kind,
        item: code,
        quantity: quantity(digits),
        unit: typed[digits.len()..].to_owned(),
        unit_price: None,
        amount: None,
        counted: None,
        from,
        to,
        lot: String::new(),
        expiry: None,
        slip: String::new(),
        person: String::new(),
        reason: String::new(),
        note: String::new(),
        reverses: None,
        market_price: None,
        order: String::new(),
        repair: String::new(),
        due: None,
        recorded_at: Moment::new(date, 12 * 3600).expect("noon"),
        recorded_by: "库管员甲".to_owned(),
    };
    for word in words {
        set(&mut movement, word);
    }
    Some(Record::Movement(Box::new(movement)))
}

fn set(movement: &mut Movement, word: &str) {
    if let Some(price) = word.strip_prefix('@') {
        movement.unit_price = Some(self::price(price));
    } else if let Some(slip) = word.strip_prefix('#') {
        slip.clone_into(&mut movement.slip);
    } else if let Some(amount) = word.strip_prefix('=') {
        movement.amount = Some(money(amount));
    } else {
        let (key, value) = word.split_once('=').unwrap_or_else(|| panic!("not understood: {word}"));
        match key {
            "counted" => movement.counted = Some(quantity(value)),
            "id" => movement.id = RecordId::parse(value).expect("an id"),
            "reverses" => movement.reverses = Some(RecordId::parse(value).expect("an id")),
            "by" => movement.recorded_at = Moment::new(day(value), 12 * 3600).expect("noon"),
            "person" => value.clone_into(&mut movement.person),
            "reason" => value.clone_into(&mut movement.reason),
            "note" => value.clone_into(&mut movement.note),
            "lot" => value.clone_into(&mut movement.lot),
            "expiry" => movement.expiry = Some(day(value)),
            "market" => movement.market_price = Some(price(value)),
            "order" => value.clone_into(&mut movement.order),
            "repair" => value.clone_into(&mut movement.repair),
            "due" => movement.due = Some(day(value)),
            _ => panic!("not understood: {word}"),
        }
    }
}

fn read_item(words: &[&str]) -> Item {
    let mut item = Item {
        code: item(words[0]),
        name: words[0].to_owned(),
        spec: String::new(),
        category: String::new(),
        unit: words.get(1).copied().unwrap_or("个").to_owned(),
        scale: 0,
        units: Vec::new(),
        minimum: None,
        durable: false,
        lot_kept: false,
        active: true,
        shelf: String::new(),
        class: None,
        part: false,
        supply: Supply::default(),
        old: OldForNew::default(),
    };
    for word in words.iter().skip(2) {
        match word.split_once('=').expect("key=value") {
            ("scale", value) => item.scale = value.parse().expect("a scale"),
            ("minimum", value) => item.minimum = Some(quantity(value)),
            ("category", value) => value.clone_into(&mut item.category),
            ("durable", value) => item.durable = value == "yes",
            ("lots", value) => item.lot_kept = value == "yes",
            ("part", value) => item.part = value == "yes",
            ("shelf", value) => value.clone_into(&mut item.shelf),
            ("class", value) => item.class = Some(Class::parse(value).expect("a class")),
            ("maximum", value) => item.supply.maximum = Some(quantity(value)),
            ("safety", value) => item.supply.safety = Some(quantity(value)),
            ("lead", value) => item.supply.lead_days = Some(value.parse().expect("days")),
            ("supplier", value) => value.clone_into(&mut item.supply.supplier),
            ("plan", value) => item.supply.plan_price = Some(price(value)),
            ("ratio", value) => item.old.ratio = Some(value.parse().expect("a ratio")),
            ("grace", value) => item.old.grace_days = Some(value.parse().expect("days")),
            _ => item.units.extend(parse_units(word).expect("a unit")),
        }
    }
    item
}

/// Reads the records of a text, in its order; a movement without a unit gets its item's.
pub(crate) fn records(text: &str) -> Vec<Record> {
    let lines = text.lines().enumerate();
    let mut records: Vec<Record> =
        lines.filter_map(|(number, line)| record(line, number)).collect();
    let items: Vec<Item> = records
        .iter()
        .filter_map(|record| match record {
            Record::Item(item) => Some(item.clone()),
            _ => None,
        })
        .collect();
    for record in &mut records {
        if let Record::Movement(movement) = record
            && movement.unit.is_empty()
            && let Some(item) = items.iter().find(|item| item.code == movement.item)
        {
            item.unit.clone_into(&mut movement.unit);
        }
    }
    records
}

/// How many cases a law is tried on: so many in a debug run, ten thousand in a release run.
pub(crate) fn cases(debug: u32) -> ProptestConfig {
    let cases = if cfg!(debug_assertions) { debug } else { 10_000 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Reads a book; panics with the refusal if a line is refused.
pub(crate) fn book(text: &str) -> Stock {
    book_of(CostMethod::MovingAverage, text)
}

/// Reads a book that is valued by a method.
pub(crate) fn book_of(method: CostMethod, text: &str) -> Stock {
    let mut stock = Stock::new(method);
    for record in records(text) {
        stock.apply(&record).unwrap_or_else(|refusal| panic!("{refusal:?} at {record:?}"));
    }
    stock
}
