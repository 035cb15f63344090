//! How long commands take, as their users feel it: whole processes on stores of three sizes.
//!
//! `cargo bench --bench houqin` prints figures and holds nobody to them. Each figure is the median
//! of its runs; "cpu" is the mean processor time of a run, where the system tells it. A year of
//! hourly readings is measured once, on 20 meters; `cargo bench --bench houqin -- readings 2000`
//! measures nothing else, on as many meters as are said. `-- duties` measures the compliance summary
//! on daily duties of growing number, up to 2,000 assets over ten years; `-- duties 2000 10` only
//! that. `-- shell` tells the size of the binary, the crates behind it, and what help and the morning
//! screen take. `-- questions 100000 1000000` asks ten years of stock, of as many lines as are said, the
//! reference questions, beside a count of the line ends, `DuckDB` and Polars on the same files
//! (`rivals.rs`), then a year of readings, ten years of duties, and what is done many times a day;
//! it ends with what is promised of all these and whether it was kept (`musts.rs`).
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench makes stores by hand, starts processes and prints its figures"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many items the catalogue has; movements go round them.
const ITEMS: usize = 300;

/// How often each command is run.
const RUNS: usize = 15;

mod cost;
mod daily;
mod duties;
mod growth;
mod movements;
mod musts;
mod readings;
mod rivals;
mod shell;
mod shelves;
mod usage;

/// How many meters have hourly readings where nobody says how many.
const METERS: usize = 20;

fn main() {
    let all: Vec<String> = std::env::args().skip(1).collect();
    if let [first, rest @ ..] = &all[..]
        && first == cost::RUNNER
    {
        return cost::run(rest);
    }
    let said: Vec<String> = all.into_iter().filter(|said| !said.starts_with('-')).collect();
    if let [what, rest @ ..] = &said[..]
        && what == "questions"
    {
        let sizes: Vec<usize> =
            rest.iter().map(|said| said.parse().expect("a number of rows")).collect();
        let sizes = if sizes.is_empty() { vec![100_000, 1_000_000] } else { sizes };
        return questions(&sizes);
    }
    if let [what, rest @ ..] = &said[..]
        && what == "readings"
    {
        let n_meters =
            rest.first().map_or(METERS, |said| said.parse().expect("a number of meters"));
        return readings::measure(n_meters);
    }
    if let [what, rest @ ..] = &said[..]
        && what == "duties"
    {
        let asked = match rest {
            [assets, years] => Some((
                assets.parse().expect("a number of assets"),
                years.parse().expect("a number of years"),
            )),
            _ => None,
        };
        return duties::measure(asked);
    }
    if said.first().is_some_and(|what| what == "shell") {
        return shell::measure();
    }
    let nowhere = tempfile::tempdir().expect("a folder");
    println!("{:<44} {:>10} {:>10}", "", "wall", "cpu");
    measure("houqin --help", nowhere.path(), |_| "--help".to_owned());
    for rows in [600, 6_000, 100_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fill(root, rows);
        let of = |command: &str| format!("{command}, {rows} rows");
        measure(&of("stock onhand"), root, |_| "stock onhand -f csv".to_owned());
        measure(&of("stock onhand --as-of"), root, |_| {
            "stock onhand -f csv --as-of 2025-02-15".to_owned()
        });
        measure(&of("stock card"), root, |_| "stock card I007 -p 2025-12 -f csv".to_owned());
        measure(&of("stock receive, durable"), root, |run| {
            format!("stock receive I007 1 --supplier S --price 5 --slip B{run} -q")
        });
        measure(&of("stock receive, said already"), root, |_| {
            "stock receive I007 1 --supplier S --price 5 --slip B0 -q".to_owned()
        });
        measure(&of("check"), root, |_| "check -q".to_owned());
    }
    readings::measure(METERS);
    duties::measure(Some((200, 1)));
    shell::measure();
}

