//! Decides about indicators and their monthly values.

use crate::base::{Day, Decided, Fraction, IndicatorCode, Month, RecordId, Stamp};
use crate::inspections::record::{Record, standing};
use crate::inspections::request::{check_not_replaced, check_text};
use crate::inspections::{Inspections, Refusal};

use super::{Direction, Given, Indicator, IndicatorRefusal, IndicatorValue};

/// An indicator to be entered, or a new version of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorRequest {
    /// Its code.
    pub code: IndicatorCode,
    /// What it is called.
    pub name: String,
    /// What it is called in English.
    pub name_en: String,
    /// What it is counted in.
    pub unit: String,
    /// Which way the target is met.
    pub direction: Direction,
    /// The target, in the unit.
    pub target: Fraction,
    /// The first month.
    pub from: Month,
    /// The last one.
    pub to: Option<Month>,
    /// Who answers for it.
    pub owner: String,
    /// Where the target stands.
    pub source: String,
    /// What it is about.
    pub section: String,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
}

/// Decides about an indicator; from a later month on it is a new version with another target.
///
/// The identical one again is [`Decided::Already`]; the same code from the same month on with
/// other values is refused unless it names the row that it corrects.
pub fn add_indicator(
    book: &Inspections,
    request: &IndicatorRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    check_text("name", &request.name)?;
    let row = Indicator {
        id: stamp.id('N', request.from.first()),
        code: request.code,
        name: request.name,
        name_en: request.name_en,
        unit: request.unit.trim().to_owned(),
        direction: request.direction,
        target: request.target,
        from: request.from,
        to: request.to,
        owner: request.owner,
        source: request.source,
        section: request.section,
        note: request.note,
        supersedes: request.supersedes,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    row.check()?;
    let there: Vec<&Indicator> =
        standing(book.indicators()).into_iter().filter(|there| there.code == row.code).collect();
    let same = |there: &&&Indicator| {
        let (id, supersedes) = (there.id.clone(), there.supersedes.clone());
        let (recorded_at, recorded_by) = (there.recorded_at, there.recorded_by.clone());
        ***there == Indicator { id, supersedes, recorded_at, recorded_by, ..row.clone() }
    };
    if let Some(there) = there.iter().find(same) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    if let Some(old) = &row.supersedes {
        let known = book.indicators().find(|there| there.id == *old);
        let known = known.ok_or_else(|| Refusal::UnknownRow { id: old.clone() })?;
        if known.code != row.code {
            let (id, about) = (old.clone(), known.code.to_string());
            return Err(IndicatorRefusal::OtherRow { id, about }.into());
        }
        check_not_replaced(book, old)?;
    }
    let taken =
        |there: &&&Indicator| there.from == row.from && row.supersedes.as_ref() != Some(&there.id);
    if let Some(there) = there.iter().find(taken) {
        let (indicator, from, id) = (row.code, row.from, there.id.clone());
        return Err(IndicatorRefusal::Taken { indicator, from, id }.into());
    }
    Ok(Decided::New(vec![Record::Indicator(Box::new(row))]))
}

/// The value of a month to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueRequest {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The month.
    pub month: Month,
    /// What was given.
    pub given: Given,
    /// The sign of the unit that was written beside the number.
    pub sign: Option<&'static str>,
    /// Who worked it out.
    pub person: String,
    /// The pieces of evidence, as paths below the store's root.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: a month has a value once it is over.
    pub today: Day,
}

/// Decides about the value of a month.
///
/// The identical value again is [`Decided::Already`]; another one is refused unless it names the
/// row that it corrects.
pub fn set_value(
    book: &Inspections,
    request: &ValueRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let ValueRequest { indicator, month, given, person, evidence, sha256, note, .. } = request;
    let (supersedes, month) = (&request.supersedes, *month);
    let indicator = &book.indicator_called(indicator)?;
    let version = book.indicator_in(indicator, month)?;
    if month.last() > request.today {
        return Err(IndicatorRefusal::MonthRunning { month, last: month.last() }.into());
    }
    check_text("person", person)?;
    given.check()?;
    if let Some(given) = request.sign.filter(|sign| *sign != version.unit) {
        let (indicator, unit) = (indicator.clone(), version.unit.clone());
        return Err(IndicatorRefusal::OtherUnit { indicator, unit, given }.into());
    }
    let there: Vec<&IndicatorValue> = standing(book.indicator_values())
        .into_iter()
        .filter(|there| there.indicator == *indicator && there.month == month)
        .collect();
    let same = |there: &&&IndicatorValue| {
        (&there.given, &there.person, &there.evidence, &there.sha256, &there.note)
            == (given, person, evidence, sha256, note)
    };
    if let Some(there) = there.iter().find(same) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    if let Some(old) = supersedes {
        let known = book.indicator_values().find(|there| there.id == *old);
        let known = known.ok_or_else(|| Refusal::UnknownRow { id: old.clone() })?;
        if (&known.indicator, known.month) != (indicator, month) {
            let about = format!("{} {}", known.indicator, known.month);
            return Err(IndicatorRefusal::OtherRow { id: old.clone(), about }.into());
        }
        check_not_replaced(book, old)?;
    }
    let taken = |there: &&&IndicatorValue| supersedes.as_ref() != Some(&there.id);
    if let Some(there) = there.iter().find(taken) {
        let (indicator, id) = (indicator.clone(), there.id.clone());
        return Err(IndicatorRefusal::ValueTaken { indicator, month, id }.into());
    }
    Ok(Decided::New(vec![Record::IndicatorValue(IndicatorValue {
        id: stamp.id('N', month.last()),
        indicator: indicator.clone(),
        month,
        given: *given,
        person: person.clone(),
        evidence: evidence.clone(),
        sha256: sha256.clone(),
        note: note.clone(),
        supersedes: supersedes.clone(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    })]))
}
