//! What uses cost: use × price of each run of days, with the price it was taken from.
//!
//! Everything here is exact; money is rounded once, on the line of the bill, which is the utility's
//! line, and what departments carry is shared out of it to the fen. Look next at `tariff.rs` for the
//! prices and `expense.rs` for the report.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decimal, Fraction, PointCode, Price, SiteCode, Span};

use super::apportion::apportion;
use super::tree::{Contribution, Node, Tree, sum};
use super::{Carrier, DayPart, Lack, Meters, Pricing, Sign, Tariff, Tiers, Usage};

/// The cost of a run of days at one site: one price, and within one month or year of its blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// What was used.
    pub carrier: Carrier,
    /// The site whose meters measured it; each site is an account of its own.
    pub site: Option<SiteCode>,
    /// The days.
    pub span: Span,
    /// What is known of the use.
    pub amount: Decimal,
    /// The price that is valid on those days.
    pub tariff: Option<Tariff>,
    /// What was used before, since the first day of a tiered price's month or year.
    pub before: Option<Decimal>,
    /// The use by price.
    pub items: Vec<ChargeItem>,
    /// The sum of the registers of a time-of-use meter, to be held against the use.
    pub registers: Option<Decimal>,
    /// The exact cost in yuan, or what would have to be known for it.
    pub cost: Result<Decimal, Lack>,
}

/// A part of a use at one price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChargeItem {
    /// Which part.
    pub band: Band,
    /// How much.
    pub amount: Decimal,
    /// Yuan per unit.
    pub price: Price,
    /// Their product, in yuan.
    pub cost: Decimal,
}

/// Which part of a use has a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// All of it.
    All,
    /// What falls into a block, up to so much since the month's or the year's first day.
    Block(Option<Decimal>),
    /// What was used in a part of the day.
    Part(DayPart),
}

/// The days within a span on which the price of a carrier changes, or its blocks begin anew.
pub(super) fn price_cuts(meters: &Meters, carrier: &Carrier, span: Span) -> BTreeSet<Day> {
    let tariffs = || meters.tariffs().iter().filter(|tariff| tariff.carrier == *carrier);
    let mut cuts: BTreeSet<Day> = tariffs()
        .map(|tariff| tariff.valid_from)
        .filter(|day| span.first() < *day && *day <= span.last())
        .collect();
    for tariff in tariffs() {
        if let Pricing::Tiered(tiers) = &tariff.pricing {
            cuts.extend(tiers.per.cuts(span));
        }
    }
    cuts
}

/// A span cut before each of some days.
pub(super) fn cut(span: Span, mut cuts: BTreeSet<Day>) -> Vec<Span> {
    cuts.retain(|day| span.first() < *day && *day <= span.last());
    cuts.insert(span.last().next());
    let mut first = span.first();
    let mut pieces = Vec::with_capacity(cuts.len());
    for cut in cuts {
        pieces.extend(Span::new(first, cut.previous()));
        first = cut;
    }
    pieces
}

/// What is asked of the books for the costs of one carrier.
pub(super) struct Costing<'a, 'b> {
    pub(super) meters: &'a Meters,
    pub(super) tree: &'b Tree<'a>,
    pub(super) carrier: &'b Carrier,
    /// Only this site.
    pub(super) site: Option<&'b SiteCode>,
    /// Only what this point measures, as an account of its own.
    pub(super) point: Option<&'b PointCode>,
}

