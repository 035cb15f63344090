//! Records that stream by come to the sums that records which are kept come to, tally for tally,
//! whatever stands in the files.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::base::{Day, Moment, Severity, Span};
use crate::books::Need;
use crate::inspections::{
    Clock, DayState, Knowledge, ListOptions, Summary, compliance, summary, summary_of,
};
use crate::store::{Disk as _, RealDisk, Store};

use super::commit::{put, store};

const CASES: u32 = if cfg!(debug_assertions) { 160 } else { 10_000 };

const HEADER: &str = "id,rule,template,subject,date,time,person,result,score,evidence,sha256,\
                      for_slot,note,supersedes,recorded_at,recorded_by";

/// The months that have a file.
const MONTHS: [&str; 4] = ["2024-01", "2024-02", "2024-03", "2024-04"];

const RULES: &str = r#"
[[rule]]
id = "D"
title = "日查"
every = "2/day"
valid_from = 2024-01-01
severity = "critical"
[[rule]]
id = "E"
title = "随后"
every = "event+2d"
after = "D"
valid_from = 2024-01-01
[[rule]]
id = "G"
title = "间隔"
every = "max-gap=6d"
grace = 2
evidence_min = 1
valid_from = 2024-01-05
[[rule]]
id = "S"
title = "班"
every = "shifts=A 08:00-16:00, B 16:00-00:00"
valid_from = 2024-01-01
require = "passed"
[[rule]]
id = "W"
title = "周查"
every = "2/week"
spacing = 2
grace = 3
weight = 5
valid_from = 2024-01-01
[[rule]]
id = "W"
version = 2
title = "周查"
every = "1/week"
valid_from = 2024-02-20
"#;

/// What stands in each photo, and its sum.
const PHOTO: &[u8] = b"a";
const PHOTO_SHA256: &str = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

/// The photos that are there; of those after them nothing is left.
const N_PHOTOS: usize = 45;

const CODES: [&str; 5] = ["D", "E", "G", "S", "W"];

/// A row: its rule and subject, the day, the hour, what is odd about it, a number to choose others
/// by, and the days until it was recorded.
type Drawn = (usize, usize, i64, u32, usize, usize, i64);

/// A finding: the day it was opened, the days to its deadline and to its putting right from then,
/// which severity and source it has, and whether a photo that is there shows it put right.
type Found = (i64, Option<i64>, Option<i64>, usize, bool);

#[derive(Debug, Clone)]
struct Case {
    rows: Vec<Drawn>,
    as_of: i64,
    known_by: i64,
    running: bool,
    span: &'static str,
    rule: Option<&'static str>,
    /// Whether only what is at the other site is asked for: the second subject is.
    site: bool,
    excused: Option<(i64, i64)>,
    stopped: Option<i64>,
    /// What stands beside the duties: what it is, its day, and the days until it was recorded.
    beside: Vec<(usize, i64, i64)>,
    found: Vec<Found>,
    /// Whether the files have a byte order mark, other line ends, another column and another order.
    dressed: bool,
    order: Vec<u32>,
}

fn case() -> impl Strategy<Value = Case> {
    let drawn =
        (0_usize..5, 0_usize..2, 0_i64..118, 0_u32..24, 0_usize..60, 0_usize..64, 0_i64..12);
    let spans = vec!["2024", "2024-02", "2024-01-10..2024-03-09"];
    let asked = (
        prop::sample::select(spans),
        prop::option::weighted(0.2, prop::sample::select(CODES.to_vec())),
        20_i64..125,
        10_i64..130,
        prop::bool::weighted(0.2),
        (prop::bool::weighted(0.2), prop::bool::weighted(0.2)),
    );
    let changes = (
        prop::option::of((0_i64..110, -9_i64..9)),
        prop::option::of(30_i64..110),
        prop::collection::vec(any::<u32>(), 60),
        prop::collection::vec((0_usize..6, 0_i64..118, 0_i64..12), 0..12),
    );
    let days = prop::option::of(0_i64..30);
    let found = (0_i64..110, days.clone(), days, 0_usize..6, any::<bool>());
    let found = prop::collection::vec(found, 0..5);
    (prop::collection::vec(drawn, 0..60), asked, changes, found).prop_map(
        |(rows, asked, (excused, stopped, order, beside), found)| {
            let (span, rule, as_of, known_by, running, (dressed, site)) = asked;
            Case {
                rows,
                as_of,
                known_by,
                running,
                span,
                rule,
                site,
                excused,
                stopped,
                beside,
                found,
                dressed,
                order,
            }
        },
    )
}

