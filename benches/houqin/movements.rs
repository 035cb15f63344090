//! Ten years of a stock ledger: made in the store's own layout, line by line from one seed, and
//! carried out beside it by arithmetic of its own, so that every answer can be held against it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use houqin::base::Day;

/// How many items, store rooms and departments there are.
const ITEMS: usize = 4_000;
const STORES: usize = 4;
const DEPARTMENTS: usize = 40;

/// The last year of the ledger, and how many there are.
const LAST_YEAR: i32 = 2025;
const N_YEARS: i32 = 10;

/// The first line of a month's file.
const HEADER: &str = "id,date,time,kind,item,quantity,unit,unit_price,amount,counted,from,to,lot,expiry,\
     slip,person,reason,note,reverses,market_price,order,repair,due,recorded_at,recorded_by\n";

/// A quantity in millionths and its value in fen.
pub(crate) type Amount = (i64, i64);

/// What the lines come to, by arithmetic of the bench's own.
#[derive(Default)]
pub(crate) struct Truth {
    /// How many lines there are.
    pub(crate) n_rows: u64,
    /// What each store holds of each item at the end.
    pub(crate) cards: BTreeMap<(String, String), Amount>,
    /// The same before the last month.
    pub(crate) before: BTreeMap<(String, String), Amount>,
    /// What each department used of each item in all years: issued less returned.
    pub(crate) uses: BTreeMap<(String, String), Amount>,
}

/// The path of the movements of a month.
pub(crate) fn path(root: &Path, year: i32, month: u32) -> std::path::PathBuf {
    root.join(format!("stock/movements/{year}/{year}-{month:02}.csv"))
}

struct Maker {
    seed: u64,
    given: u64,
    cards: Vec<[Amount; STORES]>,
    uses: Vec<Amount>,
    /// Issues that may be taken back: id, item, store, department, quantity and value.
    issues: Vec<(String, usize, usize, usize, Amount)>,
    slip: u64,
}

/// A line before it has its id.
struct Draft {
    phase: u8,
    item: usize,
    what: What,
}

enum What {
    In { store: usize, quantity: i64, price: i64 },
    Out { store: usize, department: usize, quantity: i64 },
    Back { store: usize, department: usize, quantity: i64 },
    Transfer { from: usize, to: usize, quantity: i64 },
    Count { store: usize, missing: i64 },
    Undo { issue: usize },
}

fn item(at: usize) -> String {
    format!("WZ{at:05}")
}

fn store(at: usize) -> String {
    format!("KF{at}")
}

fn department(at: usize) -> String {
    format!("KS{at:02}")
}

/// Divides and rounds half away from zero; of amounts that are not below zero.
pub(crate) fn share(value: i64, part: i64, whole: i64) -> i64 {
    let (value, part, whole) = (i128::from(value), i128::from(part), i128::from(whole));
    i64::try_from((value * part + whole / 2) / whole).expect("in range")
}

impl Maker {
    fn draw(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
        usize::try_from((self.seed >> 33) % below as u64).expect("small")
    }

    /// The lines of a day, some more or less than `n_rows`; each can be carried out whatever the
    /// order of those beside it.
    fn day(&mut self, n_rows: usize) -> Vec<Draft> {
        let mut drafts = Vec::new();
        // What the day's lines out have spoken for.
        let mut spoken: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        let (mut counted, mut undone) = (BTreeSet::new(), BTreeSet::new());
        let mut rows = 0;
        while rows < n_rows {
            rows += 1;
            let (at, store) = (self.draw(ITEMS), self.draw(STORES));
            let held = self.cards[at][store].0 / 1_000_000
                - spoken.get(&(at, store)).copied().unwrap_or_default();
            let chance = self.draw(1_000);
            let what = if held < 12 || chance < 130 {
                let quantity = 20 + i64::try_from(self.draw(60)).expect("small");
                let price = 500_000 + 12_500 * i64::try_from(self.draw(4_000)).expect("small");
                (1, What::In { store, quantity, price })
            } else if chance < 150 {
                let quantity = 1 + i64::try_from(self.draw(2)).expect("small");
                (1, What::Back { store, department: self.draw(DEPARTMENTS), quantity })
            } else if chance < 158 && !self.issues.is_empty() {
                let issue = self.draw(self.issues.len());
                (1, What::Undo { issue })
            } else if chance < 164 {
                let quantity = 1 + i64::try_from(self.draw(3)).expect("small");
                *spoken.entry((at, store)).or_default() += quantity;
                rows += 1;
                (2, What::Transfer { from: store, to: (store + 1) % STORES, quantity })
            } else if chance < 172 && counted.insert((at, store)) {
                let missing = i64::try_from(self.draw(3)).expect("small") - 1;
                *spoken.entry((at, store)).or_default() += missing.max(0);
                (4, What::Count { store, missing })
            } else {
                let quantity = 1 + i64::try_from(self.draw(8)).expect("small");
                *spoken.entry((at, store)).or_default() += quantity;
                (3, What::Out { store, department: self.draw(DEPARTMENTS), quantity })
            };
            let (phase, what) = what;
            let at = match what {
                // An issue is taken back once.
                What::Undo { issue } if !undone.insert(issue) => continue,
                What::Undo { issue } => self.issues[issue].1,
                _ => at,
            };
            drafts.push(Draft { phase, item: at, what });
        }
        drafts
    }

