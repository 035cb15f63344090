//! Every way in which the rules of a stocktake say no.

use crate::base::{Argument, Day, Price, Quantity, Refuse, SheetCode, StoreCode};
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

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Stock(refusal) => refusal.code(),
            Self::UnknownSheet { near: Some(_), .. } => "stock.unknown_sheet_near",
            Self::UnknownSheet { .. } => "stock.unknown_sheet",
            Self::SheetNotNamed { .. } => "stock.sheet_not_named",
            Self::SheetTaken { .. } => "stock.sheet_taken",
            Self::SheetOverlaps { .. } => "stock.sheet_overlaps",
            Self::SheetEmpty { .. } => "stock.sheet_empty",
            Self::UnknownCategory { near: Some(_), .. } => "stock.unknown_category_near",
            Self::UnknownCategory { .. } => "stock.unknown_category",
            Self::SheetPosted { .. } => "stock.sheet_posted",
            Self::SheetCancelled { .. } => "stock.sheet_cancelled",
            Self::CounterMissing { .. } => "stock.counter_missing",
            Self::CountInFuture { .. } => "stock.count_in_future",
            Self::CountNegative { .. } => "stock.count_negative",
            Self::UnknownLine { .. } => "stock.unknown_line",
            Self::LineMismatch { .. } => "stock.line_mismatch",
            Self::LineAmbiguous { .. } => "stock.line_ambiguous",
            Self::GoodsMissing => "stock.goods_missing",
            Self::FindUnit { .. } => "stock.find_unit",
            Self::FindListed { .. } => "stock.find_listed",
            Self::LotApart { .. } => "stock.lot_apart",
            Self::CountedTwice { .. } => "stock.count_contradicts",
            Self::NothingCounted { .. } => "stock.nothing_counted",
            Self::BlankNotZero { .. } => "stock.blank_not_zero",
            Self::CutoffUnclear(unclear) => match (unclear.cutoff.as_str(), unclear.times) {
                ("", Times::Missing) => "stock.cutoff_unclear",
                ("", Times::Known) => "stock.cutoff_unclear_timed",
                _ => "stock.cutoff_undecided",
            },
            Self::Uncounted { .. } => "stock.uncounted",
            Self::NotOnSheet { near: Some(_), .. } => "stock.not_on_sheet_near",
            Self::NotOnSheet { .. } => "stock.not_on_sheet",
            Self::ReasonMissing { .. } => "stock.difference_reason",
            Self::ApproverMissing { .. } => "stock.approver_missing",
            Self::ApproverCounted { .. } => "stock.approver_counted",
            Self::SurplusPrice { .. } => "stock.surplus_price",
            Self::PriceNotNeeded { .. } => "stock.price_not_needed",
            Self::NotApproved { .. } => "stock.not_approved",
            Self::VarianceMoved { .. } => "stock.variance_moved",
            Self::NotMoved { .. } => "stocktake.not_moved",
            Self::CancelReason { .. } => "stock.cancel_reason",
            Self::NeverOpened { .. } => "stock.never_opened",
            Self::SheetChanged { .. } => "stock.sheet_changed",
            Self::SheetLost { .. } => "stock.sheet_lost",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Stock(refusal) => refusal.arguments(),
            Self::CountInFuture { date, today } => {
                vec![("date", Argument::of(date)), ("today", Argument::of(today))]
            }
            Self::CountNegative { goods, quantity } => {
                vec![("goods", goods.into()), ("quantity", Argument::of(quantity))]
            }
            Self::LineMismatch { line, on_sheet, given } => vec![
                ("line", (*line).into()),
                ("on_sheet", on_sheet.into()),
                ("given", given.into()),
            ],
            Self::LineAmbiguous { line, items } => {
                vec![("line", (*line).into()), ("items", (&items.names).into())]
            }
            Self::GoodsMissing => vec![],
            Self::FindUnit { find } => vec![("find", find.into())],
            Self::FindListed { find, items } => {
                vec![("find", find.into()), ("items", (&items.names).into())]
            }
            Self::SheetNotNamed { open } => vec![("open", open.into())],
            Self::LotApart { item, lot } => vec![
                ("item", Argument::of(&item.code)),
                ("name", (&item.name).into()),
                ("lot", lot.into()),
            ],
            Self::CountedTwice { goods, one, other } => vec![
                ("goods", goods.into()),
                ("one", Argument::of(one)),
                ("other", Argument::of(other)),
            ],
            Self::UnknownCategory { category, near, known } => with_near(
                vec![("category", category.into()), ("known", known.into())],
                near.as_ref(),
            ),
            Self::PriceNotNeeded { item, price } => {
                vec![("item", item.into()), ("price", Argument::of(price))]
            }
            _ => self.arguments_of_sheet(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Stock(refusal) => return refusal.field(),
            Self::UnknownSheet { .. } | Self::SheetNotNamed { .. } | Self::SheetTaken { .. } => {
                "sheet"
            }
            Self::UnknownCategory { .. } => "category",
            Self::CounterMissing { .. } => "counter",
            Self::CountInFuture { .. } => "date",
            Self::CountNegative { .. } | Self::CountedTwice { .. } => "counted",
            Self::UnknownLine { .. } | Self::LineMismatch { .. } | Self::LineAmbiguous { .. } => {
                "line"
            }
            Self::GoodsMissing | Self::NotOnSheet { .. } | Self::FindListed { .. } => "item",
            Self::FindUnit { .. } => "unit",
            Self::LotApart { .. } => "lot",
            Self::CutoffUnclear(_) => "cutoff",
            Self::ReasonMissing { .. } | Self::CancelReason { .. } => "reason",
            Self::ApproverMissing { .. } | Self::ApproverCounted { .. } => "approver",
            Self::SurplusPrice { .. } | Self::PriceNotNeeded { .. } => "unit_price",
            _ => return None,
        })
    }
}

