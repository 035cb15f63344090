//! What may be done to an asset: register and request in, rows or a refusal out.
//!
//! A decision is held against all that is recorded, whatever day it is dated: an event may be
//! dated back, but not past the disposal, and a disposal not before a later event.

use crate::base::{
    AssetTag, Day, Decided, DepartmentCode, Money, RecordId, StaffCode, Stamp, nearest,
};
use crate::org::Org;

use super::register::{History, complete};
use super::{
    Card, Event, EventKind, Life, Lives, Record, Refusal, Regime, Register, Standing, Warning,
    warnings,
};

/// A thing comes into the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcquireRequest {
    /// Its card; a life that is not stated is taken from the table and written on the card.
    pub card: Card,
    /// Where it is.
    pub place: String,
    /// Which department has it.
    pub department: Option<DepartmentCode>,
    /// Who keeps it.
    pub custodian: Option<StaffCode>,
}

/// A thing goes to somebody or somewhere; what is not given stays as it is, except that place and
/// custodian of another department do not come along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveRequest {
    /// Which thing.
    pub asset: AssetTag,
    /// The effective day.
    pub date: Day,
    /// Where it is from then on.
    pub place: Option<String>,
    /// Which department has it from then on.
    pub department: Option<DepartmentCode>,
    /// Who keeps it from then on.
    pub custodian: Option<StaffCode>,
    /// Why.
    pub reason: String,
    /// A remark.
    pub note: String,
}

/// A thing was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairRequest {
    /// Which thing.
    pub asset: AssetTag,
    /// The effective day.
    pub date: Day,
    /// What it cost, once known.
    pub cost: Option<Money>,
    /// What was wrong.
    pub reason: String,
    /// A remark.
    pub note: String,
}

/// A thing leaves the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisposeRequest {
    /// Which thing.
    pub asset: AssetTag,
    /// The effective day.
    pub date: Day,
    /// What it brought.
    pub proceeds: Option<Money>,
    /// Why; there must be a reason.
    pub reason: String,
    /// A remark.
    pub note: String,
}

/// An event is taken back, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReverseRequest {
    /// Which event.
    pub event: RecordId,
    /// From which day on.
    pub date: Day,
    /// Why; there must be a reason.
    pub reason: String,
    /// A remark.
    pub note: String,
}

/// The rows of an acquisition, and what should be known about its card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquired {
    /// The card, unless it is there as it should be, and the event.
    pub records: Vec<Record>,
    /// What should be known about the card.
    pub warnings: Vec<Warning>,
}

