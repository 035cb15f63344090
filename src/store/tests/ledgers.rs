//! Stock ledgers as they may come, drawn line by line: sound ones, and such as nobody should write.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;

use crate::base::{Day, Moment};
use crate::stock::NegativeStock;
use crate::store::{Disk as _, RealDisk};

use super::commit::put;

const HEADER: &str = "id,date,time,kind,item,quantity,unit,unit_price,amount,counted,from,to,lot,\
     expiry,slip,person,reason,note,reverses,order,repair,recorded_at,recorded_by";

const MONTHS: [&str; 3] = ["2026-01", "2026-02", "2026-03"];

/// A line: its day, item, store and kind, its quantity, what is odd about it, a number to choose
/// others by.
type Drawn = (i64, usize, usize, usize, i64, usize, usize);

/// A ledger and what is asked of it.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) method: usize,
    pub(super) negative: NegativeStock,
    rows: Vec<Drawn>,
    pub(super) as_of: i64,
    pub(super) span: &'static str,
    dressed: bool,
    /// Whether the lines stand in the order of their ids, as one machine writes them.
    filed: bool,
    /// Whether the shelves are full from the beginning and no line contradicts another.
    sound: bool,
    /// The month up to which they are sealed, where there is one.
    sealed: Option<usize>,
}

/// Any of them.
pub(super) fn case() -> impl Strategy<Value = Case> {
    // Some stand on days that have many.
    let days = prop_oneof![2 => 0_i64..88, 1 => 30_i64..33];
    let drawn = (days, 0_usize..4, 0_usize..2, 0_usize..33, 1_i64..9, 0_usize..60, 0_usize..32);
    (
        0_usize..7,
        prop::bool::weighted(0.6),
        prop::collection::vec(drawn, 0..40),
        0_i64..90,
        prop::sample::select(vec!["2026-02", "2026-03", "2026-01-20..2026-02-10", "2026-Q1"]),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.5),
        prop::option::weighted(0.5, 0..2_usize),
    )
        .prop_map(|(method, warn, rows, as_of, span, dressed, filed, sound, sealed)| {
            let negative = if warn { NegativeStock::Warn } else { NegativeStock::Refuse };
            Case { method, negative, rows, as_of, span, dressed, filed, sound, sealed }
        })
}

/// The first day on which anything is recorded.
pub(super) fn first() -> Day {
    Day::new(2026, 1, 2).expect("a day")
}

/// A day after all lines, on which some of them were recorded nevertheless.
fn late() -> Day {
    Day::new(2026, 6, 1).expect("a day")
}

/// What was known when these were not.
pub(super) fn before_late() -> Moment {
    Moment::parse("2026-05-01T00:00:00+08:00").expect("a moment")
}

/// The place of a day's month among the files.
fn month_of(date: Day) -> usize {
    usize::try_from(date.month().number()).unwrap_or(1) - 1
}

/// A line as it is to be written.
#[derive(Debug, Clone)]
struct Text {
    id: String,
    date: Day,
    time: String,
    word: &'static str,
    item: usize,
    quantity: String,
    unit: &'static str,
    price: String,
    counted: String,
    from: String,
    to: String,
    lot: String,
    expiry: &'static str,
    slip: String,
    note: &'static str,
    reverses: String,
    order: String,
    /// The day on which it was recorded.
    recorded: Day,
    /// The file it stands in.
    month: usize,
}

impl Text {
    /// An issue to a department.
    fn new(at: usize, (date, item, room, quantity): (Day, usize, usize, i64)) -> Self {
        Self {
            id: format!("M{}-t-{at:06}", date.to_string().replace('-', "")),
            date,
            time: String::new(),
            word: "issue",
            item,
            quantity: quantity.to_string(),
            unit: "只",
            price: String::new(),
            counted: String::new(),
            from: format!("store:K{room}"),
            to: format!("store:K{room}"),
            lot: String::new(),
            expiry: "",
            slip: format!("D{:03}", at / 2),
            note: "",
            reverses: String::new(),
            order: String::new(),
            recorded: date,
            month: month_of(date),
        }
    }

    fn write(&self) -> String {
        let Self { id, date, time, word, item, quantity, unit, price, counted, from, to, .. } =
            self;
        let Self { lot, expiry, slip, note, reverses, order, recorded, .. } = self;
        format!(
            "{id},{date},{time},{word},I{item},{quantity},{unit},{price},,{counted},{from},{to},\
             {lot},{expiry},{slip},库管员甲,,{note},{reverses},{order},,\
             {recorded}T10:00:00+08:00,库管员甲"
        )
    }
}

