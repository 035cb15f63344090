//! Signatures (签收): that a department has received what was issued to it.
//!
//! An issue is signed when its line names who received it, or when a row here signs its slip.

use std::collections::BTreeMap;

use crate::base::{
    Day, Decided, DepartmentCode, ItemCode, Moment, Money, Quantity, RecordId, Span, Stamp,
    StoreCode, Written,
};

use super::admit::one_line;
use super::{CirculationRefusal, Kind, Line, Refusal, Stock};

/// A row of the signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Its id.
    pub id: RecordId,
    /// The day of the signature.
    pub date: Day,
    /// The slip that is signed, or the id of a line that has none.
    pub slip: String,
    /// Whose department it is.
    pub department: DepartmentCode,
    /// Who signed.
    pub person: String,
    /// Anything else.
    pub note: String,
    /// The signature that this row takes back.
    pub reverses: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Signature {
    /// The row as it is told in a list of what was recorded.
    pub(super) fn written(&self) -> Written {
        Written {
            id: self.id.clone(),
            date: self.date,
            kind: "stock.act.sign",
            about: vec![self.department.to_string()],
            corrects: self.reverses.clone(),
            why: format!("{} · {}", self.slip, self.person),
            recorded_at: self.recorded_at,
            recorded_by: self.recorded_by.clone(),
        }
    }

    /// Whether it signs a line: its department's, under its slip or id.
    fn signs(&self, line: &Line) -> bool {
        let movement = &line.movement;
        let named = self.slip == movement.slip || self.slip == movement.id.as_str();
        named && movement.to.department() == Some(&self.department)
    }
}

/// Slips are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignRequest {
    /// The slips, or the ids of lines that have none.
    pub slips: Vec<String>,
    /// The day of the signature.
    pub date: Day,
    /// Who signed.
    pub person: String,
    /// Anything else.
    pub note: String,
    /// The day that counts as today.
    pub today: Day,
}

/// Decides over signatures: all of them, or none.
///
/// A slip that the same person has signed already is passed over.
pub fn sign(
    stock: &Stock,
    request: &SignRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Signature>>, Refusal> {
    let SignRequest { slips, date, today, .. } = request;
    let (person, note) = (one_line(&request.person), one_line(&request.note));
    if person.is_empty() {
        return Err(CirculationRefusal::SignerMissing.into());
    }
    if date > today {
        return Err(Refusal::Future { date: *date, today: *today });
    }
    let (mut rows, mut there): (Vec<Signature>, Vec<String>) = (Vec::new(), Vec::new());
    let mut given = stamp.clone();
    for slip in slips {
        let slip = slip.trim();
        for (department, lines) in issued_under(stock, slip)? {
            let issued = lines.iter().map(|line| line.movement.date).min().unwrap_or(*date);
            if *date < issued {
                let slip = slip.to_owned();
                return Err(CirculationRefusal::SignedEarly { slip, issued, date: *date }.into());
            }
            let already = stock.papers.signed_at(*today).chain(&rows).find(|row| {
                row.department == department && lines.iter().all(|line| row.signs(line))
            });
            match already {
                Some(row) if row.person == person => there.push(row.id.to_string()),
                Some(row) => {
                    return Err(CirculationRefusal::SignedAlready {
                        slip: slip.to_owned(),
                        person: row.person.clone(),
                        date: row.date,
                        id: row.id.clone(),
                    }
                    .into());
                }
                None => rows.push(Signature {
                    id: given.id('G', *date),
                    date: *date,
                    slip: slip.to_owned(),
                    department,
                    person: person.clone(),
                    note: note.clone(),
                    reverses: None,
                    recorded_at: stamp.recorded_at,
                    recorded_by: stamp.recorded_by.clone(),
                }),
            }
        }
    }
    if rows.is_empty() {
        return Ok(Decided::Already(there.join(" ")));
    }
    *stamp = given;
    Ok(Decided::New(rows))
}

/// The issues that a name means (a slip, or the id of a line), by department.
fn issued_under<'a>(
    stock: &'a Stock,
    name: &str,
) -> Result<BTreeMap<DepartmentCode, Vec<&'a Line>>, Refusal> {
    let by_id = RecordId::parse(name).ok().and_then(|id| stock.line(&id));
    let mut found: BTreeMap<DepartmentCode, Vec<&Line>> = BTreeMap::new();
    for line in by_id.into_iter().chain(stock.lines_of_slip(name)) {
        let live = line.movement.kind == Kind::Issue && !stock.is_reversed(&line.movement.id);
        if let Some(department) = line.movement.to.department().filter(|_| live) {
            found.entry(department.clone()).or_default().push(line);
        }
    }
    if found.is_empty() {
        let name = name.to_owned();
        return Err(CirculationRefusal::UnknownIssue { name, item: None }.into());
    }
    Ok(found)
}