fn first() -> Day {
    Day::new(2024, 1, 2).expect("a day")
}

/// The rows of each month's file, in the order in which they stand there.
fn files(case: &Case) -> Vec<Vec<String>> {
    let mut written: Vec<(String, (usize, usize), usize)> = Vec::new();
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut rows = case.rows.clone();
    rows.sort_by_key(|row| (row.2, row.3));
    for (at, (rule, subject, days, hour, odd, other, recorded)) in rows.into_iter().enumerate() {
        let date = first().plus_days(days);
        let month = usize::try_from(date.month().number()).unwrap_or(1) - 1;
        let mut file = month;
        let mut id = format!("C{}-t-{at:06}", date.to_string().replace('-', ""));
        let time = if odd % 4 == 3 { String::new() } else { format!("{hour:02}:30") };
        let (mut supersedes, mut note, mut template) = (String::new(), "", "");
        let (mut evidence, mut for_slot) = (String::new(), String::new());
        let there: Vec<&(String, (usize, usize), usize)> =
            written.iter().filter(|one| one.1 == (rule, subject)).collect();
        match (odd, there.get(other % there.len().max(1))) {
            // Corrections of this month and, rarely, of another one.
            (0..=6, Some(one)) if one.2 == month || other < 12 => supersedes.clone_from(&one.0),
            (7, _) => id = format!("{}{at}", ["A", "X", "号"][other % 3]),
            (8, _) if other < 8 => file = other % MONTHS.len(),
            (9, _) => note = "\"漏水, 说\"\"不\"\"清\"",
            (10..=13, _) => evidence = format!("照片{at}.jpg"),
            (14, _) => for_slot = first().plus_days(days - 3).to_string(),
            (15, _) => template = "WB",
            (16, Some(one)) if other < 4 => id.clone_from(&one.0),
            (17, _) if other < 4 => supersedes = "C99".to_owned(),
            (18, _) if other < 4 => note = "a\"b",
            (19, _) if other < 4 => id = "a b".to_owned(),
            _ => {}
        }
        let sha256 = if evidence.is_empty() { "" } else { PHOTO_SHA256 };
        let result = ["pass", "pass", "pass", "fail", "na"][other % 5];
        let recorded = date.plus_days(if odd % 5 == 0 { recorded } else { 0 });
        let line = format!(
            "{id},{},{template},S{subject},{date},{time},巡检员,{result},,{evidence},{sha256},\
             {for_slot},{note},{supersedes},{recorded}T{hour:02}:40:0{},办事员",
            CODES[rule],
            at % 10,
        );
        let line = line.replacen(",办事员", "+08:00,办事员", 1);
        written.push((id, (rule, subject), month));
        lines.push((file, line));
    }
    let mut order: Vec<usize> = (0..lines.len()).collect();
    if case.dressed {
        order.sort_by_key(|at| case.order[at % case.order.len()]);
    }
    let mut files = vec![Vec::new(); MONTHS.len()];
    for at in order {
        let (month, line) = &lines[at];
        files[*month].push(line.clone());
    }
    files
}

fn write(root: &Path, case: &Case) {
    put(root, "inspections/rules/hospital.toml", RULES.as_bytes());
    let mut service = String::from(
        "id,rule,subject,from,to,anchor,site,reason,supersedes,recorded_at,recorded_by\n",
    );
    for (at, rule) in CODES.iter().enumerate() {
        for subject in 0..2 {
            let end = case.stopped.filter(|_| subject == 1);
            let site = ["", "DY"][subject];
            let end = end.map_or(String::new(), |days| first().plus_days(days).to_string());
            let _ = writeln!(
                service,
                "V{at}{subject},{rule},S{subject},2024-01-01,{end},,{site},,,2024-01-01T08:00:00+08:00,甲"
            );
        }
    }
    put(root, "inspections/service.csv", service.as_bytes());
    let mut excusals = String::from(
        "id,date,rule,subject,from,to,reason,person,approved_by,supersedes,recorded_at,recorded_by\n",
    );
    if let Some((at, approved)) = case.excused {
        let (from, to) = (first().plus_days(at), first().plus_days(at + 8));
        let approved = first().plus_days(at + approved);
        let _ = writeln!(
            excusals,
            "X1,{approved},W,S0,{from},{to},停电,甲,乙,,{approved}T09:00:00+08:00,甲"
        );
    }
    put(root, "inspections/excusals.csv", excusals.as_bytes());
    write_beside(root, case);
    put(root, "inspections/findings/2024.csv", findings(case).as_bytes());
    for (month, rows) in MONTHS.iter().zip(files(case)) {
        let mut text = String::new();
        let (mark, more, cell, end) =
            if case.dressed { ("\u{feff}", ",其他", ",x", "\r\n") } else { ("", "", "", "\n") };
        let _ = write!(text, "{mark}{HEADER}{more}{end}");
        for row in rows {
            let _ = write!(text, "{row}{cell}{end}");
        }
        put(root, &format!("inspections/records/2024/{month}.csv"), text.as_bytes());
    }
}

