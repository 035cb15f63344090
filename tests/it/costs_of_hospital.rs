//! The bundled hospital's departments cost what a sum over its CSV files says, made here without
//! the library: stock at the moving average, repair orders, repairs of assets, depreciation.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shelf_sums::{Valued, divided, fen, valued};

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

/// Issues less returns at the moving average.
fn materials() -> Sums {
    let mut sums = Sums::new();
    for Valued { line, fen } in valued() {
        match line["kind"].as_str() {
            "issue" => carry(&mut sums, &line["to"], &line["date"], fen),
            "return" => carry(&mut sums, &line["from"], &line["date"], -fen),
            _ => {}
        }
    }
    sums
}

/// What the completed repair orders of each department cost beside their parts.
fn orders() -> Sums {
    let rows = ledger("inspections/repairs");
    let opened = rows.iter().filter(|row| row["kind"] == "open");
    let whose: BTreeMap<&str, &str> =
        opened.map(|row| (row["repair"].as_str(), row["department"].as_str())).collect();
    let mut sums = Sums::new();
    for row in rows.iter().filter(|row| row["kind"] == "complete" && !row["cost"].is_empty()) {
        let key = (row["date"][..7].to_owned(), whose[row["repair"].as_str()].to_owned());
        *sums.entry(key).or_default() += fen(&row["cost"]);
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
    let mut repairs = orders();
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
