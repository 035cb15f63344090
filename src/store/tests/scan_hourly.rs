//! Registers as a concentrator writes them, hour by hour and meter by meter, with what goes wrong
//! now and then: they stream by as they are kept.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::base::Day;
use crate::store::{Disk as _, RealDisk};

use super::commit::{put, store};
use super::scan::{
    Asked, CASES, Drawn, HEADER, MONTHS, asked, first, in_full, streamed, write_registers,
};

/// What goes wrong at an hour of a meter: what it is, and numbers to choose by.
type Odd = (usize, usize, usize, usize);

#[derive(Debug, Clone)]
struct Case {
    meters: [&'static str; 4],
    events: Vec<Drawn>,
    asked: Asked,
    /// The first day, and how many hours lie between two readings.
    from: i64,
    hours: usize,
    /// How much the registers rise from each reading to the next, one after the other.
    steps: Vec<u64>,
    odd: Vec<Odd>,
    /// Byte order mark, other line ends, another column, columns in another order.
    dressed: usize,
    /// Whether the meters come one after the other, and when rows are recorded.
    habit: usize,
}

/// How many readings each meter has.
const N_READINGS: usize = 60;

fn case() -> impl Strategy<Value = Case> {
    let meter = || {
        prop::sample::select(vec![
            "",
            "max_per_day = \"60\"",
            "digits = 3\nmax_per_day = \"90\"",
            "multiplier = \"0.5\"\ndecimals = 1",
            "multiplier = \"1/3\"\nreset_allowed = true",
            "multiplier = \"0.00125\"",
            "from = 2024-01-20\ninitial = \"5\"\nmultiplier = \"200/5\"",
            "until = 2024-02-10",
        ])
    };
    let events = prop::collection::vec(
        (0_usize..4, 0_u32..1_500, 0_i64..300, 0_usize..12, 0_usize..40, 0_usize..64, 0_i64..50),
        0..3,
    );
    let hours = prop::sample::select(vec![1_usize, 2, 6, 12, 24, 36]);
    let odd = (0..N_READINGS, 0_usize..4, 0_usize..27, 0_usize..1_000)
        .prop_map(|(at, point, what, other)| (at, point, what, other));
    let steps = prop::collection::vec(0_u64..40, 1..12);
    (
        (meter(), meter(), meter(), meter()),
        (prop::bool::weighted(0.3), events),
        asked(),
        (0_i64..80, hours, steps),
        prop::collection::vec(odd, 0..6),
        (0_usize..8, 0_usize..6),
    )
        .prop_map(
            |(meters, (changed, events), asked, (from, hours, steps), odd, (dressed, habit))| {
                Case {
                    meters: [meters.0, meters.1, meters.2, meters.3],
                    events: if changed { events } else { Vec::new() },
                    asked,
                    from,
                    hours,
                    steps,
                    odd,
                    dressed,
                    habit,
                }
            },
        )
}

/// A line of the ledger.
#[derive(Debug, Clone)]
struct Line {
    id: String,
    point: String,
    date: Day,
    time: String,
    register: String,
    kind: &'static str,
    note: &'static str,
    supersedes: String,
    recorded: String,
}

/// The files' lines, in their order.
fn lines(case: &Case) -> Vec<Vec<Line>> {
    let mut files = vec![Vec::new(); MONTHS.len()];
    let mut registers = [1_000_u64; 4];
    let (mut given, mut step) = (0, 0);
    for at in 0..N_READINGS {
        let hour = at * case.hours;
        let date = first().plus_days(case.from + i64::try_from(hour / 24).expect("days"));
        let month = usize::try_from(date.month().number()).expect("a month") - 1;
        if month >= MONTHS.len() {
            break;
        }
        for (point, register) in registers.iter_mut().enumerate() {
            *register += case.steps[step % case.steps.len()];
            step += 1;
            given += 1;
            let line = Line {
                id: format!("R{}-t-{given:06}", date.to_string().replace('-', "")),
                point: format!("P{point}"),
                date,
                time: format!("{:02}:00", hour % 24),
                register: format!("{}.{}", *register / 10, *register % 10),
                kind: "actual",
                note: "",
                supersedes: String::new(),
                recorded: match case.habit {
                    0..=2 => format!("{date}T{:02}:05:00", hour % 24),
                    3 => format!("{date}T{:02}:05:{:02}", hour % 24, given % 60),
                    _ => format!("{}T09:30:00", date.month().last()),
                },
            };
            let odd = case.odd.iter().find(|odd| (odd.0, odd.1) == (at, point));
            match odd {
                None => files[month].push(line),
                Some((.., what, other)) => spoil(&mut files, month, line, (*what, *other)),
            }
        }
    }
    if case.habit % 2 == 1 {
        for lines in &mut files {
            lines.sort_by(|one, other| one.point.cmp(&other.point));
        }
    }
    files
}

/// Writes a line into its month's file as it is when something goes wrong.
fn spoil(files: &mut [Vec<Line>], month: usize, mut own: Line, (what, other): (usize, usize)) {
    let n_before = files[month].len();
    let behind = |id: &str, more: &str| format!("{id}{more}");
    let before: Vec<Line> =
        files[month].iter().filter(|before| before.point == own.point).cloned().collect();
    let chosen = before.get(other % before.len().max(1));
    match what {
        0 => own.kind = "estimated",
        1 => own.kind = "confirmed",
        2 => (own.kind, own.note) = ("doubtful", "\"通信异常, 待\"\"核\"\"\""),
        3 => own.note = "\"补, 抄\"",
        // Wrong, and corrected at once or a while later.
        4 | 5 => {
            let mut wrong = own.clone();
            "99999.9".clone_into(&mut wrong.register);
            (own.kind, own.note) = ("corrected", "看错");
            own.id = behind(&own.id, "a");
            own.supersedes.clone_from(&wrong.id);
            files[month].push(wrong);
        }
        // An earlier one is corrected.
        6 | 7 => {
            if let Some(chosen) = chosen {
                files[month].push(own.clone());
                let id = behind(&own.id, "b");
                let kind = if what == 6 { "corrected" } else { "actual" };
                let (supersedes, recorded) = (chosen.id.clone(), own.recorded.clone());
                own = Line { id, kind, supersedes, recorded, ..chosen.clone() };
                own.register += "1";
            }
        }
        // The one before.
        8 => own.supersedes = before.last().map_or(String::new(), |before| before.id.clone()),
        // Twice at one moment.
        9 | 10 => {
            let mut again = own.clone();
            again.id = behind(&own.id, "c");
            again.register += if what == 9 { "" } else { "1" };
            files[month].push(own);
            own = again;
        }
        11 => "0.5".clone_into(&mut own.register),
        12 => own.register = format!("9{}", own.register),
        13 => own.register += "00",
        14 => own.register += "0000001",
        15 => own.recorded = format!("{}T08:00:00", own.date.plus_days(20)),
        16 => own.time = String::new(),
        17 => own.id = behind("Z", &own.id),
        18 => own.id = format!("{}-{}", own.id, "x".repeat(20)),
        // In another place of the file.
        19 => {
            let at = other % (n_before + 1);
            return files[month].insert(at, own);
        }
        20 => return,
        21 if other % 3 == 0 => return files[other % MONTHS.len()].push(own),
        22 if other % 3 == 0 => "E0".clone_into(&mut own.id),
        23 if other % 3 == 0 => own.supersedes = "R1".to_owned(),
        24 if other % 3 == 0 => {
            let last = files.iter().flatten().rfind(|last| last.point == own.point);
            own.supersedes = last.map_or(String::new(), |last| last.id.clone());
        }
        25 if other % 8 == 0 => match other % 5 {
            0 => own.register += "x",
            1 => own.point = "Q".to_owned(),
            2 => own.note = "a\"b",
            3 => own.recorded = "2024-01-01T".to_owned(),
            _ => own.note = "\u{0}",
        },
        26 if other % 3 == 0 => own.point = "S".to_owned(),
        // The identical row again.
        _ => files[month].push(own.clone()),
    }
    files[month].push(own);
}

fn write(root: &Path, case: &Case) {
    write_registers(root, &case.meters, &case.events);
    let (mark, end) = match case.dressed {
        1 | 2 => ("\u{feff}", "\r\n"),
        3 => ("", "\r\n"),
        _ => ("", "\n"),
    };
    let more = if case.dressed == 2 { ",其他" } else { "" };
    for (month, lines) in MONTHS.iter().zip(lines(case)) {
        let mut text = mark.to_owned();
        if case.dressed == 4 {
            text += "point,register,recorded_by,recorded_at,kind,supersedes,note,time,date,id\n";
        } else {
            let _ = write!(text, "{HEADER}{more}{end}");
        }
        for Line { id, point, date, time, register, kind, note, supersedes, recorded } in lines {
            let _ = if case.dressed == 4 {
                writeln!(
                    text,
                    "{point},{register},甲,{recorded}+08:00,{kind},{supersedes},{note},{time},{date},\
                     {id}"
                )
            } else {
                write!(
                    text,
                    "{id},{point},{date},{time},{register},{kind},,{note},{supersedes},\
                     {recorded}+08:00,集中器{more}{end}"
                )
            };
        }
        if case.dressed == 5 {
            // An editor's doing.
            text.truncate(text.trim_end().len());
        }
        put(root, &format!("meters/readings/2024/{month}.csv"), text.as_bytes());
    }
}

#[test]
fn what_a_concentrator_writes_streams_by_as_it_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    for below in ["meters", "meters/readings", "meters/readings/2024"] {
        RealDisk.create_folder(&folder.path().join(below)).expect("a folder");
    }
    let (mut clean, mut used) = (0, 0);
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..Default::default() };
    let told = std::cell::RefCell::new((&mut clean, &mut used));
    let held = TestRunner::new(config).run(&case(), |case| {
        write(folder.path(), &case);
        let (full, streamed) = (in_full(&store, &case.asked), streamed(&store, &case.asked));
        let mut told = told.borrow_mut();
        if let Some((tables, _)) = &full {
            *told.0 += 1;
            let mut lines = tables.iter().flat_map(|table| &table.lines);
            *told.1 += usize::from(lines.any(|line| line.whole.covered > 0));
        }
        prop_assert_eq!(full, streamed);
        Ok(())
    });
    if let Err(broken) = held {
        panic!("{broken}");
    }
    // The law is about books that can be read, and about uses.
    let cases = usize::try_from(CASES).unwrap_or(0);
    assert!(
        clean > cases / 3 && used > cases / 6,
        "{clean} of {cases} are clean, {used} have a use"
    );
}
