//! Daily duties of many assets over years: made in the store's own layout, then the compliance
//! summary on them, from the files and from records that are folded already.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use houqin::base::{Day, Moment, Month, Span, Time};
use houqin::books::Need;
use houqin::inspections::{
    Clock, DayState, Done, Knowledge, ListOptions, Outcome, Sheaf, Sheaves, StreamRow, summary_of,
};
use houqin::store::{RealDisk, Store};

/// The first day of all duties.
fn first() -> Day {
    Day::new(2016, 1, 1).expect("a day")
}

/// Stores of growing size, the last one the largest that is promised.
const GROWTH: [(usize, i32); 5] = [(500, 1), (1_000, 1), (2_000, 1), (2_000, 5), (2_000, 10)];

/// Measures stores of several sizes, or the one that is asked for.
pub(crate) fn measure(asked: Option<(usize, i32)>) {
    println!(
        "{:<28} {:>9} {:>9} {:>8} {:>11} {:>11} {:>8} {:>9}",
        "report compliance --summary",
        "rows",
        "units",
        "wall",
        "rows/s",
        "units/s",
        "cpu",
        "memory"
    );
    for (n_assets, n_years) in asked.map_or(GROWTH.to_vec(), |one| vec![one]) {
        from_files(n_assets, n_years);
        from_memory(n_assets, n_years);
    }
}

/// A record of the ledger: the place of its asset, when it was done and when it was recorded.
struct Made {
    asset: usize,
    date: Day,
    minute: u16,
    recorded_at: Moment,
    id: String,
    supersedes: Option<String>,
}

/// Makes the records month by month, each as it would stand in its file.
///
/// Every asset has its round every day but for one in a hundred; one in two hundred is entered
/// days later and stands at the end of its file, one in ten thousand is corrected.
fn make(n_assets: usize, n_years: i32, mut take: impl FnMut(Month, &[Made])) -> u64 {
    let last = first().plus_months(12 * n_years).previous();
    let (mut seed, mut given, mut n_rows) = (0x9E37_79B9_u64, 0_u64, 0_u64);
    let mut month = first().month();
    while month.first() <= last {
        let (mut rows, mut later) = (Vec::new(), Vec::new());
        let mut date = month.first();
        while date <= month.last() {
            let short = date.to_string().replace('-', "");
            for asset in 0..n_assets {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
                let chance = (seed >> 33) % 10_000;
                if chance < 100 {
                    continue;
                }
                let minute = u16::try_from(480 + (seed >> 20) % 500).expect("a minute");
                let mut made = |days: i64, supersedes: Option<String>| {
                    given += 1;
                    let second = u32::from(minute) * 60 + 300;
                    let recorded_at = Moment::new(date.plus_days(days), second).expect("a moment");
                    let id = format!("C{short}-benc-{given:08}");
                    Made { asset, date, minute, recorded_at, id, supersedes }
                };
                match chance {
                    100..150 => later.push(made(6, None)),
                    150 => {
                        let wrong = made(0, None);
                        later.push(made(1, Some(wrong.id.clone())));
                        rows.push(wrong);
                    }
                    _ => rows.push(made(0, None)),
                }
            }
            date = date.next();
        }
        rows.append(&mut later);
        n_rows += rows.len() as u64;
        take(month, &rows);
        month = month.next();
    }
    n_rows
}

fn tag(asset: usize) -> String {
    format!("ZC{asset:05}")
}

/// A store with one daily rule for so many assets.
fn bind(root: &Path, n_assets: usize) {
    super::run(root, "init --name bench -q");
    super::run(root, "inspect rules add XJ --title 日巡检 --every 1/day --from 2016-01-01 -q");
    let mut service =
        String::from("id,rule,subject,from,to,anchor,reason,supersedes,recorded_at,recorded_by\n");
    for asset in 0..n_assets {
        let tag = tag(asset);
        let _ =
            writeln!(service, "V{asset:06},XJ,{tag},2016-01-01,,,,,2016-01-01T08:00:00+08:00,甲");
    }
    std::fs::write(root.join("inspections/service.csv"), service).expect("a register");
}

