//! Counting with a barcode scanner: code, Enter, quantity, Enter; the same code again adds up. One
//! lot of an item is `XDP@B1`.
//!
//! What is heard is answered at once and kept here; nothing is written before the end, when the
//! sums are entered like any other counts (`count.rs`). Where lines come from and in which words
//! they are answered, the command line says.

use crate::base::{ItemCode, Quantity, Stamp};
use crate::stock::{Item, Stock};

use super::{CountRow, EnterRequest, GoodsRequest, Refusal, SheetLine, enter};

/// The answer to a line that was scanned or typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A code; its quantity is awaited.
    Code {
        /// The item.
        item: Item,
        /// What was scanned of it so far.
        sum: Option<Quantity>,
        /// What stands on the sheet, which the sum will replace, and who counted it; nothing where
        /// it is counted again, blind.
        before: Option<(Quantity, String)>,
    },
    /// A quantity: the item has this sum now.
    Counted {
        /// The item.
        item: Item,
        /// The sum.
        sum: Quantity,
        /// Over the whole session.
        total: Total,
    },
    /// The last line is taken back; the item has this sum again.
    Undone {
        /// The item.
        item: Item,
        /// The sum; none when nothing is left of it.
        sum: Option<Quantity>,
        /// Over the whole session.
        total: Total,
    },
    /// A code that awaited its quantity is dropped.
    Dropped(Item),
    /// There is nothing to take back.
    NothingToUndo,
    /// A quantity was awaited, and something else came: nothing is recorded, the quantity is
    /// still awaited.
    NoQuantity {
        /// The item that waits for it.
        item: Item,
        /// What came.
        text: String,
    },
    /// It is not understood or not allowed: nothing is recorded.
    Wrong(Refusal),
    /// The empty line that ends it.
    End,
}

/// What was scanned so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// How many items.
    pub items: usize,
    /// How many quantities.
    pub scans: usize,
}

/// An item and its lot, which is empty where the item is counted as a whole.
type Scanned = (ItemCode, String);

/// What a quantity did to the sum of an item, to be taken back.
#[derive(Debug, Clone)]
struct Step {
    goods: Scanned,
    before: Option<Quantity>,
}

/// Counting with a scanner, from the first code to the last.
pub struct Scan<'a> {
    stock: &'a Stock,
    request: EnterRequest,
    stamp: Stamp,
    awaits: Option<(Item, String)>,
    sums: Vec<(Scanned, Quantity)>,
    steps: Vec<Step>,
}

impl<'a> Scan<'a> {
    /// Begins; the request says which sheet, who counts and at which cut-off.
    pub const fn new(stock: &'a Stock, request: EnterRequest, stamp: Stamp) -> Self {
        Self { stock, request, stamp, awaits: None, sums: Vec::new(), steps: Vec::new() }
    }

    /// Takes a line in and answers it.
    pub fn hear(&mut self, line: &str) -> Heard {
        let text = line.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if matches!(text, "-" | "undo" | "撤销") {
            return self.undo();
        }
        if let Some((item, lot)) = self.awaits.clone() {
            return self.quantity(item, &lot, text);
        }
        if text.is_empty() {
            return Heard::End;
        }
        let parts = text.split_once([',', '，', '\t', ' ', '　', ';', '；']);
        let (code, quantity) = match parts {
            // A code may have blanks in it only as a whole.
            Some((code, quantity)) if self.item(text).is_err() => (code, Some(quantity.trim())),
            _ => (text, None),
        };
        let (item, lot) = match self.item(code.trim()) {
            Ok(found) => found,
            Err(refusal) => return Heard::Wrong(refusal),
        };
        match quantity {
            Some(quantity) => {
                let heard = self.quantity(item, &lot, quantity);
                self.awaits = None;
                heard
            }
            None => self.code(item, lot),
        }
    }

    /// The item that awaits its quantity.
    pub fn awaits(&self) -> Option<&Item> {
        self.awaits.as_ref().map(|(item, _)| item)
    }

    /// What was scanned so far.
    pub fn total(&self) -> Total {
        Total { items: self.sums.len(), scans: self.steps.len() }
    }

    /// The counts that were scanned, in the order in which their codes came first.
    pub fn rows(&self) -> Vec<CountRow> {
        self.sums.iter().map(|(goods, sum)| row(goods, *sum)).collect()
    }

