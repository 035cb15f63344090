//! What changes a thing's worth or its use without moving it for good: amounts taken over,
//! improvements, new values and lives; lending, coming back, standing idle.

use crate::base::{AssetTag, Day, Decided, Money, Stamp};
use crate::org::Org;

use super::register::complete;
use super::request::{blank, decided, ground, moved, not_to_come, unmoved};
use super::{
    Event, EventKind, Lives, MoveRequest, Plan, Record, Refusal, Register, Standing, Status,
};

/// The value or the useful life of a thing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRequest {
    /// Which thing.
    pub asset: AssetTag,
    /// The effective day.
    pub date: Day,
    /// What is added to its value, or its new value.
    pub value: Option<Money>,
    /// Its new useful life in all, in months.
    pub months: Option<u32>,
    /// Why; there must be a reason.
    pub reason: String,
    /// A remark.
    pub note: String,
}

/// A thing was depreciated before these books began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningRequest {
    /// Which thing.
    pub asset: AssetTag,
    /// By the end of which day's month.
    pub date: Day,
    /// What was depreciated by then.
    pub accumulated: Money,
    /// How many months of its life were done by then; as many as have passed, if nothing is said.
    pub months: Option<u32>,
    /// A remark.
    pub note: String,
}

/// Decides whether a thing may be improved: what it costs is added to its value (改良、扩建).
pub fn upgrade(
    register: &Register,
    lives: &Lives,
    request: ChangeRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    change(register, lives, EventKind::Upgrade, request, stamp)
}

/// Decides whether a thing's value or useful life may be set anew (价值、年限调整).
pub fn revalue(
    register: &Register,
    lives: &Lives,
    request: ChangeRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    change(register, lives, EventKind::Revalue, request, stamp)
}

fn change(
    register: &Register,
    lives: &Lives,
    kind: EventKind,
    request: ChangeRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let ChangeRequest { asset, date, value, months, reason, note } = request;
    let event = Event { value, months, reason, note, ..blank(kind, asset, date, stamp) };
    decided(register, event, |standing, event| fits(standing, event, lives))
}

/// Refuses a change after which less is left than nothing, of the value or of the life.
fn fits(standing: &Standing<'_>, event: &Event, lives: &Lives) -> Result<(), Refusal> {
    let tag = || event.asset.clone();
    let Some(plan) = Plan::of(standing, lives) else {
        let no_life = Refusal::NotDepreciated { tag: tag() };
        return if event.months.is_some() { Err(no_life) } else { Ok(()) };
    };
    let month = event.date.month();
    let done = plan.elapsed(month.previous());
    let months = event.months.unwrap_or(plan.months());
    let after = Standing {
        changes: standing.changes.iter().copied().chain([event]).collect(),
        ..standing.clone()
    };
    let (value, accumulated) = (after.value(), plan.accumulated(month.previous()));
    if value < accumulated {
        return Err(Refusal::BelowDepreciated { tag: tag(), value, accumulated });
    }
    // A life that is over can only be made longer; what is added to a value needs months to go to.
    if months <= done && (event.months.is_some() || value > accumulated) {
        return Err(Refusal::LifeDone { tag: tag(), months, done });
    }
    Ok(())
}

/// Decides whether amounts may be taken over: what was depreciated before these books began.
pub fn open_accumulated(
    register: &Register,
    lives: &Lives,
    request: OpeningRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let OpeningRequest { asset, date, accumulated, months, note } = request;
    let event = Event {
        value: Some(accumulated),
        months,
        note,
        ..blank(EventKind::Opening, asset, date, stamp)
    };
    decided(register, event, |standing, event| {
        let tag = || event.asset.clone();
        let live = register.known(&event.asset)?.live();
        if let Some(first) = live.into_iter().find(|there| there.kind == EventKind::Opening) {
            return Err(Refusal::OpenedTwice { tag: tag(), first: first.id.clone() });
        }
        let Some(plan) = Plan::of(standing, lives) else {
            return Err(Refusal::NotDepreciated { tag: tag() });
        };
        let value = standing.value() - plan.residual;
        if accumulated > value {
            return Err(Refusal::BelowDepreciated { tag: tag(), value, accumulated });
        }
        match event.months {
            Some(done) if done > plan.months() => {
                Err(Refusal::LifeDone { tag: tag(), months: plan.months(), done })
            }
            _ => Ok(()),
        }
    })
}

/// Decides whether a thing may be lent: it stays its department's, and is where it was lent to. What
/// is lent comes back first.
pub fn lend(
    register: &Register,
    org: &Org,
    request: MoveRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let event = moved(register, org, EventKind::Lend, request, stamp)?;
    decided(register, event, |standing, event| match standing.status() {
        Status::Lent => Err(Refusal::AlreadyLent {
            tag: event.asset.clone(),
            place: standing.place().to_owned(),
        }),
        _ => unmoved(standing, event),
    })
}

/// Decides whether a thing came back from where it was lent.
///
/// What is not said is as it was before it was lent.
pub fn give_back(
    register: &Register,
    org: &Org,
    request: MoveRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let MoveRequest { asset, date, place, department, custodian, reason, note } = request;
    if let Some(department) = &department {
        org.known_department(department)?;
    }
    let history = register.known(&asset)?;
    let standing = ground(history, date, register.regime)?;
    let (mut before, mut lent) = (standing.acquired, None);
    for event in history.live().into_iter().filter(|event| event.date <= date) {
        match event.kind {
            EventKind::Lend => lent = Some(event),
            EventKind::Acquire
            | EventKind::Assign
            | EventKind::Transfer
            | EventKind::Idle
            | EventKind::Return => before = event,
            _ => {}
        }
    }
    let event = Event {
        place: place.unwrap_or_else(|| before.place.clone()),
        department: department.or_else(|| before.department.clone()),
        custodian: custodian.or_else(|| before.custodian.clone()),
        reason,
        note,
        ..blank(EventKind::Return, asset, date, stamp)
    };
    decided(register, event, |standing, event| match (standing.status(), lent) {
        (Status::Lent, Some(_)) => Ok(()),
        _ => Err(Refusal::NotLent { tag: event.asset.clone() }),
    })
}

/// Decides whether a thing may be said to stand idle; it stays where it is, if nothing is said.
pub fn idle(
    register: &Register,
    org: &Org,
    request: MoveRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let MoveRequest { asset, date, place, department, custodian, reason, note } = request;
    if let Some(department) = &department {
        org.known_department(department)?;
    }
    let standing = ground(register.known(&asset)?, date, register.regime)?;
    let event = Event {
        place: place.unwrap_or_else(|| standing.place().to_owned()),
        department: department.or_else(|| standing.department().cloned()),
        custodian: custodian.or_else(|| standing.custodian().cloned()),
        reason,
        note,
        ..blank(EventKind::Idle, asset, date, stamp)
    };
    complete(&event)?;
    not_to_come(&event)?;
    decided(register, event, |standing, event| match standing.status() {
        Status::Idle => unmoved(standing, event),
        _ => Ok(()),
    })
}
