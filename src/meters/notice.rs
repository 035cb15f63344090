//! What a use comes with: remarks on intervals that are posted, reasons of those that are not.

use crate::base::{Day, Decimal, Fraction};

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
        posted: Option<Fraction>,
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
        limit: Fraction,
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
        wrap: Option<Fraction>,
    },
    /// More than is plausible, and nobody confirmed it (`E-HIGH`).
    High {
        /// The register before.
        before: Decimal,
        /// The register after.
        after: Decimal,
        /// The use it would be.
        amount: Fraction,
        /// The most that is plausible.
        limit: Fraction,
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

    /// The key of its words.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Backward { .. } => "meter.gap.backward",
            Self::High { .. } => "meter.gap.high",
            Self::Doubtful(_) => "meter.gap.doubtful",
            Self::Unread => "meter.gap.unread",
            Self::NoStart => "meter.gap.no_start",
            Self::NoFinal => "meter.gap.no_final",
            Self::Range => "meter.gap.range",
        }
    }
}
