//! What the books say at each line's cut-off, beside what was counted.
//!
//! A count is an observation at a moment: the book figure is folded from all lines effective up to
//! the cut-off, whenever they were entered. So a late line that is dated before the cut-off
//! changes the variance and never the balance; if the variance was approved before, the line says
//! so and asks for approval again.

use crate::base::{Day, Moment, Money, Quantity, RecordId, SheetCode, StoreCode};
use crate::stock::{Balance, Cutoff, Item, Kind, Line, Place, Stock};

use super::cutoff::{CardDay, undecided};
use super::state::sheet_of;
use super::{Counted, Refusal, Scope, Sheet, SheetEntry, SheetLine, SheetState, Tally, Verdict};

/// How a line came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Counted and book agree (相符).
    Matched,
    /// More was there than the books say (盘盈).
    Surplus,
    /// Less was there than the books say (盘亏).
    Shortage,
    /// Nobody has counted it, which is not zero.
    Uncounted,
    /// It is to stay uncounted.
    Left,
    /// The item moved on the day, and the cut-off does not say what the counter saw.
    Unclear,
    /// The catalogue does not know what was found.
    Unlisted,
}

impl Standing {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Matched => "stock.standing.matched",
            Self::Surplus => "stock.standing.surplus",
            Self::Shortage => "stock.standing.shortage",
            Self::Uncounted => "stock.standing.uncounted",
            Self::Left => "stock.standing.left",
            Self::Unclear => "stock.standing.unclear",
            Self::Unlisted => "stock.standing.unlisted",
        }
    }

    /// Whether counted and book differ.
    pub const fn differs(self) -> bool {
        matches!(self, Self::Surplus | Self::Shortage)
    }

    /// Whether nobody has counted the line.
    pub const fn is_uncounted(self) -> bool {
        matches!(self, Self::Uncounted | Self::Left)
    }
}

/// Counted less book at the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variance {
    /// How much; above zero a surplus.
    pub quantity: Quantity,
    /// What it is worth at the cut-off's price; none of a surplus without any price.
    pub value: Option<Money>,
}

/// A line that was recorded after a variance was approved and is dated before its cut-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateLine {
    /// Its id.
    pub id: RecordId,
    /// The day on which it is effective.
    pub date: Day,
    /// What happened.
    pub kind: Kind,
    /// Its slip; empty when there is none.
    pub slip: String,
    /// What it changed on the card; above zero what came in.
    pub quantity: Quantity,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl LateLine {
    fn of(line: &Line) -> Self {
        let movement = &line.movement;
        let inward = movement.to.store().is_some();
        Self {
            id: movement.id.clone(),
            date: movement.date,
            kind: movement.kind,
            slip: movement.slip.clone(),
            quantity: if inward { line.base } else { -line.base },
            recorded_at: movement.recorded_at,
            recorded_by: movement.recorded_by.clone(),
        }
    }

    /// Its slip, or its id where it has none.
    pub fn name(&self) -> &str {
        if self.slip.is_empty() { self.id.as_str() } else { &self.slip }
    }
}

/// A line of a sheet held against the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineResult {
    /// The line with all that was written on it.
    pub line: SheetLine,
    /// The item's name, or the counter's words for a find.
    pub name: String,
    /// The item's category.
    pub category: String,
    /// How it came out.
    pub standing: Standing,
    /// The day and the cut-off at which the books are read.
    pub at: (Day, Cutoff),
    /// What the books say there; nothing of a find that the catalogue does not know.
    pub book: Balance,
    /// Counted less book; none where nothing was counted or nobody can tell.
    pub variance: Option<Variance>,
    /// The variance as it was approved last, while that approval stands for the count.
    pub approved: Option<Quantity>,
    /// What came in late and changed the variance after its approval.
    pub late: Vec<LateLine>,
}

impl LineResult {
    /// The count that stands.
    pub fn count(&self) -> Option<&Counted> {
        self.line.count()
    }

    /// Whether the variance is no longer what was approved.
    pub fn moved(&self) -> bool {
        matches!((self.approved, self.variance), (Some(approved), Some(now)) if approved != now.quantity)
    }

