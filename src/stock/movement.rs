//! Movements: every line of the stock ledger takes goods from one place to another.
//!
//! So conservation is a theorem: for every item the sum over all places is zero. A line keeps what
//! was typed (quantity, unit, price); what the catalogue makes of it is a [`Line`]. Who comes
//! first on a day is `order.rs`, what a line does to the balances is `shelf.rs`.

use std::fmt;

use smol_str::SmolStr;

use crate::base::{
    Day, DepartmentCode, ItemCode, Moment, Money, Price, Quantity, RecordId, SheetCode, StoreCode,
    Time,
};

/// What happened to the goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What was there when the books began (期初).
    Opening,
    /// From a supplier into a store (入库).
    Receipt,
    /// From a store to a department (出库).
    Issue,
    /// From a department back into a store, or from a store back to a supplier (退库).
    Return,
    /// From store to store, in two legs through transit (调拨).
    Transfer,
    /// Old goods from a department into the pool (以旧换新).
    Exchange,
    /// Out of use for good (报废).
    Scrap,
    /// From a store to somebody who brings it back (借出).
    Lend,
    /// Old goods of the pool, sold (旧物变卖).
    Sale,
    /// Old goods of the pool, repaired and back in a store (修复入库).
    Mend,
    /// A correction that has a reason (调整).
    Adjustment,
    /// What a stocktake found: it asserts the balance (盘点).
    Count,
    /// What became of a difference that was pending (待处理处置).
    Settle,
    /// Takes back another line (冲销).
    Reversal,
}

impl Kind {
    /// All kinds, in the order of the statement.
    pub const ALL: [Self; 14] = [
        Self::Opening,
        Self::Receipt,
        Self::Issue,
        Self::Return,
        Self::Transfer,
        Self::Exchange,
        Self::Scrap,
        Self::Lend,
        Self::Sale,
        Self::Mend,
        Self::Adjustment,
        Self::Count,
        Self::Settle,
        Self::Reversal,
    ];

    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Receipt => "receipt",
            Self::Issue => "issue",
            Self::Return => "return",
            Self::Transfer => "transfer",
            Self::Exchange => "exchange",
            Self::Scrap => "scrap",
            Self::Lend => "lend",
            Self::Sale => "sale",
            Self::Mend => "mend",
            Self::Adjustment => "adjustment",
            Self::Count => "count",
            Self::Settle => "settle",
            Self::Reversal => "reversal",
        }
    }

    /// The kind that a word of the file names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Opening => "stock.kind.opening",
            Self::Receipt => "stock.kind.receipt",
            Self::Issue => "stock.kind.issue",
            Self::Return => "stock.kind.return",
            Self::Transfer => "stock.kind.transfer",
            Self::Exchange => "stock.kind.exchange",
            Self::Scrap => "stock.kind.scrap",
            Self::Lend => "stock.kind.lend",
            Self::Sale => "stock.kind.sale",
            Self::Mend => "stock.kind.mend",
            Self::Adjustment => "stock.kind.adjustment",
            Self::Count => "stock.kind.count",
            Self::Settle => "stock.kind.settle",
            Self::Reversal => "stock.kind.reversal",
        }
    }
}

/// Where goods are, or where they came from or went.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The time before these books.
    Opening,
    /// A supplier, by name.
    Supplier(String),
    /// A workshop of the hospital that makes goods itself (自制), by name.
    Workshop(String),
    /// A store room.
    Store(StoreCode),
    /// A department or ward.
    Department(DepartmentCode),
    /// On the way between two stores; a transfer's two legs meet here under their slip.
    Transit,
    /// Thrown away.
    Scrap,
    /// Old goods that came back for new ones.
    Pool,
    /// Somebody who bought old goods, by name.
    Buyer(String),
    /// Somebody to whom goods are lent, by name; what is lent is kept under its slip.
    Loan(String),
    /// Differences of counts that nobody has decided yet (待处理财产损溢), kept under their sheet.
    Pending,
    /// Somebody who pays for what is missing (责任人赔偿), by name.
    Charge(String),
    /// What counts and adjustments found too much or too little.
    Difference,
}

impl Place {
    /// Reads a place as the file writes it: `store:ZW`, `dept:NK1`, `supplier:华北五金`, `transit`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "opening" => return Some(Self::Opening),
            "transit" => return Some(Self::Transit),
            "scrap" => return Some(Self::Scrap),
            "pool" => return Some(Self::Pool),
            "pending" => return Some(Self::Pending),
            "difference" => return Some(Self::Difference),
            _ => {}
        }
        let (word, name) = text.split_once(':')?;
        if name.trim().is_empty() {
            return None;
        }
        match word {
            "store" => StoreCode::parse(name).ok().map(Self::Store),
            "dept" => DepartmentCode::parse(name).ok().map(Self::Department),
            "supplier" => Some(Self::Supplier(name.to_owned())),
            "workshop" => Some(Self::Workshop(name.to_owned())),
            "buyer" => Some(Self::Buyer(name.to_owned())),
            "loan" => Some(Self::Loan(name.to_owned())),
            "charge" => Some(Self::Charge(name.to_owned())),
            _ => None,
        }
    }

    /// The store it is, if it is one.
    pub const fn store(&self) -> Option<&StoreCode> {
        match self {
            Self::Store(store) => Some(store),
            _ => None,
        }
    }

    /// The department it is, if it is one.
    pub const fn department(&self) -> Option<&DepartmentCode> {
        match self {
            Self::Department(department) => Some(department),
            _ => None,
        }
    }

    /// The key of the word for this sort of place.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Opening => "stock.place.opening",
            Self::Supplier(_) => "stock.place.supplier",
            Self::Workshop(_) => "stock.place.workshop",
            Self::Store(_) => "stock.place.store",
            Self::Department(_) => "stock.place.department",
            Self::Transit => "stock.place.transit",
            Self::Scrap => "stock.place.scrap",
            Self::Pool => "stock.place.pool",
            Self::Buyer(_) => "stock.place.buyer",
            Self::Loan(_) => "stock.place.loan",
            Self::Pending => "stock.place.pending",
            Self::Charge(_) => "stock.place.charge",
            Self::Difference => "stock.place.difference",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening => out.write_str("opening"),
            Self::Supplier(name) => write!(out, "supplier:{name}"),
            Self::Workshop(name) => write!(out, "workshop:{name}"),
            Self::Store(code) => write!(out, "store:{code}"),
            Self::Department(code) => write!(out, "dept:{code}"),
            Self::Transit => out.write_str("transit"),
            Self::Scrap => out.write_str("scrap"),
            Self::Pool => out.write_str("pool"),
            Self::Buyer(name) => write!(out, "buyer:{name}"),
            Self::Loan(name) => write!(out, "loan:{name}"),
            Self::Pending => out.write_str("pending"),
            Self::Charge(name) => write!(out, "charge:{name}"),
            Self::Difference => out.write_str("difference"),
        }
    }
}

