//! A stock ledger that streams by gives what one that is kept gives, whatever stands in its files.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::base::{Day, Diagnostic, Moment, Severity, Span};
use crate::books::{Books, Need, Reading, Window};
use crate::stock::purchase::{Orders, OrdersOptions, orders};
use crate::stock::stocktake::{DueListed, DueOptions, deadlines};
use crate::stock::{
    AskedOfSteps, Consumption, ConsumptionOptions, ExchangePolicy, Listed, Loans, LoansOptions,
    LotLine, NegativeStock, OnHand, OnHandOptions, Outstanding, OutstandingOptions, Owing,
    Statement, StatementOptions, Stock, consumption, consumption_of, loans, lots_on_hand, on_hand,
    outstanding, statement, statement_of,
};
use crate::store::{Disk as _, RealDisk, Store};

use super::commit::{put, store_with};

const CASES: u32 = if cfg!(debug_assertions) { 256 } else { 10_000 };

const HEADER: &str = "id,date,time,kind,item,quantity,unit,unit_price,amount,counted,from,to,lot,\
     expiry,slip,person,reason,note,reverses,order,repair,recorded_at,recorded_by";

const MONTHS: [&str; 3] = ["2026-01", "2026-02", "2026-03"];

/// A line: its day, item, store and kind, its quantity, what is odd about it, a number to choose
/// others by.
type Drawn = (i64, usize, usize, usize, i64, usize, usize);

#[derive(Debug, Clone)]
struct Case {
    method: usize,
    negative: NegativeStock,
    rows: Vec<Drawn>,
    as_of: i64,
    span: &'static str,
    dressed: bool,
    /// Whether the lines stand in the order of their ids, as one machine writes them.
    filed: bool,
    /// Whether the shelves are full from the beginning and no line contradicts another.
    sound: bool,
}

fn case() -> impl Strategy<Value = Case> {
    // Some stand on days that have many.
    let days = prop_oneof![2 => 0_i64..88, 1 => 30_i64..33];
    let drawn = (days, 0_usize..4, 0_usize..2, 0_usize..30, 1_i64..9, 0_usize..60, 0_usize..32);
    (
        0_usize..7,
        prop::bool::weighted(0.6),
        prop::collection::vec(drawn, 0..40),
        0_i64..90,
        prop::sample::select(vec!["2026-02", "2026-03", "2026-01-20..2026-02-10", "2026-Q1"]),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.7),
        prop::bool::weighted(0.5),
    )
        .prop_map(|(method, warn, rows, as_of, span, dressed, filed, sound)| {
            let negative = if warn { NegativeStock::Warn } else { NegativeStock::Refuse };
            Case { method, negative, rows, as_of, span, dressed, filed, sound }
        })
}

fn first() -> Day {
    Day::new(2026, 1, 2).expect("a day")
}

/// A day after all lines, on which some of them were recorded nevertheless.
fn late() -> Day {
    Day::new(2026, 6, 1).expect("a day")
}

