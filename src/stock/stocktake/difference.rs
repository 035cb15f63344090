//! What the books say at each line's cut-off, beside what was counted.
//!
//! A count is an observation at a moment: the book figure is folded from all lines effective up to
//! the cut-off, whenever they were entered. So a late line that is dated before the cut-off
//! changes the variance and never the balance; if the variance was approved before, the line says
//! so and asks for approval again. How a single line is read is `reading.rs`.

use crate::base::{Day, ItemCode, Moment, Money, Quantity, RecordId, SheetCode, StoreCode};
use crate::stock::{Balance, Class, CostMethod, Cutoff, Kind, Line, Stock};

use super::approve::chosen;
use super::reading::Desk;
use super::state::sheet_of;
use super::{Counted, Goods, Listed, Refusal, Scope, Sheet, SheetLine, SheetState, Tally, Which};

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
    /// It was counted more than once, and no two counts agree (复盘不一致).
    Disputed,
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
            Self::Disputed => "stocktake.standing.disputed",
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

/// One count of a line held against the books at its own cut-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The count.
    pub count: Counted,
    /// What the books say at its cut-off.
    pub book: Quantity,
    /// Counted less book: what two counts must agree in, whatever moved between them.
    pub variance: Quantity,
}

/// Whether a line has been counted often enough to be approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recount {
    /// One count is enough, or nobody has counted it.
    NotNeeded,
    /// Count and book are further apart than is tolerated: somebody else must count it again.
    Demanded,
    /// Two counts agree, or it was decided which one is taken.
    Done,
    /// No two counts agree: a third count or a decision is needed.
    Disputed,
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
    pub(super) fn of(line: &Line) -> Self {
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
    /// The item's class, by which is tolerated what count and book are apart.
    pub class: Class,
    /// The count that stands: the last, or of several the last that agrees with another.
    pub stands: Option<Counted>,
    /// All counts of it, each at its own cut-off, the first count first.
    pub rounds: Vec<Round>,
    /// Whether it has been counted often enough.
    pub recount: Recount,
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
        self.stands.as_ref()
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
            Standing::Uncounted | Standing::Unclear | Standing::Disputed => false,
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
    /// How goods are valued.
    pub method: CostMethod,
    /// All its lines, by number.
    pub lines: Vec<LineResult>,
    /// What they add up to.
    pub tally: Tally,
}

impl Differences {
    /// The method by which its lots are valued at their shares of the card; none where no lot is
    /// counted apart, or where every lot has a value of its own.
    pub fn shares_lots(&self) -> Option<CostMethod> {
        let shares = self.method != CostMethod::SpecificLot
            && self.lines.iter().any(|line| !line.line.of.goods.lot().is_empty());
        shares.then_some(self.method)
    }
}

/// Holds a sheet against the books.
pub fn differences(stock: &Stock, code: &SheetCode) -> Result<Differences, Refusal> {
    differences_taking(stock, code, &|_| None)
}

/// The same where it is decided of some lines which of their counts is taken.
pub(super) fn differences_taking(
    stock: &Stock,
    code: &SheetCode,
    taking: &dyn Fn(&Goods) -> Option<u32>,
) -> Result<Differences, Refusal> {
    let sheet = sheet_of(stock, code)?;
    let opening = sheet.opening().ok_or_else(|| Refusal::NeverOpened { sheet: code.clone() })?;
    let (scope, cutoff) = sheet.terms().unwrap_or((&Scope::Items, None));
    let posting = stock.postings.get(code);
    let desk = Desk::new(stock, code, (opening, cutoff), taking);
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
        approver: posting.map(|posting| posting.approver.to_string()),
        method: stock.method,
        lines,
        tally,
    })
}

/// The lines of a sheet that are to be counted again: those of some items, or all that are over
/// what is tolerated or disputed.
pub fn recounts<'a>(
    sheet: &'a Differences,
    items: &[ItemCode],
) -> Result<Vec<&'a LineResult>, Refusal> {
    if items.is_empty() {
        let wanted = |line: &&LineResult| {
            matches!(line.recount, Recount::Demanded | Recount::Disputed)
                && sheet.state != SheetState::Posted
        };
        return Ok(sheet.lines.iter().filter(wanted).collect());
    }
    let lines = chosen(&sheet.sheet, &Which::Items(items.to_vec()), &sheet.lines)?;
    let uncounted = lines.iter().filter(|line| line.count().is_none());
    let uncounted = Listed::of(uncounted.map(|line| &line.line.of.goods));
    if uncounted.count > 0 {
        return Err(Refusal::Uncounted { sheet: sheet.sheet.clone(), items: uncounted });
    }
    Ok(lines)
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
