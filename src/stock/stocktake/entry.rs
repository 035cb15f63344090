//! What is written on a count sheet: one entry, a row of its file.
//!
//! An entry is never changed: a correction is a later entry. What the entries of a sheet add up to
//! is `sheet.rs`.

use std::fmt;

use crate::base::{Day, ItemCode, Moment, Price, Quantity, RecordId, SheetCode, StoreCode};
use crate::stock::Cutoff;

/// What a sheet was opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything the store holds (全盘).
    Full,
    /// The items of some categories.
    Categories(Vec<String>),
    /// Items named one by one (抽盘).
    Items,
}

impl Scope {
    /// Reads `full`, `items`, `category=办公用品+五金材料`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "full" => return Some(Self::Full),
            "items" => return Some(Self::Items),
            _ => {}
        }
        let names = text.strip_prefix("category=")?;
        let names: Vec<String> = names.split('+').map(|name| name.trim().to_owned()).collect();
        names.iter().all(|name| !name.is_empty()).then_some(Self::Categories(names))
    }

    /// The key of its label.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Full => "stock.scope.full",
            Self::Categories(_) => "stock.scope.categories",
            Self::Items => "stock.scope.items",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => out.write_str("full"),
            Self::Categories(names) => write!(out, "category={}", names.join("+")),
            Self::Items => out.write_str("items"),
        }
    }
}

/// What a line of a sheet counts; a sheet has one line for each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goods {
    /// An item of the catalogue, and its lot when lots are counted apart.
    Item {
        /// The item.
        item: ItemCode,
        /// The lot; empty when the item is counted as a whole.
        lot: String,
    },
    /// A find that the catalogue does not know, by the words of the counter.
    Unlisted(String),
}

impl Goods {
    /// The item, if the catalogue knows it.
    pub const fn item(&self) -> Option<&ItemCode> {
        match self {
            Self::Item { item, .. } => Some(item),
            Self::Unlisted(_) => None,
        }
    }

    /// The lot; empty when there is none.
    pub fn lot(&self) -> &str {
        match self {
            Self::Item { lot, .. } => lot,
            Self::Unlisted(_) => "",
        }
    }
}

impl fmt::Display for Goods {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item { item, lot } if lot.is_empty() => item.fmt(out),
            Self::Item { item, lot } => write!(out, "{item} {lot}"),
            Self::Unlisted(name) => out.write_str(name),
        }
    }
}

/// A line of a sheet as an entry names it: its number, its goods and the unit they are counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineOf {
    /// The number of the line. Two clerks may give one number to two finds: the goods decide.
    pub line: u32,
    /// What is counted.
    pub goods: Goods,
    /// The unit of every quantity of the line; of an item its base unit.
    pub unit: String,
}

/// What an entry of a sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The sheet is opened: its scope and the cut-off of counts that name none.
    Open {
        /// What it was opened for.
        scope: Scope,
        /// The cut-off of counts that name none; none when each moving item must have its own.
        cutoff: Option<Cutoff>,
    },
    /// A line that is to be counted.
    Line {
        /// Which.
        of: LineOf,
        /// The book quantity at the sheet's cut-off as it was printed; none on a blind sheet.
        book: Option<Quantity>,
    },
    /// A line was counted. Goods that were not on the sheet are added by their first count.
    Count {
        /// Which.
        of: LineOf,
        /// How much was there.
        counted: Quantity,
        /// The day on which it was counted.
        counted_on: Day,
        /// The cut-off; none when only the day is known.
        cutoff: Option<Cutoff>,
        /// Who counted.
        counter: String,
        /// Which count this is: 1 the first, 2 the recount.
        round: u32,
    },
    /// A counted line's variance is approved.
    Approve {
        /// Which.
        of: LineOf,
        /// Counted less book at the cut-off, as it was when it was approved.
        variance: Quantity,
        /// The price of one unit at which a surplus comes in when the books know none.
        unit_price: Option<Price>,
        /// Who approved.
        approver: String,
        /// Why; empty when there is no variance.
        reason: String,
    },
    /// A line is to stay uncounted: the books keep what they have.
    Leave {
        /// Which.
        of: LineOf,
        /// Who decided so.
        approver: String,
        /// Why; empty when nothing was said.
        reason: String,
    },
    /// The variance of a posted line, which a late slip has moved, is approved anew.
    ///
    /// The only act that may follow the posting: it is no part of what was posted, and the sheet's
    /// hash passes it over.
    Reapprove {
        /// Which.
        of: LineOf,
        /// Counted less book at the cut-off, as it is now.
        variance: Quantity,
        /// Who approved.
        approver: String,
        /// Why it is no longer what was approved.
        reason: String,
    },
    /// The sheet is given up before it was posted.
    Cancel {
        /// Why.
        reason: String,
    },
}

