//! The rules of the stocktake, one by one (domain §2), on small books: a desk at which everything
//! that is decided is folded at once.

use std::collections::BTreeMap;

use crate::base::{Decided, Moment, Quantity, Refuse, SheetCode, Stamp};
use crate::org::Org;
use crate::stock::testing::{as_known_by, book, day, item, quantity, records, store};
use crate::stock::{
    CostMethod, Cutoff, Kind, Known, NegativeStock, ReconcileOptions, Reconciliation, Record,
    ReverseRequest, Rules, Slip, Stock, reconcile, reverse,
};

use super::*;

mod adjusting;
mod again;
mod counting;
mod laws;
mod month;
mod pending;
mod plan;
mod posting;
mod recounts;
mod scanning;
mod unpriced;

/// A book at work: what is decided is folded at once.
struct Desk {
    stock: Stock,
    stamp: Stamp,
    log: Vec<Record>,
}

impl Desk {
    fn new(text: &str) -> Self {
        let stamp = Stamp {
            recorded_at: Moment::new(day("03-31"), 18 * 3600).expect("a moment"),
            recorded_by: "库管员甲".to_owned(),
            tag: "t1".to_owned(),
            given: 0,
        };
        Self { stock: book(text), stamp, log: records(text) }
    }

    /// Goes on at six in the evening of a day.
    fn on(&mut self, date: &str) -> &mut Self {
        self.stamp.recorded_at = Moment::new(day(date), 18 * 3600).expect("a moment");
        self
    }

    fn apply(&mut self, record: Record) {
        self.stock.apply(&record).expect("what was decided folds");
        self.log.push(record);
    }

    /// Adds lines of the notation; their ids are the given ones.
    fn also(&mut self, text: &str) -> &mut Self {
        for (at, line) in text.lines().enumerate() {
            let Some(mut record) = crate::stock::testing::record(line, 500 + self.log.len() + at)
            else {
                continue;
            };
            if let Record::Movement(movement) = &mut record
                && movement.unit.is_empty()
            {
                movement.unit = self.stock.items[&movement.item].unit.clone();
            }
            self.apply(record);
        }
        self
    }

    fn sheet(&mut self, decided: Decided<Vec<SheetEntry>>) -> usize {
        let Decided::New(entries) = decided else { return 0 };
        let n_entries = entries.len();
        for entry in entries {
            self.apply(Record::SheetEntry(Box::new(entry)));
        }
        n_entries
    }

    fn open(&mut self, cutoff: Option<&str>) -> &mut Self {
        let request = full(cutoff);
        let decided = open(&self.stock, &request, &mut self.stamp).expect("opened");
        self.sheet(decided);
        self
    }

    /// Enters `X=57`, or `X=57 at 10:00`; says how many entries that made.
    fn enter(&mut self, rows: &[&str]) -> Result<usize, Vec<Fault>> {
        let request = entering(rows);
        let decided = enter(&self.stock, &request, &mut self.stamp)?;
        Ok(self.sheet(decided))
    }

    fn counted(&mut self, rows: &[&str]) -> &mut Self {
        self.enter(rows).expect("entered");
        self
    }

    fn approve(&mut self, request: &ApproveRequest) -> Result<usize, Refusal> {
        let decided = approve(&self.stock, request, &mut self.stamp)?;
        Ok(self.sheet(decided))
    }

    fn approved(&mut self) -> &mut Self {
        self.approve(&approving("破损")).expect("approved");
        self
    }

    fn post(&mut self) -> Result<bool, Refusal> {
        let org = Org::default();
        let rules = Rules {
            org: &org,
            negative: NegativeStock::Refuse,
            today: day("12-31"),
            known: Known::Never,
        };
        match post(&self.stock, &rules, &code(), &mut self.stamp)? {
            Decided::Already(_) => Ok(false),
            Decided::New(Posted { counts, posting }) => {
                for count in counts {
                    self.apply(Record::Movement(Box::new(count)));
                }
                self.apply(Record::Posting(posting));
                Ok(true)
            }
        }
    }

    fn posted(&mut self) -> &mut Self {
        assert!(self.post().expect("posted"));
        self
    }

    fn differences(&self) -> Differences {
        differences(&self.stock, &code()).expect("a sheet")
    }

