//! Goods lent out (借出): to a department or to somebody else, until a day, under a slip.
//!
//! What is lent is still the hospital's: it lies on a loan under its slip, at the value it left at,
//! until it comes back. Look at `shelf.rs` for how values are kept by slip.

use std::collections::BTreeMap;

use crate::base::{Day, DepartmentCode, ItemCode, Money, Quantity, RecordId, Stamp, StoreCode};

use super::admit::{admit_part, blank, one_line};
use super::lot::{Expired, admit_out};
use super::request::{Cost, Decision, Goods, Rules, Slip};
use super::{
    Balance, CirculationRefusal, Item, Kind, Line, Movement, Named, Owing, Place, Refusal, Stock,
};

/// To whom goods are lent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Borrower {
    /// A department.
    Department(DepartmentCode),
    /// Somebody else, by name.
    Named(String),
}

/// Goods are lent (借出).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LendRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// From which store.
    pub store: StoreCode,
    /// To whom.
    pub borrower: Borrower,
    /// The last day on which they are back in time.
    pub due: Day,
}

/// Decides over goods that are lent; without a number the slip is the line's own id.
pub fn lend(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &LendRequest,
    stamp: &mut Stamp,
) -> Decision {
    let LendRequest { slip, goods, store, borrower, due } = request;
    stock.store(store)?;
    let name = match borrower {
        Borrower::Department(department) => {
            rules.org.known_department(department)?;
            department.to_string()
        }
        Borrower::Named(name) => one_line(name),
    };
    if name.is_empty() {
        return Err(CirculationRefusal::BorrowerMissing.into());
    }
    if *due < slip.date {
        return Err(CirculationRefusal::LoanDueEarly { lent: slip.date, due: *due }.into());
    }
    let places = (Place::Store(store.clone()), Place::Loan(name));
    let movement = blank(stock, Kind::Lend, slip, goods, Cost::UNSTATED, places)?;
    let movement = Movement { due: Some(*due), ..movement };
    admit_out(stock, rules, vec![movement], Expired::Stay, stamp)
}

/// Goods that were lent come back (借出归还).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BringBackRequest {
    /// The head of the slip; its number is the loan's.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// Into which store; none is the one they were lent from.
    pub store: Option<StoreCode>,
}

/// Decides over goods that come back from a loan, whole or in parts, at the value they left at.
pub fn bring_back(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &BringBackRequest,
    stamp: &mut Stamp,
) -> Decision {
    let BringBackRequest { slip, goods, store } = request;
    let item = stock.item(&goods.item)?;
    let lent = lent_under(stock, &slip.number, item)?;
    let slip = Slip { number: lent.slip.clone(), ..slip.clone() };
    let store = match (store, &lent.from) {
        (Some(store), _) => stock.store(store)?.code.clone(),
        (None, Place::Store(store)) => store.clone(),
        _ => unreachable!("BUG: goods lent from elsewhere than a store"),
    };
    let places = (lent.to.clone(), Place::Store(store));
    let movement = blank(stock, Kind::Return, &slip, goods, Cost::UNSTATED, places)?;
    admit_part(stock, rules, movement, stamp)
}

/// The line by which an item was lent under a slip.
fn lent_under<'a>(stock: &'a Stock, slip: &str, item: &Item) -> Result<&'a Movement, Refusal> {
    let by_id = RecordId::parse(slip).ok().and_then(|id| stock.line(&id));
    let mut found = by_id.into_iter().chain(stock.lines_of_slip(slip)).map(|line| &line.movement);
    let lent = found.find(|movement| {
        movement.kind == Kind::Lend
            && movement.item == item.code
            && !stock.is_reversed(&movement.id)
    });
    lent.ok_or_else(|| {
        CirculationRefusal::UnknownLoan { slip: slip.to_owned(), item: item.named() }.into()
    })
}

/// Whether a line stands under the slip of the issue or the loan that it belongs to: goods come
/// back in parts, on several days, and their slips are no series of their own.
pub fn comes_in_parts(stock: &Stock, movement: &Movement) -> bool {
    let of = match (movement.kind, &movement.from) {
        (Kind::Exchange, _) => Kind::Issue,
        (Kind::Return, Place::Loan(_)) => Kind::Lend,
        _ => return false,
    };
    stock.lines_of_slip(&movement.slip).any(|line| line.movement.kind == of)
}

