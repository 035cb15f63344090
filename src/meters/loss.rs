//! A main meter against its sub-meters (总分表偏差), and what their accuracy allows for.

use crate::base::{Decimal, Fraction, Ratio};

/// A use and the accuracy class of the meter it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metered {
    /// The use.
    pub amount: Decimal,
    /// The accuracy class in percent, where it is known.
    pub accuracy: Option<Decimal>,
}

/// What is left of the main meter's use when that of its sub-meters is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imbalance {
    /// The use of the main meter.
    pub main: Decimal,
    /// The use of the sub-meters together.
    pub subs: Decimal,
    /// The difference.
    pub rest: Decimal,
    /// The difference as a part of the main meter's use.
    pub ratio: Ratio,
    /// What the accuracy classes of all meters allow for together; none where one is not known.
    pub tolerance: Option<Tolerance>,
    /// What the known classes allow for together: the least that all of them do.
    pub least: Option<Tolerance>,
    /// How many meters have no known class.
    pub n_unclassed: usize,
    /// What it means.
    pub verdict: Verdict,
}

/// The combined class error of several meters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// In units, to four decimals.
    pub amount: Decimal,
    /// In percent of the main meter's use, to six decimals; none when it used nothing.
    pub percent: Option<Decimal>,
}

/// What an imbalance means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Within what the meters' accuracy allows for.
    Within,
    /// More went in than came out: an unmetered load, a missing sub-meter, or a loss.
    Unmetered,
    /// More went in than came out, by more than the known classes allow for; what those that nobody
    /// knows allow for, nobody can tell.
    Unclassed,
    /// More came out than went in: a wrong multiplier, parent or date.
    SubsExceedMain,
}

impl Verdict {
    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Within => "energy.verdict.within",
            Self::Unmetered => "energy.verdict.unmetered",
            Self::Unclassed => "energy.verdict.unclassed",
            Self::SubsExceedMain => "energy.verdict.subs_exceed_main",
        }
    }
}

/// Holds a main meter against its sub-meters; none when a number leaves the range.
pub fn imbalance(main: Metered, subs: &[Metered]) -> Option<Imbalance> {
    let sum = subs.iter().try_fold(Decimal::ZERO, |sum, sub| sum.checked_add(sub.amount))?;
    let rest = main.amount.checked_sub(sum)?;
    let exact = Fraction::from_decimal;
    let n_unclassed =
        std::iter::once(&main).chain(subs).filter(|meter| meter.accuracy.is_none()).count();
    let least = tolerance(main, subs);
    let bound = least.map_or(Decimal::ZERO, |least| least.amount);
    // A class that nobody knows allows for more, never for less: within the least is within.
    let verdict = if rest.abs() <= bound {
        Verdict::Within
    } else if rest > Decimal::ZERO && n_unclassed > 0 {
        Verdict::Unclassed
    } else if rest > Decimal::ZERO {
        Verdict::Unmetered
    } else {
        Verdict::SubsExceedMain
    };
    Some(Imbalance {
        main: main.amount,
        subs: sum,
        rest,
        ratio: Ratio::exact(exact(rest), exact(main.amount), 2),
        tolerance: least.filter(|_| n_unclassed == 0),
        least,
        n_unclassed,
        verdict,
    })
}

/// `√(Σ (amount · class)²)` over all the meters whose class is known.
fn tolerance(main: Metered, subs: &[Metered]) -> Option<Tolerance> {
    let hundred = Fraction::new(100, 1)?;
    let mut squares = Fraction::ZERO;
    for meter in std::iter::once(&main).chain(subs) {
        let Some(class) = meter.accuracy else { continue };
        let class = Fraction::from_decimal(class).checked_div(hundred)?;
        let error = Fraction::from_decimal(meter.amount).checked_mul(class)?;
        squares = squares.checked_add(error.checked_mul(error)?)?;
    }
    let main = Fraction::from_decimal(main.amount);
    let percent = squares
        .checked_mul(Fraction::new(10_000, 1)?)
        .and_then(|squares| squares.checked_div(main.checked_mul(main)?));
    Some(Tolerance {
        amount: square_root(squares, 4)?,
        percent: percent.and_then(|percent| square_root(percent, 6)),
    })
}

/// The square root to a number of decimals, half up, in whole numbers throughout.
pub(super) fn square_root(square: Fraction, decimals: u32) -> Option<Decimal> {
    // Twice the root in steps of the last decimal, cut down; one more and halved rounds it.
    let scale = 10_i128.checked_pow(decimals.checked_mul(2)?)?.checked_mul(4)?;
    let (numerator, denominator) = (square.numerator(), square.denominator());
    let whole = numerator / denominator;
    let part = (numerator % denominator).checked_mul(scale)? / denominator;
    let doubled = whole.checked_mul(scale)?.checked_add(part)?.checked_isqrt()?;
    Decimal::try_from_i128_with_scale((doubled + 1) / 2, decimals).ok()
}
