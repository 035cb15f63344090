//! What only shows when the whole book is folded: rows that contradict other rows.

use std::collections::BTreeSet;

use crate::base::{PointCode, RecordId};
use crate::org::Org;

use super::bill;
use super::measure::stands_well;
use super::request::hangs_well;
use super::sum::sums_well;
use super::validate::shows;
use super::{Bill, History, Measure, MeasureRefusal, Meters, Refusal, View};

/// A row that contradicts others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The row.
    pub culprit: Culprit,
    /// What is wrong with it.
    pub refusal: Refusal,
}

/// Which row it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Culprit {
    /// A point of the register.
    Point(PointCode),
    /// A row of a ledger.
    Row(RecordId),
}

/// Finds every row that contradicts others; what is merely not known is no defect.
pub fn defects(meters: &Meters, org: &Org) -> Vec<Defect> {
    let mut defects = Vec::new();
    for history in meters.histories() {
        of_point(meters, org, history, &mut defects);
        of_rows(history, &mut defects);
    }
    for row in meters.weather() {
        let culprit = || Culprit::Row(row.id.clone());
        if let Some(gone) = &row.supersedes {
            let others =
                || meters.weather().filter(|other| other.supersedes.as_ref() == Some(gone));
            if !meters.weather().any(|other| other.id == *gone) {
                let refusal = Refusal::UnknownRow { id: gone.clone() };
                defects.push(Defect { culprit: culprit(), refusal });
            } else if others().any(|other| other.id < row.id) {
                let refusal = Refusal::SupersededTwice { id: gone.clone() };
                defects.push(Defect { culprit: culprit(), refusal });
            }
        }
    }
    for target in meters.targets() {
        if let Some(department) = &target.department
            && let Err(refusal) = org.known_department(department)
        {
            let culprit = Culprit::Row(target.id.clone());
            defects.push(Defect { culprit, refusal: refusal.into() });
        }
    }
    of_measures(meters, org, &mut defects);
    of_bills(meters, org, &mut defects);
    for driver in meters.drivers() {
        let mut found = |refusal: Refusal| {
            let culprit = Culprit::Row(driver.id.clone());
            defects.push(Defect { culprit, refusal });
        };
        let department = driver.place.department.as_ref();
        if let Some(Err(refusal)) = department.map(|department| org.known_department(department)) {
            found(refusal.into());
        }
        if let Some(Err(refusal)) = driver.place.site.as_ref().map(|site| org.known_site(site)) {
            found(refusal.into());
        }
    }
    defects
}

/// Measures of what is not there, and two rows that both claim to stand for one.
fn of_measures(meters: &Meters, org: &Org, defects: &mut Vec<Defect>) {
    let rows = meters.measure_rows();
    let mut found = |measure: &Measure, refusal: Refusal| {
        defects.push(Defect { culprit: Culprit::Row(measure.id.clone()), refusal });
    };
    for measure in rows {
        if let Err(refusal) = stands_well(meters, org, measure) {
            found(measure, refusal);
        }
        if let Some(id) = &measure.supersedes {
            if !rows.iter().any(|row| row.id == *id) {
                found(measure, Refusal::UnknownRow { id: id.clone() });
            } else if rows
                .iter()
                .any(|row| row.supersedes.as_ref() == Some(id) && row.id < measure.id)
            {
                found(measure, Refusal::SupersededTwice { id: id.clone() });
            }
        }
        let stands = rows.iter().all(|row| row.supersedes.as_ref() != Some(&measure.id));
        if let Some(standing) = meters.measure(&measure.code).filter(|_| stands)
            && standing.id != measure.id
        {
            let (code, name) = (measure.code.clone(), standing.name.clone());
            found(measure, MeasureRefusal::Taken { code, name }.into());
        }
    }
}

