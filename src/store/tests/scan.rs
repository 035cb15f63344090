//! Readings that stream by give what readings that are kept give, whatever stands in the files.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::base::{Day, Diagnostic, Moment, Severity, SiteCode, Span};
use crate::books::Need;
use crate::meters::{
    Boundary, Question, UsageBy, UsageOptions, UsageTable, View, usage, usage_scanned,
};
use crate::store::{Disk as _, RealDisk, Store};

use super::commit::{put, store};

pub(super) const CASES: u32 = if cfg!(debug_assertions) { 192 } else { 10_000 };

pub(super) const HEADER: &str =
    "id,point,date,time,register,kind,person,note,supersedes,recorded_at,recorded_by";

/// The months that have a file.
pub(super) const MONTHS: [&str; 5] = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"];

/// A row: its point, hours since the first, step of the register, what kind it is of, what is odd
/// about it, a number to choose others by, and the days until it was recorded.
pub(super) type Drawn = (usize, u32, i64, usize, usize, usize, i64);

/// What is asked of the readings.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    span: &'static str,
    as_of: Option<i64>,
    known_by: i64,
    boundary: Boundary,
}

pub(super) fn asked() -> impl Strategy<Value = Asked> {
    let spans = vec!["2024-02", "2024-Q1", "2024-01-20..2024-03-10", "2024", "2024-03-31"];
    (
        prop::sample::select(spans),
        prop::option::of(0_i64..150),
        0_i64..170,
        prop::sample::select(vec![Boundary::StartOfDay, Boundary::EndOfDay]),
    )
        .prop_map(|(span, as_of, known_by, boundary)| Asked {
            span,
            as_of,
            known_by,
            boundary,
        })
}

