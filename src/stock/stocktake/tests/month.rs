//! A simulated month: lines entered late, out of order and in two files, counts in the middle of a
//! day. What the book derives is held against a recomputation that knows nothing of it.

use std::collections::BTreeSet;

use crate::base::Day;

use super::*;

/// How many months are simulated: a thousand in a release run.
const SEEDS: u64 = if cfg!(debug_assertions) { 200 } else { 1000 };
/// What every card holds at the beginning of the month: more than goes out.
const OPENING: i64 = 10_000;
/// The items.
const ITEMS: [&str; 4] = ["A", "B", "C", "D"];

/// Numbers that look like chance and are the same every time (xorshift64*).
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % below
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.roll(from.len() as u64)).expect("an index")]
    }

    fn shuffle<T>(&mut self, them: &mut [T]) {
        for at in (1..them.len()).rev() {
            them.swap(at, usize::try_from(self.roll(at as u64 + 1)).expect("an index"));
        }
    }
}

/// A line as the test knows it.
#[derive(Debug, Clone)]
struct Entry {
    item: &'static str,
    day: u64,
    minute: Option<u64>,
    inward: bool,
    number: u64,
    amount: i64,
}

impl Entry {
    fn signed(&self) -> i64 {
        if self.inward { self.amount } else { -self.amount }
    }

    /// The line in the notation of the tests, recorded on a day of April.
    fn told(&self, recorded: u64) -> String {
        let Self { item, day, minute, inward, number, amount } = self;
        let time = minute.map_or_else(String::new, |at| format!("{:02}:{:02} ", at / 60, at % 60));
        let (kind, places, series) = if *inward {
            ("receipt", "supplier:s > store:ZW @1", "RK")
        } else {
            ("issue", "store:ZW > dept:NK", "CK")
        };
        format!(
            "03-{day:02} {time}{kind} {item} {amount} {places} #{series}{number:04} \
             id={series}{number:04} by=04-{recorded:02}"
        )
    }
}

/// How far into the day of the count a counter has seen, as the test knows it.
#[derive(Debug, Clone, Copy)]
enum Sight {
    Open,
    Close,
    Minute(u64),
    Slips(u64, u64),
}

impl Sight {
    fn told(self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::Close => "close".to_owned(),
            Self::Minute(at) => format!("{:02}:{:02}", at / 60, at % 60),
            Self::Slips(inward, outward) => format!("after=RK{inward:04}+CK{outward:04}"),
        }
    }

    fn has_seen(self, entry: &Entry) -> bool {
        match self {
            Self::Open => false,
            Self::Close => true,
            Self::Minute(at) => entry.minute.is_some_and(|minute| minute <= at),
            Self::Slips(inward, outward) => {
                entry.number <= if entry.inward { inward } else { outward }
            }
        }
    }
}

/// One month: its lines, and when and how each item was counted.
struct Month {
    dice: Dice,
    counted_on: u64,
    sights: Vec<(&'static str, Sight)>,
    entries: Vec<Entry>,
    next_number: u64,
}

impl Month {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let counted_on = 5 + dice.roll(20);
        let sights = ITEMS
            .iter()
            .map(|item| {
                let at = 8 * 60 + dice.roll(10 * 60);
                let slips = Sight::Slips(1 + dice.roll(60), 1 + dice.roll(60));
                let all = [Sight::Open, Sight::Close, Sight::Minute(at), slips, slips];
                (*item, dice.pick(&all))
            })
            .collect();
        Self { dice, counted_on, sights, entries: Vec::new(), next_number: 0 }
    }

    fn sight(&self, item: &str) -> Sight {
        self.sights.iter().find(|(of, _)| *of == item).expect("an item").1
    }

    /// Thinks up lines; half of them lie on the day of the count, where they matter most.
    fn more(&mut self, n_lines: u64) -> Vec<Entry> {
        let mut entries = Vec::new();
        for _ in 0..n_lines {
            let item = self.dice.pick(&ITEMS);
            let of_day = self.dice.roll(2) == 0;
            let day = if of_day { self.counted_on } else { 1 + self.dice.roll(31) };
            // Counted at a time, the lines of the day have one; elsewhere some have.
            let timed = matches!(self.sight(item), Sight::Minute(_)) && day == self.counted_on;
            let minute =
                (timed || self.dice.roll(3) == 0).then(|| 7 * 60 + self.dice.roll(12 * 60));
            self.next_number += 1;
            entries.push(Entry {
                item,
                day,
                minute,
                inward: self.dice.roll(2) == 0,
                number: self.next_number,
                amount: 1 + i64::try_from(self.dice.roll(40)).expect("small"),
            });
        }
        entries
    }

    /// Records lines as two clerks do, each in a file of their own, in any order.
    fn record(&mut self, desk: &mut Desk, entries: Vec<Entry>, april: u64) {
        let mut entries = entries;
        self.dice.shuffle(&mut entries);
        let half = entries.len() / 2;
        for file in [&entries[half..], &entries[..half]] {
            let text: Vec<String> = file.iter().map(|entry| entry.told(april)).collect();
            desk.also(&text.join("\n"));
        }
        self.entries.extend(entries);
    }

    /// What the card held when it was counted, added up line by line.
    fn expected(&self, item: &str) -> i64 {
        let sight = self.sight(item);
        let seen = |entry: &&Entry| {
            entry.item == item
                && (entry.day < self.counted_on
                    || (entry.day == self.counted_on && sight.has_seen(entry)))
        };
        OPENING + self.entries.iter().filter(seen).map(Entry::signed).sum::<i64>()
    }

