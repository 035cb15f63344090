//! What the refusals of meters and energy say beside their code: the arguments of their sentences.

use crate::base::{Argument, Day, PointCode};

use super::Refusal;

/// The key of a field's word.
fn label(field: &str) -> &'static str {
    match field {
        "max_per_day" => "meter.point.max_per_day",
        "accuracy" => "meter.point.accuracy",
        "amount" => "energy.targets.amount",
        "cost" => "measure.measures.cost",
        "expected" => "measure.measures.expected",
        "life" => "measure.measures.life",
        "load_before" => "measure.measures.load_before",
        "load_after" => "measure.measures.load_after",
        "load_error" => "measure.measures.load_error",
        "hours" => "measure.measures.hours",
        "hours_error" => "measure.measures.hours_error",
        "sample_mean" => "measure.measures.sample_mean",
        "sample_sd" => "measure.measures.sample_sd",
        _ => "meter.readings.register",
    }
}

impl Refusal {
    pub(super) fn about_points(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::UnknownPoint { code, nearest } | Self::UnknownParent { code, nearest } => {
                let mut arguments = vec![("point", code.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::PointTaken { code, name } => {
                vec![("point", Argument::of(code)), ("name", name.into())]
            }
            Self::Loop { code, parent } => {
                vec![("point", Argument::of(code)), ("parent", Argument::of(parent))]
            }
            Self::ParentCarrier { code, parent, utility } => vec![
                ("point", Argument::of(code)),
                ("parent", Argument::of(parent)),
                ("utility", Argument::key(utility.key())),
            ],
            Self::Unit { utility, unit, written } => vec![
                ("utility", Argument::key(utility.key())),
                ("unit", (*unit).into()),
                ("written", written.into()),
            ],
            Self::Multiplier { text } => vec![("text", text.into())],
            Self::Negative { field, value } => {
                vec![("field", Argument::key(label(field))), ("value", Argument::of(value))]
            }
            Self::Nameless { code } | Self::NoMeter { code } | Self::ResetNotAllowed { code } => {
                vec![("point", Argument::of(code))]
            }
            _ => vec![],
        }
    }

    pub(super) fn about_readings(&self) -> Vec<(&'static str, Argument)> {
        let point = |code: &PointCode| ("point", Argument::of(code));
        let day = |date: &Day| ("date", Argument::of(date));
        match self {
            Self::Digits { code, register, digits } => {
                vec![point(code), ("register", Argument::of(register)), ("most", (*digits).into())]
            }
            Self::Decimals { code, register, decimals } => {
                vec![
                    point(code),
                    ("register", Argument::of(register)),
                    ("most", (*decimals).into()),
                ]
            }
            Self::Future { date, today } => vec![day(date), ("today", Argument::of(today))],
            Self::Early { code, date, from } => {
                vec![point(code), day(date), ("from", Argument::of(from))]
            }
            Self::Late { code, date, until } => {
                vec![point(code), day(date), ("until", Argument::of(until))]
            }
            Self::NeedsTime { code, date } | Self::EventTaken { code, date } => {
                vec![point(code), day(date)]
            }
            Self::ReadingTaken { code, date, time, recorded, kind, register } => {
                let (when, flags) = match time {
                    Some(time) => {
                        (format!("{date} {time}"), format!("--date {date} --time {time}"))
                    }
                    None => (date.to_string(), format!("--date {date}")),
                };
                vec![
                    point(code),
                    ("when", when.into()),
                    ("flags", flags.into()),
                    ("recorded", Argument::of(recorded)),
                    ("kind", Argument::key(*kind)),
                    ("register", Argument::of(register)),
                ]
            }
            Self::NothingToCorrect { code, date, nearest } => {
                let mut arguments = vec![point(code), day(date)];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", Argument::of(nearest))));
                arguments
            }
            _ => vec![],
        }
    }

    pub(super) fn about_values(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Backward { code, from, before, until, after, wrap, limit } => {
                let mut arguments = vec![
                    ("point", Argument::of(code)),
                    ("from", Argument::of(from)),
                    ("before", Argument::of(before)),
                    ("until", Argument::of(until)),
                    ("after", Argument::of(after)),
                ];
                arguments.extend(wrap.map(|wrap| ("wrap", Argument::of(&wrap.normalize()))));
                arguments.extend(limit.map(|limit| ("limit", Argument::of(&limit.normalize()))));
                arguments
            }
            Self::High { code, from, before, after, amount, days, limit } => vec![
                ("point", Argument::of(code)),
                ("from", Argument::of(from)),
                ("before", Argument::of(before)),
                ("after", Argument::of(after)),
                ("amount", Argument::of(amount)),
                ("days", Argument::of(days)),
                ("limit", Argument::of(limit)),
            ],
            Self::NeedsReason { kind } => vec![("kind", Argument::key(*kind))],
            Self::IdTaken { id } | Self::UnknownRow { id } | Self::SupersededTwice { id } => {
                vec![("id", Argument::of(id))]
            }
            Self::DriverNegative { kind, value } => {
                vec![("driver", kind.argument()), ("value", Argument::of(value))]
            }
            Self::DriverTwoPlaces { department } => vec![("department", Argument::of(department))],
            Self::ValidFromTaken { utility, date, recorded } => vec![
                ("utility", Argument::key(utility.key())),
                ("date", Argument::of(date)),
                ("recorded", recorded.into()),
            ],
            Self::Tiers { text } | Self::TimePrices { text } => vec![("text", text.into())],
            _ => vec![],
        }
    }
}