/// The approval of the sheet that a line counts for.
fn approval(count: &Text) -> String {
    let Text { id, date, slip, recorded, .. } = count;
    format!(
        "{id}-p,{date},,posted,,,,,,,,,,,{slip},后勤主任,,{:064x},,,,{recorded}T10:00:00+08:00,库管员甲",
        1
    )
}

/// A line as it was drawn, of whatever kind; those that were written already may be taken back.
fn draft(at: usize, drawn: &Drawn, written: &[Text]) -> Text {
    let (days, item, room, kind, quantity, odd, other) = *drawn;
    let mut line = Text::new(at, (first().plus_days(days), item, room, quantity));
    line.word = match kind {
        0..=7 => {
            line.from = format!("supplier:供应商{}", other % 2);
            line.price = format!("{}.{}", 1 + other % 3, other % 10);
            "receipt"
        }
        8..=14 => {
            line.to = format!("dept:NK{}", 1 + other % 2);
            "issue"
        }
        15 => {
            "dept:NK1".clone_into(&mut line.from);
            "return"
        }
        16 => {
            "supplier:供应商1".clone_into(&mut line.to);
            "return"
        }
        17 | 18 => {
            let leg = if kind == 17 { &mut line.to } else { &mut line.from };
            "transit".clone_into(leg);
            line.slip = format!("T{}", other % 3);
            "transfer"
        }
        19 => {
            "difference".clone_into(&mut line.to);
            ["open", "close", "09:30", "after=D001"][other % 4].clone_into(&mut line.time);
            line.counted = (other % 7).to_string();
            line.slip = format!("PD{}", other % 9);
            "count"
        }
        20 => {
            "scrap".clone_into(&mut line.to);
            "scrap"
        }
        21 => {
            let (from, word) =
                if other % 2 == 0 { ("opening", "opening") } else { ("difference", "adjustment") };
            from.clone_into(&mut line.from);
            if other % 3 > 0 {
                "2.5".clone_into(&mut line.price);
            }
            word
        }
        22..=24 => {
            (line.from, line.to) = (format!("dept:NK{}", 1 + other % 2), "pool".to_owned());
            // Only some items are kept by their lots, and those are not brought back old.
            line.item = [0, 2, 3, 0][item];
            line.slip = ["D001", "", "D004", "D900"][other % 4].to_owned();
            "exchange"
        }
        25 => {
            line.to = format!("loan:借用人{}", other % 2);
            "lend"
        }
        26 => {
            line.from = format!("loan:借用人{}", other % 2);
            "return"
        }
        _ => match taken_back(other, odd, written) {
            Some(original) => {
                (line.from, line.to) = (original.to.clone(), original.from.clone());
                line.quantity.clone_from(&original.quantity);
                line.reverses.clone_from(&original.id);
                line.item = original.item;
                "reversal"
            }
            None => "issue",
        },
    };
    if line.time.is_empty() && odd % 4 == 0 {
        line.time = format!("{:02}:15", 8 + other % 5);
    }
    if line.item == 1 {
        line.lot = format!("L{}", other % 2);
        line.expiry = ["2027-01-01", "2027-01-01", "", "2027-02-01"][other % 4];
    }
    match odd {
        1 if line.item == 2 => line.unit = "打",
        2 => line.note = "\"急, 夜里\"",
        11 => line.note = "起皮",
        20..=25 => line.recorded = late(),
        _ => {}
    }
    line
}

/// A line to be taken back: any, or often a use of the item of which no more is asked.
fn taken_back(other: usize, odd: usize, written: &[Text]) -> Option<&Text> {
    let is_use = |there: &&Text| there.item == 2 && is_use(there);
    let uses: Vec<&Text> = written.iter().filter(is_use).collect();
    let any = || written.get(other % written.len().max(1));
    uses.get(other % uses.len().max(1)).copied().filter(|_| !odd.is_multiple_of(3)).or_else(any)
}

/// Whether a line is between a store and a department.
fn is_use(line: &Text) -> bool {
    line.word == "issue" || (line.word == "return" && line.from.starts_with("dept:"))
}

