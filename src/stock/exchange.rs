//! Old for new (以旧换新): what a department that was given something new still has to bring back.
//!
//! An issue of a durable item, less what of it was returned unused, asks old goods back: so many
//! for one new one, within so many days. What came back ([`Kind::Exchange`]) and what was exempted
//! (`exemption.rs`) is allotted to the issues; nothing of this is stored. What came back lies in
//! the pool (`pool.rs`). The lists of it are in `outstanding.rs`.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::base::{Day, DepartmentCode, Fraction, ItemCode, Quantity, RecordId, Stamp};

use super::admit::{admit_part, blank};
use super::request::{Cost, Decision, Goods, Rules, Slip};
use super::{CirculationRefusal, Claim, Item, Kind, Line, Movement, Place, Refusal, Stock};

/// The store's rule for old goods, where an item has none of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangePolicy {
    /// How many old ones for one new one.
    pub ratio: Fraction,
    /// The days in which they have to come back.
    pub grace_days: u32,
}

impl Default for ExchangePolicy {
    fn default() -> Self {
        Self { ratio: Fraction::ONE, grace_days: 30 }
    }
}

impl ExchangePolicy {
    /// How many old ones an item asks for one new one.
    fn ratio_of(&self, item: &Item) -> Fraction {
        item.old.ratio.unwrap_or(self.ratio)
    }

    /// How many old ones so many new ones ask back, in base units.
    ///
    /// What does not come out in whole steps of the item is rounded up: half a lamp cannot be
    /// brought back.
    pub fn asked(&self, item: &Item, issued: Quantity) -> Quantity {
        let ratio = self.ratio_of(item);
        let step = 10_i128.pow(Quantity::DECIMALS.saturating_sub(item.scale));
        let exact = i128::from(issued.millionths()).saturating_mul(ratio.numerator());
        let whole = ratio.denominator().saturating_mul(step);
        let steps = exact.div_euclid(whole) + i128::from(exact.rem_euclid(whole) != 0);
        let millionths = steps.saturating_mul(step);
        Quantity::from_millionths(i64::try_from(millionths).unwrap_or(i64::MAX))
    }

    /// The last day on which old goods for an issue are in time.
    pub fn due(&self, item: &Item, issued_on: Day) -> Day {
        issued_on.plus_days(i64::from(item.old.grace_days.unwrap_or(self.grace_days)))
    }
}

/// What one issue asks back, and what has become of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The issue.
    pub issue: RecordId,
    /// Its slip; empty when it has none.
    pub slip: SmolStr,
    /// Its day.
    pub date: Day,
    /// Who was given the new goods.
    pub department: DepartmentCode,
    /// The person who received them; empty when nobody is named.
    pub person: SmolStr,
    /// The item.
    pub item: ItemCode,
    /// What was given and not returned unused, in base units.
    pub issued: Quantity,
    /// What has to come back.
    pub asked: Quantity,
    /// What came back.
    pub returned: Quantity,
    /// What need not come back.
    pub exempted: Quantity,
    /// The last day on which it is in time.
    pub due: Day,
}

impl Obligation {
    /// What still has to come back; never below zero.
    pub fn outstanding(&self) -> Quantity {
        self.asked - self.returned - self.exempted
    }

    /// The slip, or the id of an issue that has none.
    pub fn slip_or_id(&self) -> &str {
        if self.slip.is_empty() { self.issue.as_str() } else { &self.slip }
    }

    /// Whether a name means this issue: its slip or its id.
    fn is_called(&self, name: &str) -> bool {
        self.issue.as_str() == name || (!self.slip.is_empty() && self.slip == name)
    }

    /// Whether something is missing after the last day in time.
    pub fn is_overdue(&self, as_of: Day) -> bool {
        self.due < as_of && !self.outstanding().is_zero()
    }

    /// Takes as much as is outstanding; gives what is over.
    fn take(&mut self, much: Quantity, what: Relief) -> Quantity {
        let taken = much.min(self.outstanding());
        match what {
            Relief::Return => self.returned += taken,
            Relief::Exemption => self.exempted += taken,
        }
        much - taken
    }
}

/// What makes an obligation less.
#[derive(Clone, Copy)]
enum Relief {
    Return,
    Exemption,
}

/// What one department owes of one item, issue by issue, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Its issues that ask something back, or did.
    pub obligations: Vec<Obligation>,
    /// What came back beyond everything that was asked: it stands for issues to come.
    pub credit: Quantity,
}

impl Account {
    /// What still has to come back.
    pub fn outstanding(&self) -> Quantity {
        self.obligations.iter().map(Obligation::outstanding).sum()
    }
}

/// What every department owes of an item at the end of a day.
///
/// Goods returned unused make the oldest issues less, up to their own day. An exemption is for its
/// issue alone. What came back meets the issue whose slip it names, then the oldest of the person
/// who is named, then the oldest of the department; only what nothing asks for any more is a
/// credit. So the outcome is a function of the set of rows, and a department that owes has no
/// credit.
pub fn accounts(
    stock: &Stock,
    policy: &ExchangePolicy,
    item: &Item,
    as_of: Day,
) -> BTreeMap<DepartmentCode, Account> {
    accounts_with(stock, policy, item, &[], as_of)
}

