//! Finds an obligation by its name.

use crate::base::{Day, RuleCode, SubjectCode};

use super::ObligationRefusal;
use crate::inspections::obligation::Obligation;
use crate::inspections::{DutyKey, Inspections, Refusal};

/// How many names are told beside one that is not there.
const N_NEAR: usize = 3;

/// Whether a text has the shape of an obligation's name: no code of a message has a `/`.
pub fn looks_like_obligation(text: &str) -> bool {
    text.contains('/')
}

/// The duty and the due day that a name says.
pub(super) fn duty(book: &Inspections, text: &str) -> Result<(DutyKey, Day), Refusal> {
    let shape = || ObligationRefusal::Shape { text: text.to_owned() };
    let mut parts = text.split('/');
    let (Some(rule), Some(subject), Some(due)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(shape().into());
    };
    let rule = RuleCode::parse(rule).map_err(|_| shape())?;
    let subject = SubjectCode::parse(subject).map_err(|_| shape())?;
    let due = Day::parse(due).map_err(|_| shape())?;
    book.rule(&rule)?;
    if book.service_of(&rule, &subject).is_empty() {
        return Err(book.not_bound(&rule, &subject));
    }
    Ok(((rule, subject), due))
}

/// The place of the obligation of a name among those of its duty.
///
/// The name may stop at the due day where that is clear.
pub(super) fn among(all: &[Obligation], text: &str, due: Day) -> Result<usize, Refusal> {
    let named = |one: &Obligation| one.name().to_string() == text;
    if let Some(at) = all.iter().position(named) {
        return Ok(at);
    }
    let begun = |one: &Obligation| {
        let name = one.name().to_string();
        name.strip_prefix(text).is_some_and(|rest| rest.starts_with('/'))
    };
    let mut begun = (0..all.len()).filter(|at| begun(&all[*at]));
    if let (Some(at), None) = (begun.next(), begun.next()) {
        return Ok(at);
    }
    let mut near: Vec<&Obligation> = all.iter().collect();
    near.sort_by_key(|one| due.days_until(one.unit.due).abs());
    let near = near.into_iter().take(N_NEAR).map(|one| one.name().to_string()).collect();
    Err(ObligationRefusal::Unknown { text: text.to_owned(), near }.into())
}
