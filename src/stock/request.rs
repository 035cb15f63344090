//! What a storekeeper asks to be recorded: the fields of a slip, and the decision over each kind.
//!
//! A decision reads the book and the registers and answers with new movements, with the line that
//! is there already, or with a refusal. It writes nothing. The rules that every line passes are in
//! `admit.rs`; taking a line back is `reverse.rs`.

use std::collections::BTreeSet;

use crate::base::{
    Day, Decided, DepartmentCode, ItemCode, Money, Price, Quantity, RecordId, Stamp, StoreCode,
    Time,
};
use crate::org::Org;

use super::admit::{admit, blank, known_reason, one_line};
use super::lot::{Expired, admit_out};
use super::{Kind, Movement, Place, Refusal, Stock, price, purchase};

/// What happens when a line would leave a store with less than nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NegativeStock {
    /// It is refused.
    #[default]
    Refuse,
    /// It is recorded, and `check` tells.
    Warn,
}

impl NegativeStock {
    /// All policies.
    pub const ALL: [Self; 2] = [Self::Refuse, Self::Warn];

    /// The word in the settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Warn => "warn",
        }
    }

    /// The policy that a word of the settings names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.word() == word)
    }
}

/// What a decision is held against beside the book.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// The registers of departments and staff.
    pub org: &'a Org,
    /// What happens when a line would leave a store with less than nothing.
    pub negative: NegativeStock,
    /// The day that counts as today: no line is dated after it.
    pub today: Day,
    /// What a line without a slip is, when the book has one that says the same.
    pub known: Known<'a>,
}

/// What a line without a slip is, when the book has one that says the same.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// Another one: somebody typed it.
    Never,
    /// The same one, read once more; but not one of these, which other rows are.
    Recorded(&'a BTreeSet<RecordId>),
}

/// The head of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The effective day.
    pub date: Day,
    /// The time of day, if it matters.
    pub time: Option<Time>,
    /// The document's number; empty when there is none.
    pub number: String,
    /// Who received or handed over.
    pub person: String,
    /// Why.
    pub reason: String,
    /// A remark.
    pub note: String,
}

/// The goods of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    /// The item.
    pub item: ItemCode,
    /// How much.
    pub quantity: Quantity,
    /// Of what; none is the base unit.
    pub unit: Option<String>,
    /// The lot; empty when none is kept.
    pub lot: String,
    /// The day after which the lot may not be used.
    pub expiry: Option<Day>,
}

/// What goods that come in cost; with neither, they enter at the current average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// The price of one unit as typed.
    pub unit_price: Option<Price>,
    /// The line's money, freight included; it goes before the price.
    pub amount: Option<Money>,
}

impl Cost {
    /// Nothing was said.
    pub const UNSTATED: Self = Self { unit_price: None, amount: None };

    /// The cost with freight and handling (运杂费), which enter it: quantity × price + freight; the
    /// price stays what the goods alone cost.
    ///
    /// Refuses freight without a price, or beside an amount, which has it in it already.
    pub fn with_freight(self, quantity: Quantity, freight: Money) -> Result<Self, Refusal> {
        let (Some(price), None) = (self.unit_price, self.amount) else {
            return Err(Refusal::FreightAlone);
        };
        if freight < Money::ZERO {
            return Err(Refusal::AmountNegative);
        }
        let goods = Money::of(quantity, price).and_then(|goods| goods.checked_add(freight));
        Ok(Self { amount: Some(goods.ok_or(Refusal::FreightAlone)?), ..self })
    }
}

/// What was on the shelf when the books began (期初).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// What they are worth.
    pub cost: Cost,
    /// Where they lie.
    pub store: StoreCode,
}

/// Goods come from a supplier (入库).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiveRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// What they cost.
    pub cost: Cost,
    /// Where they go.
    pub store: StoreCode,
    /// From whom.
    pub supplier: String,
    /// The order that it fulfils; empty when there is none.
    pub order: String,
}

/// Goods go to a department (出库).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// From which store.
    pub store: StoreCode,
    /// To which department.
    pub department: DepartmentCode,
    /// The repair order that the goods are for; empty when there is none.
    pub repair: String,
}

/// Who returns goods to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// A department returns them to the store.
    ByDepartment {
        /// The department.
        department: DepartmentCode,
        /// What they cost; without one they enter at the current average.
        cost: Cost,
        /// The repair order that they had been issued for; empty when there is none.
        repair: String,
    },
    /// The store returns them to a supplier.
    ToSupplier {
        /// The supplier.
        supplier: String,
        /// The order under which they had come; empty when there is none.
        order: String,
    },
}

/// Goods go back (退库).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// The store.
    pub store: StoreCode,
    /// Who returns them to whom.
    pub returned: Returned,
}

/// Goods go from one store to another (调拨).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// From which store.
    pub from: StoreCode,
    /// To which store.
    pub to: StoreCode,
    /// The day they arrive; none is the same day and time.
    pub arrival: Option<Day>,
}

/// Goods are thrown away (报废).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScrapRequest {
    /// The head of the slip; there must be a reason.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// From which store.
    pub store: StoreCode,
}

/// Which way an adjustment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More on the shelf.
    Up,
    /// Less on the shelf.
    Down,
}

/// The book is corrected (调整).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustRequest {
    /// The head of the slip; there must be a reason.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// What they are worth, when there are more of them.
    pub cost: Cost,
    /// In which store.
    pub store: StoreCode,
    /// Which way.
    pub direction: Direction,
}

/// What a decision comes to.
pub type Decision = Result<Decided<Vec<Movement>>, Refusal>;

