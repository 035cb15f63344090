//! One error planted in each of many ledgers: is it among the first three candidates?

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use super::ledger::{Dice, Ledger, Written, date, id};
use super::*;

/// How many ledgers get an error.
const LEDGERS: usize = 500;
/// How many candidates count.
const FIRST: usize = 3;
/// In how many of a hundred ledgers the error must be among them.
const AT_LEAST: usize = 80;

const KINDS: [Mistake; 6] = [
    Mistake::Duplicate,
    Mistake::WrongSign,
    Mistake::Digits,
    Mistake::Pack,
    Mistake::Neighbour,
    Mistake::MissingSlip,
];

/// What is to be found: on which card, which slip, and which line where there is one.
struct Planted {
    goods: usize,
    slip: String,
    line: Option<usize>,
    lines: Vec<Written>,
}

/// A ledger with an error of a kind in its last month; none where no line of the month can bear
/// it.
fn plant(dice: &mut Dice, ledger: &mut Ledger, kind: Mistake) -> Option<Planted> {
    let n_counts = ledger.counts.len();
    let (from, until) = (ledger.counts[n_counts - 2], ledger.counts[n_counts - 1]);
    let of_month = |at: &usize| (from + 1..=until).contains(&ledger.lines[*at].day);
    let may = |at: &usize| of_month(at) && bears(ledger, &ledger.lines[*at], kind);
    let lines: Vec<usize> = (0..ledger.lines.len()).filter(may).collect();
    if lines.is_empty() {
        return None;
    }
    let at = dice.one_of(&lines);
    let line = ledger.lines[at];
    let mut written = ledger.lines.clone();
    let planted = |goods: usize, slip: usize, line: Option<usize>, lines: Vec<Written>| {
        Some(Planted { goods, slip: ledger.slips[slip].clone(), line, lines })
    };
    match kind {
        Mistake::Duplicate => {
            let mut twin = line;
            match dice.below(3) {
                0 => {}
                1 => {
                    // Another slip of the same series, of that day or one of the next.
                    let prefix = ledger.slips[line.slip][..2].to_owned();
                    let later = ledger.lines.iter().filter(|other| {
                        (line.day..=(line.day + 2).min(until)).contains(&other.day)
                            && other.slip != line.slip
                            && ledger.slips[other.slip].starts_with(&prefix)
                    });
                    let later: Vec<&Written> = later.collect();
                    if !later.is_empty() {
                        let other = dice.one_of(&later);
                        (twin.slip, twin.day) = (other.slip, other.day);
                    }
                }
                _ => {
                    let pack = ledger.goods[line.goods].pack;
                    if line.in_packs {
                        (twin.typed, twin.in_packs) = (line.typed * pack, false);
                    } else if pack > 0 && line.typed % pack == 0 {
                        (twin.typed, twin.in_packs) = (line.typed / pack, true);
                    }
                }
            }
            written.push(twin);
            planted(line.goods, twin.slip, Some(written.len() - 1), written.clone())
        }
        Mistake::WrongSign => {
            written[at].what = line.what.turned();
            planted(line.goods, line.slip, Some(at), written)
        }
        Mistake::Digits => {
            let all = misread(line.typed);
            let swaps: Vec<i64> =
                all.iter().copied().filter(|other| other.ilog10() == line.typed.ilog10()).collect();
            let swap = !swaps.is_empty() && dice.percent(50);
            written[at].typed = dice.one_of(if swap { &swaps } else { &all });
            planted(line.goods, line.slip, Some(at), written)
        }
        Mistake::Pack => {
            written[at].in_packs = !line.in_packs;
            planted(line.goods, line.slip, Some(at), written)
        }
        Mistake::Neighbour => {
            let others = neighbours(ledger, &line);
            written[at].goods = dice.one_of(&others);
            let seen_from = if dice.percent(50) { line.goods } else { written[at].goods };
            planted(seen_from, line.slip, Some(at), written)
        }
        _ => {
            written.retain(|other| other.slip != line.slip);
            planted(line.goods, line.slip, None, written)
        }
    }
}

/// Whether a line can bear an error of a kind.
fn bears(ledger: &Ledger, line: &Written, kind: Mistake) -> bool {
    match kind {
        Mistake::Digits => !misread(line.typed).is_empty(),
        Mistake::Pack => ledger.goods[line.goods].pack > 1,
        Mistake::Neighbour => !neighbours(ledger, line).is_empty(),
        _ => true,
    }
}