/// Decides over taking a signature back.
pub fn take_back_signature(
    signature: &Signature,
    stock: &Stock,
    (date, reason): (Day, &str),
    today: Day,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Signature>>, Refusal> {
    let id = signature.id.clone();
    if signature.reverses.is_some() {
        return Err(Refusal::ReversalNotReversed { id });
    }
    if let Some(by) = stock.papers.signatures().find(|row| row.reverses.as_ref() == Some(&id)) {
        return Ok(Decided::Already(by.id.to_string()));
    }
    if date < signature.date {
        return Err(Refusal::ReversedEarly { id, date: signature.date });
    }
    if date > today {
        return Err(Refusal::Future { date, today });
    }
    Ok(Decided::New(vec![Signature {
        id: stamp.id('G', date),
        date,
        note: one_line(reason),
        reverses: Some(id),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
        ..signature.clone()
    }]))
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedOptions {
    /// The days of the issues.
    pub span: Span,
    /// From one store only.
    pub store: Option<StoreCode>,
    /// To one department only.
    pub department: Option<DepartmentCode>,
    /// The day at whose end it is looked at.
    pub as_of: Day,
}

/// An issue that no one has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedLine {
    /// The line.
    pub id: RecordId,
    /// Its slip; empty when there is none.
    pub slip: String,
    /// Its day.
    pub date: Day,
    /// The days since then.
    pub age: i64,
    /// The store.
    pub store: StoreCode,
    /// Who should have signed.
    pub department: DepartmentCode,
    /// The item.
    pub item: ItemCode,
    /// The item's name.
    pub name: String,
    /// How much, in base units.
    pub quantity: Quantity,
    /// The base unit.
    pub unit: String,
    /// What it was worth.
    pub value: Money,
}

/// The issues of some days, and which of them no one has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// The days.
    pub span: Span,
    /// The issues without a signature, by department, then the oldest first.
    pub lines: Vec<UnsignedLine>,
    /// How many issues of the days there are.
    pub issues: usize,
    /// How many lack a signature and what they are worth, by department.
    pub by_department: BTreeMap<DepartmentCode, (usize, Money)>,
    /// What all of them are worth.
    pub value: Money,
}

impl Unsigned {
    /// Whether an issue lacks its signature.
    pub fn is_open(&self) -> bool {
        !self.lines.is_empty()
    }
}

/// Lists the issues that no department has signed for.
pub fn unsigned(stock: &Stock, options: &UnsignedOptions) -> Result<Unsigned, Refusal> {
    let UnsignedOptions { span, store, department, as_of } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    let signatures: Vec<&Signature> = stock.papers.signed_at(*as_of).collect();
    let until = span.last().min(*as_of);
    let (mut lines, mut issues) = (Vec::new(), 0);
    for item in stock.items.values() {
        let steps = stock.steps(&item.code, *as_of);
        let back: Vec<&RecordId> =
            steps.iter().filter_map(|step| step.line.movement.reverses.as_ref()).collect();
        for step in &steps {
            let movement = &step.line.movement;
            let (Kind::Issue, Some(room), Some(to)) =
                (movement.kind, movement.from.store(), movement.to.department())
            else {
                continue;
            };
            let asked = store.as_ref().is_none_or(|store| store == room)
                && department.as_ref().is_none_or(|department| department == to)
                && movement.date >= span.first()
                && movement.date <= until;
            if !asked || back.contains(&&movement.id) {
                continue;
            }
            issues += 1;
            let signed = !movement.person.is_empty()
                || signatures.iter().any(|signature| signature.signs(step.line));
            if !signed {
                lines.push(UnsignedLine {
                    id: movement.id.clone(),
                    slip: movement.slip.clone(),
                    date: movement.date,
                    age: movement.date.days_until(*as_of),
                    store: room.clone(),
                    department: to.clone(),
                    item: item.code.clone(),
                    name: item.name.clone(),
                    quantity: step.line.base,
                    unit: item.unit.clone(),
                    value: step.effect.value,
                });
            }
        }
    }
    lines.sort_by_key(|line| {
        (line.department.clone(), line.date, line.slip.clone(), line.item.clone(), line.id.clone())
    });
    let mut by_department: BTreeMap<DepartmentCode, (usize, Money)> = BTreeMap::new();
    for line in &lines {
        let sum = by_department.entry(line.department.clone()).or_default();
        *sum = (sum.0 + 1, sum.1 + line.value);
    }
    let value = lines.iter().map(|line| line.value).sum();
    Ok(Unsigned { span: *span, lines, issues, by_department, value })
}
