//! What a bill is shared out by: measured use, area, beds, heads or visits of each department.

use std::collections::BTreeMap;

use crate::base::{Decimal, DepartmentCode, Fraction, PointCode, SiteCode, Span};
use crate::meters::tree::Tree;
use crate::meters::{
    Contribution, DriverKind, DriverOver, DriverSum, Meters, Open, Sign, Subject, Usage, driver_sum,
};
use crate::org::{Department, Org};

use super::scope::contributions;
use super::{AllocateOptions, Bill};

/// What a bill is shared out by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShareBy {
    /// What the meters of each department measured.
    Meter,
    /// Floor area.
    Area,
    /// Beds.
    Beds,
    /// Heads of the department.
    Heads,
    /// Visits.
    Visits,
}

impl ShareBy {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Meter, Self::Area, Self::Beds, Self::Heads, Self::Visits];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meter => "meter",
            Self::Area => "area",
            Self::Beds => "beds",
            Self::Heads => "heads",
            Self::Visits => "visits",
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Meter => "bill.share_by.meter",
            Self::Area => "bill.share_by.area",
            Self::Beds => "bill.share_by.beds",
            Self::Heads => "bill.share_by.heads",
            Self::Visits => "bill.share_by.visits",
        }
    }

    /// The figure that each department must have; none for what is measured.
    pub const fn driver(self) -> Option<DriverKind> {
        match self {
            Self::Meter => None,
            Self::Area => Some(DriverKind::Area),
            Self::Beds => Some(DriverKind::Beds),
            Self::Heads => Some(DriverKind::Heads),
            Self::Visits => Some(DriverKind::Visits),
        }
    }
}

/// What becomes of the use that no department's meter measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RestBy {
    /// It is a line of its own.
    Own,
    /// The departments carry it by floor area.
    Area,
}

impl RestBy {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Own, Self::Area];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Area => "area",
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Own => "bill.rest_by.own",
            Self::Area => "bill.rest_by.area",
        }
    }
}

/// The weight with which somebody shares in a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillWeight {
    /// Who.
    pub subject: Subject,
    /// How much, exactly.
    pub weight: Fraction,
    /// Where it comes from.
    pub origin: WeightOrigin,
}

/// Where a weight comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WeightOrigin {
    /// A figure of the department.
    Driver(DriverSum),
    /// The use of points, each with its own.
    Meters {
        /// The points and what is theirs and not metered again below them.
        parts: Vec<(PointCode, Decimal)>,
        /// What the bill has beyond all meters, where no main meter measures the whole.
        beyond: Option<Decimal>,
        /// The part of the unmetered use that is carried by area.
        rest: Option<RestShare>,
    },
}

/// What a department carries of the use that no meter of a department measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestShare {
    /// All of that use.
    pub rest: Decimal,
    /// The department's area.
    pub area: DriverSum,
    /// The areas of all that share in it.
    pub areas: Fraction,
}

/// Why a bill is not shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotShared {
    /// Nobody entered a department's figure.
    Driver {
        /// The department.
        department: DepartmentCode,
        /// What is known, and which months are missing.
        sum: DriverSum,
    },
    /// What somebody used is not known for every day.
    Use {
        /// Who.
        subject: Subject,
        /// The days, and why.
        open: Vec<Open>,
    },
    /// Somebody's use comes out below zero: sub-meters measured more than the meter above them.
    Negative {
        /// Who.
        subject: Subject,
        /// What comes out.
        amount: Decimal,
    },
    /// Everybody's share is zero.
    NoWeights,
    /// There is no department, or no meter, to share in it.
    Nobody,
    /// A number left the range that can be computed exactly.
    Range,
}

/// The weights of everybody who shares in a bill, or all that stands in the way.
pub(super) fn weights(
    (meters, org, tree): (&Meters, &Org, &Tree<'_>),
    bill: &Bill,
    span: Span,
    options: &AllocateOptions,
) -> Result<Vec<BillWeight>, Vec<NotShared>> {
    let found = match options.share_by.driver() {
        Some(kind) => {
            let site = bill.site.as_ref().or_else(|| site_of(tree, bill));
            let departments = org.departments().filter(|own| shares(own, site, options));
            let codes: Vec<&DepartmentCode> = departments.map(|own| &own.code).collect();
            by_driver(meters, org, &codes, &kind, span)?
        }
        None => by_meter((meters, org, tree), bill, span, options)?,
    };
    if found.is_empty() { Err(vec![NotShared::Nobody]) } else { Ok(found) }
}

fn site_of<'a>(tree: &Tree<'a>, bill: &Bill) -> Option<&'a SiteCode> {
    tree.node(bill.point.as_ref()?)?.site()
}

/// Whether a department is at the site and among those that were named.
///
/// One without a site in its register may be anywhere: it is asked for its figure.
fn shares(department: &Department, site: Option<&SiteCode>, options: &AllocateOptions) -> bool {
    let is_here = site.is_none() || department.site.is_none() || department.site.as_ref() == site;
    let is_named = options.among.is_empty() || options.among.contains(&department.code);
    is_here && is_named
}

fn by_driver(
    meters: &Meters,
    org: &Org,
    departments: &[&DepartmentCode],
    kind: &DriverKind,
    span: Span,
) -> Result<Vec<BillWeight>, Vec<NotShared>> {
    let (mut found, mut lacking) = (Vec::new(), Vec::new());
    for code in departments {
        let department = Some((*code).clone());
        let over = DriverOver { kind: kind.clone(), site: None, department, span };
        let sum = driver_sum(meters, org, &over);
        match sum.amount() {
            None => lacking.push(NotShared::Driver { department: (*code).clone(), sum }),
            Some(weight) => found.push(BillWeight {
                subject: Subject::department(org, Some(code)),
                weight,
                origin: WeightOrigin::Driver(sum),
            }),
        }
    }
    if lacking.is_empty() { Ok(found) } else { Err(lacking) }
}

