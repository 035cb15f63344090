//! What moved in the bundled hospital's store rooms and what it was worth, without the library: the
//! moving average of each room, folded from the files day by day.

use std::collections::BTreeMap;

use crate::year_sums::{Line, lines};

/// Something that moved, or a line of a count, and what it was worth in fen: of a count the
/// difference from the book, below zero where something is missing.
pub(crate) struct Valued {
    pub(crate) line: Line,
    pub(crate) fen: i128,
}

/// Money as it is written, in fen.
pub(crate) fn fen(text: &str) -> i128 {
    let (yuan, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{yuan}{rest:0<2}").parse().expect("money")
}

/// Half away from zero.
pub(crate) fn divided(part: i128, whole: i128) -> i128 {
    let (part, whole) = (part * whole.signum(), whole.abs());
    part.signum() * ((2 * part.abs() + whole) / (2 * whole))
}

/// What a room holds of an item, and the last of it that there was.
#[derive(Clone, Copy, Default)]
struct Held {
    quantity: i128,
    value: i128,
    last: (i128, i128),
}

impl Held {
    fn worth(self, quantity: i128) -> i128 {
        let (of, value) = if self.quantity == 0 { self.last } else { (self.quantity, self.value) };
        divided(value * quantity, of)
    }

    fn add(&mut self, quantity: i128, value: i128) {
        self.quantity += quantity;
        self.value += value;
        assert!(self.quantity >= 0, "this sum knows no shortfall");
        if self.quantity > 0 {
            self.last = (self.quantity, self.value);
        } else {
            self.value = 0;
        }
    }
}

/// The store rooms as they are filled and emptied.
#[derive(Default)]
struct Shelves {
    units: BTreeMap<String, BTreeMap<String, i128>>,
    rooms: BTreeMap<(String, String), Held>,
    on_the_way: BTreeMap<(String, String), (i128, i128)>,
}

impl Shelves {
    fn new() -> Self {
        let mut shelves = Self::default();
        for item in lines("stock/items.csv") {
            let own = shelves.units.entry(item["code"].clone()).or_default();
            own.insert(item["unit"].clone(), 1);
            let larger = item["units"].split([' ', ';', '，', '/']);
            let larger = larger.filter_map(|unit| unit.split_once('='));
            let factor =
                |(name, times): (&str, &str)| (name.to_owned(), times.parse().expect("a factor"));
            own.extend(larger.map(factor));
        }
        shelves
    }

    /// A whole quantity in the base unit of its item.
    fn base(&self, line: &Line, quantity: &str) -> i128 {
        let typed: i128 = quantity.parse().expect("a whole quantity");
        typed * self.units[&line["item"]][&line["unit"]]
    }

    fn room(&mut self, line: &Line, place: &str) -> &mut Held {
        self.rooms.entry((line["item"].clone(), place.to_owned())).or_default()
    }

    /// Moves a line, and tells what it was worth.
    fn moves(&mut self, line: &Line) -> i128 {
        let (from, to) = (line["from"].as_str(), line["to"].as_str());
        let quantity = self.base(line, &line["quantity"]);
        let sent = (line["item"].clone(), line["slip"].clone());
        match line["kind"].as_str() {
            "opening" | "receipt" => {
                let value = fen(&line["amount"]);
                self.room(line, to).add(quantity, value);
                value
            }
            "return" => {
                let held = self.room(line, to);
                let value = held.worth(quantity);
                held.add(quantity, value);
                value
            }
            "issue" | "scrap" => {
                let held = self.room(line, from);
                let value = held.worth(quantity);
                held.add(-quantity, -value);
                value
            }
            "transfer" if to == "transit" => {
                let held = self.room(line, from);
                let value = held.worth(quantity);
                held.add(-quantity, -value);
                self.on_the_way.insert(sent, (quantity, value));
                value
            }
            "transfer" => {
                let (of, value) = self.on_the_way.remove(&sent).expect("goods that were sent");
                assert_eq!(of, quantity);
                self.room(line, to).add(quantity, value);
                value
            }
            kind => panic!("this sum knows no {kind}"),
        }
    }

    /// What a counted line differs from the book by, without touching it.
    fn differs(&mut self, line: &Line, place: &str) -> i128 {
        // Of what is in no catalogue nobody knows a price.
        if !self.units.contains_key(&line["item"]) {
            return 0;
        }
        let counted = self.base(line, &line["counted"]);
        let held = self.room(line, place);
        let found = counted - held.quantity;
        if found == 0 { 0 } else { held.worth(found) }
    }

    /// A posted count says what is there from then on.
    fn counts(&mut self, line: &Line) {
        let place = if line["to"].starts_with("store:") { &line["to"] } else { &line["from"] };
        let counted = self.base(line, &line["counted"]);
        let held = self.room(line, place);
        let found = counted - held.quantity;
        if found != 0 {
            let value = held.worth(found);
            held.add(found, value);
        }
    }
}

/// The place of a movement among those of its day; what is no way of goods has none.
fn phase(line: &Line) -> Option<u32> {
    Some(match (line["kind"].as_str(), line["from"].as_str()) {
        ("opening", _) => 0,
        ("receipt" | "return", _) => 1,
        ("transfer", "transit") => 3,
        ("transfer", _) => 2,
        ("issue" | "scrap", _) => 4,
        ("count", _) => 5,
        ("exchange" | "posted", _) => return None,
        (kind, _) => panic!("this sum knows no {kind}"),
    })
}

/// Every movement of goods with what it was worth, and every counted line with its difference.
pub(crate) fn valued() -> Vec<Valued> {
    let mut sheets: BTreeMap<String, String> = BTreeMap::new();
    let mut counted: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in lines("stock/stocktakes") {
        match line["kind"].as_str() {
            "open" => drop(sheets.insert(line["sheet"].clone(), line["place"].clone())),
            "count" => counted.entry(line["date"].clone()).or_default().push(line),
            _ => {}
        }
    }
    let mut days: BTreeMap<String, Vec<(u32, Line)>> = BTreeMap::new();
    for line in lines("stock/movements") {
        assert!(line["reverses"].is_empty(), "nothing is taken back");
        if let Some(phase) = phase(&line) {
            days.entry(line["date"].clone()).or_default().push((phase, line));
        }
    }
    let mut shelves = Shelves::new();
    let mut all = Vec::new();
    for (day, mut moved) in days {
        moved.sort_by(|one, two| (one.0, &one.1["id"]).cmp(&(two.0, &two.1["id"])));
        let (moved, posted): (Vec<_>, Vec<_>) = moved.into_iter().partition(|own| own.0 < 5);
        for (_, line) in moved {
            let fen = shelves.moves(&line);
            all.push(Valued { line, fen });
        }
        for line in counted.remove(&day).unwrap_or_default() {
            let fen = shelves.differs(&line, &sheets[&line["sheet"]]);
            all.push(Valued { line, fen });
        }
        for (_, line) in posted {
            shelves.counts(&line);
        }
    }
    assert!(counted.is_empty(), "something moved on every day of a count");
    all
}
