//! Many lines at once, as a table from outside has them: each decided by the rules of its kind, on
//! the book that the lines before it leave.
//!
//! What comes in is decided first, then transfers, then what goes out, each by day, and what is
//! refused once more after the others: the order of the rows does not matter. Which line a row is follows from its slip; a row
//! without one is the line that says the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{
    Day, Decided, DepartmentCode, ItemCode, Money, Price, RecordId, Stamp, StoreCode,
};

use super::request::Known;
use super::{
    AdjustRequest, Borrower, BringBackRequest, CirculationRefusal, Cost, Decision, Direction,
    Disposal, DisposeRequest, ExchangeRequest, Goods, IssueRequest, Kind, LendRequest, Line,
    MakeRequest, Movement, OpeningRequest, Place, ReceiveRequest, Record, Refusal, ReturnRequest,
    Returned, ReverseRequest, Rules, ScrapRequest, Slip, Stock, TransferRequest, adjust,
    bring_back, dispose, exchange, give_back, issue, lend, make, open, receive, reverse, scrap,
    transfer,
};

/// A row of a table of movements, as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRequest {
    /// What happened.
    pub kind: Kind,
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// What they cost.
    pub cost: Cost,
    /// Freight and handling, which go into the cost.
    pub freight: Option<Money>,
    /// What one unit costs outside, of goods from an own workshop.
    pub market_price: Option<Price>,
    /// The store room, by code or name, where neither side names it; empty for the only one.
    pub room: String,
    /// Where the goods came from: a supplier, a room, a department, by code or name.
    pub from: String,
    /// Where they went.
    pub to: String,
    /// The line that a reversal takes back.
    pub reverses: String,
    /// The order that a receipt fulfils.
    pub order: String,
    /// The repair order of an issue; empty when there is none.
    pub repair: String,
    /// The last day on which goods that are lent are back in time.
    pub due: Option<Day>,
}

/// What rows of one table are that say the same and have no slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// Nobody knows: the later ones are doubtful.
    Doubtful,
    /// As many lines.
    Meant,
}

/// What was decided about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowDecision {
    /// It becomes these lines; the second row of a transfer none of its own.
    New(Vec<Movement>),
    /// It is recorded already.
    Already,
    /// It says the same as an earlier row, by its number, and neither has a slip.
    Repeats(usize),
    /// A rule says no.
    Refused(Refusal),
}

/// A row as the request that it is.
enum Request {
    Open(OpeningRequest),
    Receive(ReceiveRequest),
    Make(MakeRequest),
    Issue(IssueRequest),
    GiveBack(ReturnRequest),
    Transfer(TransferRequest),
    Scrap(ScrapRequest),
    Adjust(AdjustRequest),
    Reverse(ReverseRequest),
    Exchange(ExchangeRequest),
    Dispose(DisposeRequest),
    Lend(LendRequest),
    BringBack(BringBackRequest),
}

impl Request {
    fn decide(&self, stock: &Stock, rules: &Rules<'_>, stamp: &mut Stamp) -> Decision {
        match self {
            Self::Open(request) => open(stock, rules, request, stamp),
            Self::Receive(request) => receive(stock, rules, request, stamp),
            Self::Make(request) => make(stock, rules, request, stamp),
            Self::Issue(request) => issue(stock, rules, request, stamp),
            Self::GiveBack(request) => give_back(stock, rules, request, stamp),
            Self::Transfer(request) => transfer(stock, rules, request, stamp),
            Self::Scrap(request) => scrap(stock, rules, request, stamp),
            Self::Adjust(request) => adjust(stock, rules, request, stamp),
            Self::Reverse(request) => reverse(stock, rules, request, stamp),
            Self::Exchange(request) => exchange(stock, rules, request, stamp),
            Self::Dispose(request) => dispose(stock, rules, request, stamp),
            Self::Lend(request) => lend(stock, rules, request, stamp),
            Self::BringBack(request) => bring_back(stock, rules, request, stamp),
        }
    }

    /// In which turn it is decided.
    const fn turn(&self) -> u8 {
        match self {
            Self::Open(_) => 0,
            Self::Receive(_)
            | Self::Make(_)
            | Self::GiveBack(ReturnRequest { returned: Returned::ByDepartment { .. }, .. })
            | Self::Adjust(AdjustRequest { direction: Direction::Up, .. }) => 1,
            Self::Transfer(_) => 2,
            Self::Issue(_)
            | Self::GiveBack(_)
            | Self::Scrap(_)
            | Self::Adjust(_)
            | Self::Lend(_) => 3,
            // What comes back rests on what went out, and what leaves the pool on what came back.
            Self::Exchange(_) | Self::BringBack(_) => 4,
            Self::Dispose(_) => 5,
            Self::Reverse(_) => 6,
        }
    }
}