/// Decides whether a thing may come into the books.
pub fn acquire(
    register: &Register,
    org: &Org,
    lives: &Lives,
    request: AcquireRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Acquired>, Refusal> {
    let AcquireRequest { mut card, place, department, custodian } = request;
    check_card(&card, lives)?;
    known_department(org, department.as_ref())?;
    if card.exemption().is_none() && card.months.is_none() {
        card.months = lives.find(&card.class).map(Life::months_min);
    }
    let event = Event {
        value: Some(card.original_value),
        place,
        department,
        custodian,
        ..blank(EventKind::Acquire, card.tag.clone(), card.acquired_on, stamp)
    };
    not_to_come(&event)?;
    let record = match register.known(&card.tag) {
        Err(_) => Some(Record::Card(card.clone())),
        Ok(history) => {
            let difference = history.card.difference(&card);
            let acquired = history.live().into_iter().find(|there| there.kind == event.kind);
            match (acquired, difference) {
                (Some(_), Some((field, there, given))) => {
                    return Err(Refusal::Taken { tag: card.tag, field, there, given });
                }
                (Some(there), None) if there.same_as(&event) => {
                    return Ok(Decided::Already(there.id.to_string()));
                }
                (Some(there), None) => {
                    return Err(Refusal::AcquiredTwice { tag: card.tag, first: there.id.clone() });
                }
                // The acquisition was taken back: the card may be put right on the way.
                (None, difference) => difference.map(|_| Record::Edit(card.clone())),
            }
        }
    };
    let mut records: Vec<Record> = record.into_iter().collect();
    records.push(Record::Event(event));
    let warnings = warnings(&card, lives);
    Ok(Decided::New(Acquired { records, warnings }))
}

/// Decides whether a thing may be handed to a department or a custodian (领用、交接).
///
/// What another department has is transferred, not assigned.
pub fn assign(
    register: &Register,
    org: &Org,
    request: MoveRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let event = moved(register, org, EventKind::Assign, request, stamp)?;
    decided(register, event, |standing, event| match (standing.department(), &event.department) {
        (Some(holder), Some(wanted)) if holder != wanted => Err(Refusal::HeldBy {
            tag: event.asset.clone(),
            holder: holder.clone(),
            wanted: wanted.clone(),
        }),
        _ => unmoved(standing, event),
    })
}

/// Decides whether a thing may go to another department or place (调拨).
pub fn transfer(
    register: &Register,
    org: &Org,
    request: MoveRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let event = moved(register, org, EventKind::Transfer, request, stamp)?;
    decided(register, event, unmoved)
}

/// Decides whether a repair may be recorded. What it cost does not change the thing's value.
pub fn repair(
    register: &Register,
    request: RepairRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let RepairRequest { asset, date, cost, reason, note } = request;
    if reason.trim().is_empty() {
        return Err(Refusal::Missing { kind: EventKind::Repair, field: "reason" });
    }
    let event = Event { value: cost, reason, note, ..blank(EventKind::Repair, asset, date, stamp) };
    decided(register, event, |_, _| Ok(()))
}

/// Decides whether a thing may leave the books.
pub fn dispose(
    register: &Register,
    request: DisposeRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let DisposeRequest { asset, date, proceeds, reason, note } = request;
    let event =
        Event { value: proceeds, reason, note, ..blank(EventKind::Dispose, asset, date, stamp) };
    decided(register, event, |_, event| {
        let live = register.known(&event.asset)?.live();
        match live.into_iter().find(|later| later.date > event.date) {
            Some(later) => Err(later_event(later)),
            None => Ok(()),
        }
    })
}

/// Decides whether an event may be taken back.
///
/// An acquisition only once nothing else stands that happened to the thing.
pub fn reverse(
    register: &Register,
    request: ReverseRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let ReverseRequest { event: id, date, reason, note } = request;
    let unknown = || Refusal::UnknownEvent {
        id: id.to_string(),
        nearest: nearest(id.as_str(), register.event_ids().map(RecordId::as_str)),
    };
    let original = register.event(&id).ok_or_else(unknown)?;
    let reversal = Event {
        reason,
        note,
        reverses: Some(id.clone()),
        ..blank(EventKind::Reversal, original.asset.clone(), date, stamp)
    };
    complete(&reversal)?;
    not_to_come(&reversal)?;
    if let Some(there) = register.reversal_of(&id).filter(|there| there.same_as(&reversal)) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    register.reversal_holds(&reversal)?;
    let live = register.known(&original.asset)?.live();
    let other = live.into_iter().find(|other| other.id != original.id);
    if let (EventKind::Acquire, Some(other)) = (original.kind, other) {
        return Err(later_event(other));
    }
    Ok(Decided::New(vec![Record::Event(reversal)]))
}

/// An event of which only kind, asset and day are known yet.
pub(super) fn blank(kind: EventKind, asset: AssetTag, date: Day, stamp: &mut Stamp) -> Event {
    Event {
        id: stamp.id('A', date),
        date,
        kind,
        asset,
        value: None,
        months: None,
        place: String::new(),
        department: None,
        custodian: None,
        reason: String::new(),
        note: String::new(),
        reverses: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.as_str().into(),
    }
}

/// Refuses a day after that of recording.
pub(super) fn not_to_come(event: &Event) -> Result<(), Refusal> {
    let today = event.recorded_at.day();
    if event.date > today {
        return Err(Refusal::Future { date: event.date, today });
    }
    Ok(())
}

/// Holds an event against the thing's history and a rule of its own.
pub(super) fn decided(
    register: &Register,
    event: Event,
    rule: impl Fn(&Standing<'_>, &Event) -> Result<(), Refusal>,
) -> Result<Decided<Vec<Record>>, Refusal> {
    complete(&event)?;
    not_to_come(&event)?;
    let history = register.known(&event.asset)?;
    if let Some(there) = history.live().into_iter().find(|there| there.same_as(&event)) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    let standing = ground(history, event.date, register.regime)?;
    rule(&standing, &event)?;
    Ok(Decided::New(vec![Record::Event(event)]))
}

/// How the thing stands on a day after all that is recorded, if something can be done to it then.
pub(super) fn ground(
    history: &History,
    date: Day,
    regime: Regime,
) -> Result<Standing<'_>, Refusal> {
    let tag = || history.card.tag.clone();
    let live = history.live();
    let standing = Standing::of(&history.card, &live, regime)
        .ok_or_else(|| Refusal::NotAcquired { tag: tag(), date })?;
    if date < standing.acquired.date {
        let acquired_on = standing.acquired.date;
        return Err(Refusal::BeforeAcquisition { tag: tag(), acquired_on, date });
    }
    if let Some(disposed) = standing.disposed.filter(|disposed| disposed.date <= date) {
        let event = disposed.id.clone();
        return Err(Refusal::Disposed { tag: tag(), on: disposed.date, event });
    }
    let until: Vec<&Event> = live.into_iter().filter(|event| event.date <= date).collect();
    Ok(Standing::of(&history.card, &until, regime).unwrap_or(standing))
}

/// Fills in a move what stays as it is.
pub(super) fn moved(
    register: &Register,
    org: &Org,
    kind: EventKind,
    request: MoveRequest,
    stamp: &mut Stamp,
) -> Result<Event, Refusal> {
    let MoveRequest { asset, date, place, department, custodian, reason, note } = request;
    known_department(org, department.as_ref())?;
    if place.is_none() && department.is_none() && custodian.is_none() {
        return Err(Refusal::Missing { kind, field: "department" });
    }
    let standing = ground(register.known(&asset)?, date, register.regime)?;
    let holder = standing.department();
    let stays = holder.is_none() || department.is_none() || holder == department.as_ref();
    let kept = || stays.then(|| standing.place().to_owned());
    Ok(Event {
        place: place.or_else(kept).unwrap_or_default(),
        custodian: custodian.or_else(|| standing.custodian().filter(|_| stays).cloned()),
        department: department.or_else(|| holder.cloned()),
        reason,
        note,
        ..blank(kind, asset, date, stamp)
    })
}

/// Refuses a move after which everything is as before.
pub(super) fn unmoved(standing: &Standing<'_>, event: &Event) -> Result<(), Refusal> {
    let there = (standing.place(), standing.department(), standing.custodian());
    if there != (event.place.as_str(), event.department.as_ref(), event.custodian.as_ref()) {
        return Ok(());
    }
    Err(Refusal::NothingChanges {
        tag: event.asset.clone(),
        since: standing.located.date,
        event: standing.located.id.clone(),
    })
}

fn later_event(later: &Event) -> Refusal {
    Refusal::LaterEvent {
        tag: later.asset.clone(),
        event: later.id.clone(),
        kind: later.kind,
        on: later.date,
    }
}

pub(super) fn known_department(
    org: &Org,
    department: Option<&DepartmentCode>,
) -> Result<(), Refusal> {
    if let Some(department) = department {
        org.known_department(department)?;
    }
    Ok(())
}

/// Checks what the fold does not: that the class is in the table, and that the thing is worth
/// something.
fn check_card(card: &Card, lives: &Lives) -> Result<(), Refusal> {
    card.check()?;
    if card.original_value.is_zero() {
        return Err(Refusal::Worthless { tag: card.tag.clone() });
    }
    lives.known(&card.class)
}
