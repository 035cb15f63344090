//! Whether the saving of each measure is proven, and what all of them together may claim.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decimal, Fraction, MeasureCode, Message, SiteCode, Span, Working, figure};
use crate::meters::loss::square_root;
use crate::meters::{Carrier, Meters, Tree, View};

use super::overlap::{Overlap, settle};
use super::payback::{NoPayback, Payback, Saved, payback};
use super::whole::{Comparing, a_year, parts, together, wholes};
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
    /// The weather station of whole meters; none for the only one there is.
    pub station: Option<String>,
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

    /// Whether a saving is not proven, or nobody can tell whether it is in another one.
    pub fn is_open(&self) -> bool {
        let unplaced = |within: &Overlap| within.shared.is_none();
        self.lines.iter().any(|line| {
            line.finding != Finding::Proven || line.within.as_ref().is_some_and(unplaced)
        })
    }
}

/// The proven savings of one carrier together; what is not proven is in no sum, and what is in
/// another saving already is not added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// What is saved.
    pub carrier: Carrier,
    /// The proven savings of the span.
    pub saving: Decimal,
    /// How far they may be off together, at 90 %, each independent of the others.
    pub error: Option<Decimal>,
    /// How many measures are proven and added.
    pub n_proven: usize,
    /// How many are proven and not added, since another one has their saving in it.
    pub n_within: usize,
    /// How many are not proven, and left out.
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
    /// The measure whose saving has this one in it, where both are proven: it is not added again.
    pub within: Option<Overlap>,
    /// The saving of a year; of a whole meter none before it was compared for a year.
    pub annual: Option<Decimal>,
    /// When its cost comes back, or why nobody can say.
    pub payback: Result<Payback, NoPayback>,
}

impl Verification {
    /// How the saving and its error come about; none where it was not verified.
    fn workings(&self, span: Span) -> Vec<Working> {
        match &self.proof {
            Proof::None | Proof::Lacking(_) => Vec::new(),
            Proof::OptionA(found) => vec![self.of_option_a(found, span)],
            Proof::OptionC(wholes) => {
                let found = wholes.iter().filter_map(|own| own.found.as_ref().ok());
                let mut workings: Vec<Working> = found.flat_map(|own| own.workings()).collect();
                let about = self.measure.code.to_string();
                let mut working = Working::new(figure("measure.verified.payback", about));
                self.payback_steps(&mut working);
                workings.extend((!working.steps.is_empty()).then_some(working));
                workings
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
        self.payback_steps(&mut working);
        working
    }

    fn payback_steps(&self, working: &mut Working) {
        let (Ok(payback), Some(cost)) = (&self.payback, self.measure.cost) else { return };
        let Some(annual) = self.annual else { return };
        let Payback { worth, yearly, years } = payback;
        worth.steps(annual, *yearly, working);
        let what = Message::new("measure.step.payback");
        working.step(what, format!("{cost} ÷ {yearly}"), years.to_string(), "");
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

/// Verifies measures.
///
/// Those that are not asked for are verified too: one of them may have the saving of another in it.
pub fn verify(meters: &Meters, options: &VerifyOptions) -> Verifications {
    let VerifyOptions { span, measure, site, station, view } = options;
    let asked = |own: &Measure| measure.as_ref().is_none_or(|code| own.code == *code);
    let here = |own: &Measure| site.is_none() || own.site == *site;
    // What begins later has nothing to do with these days, unless it is asked for by name.
    let begun = |own: &&Measure| own.start <= span.last() || (measure.is_some() && asked(own));
    let tree = LazyCell::new(|| Tree::new(meters, view));
    let verifying =
        Verifying { meters, tree: &tree, span: *span, station: station.as_ref(), view: *view };
    let begun = meters.measures().into_iter().filter(begun);
    let mut lines: Vec<Verification> = begun.map(|measure| verifying.one(measure)).collect();
    if lines.iter().any(|line| line.measure.method == Method::OptionC) {
        settle(&mut lines, &tree);
    }
    lines.retain(|line| asked(&line.measure) && here(&line.measure));
    let claims = claims(&lines);
    Verifications { span: *span, lines, claims }
}

/// What measures are verified by.
struct Verifying<'a, 'b, F: FnOnce() -> Tree<'a>> {
    meters: &'a Meters,
    tree: &'b LazyCell<Tree<'a>, F>,
    span: Span,
    station: Option<&'b String>,
    view: View,
}

impl<'a, F: FnOnce() -> Tree<'a>> Verifying<'a, '_, F> {
    fn one(&self, measure: &Measure) -> Verification {
        let days = days_after(measure, self.span, self.view);
        let mut line = Verification {
            measure: measure.clone(),
            days: days.map_or(0, Span::days),
            proof: Proof::None,
            saving: None,
            error: None,
            finding: Finding::Unverified,
            within: None,
            annual: None,
            payback: Err(NoPayback::NoSaving),
        };
        match measure.method {
            Method::None => {}
            Method::OptionA => self.of_option_a(&mut line, days),
            Method::OptionC => self.of_option_c(&mut line, days),
        }
        line
    }

    /// Verifies a measure by Option A; the days are those after its works.
    fn of_option_a(&self, line: &mut Verification, days: Option<Span>) {
        let found = match option_a(&line.measure) {
            Ok(found) => found,
            Err(unsaid) => {
                (line.proof, line.finding) = (Proof::Lacking(unsaid), Finding::Lacking);
                return;
            }
        };
        line.finding = Finding::NotYet;
        line.annual = Some(found.annual);
        let mut parts = Vec::new();
        if let Some(days) = days {
            line.saving = of_days(days, found.annual);
            line.error = found.error.and_then(|error| of_days(days, error));
            line.finding = Finding::of(found.annual, found.error);
            parts.extend(line.saving.map(|saving| (days, saving)));
        }
        line.payback = self.payback(&line.measure, found.annual, days, parts);
        line.proof = Proof::OptionA(Box::new(found));
    }

    /// Verifies a measure by Option C; the days are those after its works.
    fn of_option_c(&self, line: &mut Verification, days: Option<Span>) {
        if line.measure.points.is_empty() {
            (line.proof, line.finding) = (Proof::Lacking(vec![Unsaid::Points]), Finding::Lacking);
            return;
        }
        let Some(days) = days else {
            line.finding = Finding::NotYet;
            return;
        };
        let comparing = Comparing {
            meters: self.meters,
            tree: self.tree,
            station: self.station,
            view: self.view,
        };
        let wholes = wholes(&comparing, &line.measure, days);
        (line.saving, line.error, line.finding) = together(&wholes);
        if line.finding == Finding::Proven {
            line.annual = a_year(&wholes);
            line.payback = match line.annual {
                None => Err(NoPayback::ShortYear(line.days)),
                Some(annual) => self.payback(&line.measure, annual, Some(days), parts(&wholes)),
            };
        }
        line.proof = Proof::OptionC(wholes);
    }

    fn payback(
        &self,
        measure: &Measure,
        annual: Decimal,
        days: Option<Span>,
        parts: Vec<(Span, Decimal)>,
    ) -> Result<Payback, NoPayback> {
        let saved = Saved { measure, annual, days, parts };
        payback(self.meters, self.tree, &saved, self.span.last())
    }
}

/// The days of a span after the works, up to the day looked from.
fn days_after(measure: &Measure, span: Span, view: View) -> Option<Span> {
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
                n_within: 0,
                n_left_out: 0,
            };
            (claim, Some(Fraction::ZERO))
        });
        match (line.finding, line.saving, line.error) {
            (Finding::Proven, ..) if line.within.is_some() => claim.n_within += 1,
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