/// The moment of a day at which something was counted; of other lines only the time is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cutoff {
    /// Before the day's lines.
    Open,
    /// After all the day's lines.
    Close,
    /// After the lines up to this minute.
    At(Time),
    /// After the last slips that the counter saw: the last in, the last out.
    After(Vec<String>),
}

impl Cutoff {
    /// Reads `open`, `close`, `08:30`, `after=RK0012+CK0033`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "open" => return Some(Self::Open),
            "close" => return Some(Self::Close),
            _ => {}
        }
        let Some(slips) = text.strip_prefix("after=") else {
            return Time::parse(text).ok().map(Self::At);
        };
        let slips: Vec<String> = slips.split('+').map(|slip| slip.trim().to_owned()).collect();
        slips.iter().all(|slip| !slip.is_empty()).then_some(Self::After(slips))
    }
}

impl fmt::Display for Cutoff {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => out.write_str("open"),
            Self::Close => out.write_str("close"),
            Self::At(time) => time.fmt(out),
            Self::After(slips) => write!(out, "after={}", slips.join("+")),
        }
    }
}

/// One line of the stock ledger, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Its id, unique in the store.
    pub id: RecordId,
    /// The day on which it is effective.
    pub date: Day,
    /// The time of day, or the cut-off of a count; none when only the day is known.
    pub time: Option<Cutoff>,
    /// What happened.
    pub kind: Kind,
    /// The item.
    pub item: ItemCode,
    /// How much, in `unit`; of a count the size of the approved variance.
    pub quantity: Quantity,
    /// The unit it was typed in; of a count always the base unit.
    pub unit: String,
    /// The price of one `unit`, where the document has one.
    pub unit_price: Option<Price>,
    /// The line's money where the document fixes it, freight included; it goes before the price.
    pub amount: Option<Money>,
    /// What was found on the shelf; of counts only.
    pub counted: Option<Quantity>,
    /// Where the goods came from.
    pub from: Place,
    /// Where the goods went.
    pub to: Place,
    /// The lot; empty when none is kept.
    pub lot: String,
    /// The day after which the lot may not be used.
    pub expiry: Option<Day>,
    /// The document's number; of a count the sheet. Empty when there is none.
    pub slip: String,
    /// Who received or handed over; empty when nobody is named.
    pub person: String,
    /// Why; empty when nothing was said.
    pub reason: String,
    /// Anything else.
    pub note: String,
    /// The line that this one takes back.
    pub reverses: Option<RecordId>,
    /// What one `unit` of goods made in the hospital's own workshop costs outside.
    pub market_price: Option<Price>,
    /// The purchase order that a receipt fulfils, or under which goods that go back to a supplier
    /// had come; empty when there is none.
    pub order: String,
    /// The repair order that an issue is for, or for which parts that come back had been issued;
    /// empty when there is none.
    pub repair: String,
    /// The last day on which goods that are lent are back in time.
    pub due: Option<Day>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Movement {
    /// The store whose card this line stands on; a line touches one store or none.
    pub fn store(&self) -> Option<&StoreCode> {
        self.from.store().or_else(|| self.to.store())
    }

    /// The time of day, where one was given.
    pub fn time_of_day(&self) -> Option<Time> {
        match self.time {
            Some(Cutoff::At(time)) => Some(time),
            _ => None,
        }
    }

    /// Whether it says the same as another line, whoever recorded either and whenever.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let mut twin = self.clone();
        twin.id = other.id.clone();
        twin.recorded_at = other.recorded_at;
        twin.recorded_by.clone_from(&other.recorded_by);
        twin == *other
    }
}

/// The approval that posts a count sheet: one row after its count rows, in the same append.
///
/// In the file it is a row of kind `posted`: slip the sheet, person the approver, note the SHA-256
/// of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Its id.
    pub id: RecordId,
    /// The day of the count.
    pub date: Day,
    /// The sheet that is posted.
    pub sheet: SheetCode,
    /// Who approved; of a long history there are many.
    pub approver: SmolStr,
    /// The reason given for the differences; empty when there were none.
    pub reason: String,
    /// The hash of the sheet as it was approved.
    pub sha256: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: SmolStr,
}

impl Posting {
    /// The word in the file's `kind` column.
    pub const WORD: &'static str = "posted";
}

/// A movement and what the catalogue makes of it: quantities in base units, the stated value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line as it was typed.
    pub movement: Movement,
    /// Its quantity in base units; of a count the size of the approved variance.
    pub base: Quantity,
    /// The value that the document states: the amount, or quantity × price rounded once.
    pub stated: Option<Money>,
}