/// Bills of what is not there, rows that correct or take back what is not there or is gone, and
/// bills that cannot stand beside one that was recorded before.
fn of_bills(meters: &Meters, org: &Org, defects: &mut Vec<Defect>) {
    let mut found = |id: &RecordId, refusal: Refusal| {
        defects.push(Defect { culprit: Culprit::Row(id.clone()), refusal });
    };
    let rows: Vec<&Bill> = meters.bill_rows().collect();
    for row in &rows {
        if let Err(refusal) = bill::stands_well(meters, org, row) {
            found(&row.id, refusal);
        }
        for gone in row.supersedes.iter().chain(&row.reverses) {
            let mut others = rows.iter().filter(|other| {
                other.id < row.id
                    && other.supersedes.iter().chain(&other.reverses).any(|own| own == gone)
            });
            if !rows.iter().any(|other| other.id == *gone) {
                found(&row.id, Refusal::UnknownRow { id: gone.clone() });
            } else if others.next().is_some() {
                found(&row.id, Refusal::SupersededTwice { id: gone.clone() });
            }
        }
    }
    let mut standing = meters.bills(None);
    standing.sort_by_key(|row| (row.recorded_at, &row.id));
    for (at, row) in standing.iter().enumerate() {
        if let Some(refusal) = bill::overlapped(row, standing[..at].iter().copied()) {
            found(&row.id, refusal.into());
        }
    }
}

fn of_point(meters: &Meters, org: &Org, history: &History, defects: &mut Vec<Defect>) {
    let point = history.point();
    let mut found = |refusal: Refusal| {
        let culprit = Culprit::Point(point.code.clone());
        defects.push(Defect { culprit, refusal });
    };
    if let Err(refusal) = hangs_well(meters, point) {
        found(refusal);
    }
    if let Err(refusal) = sums_well(meters, point) {
        found(refusal);
    }
    if let Some(Err(refusal)) = point.site.as_ref().map(|site| org.known_site(site)) {
        found(refusal.into());
    }
    let department = point.department.as_ref().map(|department| org.known_department(department));
    if let Some(Err(refusal)) = department {
        found(refusal.into());
    }
}

/// Whether a row of a point contradicts another one or the meter.
pub(super) fn contradicts(history: &History) -> bool {
    let mut defects = Vec::new();
    of_rows(history, &mut defects);
    !defects.is_empty()
}

fn of_rows(history: &History, defects: &mut Vec<Defect>) {
    let code = &history.point().code;
    let mut found = |id: &RecordId, refusal: Refusal| {
        defects.push(Defect { culprit: Culprit::Row(id.clone()), refusal });
    };
    let readings = history.readings().iter().map(|own| (&own.id, own.supersedes.as_ref()));
    let events = history.events().iter().map(|own| (&own.id, own.supersedes.as_ref()));
    for rows in [readings.collect::<Vec<_>>(), events.collect::<Vec<_>>()] {
        if rows.iter().all(|(_, supersedes)| supersedes.is_none()) {
            continue;
        }
        let ids: BTreeSet<&RecordId> = rows.iter().map(|(id, _)| *id).collect();
        let mut all_gone = BTreeSet::new();
        for (id, supersedes) in rows {
            let Some(gone) = supersedes else { continue };
            if !ids.contains(gone) {
                found(id, Refusal::UnknownRow { id: gone.clone() });
            } else if !all_gone.insert(gone) {
                found(id, Refusal::SupersededTwice { id: gone.clone() });
            }
        }
    }
    let Some(meter) = &history.point().meter else {
        for id in history.readings().iter().map(|own| &own.id) {
            found(id, Refusal::NoMeter { code: code.clone() });
        }
        return;
    };
    let segments = history.segments(&View::NOW);
    for reading in history.current_readings(&View::NOW) {
        let date = reading.date;
        let when = (date, reading.time);
        if let Some(from) = meter.from.filter(|from| date < *from) {
            found(&reading.id, Refusal::Early { code: code.clone(), date, from });
        } else if let Some(until) = meter.until.filter(|until| date > *until) {
            found(&reading.id, Refusal::Late { code: code.clone(), date, until });
        } else if let Some(segment) = segments.iter().find(|segment| segment.covers(when))
            && let Err(refusal) = shows(segment, code, reading.register)
        {
            found(&reading.id, refusal);
        }
    }
}
