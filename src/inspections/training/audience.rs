//! Who must come to the trainings of a rule, as far as settings say so, as plain data.
//!
//! The rule's subjects say it first: a person, a department, a site; a subject that no register
//! knows stands for everybody, so that nobody slips away behind a name. The settings may name other
//! places, and say that only some kinds of work are meant.

use std::collections::BTreeMap;

use crate::base::{DepartmentCode, Fraction, RuleCode, SiteCode};

/// What the store's settings ask of trainings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrainingPolicy {
    /// The share of those who must come that is to be reached; everybody where the store says none.
    pub required: Option<Fraction>,
    /// Who must come, by rule.
    pub audiences: BTreeMap<RuleCode, Audience>,
}

impl TrainingPolicy {
    /// The share to be reached of a rule.
    pub fn required_of(&self, rule: &RuleCode) -> Fraction {
        let own = self.audiences.get(rule).and_then(|audience| audience.required);
        own.or(self.required).unwrap_or(Fraction::ONE)
    }
}

/// Who must come to the trainings of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience {
    /// The staff of these departments, in place of the rule's subjects.
    pub departments: Vec<DepartmentCode>,
    /// The staff of these sites, in place of the rule's subjects.
    pub sites: Vec<SiteCode>,
    /// Only staff who do this work; everybody where none is named.
    pub roles: Vec<String>,
    /// The share to be reached.
    pub required: Option<Fraction>,
}
