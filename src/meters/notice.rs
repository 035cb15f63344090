//! What a use comes with: remarks on intervals that are posted, reasons of those that are not.

use crate::base::{Argument, Day, Decimal, Message};

/// Something a reader of a use should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The dial went over its last digit (`W-ROLL`).
    Rollover {
        /// The register before.
        before: Decimal,
        /// The register after.
        after: Decimal,
    },
    /// The register went back to zero by itself; what it had counted since is not known
    /// (`W-RESET`).
    SelfReset {
        /// The register before.
        before: Decimal,
        /// The register after.
        after: Decimal,
    },
    /// The interval begins with a new meter or a reset register (`W-METER`).
    NewMeter {
        /// What the old one showed last, if anybody could read it.
        old_final: Option<Decimal>,
        /// What the new one began with.
        initial: Option<Decimal>,
    },
    /// Nothing was used, where something was before or nothing is known of before (`W-STUCK`).
    Stuck {
        /// The register, before and after.
        register: Decimal,
    },
    /// An estimate was too high and gave way to a reading (`W-TRUEUP`).
    TrueUp {
        /// The day of the estimate.
        day: Day,
        /// The register that was estimated.
        register: Decimal,
        /// The use that had been posted up to the estimate.
        posted: Option<Decimal>,
    },
    /// An estimate lies below the reading before it and counts for nothing (`W-ESTIMATE`).
    LowEstimate {
        /// The day of the estimate.
        day: Day,
        /// The register that was estimated.
        register: Decimal,
    },
    /// More than is plausible, looked at again and confirmed (`W-HIGH`).
    ConfirmedHigh {
        /// The most that is plausible.
        limit: Decimal,
    },
    /// A doubtful reading lies within; the use passes over it (`W-DOUBT`).
    Doubted(Doubt),
}

impl Notice {
    /// The code that stands beside it in reports.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rollover { .. } => "W-ROLL",
            Self::SelfReset { .. } => "W-RESET",
            Self::NewMeter { .. } => "W-METER",
            Self::Stuck { .. } => "W-STUCK",
            Self::TrueUp { .. } => "W-TRUEUP",
            Self::LowEstimate { .. } => "W-ESTIMATE",
            Self::ConfirmedHigh { .. } => "W-HIGH",
            Self::Doubted(_) => "W-DOUBT",
        }
    }

    /// The same in words.
    pub fn message(&self) -> Message {
        match self {
            Self::Rollover { before, after } => {
                registers(Message::new("meter.notice.rollover"), before, after)
            }
            Self::SelfReset { before, after } => {
                registers(Message::new("meter.notice.self_reset"), before, after)
            }
            Self::NewMeter { old_final, initial } => Message::new("meter.notice.new_meter")
                .with("before", optional(*old_final))
                .with("after", optional(*initial)),
            Self::Stuck { register } => {
                Message::new("meter.notice.stuck").with("register", Argument::of(register))
            }
            Self::TrueUp { day, register, posted } => {
                let message = Message::new(match posted {
                    Some(_) => "meter.notice.true_up",
                    None => "meter.notice.true_up_unposted",
                });
                let message = message
                    .with("date", Argument::of(day))
                    .with("register", Argument::of(register));
                match posted {
                    Some(posted) => message.with("posted", shown(*posted)),
                    None => message,
                }
            }
            Self::LowEstimate { day, register } => Message::new("meter.notice.low_estimate")
                .with("date", Argument::of(day))
                .with("register", Argument::of(register)),
            Self::ConfirmedHigh { limit } => {
                Message::new("meter.notice.confirmed_high").with("limit", shown(*limit))
            }
            Self::Doubted(doubt) => doubt.message(),
        }
    }
}

/// A reading from which no use is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Its day.
    pub day: Day,
    /// The register.
    pub register: Decimal,
    /// Why nobody trusts it.
    pub why: Why,
}

impl Doubt {
    /// The same in words.
    pub fn message(&self) -> Message {
        let message = match &self.why {
            Why::Kept(Some(reason)) => {
                Message::new("meter.doubt.kept").with("reason", reason.as_str())
            }
            Why::Kept(None) => Message::new("meter.doubt.unreasoned"),
            Why::Twice => Message::new("meter.doubt.twice"),
        };
        message.with("date", Argument::of(&self.day)).with("register", Argument::of(&self.register))
    }
}

/// Why nobody trusts a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was kept with doubt, for this reason.
    Kept(Option<String>),
    /// Two readings of the same moment differ.
    Twice,
}

/// Why an interval has no use yet: its days are open, not zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// The register went back and no rollover explains it (`E-BACK`).
    Backward {
        /// The register before.
        before: Decimal,
        /// The register after.
        after: Decimal,
        /// The use that a rollover would mean, where the digits are known.
        wrap: Option<Decimal>,
        /// The most that is plausible, where it is known.
        limit: Option<Decimal>,
    },
    /// More than is plausible, and nobody confirmed it (`E-HIGH`).
    High {
        /// The register before.
        before: Decimal,
        /// The register after.
        after: Decimal,
        /// The use it would be.
        amount: Decimal,
        /// The most that is plausible.
        limit: Decimal,
    },
    /// The reading at its end is in doubt (`E-DOUBT`).
    Doubtful(Doubt),
    /// Nobody read the meter since (`E-UNREAD`).
    Unread,
    /// Nobody had read the meter before (`E-START`).
    NoStart,
    /// Nobody read the old meter when it was taken out (`E-FINAL`).
    NoFinal,
    /// A number left the range that can be computed exactly (`E-RANGE`).
    Range,
}

impl Gap {
    /// The code that stands beside it in reports.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Backward { .. } => "E-BACK",
            Self::High { .. } => "E-HIGH",
            Self::Doubtful(_) => "E-DOUBT",
            Self::Unread => "E-UNREAD",
            Self::NoStart => "E-START",
            Self::NoFinal => "E-FINAL",
            Self::Range => "E-RANGE",
        }
    }

    /// The same in words.
    pub fn message(&self) -> Message {
        match self {
            Self::Backward { before, after, wrap, limit: _ } => {
                let message = Message::new(match wrap {
                    Some(_) => "meter.gap.backward_wrap",
                    None => "meter.gap.backward",
                });
                let message = registers(message, before, after);
                match wrap {
                    Some(wrap) => message.with("wrap", shown(*wrap)),
                    None => message,
                }
            }
            Self::High { before, after, amount, limit } => {
                registers(Message::new("meter.gap.high"), before, after)
                    .with("amount", shown(*amount))
                    .with("limit", shown(*limit))
            }
            Self::Doubtful(doubt) => doubt.message(),
            Self::Unread => Message::new("meter.gap.unread"),
            Self::NoStart => Message::new("meter.gap.no_start"),
            Self::NoFinal => Message::new("meter.gap.no_final"),
            Self::Range => Message::new("meter.range"),
        }
    }
}

fn registers(message: Message, before: &Decimal, after: &Decimal) -> Message {
    message.with("before", Argument::of(before)).with("after", Argument::of(after))
}

fn optional(register: Option<Decimal>) -> Argument {
    register.map_or(Argument::key("word.unknown"), |register| Argument::of(&register))
}

/// An amount as it is said: without needless zeros.
fn shown(amount: Decimal) -> String {
    amount.normalize().to_string()
}
