//! Daily mean temperatures, and the monthly means where nobody has the days.
//!
//! A day without a row is unknown and is never filled in from its neighbours.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::base::{
    DateError, Day, Decided, Decimal, Fraction, Moment, Month, RecordId, Span, Stamp,
};

use super::{BaselineRefusal, Correction, Meters, Refusal, View};

/// What a mean temperature is the mean of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WeatherDate {
    /// A day.
    Day(Day),
    /// A month of which the days are not known.
    Month(Month),
}

impl WeatherDate {
    /// Reads `2026-03-05` or `2026-03`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        match text.len() {
            7 => Month::parse(text).map(Self::Month),
            _ => Day::parse(text).map(Self::Day),
        }
    }

    /// Its days.
    pub fn span(self) -> Span {
        match self {
            Self::Day(day) => Span::day(day),
            Self::Month(month) => month.span(),
        }
    }

    /// Its last day.
    pub fn last(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.last(),
        }
    }
}

impl fmt::Display for WeatherDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(out),
            Self::Month(month) => month.fmt(out),
        }
    }
}

/// A mean temperature of a station.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weather {
    /// Its id.
    pub id: RecordId,
    /// Of which day or month.
    pub date: WeatherDate,
    /// The station, by name or number.
    pub station: String,
    /// The mean temperature in °C.
    pub mean: Decimal,
    /// Where it comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The row whose place it takes.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A mean temperature as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeatherRequest {
    /// Of which day or month.
    pub date: WeatherDate,
    /// The station.
    pub station: String,
    /// The mean temperature in °C.
    pub mean: Decimal,
    /// Where it comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// The coldest and the warmest mean of a day that any place on earth has had, rounded outwards.
const RANGE: (i64, i64) = (-90, 60);

/// Decides whether a mean temperature can be recorded beside the one that stands for its date.
fn decide(
    there: Option<&Weather>,
    today: Day,
    correction: &Correction,
    request: &WeatherRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Weather>>, Refusal> {
    let WeatherRequest { date, station, mean, source, note } = request;
    let station = station.trim();
    if station.is_empty() {
        return Err(BaselineRefusal::NoStation.into());
    }
    if date.last() > today {
        return Err(Refusal::Future { date: date.last(), today });
    }
    if *mean < Decimal::from(RANGE.0) || *mean > Decimal::from(RANGE.1) {
        return Err(BaselineRefusal::Temperature { mean: *mean, date: *date }.into());
    }
    let supersedes = match (there, correction) {
        (Some(there), _) if there.mean == *mean => {
            return Ok(Decided::Already(there.id.to_string()));
        }
        (Some(there), Correction::None) => {
            let (station, recorded) = (station.to_owned(), there.mean);
            let refusal =
                BaselineRefusal::WeatherTaken { station, date: *date, recorded, mean: *mean };
            return Err(refusal.into());
        }
        (Some(there), _) => Some(there.id.clone()),
        (None, _) => None,
    };
    Ok(Decided::New(vec![Weather {
        id: stamp.id('W', date.last()),
        date: *date,
        station: station.to_owned(),
        mean: *mean,
        source: source.clone(),
        note: note.clone(),
        supersedes,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }]))
}

/// The mean temperatures of one station, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Climate {
    /// The station.
    pub station: String,
    /// The days.
    pub days: BTreeMap<Day, Decimal>,
    /// The months that have a row of their own.
    pub months: BTreeMap<Month, Decimal>,
}

impl Climate {
    /// The runs of days of a span without a row.
    pub fn gaps(&self, span: Span) -> Vec<Span> {
        let mut gaps = Vec::new();
        let mut next = span.first();
        for day in self.days.range(span.first()..=span.last()).map(|(day, _)| *day) {
            gaps.extend(Span::new(next, day.previous()).filter(|_| next < day));
            next = day.next();
        }
        gaps.extend(Span::new(next, span.last()));
        gaps
    }

    /// The known days of a span.
    pub fn known(&self, span: Span) -> impl Iterator<Item = Decimal> {
        self.days.range(span.first()..=span.last()).map(|(_, mean)| *mean)
    }
}

impl Meters {
    /// Every mean temperature that was ever recorded, by id.
    pub fn weather(&self) -> impl Iterator<Item = &Weather> {
        self.weather.values()
    }

    /// The stations that have a row.
    pub fn stations(&self) -> BTreeSet<&str> {
        self.weather.values().map(|row| row.station.as_str()).collect()
    }