    /// A line as `book 60 counted 57 variance -3 worth -6.00 shortage`.
    fn line(&self, of: &str) -> String {
        let all = self.differences();
        let line = all.lines.iter().find(|line| line.line.of.goods.to_string() == of);
        let line = line.expect("a line");
        let mut told = format!("book {}", line.book.quantity);
        if let Some(count) = line.count() {
            told = format!("{told} counted {}", count.quantity);
        }
        if let Some(Variance { quantity, value }) = line.variance {
            let value = value.map_or_else(|| "?".to_owned(), |value| value.to_string());
            told = format!("{told} variance {quantity} worth {value}");
        }
        if line.moved() {
            let slips: Vec<&str> = line.late.iter().map(LateLine::name).collect();
            let approved = line.approved.expect("approved");
            told = format!("{told} approved {approved} because of {}", slips.join(" "));
        }
        let key = line.standing.key();
        format!("{told} {}", key.rsplit('.').next().expect("a standing"))
    }

    fn on_hand(&self, of: &str, date: &str) -> String {
        let as_of = day(date);
        let balance = self.stock.balance(&store("ZW"), &item(of), as_of);
        format!("{} {}", balance.quantity, balance.value)
    }

    fn reconciliation(&self) -> Reconciliation {
        let span = day("03-31").month().span();
        reconcile(
            &self.stock,
            &ReconcileOptions { span, stores: vec![], as_of: span.last(), candidates: 3 },
        )
    }
}

fn code() -> SheetCode {
    SheetCode::parse("PD03").expect("a code")
}

fn full(cutoff: Option<&str>) -> OpenRequest {
    OpenRequest {
        sheet: Some(code()),
        store: store("ZW"),
        date: day("03-31"),
        cutoff: cutoff.map(|cutoff| Cutoff::parse(cutoff).expect("a cut-off")),
        scope: ScopeRequest::Full,
        figures: Figures::Shown,
        planned: Vec::new(),
        note: String::new(),
    }
}

fn entering(rows: &[&str]) -> EnterRequest {
    let row = |text: &&str| {
        let (text, cutoff) = match text.split_once(" at ") {
            Some((text, cutoff)) => (text, Some(Cutoff::parse(cutoff).expect("a cut-off"))),
            None => (*text, None),
        };
        let (of, counted) = text.split_once('=').expect("item=quantity");
        let goods = match (of.parse::<u32>(), of.strip_prefix('?')) {
            (Ok(line), _) => GoodsRequest::Line(line),
            (_, Some(find)) => GoodsRequest::Unlisted(find.to_owned()),
            _ => GoodsRequest::Item { item: item(of), lot: String::new(), line: None },
        };
        let digits = counted.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let unit = Some(counted[digits.len()..].to_owned()).filter(|unit| !unit.is_empty());
        let counted = (!digits.is_empty()).then(|| quantity(digits));
        let (counter, note) = (String::new(), String::new());
        CountRow { goods, counted, unit, date: None, cutoff, counter, note }
    };
    EnterRequest {
        sheet: code(),
        rows: rows.iter().map(row).collect(),
        counter: "库管员甲".to_owned(),
        date: None,
        cutoff: None,
        blanks: Blanks::Uncounted,
        repeat: Repeat::Corrects,
        pass: Pass::First,
        today: day("12-31"),
    }
}

fn approving(reason: &str) -> ApproveRequest {
    ApproveRequest {
        sheet: code(),
        which: Which::All,
        uncounted: Uncounted::Refused,
        reason: reason.to_owned(),
        approver: "后勤主任".to_owned(),
        prices: BTreeMap::new(),
        outcome: Outcome::Booked,
        round: None,
    }
}

fn codes(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.refusal.code()).collect()
}

const ONE: &str = "item X 只
    store ZW
    03-01 receipt X 100 supplier:s > store:ZW =200.00 #RK0001
    03-10 issue X 40 store:ZW > dept:NK #CK0001";

const DAY_OF_COUNT: &str = "
    03-31 receipt X 20 supplier:s > store:ZW @2 #RK0002
    03-31 09:00 issue X 5 store:ZW > dept:NK #CK0002
    03-31 14:00 issue X 7 store:ZW > dept:NK #CK0003";
