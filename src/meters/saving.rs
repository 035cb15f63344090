//! The saving plan carried out (节能降耗用水用电计划): target, use, what is left, and who is rewarded
//! or warned (奖罚分明).
//!
//! Only a month whose every day has a use is judged, whole and against its own target. An open month
//! is named and ends a run of good or bad ones: nobody is praised or blamed for what is not known.

use std::collections::BTreeMap;

use crate::base::{Decimal, DepartmentCode, Fraction, Month, Ratio, SiteCode, Span};
use crate::org::Org;

use super::{Carrier, Meters, Subject, Usage, UsageBy, UsageOptions, Utility, View, usage};

/// When a subject is rewarded or warned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavingPolicy {
    /// At or below this part of its target a month is good; none where nobody is rewarded.
    pub reward_below: Option<Fraction>,
    /// Above this part of its target a month is bad.
    pub warn_above: Fraction,
    /// How many good or bad months must follow each other.
    pub months: u32,
}

impl Default for SavingPolicy {
    /// Nobody is rewarded, and whoever exceeds the target of a month is warned.
    fn default() -> Self {
        Self { reward_below: None, warn_above: Fraction::ONE, months: 1 }
    }
}

/// Which plan to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavingOptions {
    /// The days; only whole months among them have a target.
    pub span: Span,
    /// Only this utility.
    pub utility: Option<Utility>,
    /// Only the departments of this site: a target of the whole hospital is no site's.
    pub site: Option<SiteCode>,
    /// When a subject is rewarded or warned.
    pub policy: SavingPolicy,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// The plan carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavingPlan {
    /// What was asked.
    pub options: SavingOptions,
    /// A line for each utility, and for each department that has a target.
    pub lines: Vec<SavingLine>,
    /// Who is rewarded or warned, in the order of the lines.
    pub judgements: Vec<Judgement>,
}

/// The plan of one utility or department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavingLine {
    /// The utility and its unit.
    pub carrier: Carrier,
    /// Who.
    pub subject: Subject,
    /// The months of the span.
    pub months: Vec<SavingMonth>,
}

/// A month of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavingMonth {
    /// The month.
    pub month: Month,
    /// What it may use; none where no target stands.
    pub target: Option<Decimal>,
    /// What it used; none where nothing is metered for the subject.
    pub usage: Option<Usage>,
}

/// How a month stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavingState {
    /// Its use is known and below what is warned for.
    Kept,
    /// Good enough to count for a reward.
    Good,
    /// Bad enough to count for a warning.
    Bad,
    /// Its use is not known in full.
    Open,
    /// It has no target.
    NoTarget,
}

impl SavingMonth {
    /// The use and the target, where both are known.
    pub(super) fn known(&self) -> Option<(Decimal, Decimal)> {
        let usage = self.usage.as_ref().filter(|usage| usage.is_complete())?;
        Some((usage.amount()?, self.target?))
    }

    /// The use as a part of the target.
    pub fn rate(&self) -> Option<Ratio> {
        let (used, target) = self.known()?;
        Some(rate(used, target))
    }

    /// How it stands by a policy.
    pub fn state(&self, policy: &SavingPolicy) -> SavingState {
        if self.target.is_none() {
            return SavingState::NoTarget;
        }
        let Some((used, target)) = self.known() else { return SavingState::Open };
        let exact = (Fraction::from_decimal(used), Fraction::from_decimal(target));
        let bound = |part: Fraction| part.checked_mul(exact.1);
        if bound(policy.warn_above).is_some_and(|bound| exact.0 > bound) {
            SavingState::Bad
        } else if policy.reward_below.and_then(bound).is_some_and(|bound| exact.0 <= bound) {
            SavingState::Good
        } else {
            SavingState::Kept
        }
    }
}

fn rate(used: Decimal, target: Decimal) -> Ratio {
    Ratio::exact(Fraction::from_decimal(used), Fraction::from_decimal(target), 1)
}

impl SavingLine {
    /// The targets of all months that have one.
    pub fn target(&self) -> Option<Decimal> {
        let targets = self.months.iter().filter_map(|month| month.target);
        targets.reduce(Decimal::saturating_add)
    }

    /// The use and the target of the months that can be judged.
    pub fn judged(&self) -> Option<(Decimal, Decimal)> {
        let known = self.months.iter().filter_map(SavingMonth::known);
        known.reduce(|sum, month| (sum.0.saturating_add(month.0), sum.1.saturating_add(month.1)))
    }

    /// What is left of the targets of the months that can be judged.
    pub fn left(&self) -> Option<Decimal> {
        self.judged().and_then(|(used, target)| target.checked_sub(used))
    }

    /// The use as a part of the target, over the months that can be judged.
    pub fn rate(&self) -> Option<Ratio> {
        self.judged().map(|(used, target)| rate(used, target))
    }

