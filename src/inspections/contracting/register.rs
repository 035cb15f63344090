//! The register of contracts: whom a contractor is scored by, and what the score is worth.

use std::fmt;

use crate::base::{
    ContractCode, Day, Decimal, Fraction, Moment, RuleCode, Span, SubjectCode, TemplateCode,
    parse_decimal,
};
use crate::inspections::rule::forever;
use crate::inspections::{Inspections, Refusal};

use super::ContractRefusal;

/// From which score on how much is paid (付款档).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The least score.
    pub from: Decimal,
    /// What is paid, in percent of the contract's sum.
    pub pays: Decimal,
}

impl fmt::Display for Band {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.from, self.pays)
    }
}

/// Codes of checklists as they are listed.
pub struct TemplateCodes<'t>(pub &'t [TemplateCode]);

impl fmt::Display for TemplateCodes<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = self.0.iter().map(TemplateCode::as_str).collect();
        out.write_str(&codes.join(";"))
    }
}

/// A contract (外包合同).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Its code.
    pub code: ContractCode,
    /// The contractor: the subject of its records and findings, the same over all its contracts.
    pub contractor: SubjectCode,
    /// The contractor's name.
    pub name: String,
    /// What it does here: cleaning, guarding, catering.
    pub scope: String,
    /// The first day of the contract.
    pub from: Day,
    /// The last one; none while there is no end in sight.
    pub to: Option<Day>,
    /// The rule by which it is scored.
    pub rule: RuleCode,
    /// The checklists of which each month needs one filled.
    pub templates: Vec<TemplateCode>,
    /// What is paid for which score, the highest first.
    pub bands: Vec<Band>,
    /// The score below which a month counts towards an escalation.
    pub alert_below: Option<Decimal>,
    /// How many such months in a row escalate.
    pub alert_months: Option<u32>,
    /// A remark.
    pub note: String,
    /// When it was recorded; what somebody wrote into the file by hand says nothing of it, and was
    /// known always.
    pub recorded_at: Option<Moment>,
}

impl Contract {
    /// Its days.
    pub fn days(&self) -> Option<Span> {
        Span::new(self.from, self.to.unwrap_or_else(forever))
    }

    /// Reads `90:100;80:95;0:60`: from which score on how much percent is paid.
    pub fn parse_bands(text: &str) -> Result<Vec<Band>, ContractRefusal> {
        let unclear = || ContractRefusal::Bands { text: text.to_owned() };
        let number = |text: &str| {
            let text = text.trim();
            parse_decimal(text.strip_suffix('%').unwrap_or(text)).map_err(|_| unclear())
        };
        let pieces = text.split([';', '；', ',']).map(str::trim).filter(|piece| !piece.is_empty());
        let mut bands = Vec::new();
        for piece in pieces {
            let (from, pays) = piece.split_once([':', '：']).ok_or_else(unclear)?;
            bands.push(Band { from: number(from)?, pays: number(pays)? });
        }
        bands.sort_unstable_by_key(|band| std::cmp::Reverse(band.from));
        let twice = bands.windows(2).any(|two| two[0].from == two[1].from);
        let wrong = |band: &Band| band.from < Decimal::ZERO || band.pays < Decimal::ZERO;
        if twice || bands.iter().any(wrong) { Err(unclear()) } else { Ok(bands) }
    }

    /// The bands as they are written.
    pub fn written_bands(&self) -> String {
        let bands: Vec<String> = self.bands.iter().map(ToString::to_string).collect();
        bands.join(";")
    }

    /// The band of a score; none below all of them.
    pub fn band(&self, score: Fraction) -> Option<Band> {
        self.bands.iter().copied().find(|band| score >= Fraction::from_decimal(band.from))
    }

    /// Whether a score counts towards an escalation.
    pub fn is_below(&self, score: Fraction) -> bool {
        self.alert_below.is_some_and(|below| score < Fraction::from_decimal(below))
    }

    /// Checks what must hold of a contract by itself.
    pub fn check(&self) -> Result<(), ContractRefusal> {
        let (from, to) = (self.from, self.to.unwrap_or(self.from));
        if self.days().is_none() {
            return Err(ContractRefusal::Backwards { contract: self.code.clone(), from, to });
        }
        let mut sorted = self.templates.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let fields = [
            ("name", self.name.trim().is_empty()),
            ("templates", self.templates.is_empty() || sorted.len() != self.templates.len()),
            ("alert_months", self.alert_months.is_some() != self.alert_below.is_some()),
            ("alert_months", self.alert_months == Some(0)),
        ];
        match fields.into_iter().find(|(_, wrong)| *wrong) {
            None => Ok(()),
            Some((field, _)) => Err(ContractRefusal::Field { contract: self.code.clone(), field }),
        }
    }
}

impl Inspections {
    /// Folds a contract; one with the same code takes the place of the old one only where the
    /// register is edited by hand, so here a code that is taken is refused.
    pub(in crate::inspections) fn apply_contract(
        &mut self,
        contract: &Contract,
    ) -> Result<(), Refusal> {
        contract.check()?;
        self.rule(&contract.rule)?;
        if self.contracts.contains_key(&contract.code) {
            let contract = contract.code.clone();
            return Err(ContractRefusal::Taken { contract }.into());
        }
        if let Some(other) = self.overlapping(contract) {
            let (contract, other) = (contract.code.clone(), other.code.clone());
            return Err(ContractRefusal::Overlap { contract, other }.into());
        }
        for template in &contract.templates {
            self.forms.versions(template)?;
        }
        self.contracts.insert(contract.code.clone(), contract.clone());
        Ok(())
    }

    /// Another contract of the same contractor with a month in common.
    fn overlapping(&self, contract: &Contract) -> Option<&Contract> {
        let months =
            |own: &Contract| own.days().map(|days| (days.first().month(), days.last().month()));
        let (first, last) = months(contract)?;
        self.contracts.values().find(|other| {
            other.contractor == contract.contractor
                && months(other).is_some_and(|(from, to)| from <= last && first <= to)
        })
    }

    /// The contracts by their codes.
    pub fn contracts(&self) -> impl Iterator<Item = &Contract> {
        self.contracts.values()
    }
}
