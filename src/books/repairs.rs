//! Repair orders with the parts that were issued for them: where the workshop and the store meet.
//!
//! What a repair cost is what was stated of it and what its parts were worth, each said by itself.

use std::collections::BTreeMap;

use crate::base::{Day, Decided, ItemCode, Money, Quantity, RecordId, Stamp};
use crate::inspections::{
    self, Clock, OpenRepairRequest, Record, Repair, RepairEvent, RepairLine, RepairOptions,
    RepairRefusal, RepairReport, WhichRepairs, WholeRepair,
};
use crate::stock::Kind;

use super::parts::unused;
use super::{Books, Refusal};

/// Something that was issued for a repair order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedPart {
    /// The order.
    pub repair: RecordId,
    /// The order as it is called.
    pub order: String,
    /// The line of the stock ledger.
    pub id: RecordId,
    /// Its day.
    pub date: Day,
    /// The item.
    pub item: ItemCode,
    /// The item's name.
    pub name: String,
    /// How much of it did not come back, in base units.
    pub quantity: Quantity,
    /// The base unit.
    pub unit: String,
    /// What that was worth.
    pub value: Money,
}

/// The repairs of some days, with what was issued for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairAccount {
    /// The orders and their figures.
    pub report: RepairReport,
    /// What was issued for the orders of those days, by order and day.
    pub parts: Vec<IssuedPart>,
}

/// All that is known of one repair order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairStory {
    /// The order and how prompt it was.
    pub line: RepairLine,
    /// The rows that stand, in their order.
    pub rows: Vec<RepairEvent>,
    /// What was issued for it.
    pub parts: Vec<IssuedPart>,
    /// The day that was asked about.
    pub as_of: Day,
}

/// Everything that was issued for repair orders by a day, the oldest first.
fn issued(books: &Books, clock: Clock) -> Vec<IssuedPart> {
    let mut by_name: BTreeMap<String, Repair> = BTreeMap::new();
    for repair in books.inspections.repairs(clock) {
        if !repair.number.is_empty() {
            by_name.insert(repair.number.clone(), repair.clone());
        }
        by_name.insert(repair.id.to_string(), repair);
    }
    let mut parts = Vec::new();
    if by_name.is_empty() {
        return parts;
    }
    for item in books.stock.items.values() {
        let steps = books.stock.steps(&item.code, clock.as_of);
        let reversed: Vec<&RecordId> =
            steps.iter().filter_map(|step| step.line.movement.reverses.as_ref()).collect();
        let unused = unused(&steps, &reversed);
        for step in &steps {
            let movement = &step.line.movement;
            let Some(repair) = by_name.get(&movement.repair) else { continue };
            if movement.kind != Kind::Issue || reversed.contains(&&movement.id) {
                continue;
            }
            let back = unused.get(&movement.id).copied().unwrap_or_default();
            let quantity = step.line.base - back;
            if quantity.is_zero() {
                continue;
            }
            let issued = step.effect.value;
            parts.push(IssuedPart {
                repair: repair.id.clone(),
                order: repair.name().to_owned(),
                id: movement.id.clone(),
                date: movement.date,
                item: item.code.clone(),
                name: item.name.clone(),
                quantity,
                unit: item.unit.clone(),
                value: issued.share(quantity, step.line.base).unwrap_or(issued),
            });
        }
    }
    parts.sort_by(|one, two| {
        (&one.repair, one.date, &one.id).cmp(&(&two.repair, two.date, &two.id))
    });
    parts
}

fn worth(parts: &[IssuedPart]) -> BTreeMap<RecordId, Money> {
    let mut worth: BTreeMap<RecordId, Money> = BTreeMap::new();
    for part in parts {
        *worth.entry(part.repair.clone()).or_default() += part.value;
    }
    worth
}

/// Every repair order as it stands, with what its parts were worth, the oldest first.
pub(super) fn every_order(books: &Books, clock: Clock) -> Vec<RepairLine> {
    inspections::repair_lines(&books.inspections, clock, &worth(&issued(books, clock)))
}

/// Adds up the repairs of some days, with the parts from stock.
pub fn repair_account(books: &Books, options: &RepairOptions) -> RepairAccount {
    let mut parts = issued(books, options.clock);
    let report = inspections::repairs(&books.inspections, options, &worth(&parts));
    let asked = |part: &IssuedPart| report.lines.iter().any(|line| line.repair.id == part.repair);
    parts.retain(asked);
    RepairAccount { report, parts }
}

/// Lists repair orders as they stand, the oldest first.
pub fn repair_list(books: &Books, options: &RepairOptions, which: WhichRepairs) -> Vec<RepairLine> {
    let mut lines = every_order(books, options.clock);
    lines.retain(|line| options.lists(&books.inspections, which, line));
    lines
}

/// Decides about a new repair order of a department that is registered.
pub fn open_repair(
    books: &Books,
    request: &OpenRepairRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    known_department(books, request)?;
    Ok(inspections::open_repair(&books.inspections, request, stamp)?)
}

/// The same for a whole one.
pub fn whole_repair(
    books: &Books,
    request: &WholeRepair,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    known_department(books, &request.open)?;
    Ok(inspections::whole_repair(&books.inspections, request, stamp)?)
}

fn known_department(books: &Books, request: &OpenRepairRequest) -> Result<(), Refusal> {
    let department = request.department.as_ref();
    department.map_or(Ok(()), |department| books.org.known_department(department).map(drop))?;
    Ok(())
}

/// Tells all that is known of one repair order.
pub fn repair_story(books: &Books, name: &str, clock: Clock) -> Result<RepairStory, RepairRefusal> {
    let known = books.inspections.known_repair(name)?;
    let mut parts = issued(books, clock);
    let lines = inspections::repair_lines(&books.inspections, clock, &worth(&parts));
    let line = lines.into_iter().find(|line| line.repair.id == known.id).ok_or_else(|| {
        // It was reported after the day that is asked about.
        RepairRefusal::Unknown { repair: name.to_owned(), nearest: None }
    })?;
    parts.retain(|part| part.repair == known.id);
    let rows = books.inspections.rows_of_repair(&known.id).into_iter();
    let rows = rows.filter(|row| row.date <= clock.as_of).cloned().collect();
    Ok(RepairStory { line, rows, parts, as_of: clock.as_of })
}