    /// Whether nothing is left to decide on the line.
    pub fn settled(&self) -> bool {
        match self.standing {
            // What the catalogue does not know cannot be posted, and stays on the sheet as a find.
            Standing::Left | Standing::Unlisted => true,
            Standing::Uncounted | Standing::Unclear => false,
            _ => self.approved.is_some() && !self.moved(),
        }
    }
}

/// A sheet held against the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// The sheet.
    pub sheet: SheetCode,
    /// The store.
    pub store: StoreCode,
    /// The day of the sheet.
    pub date: Day,
    /// What it was opened for.
    pub scope: Scope,
    /// The cut-off of counts that name none.
    pub cutoff: Option<Cutoff>,
    /// Where it stands in its life.
    pub state: SheetState,
    /// Who approved it, if it is posted.
    pub approver: Option<String>,
    /// All its lines, by number.
    pub lines: Vec<LineResult>,
    /// What they add up to.
    pub tally: Tally,
}

/// Holds a sheet against the books.
pub fn differences(stock: &Stock, code: &SheetCode) -> Result<Differences, Refusal> {
    let sheet = sheet_of(stock, code)?;
    let opening = sheet.opening().ok_or_else(|| Refusal::NeverOpened { sheet: code.clone() })?;
    let (scope, cutoff) = sheet.terms().unwrap_or((&Scope::Items, None));
    let posting = stock.postings.get(code);
    let desk = Desk { stock, code, opening, cutoff, posted: posting.is_some() };
    // A find outside the catalogue of which there is none after all is no find.
    let is_there = |line: &SheetLine| {
        line.of.goods.item().is_some()
            || line.count().is_some_and(|count| !count.quantity.is_zero())
    };
    let lines: Vec<LineResult> =
        sheet.lines().into_iter().filter(is_there).map(|line| desk.hold(line)).collect();
    let mut tally = Tally::default();
    for line in &lines {
        tally.take(line);
    }
    Ok(Differences {
        sheet: code.clone(),
        store: opening.store.clone(),
        date: opening.date,
        scope: scope.clone(),
        cutoff: cutoff.cloned(),
        state: state(sheet, &lines, posting.is_some()),
        approver: posting.map(|posting| posting.approver.clone()),
        lines,
        tally,
    })
}

fn state(sheet: &Sheet, lines: &[LineResult], posted: bool) -> SheetState {
    if posted {
        SheetState::Posted
    } else if sheet.cancelled().is_some() {
        SheetState::Cancelled
    } else if lines.iter().all(LineResult::settled) {
        SheetState::Approved
    } else if lines.iter().all(|line| line.standing != Standing::Uncounted) {
        SheetState::Differences
    } else if lines.iter().any(|line| line.count().is_some()) {
        SheetState::Counting
    } else {
        SheetState::Open
    }
}

/// Where the lines of one sheet are held against the books.
struct Desk<'a> {
    stock: &'a Stock,
    code: &'a SheetCode,
    opening: &'a SheetEntry,
    cutoff: Option<&'a Cutoff>,
    posted: bool,
}

/// What the books say of a card at a cut-off, and what a count makes of it.
struct Reading {
    book: Balance,
    variance: Option<Variance>,
    approved: Option<Quantity>,
    late: Vec<LateLine>,
}

