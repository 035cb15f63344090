//! Entering counts: what was written into the boxes of a sheet.
//!
//! A blank is not a zero, and neither is a number. All rows of a request are entered, or none and
//! every reason is told. What is on the sheet already is not entered again.

use std::collections::BTreeMap;

use crate::base::{Day, Decided, ItemCode, Quantity, SheetCode, Stamp};
use crate::stock::{Cutoff, Item, Stock};

use super::cutoff::{CardDay, check};
use super::state::writable;
use super::{Act, Counted, Goods, LineOf, Listed, Refusal, Scope, Sheet, SheetEntry, SheetLine};

/// The number of a first count; a recount is round 2.
const FIRST_ROUND: u32 = 1;

/// What a row says was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoodsRequest {
    /// The goods of a line, by its number.
    Line(u32),
    /// An item of the catalogue, on the sheet or not.
    Item {
        /// The item.
        item: ItemCode,
        /// Its lot; empty when none is named.
        lot: String,
        /// The number of its line, where the row has one too.
        line: Option<u32>,
    },
    /// Something that the catalogue does not know.
    Unlisted(String),
}

/// One row of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// What was counted.
    pub goods: GoodsRequest,
    /// How much there was; none of a box that was left blank.
    pub counted: Option<Quantity>,
    /// The unit it was counted in; none for the unit of the line.
    pub unit: Option<String>,
    /// The day; none for the day of the request.
    pub date: Option<Day>,
    /// The cut-off; none for the cut-off of the request.
    pub cutoff: Option<Cutoff>,
    /// Who counted; empty for the counter of the request.
    pub counter: String,
    /// The remark beside it.
    pub note: String,
}

/// What the blanks of a sheet mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blanks {
    /// Not counted yet.
    Uncounted,
    /// There was none of it: the lines of a full count that are still blank become zeros.
    Zero,
}

/// What it means to say again what was said before and corrected since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Somebody changed their mind back: it is a correction.
    Corrects,
    /// A file is read once more: what stands on the sheet already is passed over.
    Passes,
}

/// Which count is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// The first one, or a correction of it.
    First,
    /// Another one, by somebody who has not counted the line yet (复盘).
    Again,
}

/// Counts to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterRequest {
    /// The sheet.
    pub sheet: SheetCode,
    /// What was counted.
    pub rows: Vec<CountRow>,
    /// Who counted where a row does not say.
    pub counter: String,
    /// The day where a row does not say; none for the day of the sheet.
    pub date: Option<Day>,
    /// The cut-off where a row does not say; none for the sheet's.
    pub cutoff: Option<Cutoff>,
    /// What blanks mean.
    pub blanks: Blanks,
    /// What it means to say something again.
    pub repeat: Repeat,
    /// Which count it is.
    pub pass: Pass,
    /// The day after which nothing can have been counted.
    pub today: Day,
}

/// Why one row was not entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which row, from 0; none when it is about the request as a whole.
    pub row: Option<usize>,
    /// Why.
    pub refusal: Refusal,
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self { row: None, refusal }
    }
}

/// Enters counts: one entry for every row that says something new.
///
/// A value that differs from the count of a line is a correction: both stay, the later stands.
/// Goods that are not on the sheet get a line of their own. A count whose cut-off leaves it open
/// which of the day's lines it saw is refused. A line is counted again by somebody else than
/// everybody who counted it before; from then on the first count stays as it is.
pub fn enter(
    stock: &Stock,
    request: &EnterRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<SheetEntry>>, Vec<Fault>> {
    let whole = |refusal: Refusal| vec![Fault::from(refusal)];
    let (sheet, opening) = writable(stock, &request.sheet).map_err(whole)?;
    let terms = sheet.terms().unwrap_or((&Scope::Items, None));
    let page = Page::of((stock, request), (sheet, opening), terms);
    let wanted = page.read()?;
    if wanted.is_empty() {
        return Err(whole(Refusal::NothingCounted { sheet: request.sheet.clone() }));
    }
    let mut entries = Vec::new();
    for (of, count) in wanted {
        if page.says_already(&of, &count) {
            continue;
        }
        let round = page.round(&of, &count);
        let Count { date, counted, cutoff, counter, note } = count;
        entries.push(SheetEntry {
            id: stamp.id('K', opening.date),
            sheet: request.sheet.clone(),
            store: opening.store.clone(),
            date: opening.date,
            act: Act::Count { of, counted, counted_on: date, cutoff, counter, round },
            note,
            recorded_at: stamp.recorded_at,
            recorded_by: stamp.recorded_by.clone(),
        });
    }
    if entries.is_empty() {
        return Ok(Decided::Already(request.sheet.to_string()));
    }
    Ok(Decided::New(entries))
}

/// A row, made out: everything it left to the request or to the sheet is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Count {
    date: Day,
    counted: Quantity,
    cutoff: Option<Cutoff>,
    counter: String,
    note: String,
}

