//! Every way in which the rules of repair orders can say no.

use crate::base::{Argument, Day, Money, RecordId, Refuse, Time};

/// A rule of repair orders said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RepairRefusal {
    /// A repair order that is not there.
    #[error("no repair order {repair}")]
    Unknown {
        /// The number as it was written.
        repair: String,
        /// The nearest known number.
        nearest: Option<String>,
    },
    /// Another order has that number on its paper.
    #[error("repair order {repair} has number {number}")]
    NumberTaken {
        /// The number on the paper.
        number: String,
        /// The order that has it.
        repair: RecordId,
    },
    /// The order is opened a second time.
    #[error("repair order {repair} is opened twice")]
    OpenedTwice {
        /// Its number.
        repair: String,
    },
    /// The order was accepted.
    #[error("repair order {repair} was accepted on {date}")]
    Closed {
        /// Its number.
        repair: String,
        /// The day.
        date: Day,
    },
    /// The order was withdrawn.
    #[error("repair order {repair} was withdrawn on {date}")]
    Cancelled {
        /// Its number.
        repair: String,
        /// The day.
        date: Day,
    },
    /// Somebody came already.
    #[error("somebody came for repair order {repair} on {date}")]
    AlreadyResponded {
        /// Its number.
        repair: String,
        /// The day.
        date: Day,
        /// The row that says so.
        row: RecordId,
    },
    /// It works again already.
    #[error("repair order {repair} was completed on {date}")]
    AlreadyCompleted {
        /// Its number.
        repair: String,
        /// The day.
        date: Day,
    },
    /// It does not work yet.
    #[error("repair order {repair} is not completed")]
    NotCompleted {
        /// Its number.
        repair: String,
    },
    /// Whoever repaired it would accept it.
    #[error("{person} repaired {repair}")]
    SelfAccepted {
        /// Its number.
        repair: String,
        /// The person.
        person: String,
    },
    /// Whoever came for it would withdraw it.
    #[error("{person} came for {repair}")]
    SelfCancelled {
        /// Its number.
        repair: String,
        /// The person.
        person: String,
    },
    /// Something would happen before it was reported.
    #[error("repair order {repair} was reported on {date}")]
    TooEarly {
        /// Its number.
        repair: String,
        /// The day it was reported.
        date: Day,
        /// The minute, where it is known.
        time: Option<Time>,
    },
    /// A deadline is promised before the day of the promise.
    #[error("the deadline {due} comes before {date}")]
    DueTooEarly {
        /// The deadline.
        due: Day,
        /// The day of the promise.
        date: Day,
    },
    /// There is no promise that could be moved.
    #[error("no deadline was promised for repair order {repair}")]
    NoPromise {
        /// Its number.
        repair: String,
    },
    /// A promise is moved after it has passed.
    #[error("the deadline {due} of repair order {repair} has passed")]
    PromisePassed {
        /// Its number.
        repair: String,
        /// The deadline.
        due: Day,
    },
    /// A promise is moved to where it is, or to an earlier minute.
    #[error("the deadline of repair order {repair} is {due} already")]
    PromiseNotLater {
        /// Its number.
        repair: String,
        /// The deadline.
        due: Day,
    },
    /// The row to be corrected says something else, or is about another order.
    #[error("{id} is no such row of {repair}")]
    OtherRow {
        /// The row.
        id: RecordId,
        /// The order.
        repair: String,
    },
    /// A cost below zero.
    #[error("{cost} is no cost")]
    Cost {
        /// The cost.
        cost: Money,
    },
}

impl Refuse for RepairRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { nearest: None, .. } => "repair.unknown",
            Self::Unknown { nearest: Some(_), .. } => "repair.unknown_near",
            Self::NumberTaken { .. } => "repair.number_taken",
            Self::OpenedTwice { .. } => "repair.opened_twice",
            Self::Closed { .. } => "repair.closed",
            Self::Cancelled { .. } => "repair.cancelled",
            Self::AlreadyResponded { .. } => "repair.already_responded",
            Self::AlreadyCompleted { .. } => "repair.already_completed",
            Self::NotCompleted { .. } => "repair.not_completed",
            Self::SelfAccepted { .. } => "repair.self_accepted",
            Self::SelfCancelled { .. } => "repair.self_cancelled",
            Self::TooEarly { .. } => "repair.too_early",
            Self::DueTooEarly { .. } => "repair.due_too_early",
            Self::NoPromise { .. } => "repair.no_promise",
            Self::PromisePassed { .. } => "repair.promise_passed",
            Self::PromiseNotLater { .. } => "repair.promise_not_later",
            Self::OtherRow { .. } => "repair.other_row",
            Self::Cost { .. } => "repair.negative_cost",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let of = |repair: &String| ("repair", Argument::from(repair));
        let on = |date: &Day| ("date", Argument::of(date));
        let by = |due: &Day| ("due", Argument::of(due));
        match self {
            Self::Unknown { repair, nearest } => {
                let mut arguments = vec![of(repair)];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::NumberTaken { number, repair } => {
                vec![("number", number.into()), ("repair", Argument::of(repair))]
            }
            Self::OpenedTwice { repair }
            | Self::NotCompleted { repair }
            | Self::NoPromise { repair } => vec![of(repair)],
            Self::Closed { repair, date }
            | Self::Cancelled { repair, date }
            | Self::AlreadyCompleted { repair, date } => vec![of(repair), on(date)],
            Self::AlreadyResponded { repair, date, row } => {
                vec![of(repair), on(date), ("id", Argument::of(row))]
            }
            Self::SelfAccepted { repair, person } | Self::SelfCancelled { repair, person } => {
                vec![of(repair), ("person", person.into())]
            }
            Self::TooEarly { repair, date, time } => {
                let time = time.map(|time| time.to_string()).unwrap_or_default();
                vec![of(repair), on(date), ("time", time.into())]
            }
            Self::DueTooEarly { due, date } => vec![by(due), on(date)],
            Self::PromisePassed { repair, due } | Self::PromiseNotLater { repair, due } => {
                vec![of(repair), by(due)]
            }
            Self::OtherRow { id, repair } => vec![("id", Argument::of(id)), of(repair)],
            Self::Cost { cost } => vec![("cost", Argument::of(cost))],
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown { .. } => "repair",
            Self::NumberTaken { .. } => "number",
            Self::OpenedTwice { .. } => "kind",
            Self::OtherRow { .. } => "supersedes",
            Self::SelfAccepted { .. } | Self::SelfCancelled { .. } => "person",
            Self::DueTooEarly { .. }
            | Self::NoPromise { .. }
            | Self::PromisePassed { .. }
            | Self::PromiseNotLater { .. } => "due",
            Self::Cost { .. } => "cost",
            Self::Closed { .. }
            | Self::Cancelled { .. }
            | Self::AlreadyResponded { .. }
            | Self::AlreadyCompleted { .. }
            | Self::NotCompleted { .. }
            | Self::TooEarly { .. } => "date",
        })
    }
}