/// Decides over what was on the shelf when the books began.
pub fn open(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &OpeningRequest,
    stamp: &mut Stamp,
) -> Decision {
    let OpeningRequest { slip, goods, cost, store } = request;
    stock.store(store)?;
    let places = (Place::Opening, Place::Store(store.clone()));
    let movement = blank(stock, Kind::Opening, slip, goods, *cost, places)?;
    admit(stock, rules, vec![movement], stamp)
}

/// Decides over goods from a supplier.
///
/// They must fit the order that is named, and a price outside the tolerance needs a reason where
/// the store asks for one.
pub fn receive(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &ReceiveRequest,
    stamp: &mut Stamp,
) -> Decision {
    let ReceiveRequest { slip, goods, cost, store, supplier, order } = request;
    stock.store(store)?;
    let item = stock.item(&goods.item)?;
    if !item.active {
        return Err(Refusal::Inactive { item: item.named() });
    }
    let places = (named_supplier(supplier)?, Place::Store(store.clone()));
    let movement = Movement {
        order: one_line(order),
        ..blank(stock, Kind::Receipt, slip, goods, *cost, places)?
    };
    let mut given = stamp.clone();
    let decided = admit(stock, rules, vec![movement], &mut given)?;
    if let Decided::New(movements) = &decided {
        for movement in movements {
            purchase::check_order(stock, movement)?;
            price::reasoned(stock, movement)?;
        }
    }
    *stamp = given;
    Ok(decided)
}

/// Decides over goods for a department.
pub fn issue(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &IssueRequest,
    stamp: &mut Stamp,
) -> Decision {
    let IssueRequest { slip, goods, store, department, repair } = request;
    stock.store(store)?;
    rules.org.known_department(department)?;
    let places = (Place::Store(store.clone()), Place::Department(department.clone()));
    let movement = blank(stock, Kind::Issue, slip, goods, Cost::UNSTATED, places)?;
    let movement = Movement { repair: one_line(repair), ..movement };
    admit_out(stock, rules, vec![movement], Expired::Stay, stamp)
}

/// Decides over goods that go back.
///
/// What goes back to a supplier under an order must have come under it.
pub fn give_back(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &ReturnRequest,
    stamp: &mut Stamp,
) -> Decision {
    let ReturnRequest { slip, goods, store, returned } = request;
    stock.store(store)?;
    let store = Place::Store(store.clone());
    match returned {
        Returned::ByDepartment { department, cost, repair } => {
            rules.org.known_department(department)?;
            let places = (Place::Department(department.clone()), store);
            let movement = blank(stock, Kind::Return, slip, goods, *cost, places)?;
            let movement = Movement { repair: one_line(repair), ..movement };
            admit(stock, rules, vec![movement], stamp)
        }
        Returned::ToSupplier { supplier, order } => {
            let places = (store, named_supplier(supplier)?);
            let movement = blank(stock, Kind::Return, slip, goods, Cost::UNSTATED, places)?;
            let movement = Movement { order: one_line(order), ..movement };
            let mut given = stamp.clone();
            let decided = admit_out(stock, rules, vec![movement], Expired::Go, &mut given)?;
            if let Decided::New(movements) = &decided {
                purchase::check_returned(stock, movements)?;
            }
            *stamp = given;
            Ok(decided)
        }
    }
}

/// Decides over goods that go from store to store: one leg into transit, one out of it.
///
/// Both legs bear the same slip, under which the value is carried; without a number they take the
/// id of the first.
pub fn transfer(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &TransferRequest,
    stamp: &mut Stamp,
) -> Decision {
    let TransferRequest { slip, goods, from, to, arrival } = request;
    stock.store(from)?;
    stock.store(to)?;
    if from == to {
        return Err(Refusal::SameStore { store: from.clone() });
    }
    let leg = |slip: &Slip, from: Place, to: Place| {
        blank(stock, Kind::Transfer, slip, goods, Cost::UNSTATED, (from, to))
    };
    let sending = leg(slip, Place::Store(from.clone()), Place::Transit)?;
    let arrives = match arrival {
        Some(day) if *day < slip.date => {
            return Err(Refusal::ArrivesEarly { sent: slip.date, arrives: *day });
        }
        Some(day) if *day > slip.date => Slip { date: *day, time: None, ..slip.clone() },
        _ => slip.clone(),
    };
    let receiving = leg(&arrives, Place::Transit, Place::Store(to.clone()))?;
    admit_out(stock, rules, vec![sending, receiving], Expired::Stay, stamp)
}

/// Decides over goods that are thrown away.
pub fn scrap(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &ScrapRequest,
    stamp: &mut Stamp,
) -> Decision {
    let ScrapRequest { slip, goods, store } = request;
    stock.store(store)?;
    known_reason(Kind::Scrap, &slip.reason)?;
    let places = (Place::Store(store.clone()), Place::Scrap);
    let movement = blank(stock, Kind::Scrap, slip, goods, Cost::UNSTATED, places)?;
    admit_out(stock, rules, vec![movement], Expired::Go, stamp)
}

/// Decides over a correction of the book.
pub fn adjust(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &AdjustRequest,
    stamp: &mut Stamp,
) -> Decision {
    let AdjustRequest { slip, goods, cost, store, direction } = request;
    stock.store(store)?;
    known_reason(Kind::Adjustment, &slip.reason)?;
    let store = Place::Store(store.clone());
    let places = match direction {
        Direction::Up => (Place::Difference, store),
        Direction::Down => (store, Place::Difference),
    };
    let movement = blank(stock, Kind::Adjustment, slip, goods, *cost, places)?;
    match direction {
        Direction::Up => admit(stock, rules, vec![movement], stamp),
        Direction::Down => admit_out(stock, rules, vec![movement], Expired::Go, stamp),
    }
}

fn named_supplier(name: &str) -> Result<Place, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::SupplierMissing);
    }
    Ok(Place::Supplier(name.to_owned()))
}