impl Count {
    fn is(&self, there: &Counted) -> bool {
        (self.date, self.counted, &self.cutoff, &self.counter)
            == (there.date, there.quantity, &there.cutoff, &there.counter)
            && (self.note.is_empty() || self.note == there.note)
    }
}

/// Whether a count corrects the recount that is there.
fn corrects(last: &Counted, count: &Count) -> bool {
    last.round > FIRST_ROUND && last.counter == count.counter
}

/// A sheet while counts are entered into it.
struct Page<'a> {
    stock: &'a Stock,
    request: &'a EnterRequest,
    opening: &'a SheetEntry,
    terms: (&'a Scope, Option<&'a Cutoff>),
    lines: Vec<SheetLine>,
    places: Places,
}

/// Where what a row names stands among the lines of the sheet: a room has thousands, and a file
/// counts all of them.
#[derive(Default)]
struct Places {
    goods: BTreeMap<Goods, usize>,
    items: BTreeMap<ItemCode, Vec<usize>>,
    numbers: BTreeMap<u32, Vec<usize>>,
}

impl Places {
    fn of(lines: &[SheetLine]) -> Self {
        let mut places = Self::default();
        for (at, SheetLine { of, .. }) in lines.iter().enumerate() {
            places.goods.entry(of.goods.clone()).or_insert(at);
            if let Some(item) = of.goods.item() {
                places.items.entry(item.clone()).or_default().push(at);
            }
            places.numbers.entry(of.line).or_default().push(at);
        }
        places
    }
}

impl<'a> Page<'a> {
    fn of(
        (stock, request): (&'a Stock, &'a EnterRequest),
        (sheet, opening): (&Sheet, &'a SheetEntry),
        terms: (&'a Scope, Option<&'a Cutoff>),
    ) -> Self {
        let lines = sheet.lines();
        Self { stock, request, opening, terms, places: Places::of(&lines), lines }
    }

    /// Makes all rows out, each goods once, in the order of the rows.
    fn read(&self) -> Result<Vec<(LineOf, Count)>, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut counts: Vec<(LineOf, Count)> = Vec::new();
        let mut places: BTreeMap<Goods, usize> = BTreeMap::new();
        let mut n_finds = 0;
        for (at, row) in self.request.rows.iter().enumerate() {
            let Some(counted) = row.counted else { continue };
            match self.make_out(row, counted, n_finds) {
                Err(refusal) => faults.push(Fault { row: Some(at), refusal }),
                Ok((of, count)) => match places.get(&of.goods).map(|place| &counts[*place].1) {
                    Some(first) if first.counted != count.counted => {
                        let (one, other) = (first.counted, count.counted);
                        let goods = of.goods.to_string();
                        let refusal = Refusal::CountedTwice { goods, one, other };
                        faults.push(Fault { row: Some(at), refusal });
                    }
                    Some(_) => {}
                    None => {
                        n_finds += u32::from(self.line_of(&of.goods).is_none());
                        places.insert(of.goods.clone(), counts.len());
                        counts.push((of, count));
                    }
                },
            }
        }
        if self.request.blanks == Blanks::Zero {
            match self.zeros(&places) {
                Ok(zeros) => counts.extend(zeros),
                Err(more) => faults.extend(more),
            }
        }
        if faults.is_empty() { Ok(counts) } else { Err(faults) }
    }