/// What a number is miswritten as: two digits swapped, a zero too many or too few.
fn misread(typed: i64) -> Vec<i64> {
    let mut wrong = vec![typed * 10];
    if typed % 10 == 0 {
        wrong.push(typed / 10);
    }
    let digits: Vec<char> = typed.to_string().chars().collect();
    for at in 1..digits.len() {
        let mut swapped = digits.clone();
        swapped.swap(at - 1, at);
        let number: String = swapped.iter().collect();
        if swapped[0] != '0' && swapped != digits {
            wrong.push(number.parse().expect("a number"));
        }
    }
    wrong
}

/// The items of the neighbouring codes, where they have the line's unit.
fn neighbours(ledger: &Ledger, line: &Written) -> Vec<usize> {
    let group = line.goods / 4;
    (group * 4..group * 4 + 4)
        .filter(|other| *other != line.goods)
        .filter(|other| !line.in_packs || ledger.goods[*other].pack > 0)
        .collect()
}

/// Where the planted error stands among the candidates; none where it is not named at all.
fn rank(seed: usize, kind: Mistake) -> Option<usize> {
    let mut dice = Dice::new(u64::try_from(seed).expect("a seed"));
    let (ledger, planted) = loop {
        let mut ledger = Ledger::thrown(&mut dice);
        if let Some(planted) = plant(&mut dice, &mut ledger, kind) {
            break (ledger, planted);
        }
    };
    let last = *ledger.counts.last().expect("a count");
    let mut stock = book(&ledger.told(&planted.lines));
    let counts: Vec<(&str, Quantity)> = ledger
        .goods
        .iter()
        .enumerate()
        .map(|(at, goods)| {
            // Here and there something really is lost, on other cards than the one in question.
            let loss = at != planted.goods && dice.percent(8);
            let lost = if loss { 1 + i64::try_from(dice.below(3)).expect("a loss") } else { 0 };
            let held = (ledger.held(at, last) - lost).max(0);
            (goods.code.as_str(), Quantity::whole(held).expect("a quantity"))
        })
        .collect();
    let date = day(&date(last));
    let sheet = counted(&mut stock, "ZW", date, &counts);
    let suspects = Suspects::new(&stock, std::slice::from_ref(&sheet));
    let found = suspects.of(&sheet, &sheet.lines[planted.goods]);
    assert!(!sheet.lines[planted.goods].variance.expect("counted").quantity.is_zero());
    let is_it = |candidate: &Candidate| {
        candidate.mistake == kind
            && candidate.slips.contains(&planted.slip)
            && planted
                .line
                .is_none_or(|line| candidate.lines.iter().any(|of| of.as_str() == id(line)))
    };
    found.iter().position(is_it)
}

#[test]
fn the_planted_error_is_among_the_first_candidates() {
    let ranks: Vec<(Mistake, Option<usize>)> = std::thread::scope(|scope| {
        let half = |part: usize| {
            move || -> Vec<(Mistake, Option<usize>)> {
                (0..LEDGERS)
                    .filter(|seed| seed % 2 == part)
                    .map(|seed| {
                        let kind = KINDS[seed / 2 % KINDS.len()];
                        (kind, rank(seed, kind))
                    })
                    .collect()
            }
        };
        let halves = [0, 1].map(|part| scope.spawn(half(part)));
        halves.into_iter().flat_map(|half| half.join().expect("no panic")).collect()
    });
    let is_first = |rank: &Option<usize>| rank.is_some_and(|rank| rank < FIRST);
    let mut of_kind: BTreeMap<Mistake, [usize; 4]> = BTreeMap::new();
    for (kind, rank) in &ranks {
        let sums = of_kind.entry(*kind).or_default();
        sums[0] += 1;
        sums[1] += usize::from(is_first(rank));
        sums[2] += usize::from(*rank == Some(0));
        sums[3] += usize::from(rank.is_none());
    }
    let n_first = ranks.iter().filter(|(_, rank)| is_first(rank)).count();
    let mut told = format!("in all: {n_first} of {LEDGERS} among the first {FIRST}\n");
    for (kind, [all, first, top, never]) in &of_kind {
        let _ = writeln!(told, "{kind:?}: {first} of {all} ({top} first, {never} not named)");
    }
    std::io::stderr().write_all(told.as_bytes()).expect("written");
    assert!(n_first * 100 >= LEDGERS * AT_LEAST, "{told}");
}
