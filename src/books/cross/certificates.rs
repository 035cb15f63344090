//! Certificates: whoever needs one has one, and what is inspected once a year or more seldom, which a
//! certificate says of a thing, is not overdue.

use crate::base::{Day, Message};
use crate::inspections::{
    Clock, DayState, DueKind, DueOptions, Inspections, Kind, Schedule, Slot, Urgency, due,
};

use super::{Ledger, Remark};

/// From so many days on a longest gap is that of a certificate.
const DAYS_OF_CERTIFICATE: u32 = 300;

/// What is to be looked at about the certificates.
pub(super) fn remarks(book: &Inspections, today: Day) -> Vec<Remark> {
    let clock = Clock { as_of: today, state: DayState::Running };
    let options = DueOptions { clock, within: 0, since: today, topic: None, site: None };
    let mut remarks = Vec::new();
    for line in due(book, &options).lines {
        let overdue = matches!(line.urgency, Urgency::Missed | Urgency::Overdue);
        let seldom = book.rule_on(&line.rule, line.due).is_ok_and(|rule| match &rule.kind {
            Kind::Period(period) => period.slot == Slot::Year,
            Kind::MaxGap(gap) => gap.days >= DAYS_OF_CERTIFICATE,
            Kind::Expiry(_) => true,
            Kind::Anchored(anchored) => begins_yearly(&anchored.schedule),
            Kind::Shifts(_) | Kind::Dwell(_) | Kind::Event(_) => false,
        });
        let Some(service) = book.service_of(&line.rule, &line.subject).into_iter().next_back()
        else {
            continue;
        };
        if overdue && seldom && line.kind != DueKind::Apply {
            let message = Message::new("inspect.certificate_overdue")
                .with("subject", line.subject.as_str())
                .with("rule", line.rule.as_str())
                .with("title", line.title)
                .with("due", line.due.to_string());
            let (ledger, key) = (Ledger::Service, service.id.to_string());
            remarks.push(Remark { ledger, key, column: Some("subject"), message });
        }
    }
    remarks
}

/// Whether it is a year or more until the first time; what is asked for by age is a vehicle's or a
/// tin's, and begins so.
fn begins_yearly(schedule: &Schedule) -> bool {
    match schedule {
        Schedule::Listed { first, then } => {
            first.first().copied().or(*then).is_some_and(|months| months >= 12)
        }
        Schedule::Bands(_) => true,
    }
}
