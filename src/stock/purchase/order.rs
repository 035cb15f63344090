//! A row of the orders: goods that were ordered, or the end of what has not come.

use crate::base::{Day, ItemCode, Moment, OrderCode, PlanCode, Price, Quantity, RecordId};

/// What a row of the orders does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderAct {
    /// It orders goods (订货).
    Order,
    /// It takes back a line of which nothing has come (取消).
    Cancel,
    /// It says that the rest of a line will not come (关闭).
    Close,
}

impl OrderAct {
    /// All acts.
    pub const ALL: [Self; 3] = [Self::Order, Self::Cancel, Self::Close];

    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Cancel => "cancel",
            Self::Close => "close",
        }
    }

    /// The act that a word of the file names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Order => "purchase.act.order",
            Self::Cancel => "purchase.act.cancel",
            Self::Close => "purchase.act.close",
        }
    }
}

/// A row of the orders, as it was typed.
///
/// A line that ends another names it in `reverses` and repeats its goods; the quantity is what had
/// not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// Its id.
    pub id: RecordId,
    /// The day of the order, or of its end.
    pub date: Day,
    /// The order's number.
    pub order: OrderCode,
    /// What the row does.
    pub act: OrderAct,
    /// From whom the goods are to come.
    pub supplier: String,
    /// The item.
    pub item: ItemCode,
    /// How much, in `unit`.
    pub quantity: Quantity,
    /// The unit.
    pub unit: String,
    /// The agreed price of one `unit`; none where nothing was agreed.
    pub unit_price: Option<Price>,
    /// The day on which the goods are due.
    pub due: Option<Day>,
    /// The plan that is fulfilled.
    pub plan: Option<PlanCode>,
    /// Who ordered, or ended it.
    pub person: String,
    /// A remark.
    pub note: String,
    /// The line that is ended.
    pub reverses: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl OrderRow {
    /// Whether it says the same as another, whoever recorded either and whenever.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let mut twin = self.clone();
        twin.id = other.id.clone();
        twin.recorded_at = other.recorded_at;
        twin.recorded_by.clone_from(&other.recorded_by);
        twin == *other
    }
}
