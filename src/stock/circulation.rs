//! Every way in which a rule of goods that circulate says no: old for new, the pool of old goods,
//! loans, signatures, finance's figures.

use crate::base::{Argument, Day, Quantity, RecordId, Refuse};

use super::{LoanShort, Named, PoolShort};

/// A rule of goods that circulate said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CirculationRefusal {
    /// Old ones of this item need not come back.
    #[error("old ones need not come back")]
    NotDurable {
        /// The item.
        item: Box<Named>,
    },
    /// Nothing of the item was issued under this slip.
    #[error("no such issue")]
    UnknownIssue {
        /// The slip or id as it was given.
        name: String,
        /// The item, where it was given too.
        item: Option<Box<Named>>,
    },
    /// An exemption without a reason.
    #[error("the exemption has no reason")]
    ExemptUnreasoned,
    /// An exemption that nobody approved.
    #[error("the exemption is not approved")]
    ExemptUnapproved,
    /// Who received the goods approved the exemption.
    #[error("approved by who received the goods")]
    ExemptSelfApproved {
        /// That person.
        person: String,
    },
    /// An exemption before the issue.
    #[error("before the issue")]
    ExemptEarly {
        /// The day of the issue.
        issued: Day,
        /// The day of the exemption.
        date: Day,
    },
    /// More is exempted than is outstanding.
    #[error("more than is outstanding")]
    ExemptTooMuch {
        /// The item.
        item: Box<Named>,
        /// The issue.
        issue: String,
        /// The base unit.
        unit: String,
        /// What was to be exempted.
        asked: Quantity,
        /// What is outstanding.
        left: Quantity,
    },
    /// The pool holds less than is taken.
    #[error("not enough in the pool")]
    PoolShort(Box<PoolShort>),
    /// There is enough on the day, but a later line would take the pool below zero.
    #[error("a later line would take the pool below zero")]
    PoolShortLater(Box<PoolShort>),
    /// Nobody is named who buys.
    #[error("the buyer is missing")]
    BuyerMissing,
    /// Old goods are sold, and nobody has said for how much.
    #[error("the proceeds are missing")]
    ProceedsMissing,
    /// Goods are lent, and nobody has said until when.
    #[error("the day on which they are due is missing")]
    DueMissing,
    /// Nobody is named to whom goods are lent.
    #[error("the borrower is missing")]
    BorrowerMissing,
    /// Goods are due back before they are lent.
    #[error("due before it is lent")]
    LoanDueEarly {
        /// The day they are lent.
        lent: Day,
        /// The day they are due.
        due: Day,
    },
    /// Nothing of the item was lent under this slip.
    #[error("no such loan")]
    UnknownLoan {
        /// The slip as it was given.
        slip: String,
        /// The item.
        item: Box<Named>,
    },
    /// More comes back than is still lent.
    #[error("more comes back than is lent")]
    LoanShort(Box<LoanShort>),
    /// A signature without a name.
    #[error("the signature has no name")]
    SignerMissing,
    /// A signature before the issue.
    #[error("before the issue")]
    SignedEarly {
        /// The slip.
        slip: String,
        /// The day of the issue.
        issued: Day,
        /// The day of the signature.
        date: Day,
    },
    /// Somebody else has signed the slip.
    #[error("signed already")]
    SignedAlready {
        /// The slip.
        slip: String,
        /// Who signed.
        person: String,
        /// On which day.
        date: Day,
        /// The row.
        id: RecordId,
    },
    /// No item of the catalogue is of this category.
    #[error("no such category")]
    UnknownCategory {
        /// The category as it was given.
        category: String,
        /// All categories there are.
        known: String,
    },
}