    /// What came and went on a card after it was counted.
    fn since(&self, item: &str) -> i64 {
        let all: i64 =
            self.entries.iter().filter(|entry| entry.item == item).map(Entry::signed).sum();
        OPENING + all - self.expected(item)
    }
}

fn whole(units: i64) -> Quantity {
    Quantity::whole(units).expect("a quantity")
}

/// The variances that the book derives, by item, and which of them are no longer as approved.
fn derived(desk: &Desk) -> (Vec<(String, Quantity)>, BTreeSet<String>) {
    let all = desk.differences();
    let name = |line: &LineResult| line.line.of.goods.to_string();
    let variances =
        all.lines.iter().map(|line| (name(line), line.variance.expect("counted").quantity));
    let moved = all.lines.iter().filter(|line| line.moved()).map(name).collect();
    (variances.collect(), moved)
}

fn simulate(seed: u64) {
    let mut month = Month::new(seed);
    let catalogue: Vec<String> = ITEMS
        .iter()
        .flat_map(|item| {
            let opening = format!("03-01 opening {item} {OPENING} opening > store:ZW =10000.00");
            [format!("item {item} 只"), opening]
        })
        .collect();
    let mut desk = Desk::new(&format!("store ZW\n{}", catalogue.join("\n")));
    let known = month.more(30);
    month.record(&mut desk, known, 1);

    desk.on("04-02");
    let date: Day = day(&format!("03-{:02}", month.counted_on));
    let request = OpenRequest { date, ..full(None) };
    let decided = open(&desk.stock, &request, &mut desk.stamp).expect("opened");
    desk.sheet(decided);
    let counted: Vec<(&str, i64)> = ITEMS
        .iter()
        .map(|item| {
            let off = i64::try_from(month.dice.roll(7)).expect("small") - 3;
            (*item, month.expected(item) + off)
        })
        .collect();
    let rows: Vec<String> = counted
        .iter()
        .map(|(item, counted)| format!("{item}={counted} at {}", month.sight(item).told()))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    desk.counted(&rows);
    desk.approved().posted();

    let variance = |month: &Month, item: &str| {
        let counted = counted.iter().find(|(of, _)| *of == item).expect("counted").1;
        counted - month.expected(item)
    };
    let mut approved: Vec<(&str, i64)> =
        ITEMS.iter().map(|item| (*item, variance(&month, item))).collect();
    for (wave, april) in [(0, 5), (1, 9)] {
        let late = month.more(4);
        month.record(&mut desk, late, april);
        let (variances, moved) = derived(&desk);
        for (item, variance_of_book) in &variances {
            assert_eq!(*variance_of_book, whole(variance(&month, item)), "{seed} {wave} {item}");
        }
        let expected: BTreeSet<String> = approved
            .iter()
            .filter(|(item, approved)| variance(&month, item) != *approved)
            .map(|(item, _)| (*item).to_owned())
            .collect();
        assert_eq!(moved, expected, "{seed} {wave}: moved");
        let report = desk.reconciliation();
        let reported: BTreeSet<String> =
            report.late.iter().map(|line| line.result.line.of.goods.to_string()).collect();
        assert_eq!(reported, expected, "{seed} {wave}: reported");
        for item in ITEMS {
            let counted = counted.iter().find(|(of, _)| *of == item).expect("counted").1;
            let on_hand = desk.stock.balance(&store("ZW"), &super::item(item), day("03-31"));
            assert_eq!(on_hand.quantity, whole(counted + month.since(item)), "{seed} {item}");
        }
        desk.on(&format!("04-{:02}", april + 1));
        if !expected.is_empty() {
            assert_eq!(desk.approve(&approving("补录")), Ok(expected.len()), "{seed} {wave}");
        }
        assert!(derived(&desk).1.is_empty(), "{seed} {wave}: settled");
        approved = ITEMS.iter().map(|item| (*item, variance(&month, item))).collect();
    }
    assert!(defects(&desk.stock).is_empty(), "{seed}");
    same_in_any_order(&mut month.dice, &desk, seed);
}

/// The same rows in another order give the same book.
fn same_in_any_order(dice: &mut Dice, desk: &Desk, seed: u64) {
    let is_register = |record: &Record| matches!(record, Record::Item(_) | Record::Store(_));
    let (registers, mut rest): (Vec<Record>, Vec<Record>) =
        desk.log.iter().cloned().partition(is_register);
    dice.shuffle(&mut rest);
    let mut stock = Stock::new(CostMethod::MovingAverage);
    for record in registers.iter().chain(&rest) {
        stock.apply(record).expect("folds in any order");
    }
    assert_eq!(stock, desk.stock, "{seed}");
}

#[test]
fn every_month_comes_out_as_it_is_added_up_by_hand() {
    for seed in 0..SEEDS {
        simulate(seed);
    }
}

#[test]
fn the_simulation_has_late_lines_on_both_sides_of_every_cut_off() {
    let mut seen = BTreeSet::new();
    for seed in 0..50 {
        let mut month = Month::new(seed);
        for entry in month.more(30) {
            let sight = month.sight(entry.item);
            if entry.day == month.counted_on {
                let kind = sight.told();
                let kind = kind.trim_end_matches(|letter: char| !letter.is_alphabetic());
                let kind = if kind.starts_with("after") { "after" } else { kind }.to_owned();
                seen.insert((kind, sight.has_seen(&entry)));
            }
        }
    }
    let seen: Vec<String> = seen.into_iter().map(|(kind, saw)| format!("{kind} {saw}")).collect();
    assert_eq!(seen, [" false", " true", "after false", "after true", "close true", "open false"]);
}
