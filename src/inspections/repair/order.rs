//! What happened to a repair order, and where it stands: the sum of its events.
//!
//! Who accepts a repair did not do it. A minute that nobody wrote down counts against the repair:
//! reported at the start of its day, answered and completed at the end of it.

use smol_str::SmolStr;

use crate::base::{Day, DepartmentCode, Moment, Money, RecordId, SubjectCode, Time};
use crate::inspections::duty::Instant;
use crate::inspections::status::Clock;
use crate::inspections::word::words;

use super::RepairRefusal;

words! {
    /// What happened to a repair order.
    RepairKind {
        /// Something broken was reported (报修).
        Open = "open", "repair.kind.open";
        /// Somebody came (响应).
        Respond = "respond", "repair.kind.respond";
        /// It works again (完成).
        Complete = "complete", "repair.kind.complete";
        /// Somebody else found it mended (验收): closed.
        Accept = "accept", "repair.kind.accept";
        /// Somebody found it not mended (返修): open again.
        Reject = "reject", "repair.kind.reject";
        /// The promised deadline was moved.
        Extend = "extend", "repair.kind.extend";
        /// There was nothing to repair (撤销): closed.
        Cancel = "cancel", "repair.kind.cancel";
    }
}

words! {
    /// Where a repair order stands.
    RepairState {
        /// Nobody has come yet.
        Open = "open", "repair.state.open";
        /// Somebody came, and it does not work yet.
        Responded = "responded", "repair.state.responded";
        /// It works again; somebody else is still to accept it.
        Completed = "completed", "repair.state.completed";
        /// Accepted and closed.
        Accepted = "accepted", "repair.state.accepted";
        /// Withdrawn.
        Cancelled = "cancelled", "repair.state.cancelled";
    }
}

words! {
    /// How urgent a repair is.
    RepairUrgency {
        /// Work stops or somebody is in danger.
        Emergency = "emergency", "repair.urgency.emergency";
        /// It hinders.
        Urgent = "urgent", "repair.urgency.urgent";
        /// It can wait its turn.
        Routine = "routine", "repair.urgency.routine";
    }
}

/// One event of a repair order: a row of its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairEvent {
    /// The number of the event.
    pub id: RecordId,
    /// The order: the number of the row that opened it first.
    pub repair: RecordId,
    /// The day it happened.
    pub date: Day,
    /// The minute, where it is known.
    pub time: Option<Time>,
    /// What happened.
    pub kind: RepairKind,
    /// The number printed on the paper (维修单号), empty where there is none (when opened).
    pub number: String,
    /// What is broken: an asset's tag, a place, a department (when opened).
    pub subject: Option<SubjectCode>,
    /// Who reported it (when opened).
    pub department: Option<DepartmentCode>,
    /// Where it is, in words (when opened).
    pub place: String,
    /// How urgent it is (when opened).
    pub urgency: Option<RepairUrgency>,
    /// Whoever repairs it from outside; none for the hospital's own people.
    pub contractor: Option<SubjectCode>,
    /// The finding it came from (when opened).
    pub finding: Option<RecordId>,
    /// The day that was promised for its completion.
    pub due: Option<Day>,
    /// The minute that was promised; the end of the day where none is said.
    pub due_time: Option<Time>,
    /// What it cost beside the parts from stock (when completed).
    pub cost: Option<Money>,
    /// Who did it.
    pub person: SmolStr,
    /// What is broken, was done or seen.
    pub note: String,
    /// The pieces of evidence, as paths below the store's root.
    pub evidence: Vec<String>,
    /// The row it takes the place of.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: SmolStr,
}

impl RepairEvent {
    /// The promise that the row makes.
    pub fn promise(&self) -> Option<Promise> {
        self.due.map(|day| Promise { day, time: self.due_time })
    }
}

/// Something that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The row that says so.
    pub row: RecordId,
    /// The day.
    pub date: Day,
    /// The minute, where it is known.
    pub time: Option<Time>,
    /// Who.
    pub person: SmolStr,
    /// What was said of it.
    pub note: String,
}

impl Happened {
    fn of(event: &RepairEvent) -> Self {
        let (row, person) = (event.id.clone(), SmolStr::new(event.person.trim()));
        Self { row, date: event.date, time: event.time, person, note: event.note.clone() }
    }

    /// The last minute at which it can have happened.
    pub(in crate::inspections) fn latest(&self) -> Instant {
        latest(self.date, self.time)
    }
}

/// The last minute that a day and a time may mean.
pub(in crate::inspections) fn latest(date: Day, time: Option<Time>) -> Instant {
    Instant::at(date, time.map_or(24 * 60, |time| i64::from(time.minutes())))
}

/// The first minute that a day and a time may mean.
pub(in crate::inspections) fn earliest(date: Day, time: Option<Time>) -> Instant {
    Instant::at(date, time.map_or(0, |time| i64::from(time.minutes())))
}

