//! Questions to ten years of stock, against a count of the line ends and against other engines on
//! the same files; every answer is held against an exact replay.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "ratios, to be read")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::cost::{Cost, alternating};
use super::movements::{Amount, Truth, fill, path, seal};
use super::musts::{Musts, ratio};
use super::rivals::{Rivals, newlines};

/// How often each command is run in turn; the least counts.
const RUNS: usize = 3;

/// From how many lines on something is promised of what is asked from a seal.
const A_MILLION: u64 = 1_000_000;
const TEN_MILLION: u64 = 10_000_000;

/// What one question is asked of.
const MOVEMENTS: &str = "read_csv('stock/movements/*/*.csv', header=true, delim=',', quote='\"', escape='\"', \
     types={'date':'DATE','quantity':'DECIMAL(18,6)','unit_price':'DECIMAL(18,6)'})";

/// Asks all questions of ledgers of these sizes.
pub(crate) fn measure(sizes: &[usize], musts: &mut Musts) {
    let rivals = Rivals::find();
    heading();
    let mut per_row: Vec<(usize, f64)> = Vec::new();
    for n_rows in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let truth = fill(root, *n_rows);
        let own = on_hand(root, &truth, &rivals, Start::TheFirstLine, musts);
        per_row.push((*n_rows, own.cpu.as_secs_f64() / truth.n_rows as f64));
        consumption(root, &truth, &rivals, musts);
        statement(root, &truth, &rivals, Start::TheFirstLine, musts);
        seal(root, "2025-11");
        let _written = on_hand(root, &truth, &rivals, Start::TheSeal, musts);
        statement(root, &truth, &rivals, Start::TheSeal, musts);
    }
    if let [(small, first), .., (large, last)] = per_row[..] {
        let name = format!("Q1, CPU a row, {large} lines");
        let to = if small <= 100_000 { "100 thousand lines" } else { "the fewest lines" };
        musts.note(name, to, (1.2, 1.0), ratio(last, Some(first)));
    }
}

/// From where an answer goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// From the first line: nothing is sealed.
    TheFirstLine,
    /// From what stands written at the end of the last sealed month.
    TheSeal,
}

impl Start {
    const fn words(self) -> &'static str {
        match self {
            Self::TheFirstLine => "full scan",
            Self::TheSeal => "from a seal",
        }
    }
}

/// How many times the processor time of another one ours is.
fn processor(costs: &[Option<Cost>; 4], other: usize) -> Option<f64> {
    let cpu = |at: usize| costs[at].map(|cost| cost.cpu.as_secs_f64());
    ratio(cpu(0)?, cpu(other))
}

