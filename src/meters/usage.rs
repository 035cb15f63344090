//! Use per point, department or utility, month by month, with what is missing.

use std::collections::BTreeMap;

use crate::base::{DepartmentCode, PointCode, SiteCode, Span};
use crate::org::Org;

use super::tree::is_at;
use super::{Carrier, Meters, Sign, Tree, Usage, Used, Utility, View};

/// What to compute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageOptions {
    /// The days.
    pub span: Span,
    /// What a line stands for.
    pub by: UsageBy,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// Only this utility.
    pub utility: Option<Utility>,
    /// Only this point; for lines by point.
    pub point: Option<PointCode>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UsageBy {
    /// A point, check meters included.
    Point,
    /// A department, with what it is charged for.
    Department,
    /// A utility.
    Utility,
}

impl UsageBy {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Point, Self::Department, Self::Utility];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Department => "department",
            Self::Utility => "utility",
        }
    }
}

/// Use by subject and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageTable {
    /// The days.
    pub span: Span,
    /// What a line stands for.
    pub by: UsageBy,
    /// The lines, by utility and subject.
    pub lines: Vec<UsageLine>,
}

/// The use of one subject, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageLine {
    /// The utility and its unit.
    pub carrier: Carrier,
    /// Who or what.
    pub subject: Subject,
    /// The use of each month, or of as many of its days as the span has.
    pub months: Vec<(Span, Usage)>,
    /// The use of the whole span.
    pub whole: Usage,
}

/// Who or what a use belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// All of a utility.
    Utility,
    /// A point.
    Point {
        /// Its code.
        code: PointCode,
        /// Its name.
        name: String,
    },
    /// A department.
    Department {
        /// Its code.
        code: DepartmentCode,
        /// Its name, where the register has it.
        name: Option<String>,
    },
    /// What no department answers for: common use and losses.
    Common,
}

impl Subject {
    /// The subject of what a department is charged for.
    pub fn department(org: &Org, code: Option<&DepartmentCode>) -> Self {
        code.map_or(Self::Common, |code| Self::Department {
            code: code.clone(),
            name: org.department(code).map(|department| department.name.clone()),
        })
    }
}

impl UsageOptions {
    /// The months of the span, or as many of their days as the span has.
    pub fn months(&self) -> Vec<Span> {
        self.span.months().filter_map(|month| month.span().overlap(self.span)).collect()
    }
}

/// Computes the use of a span by subject and month.
pub fn usage(meters: &Meters, org: &Org, options: &UsageOptions) -> UsageTable {
    table(&Tree::new(meters, &options.view), org, options)
}

/// Lays the uses out by subject and month.
pub(super) fn table<U: Used>(tree: &Tree<'_, U>, org: &Org, options: &UsageOptions) -> UsageTable {
    let UsageOptions { span, by, site, utility, point, view: _ } = options;
    let months = options.months();
    let mut lines = Vec::new();
    let carriers = tree.carriers().into_iter();
    for carrier in carriers.filter(|own| utility.is_none_or(|utility| own.utility() == utility)) {
        let groups = match by {
            UsageBy::Utility => {
                let total = |span: Span| tree.total(carrier, site.as_ref(), span, &[span]);
                vec![(Subject::Utility, months.iter().map(|month| total(*month)).collect())]
            }
            UsageBy::Point => by_point(tree, carrier, site.as_ref(), point.as_ref(), &months),
            UsageBy::Department => by_department(tree, org, carrier, site.as_ref(), &months),
        };
        for (subject, usages) in groups {
            lines.extend(line(carrier, subject, &months, usages));
        }
    }
    UsageTable { span: *span, by: *by, lines }
}

/// The line of a subject; none where it was never in service.
fn line(
    carrier: &Carrier,
    subject: Subject,
    months: &[Span],
    usages: Vec<Usage>,
) -> Option<UsageLine> {
    let mut whole = Usage::nothing(1);
    for usage in &usages {
        whole.add(Sign::Plus, usage);
    }
    let months: Vec<(Span, Usage)> = months.iter().copied().zip(usages).collect();
    (whole.expected > 0).then(|| UsageLine { carrier: carrier.clone(), subject, months, whole })
}

fn by_point<U: Used>(
    tree: &Tree<'_, U>,
    carrier: &Carrier,
    site: Option<&SiteCode>,
    only: Option<&PointCode>,
    months: &[Span],
) -> Vec<(Subject, Vec<Usage>)> {
    tree.nodes()
        .filter(|node| node.point().carrier == *carrier && is_at(node, site))
        .filter(|node| only.is_none_or(|only| node.point().code == *only))
        .map(|node| {
            let subject =
                Subject::Point { code: node.point().code.clone(), name: node.point().name.clone() };
            (subject, months.iter().map(|month| tree.usage(node, *month, &[*month])).collect())
        })
        .collect()
}

fn by_department<U: Used>(
    tree: &Tree<'_, U>,
    org: &Org,
    carrier: &Carrier,
    site: Option<&SiteCode>,
    months: &[Span],
) -> Vec<(Subject, Vec<Usage>)> {
    let mut groups: BTreeMap<Subject, Vec<Usage>> = BTreeMap::new();
    for (at, month) in months.iter().enumerate() {
        for contribution in tree.contributions(carrier, site, *month, &[*month]) {
            let subject = Subject::department(org, contribution.department);
            let usages =
                groups.entry(subject).or_insert_with(|| vec![Usage::nothing(1); months.len()]);
            usages[at].add(Sign::Plus, &contribution.usage);
        }
    }
    groups.into_iter().collect()
}
