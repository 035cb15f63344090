//! What stands beside `every`: one key, one value, and the kinds that have it.

use crate::base::RuleCode;

use super::anchored::Granularity;
use super::every::{Cover, Kind};
use super::length::{Amount, Length, count, months, written};
use crate::inspections::Refusal;

impl Kind {
    /// The keys that one kind or another has, in the order in which they are written.
    pub const FIELDS: &'static [&'static str] = &[
        "spacing",
        "stopped",
        "on_return",
        "early",
        "granularity",
        "retire_after",
        "amount_min",
        "amount_max",
        "apply_before",
        "cover",
        "after",
    ];

    /// Sets what stands under a key beside `every`.
    ///
    /// Refuses a key that the kind does not have, and a value that says nothing.
    pub fn set(&mut self, field: &'static str, text: &str) -> Result<(), Refusal> {
        let unclear = || Refusal::KindValue { field, text: text.to_owned() };
        let days = || count(text.trim_end_matches(['d', '天'])).ok_or_else(unclear);
        let length = || Length::parse(text).map(Some).ok_or_else(unclear);
        let amount = || Amount::parse(text).map(Some).ok_or_else(unclear);
        let kind = self.to_string();
        match (self, field) {
            (Self::Period(period), "spacing") => period.spacing = days()?,
            (Self::MaxGap(gap), "stopped") => gap.stopped = Some(days()?),
            (Self::MaxGap(gap), "on_return") => {
                gap.stopped = on_return(gap.stopped, text).map_err(|()| unclear())?;
            }
            (Self::Anchored(anchored), "stopped") => anchored.stopped = Some(days()?),
            (Self::Anchored(anchored), "on_return") => {
                anchored.stopped = on_return(anchored.stopped, text).map_err(|()| unclear())?;
            }
            (Self::Anchored(anchored), "early") => anchored.early = length()?,
            (Self::Anchored(anchored), "granularity") => {
                anchored.granularity = Granularity::parse(text).ok_or_else(unclear)?;
            }
            (Self::Anchored(anchored), "retire_after") => {
                anchored.retire_after = Some(months(text).ok_or_else(unclear)?);
            }
            (Self::Dwell(dwell), "amount_min") => dwell.amount_min = amount()?,
            (Self::Dwell(dwell), "amount_max") => dwell.amount_max = amount()?,
            (Self::Expiry(expiry), "apply_before") => expiry.apply_before = length()?,
            (Self::Expiry(expiry), "cover") => {
                expiry.cover = Cover::parse(text).ok_or_else(unclear)?;
            }
            (Self::Event(event), "after") => {
                event.after = Some(RuleCode::parse(text).map_err(|_| unclear())?);
            }
            _ => return Err(Refusal::KindField { kind, field }),
        }
        Ok(())
    }

    /// What stands beside `every`, as it is written; what goes without saying does not.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        let mut push = |field: &'static str, value: Option<String>| {
            fields.extend(value.map(|value| (field, value)));
        };
        match self {
            Self::Period(period) => {
                push("spacing", (period.spacing != 1).then(|| period.spacing.to_string()));
            }
            Self::MaxGap(gap) => push("stopped", gap.stopped.map(|days| days.to_string())),
            Self::Anchored(anchored) => {
                push("stopped", anchored.stopped.map(|days| days.to_string()));
                push("early", anchored.early.map(|early| early.to_string()));
                let unsaid = anchored.granularity == Granularity::Day;
                push("granularity", (!unsaid).then(|| anchored.granularity.word().to_owned()));
                push("retire_after", anchored.retire_after.map(written));
            }
            Self::Shifts(_) => {}
            Self::Dwell(dwell) => {
                push("amount_min", dwell.amount_min.as_ref().map(ToString::to_string));
                push("amount_max", dwell.amount_max.as_ref().map(ToString::to_string));
            }
            Self::Expiry(expiry) => {
                push("apply_before", expiry.apply_before.map(|before| before.to_string()));
                let unsaid = expiry.cover == Cover::Service;
                push("cover", (!unsaid).then(|| expiry.cover.word().to_owned()));
            }
            Self::Event(event) => push("after", event.after.as_ref().map(ToString::to_string)),
        }
        fields
    }
}

/// After how many days out of service something is due on return: `due-now` means after any,
/// `resume` that the clock goes on where it stopped.
fn on_return(stopped: Option<u32>, text: &str) -> Result<Option<u32>, ()> {
    match (text, stopped) {
        ("due-now", stopped) => Ok(stopped.or(Some(1))),
        ("resume", None) => Ok(None),
        _ => Err(()),
    }
}