    fn make_out(
        &self,
        row: &CountRow,
        counted: Quantity,
        n_finds: u32,
    ) -> Result<(LineOf, Count), Refusal> {
        let of = self.find_line(row, n_finds)?;
        if counted.is_negative() {
            return Err(Refusal::CountNegative { goods: of.goods.to_string(), quantity: counted });
        }
        let counted = match (of.goods.item(), &row.unit) {
            (Some(item), unit) => {
                let unit = unit.as_ref().unwrap_or(&of.unit);
                self.stock.item(item)?.base(counted, unit)?
            }
            (None, _) => counted,
        };
        let count = self.complete(row, &of, counted)?;
        if !self.says_already(&of, &count) {
            self.check_round(&of, &count)?;
        }
        Ok((of, count))
    }

    /// Which count of its line a count is: a recounter who says something else corrects the
    /// recount that is there.
    fn round(&self, of: &LineOf, count: &Count) -> u32 {
        let there = self.line_of(&of.goods).and_then(SheetLine::count);
        match (self.request.pass, there) {
            (Pass::First, _) | (Pass::Again, None) => FIRST_ROUND,
            (Pass::Again, Some(last)) if corrects(last, count) => last.round,
            (Pass::Again, Some(last)) => last.round + 1,
        }
    }

    /// Refuses a first count of a line that was counted again since, a recount of a line that was
    /// not counted, and one by somebody who counted the line before.
    fn check_round(&self, of: &LineOf, count: &Count) -> Result<(), Refusal> {
        let sheet = self.request.sheet.clone();
        let line = self.line_of(&of.goods);
        let last = line.and_then(SheetLine::count);
        match (self.request.pass, last) {
            (Pass::First, Some(last)) if last.round > FIRST_ROUND => {
                Err(Refusal::Recounted { sheet, goods: of.goods.to_string() })
            }
            (Pass::First, _) => Ok(()),
            (Pass::Again, None) => {
                Err(Refusal::Uncounted { sheet, items: Listed::of([&of.goods]) })
            }
            (Pass::Again, Some(last)) if corrects(last, count) => Ok(()),
            (Pass::Again, Some(_)) => {
                let counters = line.map(SheetLine::rounds).unwrap_or_default();
                let mut counters: Vec<&str> =
                    counters.into_iter().map(|there| there.counter.as_str()).collect();
                counters.dedup();
                if counters.contains(&count.counter.as_str()) {
                    let (goods, counter) = (of.goods.to_string(), count.counter.clone());
                    let counters = Listed::of(counters);
                    return Err(Refusal::CountedBefore { sheet, goods, counter, counters });
                }
                Ok(())
            }
        }
    }

    /// Fills in what a row leaves to the request or to the sheet, and checks the cut-off.
    fn complete(&self, row: &CountRow, of: &LineOf, counted: Quantity) -> Result<Count, Refusal> {
        let request = self.request;
        let date = row.date.or(request.date).unwrap_or(self.opening.date);
        if date > request.today {
            return Err(Refusal::CountInFuture { date, today: request.today });
        }
        let given = row.cutoff.as_ref().or(request.cutoff.as_ref());
        let cutoff = given.or(self.terms.1);
        let counter = [&row.counter, &request.counter].map(|counter| counter.trim());
        let counter = counter.into_iter().find(|counter| !counter.is_empty());
        let counter =
            counter.ok_or_else(|| Refusal::CounterMissing { sheet: request.sheet.clone() })?;
        if let Some(item) = of.goods.item() {
            let store = &self.opening.store;
            let card = CardDay { store, item, date };
            check(self.stock, &request.sheet, card, cutoff, self.stock.item(item)?)?;
        }
        Ok(Count {
            date,
            counted,
            cutoff: cutoff.cloned(),
            counter: counter.to_owned(),
            note: row.note.trim().to_owned(),
        })
    }

