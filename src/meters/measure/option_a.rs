//! Option A: counted parts × difference of load × hours, and how far that may be off.
//!
//! Everything is exact but the t quantile of a sample; the errors are taken at 90 %. The error of
//! the load is the larger of the one that was named and the one that sampling alone leaves.

use crate::base::{Decimal, Fraction, Message, Working, figure};
use crate::meters::loss::square_root;

use super::{Measure, Sample, SampleOf};

/// Something that a method needs and nobody has recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsaid {
    /// The points whose use it lowers, which Option C compares.
    Points,
    /// How many parts.
    Count,
    /// The load of one part before.
    LoadBefore,
    /// The load of one part after.
    LoadAfter,
    /// The hours of a year.
    Hours,
    /// How uncertain the difference of load is; a sample would say it too.
    LoadError,
    /// How uncertain the hours are.
    HoursError,
    /// A number left the range that can be computed exactly.
    Range,
}

impl Unsaid {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Points => "measure.unsaid.points",
            Self::Count => "measure.unsaid.count",
            Self::LoadBefore => "measure.unsaid.load_before",
            Self::LoadAfter => "measure.unsaid.load_after",
            Self::Hours => "measure.unsaid.hours",
            Self::LoadError => "measure.unsaid.load_error",
            Self::HoursError => "measure.unsaid.hours_error",
            Self::Range => "measure.unsaid.range",
        }
    }
}

/// The saving of a year by Option A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionA {
    /// How many parts.
    pub count: u32,
    /// The load of one part before, in thousandths of the unit an hour.
    pub before: Decimal,
    /// The load of one part after.
    pub after: Decimal,
    /// The hours of a year.
    pub hours: Decimal,
    /// The saving of a year, in the unit, exactly.
    pub annual: Decimal,
    /// How far the mean of the sample may be off, at 90 %.
    pub half_width: Option<Decimal>,
    /// How far the difference of load may be off, at 90 %; none where nobody said so.
    pub load_error: Option<Decimal>,
    /// How far the saving of a year may be off, at 90 %; none where something is not said.
    pub error: Option<Decimal>,
    /// The same in percent of the saving, to four decimals.
    pub error_percent: Option<Decimal>,
    /// What the error would need.
    pub unsaid: Vec<Unsaid>,
    /// Whether the load that was named lies outside of what the sample allows for.
    pub sample: Agreement,
}

/// Whether the load that was named and the sample agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// There is nothing to compare.
    Nothing,
    /// The named load lies within the half-width of the sample's mean.
    Agrees,
    /// It does not.
    Strays,
}

const DECIMALS: u32 = 4;

/// Computes the saving of a year; what is missing where it cannot be.
pub fn option_a(measure: &Measure) -> Result<OptionA, Vec<Unsaid>> {
    let load = &measure.load;
    let sampled = |side: SampleOf| load.sample.filter(|(of, _)| *of == side).map(|(_, own)| own);
    let mean = |side: SampleOf| sampled(side).map(|sample| sample.mean);
    let before = load.before.or_else(|| mean(SampleOf::Before));
    let after = load.after.or_else(|| mean(SampleOf::After));
    let (Some(count), Some(before), Some(after), Some(hours)) =
        (measure.count, before, after, load.hours)
    else {
        let needed = [
            (measure.count.is_none(), Unsaid::Count),
            (before.is_none(), Unsaid::LoadBefore),
            (after.is_none(), Unsaid::LoadAfter),
            (load.hours.is_none(), Unsaid::Hours),
        ];
        return Err(needed.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what).collect());
    };
    let found = compute(measure, count, before, after, hours);
    found.ok_or_else(|| vec![Unsaid::Range])
}

