//! Every way in which the rules of a stocktake say no; under which code and with which arguments it
//! is said, `say.rs`.

use crate::base::{Day, ItemCode, Price, Quantity, RecordId, SheetCode, StoreCode};
use crate::stock::{self, Named};

/// A rule of the stocktake said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A rule of the stock book said no.
    #[error(transparent)]
    Stock(#[from] stock::Refusal),
    /// There is no such sheet.
    #[error("no such sheet")]
    UnknownSheet {
        /// The code as it was given.
        sheet: SheetCode,
        /// The code that may have been meant.
        near: Option<String>,
        /// The sheets that are open.
        open: String,
    },
    /// No sheet is named, and there is not exactly one that is open.
    #[error("no sheet is named")]
    SheetNotNamed {
        /// The sheets that are open.
        open: String,
    },
    /// The code stands for a sheet with another store, day or scope.
    #[error("the sheet's code is taken")]
    SheetTaken {
        /// The code.
        sheet: SheetCode,
        /// The store of the sheet that has it.
        store: StoreCode,
        /// The day of the sheet that has it.
        date: Day,
    },
    /// An open sheet has some of the same lines.
    #[error("an open sheet has the same lines")]
    SheetOverlaps {
        /// The open sheet.
        sheet: SheetCode,
        /// The store.
        store: StoreCode,
        /// The goods on both.
        items: Listed,
    },
    /// The scope has nothing to count.
    #[error("nothing to count")]
    SheetEmpty {
        /// The store.
        store: StoreCode,
        /// The scope as it was given.
        scope: String,
    },
    /// No item is of this category.
    #[error("no such category")]
    UnknownCategory {
        /// The category as it was given.
        category: String,
        /// The category that may have been meant.
        near: Option<String>,
        /// All there are.
        known: String,
    },
    /// The sheet is posted, and a posted sheet stays as it is.
    #[error("the sheet is posted")]
    SheetPosted {
        /// The sheet.
        sheet: SheetCode,
        /// Who approved it.
        approver: String,
        /// When it was posted.
        posted: Day,
    },
    /// The sheet was given up.
    #[error("the sheet is cancelled")]
    SheetCancelled {
        /// The sheet.
        sheet: SheetCode,
        /// Why.
        reason: String,
    },
    /// Nobody is named who counted.
    #[error("nobody counted")]
    CounterMissing {
        /// The sheet.
        sheet: SheetCode,
    },
    /// The count lies after the day on which it is entered.
    #[error("counted in the future")]
    CountInFuture {
        /// The day of the count.
        date: Day,
        /// The day of entering.
        today: Day,
    },
    /// Less than nothing was counted.
    #[error("counted less than nothing")]
    CountNegative {
        /// The goods.
        goods: String,
        /// The quantity as it was given.
        quantity: Quantity,
    },
    /// The sheet has no line of this number.
    #[error("no such line")]
    UnknownLine {
        /// The sheet.
        sheet: SheetCode,
        /// The number as it was given.
        line: u32,
        /// The last number on the sheet.
        last: u32,
    },
    /// The line of this number is of other goods.
    #[error("the line is of other goods")]
    LineMismatch {
        /// The number.
        line: u32,
        /// What the sheet has there.
        on_sheet: String,
        /// What was given.
        given: String,
    },
    /// Two lines have this number.
    #[error("two lines have this number")]
    LineAmbiguous {
        /// The number.
        line: u32,
        /// What the lines are of.
        items: Listed,
    },
    /// A row names neither line nor item, nor describes a find.
    #[error("nobody can tell what was counted")]
    GoodsMissing,
    /// A find outside the catalogue has no unit.
    #[error("a find without a unit")]
    FindUnit {
        /// The find.
        find: String,
    },
    /// What is called a find has the name of an item of the catalogue.
    #[error("the find is in the catalogue")]
    FindListed {
        /// The find.
        find: String,
        /// The items of this name.
        items: Listed,
    },
    /// The sheet counts the item as a whole.
    #[error("the item is counted as a whole")]
    LotApart {
        /// The item.
        item: Box<Named>,
        /// The lot as it was given.
        lot: String,
    },
    /// The sheet counts the item by its lots, and the row names none.
    #[error("the item is counted by lot")]
    WhichLot {
        /// The item.
        item: Box<Named>,
        /// The lots of it on the sheet.
        lots: Listed,
    },
    /// One request counts the same goods twice, differently.
    #[error("counted twice, differently")]
    CountedTwice {
        /// The goods.
        goods: String,
        /// The one quantity.
        one: Quantity,
        /// The other quantity.
        other: Quantity,
    },
    /// No quantity was given at all.
    #[error("nothing was counted")]
    NothingCounted {
        /// The sheet.
        sheet: SheetCode,
    },
    /// Blanks can be zeros on a full count only.
    #[error("blanks are zeros on a full count only")]
    BlankNotZero {
        /// The sheet.
        sheet: SheetCode,
        /// What it was opened for.
        scope: String,
    },
    /// The item moved on that day, and nobody can tell which lines the counter saw.
    #[error("the cut-off is unclear")]
    CutoffUnclear(Box<Unclear>),
    /// Lines are not counted yet.
    #[error("lines are not counted")]
    Uncounted {
        /// The sheet.
        sheet: SheetCode,
        /// Their goods.
        items: Listed,
    },
    /// The sheet has no line for these goods.
    #[error("not on the sheet")]
    NotOnSheet {
        /// The sheet.
        sheet: SheetCode,
        /// The goods as they were given.
        goods: String,
        /// What may have been meant.
        near: Option<String>,
    },
    /// A difference is approved for a reason.
    #[error("a reason is missing")]
    ReasonMissing {
        /// The sheet.
        sheet: SheetCode,
        /// The goods that differ.
        items: Listed,
    },
    /// Nobody is named who approves.
    #[error("nobody approves")]
    ApproverMissing {
        /// The sheet.
        sheet: SheetCode,
    },
    /// Who counted cannot approve the difference.
    #[error("the counter cannot approve")]
    ApproverCounted {
        /// The sheet.
        sheet: SheetCode,
        /// Who.
        approver: String,
        /// The goods that differ.
        items: Listed,
    },
    /// A surplus comes in, and the books know no price.
    #[error("no price is known for the surplus")]
    SurplusPrice {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        items: Listed,
    },
    /// A price was given where the books have one, or where there is no surplus.
    #[error("the price is not needed")]
    PriceNotNeeded {
        /// The item.
        item: String,
        /// The price as it was given.
        price: Price,
    },
    /// Lines still need a decision.
    #[error("not approved yet")]
    NotApproved {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        items: Listed,
    },
    /// A variance changed after it was approved.
    #[error("the variance changed after it was approved")]
    VarianceMoved {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        goods: String,
        /// What was approved.
        approved: Quantity,
        /// What it is now.
        now: Quantity,
        /// The slips that came in between.
        lines: Listed,
    },
    /// A posted line stands as it was approved: there is nothing to approve anew.
    #[error("the variance is what was approved")]
    NotMoved {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        items: Listed,
    },
    /// What was scanned is no code.
    #[error("no code")]
    NoCode {
        /// What was scanned.
        text: String,
    },
    /// No item lies on a shelf of this name.
    #[error("no such shelf")]
    UnknownShelf {
        /// The shelf as it was given.
        shelf: String,
        /// All there are.
        known: Listed,
    },
    /// Who counts again must not have counted before.
    #[error("counted by the same person before")]
    CountedBefore {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        goods: String,
        /// Who would count again.
        counter: String,
        /// Who has counted.
        counters: Listed,
    },
    /// A line that was counted again keeps its first count.
    #[error("counted again since")]
    Recounted {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        goods: String,
    },
    /// Lines are over what is tolerated, and were counted once only.
    #[error("over the tolerance on one count")]
    RecountNeeded {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        items: Listed,
    },
    /// No two counts of these lines agree.
    #[error("no two counts agree")]
    Disputed {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        items: Listed,
    },
    /// The line has no such count.
    #[error("no such count")]
    UnknownRound {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        goods: String,
        /// The number as it was given.
        round: u32,
        /// The number of the last count.
        last: u32,
    },
    /// Nobody pays for a surplus.
    #[error("a surplus is charged to nobody")]
    ChargedSurplus {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        items: Listed,
    },
    /// Nobody is named who pays.
    #[error("nobody is named who pays")]
    NobodyCharged {
        /// The sheet.
        sheet: SheetCode,
    },
    /// What agrees cannot be pending.
    #[error("no difference to be decided later")]
    NothingToPend {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        items: Listed,
    },
    /// Nothing of the item is pending for the sheet.
    #[error("nothing is pending")]
    NothingPending {
        /// The sheet.
        sheet: SheetCode,
        /// The item.
        item: ItemCode,
    },
    /// A shortage cannot be taken in, a surplus not written off.
    #[error("the difference is on the other side")]
    SettleSide {
        /// The sheet.
        sheet: SheetCode,
        /// The item.
        item: ItemCode,
        /// What is pending; above zero a surplus.
        pending: Quantity,
    },
    /// More is settled than is pending, or nothing.
    #[error("not what is pending")]
    SettleTooMuch {
        /// The sheet.
        sheet: SheetCode,
        /// The item.
        item: ItemCode,
        /// The quantity as it was given.
        quantity: Quantity,
        /// What is pending.
        pending: Quantity,
    },
    /// A pending difference is settled for a reason.
    #[error("no reason for settling")]
    SettleReason {
        /// The sheet.
        sheet: SheetCode,
        /// The item.
        item: ItemCode,
    },
    /// An explanation of nothing.
    #[error("nothing is explained")]
    ExplainsNothing {
        /// The sheet.
        sheet: SheetCode,
        /// The item.
        item: ItemCode,
    },
    /// A slip that was not entered has a number.
    #[error("the slip is not named")]
    SlipMissing {
        /// The sheet.
        sheet: SheetCode,
    },
    /// The slip is in the books.
    #[error("the slip is entered")]
    SlipEntered {
        /// The sheet.
        sheet: SheetCode,
        /// The slip.
        slip: String,
        /// Its line.
        id: RecordId,
        /// The day of the line.
        date: Day,
    },
    /// A slip of the line waits to be entered.
    #[error("a slip waits to be entered")]
    SlipOpen {
        /// The sheet.
        sheet: SheetCode,
        /// The goods.
        goods: String,
        /// The slip.
        slip: String,
        /// What it moves.
        quantity: Quantity,
    },
    /// The line has no such explanation.
    #[error("not explained so")]
    NotExplained {
        /// The sheet.
        sheet: SheetCode,
        /// The item.
        item: ItemCode,
        /// What is explained.
        declared: Listed,
    },
    /// A reason for giving the sheet up is missing.
    #[error("no reason for cancelling")]
    CancelReason {
        /// The sheet.
        sheet: SheetCode,
    },
    /// The rows that opened the sheet are lost.
    #[error("the sheet was never opened")]
    NeverOpened {
        /// The sheet.
        sheet: SheetCode,
    },
    /// The sheet is not what was posted.
    #[error("the sheet was changed after it was posted")]
    SheetChanged {
        /// The sheet.
        sheet: SheetCode,
    },
    /// The sheet was posted, and its file is not there.
    #[error("the posted sheet is lost")]
    SheetLost {
        /// The sheet.
        sheet: SheetCode,
    },
}

/// What the day of a count and its cut-off leave open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// The sheet.
    pub sheet: SheetCode,
    /// The item.
    pub item: Named,
    /// The day of the count.
    pub date: Day,
    /// The cut-off as it was given; empty when none was.
    pub cutoff: String,
    /// The lines of that day that leave it open.
    pub lines: Listed,
    /// The cut-off that names the day's last slips.
    pub after: String,
    /// Whether a time would tell the lines apart.
    pub times: Times,
}

/// Whether lines have a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Each has one.
    Known,
    /// One at least has none.
    Missing,
}

/// A few names and how many there are in all, for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// How many there are.
    pub count: usize,
    /// The first of them, between 、.
    pub names: String,
}

impl Listed {
    /// Lists up to eight names.
    pub fn of<T: ToString>(names: impl IntoIterator<Item = T>) -> Self {
        let names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
        let count = names.len();
        let mut text = names.into_iter().take(8).collect::<Vec<_>>().join("、");
        if count > 8 {
            text.push('…');
        }
        Self { count, names: text }
    }
}
