//! `[stocktake]` of `houqin.toml`: what the store demands of its counts.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::stock::stocktake::{Limit, Policy};

use super::format::Share;
use crate::base::Fraction;
use crate::stock::{Class, ClassPolicy};

/// `[stocktake]`: the match rate to be reached; tolerances and the cycle of counts, by ABC class.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct CountPolicies {
    match_target: Option<Share>,
    #[serde(default)]
    tolerance: ByClass<Limits>,
    #[serde(default)]
    cycle: ByClass<Days>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByClass<T> {
    #[serde(rename = "A")]
    a: Option<T>,
    #[serde(rename = "B")]
    b: Option<T>,
    #[serde(rename = "C")]
    c: Option<T>,
}

impl<T> Default for ByClass<T> {
    fn default() -> Self {
        Self { a: None, b: None, c: None }
    }
}

impl<T> ByClass<T> {
    fn read<U>(self, value: impl Fn(T) -> U) -> BTreeMap<Class, U> {
        let each = [(Class::A, self.a), (Class::B, self.b), (Class::C, self.c)];
        each.into_iter().filter_map(|(class, own)| Some((class, value(own?)))).collect()
    }
}

/// Limits as they are written: `3`, `2%`, `50元`, with commas between.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Limits(Vec<Limit>);

impl TryFrom<String> for Limits {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{text:?} is no tolerance: write \"3\", \"2%\" or \"50元\", several with commas"
            )
        };
        Limit::parse_all(&text).map(Self).ok_or_else(wrong)
    }
}

/// How many days there are from one count to the next.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "u32")]
struct Days(u32);

impl TryFrom<u32> for Days {
    type Error = String;

    fn try_from(days: u32) -> Result<Self, String> {
        (1..=3660)
            .contains(&days)
            .then_some(Self(days))
            .ok_or_else(|| "the cycle of a class is a number of days from 1 to 3660".to_owned())
    }
}

impl CountPolicies {
    /// The match rate by line that a month's counts are to reach, as a fraction of one.
    pub(super) fn match_target(&self) -> Option<Fraction> {
        self.match_target.map(|Share(share)| share)
    }

    /// What they say, with the shares by which items get their classes.
    pub(super) fn read(self, classes: ClassPolicy) -> Policy {
        Policy {
            classes,
            tolerance: self.tolerance.read(|Limits(limits)| limits),
            cycle: self.cycle.read(|Days(days)| days),
        }
    }
}
