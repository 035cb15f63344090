//! What is written on a count sheet: one entry, a row of its file.
//!
//! An entry is never changed: a correction is a later entry. What the entries of a sheet add up to
//! is `sheet.rs`.

use std::fmt;

use crate::base::{Day, ItemCode, Moment, Price, Quantity, RecordId, SheetCode, StoreCode};
use crate::stock::{Class, Cutoff};

/// What a sheet was opened for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything the store holds (全盘).
    Full,
    /// The items of some categories.
    Categories(Vec<String>),
    /// The items of some ABC classes.
    Classes(Vec<Class>),
    /// The items of some shelves (货位), each with all whose code begins like it.
    Shelves(Vec<String>),
    /// What was to be counted by the day of the sheet.
    Due,
    /// Items named one by one (抽盘).
    Items,
}

impl Scope {
    /// Reads `full`, `items`, `due`, `category=办公用品+五金材料`, `class=A+B`, `shelf=A-01+B`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "full" => return Some(Self::Full),
            "items" => return Some(Self::Items),
            "due" => return Some(Self::Due),
            _ => {}
        }
        let (word, names) = text.split_once('=')?;
        let names: Vec<String> = names.split('+').map(|name| name.trim().to_owned()).collect();
        if names.iter().any(String::is_empty) {
            return None;
        }
        Some(match word {
            "category" => Self::Categories(names),
            "shelf" => Self::Shelves(names),
            "class" => {
                let classes = names.iter().map(|name| Class::parse(name));
                Self::Classes(classes.collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }

    /// The names it lists: categories, classes or shelves.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Full | Self::Due | Self::Items => Vec::new(),
            Self::Categories(names) | Self::Shelves(names) => names.clone(),
            Self::Classes(classes) => classes.iter().map(Class::to_string).collect(),
        }
    }

    /// The key of its label.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Full => "stock.scope.full",
            Self::Categories(_) => "stock.scope.categories",
            Self::Classes(_) => "stocktake.scope.classes",
            Self::Shelves(_) => "stocktake.scope.shelves",
            Self::Due => "stocktake.scope.due",
            Self::Items => "stock.scope.items",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => out.write_str("full"),
            Self::Categories(_) => write!(out, "category={}", self.names().join("+")),
            Self::Classes(_) => write!(out, "class={}", self.names().join("+")),
            Self::Shelves(_) => write!(out, "shelf={}", self.names().join("+")),
            Self::Due => out.write_str("due"),
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
            Self::Item { item, lot } => write!(out, "{item}@{lot}"),
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

/// What becomes of a difference that is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is taken into the books (盘盈、盘亏入账).
    Booked,
    /// It waits for a decision, in a balance of its own (待处理财产损溢).
    Pending,
    /// Somebody pays for what is missing (责任人赔偿).
    Charged(String),
}

impl Outcome {
    /// The word of an approval with this outcome.
    const fn word(&self) -> &'static str {
        match self {
            Self::Booked => "approve",
            Self::Pending => "pend",
            Self::Charged(_) => "charge",
        }
    }

    /// Who pays; empty where nobody does.
    pub fn person(&self) -> &str {
        match self {
            Self::Charged(person) => person,
            Self::Booked | Self::Pending => "",
        }
    }
}

/// What explains a part of a difference before anything is approved (调节项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Explanation {
    /// A slip that was not entered yet (未达账项).
    Unentered,
    /// Goods on the way (在途).
    InTransit,
    /// Goods lent out or borrowed without a slip in the books (借出未入账).
    OnLoan,
}

