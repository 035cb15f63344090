//! Decides about contracts: a new one, and by which rule and checklist a sheet of one is recorded.

use crate::base::{ContractCode, Day, Decided, Stamp, TemplateCode, nearest_named};
use crate::inspections::form::TemplateRef;
use crate::inspections::record::{Record, Service, ServicePeriod};
use crate::inspections::{Inspections, Refusal};

use super::{Contract, ContractRefusal};

/// The contracts as they are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contracts(pub Vec<Contract>);

/// Lists the contracts, those of a contractor together, the oldest first.
pub fn contracts(book: &Inspections) -> Contracts {
    let mut contracts: Vec<Contract> = book.contracts().cloned().collect();
    contracts.sort_by(|one, two| {
        (&one.contractor, one.from, &one.code).cmp(&(&two.contractor, two.from, &two.code))
    });
    Contracts(contracts)
}

/// Decides about a new contract; its contractor comes under the rule it is scored by for the days
/// of the contract, unless it is there already.
pub fn add_contract(
    book: &Inspections,
    contract: &Contract,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let there = book.contracts.get(&contract.code);
    let same = |there: &Contract| {
        Contract { recorded_at: there.recorded_at, ..contract.clone() } == *there
    };
    if there.is_some_and(same) {
        return Ok(Decided::Already(contract.code.to_string()));
    }
    book.clone_contracts().apply_contract(contract)?;
    let mut rows = vec![Record::Contract(Box::new(Contract {
        recorded_at: Some(stamp.recorded_at),
        ..contract.clone()
    }))];
    let span = contract.days();
    let covered = book.service_of(&contract.rule, &contract.contractor).iter().any(|row| {
        row.period
            .span()
            .zip(span)
            .is_some_and(|(own, days)| own.first() <= days.last() && days.first() <= own.last())
    });
    if !covered {
        rows.push(Record::Service(Service {
            id: stamp.id('V', contract.from),
            rule: contract.rule.clone(),
            subject: contract.contractor.clone(),
            period: ServicePeriod { from: contract.from, to: contract.to },
            anchor: None,
            site: None,
            reason: contract.code.to_string(),
            supersedes: None,
            recorded_at: stamp.recorded_at,
            recorded_by: stamp.recorded_by.clone(),
        }));
    }
    Ok(Decided::New(rows))
}

/// By which rule, subject and checklist a sheet of a contract is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filling {
    /// The contract.
    pub contract: Contract,
    /// The checklist.
    pub template: TemplateRef,
}

impl Inspections {
    /// What a new contract is checked against.
    fn clone_contracts(&self) -> Self {
        let mut book = self.only_rules();
        book.contracts.clone_from(&self.contracts);
        book.forms = self.forms.without_answers();
        book
    }

    /// A contract by its code, or the refusal that names the nearest.
    pub fn contract(&self, code: &ContractCode) -> Result<&Contract, ContractRefusal> {
        self.contracts.get(code).ok_or_else(|| ContractRefusal::Unknown {
            contract: code.to_string(),
            nearest: nearest_named(
                code.as_str(),
                self.contracts.values().map(|own| (own.code.as_str(), own.name.as_str())),
            ),
        })
    }

    /// Decides by which checklist a sheet of a contract is recorded: the one that was named, or the
    /// only one there is.
    pub fn filling(
        &self,
        code: &ContractCode,
        asked: Option<&TemplateRef>,
        date: Day,
    ) -> Result<Filling, ContractRefusal> {
        let contract = self.contract(code)?;
        if !contract.days().is_some_and(|days| days.contains(date)) {
            return Err(ContractRefusal::NotRunning { contract: code.clone(), date });
        }
        let own = |template: &TemplateRef| contract.templates.contains(&template.id);
        let template = match (asked, contract.templates.as_slice()) {
            (Some(asked), _) if own(asked) => asked.clone(),
            (None, [only]) => TemplateRef { id: only.clone(), version: None },
            (_, templates) => {
                let words: Vec<&str> = templates.iter().map(TemplateCode::as_str).collect();
                let (contract, templates) = (code.clone(), words.join("、"));
                let first = contract_first(self.contract(&contract)?);
                return Err(ContractRefusal::Template { contract, templates, first });
            }
        };
        Ok(Filling { contract: contract.clone(), template })
    }
}

fn contract_first(contract: &Contract) -> TemplateCode {
    contract.templates.first().cloned().expect("BUG: a contract without a checklist")
}