/// More comes back than is still lent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanShort {
    /// The item.
    pub item: Named,
    /// Its base unit.
    pub unit: String,
    /// The loan's slip.
    pub slip: String,
    /// What is still lent before the line.
    pub left: Quantity,
    /// What the line brings back.
    pub asked: Quantity,
    /// The line.
    pub id: RecordId,
    /// Its day.
    pub date: Day,
}

/// Refuses lines after which less than nothing would be lent under a slip, on their day or later.
pub(super) fn check_loans(stock: &Stock, lines: &[Line]) -> Result<(), Refusal> {
    let on_loan = |place: &Place| matches!(place, Place::Loan(_));
    let touches = |line: &Line| on_loan(&line.movement.from) || on_loan(&line.movement.to);
    let Some(first) = lines.iter().find(|line| touches(line)) else { return Ok(()) };
    let item = stock.item(&first.movement.item)?;
    let originals: BTreeMap<&RecordId, &Movement> =
        lines.iter().map(|line| (&line.movement.id, &line.movement)).collect();
    let mut held: BTreeMap<(Place, String), Quantity> = BTreeMap::new();
    let mut refusal = None;
    stock.replay_with(lines, |step| {
        let movement = &step.line.movement;
        let Some(place) = [step.from(), step.to()].into_iter().find(|place| on_loan(place)) else {
            return;
        };
        // What takes a line back does so under the slip of that line.
        let original = movement.reverses.as_ref().and_then(|id| {
            stock.line(id).map(|line| &line.movement).or_else(|| originals.get(id).copied())
        });
        let slip = original.map_or(&movement.slip, |first| &first.slip).clone();
        let (asked, change) = (step.line.base, step.change_at(place).quantity);
        let left = held.entry((place.clone(), slip.clone())).or_default();
        let before = *left;
        *left += change;
        if refusal.is_none() && left.is_negative() && change.is_negative() {
            refusal = Some(CirculationRefusal::LoanShort(Box::new(LoanShort {
                item: *item.named(),
                unit: item.unit.clone(),
                slip,
                left: before,
                asked,
                id: movement.id.clone(),
                date: movement.date,
            })));
        }
    });
    refusal.map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// Goods of an item that are still lent under a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLoan {
    /// The line by which they were lent.
    pub id: RecordId,
    /// The slip.
    pub slip: String,
    /// The item.
    pub item: ItemCode,
    /// The store they were lent from.
    pub store: StoreCode,
    /// Who has them: a department's code, or a name.
    pub borrower: String,
    /// Who took them; empty when nobody is named.
    pub person: String,
    /// The day on which they were lent.
    pub lent_on: Day,
    /// The last day on which they are back in time, where one was said.
    pub due: Option<Day>,
    /// What was lent.
    pub lent: Quantity,
    /// What is still lent, and at what value.
    pub left: Balance,
}

impl OpenLoan {
    /// Whether they should have been back.
    pub fn is_overdue(&self, as_of: Day) -> bool {
        self.due.is_some_and(|due| due < as_of)
    }
}

/// What a store still has lent of an item at the end of a day, the oldest first.
pub fn open_loans(stock: &Stock, store: &StoreCode, item: &ItemCode, as_of: Day) -> Vec<OpenLoan> {
    let mut loans = loans_of(stock, item, as_of);
    loans.retain(|loan| loan.store == *store);
    loans
}

/// What is still lent of an item at the end of a day, whichever store it came from.
fn loans_of(stock: &Stock, item: &ItemCode, as_of: Day) -> Vec<OpenLoan> {
    let before = stock.trace(item).map_or(&[][..], |trace| &trace.kept);
    let lends = |line: &Line| line.movement.kind == Kind::Lend;
    if !before.iter().chain(stock.lines_of(item)).any(lends) {
        return Vec::new();
    }
    let line_of = |id: &RecordId| {
        let kept = before.iter().find(|line| line.movement.id == *id);
        kept.or_else(|| stock.line(id)).map(|line| &line.movement)
    };
    let mut loans = Lent { item, loans: BTreeMap::new() };
    // What is in the opening moved already; what is still lent of it stands there.
    for line in before {
        let movement = &line.movement;
        let Some(place) = lent_at([&movement.from, &movement.to]) else { continue };
        let came = if *place == movement.to { line.base } else { -line.base };
        let moved = Balance { quantity: came, value: Money::ZERO };
        loans.see((movement, place), moved, line_of);
    }
    for ((place, slip), loan) in &mut loans.loans {
        loan.left = stock.lent_before(item, place, slip);
    }
    for step in stock.steps(item, as_of) {
        let Some(place) = lent_at([step.from(), step.to()]) else { continue };
        loans.see((&step.line.movement, place), step.change_at(place), line_of);
    }
    let loans = loans.loans;
    let mut open: Vec<OpenLoan> =
        loans.into_values().filter(|loan| !loan.left.quantity.is_zero()).collect();
    open.sort_by_key(|loan| (loan.lent_on, loan.id.clone()));
    open
}