    /// The line a row is about: one of the sheet's, or a new one for a find.
    fn find_line(&self, row: &CountRow, n_finds: u32) -> Result<LineOf, Refusal> {
        let sheet = &self.request.sheet;
        let last = self.places.numbers.last_key_value().map_or(0, |(number, _)| *number);
        let new_number = || last.saturating_add(1).saturating_add(n_finds);
        match &row.goods {
            GoodsRequest::Line(number) => {
                let of_number: Vec<&SheetLine> = self.at(self.places.numbers.get(number)).collect();
                match of_number[..] {
                    [] => {
                        let (sheet, line) = (sheet.clone(), *number);
                        Err(Refusal::UnknownLine { sheet, line, last })
                    }
                    [line] => Ok(line.of.clone()),
                    ref several => {
                        let items = Listed::of(several.iter().map(|line| &line.of.goods));
                        Err(Refusal::LineAmbiguous { line: *number, items })
                    }
                }
            }
            GoodsRequest::Item { item: code, lot, line } => {
                if let Some(of) = line.and_then(|number| self.zeros_lost(code, number)) {
                    return Ok(of);
                }
                let item = self.stock.item(code)?;
                let goods = self.goods_of(item, lot)?;
                let at_number = |number: u32| self.numbered(number).map(|line| &line.of);
                let there = self.line_of(&goods);
                if let Some(number) = *line
                    && there.is_none_or(|there| there.of.line != number)
                    && let Some(other) = at_number(number)
                {
                    let (on_sheet, given) = (other.goods.to_string(), code.to_string());
                    return Err(Refusal::LineMismatch { line: number, on_sheet, given });
                }
                Ok(there.map_or_else(
                    || LineOf { line: new_number(), goods, unit: item.unit.clone() },
                    |line| line.of.clone(),
                ))
            }
            GoodsRequest::Unlisted(name) => {
                let name = name.trim().to_owned();
                if name.is_empty() {
                    return Err(Refusal::GoodsMissing);
                }
                let goods = Goods::Unlisted(name);
                if let Some(line) = self.line_of(&goods) {
                    return Ok(line.of.clone());
                }
                let listed: Vec<&ItemCode> = self
                    .stock
                    .items
                    .values()
                    .filter(|item| item.name == goods.to_string())
                    .map(|item| &item.code)
                    .collect();
                if !listed.is_empty() {
                    let (find, items) = (goods.to_string(), Listed::of(listed));
                    return Err(Refusal::FindListed { find, items });
                }
                let unit = row.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
                let unit =
                    unit.ok_or_else(|| Refusal::FindUnit { find: goods.to_string() })?.to_owned();
                Ok(LineOf { line: new_number(), goods, unit })
            }
        }
    }

    /// The goods of a row: where the sheet has an item by its lots, the row names one, unless there
    /// is only one.
    fn goods_of(&self, item: &Item, lot: &str) -> Result<Goods, Refusal> {
        let of_item = self.at(self.places.items.get(&item.code));
        let on_sheet: Vec<&Goods> = of_item.map(|line| &line.of.goods).collect();
        let whole = on_sheet.iter().any(|goods| goods.lot().is_empty());
        match (lot, &on_sheet[..]) {
            ("", []) => {}
            ("", [only]) => return Ok((*only).clone()),
            ("", _) if whole => {}
            ("", several) => {
                let lots = Listed::of(several.iter().copied());
                return Err(Refusal::WhichLot { item: item.named(), lots });
            }
            _ if whole || !item.lot_kept => {
                return Err(Refusal::LotApart { item: item.named(), lot: lot.to_owned() });
            }
            _ => {}
        }
        Ok(Goods::Item { item: item.code.clone(), lot: lot.to_owned() })
    }

    /// The line of a number whose code a spreadsheet took for a number: `0007` became `7`.
    fn zeros_lost(&self, code: &ItemCode, number: u32) -> Option<LineOf> {
        let bare = |code: &ItemCode| code.as_str().trim_start_matches('0').to_owned();
        let of = &self.numbered(number)?.of;
        let lost = !self.stock.items.contains_key(code) && bare(of.goods.item()?) == bare(code);
        lost.then(|| of.clone())
    }