#[derive(Debug, Clone)]
struct Case {
    meters: [&'static str; 3],
    rows: Vec<Drawn>,
    events: Vec<Drawn>,
    asked: Asked,
    /// Whether the files have a byte order mark, other line ends, and another column.
    dressed: bool,
    order: Vec<u32>,
}

fn case() -> impl Strategy<Value = Case> {
    let meter = || {
        prop::sample::select(vec![
            "",
            "max_per_day = \"60\"",
            "digits = 4\nmax_per_day = \"90\"",
            "multiplier = \"1/3\"\nreset_allowed = true",
            "from = 2024-01-20\ninitial = \"5\"\nmultiplier = \"200/5\"",
            "until = 2024-04-10",
        ])
    };
    let drawn = || {
        (0_usize..3, 0_u32..3_000, -40_i64..300, 0_usize..12, 0_usize..40, 0_usize..64, 0_i64..50)
    };
    let asked = (asked(), prop::bool::weighted(0.2));
    let rows = prop::collection::vec(drawn(), 0..32);
    let events = prop::collection::vec(drawn(), 0..3);
    let order = prop::collection::vec(any::<u32>(), 40);
    ((meter(), meter(), meter()), rows, events, asked, order).prop_map(
        |(meters, rows, events, (asked, dressed), order)| Case {
            meters: [meters.0, meters.1, meters.2],
            rows,
            events,
            asked,
            dressed,
            order,
        },
    )
}

pub(super) fn first() -> Day {
    Day::new(2024, 1, 3).expect("a day")
}

/// The rows of each month's file, in the order in which they stand there.
fn files(case: &Case) -> Vec<Vec<String>> {
    let mut files = vec![Vec::new(); MONTHS.len()];
    let mut rows = case.rows.clone();
    // Registers mostly rise with time.
    rows.sort_by_key(|row| row.1);
    let mut registers = [100_i64; 3];
    let mut written: Vec<(String, usize, Day)> = Vec::new();
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (at, (point, hours, step, kind, odd, other, recorded)) in rows.into_iter().enumerate() {
        let date = first().plus_days(i64::from(hours / 24));
        registers[point] = (registers[point] + step).max(0);
        let register = registers[point];
        let time =
            if odd % 3 == 0 { String::new() } else { format!("{:02}:00", hours % 24 / 6 * 6) };
        let kind = match kind {
            0..=6 => "actual",
            7..=9 => "estimated",
            10 => "confirmed",
            _ => "doubtful",
        };
        let mut id = format!("R{}-t-{at:06}", date.to_string().replace('-', ""));
        let (mut supersedes, mut note) = (String::new(), String::new());
        let mut month = usize::try_from(date.month().number()).unwrap_or(1) - 1;
        let of_point: Vec<&(String, usize, Day)> =
            written.iter().filter(|(_, own, _)| *own == point).collect();
        match (odd, of_point.get(other % of_point.len().max(1))) {
            (0..=4, Some(there)) => supersedes.clone_from(&there.0),
            (5, _) => id = format!("{}{at}", ["A", "X", "号"][other % 3]),
            (6, _) => month = other % MONTHS.len(),
            (7, _) => note = "\"漏水, 说\"\"不\"\"清\"".to_owned(),
            (8, _) => note = "\"抄,错\"".to_owned(),
            (9, _) => note = "起雾".to_owned(),
            (10, Some(there)) if other < 3 => id.clone_from(&there.0),
            (11, _) if other < 3 => supersedes = "R99".to_owned(),
            (12, _) if other < 3 => note = "a\"b".to_owned(),
            (13, _) if other < 2 => id = "a b".to_owned(),
            _ => {}
        }
        let recorded = date.plus_days(recorded);
        let line = format!(
            "{id},P{point},{date},{time},{}.{},{kind},,{note},{supersedes},\
             {recorded}T08:00:00+08:00,抄表员甲",
            register / 10,
            register % 10,
        );
        if odd == 14 {
            // The identical row again, perhaps in another month's file.
            lines.push((if other < 32 { month } else { other % MONTHS.len() }, line.clone()));
        }
        written.push((id, point, date));
        lines.push((month, line));
    }
    let mut order: Vec<usize> = (0..lines.len()).collect();
    if case.dressed {
        order.sort_by_key(|at| case.order[at % case.order.len()]);
    }
    for at in order {
        let (month, line) = &lines[at];
        files[*month].push(line.clone());
    }
    files
}

fn write(root: &Path, case: &Case) {
    write_registers(root, &case.meters, &case.events);
    for (month, rows) in MONTHS.iter().zip(files(case)) {
        let mut text = String::new();
        let (mark, more, cell, end) =
            if case.dressed { ("\u{feff}", ",其他", ",x", "\r\n") } else { ("", "", "", "\n") };
        let _ = write!(text, "{mark}{HEADER}{more}{end}");
        for row in rows {
            let _ = write!(text, "{row}{cell}{end}");
        }
        put(root, &format!("meters/readings/2024/{month}.csv"), text.as_bytes());
    }
}

/// Writes points with their meters, and what happened to these.
pub(super) fn write_registers(root: &Path, meters: &[&str], events: &[Drawn]) {
    let mut points = String::new();
    for (at, meter) in meters.iter().enumerate() {
        // The second one is at another site than those above it and below it.
        let (above, site) = (["S", "P0", "P1", "P0"][at], ["ZY", "FY", "ZY", "FY"][at]);
        let _ = write!(
            points,
            "[[point]]\ncode = \"P{at}\"\nname = \"表\"\nutility = \"electricity\"\n\
             unit = \"kWh\"\nparent = \"{above}\"\nsite = \"{site}\"\n{meter}\n\n"
        );
    }
    points += "[[point]]\ncode = \"S\"\nname = \"和\"\nutility = \"electricity\"\n\
               unit = \"kWh\"\nmetered = false\nsite = \"ZY\"\n";
    put(root, "org/sites.csv", "code,name\nZY,总院\nFY,分院\n".as_bytes());
    put(root, "meters/points.toml", points.as_bytes());
    let mut text = String::from(
        "id,date,time,kind,point,old_final,new_initial,multiplier,digits,max_per_day,serial,\
         person,note,supersedes,recorded_at,recorded_by\n",
    );
    for (at, (point, hours, step, kind, odd, other, recorded)) in events.iter().enumerate() {
        let date = first().plus_days(i64::from(hours / 24));
        let time = if odd % 2 == 0 { "" } else { "12:00" };
        let old = if kind % 3 == 0 { String::new() } else { (200 + step).to_string() };
        let multiplier = if kind % 4 == 0 { "40" } else { "" };
        let recorded = date.plus_days(*recorded);
        let id = if *other == 1 { "A1".to_owned() } else { format!("E{at}") };
        let _ = writeln!(
            text,
            "{id},{date},{time},replacement,P{point},{old},{},{multiplier},,,,,,,\
             {recorded}T08:00:00+08:00,抄表员甲",
            step.max(&0)
        );
    }
    put(root, "meters/events.csv", text.as_bytes());
}

/// The tables by everything that is asked for, and how many rows are not known yet.
pub(super) type Answer = (Vec<UsageTable>, usize);

fn options(asked: &Asked, by: UsageBy) -> UsageOptions {
    let span = Span::parse(asked.span, first()).expect("a span");
    let as_of = asked.as_of.map(|days| first().plus_days(days));
    let view = View { as_of, boundary: asked.boundary };
    UsageOptions { span, by, site: None, utility: None, point: None, view }
}

/// By everything, and once more of one site.
fn all_options(asked: &Asked) -> impl Iterator<Item = UsageOptions> {
    let site = SiteCode::parse("FY").expect("a code");
    [None, Some(site)].into_iter().flat_map(|site| {
        UsageBy::ALL.map(|by| UsageOptions { site: site.clone(), ..options(asked, by) })
    })
}

fn known_by(asked: &Asked) -> Moment {
    Moment::end_of(first().plus_days(asked.known_by))
}

fn is_error(found: &Diagnostic) -> bool {
    found.severity == Severity::Error
}

pub(super) fn in_full(store: &Store<'_>, asked: &Asked) -> Option<Answer> {
    let read = store.read(Need::meters()).expect("read");
    if read.diagnostics.iter().any(is_error) {
        return None;
    }
    let mut books = read.books;
    let until = options(asked, UsageBy::Point).view.as_of.unwrap_or(Day::LAST);
    let n_later = books.n_recorded_after(known_by(asked), until);
    books.forget_after(known_by(asked));
    let table = |options| usage(&books.meters, &books.org, &options);
    Some((all_options(asked).map(table).collect(), n_later))
}

pub(super) fn streamed(store: &Store<'_>, asked: &Asked) -> Option<Answer> {
    let of_points = options(asked, UsageBy::Point);
    let (spans, view, known_by) = (of_points.months(), of_points.view, known_by(asked));
    let scan = store.scan(Question { spans, view, known_by }).expect("scanned");
    let scanned = scan.scanned?;
    assert!(!scan.diagnostics.iter().any(is_error));
    let until = view.as_of.unwrap_or(Day::LAST);
    let n_later = scan.books.n_recorded_after(known_by, until) + scanned.n_later;
    let table = |options| usage_scanned(&scan.books.meters, &scanned, &scan.books.org, &options);
    Some((all_options(asked).map(table).collect(), n_later))
}

#[test]
fn what_streams_by_gives_the_same_tables_as_what_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    for below in ["meters", "meters/readings", "meters/readings/2024"] {
        RealDisk.create_folder(&folder.path().join(below)).expect("a folder");
    }
    let (mut clean, mut wrong, mut open, mut used) = (0, 0, 0, 0);
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..Default::default() };
    let told = std::cell::RefCell::new((&mut clean, &mut wrong, &mut open, &mut used));
    let held = TestRunner::new(config).run(&case(), |case| {
        write(folder.path(), &case);
        let (full, streamed) = (in_full(&store, &case.asked), streamed(&store, &case.asked));
        let mut told = told.borrow_mut();
        match &full {
            None => *told.1 += 1,
            Some((tables, _)) => {
                *told.0 += 1;
                let mut usages = tables.iter().flat_map(|table| &table.lines);
                *told.2 += usize::from(usages.clone().any(|line| !line.whole.open.is_empty()));
                *told.3 += usize::from(usages.any(|line| line.whole.covered > 0));
            }
        }
        prop_assert_eq!(full, streamed);
        Ok(())
    });
    if let Err(broken) = held {
        panic!("{broken}");
    }
    // The law is about books that can be read, and about uses.
    let cases = usize::try_from(CASES).unwrap_or(0);
    assert!(clean > cases / 4, "{clean} of {cases} are clean, {wrong} are not");
    assert!(open > cases / 20 && used > cases / 8, "{open} are open, {used} have a use");
}
