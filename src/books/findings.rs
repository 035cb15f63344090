//! Findings of departments that are registered: where the rounds and the registers meet.

use crate::base::{Decided, DepartmentCode, Stamp};
use crate::inspections::{self, OpenRequest, Record, StepRequest};

use super::{Books, Refusal};

/// Decides about a new finding of a department that is registered.
pub fn open_finding(
    books: &Books,
    request: &OpenRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    known(books, request.department.as_ref())?;
    Ok(inspections::open(&books.inspections, request, stamp)?)
}

/// The same for a step of one.
pub fn step_finding(
    books: &Books,
    request: &StepRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    known(books, request.department.as_ref())?;
    Ok(inspections::step(&books.inspections, request, stamp)?)
}

fn known(books: &Books, department: Option<&DepartmentCode>) -> Result<(), Refusal> {
    department.map_or(Ok(()), |department| books.org.known_department(department).map(drop))?;
    Ok(())
}
