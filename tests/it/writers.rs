//! Several processes at once on one store: everything acknowledged is there, once.

use std::collections::BTreeMap;
use std::thread;

use crate::lab::Lab;

/// A store with an item and a room to put it in.
pub(crate) fn stocked() -> Lab {
    let lab = Lab::new();
    lab.ok("store add WJ --name 五金库 -q");
    lab.ok("item add DG36 --name 灯管 --unit 支 -q");
    lab
}

/// The movements of March by the number of their slip.
pub(crate) fn slips(lab: &Lab) -> BTreeMap<String, usize> {
    let text = lab.read("stock/movements/2026/2026-03.csv");
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let slip = header.iter().position(|name| *name == "slip").expect("a column for slips");
    let mut slips = BTreeMap::new();
    for line in lines {
        assert_eq!(line.len(), header.len(), "a torn row in\n{text}");
        *slips.entry(line[slip].to_owned()).or_default() += 1;
    }
    slips
}

/// Runs a command until it is acknowledged: a store that is busy for too long is no failure.
fn insist(lab: &Lab, line: &str) {
    loop {
        let ran = lab.run(line);
        match ran.code {
            0 => return,
            75 => {}
            code => panic!("`{line}` ended with {code}: {}", ran.stderr),
        }
    }
}

#[test]
fn six_processes_at_once_record_each_row_once() {
    let lab = stocked();
    thread::scope(|scope| {
        for writer in 1..=6 {
            let lab = &lab;
            scope.spawn(move || {
                for row in 1..=3 {
                    let slip = format!("--slip S{writer}-{row}");
                    let receive = "stock receive DG36 2 --supplier 灯具厂 --price 5 -q";
                    insist(lab, &format!("{receive} {slip}"));
                }
            });
        }
    });
    let slips = slips(&lab);
    assert_eq!(slips.len(), 18, "{slips:?}");
    assert!(slips.values().all(|count| *count == 1), "{slips:?}");
    assert!(lab.ok("stock onhand -f csv").contains(",36,"), "18 times 2 are not 36");
    lab.ok("check");
}

#[test]
fn the_same_slip_from_six_processes_is_recorded_once() {
    let lab = stocked();
    let receive = "stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S1 -q";
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| insist(&lab, receive));
        }
    });
    assert_eq!(slips(&lab), BTreeMap::from([("S1".to_owned(), 1)]));
}

#[test]
fn reports_run_while_others_write() {
    let lab = stocked();
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for row in 1..=4 {
                let receive = "stock receive DG36 2 --supplier 灯具厂 --price 5 -q";
                insist(&lab, &format!("{receive} --slip S{row}"));
            }
        });
        while !writer.is_finished() {
            // Whole rows only, and no other word than those of the report.
            insist(&lab, "stock onhand -f csv -q");
        }
        writer.join().expect("the writer records all");
    });
    assert!(lab.ok("stock onhand -f csv").contains(",8,"));
}
