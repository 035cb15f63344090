//! `[trainings]` of `houqin.toml`: who must come to which trainings, and how many of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::{DepartmentCode, RuleCode, SiteCode};
use crate::inspections::{Audience, TrainingPolicy};

use super::format::Share;

/// `[trainings]`: the share that is to be reached, and who must come by rule.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct TrainingLines {
    required: Option<Share>,
    #[serde(default)]
    audience: BTreeMap<Code<RuleCode>, AudienceLines>,
}

/// `[trainings.audience.RULE]`: who must come.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceLines {
    #[serde(default)]
    departments: Vec<Code<DepartmentCode>>,
    #[serde(default)]
    sites: Vec<Code<SiteCode>>,
    #[serde(default)]
    roles: Vec<String>,
    required: Option<Share>,
}

/// A code as the registers write it.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(try_from = "String", bound = "T: std::str::FromStr, T::Err: std::fmt::Display")]
struct Code<T>(T);

impl<T: std::str::FromStr> TryFrom<String> for Code<T>
where
    T::Err: std::fmt::Display,
{
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self).map_err(|error: T::Err| error.to_string())
    }
}

impl TrainingLines {
    /// The settings.
    pub(super) fn read(self) -> TrainingPolicy {
        let audiences = self.audience.into_iter().map(|(Code(rule), lines)| {
            let audience = Audience {
                departments: lines.departments.into_iter().map(|Code(code)| code).collect(),
                sites: lines.sites.into_iter().map(|Code(code)| code).collect(),
                roles: lines.roles,
                required: lines.required.map(|Share(share)| share),
            };
            (rule, audience)
        });
        TrainingPolicy {
            required: self.required.map(|Share(share)| share),
            audiences: audiences.collect(),
        }
    }
}