    /// Writes a day's lines as they come and carries them out in the order of the ledger.
    fn carry_out(&mut self, date: Day, drafts: &[Draft], text: &mut String) {
        let (day, short) = (date.to_string(), date.to_string().replace('-', ""));
        let mut ordered: Vec<(u8, u64, usize, String, String)> = Vec::new();
        for (at, draft) in drafts.iter().enumerate() {
            let n_ids = if matches!(draft.what, What::Transfer { .. }) { 2 } else { 1 };
            self.slip += 1;
            let slip = match draft.what {
                What::Count { store, .. } => format!("PD{short}-{store}"),
                _ => format!("D{:08}", self.slip),
            };
            let id = format!("M{short}-benc-{:08}", self.given + 1);
            ordered.push((draft.phase, self.given, at, id, slip));
            self.given += n_ids;
        }
        let mut lines: Vec<String> = vec![String::new(); drafts.len()];
        ordered.sort();
        let mut undone = Vec::new();
        for (_, number, at, id, slip) in ordered {
            let Draft { item, what, .. } = &drafts[at];
            let line = self.line(&day, *item, what, (&id, number, &slip));
            if let What::Undo { issue } = what {
                undone.push(*issue);
            }
            lines[at] = line;
        }
        undone.sort_unstable();
        for issue in undone.into_iter().rev() {
            self.issues.swap_remove(issue);
        }
        if self.issues.len() > 400 {
            self.issues.drain(..200);
        }
        for line in lines {
            text.push_str(&line);
        }
        // Whoever counted approved it the same day, one row for each sheet.
        let counted = drafts.iter().filter_map(|draft| match draft.what {
            What::Count { store, .. } => Some(store),
            _ => None,
        });
        for store in counted.collect::<BTreeSet<_>>() {
            self.given += 1;
            let _ = writeln!(
                text,
                "M{short}-benc-{:08},{day},,posted,,,,,,,,,,,PD{short}-{store},后勤主任,,{:064x},,,,,,\
                 {day}T17:30:00+08:00,库管员",
                self.given, self.given
            );
        }
    }

    /// The text of a line, carried out.
    fn line(&mut self, day: &str, at: usize, what: &What, of: (&str, u64, &str)) -> String {
        match *what {
            What::In { store, quantity, price } => self.into(day, (at, store), quantity, price, of),
            What::Out { store, department, quantity } => {
                self.out(day, (at, store), department, quantity, of)
            }
            What::Back { store, department, quantity } => {
                self.back(day, (at, store), department, quantity, of)
            }
            What::Undo { issue } => self.undo(day, issue, of),
            What::Transfer { from, to, quantity } => {
                self.transfer(day, at, (from, to), quantity, of)
            }
            What::Count { store, missing } => self.count(day, (at, store), missing, of),
        }
    }

    fn into(
        &mut self,
        day: &str,
        (at, room): (usize, usize),
        quantity: i64,
        price: i64,
        of: (&str, u64, &str),
    ) -> String {
        // Yuan in millionths, times a whole number of units, to the fen.
        let value = (quantity * price + 5_000) / 10_000;
        let card = &mut self.cards[at][room];
        card.0 += quantity * 1_000_000;
        card.1 += value;
        let price = format!("{}.{:06}", price / 1_000_000, price % 1_000_000);
        let price = price.trim_end_matches('0').trim_end_matches('.');
        let (item, room, from) = (item(at), store(room), of.1 % 20);
        format!(
            "{},{day},,receipt,{item},{quantity},支,{price},,,supplier:供应商{from},store:{room}{}\n",
            of.0,
            end(day, of, "送货员", "")
        )
    }

    fn out(
        &mut self,
        day: &str,
        (at, room): (usize, usize),
        to: usize,
        quantity: i64,
        of: (&str, u64, &str),
    ) -> String {
        let base = quantity * 1_000_000;
        let card = &mut self.cards[at][room];
        let value = share(card.1, base, card.0);
        card.0 -= base;
        card.1 -= value;
        let used = &mut self.uses[to * ITEMS + at];
        used.0 += base;
        used.1 += value;
        self.issues.push((of.0.to_owned(), at, room, to, (base, value)));
        let (item, room, to) = (item(at), store(room), department(to));
        format!(
            "{},{day},,issue,{item},{quantity},支,,,,store:{room},dept:{to}{}\n",
            of.0,
            end(day, of, "领用人", "")
        )
    }

