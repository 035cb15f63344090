//! Acknowledgements (确认): somebody has seen an alarm of the nights, and says why, and whether
//! the nights from a day on are the new normal.

use crate::base::{Day, Decided, Moment, PointCode, RecordId, Stamp};
use crate::meters::{Meters, Refusal, View};

use super::WatchRefusal;

/// A row of the acknowledgements.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acknowledgement {
    /// Its id.
    pub id: RecordId,
    /// The day of the acknowledgement; alarms raised up to it are acknowledged.
    pub date: Day,
    /// The point.
    pub point: PointCode,
    /// The day from which the baseline is taken anew; none where it stays.
    pub from: Option<Day>,
    /// Why.
    pub reason: String,
    /// Who looked.
    pub person: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// An acknowledgement as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcknowledgeRequest {
    /// The point.
    pub point: PointCode,
    /// The day of the acknowledgement.
    pub date: Day,
    /// The day from which the baseline is taken anew.
    pub from: Option<Day>,
    /// Why.
    pub reason: String,
    /// Who looked.
    pub person: Option<String>,
}

/// Decides whether an acknowledgement can be recorded.
pub fn acknowledge(
    meters: &Meters,
    today: Day,
    request: &AcknowledgeRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Acknowledgement>>, Refusal> {
    let AcknowledgeRequest { point, date, from, reason, person } = request;
    if meters.known(point)?.point().meter.is_none() {
        return Err(Refusal::NoMeter { code: point.clone() });
    }
    if let Some(date) = [Some(*date), *from].into_iter().flatten().find(|day| *day > today) {
        return Err(Refusal::Future { date, today });
    }
    if reason.trim().is_empty() {
        return Err(WatchRefusal::NoReason { point: point.clone() }.into());
    }
    let same = |row: &&Acknowledgement| {
        (&row.point, row.date, row.from, &row.reason, &row.person)
            == (point, *date, *from, reason, person)
    };
    if let Some(there) = meters.acknowledgements.iter().find(same) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    Ok(Decided::New(vec![Acknowledgement {
        id: stamp.id('A', *date),
        date: *date,
        point: point.clone(),
        from: *from,
        reason: reason.clone(),
        person: person.clone(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }]))
}

impl Meters {
    /// Folds an acknowledgement; the identical row again changes nothing.
    pub(in crate::meters) fn add_acknowledgement(
        &mut self,
        row: &Acknowledgement,
    ) -> Result<(), Refusal> {
        self.known(&row.point)?;
        match self.acknowledgements.binary_search_by(|there| there.id.cmp(&row.id)) {
            Ok(at) if self.acknowledgements[at] == *row => Ok(()),
            Ok(_) => Err(Refusal::IdTaken { id: row.id.clone() }),
            Err(at) => {
                self.acknowledgements.insert(at, row.clone());
                Ok(())
            }
        }
    }

    /// The acknowledgements of a point, by day.
    pub fn acknowledgements_of(&self, point: &PointCode, view: &View) -> Vec<&Acknowledgement> {
        let mut rows: Vec<&Acknowledgement> = self
            .acknowledgements
            .iter()
            .filter(|row| row.point == *point && view.reaches(row.date))
            .collect();
        rows.sort_by_key(|row| (row.date, &row.id));
        rows
    }
}