/// The same, as if more lines of the item were in the ledger.
pub(super) fn accounts_with(
    stock: &Stock,
    policy: &ExchangePolicy,
    item: &Item,
    more: &[Line],
    as_of: Day,
) -> BTreeMap<DepartmentCode, Account> {
    let before = stock.trace(&item.code);
    let lines = || stock.lines_of(&item.code).iter().chain(more);
    let lines = || lines().filter(|line| line.movement.date <= as_of);
    let back: BTreeSet<&RecordId> = lines()
        .filter_map(|line| line.movement.reverses.as_ref())
        .chain(before.into_iter().flat_map(|trace| &trace.taken_back))
        .collect();
    let closed = before.into_iter().flat_map(|trace| trace.claims.iter().map(Said::of_claim));
    let mut said: Vec<Said<'_>> = closed.chain(lines().filter_map(Said::of_line)).collect();
    said.retain(|claim| !back.contains(claim.id));
    // A return may be of the same day as its issue, and stands before it where no time is given.
    said.sort_by_key(|claim| (claim.date, claim.kind == Kind::Return));

    let mut accounts: BTreeMap<&DepartmentCode, Account> = BTreeMap::new();
    for claim in &said {
        match claim.kind {
            Kind::Issue => {
                let account = accounts.entry(claim.department).or_default();
                account.obligations.push(claim.opens(policy, item));
            }
            Kind::Return => {
                give_back_new(accounts.entry(claim.department).or_default(), claim.base);
            }
            _ => {}
        }
    }
    for obligation in accounts.values_mut().flat_map(|account| &mut account.obligations) {
        obligation.asked = policy.asked(item, obligation.issued);
    }
    for exemption in stock.papers.exempt_at(as_of).filter(|row| row.item == item.code) {
        let Some(account) = accounts.get_mut(&exemption.department) else { continue };
        let mut left = item.base(exemption.quantity, &exemption.unit).unwrap_or(Quantity::ZERO);
        for obligation in &mut account.obligations {
            if obligation.is_called(&exemption.issue) {
                left = obligation.take(left, Relief::Exemption);
            }
        }
    }
    meet(&mut accounts, &said);
    accounts.into_iter().map(|(department, account)| (department.clone(), account)).collect()
}

/// Allots what came back: first to the slips that are named, then by person, then to the oldest.
fn meet<'s>(accounts: &mut BTreeMap<&'s DepartmentCode, Account>, said: &[Said<'s>]) {
    let mut came: Vec<(&Said<'s>, Quantity)> = said
        .iter()
        .filter(|claim| claim.kind == Kind::Exchange)
        .map(|claim| (claim, claim.base))
        .collect();
    let named = |obligation: &Obligation, claim: &Said<'_>| obligation.is_called(claim.slip);
    let of_person = |obligation: &Obligation, claim: &Said<'_>| {
        !claim.person.is_empty() && obligation.person == claim.person
    };
    let any = |_: &Obligation, _: &Said<'_>| true;
    for fits in [named, of_person, any] {
        for (claim, left) in came.iter_mut().filter(|(_, left)| !left.is_zero()) {
            let account = accounts.entry(claim.department).or_default();
            for obligation in &mut account.obligations {
                if left.is_zero() {
                    break;
                }
                if fits(obligation, claim) {
                    *left = obligation.take(*left, Relief::Return);
                }
            }
        }
    }
    for (claim, left) in came {
        accounts.entry(claim.department).or_default().credit += left;
    }
}

/// What a line says about old goods, wherever it is kept.
struct Said<'s> {
    kind: Kind,
    id: &'s RecordId,
    date: Day,
    department: &'s DepartmentCode,
    person: &'s str,
    slip: &'s str,
    base: Quantity,
}

impl<'s> Said<'s> {
    fn of_claim(claim: &'s Claim) -> Self {
        let Claim { kind, id, date, department, person, slip, base } = claim;
        Self { kind: *kind, id, date: *date, department, person, slip, base: *base }
    }

    /// What a line in the window says; a reversal says nothing by itself.
    fn of_line(line: &'s Line) -> Option<Self> {
        let Movement { kind, id, date, person, slip, .. } = &line.movement;
        let department = claimant(&line.movement)?;
        Some(Self { kind: *kind, id, date: *date, department, person, slip, base: line.base })
    }

    /// What an issue asks back.
    fn opens(&self, policy: &ExchangePolicy, item: &Item) -> Obligation {
        Obligation {
            issue: self.id.clone(),
            slip: self.slip.into(),
            date: self.date,
            department: self.department.clone(),
            person: self.person.into(),
            item: item.code.clone(),
            issued: self.base,
            asked: Quantity::ZERO,
            returned: Quantity::ZERO,
            exempted: Quantity::ZERO,
            due: policy.due(item, self.date),
        }
    }
}

