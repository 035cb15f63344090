//! A whole repair order in one row, as registers of repairs are kept: reported, answered, completed
//! and accepted side by side.

use crate::base::{Day, Decided, Money, Stamp, Time};
use crate::inspections::record::Record;
use crate::inspections::{Inspections, Refusal};

use super::{
    OpenRepairRequest, Promise, RepairRefusal, RepairStep, RepairStepRequest, open_repair,
    repair_step,
};

/// A step of a whole order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeStep {
    /// The day.
    pub date: Day,
    /// The minute, where it is known.
    pub time: Option<Time>,
    /// Who did it.
    pub person: String,
}

/// A whole repair order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeRepair {
    /// What was reported.
    pub open: OpenRepairRequest,
    /// When somebody came.
    pub respond: Option<WholeStep>,
    /// When it worked again.
    pub complete: Option<WholeStep>,
    /// What was done.
    pub done: String,
    /// What it cost beside the parts from stock.
    pub cost: Option<Money>,
    /// When somebody else found it mended.
    pub accept: Option<WholeStep>,
}

/// Decides about a whole order: the steps that are there already are passed over, so that the same
/// register comes again a month later with more of them filled in.
pub fn whole_repair(
    book: &Inspections,
    whole: &WholeRepair,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let mut book = OneOrder { book: book.orders_like(&whole.open), rows: Vec::new() };
    let name = book.take(|book| open_repair(book, &whole.open, stamp))?;
    let contractor = || whole.open.contractor.clone();
    let steps = [
        (&whole.respond, RepairStep::Respond { contractor: contractor(), promise: None }),
        (&whole.complete, RepairStep::Complete { contractor: contractor(), cost: whole.cost }),
        (&whole.accept, RepairStep::Accept),
    ];
    for (at, step) in steps {
        let Some(WholeStep { date, time, person }) = at.clone() else { continue };
        let completes = matches!(step, RepairStep::Complete { .. });
        let note = if completes { whole.done.clone() } else { String::new() };
        let request = RepairStepRequest {
            repair: name.clone(),
            step,
            date,
            time,
            person,
            note,
            evidence: Vec::new(),
            supersedes: None,
            today: whole.open.today,
        };
        book.take(|book| repair_step(book, &request, stamp))?;
    }
    if book.rows.is_empty() { Ok(Decided::Already(name)) } else { Ok(Decided::New(book.rows)) }
}

/// What the steps of one order are decided on.
struct OneOrder {
    book: Inspections,
    rows: Vec<Record>,
}

impl OneOrder {
    /// Takes what was decided, and hands back the number of the order.
    fn take(
        &mut self,
        decide: impl FnOnce(&Inspections) -> Result<Decided<Vec<Record>>, Refusal>,
    ) -> Result<String, Refusal> {
        match decide(&self.book)? {
            Decided::Already(name) => Ok(name),
            Decided::New(rows) => {
                rows.iter().try_for_each(|row| self.book.apply(row))?;
                let of = |row: &Record| match row {
                    Record::Repair(event) => Some(event.repair.to_string()),
                    _ => None,
                };
                let name = rows.iter().find_map(of);
                self.rows.extend(rows);
                name.ok_or_else(|| {
                    let repair = String::new();
                    RepairRefusal::Unknown { repair, nearest: None }.into()
                })
            }
        }
    }
}

impl Promise {
    /// A promise, where a day is said.
    pub fn of(day: Option<Day>, time: Option<Time>) -> Option<Self> {
        day.map(|day| Self { day, time })
    }
}