    fn code(&mut self, item: Item, lot: String) -> Heard {
        let sum = self.sum_of(&(item.code.clone(), lot.clone()));
        let sheet = self.stock.sheets.get(&self.request.sheet);
        let blind = self.request.pass == super::Pass::Again;
        let before = sheet.filter(|_| sum.is_none() && !blind).and_then(|sheet| {
            let lines = sheet.lines();
            let is_it = |line: &&SheetLine| {
                let goods = &line.of.goods;
                goods.item() == Some(&item.code) && (lot.is_empty() || goods.lot() == lot)
            };
            let line = lines.iter().find(is_it)?;
            line.count().map(|count| (count.quantity, count.counter.clone()))
        });
        self.awaits = Some((item.clone(), lot));
        Heard::Code { item, sum, before }
    }

    /// Adds a quantity to an item, or sets it: `24`, `2箱`, `=12`.
    fn quantity(&mut self, item: Item, lot: &str, text: &str) -> Heard {
        let (sets, amount) = match text.strip_prefix(['=', '＝']) {
            Some(amount) => (true, amount.trim()),
            None => (false, text),
        };
        let end = amount.rfind(|letter: char| letter.is_ascii_digit()).map_or(0, |at| at + 1);
        let (number, unit) = amount.split_at(end);
        let unit = Some(unit.trim()).filter(|unit| !unit.is_empty());
        // A second code in place of a quantity is what a scanner does when the quantity is
        // forgotten.
        let is_code = !sets && amount.len() >= 5 && self.item(amount).is_ok();
        let Ok(number) = Quantity::parse(number.trim()) else {
            return Heard::NoQuantity { item, text: text.to_owned() };
        };
        if is_code {
            return Heard::NoQuantity { item, text: text.to_owned() };
        }
        let wrong = |refusal: crate::stock::Refusal| Heard::Wrong(refusal.into());
        let amount = match item.base(number, unit.unwrap_or(&item.unit)) {
            Ok(amount) => amount,
            Err(refusal) => return wrong(refusal),
        };
        let goods = (item.code.clone(), lot.to_owned());
        let before = self.sum_of(&goods);
        let sum = if sets { Some(amount) } else { before.unwrap_or_default().checked_add(amount) };
        let Some(sum) = sum else {
            return wrong(crate::stock::Refusal::TooLarge { item: item.code.clone() });
        };
        if amount.is_negative() {
            let (goods, quantity) = (item.code.to_string(), amount);
            return Heard::Wrong(Refusal::CountNegative { goods, quantity });
        }
        let trial = EnterRequest { rows: vec![row(&goods, sum)], ..self.request.clone() };
        if let Err(faults) = enter(self.stock, &trial, &mut self.stamp.clone())
            && let Some(fault) = faults.into_iter().next()
        {
            self.awaits = None;
            return Heard::Wrong(fault.refusal);
        }
        self.set(&goods, Some(sum));
        self.steps.push(Step { goods, before });
        self.awaits = None;
        Heard::Counted { item, sum, total: self.total() }
    }

    fn undo(&mut self) -> Heard {
        if let Some((item, _)) = self.awaits.take() {
            return Heard::Dropped(item);
        }
        let Some(Step { goods, before }) = self.steps.pop() else { return Heard::NothingToUndo };
        self.set(&goods, before);
        match self.stock.items.get(&goods.0) {
            Some(item) => Heard::Undone { item: item.clone(), sum: before, total: self.total() },
            None => Heard::NothingToUndo,
        }
    }

    /// An item by its code, or by its name where only one has it; with its lot behind an `@`.
    fn item(&self, text: &str) -> Result<(Item, String), Refusal> {
        let (text, lot) = text.split_once('@').unwrap_or((text, ""));
        let lot = lot.trim().to_owned();
        let mut named = self.stock.items.values().filter(|item| item.name == text);
        if let (Some(item), None) = (named.next(), named.next()) {
            return Ok((item.clone(), lot));
        }
        match ItemCode::parse(text.trim()) {
            Ok(code) => Ok((self.stock.item(&code)?.clone(), lot)),
            Err(_) => Err(Refusal::NoCode { text: text.to_owned() }),
        }
    }

    fn sum_of(&self, goods: &Scanned) -> Option<Quantity> {
        self.sums.iter().find(|(of, _)| of == goods).map(|(_, sum)| *sum)
    }

    fn set(&mut self, goods: &Scanned, sum: Option<Quantity>) {
        match (self.sums.iter().position(|(of, _)| of == goods), sum) {
            (Some(at), Some(sum)) => self.sums[at].1 = sum,
            (Some(at), None) => drop(self.sums.remove(at)),
            (None, Some(sum)) => self.sums.push((goods.clone(), sum)),
            (None, None) => {}
        }
    }
}

fn row((item, lot): &Scanned, counted: Quantity) -> CountRow {
    CountRow {
        goods: GoodsRequest::Item { item: item.clone(), lot: lot.clone(), line: None },
        counted: Some(counted),
        unit: None,
        date: None,
        cutoff: None,
        counter: String::new(),
        note: String::new(),
    }
}
