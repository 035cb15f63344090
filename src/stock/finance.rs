//! What finance's general ledger says of the stores at a month's end, and the store's own ledger
//! beside it (明细账与总账核对).
//!
//! A figure is a row; a later row for the same month, room and category takes its place, so that
//! what was known when stays known.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decided, Moment, Money, Month, RecordId, Stamp, StoreCode, Written};

use super::admit::one_line;
use super::loan::open_loans;
use super::{CirculationRefusal, Place, Refusal, Stock};

/// A row of finance's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinanceRow {
    /// Its id.
    pub id: RecordId,
    /// The month at whose end it stands.
    pub month: Month,
    /// The store room.
    pub room: StoreCode,
    /// The category; empty for the whole room.
    pub category: String,
    /// The balance.
    pub amount: Money,
    /// Who in finance gave it; empty when nobody is named.
    pub person: String,
    /// Anything else.
    pub note: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl FinanceRow {
    /// The row as it is told in a list of what was recorded.
    pub(super) fn written(&self) -> Written {
        let said = [self.category.as_str(), self.note.as_str()];
        let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
        Written {
            id: self.id.clone(),
            date: self.month.last(),
            kind: "stock.act.finance",
            about: vec![self.room.to_string()],
            corrects: None,
            why: said.join(" · "),
            recorded_at: self.recorded_at,
            recorded_by: self.recorded_by.clone(),
        }
    }
}

/// Finance tells a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinanceRequest {
    /// The month at whose end it stands.
    pub month: Month,
    /// The store room; none is the only one.
    pub room: Option<StoreCode>,
    /// The category; empty for the whole room.
    pub category: String,
    /// The balance; finance's may be below zero.
    pub amount: Money,
    /// Who in finance gave it.
    pub person: String,
    /// Anything else.
    pub note: String,
    /// The day that counts as today.
    pub today: Day,
}

/// Decides over a figure of finance's.
pub fn set_finance(
    stock: &Stock,
    request: &FinanceRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<FinanceRow>>, Refusal> {
    let FinanceRequest { month, room, amount, today, .. } = request;
    let room = stock.store_or_only(room.as_ref())?.code.clone();
    if month.first() > *today {
        return Err(Refusal::Future { date: month.first(), today: *today });
    }
    let category = one_line(&request.category);
    let known: BTreeSet<&str> = stock.items.values().map(|item| item.category.as_str()).collect();
    if !category.is_empty() && !known.contains(category.as_str()) {
        let known: Vec<&str> = known.into_iter().filter(|name| !name.is_empty()).collect();
        let known = known.join(" / ");
        return Err(CirculationRefusal::UnknownCategory { category, known }.into());
    }
    let (person, note) = (one_line(&request.person), one_line(&request.note));
    if let Some(there) = figures(stock, *month).get(&(room.clone(), category.clone()))
        && (there.amount, &there.person, &there.note) == (*amount, &person, &note)
    {
        return Ok(Decided::Already(there.id.to_string()));
    }
    Ok(Decided::New(vec![FinanceRow {
        id: stamp.id('W', month.last()),
        month: *month,
        room,
        category,
        amount: *amount,
        person,
        note,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }]))
}

/// Finance's figures of a month, by room and category: of each the one that was recorded last.
fn figures(stock: &Stock, month: Month) -> BTreeMap<(StoreCode, String), &FinanceRow> {
    let mut figures: BTreeMap<(StoreCode, String), &FinanceRow> = BTreeMap::new();
    for row in stock.papers.finance().filter(|row| row.month == month) {
        let figure = figures.entry((row.room.clone(), row.category.clone())).or_insert(row);
        if (figure.recorded_at, &figure.id) < (row.recorded_at, &row.id) {
            *figure = row;
        }
    }
    figures
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgersOptions {
    /// The month.
    pub month: Month,
    /// One store only.
    pub store: Option<StoreCode>,
    /// The last day that counts, where the month goes beyond it.
    pub as_of: Day,
}

/// The store's ledger beside finance's, for a room or for a category of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// The room.
    pub room: StoreCode,
    /// Its name.
    pub name: String,
    /// The category; none for the whole room.
    pub category: Option<String>,
    /// What the store's ledger says.
    pub own: Money,
    /// What finance's ledger says; none where nobody told.
    pub finance: Option<Money>,
}

impl LedgerLine {
    /// The store's figure less finance's.
    pub fn difference(&self) -> Option<Money> {
        self.finance.map(|finance| self.own - finance)
    }

    /// Whether it needs looking at: the two differ, or finance told nothing of the whole room.
    pub fn is_open(&self) -> bool {
        match self.difference() {
            Some(difference) => !difference.is_zero(),
            None => self.category.is_none(),
        }
    }
}

/// What is the hospital's and on no shelf: it may explain a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere {
    /// On the way between two rooms.
    pub transit: Money,
    /// Lent out.
    pub loans: Money,
    /// Differences of counts that nobody has decided: below zero for what was found.
    pub pending: Money,
}