fn fill(root: &Path, n_assets: usize, n_years: i32) -> u64 {
    bind(root, n_assets);
    make(n_assets, n_years, |month, rows| {
        let folder = root.join(format!("inspections/records/{}", month.year()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = File::create(folder.join(format!("{month}.csv"))).expect("a file");
        let mut file = BufWriter::with_capacity(1 << 20, file);
        file.write_all(
            b"id,rule,template,subject,date,time,person,result,score,evidence,sha256,for_slot,\
              note,supersedes,recorded_at,recorded_by\n",
        )
        .expect("written");
        for row in rows {
            let Made { asset, date, minute, recorded_at, id, supersedes } = row;
            let (tag, hour, minute) = (tag(*asset), minute / 60, minute % 60);
            let supersedes = supersedes.as_deref().unwrap_or_default();
            writeln!(
                file,
                "{id},XJ,,{tag},{date},{hour:02}:{minute:02},巡检员,pass,,,,,,{supersedes},\
                 {recorded_at},巡检员"
            )
            .expect("written");
        }
        file.flush().expect("written");
    })
}

fn from_files(n_assets: usize, n_years: i32) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let n_rows = fill(root, n_assets, n_years);
    let last = first().plus_months(12 * n_years).previous();
    let n_units = first().days_until(last.next()).unsigned_abs() * n_assets as u64;
    let line = format!("report compliance --summary -p {}..{last} -f json", first());
    // Twice, so that the files are in memory where they fit.
    let mut best: Option<(Duration, Option<Duration>, Option<u64>)> = None;
    for _ in 0..2 {
        let run = run(root, &line, n_units);
        if best.as_ref().is_none_or(|(took, ..)| run.0 < *took) {
            best = Some(run);
        }
    }
    let (took, cpu, peak) = best.expect("a run");
    line_of(&format!("{n_assets} x {n_years} y, files"), n_rows, n_units, took, cpu, peak);
}

/// Runs the report and holds its sums against what was made.
fn run(root: &Path, line: &str, n_units: u64) -> (Duration, Option<Duration>, Option<u64>) {
    let mut command = super::houqin(root, line);
    command.env("HOUQIN_NOW", "2026-01-02T08:30:00+08:00").stdout(Stdio::piped());
    let (before, begin) = (super::children_cpu(), Instant::now());
    let mut child = command.spawn().expect("the binary starts");
    let mut out = child.stdout.take().expect("its output");
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).expect("its output");
        text
    });
    let mut peak = None;
    let status = loop {
        peak = super::readings::peak_memory(child.id()).or(peak);
        if let Some(status) = child.try_wait().expect("it ends") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let took = begin.elapsed();
    assert!(status.success(), "`houqin {line}` ended with {status}");
    let cpu = before.zip(super::children_cpu()).map(|(before, after)| after.saturating_sub(before));
    let report = reader.join().expect("its output");
    let required = format!("\"required\": {n_units}");
    let compact = format!("\"required\":{n_units}");
    assert!(report.contains(&required) || report.contains(&compact), "{report}");
    (took, cpu, peak)
}

/// The summary alone, of records that are folded already.
fn from_memory(n_assets: usize, n_years: i32) {
    let folder = tempfile::tempdir().expect("a folder");
    bind(folder.path(), n_assets);
    let store = Store::open(&RealDisk, folder.path()).expect("a store");
    let book = store.read(Need::inspections()).expect("a book").books.inspections;
    let last = first().plus_months(12 * n_years).previous();
    let knowledge = Knowledge { known_by: Moment::end_of(last.plus_days(30)), as_of: last };
    let mut sheaves = Vec::new();
    let n_rows = make(n_assets, n_years, |_, rows| {
        let rows: Vec<StreamRow<'_>> = rows
            .iter()
            .map(|made| StreamRow {
                duty: u32::try_from(made.asset).expect("few"),
                done: Done {
                    date: made.date,
                    time: Time::new(made.minute / 60, made.minute % 60),
                    recorded_at: made.recorded_at,
                    for_slot: None,
                    result: Outcome::Pass,
                    evidence: Some(0),
                },
                id: &made.id,
                supersedes: made.supersedes.as_deref(),
                whole: false,
            })
            .collect();
        sheaves.push(Sheaf::of(&rows, n_assets, knowledge, &[]).expect("a month"));
    });
    let sheaves = Sheaves::of(&book, sheaves).expect("months");
    let options = ListOptions {
        period: Span::new(first(), last).expect("a span"),
        clock: Clock { as_of: last, state: DayState::Over },
        rule: None,
        subject: None,
        site: None,
    };
    let before = super::own_cpu();
    let begin = Instant::now();
    let summary = summary_of(&book, &sheaves, &options);
    let took = begin.elapsed();
    let cpu = before.zip(super::own_cpu()).map(|(before, after)| after.saturating_sub(before));
    let n_units = summary.total.required();
    assert_eq!(n_units, first().days_until(last.next()).unsigned_abs() * n_assets as u64);
    line_of(&format!("{n_assets} x {n_years} y, memory"), n_rows, n_units, took, cpu, None);
}

fn line_of(
    name: &str,
    n_rows: u64,
    n_units: u64,
    took: Duration,
    cpu: Option<Duration>,
    peak: Option<u64>,
) {
    let millis = took.as_millis().max(1);
    let each_second = |count: u64| u128::from(count) * 1000 / millis;
    let cpu = cpu.map_or("-".to_owned(), |cpu| format!("{:.2} s", cpu.as_secs_f64()));
    let peak = peak.map_or("-".to_owned(), |kb| format!("{} MB", kb / 1024));
    let (rows, units) = (each_second(n_rows), each_second(n_units));
    let wall = format!("{}.{:03} s", millis / 1000, millis % 1000);
    println!(
        "{name:<28} {n_rows:>9} {n_units:>9} {wall:>8} {rows:>11} {units:>11} {cpu:>8} {peak:>9}"
    );
}