    /// The rows that stand: none takes their place, and their day is not beyond the view.
    fn standing<'m>(&'m self, view: &View) -> impl Iterator<Item = &'m Weather> {
        let gone: BTreeSet<&RecordId> =
            self.weather.values().filter_map(|row| row.supersedes.as_ref()).collect();
        let view = *view;
        self.weather
            .values()
            .filter(move |row| view.reaches(row.date.last()) && !gone.contains(&row.id))
    }

    /// The rows of a station that stand for days or months of a span, by date.
    pub fn weather_of(
        &self,
        station: Option<&str>,
        span: Span,
        view: &View,
    ) -> Result<Vec<Weather>, Refusal> {
        let station = self.station(station)?;
        let mut rows: Vec<Weather> = self
            .standing(view)
            .filter(|row| row.station == station && row.date.span().overlap(span).is_some())
            .cloned()
            .collect();
        rows.sort_by_key(|row| (row.date.last(), row.date));
        Ok(rows)
    }

    /// The station that is named, or the only one there is.
    fn station<'s>(&'s self, named: Option<&'s str>) -> Result<&'s str, Refusal> {
        let stations: Vec<&str> = self.stations().into_iter().collect();
        let known = stations.join(" ");
        match (named, &stations[..]) {
            (_, []) => Err(BaselineRefusal::NoWeather.into()),
            (Some(named), _) if stations.contains(&named) => Ok(named),
            (Some(named), _) => {
                let station = named.to_owned();
                Err(BaselineRefusal::UnknownStation { station, known }.into())
            }
            (None, [only]) => Ok(only),
            (None, _) => Err(BaselineRefusal::WhichStation { known }.into()),
        }
    }

    /// The mean temperatures of a station, or of the only one there is.
    pub fn climate(&self, station: Option<&str>, view: &View) -> Result<Climate, Refusal> {
        let station = self.station(station)?;
        let mut climate =
            Climate { station: station.to_owned(), days: BTreeMap::new(), months: BTreeMap::new() };
        let mut rows: Vec<&Weather> =
            self.standing(view).filter(|row| row.station == station).collect();
        rows.sort_by_key(|row| (row.recorded_at, &row.id));
        for row in rows {
            match row.date {
                WeatherDate::Day(day) => climate.days.insert(day, row.mean),
                WeatherDate::Month(month) => climate.months.insert(month, row.mean),
            };
        }
        Ok(climate)
    }
}

/// Decides rows one after another, each held against those before it.
///
/// A file of ten years of days is some thousand rows: what stands is looked up in one index.
pub fn set_weather_each(
    meters: &Meters,
    today: Day,
    correction: &Correction,
    requests: &[WeatherRequest],
    stamp: &mut Stamp,
) -> Vec<Result<Decided<Vec<Weather>>, Refusal>> {
    let mut standing: BTreeMap<(String, WeatherDate), Weather> = BTreeMap::new();
    let mut rows: Vec<&Weather> = meters.standing(&View::NOW).collect();
    rows.sort_by_key(|row| (row.recorded_at, &row.id));
    standing.extend(rows.into_iter().map(|row| ((row.station.clone(), row.date), row.clone())));
    let mut decided = Vec::with_capacity(requests.len());
    for request in requests {
        let key = (request.station.trim().to_owned(), request.date);
        let own = decide(standing.get(&key), today, correction, request, stamp);
        if let Ok(Decided::New(rows)) = &own {
            standing.extend(rows.iter().map(|row| (key.clone(), row.clone())));
        }
        decided.push(own);
    }
    decided
}

/// What a station has of a span, and what it lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeatherGaps {
    /// The station.
    pub station: String,
    /// The days.
    pub span: Span,
    /// Month by month.
    pub months: Vec<WeatherMonth>,
    /// The runs of days without a row.
    pub gaps: Vec<Span>,
}

/// What is known of the temperatures of a month, or of as many of its days as the span has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeatherMonth {
    /// The month.
    pub month: Month,
    /// How many of its days have a row.
    pub n_days: i64,
    /// The mean of the days, where all of them are known; else the month's own row, if it has one.
    pub mean: Option<Decimal>,
    /// How many days have none.
    pub missing: i64,
}

impl WeatherGaps {
    /// How many days have no row.
    pub fn missing(&self) -> i64 {
        self.gaps.iter().map(|gap| gap.days()).sum()
    }
}

/// Says which days of a span a station has.
pub fn weather_gaps(
    meters: &Meters,
    station: Option<&str>,
    span: Span,
    view: &View,
) -> Result<WeatherGaps, Refusal> {
    let climate = meters.climate(station, view)?;
    let months = span.months().filter_map(|month| Some((month, month.span().overlap(span)?)));
    let months = months
        .map(|(month, inside)| {
            let known: Vec<Decimal> = climate.known(inside).collect();
            let n_days = i64::try_from(known.len()).unwrap_or(i64::MAX);
            let missing = inside.days() - n_days;
            let own = climate.months.get(&month).copied().filter(|_| inside == month.span());
            WeatherMonth { month, n_days, mean: mean(&known, missing).or(own), missing }
        })
        .collect();
    Ok(WeatherGaps { gaps: climate.gaps(span), station: climate.station, span, months })
}

/// The mean of the days, to one decimal more than they have; none where one is missing.
fn mean(known: &[Decimal], missing: i64) -> Option<Decimal> {
    let sum = known.iter().try_fold(Decimal::ZERO, |sum, own| sum.checked_add(*own))?;
    let n_days = i128::try_from(known.len()).ok().filter(|n_days| *n_days > 0 && missing == 0)?;
    let exact = Fraction::from_decimal(sum).checked_div(Fraction::new(n_days, 1)?)?;
    exact.round(sum.scale() + 1)
}