/// What is wrong with a line that is not sound.
fn spoil(line: &mut Text, (.., odd, other): &Drawn, written: &[Text]) {
    match odd {
        3 if *other < 3 => line.id = format!("X{}", other % 2),
        5 if *other < 3 => line.month = other % MONTHS.len(),
        6 if *other < 2 => "1.5".clone_into(&mut line.quantity),
        7 if *other < 2 => "dept:没有".clone_into(&mut line.to),
        9 if *other < 2 => "1,5".clone_into(&mut line.quantity),
        10 if *other < 2 => line.note = "a\"b",
        13 if *other < 2 => line.unit = "箱",
        14 if *other < 4 => {
            if let Some(there) = written.get(other % written.len().max(1)) {
                line.id.clone_from(&there.id);
            }
        }
        15 if *other < 6 => "PO-1".clone_into(&mut line.order),
        _ => {}
    }
}

/// What makes a line sound, whatever stands before it; a transfer is received as it is sent.
fn mend(at: usize, mut line: Text, (room, other): (usize, usize), written: &[Text]) -> Vec<Text> {
    if line.item == 1 {
        line.expiry = "2027-01-01";
    }
    match line.word {
        "transfer" => {
            line.slip = format!("T{at}");
            let sent = |there: &&Text| there.word == "transfer" && there.to == "transit";
            // Some go under the slip of the last one, on its day.
            if let Some(there) = written.iter().rfind(sent).filter(|_| other % 3 == 2) {
                (line.slip, line.date, line.month) = (there.slip.clone(), there.date, there.month);
                (line.item, line.lot, line.expiry) = (there.item, there.lot.clone(), there.expiry);
                (line.unit, line.recorded) = ("只", there.date);
                line.id = format!("M{}-t-{at:06}", line.date.to_string().replace('-', ""));
            }
            (line.from, line.to) = (format!("store:K{room}"), "transit".to_owned());
            // Some arrive later, some under an id before the one that sends them, some in two parts.
            let date = line.date.plus_days([0, 0, 3, 0, 0][other % 5]).min(first().plus_days(87));
            let before = if other % 5 == 3 && date == line.date { "0" } else { "-2" };
            let id = format!("M{}-t-{at:06}{before}", date.to_string().replace('-', ""));
            let (from, to) = ("transit".to_owned(), format!("store:K{}", (room + other) % 2));
            let (month, recorded) = (month_of(date), date);
            let received = Text { id, date, from, to, recorded, month, ..line.clone() };
            if before == "0" {
                line.id = format!("{}1", line.id);
            }
            if other % 5 == 4 && line.quantity != "1" {
                let half = |quantity| Text { quantity, ..received.clone() };
                let last = format!("{}-3", received.id);
                let rest = line.quantity.parse::<i64>().map_or(1, |quantity| quantity - 1);
                return vec![
                    line,
                    half("1".to_owned()),
                    Text { id: last, ..half(rest.to_string()) },
                ];
            }
            vec![line, received]
        }
        "count" => {
            line.slip = format!("PD{at}");
            ["open", "close", "09:30"][other % 3].clone_into(&mut line.time);
            vec![line]
        }
        "return" if line.from.starts_with("loan:") => {
            let again = |lent: &Text| {
                let back = |there: &&Text| there.slip == lent.slip && there.from == lent.to;
                written.iter().any(|there| back(&there))
            };
            let lent = written.iter().find(|there| there.word == "lend" && !again(there));
            lent.map_or_else(Vec::new, |lent| {
                line.date = line.date.max(lent.date.next()).min(first().plus_days(87));
                line.month = month_of(line.date);
                line.id = format!("M{}-t-{at:06}", line.date.to_string().replace('-', ""));
                (line.item, line.lot, line.time) = (lent.item, lent.lot.clone(), String::new());
                (line.slip, line.from) = (lent.slip.clone(), lent.to.clone());
                "1".clone_into(&mut line.quantity);
                (line.unit, line.expiry) = ("只", lent.expiry);
                if line.date > lent.date { vec![line] } else { Vec::new() }
            })
        }
        "lend" => {
            line.slip = format!("J{at}");
            vec![line]
        }
        "receipt" if line.item != 1 && other % 4 == 0 => {
            "PO-1".clone_into(&mut line.order);
            "supplier:供应商1".clone_into(&mut line.from);
            vec![line]
        }
        "reversal" => {
            let again = |there: &Text| there.reverses == line.reverses;
            let original = written.iter().find(|there| there.id == line.reverses);
            match original.filter(|there| is_use(there) || there.word == "receipt") {
                Some(original) if !written.iter().any(again) => {
                    line.date = line.date.max(original.date);
                    line.month = month_of(line.date);
                    line.id = format!("M{}-t-{at:06}", line.date.to_string().replace('-', ""));
                    (line.lot, line.expiry) = (original.lot.clone(), original.expiry);
                    (line.unit, line.time) = (original.unit, String::new());
                    vec![line]
                }
                _ => Vec::new(),
            }
        }
        _ => vec![line],
    }
}