/// By when a repair was promised to be completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// The day.
    pub day: Day,
    /// The minute; the end of the day where none is said.
    pub time: Option<Time>,
}

impl Promise {
    /// The last minute in time.
    pub(in crate::inspections) fn deadline(self) -> Instant {
        latest(self.day, self.time)
    }
}

/// A repair order as it stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Its number in the ledger.
    pub id: RecordId,
    /// The number printed on the paper; empty where there is none.
    pub number: String,
    /// Where it stands.
    pub state: RepairState,
    /// What is broken.
    pub subject: SubjectCode,
    /// Which department reported it.
    pub department: Option<DepartmentCode>,
    /// Where it is, in words.
    pub place: String,
    /// How urgent it is.
    pub urgency: RepairUrgency,
    /// Whoever repairs it from outside, who came last.
    pub contractor: Option<SubjectCode>,
    /// The finding it came from.
    pub finding: Option<RecordId>,
    /// When it was reported, by whom, and what is broken.
    pub reported: Happened,
    /// By when it was promised first.
    pub first_promise: Option<Promise>,
    /// By when it is promised as it stands.
    pub promise: Option<Promise>,
    /// When somebody came first.
    pub responded: Option<Happened>,
    /// When it was completed; of a repair that was done again, the last time.
    pub completed: Option<Happened>,
    /// When it was accepted.
    pub accepted: Option<Happened>,
    /// When it was withdrawn, and why.
    pub cancelled: Option<Happened>,
    /// How often it was found not mended.
    pub n_rejected: u32,
    /// What it cost beside the parts from stock; none while nobody has said.
    pub cost: Option<Money>,
    /// Everybody who completed it, once or again.
    pub repairers: Vec<String>,
}

impl Repair {
    /// Folds the rows that stand, in their order; none if the first of them opens no order.
    ///
    /// What cannot follow counts for nothing; [`Repair::faults`] says why.
    pub fn fold(rows: &[&RepairEvent], clock: Clock) -> Option<Self> {
        let mut happened = rows.iter().filter(|row| row.date <= clock.as_of);
        let mut repair = Self::opened(happened.next()?)?;
        for row in happened {
            let _cannot_follow = repair.add(row);
        }
        Some(repair)
    }

