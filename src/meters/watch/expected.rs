//! What the model of a baseline expects of months: by their weather and their drivers.

use std::collections::BTreeMap;

use crate::base::{Decimal, Month, PointCode, Span, Working};
use crate::meters::{
    BaselineOptions, BaselineRefusal, Cut, DriverKind, Family, Forecasts, Form, Meters, Refusal,
    Scope, Select, View, WhyLeft, expected,
};

use super::WatchRefusal;

/// Which baseline is held against the months of a drift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modelled {
    /// Its months.
    pub span: Span,
    /// Which shapes are tried; none for those that the known temperatures allow for.
    pub family: Option<Family>,
    /// The weather station; none for the only one there is.
    pub station: Option<String>,
    /// What the use follows too.
    pub drivers: Vec<DriverKind>,
}

/// What the model says.
pub(super) struct Forecast {
    pub(super) form: Form,
    pub(super) n_months: usize,
    pub(super) sigma: Decimal,
    /// What is expected of the months whose weather and drivers are known.
    pub(super) months: BTreeMap<Span, Decimal>,
    /// The others, and why.
    pub(super) lacking: Vec<(Span, WhyLeft)>,
    pub(super) workings: Vec<Working>,
}

/// Fits the baseline of a point, and asks it for the whole months of a span.
pub(super) fn forecast(
    meters: &Meters,
    point: &PointCode,
    modelled: &Modelled,
    span: Span,
    view: View,
) -> Result<Forecast, Refusal> {
    let options = BaselineOptions {
        scope: Scope::Point(point.clone()),
        span: modelled.span,
        cut: Cut::Months,
        family: modelled.family,
        select: Select::Bic,
        station: modelled.station.clone(),
        drivers: modelled.drivers.clone(),
        view,
    };
    let whole: Vec<Span> = span.months().map(Month::span).collect();
    let Forecasts { baseline, periods } =
        expected(meters, &options, &whole).map_err(|refusal| match refusal {
            Refusal::Baseline(BaselineRefusal::FewObservations { n, least, .. }) => {
                WatchRefusal::FewMonths { point: point.clone(), known: n, least }.into()
            }
            other => other,
        })?;
    let mut found = Forecast {
        form: baseline.chosen.form,
        n_months: baseline.observations.len(),
        sigma: baseline.sigma().decimal(4).ok_or(Refusal::Range)?.normalize(),
        months: BTreeMap::new(),
        lacking: Vec::new(),
        workings: baseline.workings(),
    };
    for (span, outcome) in periods {
        match outcome {
            Ok(figure) => {
                found.months.insert(span, figure.decimal(2).ok_or(Refusal::Range)?);
            }
            Err(why) => found.lacking.push((span, why)),
        }
    }
    Ok(found)
}
