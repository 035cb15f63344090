//! A year of hourly readings: made in the store's own layout, then the monthly use report on it.

use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use houqin::base::{Day, Month};

/// How many hours there are in 2025.
const HOURS: usize = 8_760;

/// Makes the readings of so many meters, reports their use by month, and prints what it took.
pub(crate) fn measure(n_meters: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let Filled { n_rows, n_bytes, bounds } = fill(root, n_meters);
    let line = USAGE;
    let mut command = super::houqin(root, line);
    command.env("HOUQIN_NOW", "2026-01-02T08:30:00+08:00").stdout(Stdio::piped());
    let begin = Instant::now();
    let mut child = command.spawn().expect("the binary starts");
    let mut out = child.stdout.take().expect("its output");
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).expect("its output");
        text
    });
    let mut peak = None;
    let status = loop {
        // The greatest so far is said as long as the process runs; it ends within milliseconds of
        // the last look.
        peak = peak_memory(child.id()).or(peak);
        if let Some(status) = child.try_wait().expect("it ends") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let took = begin.elapsed();
    assert!(status.success(), "`houqin {line}` ended with {status}");
    let report = reader.join().expect("its output");
    must_be(&report, &bounds);
    let millis = took.as_millis().max(1);
    let each_second = |count: u64| u128::from(count) * 1000 / millis;
    println!("{line}: {n_meters} meters, hourly, 2025");
    println!("  rows          {n_rows}");
    println!("  bytes         {n_bytes}");
    println!("  seconds       {}.{:03}", millis / 1000, millis % 1000);
    println!("  rows/s        {}", each_second(n_rows));
    println!("  MB/s          {}", each_second(n_bytes) / 1_000_000);
    match peak {
        Some(kb) => println!("  peak memory   {} MB (VmHWM of the reporting process)", kb / 1024),
        None => println!("  peak memory   - (the system does not tell it)"),
    }
}

/// The peak memory of a process in kB, where the system tells it.
pub(crate) fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// What is asked of them.
pub(crate) const USAGE: &str = "meter usage -p 2025 -f csv --headers keys";

/// What a pulse of a register stands for, doubled, meter by meter.
const MULTIPLIERS: [(&str, i64); 4] = [("1", 2), ("40", 80), ("200/5*10", 800), ("0.5", 1)];

/// A store of readings.
pub(crate) struct Filled {
    pub(crate) n_rows: u64,
    pub(crate) n_bytes: u64,
    /// What each meter stood at when each month began, and when the year ended.
    pub(crate) bounds: Vec<Vec<Bound>>,
}

/// What a meter stands at, doubled hundredths: half way between the hours before and after, where
/// the reading of the hour itself is in doubt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bound {
    Known(i64),
    /// The hour itself does not count; the one before it stood at this, doubled hundredths.
    Between(i64),
    /// None of both counts.
    Unknown,
}

/// Holds what each meter used in each month against the registers.
pub(crate) fn must_be(report: &str, bounds: &[Vec<Bound>]) {
    // In ten thousandths.
    let used = |meter: usize, (from, to): (Bound, Bound)| {
        let (Bound::Known(from), Bound::Known(to)) = (from, to) else { return None };
        // Quarters of a hundredth.
        Some((to - from) * MULTIPLIERS[meter % 4].1 * 25)
    };
    let (mut n_held, mut n_open) = (0, 0);
    for line in report.lines().filter(|line| line.starts_with("electricity,")) {
        let cells: Vec<&str> = line.split(',').collect();
        let (point, month, amount, coverage) = (cells[1], cells[3], cells[4], cells[6]);
        let meter: usize = point[1..].parse().expect("a meter");
        let month: usize = month.strip_prefix("2025-").expect("a month").parse().expect("one");
        let Some(used) = used(meter, (bounds[meter][month - 1], bounds[meter][month])) else {
            n_open += 1;
            continue;
        };
        let (whole, decimals) = amount.split_once('.').expect("an amount with decimals");
        let n_decimals = u32::try_from(decimals.len()).expect("few");
        let unit = 10_i64.pow(4_u32.checked_sub(n_decimals).expect("no more than there are"));
        let shown = format!("{whole}{decimals}").parse::<i64>().expect("an amount");
        assert_eq!((shown, coverage), ((used + unit / 2) / unit, "100.0%"), "Q4: {line}");
        n_held += 1;
    }
    assert_eq!(n_held + n_open, bounds.len() * 12, "every meter has twelve months");
    assert!(n_open * 100 < n_held, "Q4: {n_open} of {n_held} are not known from registers alone");
}

