//! The bundled hospital's departments cost what a sum over its CSV files says, made here without
//! the library: stock at the moving average, repairs, depreciation.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a department carries of a part in a month, in fen; nobody is the empty code.
type Sums = BTreeMap<(String, String), i128>;

fn bundled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital")
}

/// The rows of a file by their columns; no field of these files has a comma or a quote in it.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).expect("a file");
    assert!(!text.contains('"'), "{} has quotes", path.display());
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let row = |line: &str| -> BTreeMap<String, String> {
        let fields = line.split(',').map(str::to_owned);
        columns.iter().map(|column| (*column).to_owned()).zip(fields).collect()
    };
    lines.map(row).collect()
}

/// The rows of all files of a ledger, year by year.
fn ledger(folder: &str) -> Vec<BTreeMap<String, String>> {
    let mut files = Vec::new();
    let mut folders = vec![bundled().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let list = if path.is_dir() { &mut folders } else { &mut files };
            list.push(path);
        }
    }
    files.sort();
    files.iter().flat_map(|file| rows(file)).collect()
}

/// Money as it is written, in fen.
fn fen(text: &str) -> i128 {
    let (yuan, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{yuan}{rest:0<2}").parse().expect("money")
}

/// Half away from zero.
fn divided(part: i128, whole: i128) -> i128 {
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

/// Issues less returns at the moving average, in the order of the days: what was there, what comes
/// in, what goes from room to room, what goes out, counts.
fn materials() -> Sums {
    let mut units: BTreeMap<String, BTreeMap<String, i128>> = BTreeMap::new();
    for item in rows(&bundled().join("stock/items.csv")) {
        let own = units.entry(item["code"].clone()).or_default();
        own.insert(item["unit"].clone(), 1);
        let larger =
            item["units"].split(['/', ' ', ';', '，']).filter_map(|unit| unit.split_once('='));
        own.extend(larger.map(|(name, times)| (name.to_owned(), times.parse().expect("a factor"))));
    }
    let phase = |row: &BTreeMap<String, String>| match (row["kind"].as_str(), row["from"].as_str())
    {
        ("opening", _) => 0,
        ("receipt" | "return", _) => 1,
        ("transfer", "transit") => 3,
        ("transfer", _) => 2,
        ("issue" | "scrap", _) => 4,
        ("count", _) => 5,
        ("exchange" | "posted", _) => 6,
        (kind, _) => panic!("this sum knows no {kind}"),
    };
    let mut lines = ledger("stock/movements");
    lines.sort_by_key(|row| (row["date"].clone(), phase(row), row["id"].clone()));
    let mut rooms: BTreeMap<(String, String), Held> = BTreeMap::new();
    let mut on_the_way: BTreeMap<(String, String), (i128, i128)> = BTreeMap::new();
    let mut sums = Sums::new();
    for row in lines.iter().filter(|row| phase(row) < 6) {
        let item = &row["item"];
        let base = |text: &str| -> i128 {
            let typed: i128 = text.parse().expect("a whole quantity");
            typed * units[item][&row["unit"]]
        };
        let room = |place: &str| (item.clone(), place.to_owned());
        let quantity = base(&row["quantity"]);
        let (from, to) = (row["from"].as_str(), row["to"].as_str());
        match row["kind"].as_str() {
            "opening" | "receipt" => {
                rooms.entry(room(to)).or_default().add(quantity, fen(&row["amount"]));
            }
            "return" => {
                let held = rooms.entry(room(to)).or_default();
                let value = held.worth(quantity);
                held.add(quantity, value);
                carry(&mut sums, from, &row["date"], -value);
            }
            "issue" | "scrap" => {
                let held = rooms.entry(room(from)).or_default();
                let value = held.worth(quantity);
                held.add(-quantity, -value);
                if row["kind"] == "issue" {
                    carry(&mut sums, to, &row["date"], value);
                }
            }
            "transfer" if to == "transit" => {
                let held = rooms.entry(room(from)).or_default();
                let value = held.worth(quantity);
                held.add(-quantity, -value);
                on_the_way.insert((item.clone(), row["slip"].clone()), (quantity, value));
            }
            "transfer" => {
                let sent = on_the_way.remove(&(item.clone(), row["slip"].clone()));
                let (sent, value) = sent.expect("goods that were sent");
                assert_eq!(sent, quantity);
                rooms.entry(room(to)).or_default().add(quantity, value);
            }
            _ => {
                let place = if to.starts_with("store:") { to } else { from };
                let held = rooms.entry(room(place)).or_default();
                let found = base(&row["counted"]) - held.quantity;
                if found != 0 {
                    let value = held.worth(found);
                    held.add(found, value);
                }
            }
        }
    }
    sums
}

fn carry(sums: &mut Sums, place: &str, date: &str, amount: i128) {
    let code = place.strip_prefix("dept:").expect("a department");
    *sums.entry((date[..7].to_owned(), code.to_owned())).or_default() += amount;
}

/// What an asset is and what happens to it.
struct Asset {
    value: i128,
    months: i128,
    first: i128,
    /// Who has it from which day on.
    holders: Vec<(String, String)>,
    disposed: Option<i128>,
}

impl Asset {
    fn holder(&self, date: &str) -> String {
        let mut had = self.holders.iter().filter(|(since, _)| since.as_str() <= date);
        had.next_back().map(|(_, code)| code.clone()).unwrap_or_default()
    }
}

fn nth(date: &str) -> i128 {
    let (year, month): (i128, i128) =
        (date[..4].parse().expect("a year"), date[5..7].parse().expect("a month"));
    12 * year + month - 1
}

/// The repairs of each department's assets, and what they were depreciated by.
fn assets() -> (Sums, Sums) {
    let mut assets: BTreeMap<String, Asset> = BTreeMap::new();
    for card in rows(&bundled().join("assets/cards.csv")) {
        let asset = Asset {
            value: fen(&card["original_value"]),
            months: card["months"].parse().expect("months"),
            first: nth(&card["acquired_on"]),
            holders: Vec::new(),
            disposed: None,
        };
        assets.insert(card["tag"].clone(), asset);
    }
    let mut events = ledger("assets/events");
    events.sort_by_key(|row| (row["date"].clone(), row["recorded_at"].clone(), row["id"].clone()));
    for row in &events {
        let asset = assets.get_mut(&row["asset"]).expect("a card");
        match row["kind"].as_str() {
            "acquire" | "transfer" => {
                asset.holders.push((row["date"].clone(), row["department"].clone()));
            }
            "dispose" => asset.disposed = Some(nth(&row["date"])),
            "repair" => {}
            kind => panic!("this sum knows no {kind}"),
        }
    }
    let mut repairs = Sums::new();
    for row in events.iter().filter(|row| row["kind"] == "repair") {
        let whose = assets[&row["asset"]].holder(&row["date"]);
        *repairs.entry((row["date"][..7].to_owned(), whose)).or_default() += fen(&row["value"]);
    }
    let mut charges = Sums::new();
    for asset in assets.values() {
        let each = divided(asset.value, asset.months);
        let carried = |months: i128| {
            if months >= asset.months { asset.value } else { (each * months).min(asset.value) }
        };
        for month in 1..=12 {
            let at = 12 * 2025 + month - 1;
            let done = at - asset.first;
            let gone = asset.disposed.is_some_and(|left| left <= at);
            if done < 0 || done >= asset.months || gone {
                continue;
            }
            let month = format!("2025-{month:02}");
            let whose = asset.holder(&format!("{month}-31"));
            let charge = carried(done + 1) - carried(done);
            *charges.entry((month, whose)).or_default() += charge;
        }
    }
    (repairs, charges)
}

fn report(line: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_houqin"))
        .env_clear()
        .env("HOUQIN_LANG", "zh")
        .env("HOUQIN_NOW", "2026-02-01T08:30:00+08:00")
        .env("HOUQIN_BY", "后勤主任")
        .arg("-C")
        .arg(bundled())
        .args(line.split_whitespace())
        .output()
        .expect("the binary starts");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The lines of a table of the report, by its key.
fn lines(report: &serde_json::Value, table: &str) -> Vec<serde_json::Value> {
    let tables = report["tables"].as_array().expect("tables");
    let found = tables.iter().find(|own| own["table"] == table).expect(table);
    found["rows"].as_array().expect("rows").clone()
}

#[test]
fn every_month_of_every_department_is_the_sum_of_its_rows() {
    let said = report("report cost -p 2025 -f json");
    let said: serde_json::Value = serde_json::from_str(&said).expect("one document");
    let (repairs, charges) = assets();
    let materials = materials();
    let mut seen = 0;
    let mut totals = [0_i128; 3];
    for line in lines(&said, "cost.months") {
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let (month, department) = (text("month"), text("department"));
        let code = if department == "cost.unallocated" { String::new() } else { department };
        let key = (month, code);
        for (at, (column, sums)) in
            [("materials", &materials), ("repairs", &repairs), ("depreciation", &charges)]
                .into_iter()
                .enumerate()
        {
            let expected = sums.get(&key).copied().unwrap_or_default();
            assert_eq!(fen(&text(column)), expected, "{column} of {key:?}");
            totals[at] += expected;
        }
        seen += 1;
    }
    assert_eq!(seen, 12 * 22, "twenty-one departments and what nobody carries");
    let all = |sums: &Sums| -> i128 {
        sums.iter().filter(|((month, _), _)| month.starts_with("2025")).map(|(_, fen)| fen).sum()
    };
    // Nothing of the files is left out of the report.
    assert_eq!(totals, [all(&materials), all(&repairs), all(&charges)]);
}