/// What somebody's points used.
struct Used {
    usage: Usage,
    parts: Vec<(PointCode, Decimal)>,
    beyond: Option<Decimal>,
}

impl Used {
    fn nothing() -> Self {
        Self { usage: Usage::nothing(1), parts: Vec::new(), beyond: None }
    }

    fn amount(&self) -> Option<Decimal> {
        let known = self.usage.is_complete().then(|| self.usage.parts.first().copied()).flatten();
        known?.checked_add(self.beyond.unwrap_or_default())
    }
}

fn by_meter(
    (meters, org, tree): (&Meters, &Org, &Tree<'_>),
    bill: &Bill,
    span: Span,
    options: &AllocateOptions,
) -> Result<Vec<BillWeight>, Vec<NotShared>> {
    let (parts, has_main) = contributions(tree, bill, span);
    let mut uses = grouped(org, parts, options);
    if !has_main && span == bill.span && options.among.is_empty() {
        beyond(bill, &mut uses);
    }
    let mut lacking = Vec::new();
    let mut amounts: Vec<(Subject, Used, Decimal)> = Vec::new();
    for (subject, used) in uses {
        match used.amount() {
            None => lacking.push(NotShared::Use { subject, open: used.usage.open }),
            Some(amount) if amount < Decimal::ZERO => {
                lacking.push(NotShared::Negative { subject, amount });
            }
            Some(amount) => amounts.push((subject, used, amount)),
        }
    }
    if !lacking.is_empty() {
        return Err(lacking);
    }
    match options.rest_by {
        RestBy::Own => Ok(amounts.into_iter().map(measured).collect()),
        RestBy::Area => carried(meters, org, amounts, span),
    }
}

/// The uses by who answers for them; those of departments that were not named are left out.
fn grouped(
    org: &Org,
    parts: Vec<Contribution<'_>>,
    options: &AllocateOptions,
) -> BTreeMap<Subject, Used> {
    let mut uses: BTreeMap<Subject, Used> = BTreeMap::new();
    for part in parts {
        let is_named =
            |code: &DepartmentCode| options.among.is_empty() || options.among.contains(code);
        if part.usage.expected == 0 || !part.department.is_none_or(is_named) {
            continue;
        }
        let used =
            uses.entry(Subject::department(org, part.department)).or_insert_with(Used::nothing);
        let amount = part.usage.parts.first().copied().unwrap_or_default();
        used.usage.add(Sign::Plus, &part.usage);
        used.parts.push((part.point.clone(), amount));
    }
    uses
}

/// What a bill has beyond all sub-meters, where no meter of the house measures the whole.
fn beyond(bill: &Bill, uses: &mut BTreeMap<Subject, Used>) {
    let known: Option<Decimal> =
        uses.values().try_fold(Decimal::ZERO, |sum, used| sum.checked_add(used.amount()?));
    let beyond = bill.quantity.zip(known).and_then(|(billed, sum)| billed.checked_sub(sum));
    if let Some(beyond) = beyond.filter(|beyond| *beyond > Decimal::ZERO) {
        uses.entry(Subject::Common).or_insert_with(Used::nothing).beyond = Some(beyond);
    }
}

fn measured((subject, used, amount): (Subject, Used, Decimal)) -> BillWeight {
    let origin = WeightOrigin::Meters { parts: used.parts, beyond: used.beyond, rest: None };
    BillWeight { subject, weight: Fraction::from_decimal(amount), origin }
}

/// The uses of the departments, each with its part of the rest by area.
fn carried(
    meters: &Meters,
    org: &Org,
    mut amounts: Vec<(Subject, Used, Decimal)>,
    span: Span,
) -> Result<Vec<BillWeight>, Vec<NotShared>> {
    let at = amounts.iter().position(|(subject, _, _)| *subject == Subject::Common);
    let rest = at.map_or(Decimal::ZERO, |at| amounts.remove(at).2);
    if rest.is_zero() {
        return Ok(amounts.into_iter().map(measured).collect());
    }
    let codes = amounts.iter().filter_map(|(subject, _, _)| match subject {
        Subject::Department { code, .. } => Some(code),
        Subject::Common | Subject::Utility | Subject::Point { .. } => None,
    });
    let codes: Vec<&DepartmentCode> = codes.collect();
    let areas = by_driver(meters, org, &codes, &DriverKind::Area, span)?;
    let sum = areas.iter().try_fold(Fraction::ZERO, |sum, own| sum.checked_add(own.weight));
    let sum = sum.ok_or_else(|| vec![NotShared::Range])?;
    if !sum.is_positive() {
        return Err(vec![NotShared::NoWeights]);
    }
    let one = |(own, area): ((Subject, Used, Decimal), BillWeight)| {
        let (subject, used, amount) = own;
        let WeightOrigin::Driver(driver) = area.origin else { return None };
        let part = Fraction::from_decimal(rest).checked_mul(area.weight)?.checked_div(sum)?;
        let weight = Fraction::from_decimal(amount).checked_add(part)?;
        let rest = Some(RestShare { rest, area: driver, areas: sum });
        let origin = WeightOrigin::Meters { parts: used.parts, beyond: used.beyond, rest };
        Some(BillWeight { subject, weight, origin })
    };
    let found: Option<Vec<BillWeight>> = amounts.into_iter().zip(areas).map(one).collect();
    found.ok_or_else(|| vec![NotShared::Range])
}