    fn line_of(&self, goods: &Goods) -> Option<&SheetLine> {
        self.places.goods.get(goods).map(|at| &self.lines[*at])
    }

    /// The first line of a number.
    fn numbered(&self, number: u32) -> Option<&SheetLine> {
        self.at(self.places.numbers.get(&number)).next()
    }

    /// The lines at some places.
    fn at<'s>(&'s self, places: Option<&'s Vec<usize>>) -> impl Iterator<Item = &'s SheetLine> {
        places.into_iter().flatten().map(|at| &self.lines[*at])
    }

    /// Zeros for the lines that nobody counted, of a full count only.
    fn zeros(&self, given: &BTreeMap<Goods, usize>) -> Result<Vec<(LineOf, Count)>, Vec<Fault>> {
        let sheet = self.request.sheet.clone();
        if *self.terms.0 != Scope::Full {
            let scope = self.terms.0.to_string();
            return Err(vec![Fault::from(Refusal::BlankNotZero { sheet, scope })]);
        }
        let blank = CountRow {
            goods: GoodsRequest::Line(0),
            counted: None,
            unit: None,
            date: None,
            cutoff: None,
            counter: String::new(),
            note: String::new(),
        };
        let mut zeros = Vec::new();
        let mut faults = Vec::new();
        for line in &self.lines {
            if line.count().is_some() || given.contains_key(&line.of.goods) {
                continue;
            }
            match self.complete(&blank, &line.of, Quantity::ZERO) {
                Ok(zero) => zeros.push((line.of.clone(), zero)),
                Err(refusal) => faults.push(Fault::from(refusal)),
            }
        }
        if faults.is_empty() { Ok(zeros) } else { Err(faults) }
    }

    /// Whether the sheet says so already.
    fn says_already(&self, of: &LineOf, count: &Count) -> bool {
        let Some(line) = self.line_of(&of.goods) else { return false };
        let first = self.request.pass == Pass::First;
        let mut of_pass = line.counts.iter().filter(|there| (there.round == FIRST_ROUND) == first);
        match self.request.repeat {
            // `max_by_key` takes the last of equals.
            Repeat::Corrects => {
                of_pass.max_by_key(|there| there.round).is_some_and(|there| count.is(there))
            }
            Repeat::Passes => of_pass.any(|there| count.is(there)),
        }
    }
}

/// Rows that were entered before and corrected since, so that reading them again passes them over:
/// the line, what the row says, what stands.
pub fn passed_over(stock: &Stock, request: &EnterRequest) -> Vec<(LineOf, Quantity, Quantity)> {
    let Ok((sheet, opening)) = writable(stock, &request.sheet) else { return Vec::new() };
    let Some(terms) = sheet.terms() else { return Vec::new() };
    let page = Page::of((stock, request), (sheet, opening), terms);
    let rows = page.read().unwrap_or_default();
    rows.into_iter()
        .filter(|(of, count)| page.says_already(of, count))
        .filter_map(|(of, count)| {
            let line = page.line_of(&of.goods)?;
            let said = line.counts.iter().rev().find(|there| count.is(there))?;
            let stands = line.count().filter(|there| there.round == said.round)?.quantity;
            (stands != count.counted).then_some((of, count.counted, stands))
        })
        .collect()
}

/// The counts of a sheet that said something else before: the line, what stood there, what stands
/// there now.
pub fn corrections(sheet: &Sheet, entries: &[SheetEntry]) -> Vec<(LineOf, Quantity, Quantity)> {
    let lines = sheet.lines();
    entries
        .iter()
        .filter_map(|entry| match &entry.act {
            Act::Count { of, counted, round, .. } => {
                let line = lines.iter().find(|line| line.of.goods == of.goods)?;
                // What another round said is not shown: whoever counts again must not see it.
                let before = line.count().filter(|there| there.round == *round)?.quantity;
                (before != *counted).then(|| (of.clone(), before, *counted))
            }
            _ => None,
        })
        .collect()
}