impl<'a> Costing<'a, '_> {
    /// What was measured: at the points furthest up, or at the one point that is asked for.
    pub(super) fn measured(&self, span: Span, pieces: &[Span]) -> Vec<Contribution<'a>> {
        let Some(code) = self.point else {
            return self.tree.measured(self.carrier, self.site, span, pieces);
        };
        let part = |node: &Node<'a>| Contribution {
            point: &node.history().point().code,
            department: None,
            site: node.site(),
            sign: Sign::Plus,
            usage: self.tree.usage(node, span, pieces),
        };
        self.tree.node(code).map(part).into_iter().collect()
    }

    /// The costs of what was measured, site by site and piece by piece.
    ///
    /// The pieces are cut by [`price_cuts`] at least, and `measured` is cut into them.
    pub(super) fn charges(&self, pieces: &[Span], measured: &[Contribution<'a>]) -> Vec<Charge> {
        let sites: BTreeSet<Option<&SiteCode>> = measured.iter().map(|part| part.site).collect();
        let mut charges = Vec::new();
        for site in sites {
            let own: Vec<&Contribution<'a>> =
                measured.iter().filter(|part| part.site == site).collect();
            if own.iter().all(|part| part.is_nothing()) {
                continue;
            }
            for (at, piece) in pieces.iter().enumerate() {
                let amounts: Vec<Decimal> = own.iter().map(|part| part.usage.parts[at]).collect();
                charges.push(self.charge(site, *piece, sum(&amounts), &own));
            }
        }
        charges
    }

    fn charge(
        &self,
        site: Option<&SiteCode>,
        span: Span,
        amount: Decimal,
        parts: &[&Contribution<'a>],
    ) -> Charge {
        let tariff = self.meters.tariff(self.carrier, site, span.first());
        let mut charge = Charge {
            carrier: self.carrier.clone(),
            site: site.cloned(),
            span,
            amount,
            tariff: tariff.cloned(),
            before: None,
            items: Vec::new(),
            registers: None,
            cost: Err(Lack::Tariff { carrier: self.carrier.clone(), day: span.first() }),
        };
        let Some(tariff) = tariff else { return charge };
        let bands = match &tariff.pricing {
            Pricing::Flat(price) => Ok(vec![(Band::All, amount, *price)]),
            Pricing::Tiered(tiers) => self.blocks(tiers, &mut charge),
            Pricing::ByTime(_) => self.registers(tariff, parts, &mut charge),
        };
        let cost = bands.map(|bands| {
            let item = |(band, amount, price): (Band, Decimal, Price)| ChargeItem {
                band,
                amount,
                price,
                // A use has at most eighteen digits and a price twelve: their product is exact.
                cost: amount.saturating_mul(price.yuan()),
            };
            charge.items = bands.into_iter().map(item).collect();
            sum(&charge.items.iter().map(|item| item.cost).collect::<Vec<_>>())
        });
        charge.cost = cost;
        charge
    }

    /// Cuts a use into blocks by what the site used before, since the month's or year's first day.
    fn blocks(
        &self,
        tiers: &Tiers,
        charge: &mut Charge,
    ) -> Result<Vec<(Band, Decimal, Price)>, Lack> {
        let (first, until) = (charge.span.first(), charge.span.last());
        let since = tiers.per.begin(first);
        let lack = || Lack::Blocks { carrier: self.carrier.clone(), since, until };
        let used = |span: Span| -> Option<Decimal> {
            let mut total = Usage::nothing(1);
            for part in self.measured(span, &[span]) {
                if part.site == charge.site.as_ref() {
                    let node = self.tree.node(part.point)?;
                    if self.tree.begins_late(node, since) {
                        return None;
                    }
                    total.add(Sign::Plus, &part.usage);
                }
            }
            total.is_complete().then(|| sum(&total.parts))
        };
        used(charge.span).ok_or_else(lack)?;
        let before = match Span::new(since, first.previous()) {
            Some(span) => used(span).ok_or_else(lack)?,
            None => Decimal::ZERO,
        };
        charge.before = Some(before);
        let parts = tiers.split(before, charge.amount).into_iter();
        Ok(parts.map(|(block, part)| (Band::Block(block.up_to), part, block.price)).collect())
    }

    /// Takes the use of each part of the day from the registers below the points.
    fn registers(
        &self,
        tariff: &Tariff,
        parts: &[&Contribution<'a>],
        charge: &mut Charge,
    ) -> Result<Vec<(Band, Decimal, Price)>, Lack> {
        let Pricing::ByTime(prices) = &tariff.pricing else { return Ok(Vec::new()) };
        let (span, day) = (charge.span, charge.span.first());
        let carrier = || self.carrier.clone();
        let mut uses: BTreeMap<DayPart, Decimal> = BTreeMap::new();
        let mut absent: Option<Lack> = None;
        for contribution in parts {
            let point = contribution.point;
            let lack = |part: Option<DayPart>| Lack::Register {
                carrier: carrier(),
                point: point.clone(),
                part,
                day,
            };
            let node = self.tree.node(point);
            let node = node.filter(|node| node.is_in_service(span));
            let Some(node) = node.filter(|_| !contribution.is_nothing()) else { continue };
            let registers = self.tree.day_parts(node, span).ok_or_else(|| lack(None))?;
            for (part, usage) in &registers {
                let known = usage.amount().filter(|_| usage.is_complete());
                let known = known.ok_or_else(|| lack(Some(*part)))?;
                let sum = uses.entry(*part).or_default();
                *sum = sum.saturating_add(contribution.sign.of(known));
            }
            let missing = prices.iter().find(|(part, _)| !registers.contains_key(part));
            absent = absent.or_else(|| missing.map(|(part, _)| lack(Some(part))));
        }
        let registered = sum(&uses.values().copied().collect::<Vec<_>>());
        charge.registers = Some(registered);
        let priced = |(part, amount): (DayPart, Decimal)| {
            let price = prices.price(part);
            let lack = Lack::PartPrice { carrier: carrier(), part, day };
            price.ok_or(lack).map(|price| (Band::Part(part), amount, price))
        };
        let used = uses.into_iter().filter(|(_, amount)| !amount.is_zero());
        let bands = used.map(priced).collect::<Result<Vec<_>, _>>()?;
        // A part without a register has no use where the others make up the whole.
        if let Some(lack) = absent.filter(|_| registered != charge.amount) {
            return Err(lack);
        }
        Ok(bands)
    }
}

/// The exact cost of charges together, or what is missing for it; neither where nothing is known of
/// the use.
pub(super) fn whole(charges: &[Charge], covered: i64) -> Result<Decimal, Option<Lack>> {
    if covered == 0 {
        return Err(None);
    }
    let is_priced = charges.iter().any(|charge| charge.tariff.is_some());
    let mut cost = Decimal::ZERO;
    for charge in charges {
        match &charge.cost {
            Ok(own) => cost = cost.saturating_add(*own),
            // Nothing used needs no price, where there is one for other days.
            Err(Lack::Tariff { .. }) if charge.amount.is_zero() && is_priced => {}
            Err(lack) => return Err(Some(lack.clone())),
        }
    }
    Ok(cost)
}

/// What each point carries of the charges; none where that is not known.
///
/// At a flat price this is its use at the price of its site. Blocks and registers belong to the
/// account as a whole: what it costs is shared out by use, so that the shares add up to it.
pub(super) fn shares(
    meters: &Meters,
    carrier: &Carrier,
    charges: &[Charge],
    pieces: &[Span],
    own: &[Contribution<'_>],
) -> Vec<Option<Decimal>> {
    let mut costs: Vec<Option<Decimal>> = vec![Some(Decimal::ZERO); own.len()];
    let mut priced = vec![false; own.len()];
    for (at, piece) in pieces.iter().enumerate() {
        let of_piece: Vec<&Charge> =
            charges.iter().filter(|charge| charge.span == *piece).collect();
        let account = |site: Option<&SiteCode>| {
            let same = of_piece.iter().find(|charge| charge.site.as_ref() == site);
            same.or_else(|| of_piece.first().filter(|_| of_piece.len() == 1)).copied()
        };
        let mut add = |to: usize, part: Option<Decimal>| {
            costs[to] = costs[to].zip(part).and_then(|(cost, part)| cost.checked_add(part));
        };
        let mut shared: BTreeMap<Option<&SiteCode>, Vec<usize>> = BTreeMap::new();
        for (to, contribution) in own.iter().enumerate() {
            let amount = contribution.usage.parts[at];
            let tariff = meters.tariff(carrier, contribution.site, piece.first());
            priced[to] |= tariff.is_some();
            match tariff.map(|tariff| &tariff.pricing) {
                None if amount.is_zero() => {}
                None => add(to, None),
                Some(Pricing::Flat(price)) => add(to, amount.checked_mul(price.yuan())),
                Some(Pricing::Tiered(_) | Pricing::ByTime(_)) => match account(contribution.site) {
                    Some(charge) => {
                        shared.entry(charge.site.as_ref()).or_default().push(to);
                    }
                    None => add(to, None),
                },
            }
        }
        for (site, members) in shared {
            let amounts: Vec<Decimal> = members.iter().map(|to| own[*to].usage.parts[at]).collect();
            let parts = account(site).and_then(|charge| share(charge, &amounts));
            for (index, to) in members.iter().enumerate() {
                add(*to, parts.as_ref().map(|parts| parts[index]));
            }
        }
    }
    costs.into_iter().zip(priced).map(|(cost, priced)| cost.filter(|_| priced)).collect()
}

/// How many decimals of a yuan a share of an account's cost is kept with.
const SHARE_DECIMALS: u32 = 8;

/// Shares the cost of a charge out by use.
fn share(charge: &Charge, amounts: &[Decimal]) -> Option<Vec<Decimal>> {
    let cost = charge.cost.as_ref().ok()?;
    if amounts.iter().all(Decimal::is_zero) {
        return Some(amounts.to_vec());
    }
    let weights: Vec<Fraction> = amounts.iter().copied().map(Fraction::from_decimal).collect();
    if sum(amounts) == charge.amount {
        return apportion(*cost, &weights, cost.normalize().scale().max(SHARE_DECIMALS));
    }
    // Not all of the use is attributed: each carries its part of the whole, and some is left.
    let (cost, whole) = (Fraction::from_decimal(*cost), Fraction::from_decimal(charge.amount));
    weights
        .into_iter()
        .map(|weight| cost.checked_mul(weight)?.checked_div(whole)?.round(SHARE_DECIMALS))
        .collect()
}