    /// The months with a target whose use is not known in full.
    pub fn open(&self) -> impl Iterator<Item = Month> {
        let is_open = |month: &&SavingMonth| month.target.is_some() && month.known().is_none();
        self.months.iter().filter(is_open).map(|month| month.month)
    }

    /// The months without a target.
    pub fn without_target(&self) -> impl Iterator<Item = Month> {
        self.months.iter().filter(|month| month.target.is_none()).map(|month| month.month)
    }
}

/// A reward or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The utility and its unit.
    pub carrier: Carrier,
    /// Who.
    pub subject: Subject,
    /// Which of the two.
    pub kind: JudgementKind,
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// How many months.
    pub n_months: usize,
    /// What they used.
    pub used: Decimal,
    /// What they might have used.
    pub target: Decimal,
}

impl Judgement {
    /// The use as a part of the target.
    pub fn rate(&self) -> Ratio {
        rate(self.used, self.target)
    }
}

/// A reward or a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JudgementKind {
    /// It exceeded its target.
    Warning,
    /// It stayed well below it.
    Reward,
}

impl SavingPlan {
    /// Whether somebody is warned.
    pub fn has_warnings(&self) -> bool {
        self.judgements.iter().any(|judgement| judgement.kind == JudgementKind::Warning)
    }
}

/// Holds the uses of a span against their targets.
pub fn saving_plan(meters: &Meters, org: &Org, options: &SavingOptions) -> SavingPlan {
    let SavingOptions { span, utility, site, policy, view } = options;
    let months: Vec<Month> =
        span.months().filter(|month| month.span().overlap(*span) == Some(month.span())).collect();
    let mut uses: BTreeMap<(Carrier, Subject), BTreeMap<Month, Usage>> = BTreeMap::new();
    for by in [UsageBy::Utility, UsageBy::Department] {
        let (utility, view) = (*utility, *view);
        let asked = UsageOptions { span: *span, by, site: None, utility, point: None, view };
        for line in usage(meters, org, &asked).lines {
            let months = line.months.into_iter();
            let months = months.filter_map(|(of, usage)| Some((of.as_month()?, usage))).collect();
            uses.insert((line.carrier, line.subject), months);
        }
    }
    let mut subjects: Vec<(Carrier, Option<DepartmentCode>)> = meters
        .standing_targets(*span)
        .into_iter()
        .filter(|target| utility.is_none_or(|utility| target.carrier.utility() == utility))
        .filter(|target| is_of(org, target.department.as_ref(), site.as_ref()))
        .map(|target| (target.carrier, target.department))
        .collect();
    subjects.sort();
    subjects.dedup();
    let mut plan =
        SavingPlan { options: options.clone(), lines: Vec::new(), judgements: Vec::new() };
    for (carrier, department) in subjects {
        let subject = match &department {
            None => Subject::Utility,
            some => Subject::department(org, some.as_ref()),
        };
        let own = uses.remove(&(carrier.clone(), subject.clone())).unwrap_or_default();
        let month = |month: &Month| SavingMonth {
            month: *month,
            target: meters.target(&carrier, department.as_ref(), *month).map(|row| row.amount),
            usage: own.get(month).cloned(),
        };
        let months = months.iter().map(month).collect();
        let line = SavingLine { carrier, subject, months };
        plan.judgements.extend(judge(&line, policy));
        plan.lines.push(line);
    }
    plan
}

/// Whether a target is one of the departments of a site, where one is asked for.
fn is_of(org: &Org, department: Option<&DepartmentCode>, site: Option<&SiteCode>) -> bool {
    let Some(site) = site else { return true };
    let department = department.and_then(|code| org.department(code));
    department.is_some_and(|department| department.site.as_ref() == Some(site))
}

/// The runs of good and of bad months that are long enough.
fn judge(line: &SavingLine, policy: &SavingPolicy) -> Vec<Judgement> {
    let kind = |month: &SavingMonth| match month.state(policy) {
        SavingState::Good => Some(JudgementKind::Reward),
        SavingState::Bad => Some(JudgementKind::Warning),
        SavingState::Kept | SavingState::Open | SavingState::NoTarget => None,
    };
    let mut judgements = Vec::new();
    for run in line.months.chunk_by(|one, next| kind(one) == kind(next)) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let known: Option<Vec<_>> = run.iter().map(SavingMonth::known).collect();
        let (Some(kind), Some(known)) = (kind(first), known) else { continue };
        if u32::try_from(run.len()).is_ok_and(|n_months| n_months < policy.months) {
            continue;
        }
        let sum = |of: fn(&(Decimal, Decimal)) -> Decimal| {
            known.iter().map(of).fold(Decimal::ZERO, Decimal::saturating_add)
        };
        judgements.push(Judgement {
            carrier: line.carrier.clone(),
            subject: line.subject.clone(),
            kind,
            first: first.month,
            last: last.month,
            n_months: run.len(),
            used: sum(|known| known.0),
            target: sum(|known| known.1),
        });
    }
    judgements
}
