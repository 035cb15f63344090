//! Bills against the meters: what was billed, what was used, what it should cost, days without a
//! bill.

use std::collections::BTreeMap;

use crate::base::{Decimal, Fraction, Money, PointCode, Ratio, SiteCode, Span};
use crate::meters::cost::{cut, price_cuts, whole};
use crate::meters::expense::added;
use crate::meters::tree::Tree;
use crate::meters::{Carrier, Lack, Meters, Open, Pricing, Usage, Utility, View};

use super::scope::{costing, is_shared};
use super::{Bill, BillKind};

/// What to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillCheckOptions {
    /// Bills with a day in this span.
    pub span: Span,
    /// Only those that name this site.
    pub site: Option<SiteCode>,
    /// Only those of this utility.
    pub utility: Option<Utility>,
    /// Up to which part of the measured figure a difference is none; zero for the last digit.
    pub tolerance: Fraction,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// Bills held against the meters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillCheck {
    /// What was asked.
    pub options: BillCheckOptions,
    /// The bills, by their days.
    pub lines: Vec<BillLine>,
    /// Days of accounts without a bill.
    pub gaps: Vec<BillGap>,
    /// Days without a use, and why.
    pub open: Vec<Open>,
    /// What would have to be known of prices.
    pub lacks: Vec<Lack>,
}

/// A bill and what the meters say of its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// The bill.
    pub bill: Bill,
    /// What its meters measured in its days, as far as it is known.
    pub usage: Option<Usage>,
    /// What is billed beyond what was measured.
    pub more: Option<Decimal>,
    /// What follows for the quantity.
    pub quantity: BillVerdict,
    /// What the measured use costs at the prices of the days.
    pub computed: Option<Money>,
    /// What the billed quantity costs at the price of the days, where one price is enough to tell.
    pub by_quantity: Option<Money>,
    /// The money asked for beyond what the measured use costs.
    pub dearer: Option<Money>,
    /// What follows for the money.
    pub money: BillVerdict,
}

/// What follows from a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillVerdict {
    /// The difference is within what is allowed for.
    Agrees,
    /// It is not.
    Differs,
    /// It cannot be told.
    Open(BillOpen),
    /// Nothing is there to compare with, and need not be.
    NotCompared,
}

/// Why it cannot be told whether a bill is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BillOpen {
    /// The bill does not say how much.
    NoQuantity,
    /// Bills of several accounts are for the same meters.
    Shared,
    /// No meter is in service.
    NoMeter,
    /// The use is not known for every day.
    Use,
    /// What the price asks for is not known.
    Price,
}

impl BillVerdict {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Agrees => "bill.verdict.agrees",
            Self::Differs => "bill.verdict.differs",
            Self::Open(BillOpen::NoQuantity) => "bill.verdict.no_quantity",
            Self::Open(BillOpen::Shared) => "bill.verdict.shared",
            Self::Open(BillOpen::NoMeter) => "bill.verdict.no_meter",
            Self::Open(BillOpen::Use) => "bill.verdict.open_use",
            Self::Open(BillOpen::Price) => "bill.verdict.open_price",
            Self::NotCompared => "bill.verdict.not_compared",
        }
    }

    /// Whether somebody should look.
    pub const fn needs_attention(self) -> bool {
        matches!(self, Self::Differs | Self::Open(_))
    }
}

/// Days of an account that no bill is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillGap {
    /// The supplier.
    pub supplier: String,
    /// The account.
    pub account: Option<String>,
    /// What is billed.
    pub carrier: Carrier,
    /// The meter, where each of the account's bills names one.
    pub point: Option<PointCode>,
    /// The days.
    pub span: Span,
    /// What sort of gap it is.
    pub kind: GapKind,
}

/// What sort of gap it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapKind {
    /// Later days are billed already.
    Between,
    /// No later day is billed: the bill has not come.
    NotYet,
}

impl GapKind {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Between => "bill.gap.between",
            Self::NotYet => "bill.gap.not_yet",
        }
    }
}

impl BillLine {
    /// The difference of the quantities as a part of what was measured.
    pub fn ratio(&self) -> Option<Ratio> {
        let used = self.usage.as_ref()?.amount()?;
        Some(Ratio::exact(Fraction::from_decimal(self.more?), Fraction::from_decimal(used), 2))
    }

    /// The difference of the money as a part of what the use costs.
    pub fn money_ratio(&self) -> Option<Ratio> {
        let exact = |money: Money| Fraction::from_decimal(money.yuan());
        Some(Ratio::exact(exact(self.dearer?), exact(self.computed?), 2))
    }
}

impl BillCheck {
    /// Whether a bill differs, or something is open.
    pub fn needs_attention(&self) -> bool {
        let line =
            |line: &BillLine| line.quantity.needs_attention() || line.money.needs_attention();
        !self.gaps.is_empty() || self.lines.iter().any(line)
    }
}

/// Holds the bills of a span against the meters, each in its own days.
pub fn check_bills(meters: &Meters, options: &BillCheckOptions) -> BillCheck {
    let BillCheckOptions { span, site, utility, tolerance: _, view } = options;
    let tree = Tree::new(meters, view);
    let standing = meters.bills(view.as_of);
    let asked = |bill: &&&Bill| {
        utility.is_none_or(|utility| bill.carrier.utility() == utility)
            && (site.is_none() || bill.site == *site)
    };
    let asked: Vec<&Bill> = standing.iter().filter(asked).copied().collect();
    let mut check = BillCheck {
        options: options.clone(),
        lines: Vec::new(),
        gaps: gaps(&asked, *span, *view),
        open: Vec::new(),
        lacks: Vec::new(),
    };
    for bill in asked.iter().filter(|bill| bill.span.overlap(*span).is_some()) {
        let line = check.line((meters, &tree), bill, &standing);
        check.lines.push(line);
    }
    check.open.sort_by_key(|open| (open.point.clone(), open.span));
    check.open.dedup();
    check.lacks.sort();
    check.lacks.dedup_by(|later, first| later.is_like(first));
    check
}