/// Findings, repairs, indicators and tasks.
fn write_beside(root: &Path, case: &Case) {
    let mut repairs = String::from(
        "id,repair,date,time,kind,number,subject,department,place,urgency,contractor,finding,due,\
         due_time,cost,person,note,evidence,supersedes,recorded_at,recorded_by\n",
    );
    let mut values = String::from(
        "id,indicator,month,numerator,denominator,value,person,evidence,sha256,note,supersedes,\
         recorded_at,recorded_by\n",
    );
    let mut tasks = String::from(
        "id,task,kind,date,year,section,title,owner,department,due,percent,person,note,evidence,\
         sha256,supersedes,recorded_at,recorded_by\n",
    );
    let mut rows = case.beside.clone();
    rows.sort_by_key(|row| row.1);
    let (mut orders, mut plan, mut months) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut findings = String::from(
        "id,finding,date,kind,subject,rule,record,severity,due,person,note,evidence,sha256,\
         recorded_at,recorded_by\n",
    );
    for (at, (what, days, later)) in rows.iter().enumerate() {
        let (date, due) = (first().plus_days(*days), first().plus_days(days + 9));
        let stamp = format!("{}T10:00:00+08:00,办事员", date.plus_days(*later));
        let mut repair = |order: usize, kind: &str| {
            let subject = if kind == "open" { format!("S{}", at % 2) } else { String::new() };
            let urgency = if kind == "open" { "routine" } else { "" };
            let _ = writeln!(
                repairs,
                "R{at},R{order},{date},,{kind},,{subject},,,{urgency},,,,,{at},电工,漏水,,,{stamp}"
            );
        };
        match what {
            0 => {
                repair(at, "open");
                orders.push(at);
            }
            1 => drop(orders.pop().map(|order| repair(order, "complete"))),
            2 if months.insert(date.month()) => {
                let month = date.month();
                let _ = writeln!(values, "W{at},MYD,{month},9{},100,,统计员,,,,,{stamp}", at % 10);
            }
            3 => {
                let _ = writeln!(
                    tasks,
                    "T{at},G{at},open,{date},2024,建设,台账,库管员,后勤部,{due},,办事员,,,,,{stamp}"
                );
                plan.push(at);
            }
            5 => {
                let subject = at % 2;
                let _ = writeln!(
                    findings,
                    "F{at},F{at},{date},open,S{subject},D,,major,{due},甲,漏水,,,{stamp}\n\
                     F{at}a,F{at},{date},rectify,,,,,,乙,补漏,,,{stamp}\n\
                     F{at}b,F{at},{date},verify,,,,,,甲,好了,,,{stamp}"
                );
            }
            _ => {
                let done = plan.pop().map(|task| {
                    writeln!(tasks, "T{at},G{task},done,{date},,,,,,,,库管员,,,,,{stamp}")
                });
                let _ = done;
            }
        }
    }
    put(root, "inspections/findings/2024.csv", findings.as_bytes());
    put(root, "inspections/repairs/2024.csv", repairs.as_bytes());
    put(root, "inspections/values.csv", values.as_bytes());
    put(root, "inspections/tasks.csv", tasks.as_bytes());
    let indicator = "id,code,name,name_en,unit,direction,target,from,to,owner,source,section,note,\
                     supersedes,recorded_at,recorded_by\n\
                     I1,MYD,满意度,,%,at_least,95%,2024-01,,院长,,,,,2024-01-05T09:00:00+08:00,甲\n";
    put(root, "inspections/indicators.csv", indicator.as_bytes());
}