/// The place of a loan among those of a line.
fn lent_at(ends: [&Place; 2]) -> Option<&Place> {
    ends.into_iter().find(|place| matches!(place, Place::Loan(_)))
}

/// What was lent of an item, by who has it and under which slip.
struct Lent<'s> {
    item: &'s ItemCode,
    loans: BTreeMap<(Place, String), OpenLoan>,
}

impl Lent<'_> {
    /// Sees the next line that touches a loan, and what it changed there; what takes a line back
    /// does so under the slip of that line.
    fn see<'l>(
        &mut self,
        (movement, place): (&Movement, &Place),
        change: Balance,
        line_of: impl Fn(&RecordId) -> Option<&'l Movement>,
    ) {
        let original = movement.reverses.as_ref().and_then(line_of);
        let slip = original.map_or(&movement.slip, |first| &first.slip);
        let key = (place.clone(), slip.clone());
        if let (Kind::Lend, Place::Store(store), Place::Loan(name)) =
            (movement.kind, &movement.from, &movement.to)
        {
            self.loans.entry(key.clone()).or_insert_with(|| OpenLoan {
                id: movement.id.clone(),
                slip: slip.clone(),
                item: self.item.clone(),
                store: store.clone(),
                borrower: name.clone(),
                person: movement.person.clone(),
                lent_on: movement.date,
                due: movement.due,
                lent: Quantity::ZERO,
                left: Balance::ZERO,
            });
        }
        let Some(loan) = self.loans.get_mut(&key) else { return };
        loan.left += change;
        if original.map_or(movement.kind, |first| first.kind) == Kind::Lend {
            loan.lent += change.quantity;
        }
    }
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoansOptions {
    /// The day at whose end it is looked at.
    pub as_of: Day,
    /// From one store only.
    pub store: Option<StoreCode>,
    /// One item only.
    pub item: Option<ItemCode>,
    /// Only what should have been back.
    pub owing: Owing,
}

/// A loan that is open, with its item and its age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanLine {
    /// The loan.
    pub loan: OpenLoan,
    /// The item.
    pub item: Item,
    /// The days since it was lent.
    pub age: i64,
    /// Whether it should have been back.
    pub overdue: bool,
}

/// The loans that are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loans {
    /// By borrower, then the oldest first.
    pub lines: Vec<LoanLine>,
    /// What they are worth together.
    pub value: Money,
}

impl Loans {
    /// Whether nothing is lent.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many should have been back.
    pub fn n_overdue(&self) -> usize {
        self.lines.iter().filter(|line| line.overdue).count()
    }
}

/// Lists what is lent.
pub fn loans(stock: &Stock, options: &LoansOptions) -> Result<Loans, Refusal> {
    let LoansOptions { as_of, store, item, owing } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    item.as_ref().map(|item| stock.item(item)).transpose()?;
    let wanted = |of: &&Item| item.as_ref().is_none_or(|item| *item == of.code);
    let mut lines = Vec::new();
    for item in stock.items.values().filter(wanted) {
        for loan in loans_of(stock, &item.code, *as_of) {
            let overdue = loan.is_overdue(*as_of);
            let of_store = store.as_ref().is_none_or(|store| *store == loan.store);
            if of_store && (overdue || *owing == Owing::Open) {
                let age = loan.lent_on.days_until(*as_of);
                lines.push(LoanLine { item: item.clone(), loan, age, overdue });
            }
        }
    }
    lines.sort_by_key(|line| (line.loan.borrower.clone(), line.loan.lent_on, line.loan.id.clone()));
    let value = lines.iter().map(|line| line.loan.left.value).sum();
    Ok(Loans { lines, value })
}