impl Refusal {
    /// The arguments of the refusals that are about a sheet.
    fn arguments_of_sheet(&self) -> Vec<(&'static str, Argument)> {
        let listed =
            |items: &Listed| vec![("count", items.count.into()), ("items", (&items.names).into())];
        let (sheet, more) = match self {
            Self::UnknownSheet { sheet, near, open } => {
                (sheet, with_near(vec![("open", open.into())], near.as_ref()))
            }
            Self::SheetTaken { sheet, store, date } => {
                (sheet, vec![("store", Argument::of(store)), ("date", Argument::of(date))])
            }
            Self::SheetOverlaps { sheet, store, items } => {
                let mut more = listed(items);
                more.push(("store", Argument::of(store)));
                (sheet, more)
            }
            Self::SheetEmpty { store, scope } => {
                return vec![("store", Argument::of(store)), ("scope", named_scope(scope))];
            }
            Self::SheetPosted { sheet, approver, posted } => {
                (sheet, vec![("approver", approver.into()), ("posted", Argument::of(posted))])
            }
            Self::SheetCancelled { sheet, reason } => (sheet, vec![("reason", reason.into())]),
            Self::UnknownLine { sheet, line, last } => {
                (sheet, vec![("line", (*line).into()), ("last", (*last).into())])
            }
            Self::BlankNotZero { sheet, scope } => (sheet, vec![("scope", named_scope(scope))]),
            Self::CutoffUnclear(unclear) => {
                let Unclear { sheet, item, date, cutoff, lines, after, times: _ } = &**unclear;
                let mut more = vec![
                    ("item", Argument::of(&item.code)),
                    ("name", (&item.name).into()),
                    ("date", Argument::of(date)),
                ];
                more.extend([("cutoff", cutoff.into()), ("after", after.into())]);
                more.extend([("count", lines.count.into()), ("lines", (&lines.names).into())]);
                (sheet, more)
            }
            Self::NotOnSheet { sheet, goods, near } => {
                (sheet, with_near(vec![("goods", goods.into())], near.as_ref()))
            }
            Self::Uncounted { sheet, items }
            | Self::ReasonMissing { sheet, items }
            | Self::SurplusPrice { sheet, items }
            | Self::NotApproved { sheet, items }
            | Self::NotMoved { sheet, items } => (sheet, listed(items)),
            Self::ApproverCounted { sheet, approver, items } => {
                let mut more = listed(items);
                more.push(("approver", approver.into()));
                (sheet, more)
            }
            Self::VarianceMoved { sheet, goods, approved, now, lines } => (
                sheet,
                vec![
                    ("goods", goods.into()),
                    ("approved", Argument::of(approved)),
                    ("now", Argument::of(now)),
                    ("lines", (&lines.names).into()),
                ],
            ),
            Self::CounterMissing { sheet }
            | Self::NothingCounted { sheet }
            | Self::ApproverMissing { sheet }
            | Self::CancelReason { sheet }
            | Self::NeverOpened { sheet }
            | Self::SheetChanged { sheet }
            | Self::SheetLost { sheet } => (sheet, vec![]),
            _ => return vec![],
        };
        let mut arguments = vec![("sheet", Argument::of(sheet))];
        arguments.extend(more);
        arguments
    }
}

fn with_near(
    mut arguments: Vec<(&'static str, Argument)>,
    near: Option<&String>,
) -> Vec<(&'static str, Argument)> {
    arguments.extend(near.map(|near| ("nearest", near.into())));
    arguments
}

/// A scope in words; categories by their own names.
fn named_scope(scope: &str) -> Argument {
    match scope {
        "full" => Argument::key("stock.scope.full"),
        "items" => Argument::key("stock.scope.items"),
        categories => categories.trim_start_matches("category=").into(),
    }
}
