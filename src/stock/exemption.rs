//! Exemptions (免交): old goods that need not come back, with the reason and who approved it.
//!
//! A row names the issue that it exempts and never more than is outstanding of it. It is taken back
//! by a row that names it.

use crate::base::{
    Day, Decided, DepartmentCode, ItemCode, Moment, Quantity, RecordId, Stamp, Written,
};

use super::admit::one_line;
use super::exchange::{accounts, durable, issue_called};
use super::{CirculationRefusal, ExchangePolicy, Obligation, Refusal, Stock};

/// A row of the exemptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// Its id.
    pub id: RecordId,
    /// The day on which it was approved.
    pub date: Day,
    /// The issue, by its slip or by the id of its line.
    pub issue: String,
    /// Who was given the new goods.
    pub department: DepartmentCode,
    /// The item.
    pub item: ItemCode,
    /// How much need not come back, in `unit`.
    pub quantity: Quantity,
    /// The unit it was typed in.
    pub unit: String,
    /// Who received the new goods; empty when nobody is named.
    pub person: String,
    /// Why.
    pub reason: String,
    /// Who approved it; of a row that takes another back, empty.
    pub approver: String,
    /// Anything else.
    pub note: String,
    /// The exemption that this row takes back.
    pub reverses: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Exemption {
    /// The row as it is told in a list of what was recorded.
    pub(super) fn written(&self) -> Written {
        Written {
            id: self.id.clone(),
            date: self.date,
            kind: "stock.act.exempt",
            about: vec![self.item.to_string(), self.department.to_string()],
            corrects: self.reverses.clone(),
            why: format!("{} · {}", self.issue, self.reason),
            recorded_at: self.recorded_at,
            recorded_by: self.recorded_by.clone(),
        }
    }

    /// Whether it says the same as another row, whoever recorded either and whenever.
    fn says_the_same_as(&self, other: &Self) -> bool {
        let mut twin = self.clone();
        twin.id = other.id.clone();
        twin.recorded_at = other.recorded_at;
        twin.recorded_by.clone_from(&other.recorded_by);
        twin == *other
    }
}

/// Old goods that need not come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExemptRequest {
    /// The day on which it was approved.
    pub date: Day,
    /// The issue, by its slip or by the id of its line.
    pub issue: String,
    /// The item.
    pub item: ItemCode,
    /// How much.
    pub quantity: Quantity,
    /// Of what; none is the base unit.
    pub unit: Option<String>,
    /// Who received the new goods; empty for whom the issue names.
    pub person: String,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approver: String,
    /// Anything else.
    pub note: String,
    /// The day that counts as today.
    pub today: Day,
}

/// Decides over old goods that need not come back.
pub fn exempt(
    stock: &Stock,
    policy: &ExchangePolicy,
    request: &ExemptRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Exemption>>, Refusal> {
    let ExemptRequest { date, issue, item, quantity, unit, person, today, .. } = request;
    let [reason, approver, note] =
        [&request.reason, &request.approver, &request.note].map(|text| one_line(text));
    let item = durable(stock, item)?;
    let line = &issue_called(stock, issue, item, None)?.movement;
    let person = if person.trim().is_empty() { line.person.clone() } else { one_line(person) };
    if reason.is_empty() {
        return Err(CirculationRefusal::ExemptUnreasoned.into());
    }
    if approver.is_empty() {
        return Err(CirculationRefusal::ExemptUnapproved.into());
    }
    if approver == person {
        return Err(CirculationRefusal::ExemptSelfApproved { person }.into());
    }
    if date > today {
        return Err(Refusal::Future { date: *date, today: *today });
    }
    if *date < line.date {
        return Err(CirculationRefusal::ExemptEarly { issued: line.date, date: *date }.into());
    }
    if *quantity <= Quantity::ZERO {
        return Err(Refusal::NotPositive { quantity: *quantity });
    }
    let department =
        line.to.department().expect("BUG: an issue that goes to no department").clone();
    let mut row = Exemption {
        id: RecordId::parse("0").expect("BUG: a digit is a code"),
        date: *date,
        issue: if line.slip.is_empty() { line.id.to_string() } else { line.slip.clone() },
        department,
        item: item.code.clone(),
        quantity: *quantity,
        unit: unit.clone().unwrap_or_else(|| item.unit.clone()),
        person,
        reason,
        approver,
        note,
        reverses: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    let base = item.base(row.quantity, &row.unit)?;
    if let Some(there) = stock.papers.exempt_at(*today).find(|there| row.says_the_same_as(there)) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    let accounts = accounts(stock, policy, item, *today);
    let of_issue = |one: &&Obligation| one.slip == row.issue || one.issue.as_str() == row.issue;
    let owed = accounts.get(&row.department).into_iter().flat_map(|of| &of.obligations);
    let left: Quantity = owed.filter(of_issue).map(Obligation::outstanding).sum();
    if base > left {
        return Err(CirculationRefusal::ExemptTooMuch {
            item: item.named(),
            issue: row.issue,
            unit: item.unit.clone(),
            asked: base,
            left,
        }
        .into());
    }
    row.id = stamp.id('O', *date);
    Ok(Decided::New(vec![row]))
}

/// Decides over taking an exemption back: what it exempted is owed again from that day on.
pub fn take_back_exemption(
    exemption: &Exemption,
    stock: &Stock,
    (date, reason): (Day, &str),
    today: Day,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Exemption>>, Refusal> {
    let id = exemption.id.clone();
    if exemption.reverses.is_some() {
        return Err(Refusal::ReversalNotReversed { id });
    }
    if let Some(by) = stock.papers.exemptions().find(|row| row.reverses.as_ref() == Some(&id)) {
        return Ok(Decided::Already(by.id.to_string()));
    }
    if date < exemption.date {
        return Err(Refusal::ReversedEarly { id, date: exemption.date });
    }
    if date > today {
        return Err(Refusal::Future { date, today });
    }
    Ok(Decided::New(vec![Exemption {
        id: stamp.id('O', date),
        date,
        reason: one_line(reason),
        approver: String::new(),
        note: String::new(),
        reverses: Some(id),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
        ..exemption.clone()
    }]))
}