fn heading() {
    println!("| question | rows | rows/s | CPU | peak | / newlines | / DuckDB | / Polars |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
}

/// Prints one line of the table.
fn line(name: &str, n_rows: u64, costs: &[Option<Cost>; 4]) {
    let [own, lines, duckdb, polars] = costs;
    let own = own.expect("our own run");
    let rate = n_rows as f64 / own.wall.as_secs_f64();
    let ratio = |other: &Option<Cost>| {
        other.map_or_else(
            || "–".to_owned(),
            |other| format!("{:.3}", own.cpu.as_secs_f64() / other.cpu.as_secs_f64()),
        )
    };
    println!(
        "| {name} | {n_rows} | {rate:.0} | {:.3} s | {:.1} MB | {} | {} | {} |",
        own.cpu.as_secs_f64(),
        own.peak as f64 / 1024.0,
        ratio(lines),
        ratio(duckdb),
        ratio(polars)
    );
}

/// Runs our command and the others in turn; ours writes its answer into a file.
fn compare(
    root: &Path,
    own: &Command,
    duckdb: Option<Command>,
    polars: Option<Command>,
) -> (String, [Option<Cost>; 4]) {
    let lines = newlines(root, "stock/movements");
    let mut all = vec![own, &lines];
    all.extend(&duckdb);
    all.extend(&polars);
    let out = root.join("answer");
    let mut costs = alternating(RUNS, &all, &root.join("other")).into_iter().map(Some);
    let answer = super::cost::answer(own, &out);
    let (own, lines) = (costs.next().flatten(), costs.next().flatten());
    let duckdb = duckdb.and_then(|_| costs.next().flatten());
    let polars = polars.and_then(|_| costs.next().flatten());
    (answer, [own, lines, duckdb, polars])
}

/// Holds what every card comes to against a replay.
pub(crate) fn must_hold(
    name: &str,
    (root, out): (&Path, &Path),
    cards: &BTreeMap<(String, String), Amount>,
) {
    let answer = super::cost::answer(&asked(root, ON_HAND), out);
    must_be(name, read(&answer, ["store", "item"], ["quantity", "value"]), cards);
}

fn asked(root: &Path, line: &str) -> Command {
    let mut command = super::houqin(root, line);
    command.env("HOUQIN_NOW", "2026-01-02T08:30:00+08:00");
    command
}

/// The lines of an answer by two of its columns, with two others as exact amounts.
fn read(answer: &str, keys: [&str; 2], amounts: [&str; 2]) -> BTreeMap<(String, String), Amount> {
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(answer.as_bytes());
    let names = rows.headers().expect("a header").clone();
    let at = |name: &str| {
        names.iter().position(|own| own == name).unwrap_or_else(|| panic!("no {name}: {names:?}"))
    };
    let (keys, amounts) = (keys.map(at), amounts.map(at));
    rows.records()
        .map(|row| {
            let row = row.expect("a row");
            let fixed = |text: &str, decimals: u32| {
                let (whole, part) = text.split_once('.').unwrap_or((text, ""));
                let part = format!("{part:0<width$}", width = decimals as usize);
                format!("{whole}{part}").parse::<i64>().unwrap_or_else(|_| panic!("{text}"))
            };
            let key = (row[keys[0]].to_owned(), row[keys[1]].to_owned());
            (key, (fixed(&row[amounts[0]], 6), fixed(&row[amounts[1]], 2)))
        })
        .collect()
}

fn must_be(
    name: &str,
    answer: BTreeMap<(String, String), Amount>,
    truth: &BTreeMap<(String, String), Amount>,
) {
    let answer: BTreeMap<_, _> =
        answer.into_iter().filter(|(_, amount)| *amount != (0, 0)).collect();
    assert_eq!(answer.len(), truth.len(), "{name}: other cards than the replay has");
    for (key, amount) in truth {
        assert_eq!(answer.get(key), Some(amount), "{name}: {key:?} is not what the replay has");
    }
}

/// What every card comes to at the end.
const ON_HAND: &str = "stock onhand -f csv --headers keys --as-of 2025-12-31";

/// Q1: on hand and its value at the running average, by store and item, at the end.
fn on_hand(root: &Path, truth: &Truth, rivals: &Rivals, from: Start, musts: &mut Musts) -> Cost {
    let own = asked(root, ON_HAND);
    let sums = "sum(case when \"to\" like 'store:%' then quantity else 0 end) - \
                sum(case when \"from\" like 'store:%' then quantity else 0 end)";
    let statement = format!(
        "select coalesce(case when \"to\" like 'store:%' then \"to\" end, \"from\") as store, item, \
         {sums} as held, sum(quantity * unit_price) as cost from {MOVEMENTS} \
         where date <= '2025-12-31' group by all"
    );
    let polars = "import polars as pl\n\
        m = pl.scan_csv('stock/movements/*/*.csv', schema_overrides={'unit_price': pl.Float64})\n\
        into = pl.col('to').str.starts_with('store:')\n\
        m = m.with_columns(pl.when(into).then(pl.col('to')).otherwise(pl.col('from')).alias('store'),\n\
          pl.when(into).then(pl.col('quantity')).otherwise(-pl.col('quantity')).alias('moved'))\n\
        m = m.group_by('store', 'item').agg(pl.col('moved').sum(),\n\
          (pl.col('quantity') * pl.col('unit_price')).sum().alias('cost'))\n\
        print(m.collect(engine='streaming').write_csv())";
    let (answer, costs) =
        compare(root, &own, rivals.duckdb(root, &statement), rivals.polars(root, polars));
    let cards = read(&answer, ["store", "item"], ["quantity", "value"]);
    must_be("Q1", cards, &truth.cards);
    line(&format!("Q1 on hand, {}", from.words()), truth.n_rows, &costs);
    let own = costs[0].expect("our own run");
    let name = format!("Q1 {}, {} lines", from.words(), truth.n_rows);
    match from {
        Start::TheFirstLine => {
            let memory = own.peak as f64 / 1024.0;
            musts.note(name.clone(), "DuckDB CLI, CPU", (0.40, 0.20), processor(&costs, 2));
            musts.note(name.clone(), "newline count, CPU", (10.0, 5.0), processor(&costs, 1));
            musts.note(name, "peak memory, MB", (40.0, 25.0), Some(memory));
        }
        // Of a shorter history nothing is promised: to start and to read what is on hand is most of it.
        Start::TheSeal if truth.n_rows < TEN_MILLION => {}
        Start::TheSeal => musts.note(name, "newline count, CPU", (0.6, 0.3), processor(&costs, 1)),
    }
    own
}

/// Q3: what each department used of each item.
fn consumption(root: &Path, truth: &Truth, rivals: &Rivals, musts: &mut Musts) {
    let own = asked(root, "stock consumption -p 2016-01-01..2025-12-31 -f csv --headers keys");
    let statement = format!(
        "select case when \"to\" like 'dept:%' then \"to\" else \"from\" end as dept, item, \
         sum(case when \"to\" like 'dept:%' then quantity else -quantity end) as used \
         from {MOVEMENTS} where \"to\" like 'dept:%' or \"from\" like 'dept:%' group by all"
    );
    let (answer, costs) = compare(root, &own, rivals.duckdb(root, &statement), None);
    must_be("Q3", read(&answer, ["department", "item"], ["used", "cost"]), &truth.uses);
    line("Q3 consumption, full scan", truth.n_rows, &costs);
    let name = format!("Q3 full scan, {} lines", truth.n_rows);
    musts.note(name, "DuckDB CLI, CPU", (0.35, 0.16), processor(&costs, 2));
}

/// Q2: receipts, issues and balances of the last month.
fn statement(root: &Path, truth: &Truth, rivals: &Rivals, from: Start, musts: &mut Musts) {
    let own = asked(root, "stock statement -p 2025-12 -f csv --headers keys");
    let part = |which: &str, kind: &str| {
        format!("sum(case when {which} and \"{kind}\" like 'store:%' then quantity else 0 end)")
    };
    let statement = format!(
        "select coalesce(case when \"to\" like 'store:%' then \"to\" end, \"from\") as store, item, \
         {} - {} as opening, {} as came, {} as went from {MOVEMENTS} \
         where date <= '2025-12-31' group by all",
        part("date < '2025-12-01'", "to"),
        part("date < '2025-12-01'", "from"),
        part("date >= '2025-12-01'", "to"),
        part("date >= '2025-12-01'", "from"),
    );
    let (answer, costs) = compare(root, &own, rivals.duckdb(root, &statement), None);
    let keys = ["store", "item"];
    let openings = read(&answer, keys, ["opening_quantity", "opening_value"]);
    must_be("Q2, opening", openings, &truth.before);
    must_be(
        "Q2, closing",
        read(&answer, keys, ["closing_quantity", "closing_value"]),
        &truth.cards,
    );
    assert!(path(root, 2025, 12).exists(), "the month that was asked about");
    line(&format!("Q2 statement of a month, {}", from.words()), truth.n_rows, &costs);
    if from == Start::TheSeal && truth.n_rows >= A_MILLION {
        let bounds = if truth.n_rows < TEN_MILLION { (0.06, 0.035) } else { (0.02, 0.009) };
        let name = format!("Q2 from a seal, {} lines", truth.n_rows);
        musts.note(name, "DuckDB CLI, CPU", bounds, processor(&costs, 2));
    }
}