/// Makes the store.
///
/// Hour by hour every meter has a row: a concentrator's way to write. One row in fifty thousand is
/// estimated, one corrected, one in doubt.
pub(crate) fn fill(root: &Path, n_meters: usize) -> Filled {
    super::run(root, "init --name bench -q");
    std::fs::create_dir_all(root.join("meters")).expect("a folder");
    let mut points = BufWriter::new(File::create(root.join("meters/points.toml")).expect("a file"));
    for meter in 0..n_meters {
        let (multiplier, _) = MULTIPLIERS[meter % 4];
        write!(
            points,
            "[[point]]\ncode = \"M{meter:05}\"\nname = \"表 {meter}\"\nutility = \"electricity\"\n\
             unit = \"kWh\"\nmultiplier = \"{multiplier}\"\ndigits = 8\nmax_per_day = \"50000\"\n"
        )
        .expect("written");
        if meter % 20 != 0 {
            writeln!(points, "parent = \"M{:05}\"", meter / 20 * 20).expect("written");
        }
        writeln!(points).expect("written");
    }
    points.flush().expect("written");
    let mut registers = vec![0_u64; n_meters];
    // What counted at the hour before, and the bounds of months.
    let mut counted = vec![None::<i64>; n_meters];
    let mut bounds = vec![Vec::<Bound>::with_capacity(13); n_meters];
    let (mut seed, mut given, mut n_bytes) = (0x9E37_79B9_u64, 0_u64, 0_u64);
    let first = Day::new(2025, 1, 1).expect("a day");
    let mut file: Option<(Month, BufWriter<File>)> = None;
    let mut row = Vec::new();
    // One hour more, so that the last day has its end.
    for hour in 0..=HOURS {
        let date = first.plus_days(i64::try_from(hour / 24).unwrap_or(0));
        let month = date.month();
        if file.as_ref().is_none_or(|(open, _)| *open != month) {
            let folder = root.join(format!("meters/readings/{}", month.year()));
            std::fs::create_dir_all(&folder).expect("a folder");
            let new = File::create(folder.join(format!("{month}.csv"))).expect("a file");
            let mut new = BufWriter::with_capacity(1 << 20, new);
            let header = "id,point,date,time,register,kind,person,note,supersedes,recorded_at,\
                          recorded_by\n";
            new.write_all(header.as_bytes()).expect("written");
            n_bytes += header.len() as u64;
            file = Some((month, new));
        }
        let Some((_, file)) = &mut file else { continue };
        row.clear();
        let (day, hour) = (date.to_string(), hour % 24);
        let short = day.replace('-', "");
        for (meter, register) in registers.iter_mut().enumerate() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
            *register += (seed >> 33) % 300;
            let end = format!("{day}T{hour:02}:05:00+08:00,集中器");
            let value = format!("{}.{:02}", *register / 100, *register % 100);
            let mut write = |kind: &str, note: &str, value: &str, supersedes: &str| {
                given += 1;
                let id = format!("R{short}-benc-{given:08}");
                writeln!(
                    row,
                    "{id},M{meter:05},{day},{hour:02}:00,{value},{kind},,{note},{supersedes},{end}"
                )
                .expect("written");
                id
            };
            match (seed >> 20) % 50_000 {
                0 => drop(write("estimated", "", &value, "")),
                1 => {
                    let wrong = write("actual", "", "99999.99", "");
                    write("corrected", "看错", &value, &wrong);
                }
                2 => {
                    write("doubtful", "\"通信异常, 待核\"", &value, "");
                }
                _ => drop(write("actual", "", &value, "")),
            }
            let is_doubtful = (seed >> 20) % 50_000 == 2;
            let doubled = 2 * i64::try_from(*register).expect("a small register");
            let now = (!is_doubtful).then_some(doubled);
            if let Some(last) = bounds[meter].last_mut()
                && let (Bound::Between(before), true) = (*last, hour == 1)
            {
                *last =
                    now.map_or(Bound::Unknown, |after| Bound::Known(i64::midpoint(before, after)));
            }
            if hour == 0 && date == month.first() {
                bounds[meter].push(match (now, counted[meter]) {
                    (Some(now), _) => Bound::Known(now),
                    (None, Some(before)) => Bound::Between(before),
                    (None, None) => Bound::Unknown,
                });
            }
            counted[meter] = now;
        }
        n_bytes += row.len() as u64;
        file.write_all(&row).expect("written");
    }
    Filled { n_rows: given, n_bytes, bounds }
}