/// Decides about every row of a table; the answers come in the order in which they were decided,
/// each with the number of its row from zero.
pub fn decide_rows(
    stock: &Stock,
    rules: &Rules<'_>,
    rows: &[RowRequest],
    repeats: Repeats,
    stamp: &mut Stamp,
) -> Vec<(usize, RowDecision)> {
    let reader = Reader { stock, rules };
    let legs = legs(rows);
    let arrivals: BTreeSet<usize> = legs.values().copied().collect();
    let mut answers = Vec::with_capacity(rows.len());
    let mut requests: Vec<(usize, Request)> = Vec::with_capacity(rows.len());
    let doubtful = doubtful(rows, repeats);
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| !arrivals.contains(at)) {
        if let Some(first) = doubtful.get(&at) {
            answers.push((at, RowDecision::Repeats(*first)));
            continue;
        }
        match reader.request(row, legs.get(&at).map(|arrival| &rows[*arrival])) {
            Ok(request) => requests.push((at, request)),
            Err(refusal) => answers.push((at, RowDecision::Refused(refusal))),
        }
    }
    requests.sort_by_key(|(at, request)| {
        let Slip { date, time, .. } = &rows[*at].slip;
        (request.turn(), *date, *time, *at)
    });
    let mut desk = Desk { stock: stock.clone(), taken: BTreeSet::new() };
    // What is refused is tried again after the others, as long as that helps.
    loop {
        let n_waiting = requests.len();
        let mut refused = Vec::new();
        for (at, request) in requests {
            match desk.decide(rules, &request, stamp) {
                Err(refusal) => refused.push((at, request, refusal)),
                Ok(decision) => answers.push((at, decision)),
            }
        }
        if refused.is_empty() || refused.len() == n_waiting {
            let told = |(at, _, refusal)| (at, RowDecision::Refused(refusal));
            answers.extend(refused.into_iter().map(told));
            return with_arrivals(answers, &legs);
        }
        requests = refused.into_iter().map(|(at, request, _)| (at, request)).collect();
    }
}

/// The book while rows are decided: what was decided is folded at once.
struct Desk {
    stock: Stock,
    /// The lines that rows are already.
    taken: BTreeSet<RecordId>,
}

impl Desk {
    fn decide(
        &mut self,
        rules: &Rules<'_>,
        request: &Request,
        stamp: &mut Stamp,
    ) -> Result<RowDecision, Refusal> {
        let rules = Rules { known: Known::Recorded(&self.taken), ..*rules };
        let mut given = stamp.clone();
        match request.decide(&self.stock, &rules, &mut given)? {
            Decided::Already(id) => {
                self.taken.extend(RecordId::parse(&id).ok());
                Ok(RowDecision::Already)
            }
            Decided::New(movements) => {
                fold(&mut self.stock, &movements)?;
                *stamp = given;
                self.taken.extend(movements.iter().map(|movement| movement.id.clone()));
                Ok(RowDecision::New(movements))
            }
        }
    }
}

/// The answers with those of the second rows of transfers: each what its first one's is.
fn with_arrivals(
    answers: Vec<(usize, RowDecision)>,
    legs: &BTreeMap<usize, usize>,
) -> Vec<(usize, RowDecision)> {
    let mut all = Vec::with_capacity(answers.len() + legs.len());
    for (at, decision) in answers {
        let arrival = legs.get(&at).map(|arrival| {
            let decision = match &decision {
                RowDecision::New(_) => RowDecision::New(Vec::new()),
                other => other.clone(),
            };
            (*arrival, decision)
        });
        all.push((at, decision));
        all.extend(arrival);
    }
    all
}

fn fold(stock: &mut Stock, movements: &[Movement]) -> Result<(), Refusal> {
    movements
        .iter()
        .try_for_each(|movement| stock.apply(&Record::Movement(Box::new(movement.clone()))))
}

/// The rows that say the same as an earlier one though neither has a slip, with that one.
fn doubtful(rows: &[RowRequest], repeats: Repeats) -> BTreeMap<usize, usize> {
    let mut doubtful = BTreeMap::new();
    if repeats == Repeats::Meant {
        return doubtful;
    }
    let mut seen: BTreeMap<(&ItemCode, Day), Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.slip.number.is_empty()) {
        let same_day = seen.entry((&row.goods.item, row.slip.date)).or_default();
        match same_day.iter().find(|first| rows[**first] == *row) {
            Some(first) => {
                doubtful.insert(at, *first);
            }
            None => same_day.push(at),
        }
    }
    doubtful
}