/// Enough of every item and lot for all that follows.
fn full_shelves() -> Vec<Text> {
    let mut lines = Vec::new();
    for (item, lot) in [(0, ""), (1, "L0"), (1, "L1"), (2, ""), (3, "")] {
        for room in 0..2 {
            let of = (first().previous(), item, room, 9_000);
            let mut line = Text::new(900 + lines.len(), of);
            line.word = "receipt";
            "supplier:供应商1".clone_into(&mut line.from);
            "2.34".clone_into(&mut line.price);
            lot.clone_into(&mut line.lot);
            if !lot.is_empty() {
                line.expiry = "2027-01-01";
            }
            lines.push(line);
        }
    }
    lines
}

/// The lines of each month's file.
fn files(case: &Case) -> Vec<Vec<String>> {
    let mut files = vec![Vec::new(); MONTHS.len()];
    let mut written: Vec<Text> = if case.sound { full_shelves() } else { Vec::new() };
    for line in &written {
        files[line.month].push(line.write());
    }
    for (at, drawn) in case.rows.iter().enumerate() {
        let mut line = draft(at, drawn, &written);
        if case.sound {
            for line in mend(at, line, (drawn.2, drawn.6), &written) {
                files[line.month].push(line.write());
                if line.word == "count" && drawn.6 % 2 == 0 {
                    files[line.month].push(approval(&line));
                }
                written.push(line);
            }
            continue;
        }
        spoil(&mut line, drawn, &written);
        if drawn.5 == 17 && drawn.6 < 3 {
            files[line.month].push(line.write());
        }
        files[line.month].push(line.write());
        if line.word == "count" && drawn.6 % 5 == 0 {
            files[line.month].push(approval(&line));
        }
        written.push(line);
    }
    if case.filed {
        for lines in &mut files {
            lines.sort();
        }
    } else if case.dressed {
        for lines in &mut files {
            lines.reverse();
        }
    }
    files
}

/// Writes one into a store, in the place of the last one.
pub(super) fn write(root: &Path, case: &Case) {
    put(
        root,
        "stock/items.csv",
        "code,name,unit,units,lot_kept,durable\nI0,灯,只,,no,yes\nI1,药,只,,yes,no\n\
         I2,钉,只,打=12,no,no\nI3,管,只,,no,yes\n"
            .as_bytes(),
    );
    let mut orders =
        "id,date,order,kind,supplier,item,quantity,unit,unit_price,due,plan,person,note,\
         reverses,recorded_at,recorded_by\n"
            .to_owned();
    for item in [0, 2, 3] {
        let _ = writeln!(
            orders,
            "O20260102-t-{item:06},2026-01-02,PO-1,order,供应商1,I{item},40,只,,2026-02-01,,,,,\
             2026-01-02T10:00:00+08:00,采购员甲"
        );
    }
    put(root, "stock/orders/2026.csv", orders.as_bytes());
    put(root, "stock/stores.csv", "code,name\nK0,总库\nK1,分库\n".as_bytes());
    put(root, "org/departments.csv", "code,name\nNK1,内科\nNK2,外科\n".as_bytes());
    let mut seals =
        "id,kind,book,month,sha256,reason,approver,recorded_at,recorded_by\n".to_owned();
    if let Some(month) = case.sealed.map(|at| MONTHS[at]) {
        let end = format!("{:064x},,,2026-04-01T10:00:00+08:00,库管员甲", 7);
        let _ = writeln!(seals, "0001,seal,stock,{month},{end}");
    }
    put(root, "closing/seals.csv", seals.as_bytes());
    // What another case came to is not asked.
    for name in ["shelves", "slips", "sound"] {
        let _none = RealDisk.remove(&root.join(".houqin").join(name));
    }
    for (month, lines) in MONTHS.iter().zip(files(case)) {
        let (mark, more, cell, end) =
            if case.dressed { ("\u{feff}", ",其他", ",x", "\r\n") } else { ("", "", "", "\n") };
        let mut text = format!("{mark}{HEADER}{more}{end}");
        for line in lines {
            let _ = write!(text, "{line}{cell}{end}");
        }
        put(root, &format!("stock/movements/2026/{month}.csv"), text.as_bytes());
    }
}
