//! The figures of the bundled hospital's year, added up from its files by hand: with the `csv` crate
//! and decimals, and nothing of the library.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rust_decimal::{Decimal, RoundingStrategy};

/// A row of a file by its columns.
pub(crate) type Line = BTreeMap<String, String>;

/// The first day of the year, and the first of the next one.
pub(crate) const YEAR: (&str, &str) = ("2025-01-01", "2026-01-01");

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital")
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files_below(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            files.push(path);
        }
    }
}

/// The rows of a file, or of all files of a folder.
pub(crate) fn lines(place: &str) -> Vec<Line> {
    let (at, mut files) = (root().join(place), Vec::new());
    if at.is_dir() {
        files_below(&at, &mut files);
    } else {
        files.push(at);
    }
    files.sort();
    let mut lines = Vec::new();
    for file in files {
        let mut reader = csv::Reader::from_path(&file).expect("a table");
        lines.extend(reader.deserialize().map(|line| line.expect("a row")));
    }
    lines
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().expect(text)
}

fn fen(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

pub(crate) fn of_year(line: &Line) -> bool {
    (YEAR.0..YEAR.1).contains(&line["date"].as_str())
}

/// The rows that no other one takes the place of or takes back.
pub(crate) fn standing(lines: Vec<Line>, column: &str) -> Vec<Line> {
    let gone: BTreeSet<String> = lines.iter().map(|line| line[column].clone()).collect();
    let own = lines.into_iter();
    own.filter(|line| {
        !gone.contains(&line["id"]) && (column != "reverses" || line[column].is_empty())
    })
    .collect()
}

/// The tables of a TOML file: `key = "value"` line by line is all that these files have.
pub(crate) fn tables(place: &str) -> Vec<Line> {
    let text = std::fs::read_to_string(root().join(place)).expect("a file");
    let mut tables: Vec<Line> = Vec::new();
    for line in text.lines() {
        if line.starts_with("[[") {
            tables.push(Line::new());
        } else if let (Some((key, value)), Some(table)) =
            (line.split_once(" = "), tables.last_mut())
        {
            table.insert(key.to_owned(), value.trim_matches('"').to_owned());
        }
    }
    tables
}

/// The title of each rule.
pub(crate) fn titles() -> BTreeMap<String, Line> {
    let files = ["inspections/rules/hospital.toml", "inspections/rules/law.toml"];
    let rules = files.into_iter().flat_map(tables);
    rules.map(|rule| (rule["id"].clone(), rule)).collect()
}

/// The records of the year that count, of rules with one of these texts in their titles.
pub(crate) fn records(texts: &[&str]) -> Vec<Line> {
    let titles = titles();
    let mut records = standing(lines("inspections/records"), "supersedes");
    records.retain(|line| {
        let title = &titles[&line["rule"]]["title"];
        of_year(line) && line["result"] != "na" && texts.iter().any(|text| title.contains(text))
    });
    records
}

/// How many findings of the year were put right by their first deadline, and how many there are
/// whose time is over.
pub(crate) fn findings_in_time() -> (usize, usize) {
    let rows = lines("inspections/findings");
    let done: BTreeMap<&str, &str> = rows
        .iter()
        .filter(|line| line["kind"] == "rectify")
        .map(|line| (line["finding"].as_str(), line["date"].as_str()))
        .collect();
    let opened = rows.iter().filter(|line| line["kind"] == "open" && of_year(line));
    let opened: Vec<&Line> = opened.collect();
    let in_time = |line: &&&Line| {
        let done = done.get(line["finding"].as_str());
        done.is_some_and(|done| *done <= line["due"].as_str())
    };
    assert!(opened.iter().all(|line| line["due"].as_str() < "2026-02-01"));
    (opened.iter().filter(in_time).count(), opened.len())
}

/// The findings of the year, and whether each is closed.
pub(crate) fn findings(rule: Option<&str>) -> Vec<bool> {
    let rows = lines("inspections/findings");
    let closed: BTreeSet<&str> = rows
        .iter()
        .filter(|line| line["kind"] == "verify")
        .map(|line| line["finding"].as_str())
        .collect();
    let opened = rows.iter().filter(|line| line["kind"] == "open" && of_year(line));
    let asked = opened.filter(|line| rule.is_none_or(|rule| line["rule"] == rule));
    asked.map(|line| closed.contains(line["finding"].as_str())).collect()
}

/// The number of a day, counted from one long ago.
pub(crate) fn number(day: &str) -> i64 {
    let parts: Vec<i64> = day.split('-').map(|part| part.parse().expect(day)).collect();
    let (year, month) =
        if parts[1] > 2 { (parts[0], parts[1]) } else { (parts[0] - 1, parts[1] + 12) };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + parts[2]
}

/// The slots of a year in days from its first one, by the word of the rule.
pub(crate) fn slots(unit: &str) -> Vec<(i64, i64)> {
    let first = number(YEAR.0);
    let months: Vec<i64> = (1..=13)
        .map(
            |month| {
                if month == 13 { number(YEAR.1) } else { number(&format!("2025-{month:02}-01")) }
            },
        )
        .collect();
    let of = |n: usize| (0..12 / n).map(|at| (months[at * n], months[(at + 1) * n] - 1)).collect();
    match unit {
        "day" => (0..365).map(|day| (first + day, first + day)).collect(),
        // The year began on a Wednesday: the Monday before is two days earlier.
        "week" => (0..52).map(|week| (first - 2 + 7 * week, first + 4 + 7 * week)).collect(),
        "month" => of(1),
        "quarter" => of(3),
        "half-year" => of(6),
        _ => panic!("{unit}"),
    }
}

/// How many duties of rules were due in the year, and how many were done in time.
pub(crate) fn duties(rule: Option<&str>) -> (i64, i64) {
    let titles = titles();
    let records = records(&[""]);
    let (mut due, mut kept) = (0, 0);
    for service in lines("inspections/service.csv") {
        let own = &service["rule"];
        if rule.is_some_and(|rule| rule != own) {
            continue;
        }
        let done: BTreeSet<i64> = records
            .iter()
            .filter(|line| line["rule"] == *own && line["subject"] == service["subject"])
            .map(|line| number(&line["date"]))
            .collect();
        let (every, from) = (&titles[own]["every"], number(&service["from"]));
        if let Some(days) = every.strip_prefix("max-gap=").and_then(|rest| rest.strip_suffix('d')) {
            let days: i64 = days.parse().expect(every);
            let mut last = from;
            while last + days < number(YEAR.1) {
                due += 1;
                let next = done.range(last + 1..=last + days).next();
                kept += i64::from(next.is_some());
                last = next.copied().unwrap_or(last + days);
            }
            continue;
        }
        let (times, unit) = every.split_once('/').expect(every);
        let times: i64 = times.parse().expect(every);
        for (first, last) in slots(unit) {
            let (whole, served) = (last - first + 1, last - first.max(from) + 1);
            let needed = (2 * times * served + whole) / (2 * whole);
            let n_done = i64::try_from(done.range(first.max(from)..=last).count()).expect("few");
            due += needed;
            kept += needed.min(n_done);
        }
    }
    (due, kept)
}

/// The items by code.
fn items() -> BTreeMap<String, Line> {
    lines("stock/items.csv").into_iter().map(|item| (item["code"].clone(), item)).collect()
}

/// A quantity in the base unit of its item.
fn in_base(items: &BTreeMap<String, Line>, line: &Line) -> Decimal {
    let item = &items[&line["item"]];
    let factor = item["units"].split(' ').find_map(|unit| {
        let (name, factor) = unit.split_once('=')?;
        (name == line["unit"]).then(|| decimal(factor))
    });
    let factor = if line["unit"] == item["unit"] { Decimal::ONE } else { factor.expect("a unit") };
    decimal(&line["quantity"]) * factor
}

fn movements() -> Vec<Line> {
    standing(lines("stock/movements"), "reverses")
}

/// What was received from suppliers.
pub(crate) fn received() -> Decimal {
    let mut received = Decimal::ZERO;
    let bought = |line: &&Line| {
        of_year(line) && line["kind"] == "receipt" && line["from"].starts_with("supplier:")
    };
    for line in movements().iter().filter(bought) {
        received += match line["amount"].as_str() {
            "" => fen(decimal(&line["quantity"]) * decimal(&line["unit_price"])),
            amount => decimal(amount),
        };
    }
    received
}

/// How many kinds of goods the workshops made, and what they saved against the market.
pub(crate) fn made() -> (usize, Decimal) {
    let (mut kinds, mut saved) = (BTreeSet::new(), Decimal::ZERO);
    for line in movements() {
        if of_year(&line) && line["from"].starts_with("workshop:") {
            let market = decimal(&line["quantity"]) * decimal(&line["market_price"]);
            saved += fen(market) - decimal(&line["amount"]);
            kinds.insert(line["item"].clone());
        }
    }
    (kinds.len(), saved)
}

/// How often old goods came back for new ones.
pub(crate) fn exchanges() -> usize {
    movements().iter().filter(|line| of_year(line) && line["kind"] == "exchange").count()
}

/// How much of the items with a text in their names went to departments and did not come back.
pub(crate) fn issued(text: &str) -> Decimal {
    let items = items();
    let own = |line: &&Line| {
        of_year(line) && items.get(&line["item"]).is_some_and(|item| item["name"].contains(text))
    };
    let mut issued = Decimal::ZERO;
    for line in movements().iter().filter(own) {
        let quantity = in_base(&items, line);
        match (
            line["kind"].as_str(),
            line["to"].starts_with("dept:"),
            line["from"].starts_with("dept:"),
        ) {
            ("issue", true, _) => issued += quantity,
            ("return", _, true) => issued -= quantity,
            _ => {}
        }
    }
    issued
}

/// Sheets, lines counted, and lines that agreed with what the movements add up to.
pub(crate) fn counts() -> (usize, usize, usize) {
    let items = items();
    let mut sheets: BTreeMap<String, Line> = BTreeMap::new();
    let mut counted: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in lines("stock/stocktakes/2025") {
        match line["kind"].as_str() {
            "open" => drop(sheets.insert(line["sheet"].clone(), line)),
            "count" => counted.entry(line["date"].clone()).or_default().push(line),
            _ => {}
        }
    }
    let mut moved: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in movements() {
        moved.entry(line["date"].clone()).or_default().push(line);
    }
    let days: BTreeSet<&String> = moved.keys().chain(counted.keys()).collect();
    let mut shelf: BTreeMap<(String, String), Decimal> = BTreeMap::new();
    let (mut n_counted, mut n_matched) = (0, 0);
    for day in days {
        let of_day = moved.get(day).map(Vec::as_slice).unwrap_or_default();
        let key = |place: &str, line: &Line| (place.to_owned(), line["item"].clone());
        for line in
            of_day.iter().filter(|line| !matches!(line["kind"].as_str(), "count" | "posted"))
        {
            let quantity = in_base(&items, line);
            for (place, sign) in [("from", -Decimal::ONE), ("to", Decimal::ONE)] {
                if line[place].starts_with("store:") {
                    *shelf.entry(key(&line[place], line)).or_default() += sign * quantity;
                }
            }
        }
        for line in counted.get(day).map(Vec::as_slice).unwrap_or_default() {
            let place = &sheets[&line["sheet"]]["place"];
            let book = shelf.get(&key(place, line)).copied().unwrap_or_default();
            n_counted += 1;
            n_matched += usize::from(book == decimal(&line["counted"]));
        }
        // A posted count says what is there from then on.
        for line in of_day.iter().filter(|line| line["kind"] == "count") {
            let place =
                if line["from"].starts_with("store:") { &line["from"] } else { &line["to"] };
            shelf.insert(key(place, line), decimal(&line["counted"]));
        }
    }
    (sheets.len(), n_counted, n_matched)
}

/// The use of the main meters of a utility between two readings.
pub(crate) fn used(utility: &str, first: &str, last: &str) -> Decimal {
    let readings = standing(lines("meters/readings"), "supersedes");
    let points = tables("meters/points.toml");
    let main =
        points.iter().filter(|point| point["utility"] == utility && !point.contains_key("parent"));
    let mut used = Decimal::ZERO;
    for point in main {
        let registers: BTreeMap<&str, Decimal> = readings
            .iter()
            .filter(|line| line["point"] == point["code"])
            .map(|line| (line["date"].as_str(), decimal(&line["register"])))
            .collect();
        assert!(registers.contains_key(first) && registers.contains_key(last), "{}", point["code"]);
        let own: Vec<Decimal> =
            registers.range(first..=last).map(|(_, register)| *register).collect();
        let capacity =
            decimal(&format!("1{}", "0".repeat(point["digits"].parse().expect("digits"))));
        let turned = |pair: &[Decimal]| {
            let step = pair[1] - pair[0];
            if step < Decimal::ZERO { step + capacity } else { step }
        };
        let sum: Decimal = own.windows(2).map(turned).sum();
        used += sum * multiplier(&point["multiplier"]);
    }
    used
}

/// A multiplier as it is written on a meter: `200/5*10000/100`.
fn multiplier(text: &str) -> Decimal {
    let mut value = Decimal::ONE;
    for factor in text.split('*') {
        let mut parts = factor.split('/').map(decimal);
        value *= parts.next().expect(text);
        value = parts.fold(value, |value, part| value / part);
    }
    value
}

/// What all utilities with a main meter cost at their prices, each rounded to the fen.
pub(crate) fn energy_cost() -> Decimal {
    let prices = tables("meters/tariffs.toml");
    let costs = prices
        .iter()
        .map(|price| fen(used(&price["utility"], YEAR.0, YEAR.1) * decimal(&price["price"])));
    costs.sum()
}

/// What the plan allows the whole hospital.
pub(crate) fn planned(utility: &str) -> Decimal {
    let own = |line: &&Line| {
        line["utility"] == utility
            && line["department"].is_empty()
            && line["month"].starts_with("2025")
    };
    lines("meters/targets.csv").iter().filter(own).map(|line| decimal(&line["amount"])).sum()
}

/// The events of assets that stand, of a kind and up to the end of the year.
pub(crate) fn asset_events(kind: &str) -> Vec<Line> {
    let mut events = standing(lines("assets/events"), "reverses");
    events.retain(|line| line["kind"] == kind && line["date"].as_str() < YEAR.1);
    events
}

/// The sum of a column.
pub(crate) fn sum(lines: &[Line], column: &str) -> Decimal {
    lines.iter().map(|line| decimal(&line[column])).sum()
}
