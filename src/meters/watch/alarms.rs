//! What drew attention to itself: the night alarms and the drifts of all points at once.

use crate::base::{Month, PointCode, SiteCode, Span};
use crate::meters::tree::is_at;
use crate::meters::{Meters, Tree, View};
use crate::org::Org;

use super::cusum::drift;
use super::night::watches;
use super::{Cusum, CusumOptions, Expectation, NightAlarm, NightOptions, NightWatch, WatchPolicy};

/// Where to look for alarms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmOptions {
    /// The days: those of the nights; drifts are summed up from the first day of their last year.
    pub span: Span,
    /// Only points of this site.
    pub site: Option<SiteCode>,
    /// When a night or a drift is too much.
    pub policy: WatchPolicy,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// The alarms of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarms {
    /// The settings by which they are raised.
    pub policy: WatchPolicy,
    /// The points with nights of an alarm within the span.
    pub nights: Vec<NightWatch>,
    /// The months over which drifts are summed up.
    pub year: Span,
    /// The points whose use has left the mean of the year before.
    pub drifts: Vec<Cusum>,
    /// How many points were watched for a drift.
    pub n_watched: usize,
    /// The points that were not: they have no year before, or no months to be held against it.
    pub unwatched: Vec<PointCode>,
}

impl Alarms {
    /// Whether something is above its bound that nobody has acknowledged, or uses too much.
    pub fn needs_attention(&self) -> bool {
        let up = |alarm: &super::CusumAlarm| alarm.drift == super::Drift::Up;
        self.nights.iter().any(NightWatch::is_alarmed)
            || self.drifts.iter().any(|own| own.alarms.iter().any(up))
    }
}

/// Looks at the nights of a span, and at the months of its last year up to its end.
pub fn alarms(meters: &Meters, org: &Org, tree: &Tree<'_>, options: &AlarmOptions) -> Alarms {
    let AlarmOptions { span, site, policy, view } = options;
    let asked = NightOptions {
        span: *span,
        point: None,
        site: site.clone(),
        view: *view,
        policy: policy.night,
    };
    let mut nights = watches(meters, org, tree, &asked);
    for watch in &mut nights {
        let nights = |alarm: &NightAlarm| Span::new(alarm.first, alarm.last);
        watch
            .verdict
            .alarms
            .retain(|own| nights(own).is_some_and(|own| own.overlap(*span).is_some()));
    }
    nights.retain(|watch| !watch.verdict.alarms.is_empty());
    let month = span.last().month();
    let january = Month::new(month.year(), 1).unwrap_or(month);
    let year = Span::new(january.first(), span.last()).unwrap_or(*span);
    let before = Span::new(january.plus(-12).first(), january.first().previous());
    let mut found = Alarms {
        policy: policy.clone(),
        nights,
        year,
        drifts: Vec::new(),
        n_watched: 0,
        unwatched: Vec::new(),
    };
    let own = tree.nodes().filter(|node| is_at(node, site.as_ref()));
    for node in own.filter(|node| node.point().period.is_none() && node.is_in_service(year)) {
        let point = node.point().code.clone();
        let options = CusumOptions {
            point: point.clone(),
            span: year,
            expectation: Expectation::Mean(before.unwrap_or(year)),
            sigma: None,
            policy: policy.cusum,
            view: *view,
        };
        match drift(meters, tree, &options) {
            Ok(cusum) if cusum.n_gaps() < cusum.months.len() => {
                found.n_watched += 1;
                if !cusum.alarms.is_empty() {
                    found.drifts.push(cusum);
                }
            }
            Ok(_) | Err(_) => found.unwatched.push(point),
        }
    }
    found
}
