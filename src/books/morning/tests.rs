//! What counts as over, now and soon, and which thing a line names.

use crate::base::Day;
use crate::books::Books;
use crate::inspections::{Clock, DayState};

use super::chore::{ChoreLine, Worst};
use super::{Chore, MorningOptions, Pressing, morning};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn line(adds: &[(Pressing, Option<&str>, &str)]) -> ChoreLine {
    let mut line = ChoreLine::new(Chore::Lots);
    for (pressing, date, code) in adds {
        line.add(*pressing, date.map(day), || Worst::new(*code, ""));
    }
    line
}

#[test]
fn the_worst_is_named_whatever_the_order_and_counted_with_the_others() {
    let adds = [
        (Pressing::Soon, Some("2026-01-01"), "soon"),
        (Pressing::Over, None, "over without a day"),
        (Pressing::Over, Some("2026-03-02"), "over later"),
        (Pressing::Over, Some("2026-03-01"), "over first"),
        (Pressing::Now, Some("2026-02-01"), "now"),
    ];
    for turn in 0..adds.len() {
        let mut turned = adds;
        turned.rotate_left(turn);
        let line = line(&turned);
        assert_eq!((line.over, line.now, line.soon), (3, 1, 1));
        assert_eq!((line.worst.code.as_str(), line.day), ("over first", Some(day("2026-03-01"))));
        assert_eq!(line.pressing(), Pressing::Over);
    }
}

#[test]
fn of_equals_the_first_is_named() {
    let both = [(Pressing::Now, None, "one"), (Pressing::Now, None, "two")];
    assert_eq!(line(&both).worst.code, "one");
}

#[test]
fn books_without_anything_bring_nothing_and_defects_bring_a_line() {
    let clock = Clock { as_of: day("2026-03-05"), state: DayState::Running };
    let options = MorningOptions { clock, within: 7, site: None, n_defects: 0 };
    assert!(morning(&Books::default(), &options).is_empty());
    let brought = morning(&Books::default(), &MorningOptions { n_defects: 2, ..options });
    let lines: Vec<_> = brought.lines.iter().map(|line| (line.chore, line.over)).collect();
    assert_eq!(lines, [(Chore::Defects, 2)]);
}

#[test]
fn every_kind_has_a_name_and_a_command_of_its_own() {
    let mut keys: Vec<&str> =
        Chore::ALL.into_iter().flat_map(|chore| [chore.key(), chore.next_key()]).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 2 * Chore::ALL.len());
}