/// The department that a line asks old goods back from, or that brings something; none of any other
/// line.
pub(super) fn claimant(movement: &Movement) -> Option<&DepartmentCode> {
    match (movement.kind, &movement.from, &movement.to) {
        (Kind::Issue, _, Place::Department(department))
        | (Kind::Return | Kind::Exchange, Place::Department(department), _) => Some(department),
        _ => None,
    }
}

/// Takes goods that were returned unused off the oldest issues.
fn give_back_new(account: &mut Account, mut left: Quantity) {
    for obligation in &mut account.obligations {
        let taken = left.min(obligation.issued);
        obligation.issued -= taken;
        left -= taken;
    }
}

/// Old goods come back from a department (以旧换新).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRequest {
    /// The head of the slip.
    pub slip: Slip,
    /// The goods.
    pub goods: Goods,
    /// Who brings them.
    pub department: DepartmentCode,
    /// The issue they are for, by its slip or id; the line stands under that slip then. None
    /// leaves it to the oldest.
    pub issue: Option<String>,
}

/// Decides over old goods that come back.
///
/// Under the slip of an issue goods may come back in parts, on several days; the identical line
/// again is the one that is there.
pub fn exchange(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &ExchangeRequest,
    stamp: &mut Stamp,
) -> Decision {
    let ExchangeRequest { slip, goods, department, issue } = request;
    rules.org.known_department(department)?;
    let item = durable(stock, &goods.item)?;
    let number_of_slip = match issue {
        None => slip.number.clone(),
        Some(name) => {
            let movement = &issue_called(stock, name, item, Some(department))?.movement;
            let own = movement.id.to_string();
            if movement.slip.is_empty() { own } else { movement.slip.clone() }
        }
    };
    let slip = Slip { number: number_of_slip, ..slip.clone() };
    let places = (Place::Department(department.clone()), Place::Pool);
    let movement = blank(stock, Kind::Exchange, &slip, goods, Cost::UNSTATED, places)?;
    admit_part(stock, rules, movement, stamp)
}

/// An item whose old ones have to come back.
pub(super) fn durable<'a>(stock: &'a Stock, code: &ItemCode) -> Result<&'a Item, Refusal> {
    let item = stock.item(code)?;
    if item.durable {
        Ok(item)
    } else {
        Err(CirculationRefusal::NotDurable { item: item.named() }.into())
    }
}

/// The issue of an item that a name means: the id of its line, or its slip.
pub(super) fn issue_called<'a>(
    stock: &'a Stock,
    name: &str,
    item: &Item,
    department: Option<&DepartmentCode>,
) -> Result<&'a Line, Refusal> {
    let by_id = RecordId::parse(name).ok().and_then(|id| stock.line(&id));
    let mut found = by_id.into_iter().chain(stock.lines_of_slip(name)).filter(|line| {
        let movement = &line.movement;
        movement.kind == Kind::Issue
            && movement.item == item.code
            && department.is_none_or(|code| movement.to.department() == Some(code))
            && !stock.is_reversed(&movement.id)
    });
    let unknown = || {
        let item = Some(item.named());
        CirculationRefusal::UnknownIssue { name: name.to_owned(), item }.into()
    };
    found.next().ok_or_else(unknown)
}

/// What a department owes once some issues are recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The item.
    pub item: Item,
    /// Who owes it.
    pub department: DepartmentCode,
    /// What the new issue asks back.
    pub asked: Quantity,
    /// Until when.
    pub due: Day,
    /// What the department owes of the item altogether, the new issue included.
    pub outstanding: Quantity,
    /// What came back beyond everything that was asked.
    pub credit: Quantity,
}

/// What departments owe once some lines of issues or exchanges are recorded.
pub fn owed_after(
    stock: &Stock,
    policy: &ExchangePolicy,
    lines: &[Movement],
    as_of: Day,
) -> Vec<Owed> {
    let read: Vec<Line> = lines.iter().filter_map(|line| stock.read(line).ok()).collect();
    let mut owed = Vec::new();
    for line in &read {
        let Movement { kind, item, date, from, to, .. } = &line.movement;
        let department = match kind {
            Kind::Issue => to.department(),
            Kind::Exchange => from.department(),
            _ => None,
        };
        let item = stock.items.get(item).filter(|item| item.durable);
        let (Some(department), Some(item)) = (department, item) else { continue };
        let until = as_of.max(*date);
        let accounts = accounts_with(stock, policy, item, &read, until);
        let account = accounts.get(department).cloned().unwrap_or_default();
        owed.push(Owed {
            item: item.clone(),
            department: department.clone(),
            asked: if *kind == Kind::Issue {
                policy.asked(item, line.base)
            } else {
                Quantity::ZERO
            },
            due: policy.due(item, *date),
            outstanding: account.outstanding(),
            credit: account.credit,
        });
    }
    owed
}
