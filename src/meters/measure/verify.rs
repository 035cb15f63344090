//! Whether the saving of each measure is proven, and what all of them together may claim.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{
    Day, Decimal, Fraction, MeasureCode, Message, Money, Price, SiteCode, Span, Working,
};
use crate::meters::loss::square_root;
use crate::meters::{Carrier, Meters, View};

use super::whole::{together, wholes};
use super::{Measure, Method, OptionA, Unsaid, Whole, option_a};

/// What to verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyOptions {
    /// The days of the saving.
    pub span: Span,
    /// Only this measure.
    pub measure: Option<MeasureCode>,
    /// Only measures of this site.
    pub site: Option<SiteCode>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// The measures with what is proven of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Verifications {
    /// The days.
    pub span: Span,
    /// The measures, by code.
    pub lines: Vec<Verification>,
    /// What may be claimed, by carrier.
    pub claims: Vec<Claimed>,
}

impl Verifications {
    /// How the figures come about.
    pub fn workings(&self) -> Vec<Working> {
        self.lines.iter().flat_map(|line| line.workings(self.span)).collect()
    }

    /// Whether a saving is not proven.
    pub fn is_open(&self) -> bool {
        self.lines.iter().any(|line| line.finding != Finding::Proven)
    }
}

/// The proven savings of one carrier together; what is not proven is in no sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// What is saved.
    pub carrier: Carrier,
    /// The proven savings of the span.
    pub saving: Decimal,
    /// How far they may be off together, at 90 %, each independent of the others.
    pub error: Option<Decimal>,
    /// How many measures are proven.
    pub n_proven: usize,
    /// How many are not, and left out.
    pub n_left_out: usize,
}

/// A measure and what is proven of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The measure.
    pub measure: Measure,
    /// The days of the span after the end of its works.
    pub days: i64,
    /// How it was verified.
    pub proof: Proof,
    /// The saving of those days; none where it is not known.
    pub saving: Option<Decimal>,
    /// How far it may be off, at 90 %.
    pub error: Option<Decimal>,
    /// What follows.
    pub finding: Finding,
    /// When its cost comes back, where cost, price and saving of a year are known.
    pub payback: Option<Payback>,
}

impl Verification {
    /// How the saving and its error come about; none where it was not verified.
    fn workings(&self, span: Span) -> Vec<Working> {
        match &self.proof {
            Proof::None | Proof::Lacking(_) => Vec::new(),
            Proof::OptionA(found) => vec![self.of_option_a(found, span)],
            Proof::OptionC(wholes) => {
                let found = wholes.iter().filter_map(|own| own.found.as_ref().ok());
                found.flat_map(|own| own.workings()).collect()
            }
        }
    }

    fn of_option_a(&self, found: &OptionA, span: Span) -> Working {
        let (measure, annual) = (&self.measure, found.annual);
        let mut working = found.working(measure);
        let what = |code: &str| Message::new(format!("measure.step.{code}"));
        if let Some(saving) = self.saving {
            let unit = measure.carrier.unit();
            working.step(
                what("days"),
                format!("{annual} × {} ÷ {}", self.days, year_days(span)),
                format!("{saving} {unit}"),
                "",
            );
        }
        if let (Some(payback), Some(cost)) = (&self.payback, measure.cost) {
            let Payback { price, yearly, years } = payback;
            working.step(what("yearly"), format!("{annual} × {price}"), yearly.to_string(), "");
            working.step(what("payback"), format!("{cost} ÷ {yearly}"), years.to_string(), "");
        }
        working
    }
}

/// The days of the year of a span, as they are divided by; of several years, each its own.
fn year_days(span: Span) -> String {
    let days = |year: i32| {
        let year = Day::new(year, 1, 1).zip(Day::new(year, 12, 31));
        let year = year.and_then(|(first, last)| Span::new(first, last));
        year.map(|year| year.days().to_string())
    };
    let all: BTreeSet<String> =
        (span.first().year()..=span.last().year()).filter_map(days).collect();
    all.into_iter().collect::<Vec<_>>().join("/")
}

/// How a saving was verified.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// Not at all.
    None,
    /// What its method needs is not there.
    Lacking(Vec<Unsaid>),
    /// By Option A.
    OptionA(Box<OptionA>),
    /// By Option C, each point by itself.
    OptionC(Vec<Whole>),
}

/// What is to be said of a saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// Nobody verified it (未核证).
    Unverified,
    /// What its method needs is not recorded.
    Lacking,
    /// No day of the span is after its works.
    NotYet,
    /// It is above zero by more than it may be off.
    Proven,
    /// It cannot be told from nothing.
    NotProvable,
    /// More is used than before.
    Increase,
}

impl Finding {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unverified => "measure.finding.unverified",
            Self::Lacking => "measure.finding.lacking",
            Self::NotYet => "measure.finding.not_yet",
            Self::Proven => "measure.finding.proven",
            Self::NotProvable => "measure.finding.not_provable",
            Self::Increase => "measure.finding.increase",
        }
    }

    /// What follows from a saving and how far it may be off.
    pub fn of(saving: Decimal, error: Option<Decimal>) -> Self {
        match error {
            Some(error) if saving > error => Self::Proven,
            Some(error) if -saving > error => Self::Increase,
            None | Some(_) => Self::NotProvable,
        }
    }
}

/// When a cost comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payback {
    /// The price of a unit.
    pub price: Price,
    /// What the saving of a year is worth.
    pub yearly: Money,
    /// After how many years the cost is back, to two decimals.
    pub years: Decimal,
}