    fn back(
        &mut self,
        day: &str,
        (at, room): (usize, usize),
        from: usize,
        quantity: i64,
        of: (&str, u64, &str),
    ) -> String {
        let base = quantity * 1_000_000;
        let card = &mut self.cards[at][room];
        let value = share(card.1, base, card.0);
        card.0 += base;
        card.1 += value;
        let used = &mut self.uses[from * ITEMS + at];
        used.0 -= base;
        used.1 -= value;
        let (item, room, from) = (item(at), store(room), department(from));
        format!(
            "{},{day},,return,{item},{quantity},支,,,,dept:{from},store:{room}{}\n",
            of.0,
            end(day, of, "退料人", "")
        )
    }

    fn undo(&mut self, day: &str, issue: usize, of: (&str, u64, &str)) -> String {
        let (original, at, room, to, (base, value)) = self.issues[issue].clone();
        let card = &mut self.cards[at][room];
        card.0 += base;
        card.1 += value;
        let used = &mut self.uses[to * ITEMS + at];
        used.0 -= base;
        used.1 -= value;
        let (item, room, to, quantity) = (item(at), store(room), department(to), base / 1_000_000);
        format!(
            "{},{day},,reversal,{item},{quantity},支,,,,dept:{to},store:{room}{}\n",
            of.0,
            end(day, of, "", &original)
        )
    }

    fn transfer(
        &mut self,
        day: &str,
        at: usize,
        (from, to): (usize, usize),
        quantity: i64,
        of: (&str, u64, &str),
    ) -> String {
        let base = quantity * 1_000_000;
        let card = &mut self.cards[at][from];
        let value = share(card.1, base, card.0);
        card.0 -= base;
        card.1 -= value;
        let card = &mut self.cards[at][to];
        card.0 += base;
        card.1 += value;
        let second = format!("M{}-benc-{:08}", day.replace('-', ""), of.1 + 2);
        let (item, from, to, end) = (item(at), store(from), store(to), end(day, of, "", ""));
        format!(
            "{},{day},,transfer,{item},{quantity},支,,,,store:{from},transit{end}\n\
             {second},{day},,transfer,{item},{quantity},支,,,,transit,store:{to}{end}\n",
            of.0
        )
    }

    fn count(
        &mut self,
        day: &str,
        (at, room): (usize, usize),
        missing: i64,
        of: (&str, u64, &str),
    ) -> String {
        let card = &mut self.cards[at][room];
        let base = missing * 1_000_000;
        let value = if card.0 == 0 { 0 } else { share(card.1, base.abs(), card.0) };
        card.0 -= base;
        card.1 -= value * missing.signum();
        let (counted, item, room) = (card.0 / 1_000_000, item(at), store(room));
        let (from, to) = if missing < 0 {
            ("difference".to_owned(), format!("store:{room}"))
        } else {
            (format!("store:{room}"), "difference".to_owned())
        };
        format!(
            "{},{day},close,count,{item},{},支,,,{counted},{from},{to}{}\n",
            of.0,
            missing.abs(),
            end(day, of, "盘点员", "")
        )
    }
}

/// The cells of a line from its lot on.
fn end(day: &str, (_, number, slip): (&str, u64, &str), person: &str, reverses: &str) -> String {
    let (hour, minute) = (8 + number / 60 % 10, number % 60);
    format!(",,,{slip},{person},,,{reverses},,,,,{day}T{hour:02}:{minute:02}:00+08:00,库管员")
}

/// How much of ten years stands line by line in a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum History {
    /// All of it.
    TenYears,
    /// The last year; what the nine before it came to is opened with, card by card.
    LastYear,
}

/// Makes a store with some `n_rows` movements over ten years.
pub(crate) fn fill(root: &Path, n_rows: usize) -> Truth {
    fill_with(root, n_rows, History::TenYears)
}

/// Seals the months up to one; what is demanded and not in order is waived by its name.
pub(crate) fn seal(root: &Path, month: &str) {
    let mut waived = String::new();
    for _ in 0..2 {
        let line = format!("close seal {month} --book stock --lang en -q{waived}");
        let mut command = super::houqin(root, &line);
        command.env("HOUQIN_NOW", "2025-12-31T18:30:00+08:00");
        let told = command.output().expect("the binary starts");
        if told.status.success() {
            return;
        }
        let told = String::from_utf8_lossy(&told.stderr).into_owned();
        let first = told.lines().next().unwrap_or_default();
        let names = first.rsplit(": ").next().unwrap_or_default().split(", ");
        " --approver chief".clone_into(&mut waived);
        for name in names {
            let _ = write!(waived, " --waive {}=bench", name.trim());
        }
        assert!(!first.is_empty(), "`houqin {line}` failed without a word");
    }
    panic!("{month} cannot be sealed, not even with{waived}");
}