fn compute(
    measure: &Measure,
    count: u32,
    before: Decimal,
    after: Decimal,
    hours: Decimal,
) -> Option<OptionA> {
    let load = &measure.load;
    let exact = Fraction::from_decimal;
    let difference = before.checked_sub(after)?;
    let parts = Decimal::from(count);
    let annual = parts.checked_mul(difference)?.checked_mul(hours)?;
    let annual = annual.checked_div(Decimal::ONE_THOUSAND)?.normalize();
    let half_width = load.sample.and_then(|(_, sample)| sample.half_width(count));
    let named = match load.load_error {
        Some(percent) => Some(difference.abs().checked_mul(percent)?.checked_div(HUNDRED)?),
        None => None,
    };
    let load_error = named.into_iter().chain(half_width).max();
    let mut unsaid = Vec::new();
    if load_error.is_none() {
        unsaid.push(Unsaid::LoadError);
    }
    if load.hours_error.is_none() {
        unsaid.push(Unsaid::HoursError);
    }
    let error = match (load_error, load.hours_error) {
        (Some(load_error), Some(percent)) => {
            let of_load = parts.checked_mul(load_error)?.checked_mul(hours)?;
            let of_load = square(of_load.checked_div(Decimal::ONE_THOUSAND)?)?;
            let of_hours = square(annual.checked_mul(percent)?.checked_div(HUNDRED)?)?;
            Some(square_root(of_load.checked_add(of_hours)?, DECIMALS)?)
        }
        _ => None,
    };
    let percent = error.and_then(|error| {
        let part = exact(error).checked_mul(Fraction::new(100, 1)?)?;
        part.checked_div(exact(annual.abs()))?.round(DECIMALS)
    });
    Some(OptionA {
        count,
        before,
        after,
        hours,
        annual,
        half_width,
        load_error,
        error,
        error_percent: percent,
        unsaid,
        sample: agreement(measure, half_width),
    })
}

const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// The square of an amount, cut to six decimals first, so that it stays within 128 bits.
fn square(amount: Decimal) -> Option<Fraction> {
    let amount = Fraction::from_decimal(Fraction::from_decimal(amount).round(6)?);
    amount.checked_mul(amount)
}

/// Holds the load that was named against the sample.
fn agreement(measure: &Measure, half_width: Option<Decimal>) -> Agreement {
    let load = &measure.load;
    let named = load.sample.and_then(|(of, sample)| {
        let named = match of {
            SampleOf::Before => load.before,
            SampleOf::After => load.after,
        };
        Some((named?, sample.mean))
    });
    match (named, half_width) {
        (Some((named, mean)), Some(half_width)) if (named - mean).abs() > half_width => {
            Agreement::Strays
        }
        (Some(_), Some(_)) => Agreement::Agrees,
        _ => Agreement::Nothing,
    }
}

impl OptionA {
    /// How the saving of a year and its error come about.
    pub fn working(&self, measure: &Measure) -> Working {
        let unit = measure.carrier.unit();
        let row = measure.id.to_string();
        let what = |code: &str| Message::new(format!("measure.step.{code}"));
        let mut working = Working::new(figure("measure.verified.annual", measure.code.to_string()));
        let Self { count, before, after, hours, annual, .. } = self;
        working.step(
            what("annual"),
            format!("{count} × ({before} − {after}) × {hours} ÷ 1000"),
            format!("{annual} {unit}"),
            &row,
        );
        if let (Some((of, sample)), Some(half_width)) = (measure.load.sample, self.half_width) {
            let Sample { size, deviation, .. } = sample;
            let t = sample.quantile().unwrap_or_default();
            working.step(
                what("half_width").with("side", crate::base::Argument::key(of.key())),
                format!("{t} × {deviation} ÷ √{size} × √(1 − {size}/{count})"),
                half_width.to_string(),
                &row,
            );
        }
        if let (Some(load_error), Some(hours_error), Some(error)) =
            (self.load_error, measure.load.hours_error, self.error)
        {
            working.step(
                what("error"),
                format!(
                    "√(({count} × {load_error} × {hours} ÷ 1000)² + ({annual} × {hours_error}%)²)"
                ),
                format!("{} {unit}", error.normalize()),
                &row,
            );
        }
        if let (Some(error), Some(percent)) = (self.error, self.error_percent) {
            let error = error.normalize();
            working.step(
                what("error_percent"),
                format!("{error} ÷ {annual} × 100"),
                format!("{percent}%"),
                "",
            );
        }
        working
    }
}