    /// The rows by which it was completed, once or again, in their order: each says what it cost.
    pub fn completions<'r>(rows: &[&'r RepairEvent], clock: Clock) -> Vec<&'r RepairEvent> {
        let mut happened = rows.iter().filter(|row| row.date <= clock.as_of);
        let Some(mut repair) = happened.next().and_then(|row| Self::opened(row)) else {
            return Vec::new();
        };
        let follows = |row: &&&RepairEvent| repair.add(row).is_ok();
        let done: Vec<&&RepairEvent> = happened.filter(follows).collect();
        done.into_iter().copied().filter(|row| row.kind == RepairKind::Complete).collect()
    }

    /// The rows that cannot follow those before them, and why not.
    pub fn faults(rows: &[&RepairEvent]) -> Vec<(RecordId, RepairRefusal)> {
        let unknown = |row: &&RepairEvent| {
            let repair = row.repair.to_string();
            (row.id.clone(), RepairRefusal::Unknown { repair, nearest: None })
        };
        let Some((first, rest)) = rows.split_first() else { return Vec::new() };
        let Some(mut repair) = Self::opened(first) else {
            return rows.iter().map(unknown).collect();
        };
        let fault = |row: &&RepairEvent| Some((row.id.clone(), repair.add(row).err()?));
        rest.iter().filter_map(fault).collect()
    }

    fn opened(row: &RepairEvent) -> Option<Self> {
        let (RepairKind::Open, Some(subject)) = (row.kind, &row.subject) else { return None };
        Some(Self {
            id: row.repair.clone(),
            number: row.number.clone(),
            state: RepairState::Open,
            subject: subject.clone(),
            department: row.department.clone(),
            place: row.place.clone(),
            urgency: row.urgency.unwrap_or(RepairUrgency::Routine),
            contractor: row.contractor.clone(),
            finding: row.finding.clone(),
            reported: Happened::of(row),
            first_promise: row.promise(),
            promise: row.promise(),
            responded: None,
            completed: None,
            accepted: None,
            cancelled: None,
            n_rejected: 0,
            cost: None,
            repairers: Vec::new(),
        })
    }

    /// Folds a row that may follow.
    fn add(&mut self, row: &RepairEvent) -> Result<(), RepairRefusal> {
        let repair = || self.name().to_owned();
        let date = |happened: &Happened| happened.date;
        if let Some(date) = self.accepted.as_ref().map(date) {
            return Err(RepairRefusal::Closed { repair: repair(), date });
        }
        if let Some(date) = self.cancelled.as_ref().map(date) {
            return Err(RepairRefusal::Cancelled { repair: repair(), date });
        }
        if latest(row.date, row.time) < self.reported_at() {
            let (date, time) = (self.reported.date, self.reported.time);
            return Err(RepairRefusal::TooEarly { repair: repair(), date, time });
        }
        match (row.kind, &self.completed) {
            (RepairKind::Open, _) => {
                return Err(RepairRefusal::OpenedTwice { repair: repair() });
            }
            (RepairKind::Accept | RepairKind::Reject, None) => {
                return Err(RepairRefusal::NotCompleted { repair: repair() });
            }
            (RepairKind::Accept | RepairKind::Reject, Some(_)) | (_, None) => {}
            (_, Some(done)) => {
                return Err(RepairRefusal::AlreadyCompleted { repair: repair(), date: done.date });
            }
        }
        self.follow(row)?;
        if row.contractor.is_some() {
            self.contractor.clone_from(&row.contractor);
        }
        Ok(())
    }

    /// Folds a row whose turn it is.
    fn follow(&mut self, row: &RepairEvent) -> Result<(), RepairRefusal> {
        let repair = || self.name().to_owned();
        let person = row.person.trim();
        match row.kind {
            RepairKind::Open => {}
            RepairKind::Respond => {
                if let Some(done) = self.responded.as_ref().filter(|_| self.n_rejected == 0) {
                    let (date, row) = (done.date, done.row.clone());
                    return Err(RepairRefusal::AlreadyResponded { repair: repair(), date, row });
                }
                self.state = RepairState::Responded;
                self.responded.get_or_insert_with(|| Happened::of(row));
                self.first_promise = self.first_promise.or(row.promise());
                self.promise = self.promise.or(row.promise());
            }
            RepairKind::Complete => {
                self.state = RepairState::Completed;
                self.completed = Some(Happened::of(row));
                self.cost = match (self.cost, row.cost) {
                    (Some(before), Some(more)) => Some(before + more),
                    (before, more) => before.or(more),
                };
                self.repairers.push(person.to_owned());
            }
            RepairKind::Accept => {
                if self.repairers.iter().any(|repairer| repairer == person) {
                    let person = person.to_owned();
                    return Err(RepairRefusal::SelfAccepted { repair: repair(), person });
                }
                self.state = RepairState::Accepted;
                self.accepted = Some(Happened::of(row));
            }
            RepairKind::Reject => {
                self.state = RepairState::Responded;
                self.responded = self.responded.take().or(self.completed.take());
                self.completed = None;
                self.n_rejected += 1;
            }
            RepairKind::Extend => self.extend(row)?,
            RepairKind::Cancel => {
                let came = self.responded.as_ref();
                if came.is_some_and(|came| came.person == person) {
                    let person = person.to_owned();
                    return Err(RepairRefusal::SelfCancelled { repair: repair(), person });
                }
                self.state = RepairState::Cancelled;
                self.cancelled = Some(Happened::of(row));
            }
        }
        Ok(())
    }

    /// Moves the promise, as long as it has not passed.
    fn extend(&mut self, row: &RepairEvent) -> Result<(), RepairRefusal> {
        let repair = self.name().to_owned();
        let Some(promise) = self.promise else { return Err(RepairRefusal::NoPromise { repair }) };
        let due = promise.day;
        if latest(row.date, row.time) > promise.deadline() {
            return Err(RepairRefusal::PromisePassed { repair, due });
        }
        match row.promise() {
            Some(later) if later.deadline() > promise.deadline() => self.promise = Some(later),
            _ => return Err(RepairRefusal::PromiseNotLater { repair, due }),
        }
        Ok(())
    }

    /// What it is called: the number on the paper, else that of the ledger.
    pub fn name(&self) -> &str {
        if self.number.is_empty() { self.id.as_str() } else { &self.number }
    }

    /// Whether a number is its own: that of the ledger or that on the paper.
    pub fn is_called(&self, name: &str) -> bool {
        self.id.as_str() == name || (!self.number.is_empty() && self.number == name)
    }

    /// The first minute at which it can have been reported.
    pub(in crate::inspections) fn reported_at(&self) -> Instant {
        earliest(self.reported.date, self.reported.time)
    }

    /// When somebody came; a repair that was completed by somebody whom nobody saw come was
    /// answered when it was completed.
    pub fn answered(&self) -> Option<&Happened> {
        self.responded.as_ref().or(self.completed.as_ref())
    }

    /// The minutes until somebody came.
    pub fn minutes_to_response(&self) -> Option<i64> {
        self.answered().map(|answered| self.reported_at().until(answered.latest()))
    }

    /// The minutes until it worked again.
    pub fn minutes_to_completion(&self) -> Option<i64> {
        self.completed.as_ref().map(|completed| self.reported_at().until(completed.latest()))
    }

    /// Whether somebody still has to do something about it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, RepairState::Open | RepairState::Responded)
    }
}