impl Refuse for CirculationRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDurable { .. } => "stock.not_durable",
            Self::UnknownIssue { item: None, .. } => "stock.unknown_issue",
            Self::UnknownIssue { item: Some(_), .. } => "stock.unknown_issue_of",
            Self::ExemptUnreasoned => "stock.exempt_unreasoned",
            Self::ExemptUnapproved => "stock.exempt_unapproved",
            Self::ExemptSelfApproved { .. } => "stock.exempt_self_approved",
            Self::ExemptEarly { .. } => "stock.exempt_early",
            Self::ExemptTooMuch { .. } => "stock.exempt_too_much",
            Self::PoolShort(_) => "stock.pool_short",
            Self::PoolShortLater(_) => "stock.pool_short_later",
            Self::BuyerMissing => "stock.buyer_missing",
            Self::ProceedsMissing => "stock.proceeds_missing",
            Self::DueMissing => "stock.due_missing",
            Self::BorrowerMissing => "stock.borrower_missing",
            Self::LoanDueEarly { .. } => "stock.loan_due_early",
            Self::UnknownLoan { .. } => "stock.unknown_loan",
            Self::LoanShort(_) => "stock.loan_short",
            Self::SignerMissing => "stock.signer_missing",
            Self::SignedEarly { .. } => "stock.signed_early",
            Self::SignedAlready { .. } => "stock.signed_already",
            Self::UnknownCategory { .. } => "stock.unknown_category",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::NotDurable { item } => named(item),
            Self::UnknownIssue { name, item } => {
                let mut arguments = item.as_ref().map(|item| named(item)).unwrap_or_default();
                arguments.push(("slip", name.into()));
                arguments
            }
            Self::ExemptSelfApproved { person } => vec![("person", person.into())],
            Self::ExemptEarly { issued, date } => {
                vec![("issued", Argument::of(issued)), ("date", Argument::of(date))]
            }
            Self::ExemptTooMuch { item, issue, unit, asked, left } => with(
                named(item),
                vec![
                    ("slip", issue.into()),
                    ("unit", unit.into()),
                    ("asked", Argument::of(asked)),
                    ("left", Argument::of(left)),
                ],
            ),
            Self::PoolShort(short) | Self::PoolShortLater(short) => of_pool(short),
            Self::LoanDueEarly { lent, due } => {
                vec![("lent", Argument::of(lent)), ("due", Argument::of(due))]
            }
            Self::UnknownLoan { slip, item } => with(named(item), vec![("slip", slip.into())]),
            Self::LoanShort(short) => with(
                named(&short.item),
                vec![
                    ("slip", short.slip.as_str().into()),
                    ("unit", short.unit.as_str().into()),
                    ("left", Argument::of(&short.left)),
                    ("asked", Argument::of(&short.asked)),
                    ("date", Argument::of(&short.date)),
                    ("id", Argument::of(&short.id)),
                ],
            ),
            Self::SignedEarly { slip, issued, date } => vec![
                ("slip", slip.into()),
                ("issued", Argument::of(issued)),
                ("date", Argument::of(date)),
            ],
            Self::SignedAlready { slip, person, date, id } => vec![
                ("slip", slip.into()),
                ("person", person.into()),
                ("date", Argument::of(date)),
                ("id", Argument::of(id)),
            ],
            Self::UnknownCategory { category, known } => {
                vec![("category", category.into()), ("known", known.into())]
            }
            Self::ExemptUnreasoned
            | Self::ExemptUnapproved
            | Self::BuyerMissing
            | Self::ProceedsMissing
            | Self::DueMissing
            | Self::BorrowerMissing
            | Self::SignerMissing => vec![],
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotDurable { .. } => "item",
            Self::UnknownIssue { .. } | Self::UnknownLoan { .. } | Self::SignedAlready { .. } => {
                "slip"
            }
            Self::ExemptUnreasoned => "reason",
            Self::ExemptUnapproved | Self::ExemptSelfApproved { .. } => "approver",
            Self::ExemptEarly { .. } | Self::SignedEarly { .. } => "date",
            Self::ExemptTooMuch { .. }
            | Self::PoolShort(_)
            | Self::PoolShortLater(_)
            | Self::LoanShort(_) => "quantity",
            Self::BuyerMissing | Self::BorrowerMissing => "to",
            Self::ProceedsMissing => "amount",
            Self::LoanDueEarly { .. } | Self::DueMissing => "due",
            Self::SignerMissing => "person",
            Self::UnknownCategory { .. } => "category",
        })
    }
}

fn named(named: &Named) -> Vec<(&'static str, Argument)> {
    vec![("item", Argument::of(&named.code)), ("name", named.name.as_str().into())]
}

fn with(
    mut arguments: Vec<(&'static str, Argument)>,
    more: Vec<(&'static str, Argument)>,
) -> Vec<(&'static str, Argument)> {
    arguments.extend(more);
    arguments
}

fn of_pool(short: &PoolShort) -> Vec<(&'static str, Argument)> {
    let slip = if short.slip.is_empty() { short.id.as_str() } else { &short.slip };
    with(
        named(&short.item),
        vec![
            ("unit", short.unit.as_str().into()),
            ("available", Argument::of(&short.available)),
            ("asked", Argument::of(&short.asked)),
            ("missing", Argument::of(&short.missing)),
            ("date", Argument::of(&short.date)),
            ("slip", slip.into()),
            ("id", Argument::of(&short.id)),
        ],
    )
}