/// Asks all reference questions, and says which promises are kept.
fn questions(sizes: &[usize]) {
    let mut musts = musts::Musts::default();
    let largest = sizes.iter().copied().max().unwrap_or_default();
    shelves::measure(sizes, &mut musts);
    // What is done with one line or one sheet is promised of a million lines.
    let upto_a_million = sizes.iter().copied().filter(|size| *size <= 1_000_000).max();
    growth::measure(upto_a_million.unwrap_or(1_000_000), &mut musts);
    usage::measure(largest / 8_760 / 10 * 17, &mut musts);
    daily::measure(&mut musts);
    // Ten years of daily duties, as many as there are lines.
    duties::measure(Some(((largest / 3_650).clamp(10, 2_000), 10)));
    musts.print();
}

fn houqin(root: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_houqin"));
    command.current_dir(root).args(line.split_whitespace()).stdout(Stdio::null());
    command.env("HOUQIN_BY", "库管员甲").env("HOUQIN_NOW", "2025-12-31T08:30:00+08:00");
    command.env("HOUQIN_MACHINE", "bench");
    command
}

fn run(root: &Path, line: &str) {
    let status = houqin(root, line).status().expect("the binary starts");
    assert!(status.success(), "`houqin {line}` ended with {status}");
}

/// Runs a command again and again and prints what it took.
fn measure(name: &str, root: &Path, line: impl Fn(usize) -> String) {
    let before = children_cpu();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|number| {
            let begin = Instant::now();
            run(root, &line(number));
            begin.elapsed()
        })
        .collect();
    times.sort();
    let cpu = match (before, children_cpu()) {
        (Some(before), Some(after)) => {
            shown(after.saturating_sub(before) / u32::try_from(RUNS).unwrap_or(1))
        }
        _ => "-".to_owned(),
    };
    println!("{name:<44} {:>10} {cpu:>10}", shown(times[RUNS / 2]));
}

fn shown(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{} ms", micros / 1000, micros % 1000 / 100)
}

/// Processor time of all processes that have ended, in the system's ticks of 10 ms.
fn children_cpu() -> Option<Duration> {
    cpu_of([13, 14])
}

/// Processor time of this process.
fn own_cpu() -> Option<Duration> {
    cpu_of([11, 12])
}

fn cpu_of([user, system]: [usize; 2]) -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(user)? + ticks(system)?) * 10))
}

/// Makes a store with so many movements in the twelve months of 2025.
fn fill(root: &Path, rows: usize) {
    run(root, "init --name bench -q");
    run(root, "store add A --name A -q");
    let mut items = String::from("code,name,unit\n");
    for item in 0..ITEMS {
        let _ = writeln!(items, "I{item:03},灯管 {item},支");
    }
    std::fs::write(root.join("stock/items.csv"), items).expect("a catalogue");
    let folder = root.join("stock/movements/2025");
    std::fs::create_dir_all(&folder).expect("a folder");
    for month in 1..=12 {
        let mut text = String::from(
            "id,date,time,kind,item,quantity,unit,unit_price,amount,counted,from,to,lot,expiry,\
             slip,person,reason,note,reverses,recorded_at,recorded_by\n",
        );
        for row in (0..rows).filter(|row| row * 12 / rows == month - 1) {
            let day = row * 12 % rows * 28 / rows + 1;
            let (date, item) = (format!("2025-{month:02}-{day:02}"), row % ITEMS);
            let id = format!("M2025{month:02}{day:02}-benc-{row:06}");
            let end = format!(",,,S{row:06},,,,,{date}T08:30:00+08:00,库管员甲");
            let _ = if (row / ITEMS).is_multiple_of(2) {
                writeln!(
                    text,
                    "{id},{date},,receipt,I{item:03},20,支,4.75,,,supplier:S,store:A{end}"
                )
            } else {
                writeln!(text, "{id},{date},,issue,I{item:03},5,支,,,,store:A,dept:NK1{end}")
            };
        }
        std::fs::write(folder.join(format!("2025-{month:02}.csv")), text).expect("a ledger");
    }
    run(root, "org department add NK1 --name NK1 -q");
    run(root, "check -q");
}