/// The same with as much of its history as is said: the lines of the last year, the cards at its end
/// and the registers are the same whichever it is.
pub(crate) fn fill_with(root: &Path, n_rows: usize, history: History) -> Truth {
    super::run(root, "init --name bench -q");
    registers(root);
    let mut maker = Maker {
        seed: 0x9E37_79B9,
        given: 0,
        cards: vec![[(0, 0); STORES]; ITEMS],
        uses: vec![(0, 0); DEPARTMENTS * ITEMS],
        issues: Vec::new(),
        slip: 0,
    };
    let months: Vec<(i32, u32)> = (LAST_YEAR - N_YEARS + 1..=LAST_YEAR)
        .flat_map(|year| (1..=12).map(move |month| (year, month)))
        .collect();
    let n_days = months.len() * 28;
    let (mut done, mut truth, mut left_out) = (0, Truth::default(), 0);
    for (number, (year, month)) in months.iter().enumerate() {
        if number + 1 == months.len() {
            truth.before = cards(&maker);
        }
        if *month == 1 {
            // What was issued in another year stays issued.
            maker.issues.clear();
        }
        if history == History::LastYear && (*year, *month) == (LAST_YEAR, 1) {
            left_out = maker.given;
            left_out -= open_with(root, &maker);
        }
        let mut text = String::from(HEADER);
        for day in 1..=28 {
            done += 1;
            let due = n_rows as u64 * done / n_days as u64;
            let date = Day::new(*year, *month, day).expect("a day");
            let drafts = maker.day(usize::try_from(due.saturating_sub(maker.given)).expect("few"));
            maker.carry_out(date, &drafts, &mut text);
        }
        if history == History::TenYears || *year == LAST_YEAR {
            write(root, (*year, *month), &text);
        }
    }
    truth.n_rows = maker.given - left_out;
    truth.cards = cards(&maker);
    let uses = maker.uses.iter().enumerate().filter(|(_, used)| **used != (0, 0));
    truth.uses =
        uses.map(|(at, used)| ((department(at / ITEMS), item(at % ITEMS)), *used)).collect();
    truth
}

/// Writes what the cards hold as the opening of the last year; says how many lines that takes.
fn open_with(root: &Path, maker: &Maker) -> u64 {
    let (mut text, day, mut given) = (String::from(HEADER), format!("{}-12-31", LAST_YEAR - 1), 0);
    for ((room, item), (quantity, value)) in cards(maker) {
        given += 1;
        let id = format!("M{}-open-{given:08}", day.replace('-', ""));
        let (quantity, value) =
            (quantity / 1_000_000, format!("{}.{:02}", value / 100, value % 100));
        let end = end(&day, (&id, given, ""), "", "");
        let _ = writeln!(
            text,
            "{id},{day},,opening,{item},{quantity},支,,{value},,opening,store:{room}{end}"
        );
    }
    write(root, (LAST_YEAR - 1, 12), &text);
    given
}

/// Writes the file of a month.
fn write(root: &Path, (year, month): (i32, u32), text: &str) {
    let path = path(root, year, month);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    file.write_all(text.as_bytes()).expect("written");
    file.flush().expect("written");
}

/// Writes the catalogue, the store rooms and the departments.
fn registers(root: &Path) {
    let mut items = String::from("code,name,unit,category\n");
    for at in 0..ITEMS {
        let _ = writeln!(items, "{},灯管 {at},支,类别 {}", item(at), at % 12);
    }
    let mut rooms = String::from("code,name\n");
    for at in 0..STORES {
        let _ = writeln!(rooms, "{},库房 {at}", store(at));
    }
    let mut departments = String::from("code,name\n");
    for at in 0..DEPARTMENTS {
        let _ = writeln!(departments, "{},科室 {at}", department(at));
    }
    for (path, text) in [
        ("stock/items.csv", items),
        ("stock/stores.csv", rooms),
        ("org/departments.csv", departments),
    ] {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a register");
    }
}

fn cards(maker: &Maker) -> BTreeMap<(String, String), Amount> {
    let mut cards = BTreeMap::new();
    for (at, rooms) in maker.cards.iter().enumerate() {
        for (room, card) in rooms.iter().enumerate().filter(|(_, card)| **card != (0, 0)) {
            cards.insert((store(room), item(at)), *card);
        }
    }
    cards
}