impl Explanation {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Unentered, Self::InTransit, Self::OnLoan];

    /// The word in the file's `kind` column.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unentered => "unentered",
            Self::InTransit => "in-transit",
            Self::OnLoan => "on-loan",
        }
    }

    /// The one that a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|explanation| explanation.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unentered => "stocktake.explanation.unentered",
            Self::InTransit => "stocktake.explanation.in_transit",
            Self::OnLoan => "stocktake.explanation.on_loan",
        }
    }
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
        /// Who is to count it; empty when nobody is named.
        counter: String,
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
        /// The count that was taken where no two agree; none where that was no question.
        round: Option<u32>,
        /// What becomes of the difference.
        outcome: Outcome,
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
    /// A part of a difference is explained by what the books do not have at the cut-off.
    Explain {
        /// Which.
        of: LineOf,
        /// By what.
        explanation: Explanation,
        /// What the books would have to be changed by: above zero for goods that are there.
        quantity: Quantity,
        /// The slip that says so; empty when there is none.
        slip: String,
    },
    /// An explanation is taken back.
    Withdraw {
        /// Which line.
        of: LineOf,
        /// Which explanation.
        explanation: Explanation,
        /// Its slip.
        slip: String,
        /// Why.
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
    pub const WORDS: [&'static str; 13] = [
        "open",
        "line",
        "count",
        "approve",
        "pend",
        "charge",
        "leave",
        "unentered",
        "in-transit",
        "on-loan",
        "withdraw",
        "reapprove",
        "cancel",
    ];

    /// The word in the file.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Line { .. } => "line",
            Self::Count { .. } => "count",
            Self::Approve { outcome, .. } => outcome.word(),
            Self::Leave { .. } => "leave",
            Self::Explain { explanation, .. } => explanation.word(),
            Self::Withdraw { .. } => "withdraw",
            Self::Reapprove { .. } => "reapprove",
            Self::Cancel { .. } => "cancel",
        }
    }

    /// The key of its label.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Open { .. } => "stock.act.open",
            Self::Line { .. } => "stock.act.line",
            Self::Count { .. } => "stock.act.count",
            Self::Approve { outcome: Outcome::Booked, .. } => "stock.act.approve",
            Self::Approve { outcome: Outcome::Pending, .. } => "stocktake.act.pend",
            Self::Approve { outcome: Outcome::Charged(_), .. } => "stocktake.act.charge",
            Self::Leave { .. } => "stock.act.leave",
            Self::Explain { explanation, .. } => explanation.key(),
            Self::Withdraw { .. } => "stocktake.act.withdraw",
            Self::Reapprove { .. } => "stocktake.act.reapprove",
            Self::Cancel { .. } => "stock.act.cancel",
        }
    }

    /// Why, where the entry gives a reason.
    pub fn reason(&self) -> &str {
        match self {
            Self::Approve { reason, .. }
            | Self::Leave { reason, .. }
            | Self::Withdraw { reason, .. }
            | Self::Reapprove { reason, .. }
            | Self::Cancel { reason } => reason,
            Self::Open { .. } | Self::Line { .. } | Self::Count { .. } | Self::Explain { .. } => "",
        }
    }

    /// The line it is about, if it is about one.
    pub const fn line(&self) -> Option<&LineOf> {
        match self {
            Self::Line { of, .. }
            | Self::Count { of, .. }
            | Self::Approve { of, .. }
            | Self::Leave { of, .. }
            | Self::Explain { of, .. }
            | Self::Withdraw { of, .. }
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
            Act::Line { book, counter, .. } => {
                let book = maybe(book.map(|book| book.to_string()));
                // Where nobody is named there is no field, so that older sheets keep their hash.
                let counter = Some(counter.clone()).filter(|counter| !counter.is_empty());
                std::iter::once(book).chain(counter).collect()
            }
            Act::Count { counted, counted_on, cutoff, counter, round, .. } => vec![
                counted.to_string(),
                counted_on.to_string(),
                maybe(cutoff.as_ref().map(Cutoff::to_string)),
                counter.clone(),
                round.to_string(),
            ],
            Act::Approve { variance, unit_price, round, outcome, approver, reason, .. } => {
                let mut fields = vec![
                    variance.to_string(),
                    maybe(unit_price.map(|price| price.to_string())),
                    approver.clone(),
                    reason.clone(),
                ];
                fields.extend(round.map(|round| round.to_string()));
                if let Outcome::Charged(person) = outcome {
                    fields.push(person.clone());
                }
                fields
            }
            Act::Explain { quantity, slip, .. } => vec![quantity.to_string(), slip.clone()],
            Act::Withdraw { explanation, slip, reason, .. } => {
                vec![explanation.word().to_owned(), slip.clone(), reason.clone()]
            }
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