/// Verifies measures.
pub fn verify(meters: &Meters, options: &VerifyOptions) -> Verifications {
    let VerifyOptions { span, measure, site, view } = options;
    let asked = |own: &&Measure| measure.as_ref().is_none_or(|code| own.code == *code);
    let here = |own: &&Measure| site.is_none() || own.site == *site;
    // What begins later has nothing to do with these days, unless it is asked for by name.
    let begun = |own: &&Measure| measure.is_some() || own.start <= span.last();
    let measures = meters.measures().into_iter().filter(asked).filter(here).filter(begun);
    let lines: Vec<Verification> =
        measures.map(|measure| one(meters, measure, *span, *view)).collect();
    let claims = claims(&lines);
    Verifications { span: *span, lines, claims }
}

fn one(meters: &Meters, measure: &Measure, span: Span, view: View) -> Verification {
    let days = days_after(measure, span, view);
    let n_days = days.map_or(0, Span::days);
    let mut line = Verification {
        measure: measure.clone(),
        days: n_days,
        proof: Proof::None,
        saving: None,
        error: None,
        finding: Finding::Unverified,
        payback: None,
    };
    match measure.method {
        Method::None => {}
        Method::OptionC => of_option_c(meters, &mut line, days, view),
        Method::OptionA => match option_a(measure) {
            Err(unsaid) => {
                (line.proof, line.finding) = (Proof::Lacking(unsaid), Finding::Lacking);
            }
            Ok(found) => {
                line.finding = Finding::NotYet;
                line.payback = payback(meters, measure, found.annual, span.last());
                if let Some(days) = days {
                    line.saving = of_days(days, found.annual);
                    line.error = found.error.and_then(|error| of_days(days, error));
                    line.finding = Finding::of(found.annual, found.error);
                }
                line.proof = Proof::OptionA(Box::new(found));
            }
        },
    }
    line
}

/// Verifies a measure by Option C; the days are those after its works.
fn of_option_c(meters: &Meters, line: &mut Verification, days: Option<Span>, view: View) {
    if line.measure.points.is_empty() {
        (line.proof, line.finding) = (Proof::Lacking(vec![Unsaid::Points]), Finding::Lacking);
        return;
    }
    let Some(days) = days else {
        line.finding = Finding::NotYet;
        return;
    };
    let wholes = wholes(meters, &line.measure, days, view);
    (line.saving, line.error, line.finding) = together(&wholes);
    line.proof = Proof::OptionC(wholes);
}

/// The days of a span after the works, up to the day looked from.
pub(in crate::meters) fn days_after(measure: &Measure, span: Span, view: View) -> Option<Span> {
    let last = view.as_of.map_or(span.last(), |as_of: Day| span.last().min(as_of));
    Span::new(span.first().max(measure.end?.next()), last)
}

/// What some days have of a year's amount, to two decimals.
fn of_days(days: Span, annual: Decimal) -> Option<Decimal> {
    share_of_year(days)?.checked_mul(Fraction::from_decimal(annual))?.round(2)
}

/// Which part of a year some days are: each by the length of its own year.
fn share_of_year(days: Span) -> Option<Fraction> {
    let mut share = Fraction::ZERO;
    for year in days.first().year()..=days.last().year() {
        let year = Span::new(Day::new(year, 1, 1)?, Day::new(year, 12, 31)?)?;
        let Some(own) = days.overlap(year) else { continue };
        share =
            share.checked_add(Fraction::new(i128::from(own.days()), i128::from(year.days()))?)?;
    }
    Some(share)
}

/// When the cost comes back; none without a cost, a price or a saving.
pub(in crate::meters) fn payback(
    meters: &Meters,
    measure: &Measure,
    annual: Decimal,
    day: Day,
) -> Option<Payback> {
    let price = meters.tariff(&measure.carrier, measure.site.as_ref(), day)?.flat()?;
    let cost = measure.cost?;
    let yearly = annual.checked_mul(price.yuan())?;
    let years = Fraction::from_decimal(cost.yuan())
        .checked_div(Fraction::from_decimal(yearly))?
        .round(2)
        .filter(|_| yearly > Decimal::ZERO)?;
    Some(Payback { price, yearly: Money::round(yearly)?, years })
}

fn claims(lines: &[Verification]) -> Vec<Claimed> {
    let mut claims: BTreeMap<Carrier, (Claimed, Option<Fraction>)> = BTreeMap::new();
    for line in lines {
        let carrier = &line.measure.carrier;
        let (claim, squares) = claims.entry(carrier.clone()).or_insert_with(|| {
            let claim = Claimed {
                carrier: carrier.clone(),
                saving: Decimal::ZERO,
                error: None,
                n_proven: 0,
                n_left_out: 0,
            };
            (claim, Some(Fraction::ZERO))
        });
        match (line.finding, line.saving, line.error) {
            (Finding::Proven, Some(saving), Some(error)) => {
                claim.n_proven += 1;
                claim.saving = claim.saving.saturating_add(saving);
                let error = Fraction::from_decimal(error);
                *squares = squares
                    .zip(error.checked_mul(error))
                    .and_then(|(sum, square)| sum.checked_add(square));
            }
            _ => claim.n_left_out += 1,
        }
    }
    let finish = |(mut claim, squares): (Claimed, Option<Fraction>)| {
        claim.error = squares.and_then(|squares| square_root(squares, 2));
        claim
    };
    claims.into_values().map(finish).collect()
}
