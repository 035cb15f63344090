//! What is known about one duty, and where it stands: plain data in, plain data out.

use std::collections::BTreeSet;

use crate::base::{Day, RecordId};
use crate::inspections::batch::Batch;
use crate::inspections::record::{Excusal, Inspection, ServicePeriod};
use crate::inspections::rule::Rule;
use crate::inspections::status::Unit;
use crate::inspections::strictest::{Covered, StandsBack};
use crate::org::{Calendar, Certificate};

use super::reason::{Ignored, PassedOver};

/// All that is known about one duty, as plain data.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The versions of the rule, by their first day.
    pub versions: &'a [Rule],
    /// The days on which the rule binds the subject.
    pub service: Vec<ServicePeriod>,
    /// The records that are known and not superseded, in any order.
    pub records: Vec<&'a Inspection>,
    /// The excusals that are known and not superseded, in any order.
    pub excusals: Vec<&'a Excusal>,
    /// The day the duty is counted from, where the subject has its own.
    pub anchor: Option<Day>,
    /// The days off and the days worked.
    pub calendar: &'a Calendar,
    /// The subject's certificates that are known and not superseded, in any order.
    pub certificates: Vec<&'a Certificate>,
    /// The days on which the subject was on duty, in any order.
    pub roster: Vec<Day>,
    /// The batches, by the minute at which they were opened.
    pub batches: Vec<Batch<'a>>,
    /// The records of the rule that this one comes after, in any order.
    pub events: Vec<&'a Inspection>,
    /// The days on which a stricter rule of the same matter counts in its place.
    pub stands_back: Vec<StandsBack>,
    /// The records whose evidence is not what it was any more.
    pub unproven: BTreeSet<RecordId>,
}

impl<'a> Facts<'a> {
    /// Nothing but the rule and the calendar.
    pub fn of(versions: &'a [Rule], calendar: &'a Calendar) -> Self {
        Self {
            versions,
            service: Vec::new(),
            records: Vec::new(),
            excusals: Vec::new(),
            anchor: None,
            calendar,
            certificates: Vec::new(),
            roster: Vec::new(),
            batches: Vec::new(),
            events: Vec::new(),
            stands_back: Vec::new(),
            unproven: BTreeSet::new(),
        }
    }

    /// The same by the versions that begin by a day, and by a calendar.
    #[must_use]
    pub(in crate::inspections) fn until(self, calendar: &'a Calendar, last: Day) -> Self {
        let begun = self.versions.partition_point(|rule| rule.valid_from <= last);
        Self { versions: &self.versions[..begun], calendar, ..self }
    }
}

/// Where a duty stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Every required unit, by due day.
    pub units: Vec<Unit>,
    /// The records that count for nothing.
    pub passed_over: Vec<PassedOver>,
    /// The excusals that excuse nothing.
    pub ignored: Vec<Ignored>,
    /// The units that a stricter rule of the same matter asks for already.
    pub covered: Vec<Covered>,
    /// When the cover by certificates ends, where the duty asks for one and it has an end.
    pub renewal: Option<Renewal>,
}

/// A certificate that is the last one, and when the next is to be applied for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The certificate.
    pub certificate: RecordId,
    /// Its last day.
    pub valid_to: Day,
    /// The last day to apply for the next one.
    pub apply_by: Day,
}