impl BillCheck {
    fn line(
        &mut self,
        (meters, tree): (&Meters, &Tree<'_>),
        bill: &Bill,
        standing: &[&Bill],
    ) -> BillLine {
        let mut line = BillLine {
            bill: bill.clone(),
            usage: None,
            more: None,
            quantity: BillVerdict::NotCompared,
            computed: None,
            by_quantity: by_quantity(meters, bill),
            dearer: None,
            money: BillVerdict::NotCompared,
        };
        if bill.kind == BillKind::Adjustment {
            return line;
        }
        let costing = costing(meters, tree, bill);
        let pieces = cut(bill.span, price_cuts(meters, &bill.carrier, bill.span));
        let measured = costing.measured(bill.span, &pieces);
        let usage = added(measured.iter().map(|part| &part.usage), pieces.len());
        let shared = is_shared(bill, standing);
        let open = if shared {
            Some(BillOpen::Shared)
        } else if usage.expected == 0 {
            Some(BillOpen::NoMeter)
        } else if usage.is_complete() {
            None
        } else {
            self.open.extend(usage.open.iter().cloned());
            Some(BillOpen::Use)
        };
        let used = usage.amount().filter(|_| open.is_none());
        line.usage = (!shared && usage.expected > 0).then_some(usage);
        if let Some(open) = open {
            (line.quantity, line.money) = (BillVerdict::Open(open), BillVerdict::Open(open));
            return line;
        }
        line.more = bill.quantity.zip(used).and_then(|(billed, used)| billed.checked_sub(used));
        line.quantity = match line.more.zip(used) {
            None => BillVerdict::Open(BillOpen::NoQuantity),
            Some((more, used)) => self.verdict(more, used),
        };
        let covered = line.usage.as_ref().map_or(0, |usage| usage.covered);
        match whole(&costing.charges(&pieces, &measured), covered) {
            Ok(exact) => line.computed = Money::round(exact),
            // Where there is no price, there is none to compare with.
            Err(None | Some(Lack::Tariff { .. })) => {}
            Err(Some(lack)) => {
                self.lacks.push(lack);
                line.money = BillVerdict::Open(BillOpen::Price);
            }
        }
        if let Some(computed) = line.computed {
            let dearer = bill.amount - computed;
            line.dearer = Some(dearer);
            line.money = self.verdict(dearer.yuan(), computed.yuan());
        }
        line
    }

    fn verdict(&self, difference: Decimal, base: Decimal) -> BillVerdict {
        let exact = |size: Decimal| Fraction::from_decimal(size.abs());
        let allowed = self.options.tolerance.checked_mul(exact(base));
        match allowed {
            Some(allowed) if exact(difference) <= allowed => BillVerdict::Agrees,
            _ => BillVerdict::Differs,
        }
    }
}

/// What the billed quantity costs where one price holds for all days: a flat one, or blocks that
/// are counted from the bill's first day.
fn by_quantity(meters: &Meters, bill: &Bill) -> Option<Money> {
    let quantity = bill.quantity?;
    let days = bill.span;
    if !price_cuts(meters, &bill.carrier, days).is_empty() {
        return None;
    }
    let at = bill.point.as_ref().and_then(|point| meters.history(point)?.point().site.as_ref());
    let tariff = meters.tariff(&bill.carrier, bill.site.as_ref().or(at), days.first())?;
    let exact = match &tariff.pricing {
        Pricing::Flat(price) => quantity.checked_mul(price.yuan())?,
        Pricing::Tiered(tiers) if tiers.per.begin(days.first()) == days.first() => {
            tiers.cost(quantity)?
        }
        Pricing::Tiered(_) | Pricing::ByTime(_) => return None,
    };
    Money::round(exact)
}

/// What tells accounts apart: supplier, account, carrier, and the meter where each bill names one.
type AccountOf<'b> = (&'b str, Option<&'b str>, &'b Carrier, Option<&'b PointCode>);

/// The days of each account that no regular bill is for, from the first of its bills on.
fn gaps(bills: &[&Bill], span: Span, view: View) -> Vec<BillGap> {
    let regular = || bills.iter().copied().filter(|bill| bill.is_regular());
    let mut accounts: BTreeMap<AccountOf<'_>, Vec<Span>> = BTreeMap::new();
    for bill in regular() {
        let (supplier, account, carrier) = bill.account_key();
        let mut own = regular().filter(|other| other.account_key() == bill.account_key());
        let point = bill.point.as_ref().filter(|_| own.all(|other| other.point.is_some()));
        accounts.entry((supplier, account, carrier, point)).or_default().push(bill.span);
    }
    let last = view.as_of.map_or(span.last(), |as_of| span.last().min(as_of));
    let mut gaps = Vec::new();
    for ((supplier, account, carrier, point), mut billed) in accounts {
        billed.sort();
        let Some(first) = billed.first().map(|days| days.first().max(span.first())) else {
            continue;
        };
        let mut found = |from, until, kind| {
            gaps.extend(Span::new(from, until).map(|span| BillGap {
                supplier: supplier.to_owned(),
                account: account.map(str::to_owned),
                carrier: carrier.clone(),
                point: point.cloned(),
                span,
                kind,
            }));
        };
        let mut next = first;
        for days in billed {
            found(next, days.first().previous().min(last), GapKind::Between);
            next = next.max(days.last().next());
        }
        found(next, last, GapKind::NotYet);
    }
    gaps
}