impl Act {
    /// The words in the file's `kind` column.
    pub const WORDS: [&'static str; 7] =
        ["open", "line", "count", "approve", "leave", "reapprove", "cancel"];

    /// The word in the file.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open { .. } => Self::WORDS[0],
            Self::Line { .. } => Self::WORDS[1],
            Self::Count { .. } => Self::WORDS[2],
            Self::Approve { .. } => Self::WORDS[3],
            Self::Leave { .. } => Self::WORDS[4],
            Self::Reapprove { .. } => Self::WORDS[5],
            Self::Cancel { .. } => Self::WORDS[6],
        }
    }

    /// The key of its label.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Open { .. } => "stock.act.open",
            Self::Line { .. } => "stock.act.line",
            Self::Count { .. } => "stock.act.count",
            Self::Approve { .. } => "stock.act.approve",
            Self::Leave { .. } => "stock.act.leave",
            Self::Reapprove { .. } => "stocktake.act.reapprove",
            Self::Cancel { .. } => "stock.act.cancel",
        }
    }

    /// Why, where the entry gives a reason.
    pub fn reason(&self) -> &str {
        match self {
            Self::Approve { reason, .. }
            | Self::Leave { reason, .. }
            | Self::Reapprove { reason, .. }
            | Self::Cancel { reason } => reason,
            Self::Open { .. } | Self::Line { .. } | Self::Count { .. } => "",
        }
    }

    /// The line it is about, if it is about one.
    pub const fn line(&self) -> Option<&LineOf> {
        match self {
            Self::Line { of, .. }
            | Self::Count { of, .. }
            | Self::Approve { of, .. }
            | Self::Leave { of, .. }
            | Self::Reapprove { of, .. } => Some(of),
            Self::Open { .. } | Self::Cancel { .. } => None,
        }
    }
}

/// One entry of a count sheet: a row of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntry {
    /// Its id, unique in the store.
    pub id: RecordId,
    /// The sheet.
    pub sheet: SheetCode,
    /// The store that is counted.
    pub store: StoreCode,
    /// The day of the sheet, the same in all its entries.
    pub date: Day,
    /// What it says.
    pub act: Act,
    /// Anything else.
    pub note: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl SheetEntry {
    /// The entry on one line, every field in its place, for the sheet's hash.
    pub(super) fn canonical(&self) -> String {
        let maybe = |value: Option<String>| value.unwrap_or_default();
        let own = match &self.act {
            Act::Open { scope, cutoff } => {
                vec![scope.to_string(), maybe(cutoff.as_ref().map(Cutoff::to_string))]
            }
            Act::Line { book, .. } => vec![maybe(book.map(|book| book.to_string()))],
            Act::Count { counted, counted_on, cutoff, counter, round, .. } => vec![
                counted.to_string(),
                counted_on.to_string(),
                maybe(cutoff.as_ref().map(Cutoff::to_string)),
                counter.clone(),
                round.to_string(),
            ],
            Act::Approve { variance, unit_price, approver, reason, .. } => vec![
                variance.to_string(),
                maybe(unit_price.map(|price| price.to_string())),
                approver.clone(),
                reason.clone(),
            ],
            Act::Leave { approver, reason, .. } => vec![approver.clone(), reason.clone()],
            Act::Reapprove { variance, approver, reason, .. } => {
                vec![variance.to_string(), approver.clone(), reason.clone()]
            }
            Act::Cancel { reason } => vec![reason.clone()],
        };
        let mut fields = vec![
            self.id.to_string(),
            self.act.word().to_owned(),
            self.sheet.to_string(),
            self.store.to_string(),
            self.date.to_string(),
        ];
        if let Some(of) = self.act.line() {
            let item = of.goods.item().map(ItemCode::to_string);
            fields.extend([of.line.to_string(), maybe(item), of.goods.to_string()]);
            fields.push(of.unit.clone());
        }
        fields.extend(own);
        fields.extend([self.note.clone(), self.recorded_at.to_string(), self.recorded_by.clone()]);
        // A tab or a line break inside a field must not look like the end of one.
        let fields: Vec<String> =
            fields.iter().map(|field| field.escape_default().to_string()).collect();
        fields.join("\t") + "\n"
    }
}
