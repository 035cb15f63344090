//! Every way in which the rules of contracts can say no.

use crate::base::{Argument, ContractCode, Day, Refuse, TemplateCode};

/// A rule of contracts said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContractRefusal {
    /// A contract that the register does not have.
    #[error("no contract {contract}")]
    Unknown {
        /// The code as it was written.
        contract: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// A contract with that code is there and says otherwise.
    #[error("contract {contract} is there already")]
    Taken {
        /// The contract.
        contract: ContractCode,
    },
    /// Two contracts of a contractor have a month in common.
    #[error("{contract} and {other} overlap")]
    Overlap {
        /// The contract.
        contract: ContractCode,
        /// The other one.
        other: ContractCode,
    },
    /// A contract ends before it begins.
    #[error("contract {contract} ends on {to}, before {from}")]
    Backwards {
        /// The contract.
        contract: ContractCode,
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
    /// A field of a contract that cannot be.
    #[error("{field} of contract {contract} cannot be")]
    Field {
        /// The contract.
        contract: ContractCode,
        /// The field.
        field: &'static str,
    },
    /// Payment bands that cannot be understood.
    #[error("{text} is no list of bands")]
    Bands {
        /// The text.
        text: String,
    },
    /// A day on which the contract does not run.
    #[error("contract {contract} does not run on {date}")]
    NotRunning {
        /// The contract.
        contract: ContractCode,
        /// The day.
        date: Day,
    },
    /// The contract has more than one checklist, or not the one that was named.
    #[error("contract {contract} is scored by {templates}")]
    Template {
        /// The contract.
        contract: ContractCode,
        /// Its checklists.
        templates: String,
        /// The first of them.
        first: TemplateCode,
    },
}

impl Refuse for ContractRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { nearest: None, .. } => "contractor.unknown",
            Self::Unknown { nearest: Some(_), .. } => "contractor.unknown_near",
            Self::Taken { .. } => "contractor.taken",
            Self::Overlap { .. } => "contractor.overlap",
            Self::Backwards { .. } => "contractor.backwards",
            Self::Field { .. } => "contractor.field",
            Self::Bands { .. } => "contractor.bands",
            Self::NotRunning { .. } => "contractor.not_running",
            Self::Template { .. } => "contractor.template",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let of = |contract: &ContractCode| ("contract", Argument::of(contract));
        match self {
            Self::Unknown { contract, nearest } => {
                let mut arguments = vec![("contract", contract.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::Taken { contract } => vec![of(contract)],
            Self::Overlap { contract, other } => vec![of(contract), ("other", Argument::of(other))],
            Self::Backwards { contract, from, to } => {
                vec![of(contract), ("from", Argument::of(from)), ("to", Argument::of(to))]
            }
            Self::Field { contract, field } => {
                vec![of(contract), ("field", Argument::key(format!("contractor.field.{field}")))]
            }
            Self::Bands { text } => vec![("text", text.into())],
            Self::NotRunning { contract, date } => vec![of(contract), ("date", Argument::of(date))],
            Self::Template { contract, templates, first } => {
                vec![of(contract), ("templates", templates.into()), ("first", Argument::of(first))]
            }
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown { .. } | Self::Taken { .. } => "code",
            Self::Overlap { .. } => "from",
            Self::Backwards { .. } => "to",
            Self::Field { field, .. } => field,
            Self::Bands { .. } => "bands",
            Self::NotRunning { .. } => "date",
            Self::Template { .. } => "template",
        })
    }
}
