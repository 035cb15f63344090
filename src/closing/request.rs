//! Decides whether a month may be sealed or opened again.

use crate::base::{Day, Decided, Stamp};

use super::{Closing, Demand, Link, LinkKind, Met, MonthState, Refusal, Sealable, Waiver};

/// What is asked for: one month of one book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRequest {
    /// What is to be sealed.
    pub of: Sealable,
    /// The running day.
    pub today: Day,
    /// What sealing demands of this month, and how it stands.
    pub demands: Vec<Demand>,
    /// What somebody answers for; those that name other demands are passed over here.
    pub waivers: Vec<Waiver>,
    /// Who answers for the waivers.
    pub approver: Option<String>,
}

/// What is asked for: months of one book, opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReopenRequest {
    /// What is to be opened.
    pub of: Sealable,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub approver: Option<String>,
}

/// A link that was decided, with what was demanded of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The link, its head still empty.
    pub link: Link,
    /// The demands, each in order or waived.
    pub demands: Vec<Demand>,
}

/// Decides whether a month of a book may be sealed.
///
/// Months are sealed in order, so that what one carries forward is what the next begins with. The
/// first seal of a book takes in everything before it.
pub fn seal(
    closing: &Closing,
    request: SealRequest,
    stamp: &Stamp,
) -> Result<Decided<Seal>, Refusal> {
    let SealRequest { of, today, demands, waivers, approver } = request;
    if let MonthState::Sealed(link) = closing.state(of) {
        return Ok(Decided::Already(format!("{:04}", link.number)));
    }
    if today <= of.month.last() {
        return Err(Refusal::NotOver { month: of.month, today });
    }
    let mut month = closing.first_month(of.book).unwrap_or(of.month);
    while month < of.month {
        if !matches!(closing.state(Sealable { month, ..of }), MonthState::Sealed(_)) {
            return Err(Refusal::EarlierOpen { of, open: month });
        }
        month = month.next();
    }
    let approver = approver.unwrap_or_default().trim().to_owned();
    let demands: Vec<Demand> = demands.into_iter().map(|demand| waive(demand, &waivers)).collect();
    let open: Vec<&str> = demands
        .iter()
        .filter(|demand| demand.is_open())
        .map(|demand| demand.name.as_str())
        .collect();
    if !open.is_empty() {
        return Err(Refusal::Demands { of, names: open.join(", "), n_open: open.len() });
    }
    let waived: Vec<String> = demands
        .iter()
        .filter_map(|demand| match &demand.met {
            Met::Waived { reason, .. } => Some(format!("{}: {reason}", demand.name)),
            Met::Yes | Met::No { .. } => None,
        })
        .collect();
    if waived.is_empty() {
        let link = link(closing, of, (LinkKind::Seal, String::new(), String::new()), stamp);
        return Ok(Decided::New(Seal { link, demands }));
    }
    answers(&approver, stamp)?;
    let link = link(closing, of, (LinkKind::Seal, waived.join("; "), approver), stamp);
    Ok(Decided::New(Seal { link, demands }))
}

/// Refuses a waiver that names none of the demands that were open anywhere.
pub fn must_be_open(waivers: &[Waiver], demands: &[&Demand]) -> Result<(), Refusal> {
    let open: Vec<&str> = demands
        .iter()
        .filter(|demand| demand.is_open())
        .map(|demand| demand.name.as_str())
        .collect();
    match waivers.iter().find(|waiver| !open.contains(&waiver.name.as_str())) {
        None => Ok(()),
        Some(waiver) => Err(Refusal::NothingToWaive {
            name: waiver.name.clone(),
            open: if open.is_empty() { "—".to_owned() } else { open.join(", ") },
        }),
    }
}

/// Decides whether a sealed month of a book may be opened again; the later ones come first.
pub fn reopen(
    closing: &Closing,
    request: ReopenRequest,
    stamp: &Stamp,
) -> Result<Decided<Seal>, Refusal> {
    let ReopenRequest { of, reason, approver } = request;
    match closing.state(of) {
        MonthState::Sealed(_) => {}
        MonthState::Open => return Err(Refusal::NotSealed { of }),
        MonthState::Reopened(link) => {
            return Ok(Decided::Already(format!("{:04}", link.number)));
        }
    }
    if let Some((later, _)) = closing.sealed(of.book).filter(|(month, _)| *month > of.month).last()
    {
        return Err(Refusal::LaterSealed { of, later });
    }
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::NoReason);
    }
    let approver = approver.unwrap_or_default().trim().to_owned();
    answers(&approver, stamp)?;
    let link = link(closing, of, (LinkKind::Reopen, reason, approver), stamp);
    Ok(Decided::New(Seal { link, demands: Vec::new() }))
}

/// Somebody else than who records must answer for it.
fn answers(approver: &str, stamp: &Stamp) -> Result<(), Refusal> {
    if approver.is_empty() {
        return Err(Refusal::NoApprover);
    }
    if approver == stamp.recorded_by {
        return Err(Refusal::OwnApproval { person: approver.to_owned() });
    }
    Ok(())
}

fn waive(demand: Demand, waivers: &[Waiver]) -> Demand {
    let Met::No { count, .. } = demand.met else { return demand };
    match waivers.iter().find(|waiver| waiver.name == demand.name) {
        None => demand,
        Some(waiver) => {
            Demand { met: Met::Waived { count, reason: waiver.reason.clone() }, ..demand }
        }
    }
}

fn link(
    closing: &Closing,
    of: Sealable,
    (kind, reason, approver): (LinkKind, String, String),
    stamp: &Stamp,
) -> Link {
    Link {
        number: closing.next(),
        kind,
        of,
        head: String::new(),
        reason,
        approver,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }
}