impl Desk<'_> {
    fn hold(&self, line: SheetLine) -> LineResult {
        let (date, cutoff) = match line.count() {
            Some(count) => (count.date, count.cutoff.clone()),
            None => (self.opening.date, self.cutoff.cloned()),
        };
        // Where the item did not move on the day, all cut-offs of the day are one.
        let at = (date, cutoff.clone().unwrap_or(Cutoff::Close));
        let Some(item) = line.of.goods.item().and_then(|code| self.stock.items.get(code)) else {
            return Self::unlisted(line, at);
        };
        let posted = self.posted.then(|| self.posted_reading(item, &line)).flatten();
        let reading = posted.unwrap_or_else(|| self.reading(item, &line, &at));
        let standing = match (&reading.variance, &line.decision) {
            (None, Some(decision)) if decision.verdict == Verdict::Left => Standing::Left,
            (None, _) => Standing::Uncounted,
            _ if !self.posted && self.unclear(item, date, cutoff.as_ref()) => Standing::Unclear,
            (Some(variance), _) if variance.quantity.is_zero() => Standing::Matched,
            (Some(variance), _) if variance.quantity.is_negative() => Standing::Shortage,
            (Some(_), _) => Standing::Surplus,
        };
        let Reading { book, variance, approved, late } = reading;
        let variance = variance.filter(|_| standing != Standing::Unclear);
        let (name, category) = (item.name.clone(), item.category.clone());
        LineResult { line, name, category, standing, at, book, variance, approved, late }
    }

    fn unlisted(line: SheetLine, at: (Day, Cutoff)) -> LineResult {
        let name = line.of.goods.to_string();
        LineResult {
            line,
            name,
            category: String::new(),
            standing: Standing::Unlisted,
            at,
            book: Balance::ZERO,
            variance: None,
            approved: None,
            late: Vec::new(),
        }
    }

    fn unclear(&self, item: &Item, date: Day, cutoff: Option<&Cutoff>) -> bool {
        let card = CardDay { store: &self.opening.store, item: &item.code, date };
        !undecided(self.stock, card, cutoff).is_empty()
    }

    /// The books at the cut-off of a line that is not posted.
    fn reading(&self, item: &Item, line: &SheetLine, at: &(Day, Cutoff)) -> Reading {
        let store = &self.opening.store;
        let pile = self.stock.pile_at_cutoff(store, &item.code, at.0, &at.1);
        let book = pile.in_store(store);
        let Some(count) = line.count() else {
            return Reading { book, variance: None, approved: None, late: Vec::new() };
        };
        let quantity = count.quantity - book.quantity;
        let (approved, price) = match line.decision.as_ref().map(|decision| decision.verdict) {
            Some(Verdict::Approved { variance, unit_price }) => (Some(variance), unit_price),
            _ => (None, None),
        };
        let given = || price.and_then(|price| Money::of(quantity, price));
        let worth = pile.worth(store, quantity, self.stock.method);
        let value = if quantity.is_zero() { Some(Money::ZERO) } else { worth.or_else(given) };
        let since = line.decision.as_ref().map(|decision| decision.recorded_at);
        let late = match since {
            Some(since) if approved.is_some_and(|approved| approved != quantity) => self
                .stock
                .lines_at_cutoff(store, &item.code, at.0, &at.1)
                .into_iter()
                .filter(|line| self.is_late(line, since))
                .map(LateLine::of)
                .collect(),
            _ => Vec::new(),
        };
        Reading { book, variance: Some(Variance { quantity, value }), approved, late }
    }

    /// The books at the cut-off of a posted line, as its count row met them; none when the row
    /// lies before the loaded window or the line was not posted.
    fn posted_reading(&self, item: &Item, line: &SheetLine) -> Option<Reading> {
        let count = line.count()?;
        let store = &self.opening.store;
        let steps = self.stock.steps(&item.code, count.date);
        let at = steps.iter().position(|step| {
            let movement = &step.line.movement;
            movement.kind == Kind::Count
                && movement.slip == self.code.as_str()
                && movement.store() == Some(store)
        })?;
        let (step, before) = (&steps[at], &steps[..at]);
        let movement = &step.line.movement;
        let signed = |quantity: Quantity, to: &Place| {
            if to.store().is_some() { quantity } else { -quantity }
        };
        let posted = signed(step.line.base, &movement.to);
        let again = line.again.last();
        let approved = again.map_or(posted, |again| again.variance);
        let since = again.map_or(movement.recorded_at, |again| again.recorded_at);
        let quantity = signed(step.effect.quantity, step.to());
        let value =
            if step.to().store().is_some() { step.effect.value } else { -step.effect.value };
        let value = step.refusal.is_none().then_some(value);
        let late = if approved == quantity {
            Vec::new()
        } else {
            before
                .iter()
                .map(|step| step.line)
                .filter(|line| self.is_late(line, since))
                .map(LateLine::of)
                .collect()
        };
        let variance = Some(Variance { quantity, value });
        Some(Reading { book: step.before, variance, approved: Some(approved), late })
    }

    fn is_late(&self, line: &Line, since: Moment) -> bool {
        let movement = &line.movement;
        movement.store() == Some(&self.opening.store) && movement.recorded_at > since
    }
}
