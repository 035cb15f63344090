//! What was used in the scope of an indicator: in its own unit, or as standard coal.

use crate::base::{Decimal, Fraction, PointCode, Span};
use crate::meters::convert::{ConvertedUse, Converting};
use crate::meters::cost::cut;
use crate::meters::tree::{Contribution, sum};
use crate::meters::{
    Basis, Carrier, ConversionPiece, Equivalent, Meters, Open, Rate, Sign, Usage, Utility,
};

use super::scope::Counted;
use super::{GradeLack, Scoped};

/// What was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numerator {
    /// The carriers that it is made of.
    pub lines: Vec<UseLine>,
    /// The sum: kilograms of standard coal, or the use in its unit; none where some of it is not
    /// known.
    pub amount: Option<Decimal>,
    /// The unit of the sum.
    pub unit: String,
    /// The basis of the conversion, where energy is converted.
    pub basis: Option<Basis>,
    /// What keeps it from being known.
    pub lacks: Vec<GradeLack>,
}

/// What was used of one carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseLine {
    /// The carrier.
    pub carrier: Carrier,
    /// What is known of the use.
    pub usage: Usage,
    /// The points by which it was measured, with the sign they have in the sum.
    pub points: Vec<(Sign, PointCode)>,
    /// Each run of days with its factor; empty where nothing is converted.
    pub pieces: Vec<ConversionPiece>,
    /// Its kilograms of standard coal; none where it is not converted, or not known.
    pub kilograms: Option<Decimal>,
}

impl Numerator {
    /// The days without a use.
    pub fn open(&self) -> impl Iterator<Item = &Open> {
        self.lines.iter().flat_map(|line| &line.usage.open)
    }
}

/// The use of one utility.
pub(in crate::meters) fn of_utility(
    scoped: &Scoped<'_, '_>,
    utility: Utility,
    span: Span,
    counted: Counted<'_>,
) -> Numerator {
    let mut lacks = Vec::new();
    let mut lines = Vec::new();
    for carrier in scoped.tree.carriers() {
        if carrier.utility() != utility {
            continue;
        }
        lines.extend(line(scoped, carrier, span, &[span], counted, &mut lacks));
    }
    if lines.is_empty() {
        lacks.push(GradeLack::Unmetered(utility));
    }
    let amounts: Option<Vec<Decimal>> = lines.iter().map(|line| line.usage.amount()).collect();
    let amount = amounts.filter(|_| lacks.is_empty()).map(|amounts| sum(&amounts));
    let unit = utility.unit().unwrap_or_default().to_owned();
    Numerator { lines, amount, unit, basis: None, lacks }
}

/// All energy, as kilograms of standard coal or carbon dioxide on a basis; what the basis does not convert counts nothing.
pub(in crate::meters) fn of_energy(
    meters: &Meters,
    scoped: &Scoped<'_, '_>,
    (equivalent, basis): (Equivalent, &Basis),
    span: Span,
    counted: Counted<'_>,
) -> Numerator {
    let converting = Converting { meters, equivalent, basis };
    let (mut lines, mut lacks) = (Vec::new(), Vec::new());
    for carrier in scoped.tree.carriers() {
        let pieces = cut(span, converting.cuts(carrier));
        let is_left = |piece: &Span| {
            let factor = meters.factor(carrier, equivalent, basis, piece.first());
            factor.is_some_and(|factor| factor.rate == Rate::NotConverted)
        };
        if pieces.iter().all(is_left) {
            continue;
        }
        let mut of_carrier = Vec::new();
        let Some(mut line) = line(scoped, carrier, span, &pieces, counted, &mut of_carrier) else {
            continue;
        };
        let ConvertedUse { pieces, converted, lack } =
            converting.convert(carrier, &pieces, &line.usage);
        line.kilograms = converted.tonnes().and_then(|own| own.checked_mul(Decimal::ONE_THOUSAND));
        if line.kilograms.is_none() && lack.is_none() && of_carrier.is_empty() {
            of_carrier.push(GradeLack::Range);
        }
        line.pieces = pieces;
        lacks.extend(of_carrier);
        lacks.extend(lack.map(GradeLack::Factor));
        lines.push(line);
    }
    if lines.is_empty() {
        lacks.push(GradeLack::NoEnergy);
    }
    let all: Option<Vec<Decimal>> = lines.iter().map(|line| line.kilograms).collect();
    let amount = all.filter(|_| lacks.is_empty()).map(|all| sum(&all));
    let unit = equivalent.kilogram().to_owned();
    Numerator { lines, amount, unit, basis: Some(basis.clone()), lacks }
}

/// What was used of a carrier; none where no point of the scope was in service.
fn line(
    scoped: &Scoped<'_, '_>,
    carrier: &Carrier,
    span: Span,
    pieces: &[Span],
    counted: Counted<'_>,
    lacks: &mut Vec<GradeLack>,
) -> Option<UseLine> {
    let parts = scoped.measured(carrier, span, pieces, counted);
    let mut usage = Usage::nothing(pieces.len());
    for part in &parts {
        usage.add(Sign::Plus, &part.usage);
    }
    if usage.expected == 0 {
        return None;
    }
    lacks.extend(begins(scoped, &parts, span));
    if !usage.open.is_empty() || !usage.is_complete() {
        lacks.push(GradeLack::Open(usage.open.clone()));
    }
    let points = parts.iter().map(|part| (part.sign, part.point.clone())).collect();
    Some(UseLine { carrier: carrier.clone(), usage, points, pieces: Vec::new(), kilograms: None })
}

/// The points of which nothing is known on the first days.
fn begins(scoped: &Scoped<'_, '_>, parts: &[Contribution<'_>], span: Span) -> Vec<GradeLack> {
    let late = parts.iter().filter_map(|part| {
        let node = scoped.tree.node(part.point)?;
        let own = node.consumption().map_or(span.first(), |own| own.from);
        let is_late = scoped.tree.begins_late(node, span.first()) && own <= span.last();
        is_late.then(|| GradeLack::Begins { point: part.point.clone(), from: own })
    });
    late.collect()
}

/// An exact decimal as a fraction, where there is one.
pub(super) fn exact(amount: Option<Decimal>) -> Option<Fraction> {
    amount.map(Fraction::from_decimal)
}