/// The stores' ledgers and finance's, side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledgers {
    /// The month.
    pub month: Month,
    /// By room: its categories where finance told them, then the room itself.
    pub lines: Vec<LedgerLine>,
    /// What all rooms' ledgers say together.
    pub own: Money,
    /// What finance's ledger says of all rooms together; none where a room lacks its figure.
    pub finance: Option<Money>,
    /// What is on no shelf.
    pub elsewhere: Elsewhere,
}

impl Ledgers {
    /// Whether something differs, or was not told.
    pub fn is_open(&self) -> bool {
        self.lines.iter().any(LedgerLine::is_open)
    }
}

/// Puts the stores' ledgers at a month's end beside finance's.
///
/// A room that holds nothing and of which finance says nothing is left out. Where finance tells a
/// room by categories and not as a whole, the categories' sum stands for it.
pub fn ledgers(stock: &Stock, options: &LedgersOptions) -> Result<Ledgers, Refusal> {
    let LedgersOptions { month, store, as_of } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    let until = month.last().min(*as_of);
    let figures = figures(stock, *month);
    let shelf = stock.shelf_at(until);
    let wanted = |code: &StoreCode| store.as_ref().is_none_or(|store| store == code);
    let mut lines = Vec::new();
    for room in stock.stores.values().filter(|room| wanted(&room.code)) {
        let mut own: BTreeMap<&str, Money> = BTreeMap::new();
        for item in stock.items.values() {
            let value = shelf.at(&Place::Store(room.code.clone()), &item.code).value;
            *own.entry(item.category.as_str()).or_default() += value;
        }
        let of_room = || figures.iter().filter(|((code, _), _)| *code == room.code);
        let line = |category: Option<String>, own: Money, finance: Option<Money>| LedgerLine {
            room: room.code.clone(),
            name: room.name.clone(),
            category,
            own,
            finance,
        };
        let told: Vec<(&str, Money)> = of_room()
            .filter(|((_, category), _)| !category.is_empty())
            .map(|((_, category), row)| (category.as_str(), row.amount))
            .collect();
        if !told.is_empty() {
            let names: BTreeSet<&str> = own
                .iter()
                .filter(|(_, value)| !value.is_zero())
                .map(|(name, _)| *name)
                .chain(told.iter().map(|(name, _)| *name))
                .collect();
            for name in names {
                let of_finance = told.iter().find(|(category, _)| *category == name);
                let own = own.get(name).copied().unwrap_or_default();
                lines.push(line(Some(name.to_owned()), own, of_finance.map(|(_, told)| *told)));
            }
        }
        let whole = of_room().find(|((_, category), _)| category.is_empty());
        let summed = || (!told.is_empty()).then(|| told.iter().map(|(_, amount)| *amount).sum());
        let whole = whole.map(|(_, row)| row.amount).or_else(summed);
        let sum: Money = own.values().copied().sum();
        if whole.is_some() || !sum.is_zero() {
            lines.push(line(None, sum, whole));
        }
    }
    let rooms = || lines.iter().filter(|line| line.category.is_none());
    let finance: Option<Vec<Money>> = rooms().map(|line| line.finance).collect();
    let finance = finance.filter(|all| !all.is_empty());
    Ok(Ledgers {
        month: *month,
        own: rooms().map(|line| line.own).sum(),
        finance: finance.map(|all| all.into_iter().sum()),
        elsewhere: elsewhere(stock, store.as_ref(), until),
        lines,
    })
}

/// What is on no shelf at the end of a day; of one store what is lent from it.
fn elsewhere(stock: &Stock, store: Option<&StoreCode>, until: Day) -> Elsewhere {
    let mut sum = Elsewhere { transit: Money::ZERO, loans: Money::ZERO, pending: Money::ZERO };
    for item in stock.items.keys() {
        let pile = stock.pile_at(item, until);
        let rooms = stock.stores.keys().filter(|code| store.is_none_or(|store| store == *code));
        for room in rooms {
            let loans = open_loans(stock, room, item, until);
            sum.loans += loans.into_iter().map(|loan| loan.left.value).sum::<Money>();
        }
        if store.is_none() {
            sum.transit += pile.at(&Place::Transit).value;
            sum.pending += pile.at(&Place::Pending).value;
        }
    }
    sum
}
