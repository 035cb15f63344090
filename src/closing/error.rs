//! Every way in which sealing and sealed months say no.

use crate::base::{Argument, Day, Month, Refuse};

use super::{Book, Sealable};

/// A rule of sealing said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The row is dated in a month that is sealed.
    #[error("{} of {:?} is sealed", .of.month, .of.book)]
    Sealed {
        /// What is sealed.
        of: Sealable,
        /// The date of the row.
        date: Day,
        /// The link that sealed it.
        number: u32,
        /// Who sealed it.
        sealed_by: String,
        /// The day it was sealed.
        sealed_on: Day,
    },
    /// The month is not over.
    #[error("{month} is not over")]
    NotOver {
        /// The month.
        month: Month,
        /// The running day.
        today: Day,
    },
    /// An earlier month of the book is open.
    #[error("{open} is open")]
    EarlierOpen {
        /// What was to be sealed.
        of: Sealable,
        /// The first open month before it.
        open: Month,
    },
    /// A later month of the book is sealed.
    #[error("{later} is sealed")]
    LaterSealed {
        /// What was to be reopened.
        of: Sealable,
        /// The last sealed month after it.
        later: Month,
    },
    /// The month is sealed already.
    #[error("{} is sealed", .of.month)]
    Already {
        /// What is sealed.
        of: Sealable,
        /// The link that sealed it.
        number: u32,
    },
    /// The month is not sealed.
    #[error("{} is not sealed", .of.month)]
    NotSealed {
        /// What is not.
        of: Sealable,
    },
    /// Demands are open that nobody waived.
    #[error("{n_open} demands are open")]
    Demands {
        /// What was to be sealed.
        of: Sealable,
        /// The names of the open demands.
        names: String,
        /// How many they are.
        n_open: usize,
    },
    /// A waiver names no open demand.
    #[error("nothing to waive under {name}")]
    NothingToWaive {
        /// The name as it was written.
        name: String,
        /// The names of the open demands.
        open: String,
    },
    /// Waivers and reopenings need somebody who answers for them.
    #[error("nobody answers for it")]
    NoApprover,
    /// Who approves is who records.
    #[error("{person} approves their own doing")]
    OwnApproval {
        /// The person.
        person: String,
    },
    /// A reason is missing.
    #[error("a reason is missing")]
    NoReason,
    /// A link of the chain stands where another should.
    #[error("link {number} where {next} should be")]
    OutOfOrder {
        /// The number of the link.
        number: u32,
        /// The number that should be there.
        next: u32,
    },
}

fn of_month(of: &Sealable) -> Vec<(&'static str, Argument)> {
    vec![("month", Argument::of(&of.month)), ("book", Argument::key(of.book.key()))]
}

/// The book as it is typed on a command line.
fn typed(book: Book) -> (&'static str, Argument) {
    ("typed", book.word().into())
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Sealed { .. } => "closing.sealed",
            Self::NotOver { .. } => "closing.not_over",
            Self::EarlierOpen { .. } => "closing.earlier_open",
            Self::LaterSealed { .. } => "closing.later_sealed",
            Self::Already { .. } => "closing.already",
            Self::NotSealed { .. } => "closing.not_sealed",
            Self::Demands { .. } => "closing.demands",
            Self::NothingToWaive { .. } => "closing.nothing_to_waive",
            Self::NoApprover => "closing.no_approver",
            Self::OwnApproval { .. } => "closing.own_approval",
            Self::NoReason => "closing.no_reason",
            Self::OutOfOrder { .. } => "closing.out_of_order",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Sealed { of, date, number, sealed_by, sealed_on } => {
                let mut arguments = of_month(of);
                arguments.extend([
                    typed(of.book),
                    ("date", Argument::of(date)),
                    ("number", (*number).into()),
                    ("who", sealed_by.into()),
                    ("day", Argument::of(sealed_on)),
                ]);
                arguments
            }
            Self::NotOver { month, today } => {
                vec![
                    ("month", Argument::of(month)),
                    ("today", Argument::of(today)),
                    ("first", Argument::of(&month.next().first())),
                ]
            }
            Self::EarlierOpen { of, open } => {
                let mut arguments = of_month(of);
                arguments.extend([typed(of.book), ("open", Argument::of(open))]);
                arguments
            }
            Self::LaterSealed { of, later } => {
                let mut arguments = of_month(of);
                arguments.extend([typed(of.book), ("later", Argument::of(later))]);
                arguments
            }
            Self::Already { of, number } => {
                let mut arguments = of_month(of);
                arguments.push(("number", (*number).into()));
                arguments
            }
            Self::NotSealed { of } => of_month(of),
            Self::Demands { of, names, n_open } => {
                let mut arguments = of_month(of);
                arguments.extend([
                    typed(of.book),
                    ("names", names.into()),
                    ("count", (*n_open).into()),
                ]);
                arguments
            }
            Self::NothingToWaive { name, open } => {
                vec![("name", name.into()), ("open", open.into())]
            }
            Self::OwnApproval { person } => vec![("person", person.into())],
            Self::NoApprover | Self::NoReason => Vec::new(),
            Self::OutOfOrder { number, next } => {
                vec![("number", (*number).into()), ("next", (*next).into())]
            }
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Sealed { .. } => Some("date"),
            Self::Already { .. } | Self::NotSealed { .. } => Some("month"),
            Self::OutOfOrder { .. } => Some("id"),
            _ => None,
        }
    }
}