/// The findings' file.
fn findings(case: &Case) -> String {
    let mut text = String::from(
        "id,finding,date,kind,subject,rule,record,severity,due,source,department,owner,person,note,\
         evidence,sha256,recorded_at,recorded_by\n",
    );
    for (at, (opened, due, rectified, which, shown)) in case.found.iter().enumerate() {
        let date = first().plus_days(*opened);
        let due = due.map_or(String::new(), |days| date.plus_days(days).to_string());
        let severity = ["critical", "major", "minor"][which % 3];
        let source = ["self", "round", ""][which % 3];
        let _ = writeln!(
            text,
            "F{at},F{at},{date},open,S{},W,,{severity},{due},{source},NK1,,甲,漏水,,,\
             {date}T09:00:00+08:00,甲",
            which % 2,
        );
        let Some(days) = rectified else { continue };
        let done = date.plus_days(*days);
        let (photo, sum) = if *shown { ("照片1.jpg", PHOTO_SHA256) } else { ("", "") };
        let _ = writeln!(
            text,
            "F{at}r,F{at},{done},rectify,,,,,,,,,乙,修好,{photo},{sum},{done}T09:00:00+08:00,乙",
        );
    }
    text
}

fn known_by(case: &Case) -> Moment {
    Moment::end_of(first().plus_days(case.known_by))
}

fn options(case: &Case) -> ListOptions {
    let as_of = first().plus_days(case.as_of);
    let state = if case.running { DayState::Running } else { DayState::Over };
    ListOptions {
        period: Span::parse(case.span, as_of).expect("a span"),
        clock: Clock { as_of, state },
        rule: case.rule.map(|rule| rule.parse().expect("a code")),
        subject: None,
        site: case.site.then(|| "DY".parse().expect("a code")),
    }
}

/// The sums, and how many rows are not known yet.
type Answer = (Summary, usize);

fn in_full(store: &Store<'_>, case: &Case) -> Option<Answer> {
    let read = store.read(Need::inspections()).expect("read");
    if read.diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return None;
    }
    let mut books = read.books;
    let options = options(case);
    let n_later = books.n_recorded_after(known_by(case), options.clock.as_of);
    books.forget_after(known_by(case));
    let sums = summary(&books.inspections, &options);
    assert_eq!(compliance(&books.inspections, &options).summary, sums);
    Some((sums, n_later))
}

fn streamed(store: &Store<'_>, case: &Case) -> Option<Answer> {
    let options = options(case);
    let (known_by, as_of) = (known_by(case), options.clock.as_of);
    let scan = store.scan_records(Knowledge { known_by, as_of }).expect("scanned");
    let sheaves = scan.sheaves?;
    assert_eq!(scan.diagnostics, []);
    let mut books = scan.books;
    let n_later = books.n_recorded_after(known_by, as_of) + sheaves.n_later();
    books.forget_after(known_by);
    Some((summary_of(&books.inspections, &sheaves, &options), n_later))
}

#[test]
fn what_streams_by_comes_to_the_same_sums_as_what_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let _plain = store(folder.path());
    for below in ["", "/rules", "/records", "/records/2024", "/repairs", "/findings"] {
        RealDisk
            .create_folder(&folder.path().join(format!("inspections{below}")))
            .expect("a folder");
    }
    for at in 0..N_PHOTOS {
        put(folder.path(), &format!("照片{at}.jpg"), PHOTO);
    }
    let marker = b"format = 1\nname = \"H\"\n[findings]\nevidence = \"critical\"\n";
    put(folder.path(), "houqin.toml", marker);
    let store = Store::open(&RealDisk, folder.path()).expect("opens");
    let (mut lean, mut left, mut corrected, mut beside) = (0, 0, 0, 0);
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..Default::default() };
    let told = std::cell::RefCell::new((&mut lean, &mut left, &mut corrected, &mut beside));
    let held = TestRunner::new(config).run(&case(), |case| {
        write(folder.path(), &case);
        let full = in_full(&store, &case);
        let mut told = told.borrow_mut();
        let Some(streamed) = streamed(&store, &case) else {
            *told.1 += 1;
            return Ok(());
        };
        *told.0 += 1;
        let superseding = |row: &String| row.split(',').nth(13).is_some_and(|id| !id.is_empty());
        *told.2 += usize::from(files(&case).iter().flatten().any(superseding));
        *told.3 += usize::from(streamed.0.beside.has_something_open());
        // Where the files are wrong, nobody may get an answer from what streamed by.
        prop_assert_eq!(full, Some(streamed));
        Ok(())
    });
    if let Err(broken) = held {
        panic!("{broken}");
    }
    // The law is about records that do stream by, corrections among them.
    let cases = usize::try_from(CASES).unwrap_or(0);
    assert!(lean > cases / 3, "{lean} of {cases} stream by, {left} are read in full");
    assert!(corrected > cases / 12, "{corrected} of {lean} have corrections");
    assert!(beside > cases / 12, "{beside} of {lean} have something beside their duties");
}