/// What was known when these were not.
fn before_late() -> Moment {
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
        _ => match written.get(other % written.len().max(1)) {
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
            (line.from, line.to) = (format!("store:K{room}"), "transit".to_owned());
            let id = format!("{}-2", line.id);
            let (from, to) = ("transit".to_owned(), format!("store:K{}", (room + other) % 2));
            let received = Text { id, from, to, ..line.clone() };
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
            match original.filter(|there| ["issue", "receipt"].contains(&there.word)) {
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

fn write(root: &Path, case: &Case) {
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

/// What the stock is asked for.
type Answer = (Option<OnHand>, Option<Vec<LotLine>>, Option<Statement>, Option<Consumption>);

fn options(case: &Case) -> (OnHandOptions, StatementOptions, ConsumptionOptions) {
    let as_of = first().plus_days(case.as_of);
    let span = Span::parse(case.span, first()).expect("a span");
    let shelves =
        OnHandOptions { as_of, store: None, item: None, category: None, listed: Listed::All };
    let (store, category) = (None, None);
    let of_span = StatementOptions { span, store: None, category: None, as_of };
    (shelves, of_span, ConsumptionOptions { span, store, department: None, category, as_of })
}

/// What is asked of single lines: which cards are to be counted, what is lent, owed and ordered.
type Papers = (Vec<(String, Option<Day>, Day)>, Loans, Outstanding, Orders);

fn papers(stock: &Stock, as_of: Day) -> Papers {
    let listed = DueListed::All;
    let due = DueOptions { as_of, store: None, within: 7, listed };
    let cards = deadlines(stock, &stock.shelf_at(as_of), &due).into_iter();
    let cards = cards.map(|card| {
        (format!("{} {} {}", card.store, card.item.code, card.book), card.counted, card.due)
    });
    let of_loans = LoansOptions { as_of, store: None, item: None, owing: Owing::Open };
    let of_claims = OutstandingOptions { as_of, department: None, item: None, owing: Owing::Open };
    let of_orders =
        OrdersOptions { as_of, order: None, supplier: None, item: None, open_only: false };
    (
        cards.collect(),
        loans(stock, &of_loans).expect("loans"),
        outstanding(stock, &ExchangePolicy::default(), &of_claims).expect("what is owed"),
        orders(stock, &of_orders).expect("orders"),
    )
}

/// What is wrong with the files; no books where anything is.
fn read(store: &Store<'_>, window: Window) -> (Option<Books>, Vec<Diagnostic>) {
    look(store, Need::stock(window))
}

fn look(store: &Store<'_>, need: Need) -> (Option<Books>, Vec<Diagnostic>) {
    let read = store.read(need).expect("read");
    let wrong = read.diagnostics.iter().any(|found| found.severity == Severity::Error);
    ((!wrong).then_some(read.books), read.diagnostics)
}

/// What was known at a moment: how many lines were recorded later, and the answers without them.
type Earlier = (usize, Option<OnHand>, Papers);

fn earlier(mut stock: Stock, shelves: &OnHandOptions) -> Earlier {
    let n_later = stock.count_written(|at, date| at > before_late() && date <= shelves.as_of);
    stock.forget_after(before_late());
    (n_later, on_hand(&stock, shelves).ok(), papers(&stock, shelves.as_of))
}

#[test]
fn what_streams_by_gives_the_same_answers_as_what_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let stores: Vec<_> = [NegativeStock::Warn, NegativeStock::Refuse]
        .into_iter()
        .enumerate()
        .flat_map(|(at, negative)| {
            crate::stock::CostMethod::ALL.map(|method| {
                let root = root.join(format!("{at}-{}", method.word()));
                RealDisk.create_folder(&root).expect("a folder");
                let _made = store_with(&root, |settings| {
                    settings.negative_stock = negative;
                    settings.cost_method = method;
                });
                for below in
                    ["org", "stock", "stock/orders", "stock/movements", "stock/movements/2026"]
                {
                    RealDisk.create_folder(&root.join(below)).expect("a folder");
                }
                (root, negative, method)
            })
        })
        .collect();
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..Default::default() };
    let told = std::cell::Cell::new((0_u32, 0_u32, 0_u32, 0_u32));
    let held = TestRunner::new(config).run(&case(), |case| {
        // Most cases are of the method that most stores have.
        let method = crate::stock::CostMethod::ALL[case.method.saturating_sub(3)];
        let found = stores.iter().find(|of| (of.1, of.2) == (case.negative, method));
        let (root, ..) = found.expect("a store");
        write(root, &case);
        let store = Store::open(&RealDisk, root).expect("a store");
        let (shelves, of_span, of_uses) = options(&case);
        let at = (Window::at(shelves.as_of), Window::until(shelves.as_of));
        let over = (Window::of(of_span.span, of_span.as_of), Window::until(of_span.span.last()));
        let answer = |(at, over): (Window, Window)| -> (Answer, Vec<Diagnostic>) {
            let (books, mut told) = read(&store, at);
            let stock = books.as_ref().map(|books| &books.stock);
            let shelves = (
                stock.and_then(|stock| on_hand(stock, &shelves).ok()),
                stock.and_then(|stock| lots_on_hand(stock, &shelves).ok()),
            );
            let (books, more) = read(&store, over);
            told.extend(more);
            let stock = books.as_ref().map(|books| &books.stock);
            let statement = stock.and_then(|stock| statement(stock, &of_span).ok());
            let uses = stock.and_then(|stock| consumption(stock, &of_uses).ok());
            ((shelves.0, shelves.1, statement, uses), told)
        };
        let (kept, streamed) = (answer((at.1, over.1)), answer((at.0, over.0)));
        prop_assert_eq!(&kept, &streamed);
        let days = Span::new(of_uses.span.first(), of_uses.span.last().min(of_uses.as_of));
        let scan = |of: AskedOfSteps| {
            let scan = store.scan_steps((over.1, before_late()), &of).expect("scanned");
            Some((scan.books.stock, scan.steps?))
        };
        let mut counted = told.get();
        counted.0 += u32::from(kept.0.0.is_some());
        let uses = days.and_then(|days| scan(AskedOfSteps::Uses(days, None)));
        let turned_over = days.and_then(|days| scan(AskedOfSteps::TurnedOver(days)));
        prop_assert_eq!(uses.is_some(), turned_over.is_some());
        if let (Some(uses), Some(turned_over)) = (uses, turned_over) {
            let mut stock = read(&store, over.1).0.expect("books").stock;
            stock.forget_after(before_late());
            let uses = consumption_of(&uses.0, uses.1.uses, &of_uses).ok();
            prop_assert_eq!(consumption(&stock, &of_uses).ok(), uses);
            let cards = statement_of(&turned_over.0, turned_over.1.turned_over, &of_span).ok();
            prop_assert_eq!(statement(&stock, &of_span).ok(), cards);
            counted.1 += 1;
        }
        let asked = Need { traces: Reading::Wanted, ..Need::stock(at.0) };
        let traced = store.read(asked).expect("read").books.stock;
        if let Some(books) = read(&store, at.1).0 {
            prop_assert_eq!(papers(&books.stock, shelves.as_of), papers(&traced, shelves.as_of));
        }
        let known = Need { known_by: Some(before_late()), ..asked };
        if let (Some(kept), Some(known)) = (read(&store, at.1).0, look(&store, known).0)
            && !known.stock.holds_later(before_late())
        {
            let known = earlier(known.stock, &shelves);
            counted.3 += u32::from(known.0 > 0);
            prop_assert_eq!(earlier(kept.stock, &shelves), known);
        }
        let opened = read(&store, at.0).0;
        counted.2 += u32::from(opened.is_some_and(|books| books.stock.opening_recorded.is_some()));
        told.set(counted);
        Ok(())
    });
    if let Err(broken) = held {
        panic!("{broken}");
    }
    // The law is about ledgers that can be read, and about those that do stream by.
    let (clean, scanned, opened, later) = told.get();
    assert!(clean > CASES / 4, "{clean} of {CASES} can be read");
    assert!(scanned > CASES / 10 && opened > CASES / 8, "{scanned} and {opened} stream by");
    assert!(later > CASES / 10, "{later} have lines recorded later");
}
