//! A stock ledger that streams by gives what one that is kept gives, whatever stands in its files.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::base::{Day, Diagnostic, Severity, Span};
use crate::books::{Books, Need, Reading, Window};
use crate::stock::purchase::{Orders, OrdersOptions, orders};
use crate::stock::stocktake::{DueListed, DueOptions, deadlines};
use crate::stock::{
    AskedOfSteps, Consumption, ConsumptionOptions, CostMethod, ExchangePolicy, Listed, Loans,
    LoansOptions, LotLine, NegativeStock, OnHand, OnHandOptions, Outstanding, OutstandingOptions,
    Owing, Statement, StatementOptions, Stock, consumption, consumption_of, loans, lots_on_hand,
    on_hand, outstanding, statement, statement_of,
};
use crate::store::{Disk as _, RealDisk, Store};

use super::commit::store_with;
use super::ledgers::{Case, before_late, case, first, write};

const CASES: u32 = if cfg!(debug_assertions) { 256 } else { 10_000 };

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

/// An empty store of each sort.
fn stores(root: &Path) -> Vec<(PathBuf, NegativeStock, CostMethod)> {
    [NegativeStock::Warn, NegativeStock::Refuse]
        .into_iter()
        .enumerate()
        .flat_map(|(at, negative)| {
            CostMethod::ALL.map(|method| {
                let root = root.join(format!("{at}-{}", method.word()));
                RealDisk.create_folder(&root).expect("a folder");
                let _made = store_with(&root, |settings| {
                    settings.negative_stock = negative;
                    settings.cost_method = method;
                });
                for below in [
                    "closing",
                    "org",
                    "stock",
                    "stock/orders",
                    "stock/movements",
                    "stock/movements/2026",
                ] {
                    RealDisk.create_folder(&root.join(below)).expect("a folder");
                }
                (root, negative, method)
            })
        })
        .collect()
}

#[test]
fn what_streams_by_gives_the_same_answers_as_what_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let stores = stores(root);
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..Default::default() };
    let told = std::cell::Cell::new((0_u32, 0_u32, 0_u32, 0_u32, 0_u32));
    let held = TestRunner::new(config).run(&case(), |case| {
        // Most cases are of the method that most stores have.
        let method = CostMethod::ALL[case.method.saturating_sub(3)];
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
        // What was written down at a seal is gone on from by whoever comes next.
        if RealDisk.look(&root.join(".houqin/shelves")).expect("looks").is_some() {
            counted.4 += 1;
            prop_assert_eq!(&kept, &answer((at.0, over.0)));
        }
        told.set(counted);
        Ok(())
    });
    if let Err(broken) = held {
        panic!("{broken}");
    }
    // The law is about ledgers that can be read, and about those that do stream by.
    let (clean, scanned, opened, later, sealed) = told.get();
    assert!(clean > CASES / 4, "{clean} of {CASES} can be read");
    assert!(scanned > CASES / 10 && opened > CASES / 8, "{scanned} and {opened} stream by");
    assert!(later > CASES / 10, "{later} have lines recorded later");
    assert!(sealed > CASES / 20, "{sealed} are gone on with from a seal");
}