/// The rows that send goods into transit, with the rows by which they arrive.
fn legs(rows: &[RowRequest]) -> BTreeMap<usize, usize> {
    let transit = |text: &str| Place::parse(text) == Some(Place::Transit);
    let mut free: Vec<usize> = (0..rows.len())
        .filter(|at| rows[*at].kind == Kind::Transfer && transit(&rows[*at].from))
        .collect();
    let mut legs = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if row.kind != Kind::Transfer || !transit(&row.to) {
            continue;
        }
        let belongs = |other: &&usize| {
            let other = &rows[**other];
            other.slip.number == row.slip.number && other.goods == row.goods
        };
        if let Some(found) = free.iter().find(belongs).copied() {
            free.retain(|other| *other != found);
            legs.insert(at, found);
        }
    }
    legs
}

/// Refuses a cell in which a row of its kind says nothing.
fn refuse_said(kind: Kind, column: &'static str, text: &str) -> Result<(), Refusal> {
    if text.is_empty() { Ok(()) } else { Err(Refusal::OrderNotHere { kind, column }) }
}

/// What the sides of a row mean, by the registers.
struct Reader<'r> {
    stock: &'r Stock,
    rules: &'r Rules<'r>,
}

impl Reader<'_> {
    /// The request that a row is; of a transfer in two rows, with the row of its arrival.
    fn request(&self, row: &RowRequest, arrival: Option<&RowRequest>) -> Result<Request, Refusal> {
        let RowRequest { kind, slip, goods, from, to, reverses, order, repair, .. } = row.clone();
        let cost = match row.freight {
            Some(freight) => row.cost.with_freight(goods.quantity, freight)?,
            None => row.cost,
        };
        if row.market_price.is_some() && !is_workshop(&from) {
            return Err(Refusal::MarketPriceNotHere { kind });
        }
        Ok(match kind {
            Kind::Opening => {
                let store = self.room(row, &to)?;
                Request::Open(OpeningRequest { slip, goods, cost, store })
            }
            Kind::Receipt if is_workshop(&from) => {
                let (store, workshop) = (self.room(row, &to)?, bare(&from).to_owned());
                let market_price = row.market_price;
                Request::Make(MakeRequest { slip, goods, cost, market_price, store, workshop })
            }
            Kind::Receipt => {
                let (store, supplier) = (self.room(row, &to)?, bare(&from).to_owned());
                Request::Receive(ReceiveRequest { slip, goods, cost, store, supplier, order })
            }
            Kind::Issue => {
                let (store, department) = (self.room(row, &from)?, self.department("to", &to)?);
                Request::Issue(IssueRequest { slip, goods, store, department, repair })
            }
            Kind::Return if self.is_from_loan(row) => {
                let store = if to.is_empty() && row.room.is_empty() {
                    None
                } else {
                    Some(self.room(row, &to)?)
                };
                Request::BringBack(BringBackRequest { slip, goods, store })
            }
            Kind::Return if self.is_from_department(row) => {
                refuse_said(kind, "order", &order)?;
                let department = self.department("from", &from)?;
                let returned = Returned::ByDepartment { department, cost, repair };
                let store = self.room(row, &to)?;
                Request::GiveBack(ReturnRequest { slip, goods, store, returned })
            }
            Kind::Return => {
                refuse_said(kind, "repair", &repair)?;
                let supplier = bare(&to).to_owned();
                let returned = Returned::ToSupplier { supplier, order };
                let store = self.room(row, &from)?;
                Request::GiveBack(ReturnRequest { slip, goods, store, returned })
            }
            Kind::Transfer => {
                let from = self.room(row, &from)?;
                let to = self.store(row, arrival.map_or(&to, |arrival| &arrival.to))?;
                let arrival = arrival.map(|row| row.slip.date).filter(|day| *day != slip.date);
                Request::Transfer(TransferRequest { slip, goods, from, to, arrival })
            }
            Kind::Exchange | Kind::Lend | Kind::Mend | Kind::Sale => {
                return self.circulating(row, cost);
            }
            Kind::Scrap if Place::parse(&from) == Some(Place::Pool) => {
                let disposal = Disposal::Scrapped;
                Request::Dispose(DisposeRequest { slip, goods, disposal })
            }
            Kind::Scrap => {
                let store = self.room(row, &from)?;
                Request::Scrap(ScrapRequest { slip, goods, store })
            }
            Kind::Adjustment => {
                let is_difference = |text: &str| Place::parse(text) == Some(Place::Difference);
                let (direction, side) = match (from.as_str(), to.as_str()) {
                    (from, to) if is_difference(to) || to.is_empty() && !from.is_empty() => {
                        (Direction::Down, from)
                    }
                    (from, to) if is_difference(from) || from.is_empty() && !to.is_empty() => {
                        (Direction::Up, to)
                    }
                    _ => return Err(places(row)),
                };
                let store = self.room(row, side)?;
                Request::Adjust(AdjustRequest { slip, goods, cost, store, direction })
            }
            Kind::Reversal if !reverses.is_empty() => {
                Request::Reverse(ReverseRequest { slip, movement: reverses })
            }
            Kind::Reversal => return Err(Refusal::Reverses { kind }),
            Kind::Count | Kind::Settle => return Err(places(row)),
        })
    }

    /// The store room of a row: the one that its side names, or the row itself, or the only one.
    fn room(&self, row: &RowRequest, side: &str) -> Result<StoreCode, Refusal> {
        match (side, row.room.as_str()) {
            ("", "") => Ok(self.stock.store_or_only(None)?.code.clone()),
            ("", room) | (room, "") => self.store(row, room),
            (side, room) => {
                let (side, room) = (self.store(row, side)?, self.store(row, room)?);
                if side == room { Ok(side) } else { Err(places(row)) }
            }
        }
    }

    /// A store room by its code or its name.
    fn store(&self, row: &RowRequest, text: &str) -> Result<StoreCode, Refusal> {
        if let Some(store) = self.stock.store_called(bare(text)) {
            return Ok(store.code.clone());
        }
        let code = StoreCode::parse(bare(text)).map_err(|_| places(row))?;
        Ok(self.stock.store(&code)?.code.clone())
    }

    /// A department by its code or its name.
    fn department(&self, column: &'static str, text: &str) -> Result<DepartmentCode, Refusal> {
        let known = self.rules.org.department_called(bare(text));
        let known = known.map_err(|refusal| {
            let refusal = Box::new(refusal);
            Refusal::Unregistered { column, refusal }
        })?;
        Ok(known.code.clone())
    }

    /// The request of a row of goods that come back, are lent, repaired or sold.
    fn circulating(&self, row: &RowRequest, cost: Cost) -> Result<Request, Refusal> {
        let RowRequest { kind, slip, goods, from, to, due, .. } = row.clone();
        Ok(match kind {
            Kind::Exchange => {
                let department = self.department("from", &from)?;
                Request::Exchange(ExchangeRequest { slip, goods, department, issue: None })
            }
            Kind::Lend => {
                let store = self.room(row, &from)?;
                let Some(due) = due else {
                    return Err(CirculationRefusal::DueMissing.into());
                };
                let borrower = self.borrower(&to);
                Request::Lend(LendRequest { slip, goods, store, borrower, due })
            }
            Kind::Mend => {
                let disposal = Disposal::Mended(self.room(row, &to)?, cost);
                Request::Dispose(DisposeRequest { slip, goods, disposal })
            }
            Kind::Sale => {
                let Some(amount) = cost.amount else {
                    return Err(CirculationRefusal::ProceedsMissing.into());
                };
                let disposal = Disposal::Sold(bare(&to).to_owned(), amount);
                Request::Dispose(DisposeRequest { slip, goods, disposal })
            }
            _ => return Err(places(row)),
        })
    }

    /// To whom goods are lent: a department by its code or name, or whoever is named.
    fn borrower(&self, text: &str) -> Borrower {
        match self.rules.org.department_called(bare(text)) {
            Ok(known) => Borrower::Department(known.code.clone()),
            Err(_) => Borrower::Named(bare(text).to_owned()),
        }
    }

    /// Whether a return brings back what was lent under its slip.
    fn is_from_loan(&self, row: &RowRequest) -> bool {
        let lent = Place::Loan(bare(&row.from).to_owned());
        let is_loan = |line: &Line| line.movement.kind == Kind::Lend && line.movement.to == lent;
        row.from.starts_with("loan:") || self.stock.lines_of_slip(&row.slip.number).any(is_loan)
    }

    /// Whether a return comes from a department, and does not go to a supplier.
    fn is_from_department(&self, row: &RowRequest) -> bool {
        let RowRequest { from, to, .. } = row;
        let is_room = |text: &str| self.stock.store_called(bare(text)).is_some();
        let is_department = self.rules.org.department_called(bare(from)).is_ok();
        is_department && !from.starts_with("store:") || is_room(to) && !is_room(from)
    }
}

/// A side without the word that a ledger writes before it.
fn bare(text: &str) -> &str {
    let words = ["store:", "dept:", "supplier:", "workshop:", "loan:", "buyer:"];
    words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text).trim()
}

/// Whether a side is a workshop of the hospital.
fn is_workshop(side: &str) -> bool {
    side.starts_with("workshop:")
}

fn places(row: &RowRequest) -> Refusal {
    let RowRequest { kind, from, to, room, .. } = row;
    let side = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let from = if from.is_empty() { room } else { from };
    Refusal::Places { kind: *kind, from: side(from), to: side(to) }
}
