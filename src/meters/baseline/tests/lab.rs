//! Synthetic buildings: weather, use, and a generator of noise that is the same every time.

use crate::base::{Day, Decimal, Moment, RecordId, Span};
use crate::meters::baseline::series::Observation;
use crate::meters::{
    Carrier, Counting, Meter, Meters, Multiplier, Point, ReadAt, Reading, ReadingKind, Record,
    Reset, Sign, Utility, Weather, WeatherDate, Yardstick,
};

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

pub(super) fn span(text: &str) -> Span {
    Span::parse(text, day("2030-01-01")).expect("a span")
}

pub(super) fn decimal(value: f64) -> Decimal {
    format!("{value:.6}").parse().expect("a decimal")
}

/// `SplitMix64`: a seed gives the same numbers on every machine.
pub(super) struct Noise(pub(super) u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between zero and one.
    pub(super) fn uniform(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).expect("32 bits")) / 4_294_967_296.0
    }

    /// Of the normal distribution: the sum of twelve, near enough.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// A day's mean temperature: cold in January, warm in July, with weather on top.
pub(super) fn temperature(day: Day) -> f64 {
    let start = Day::parse("2000-01-15").expect("a day");
    let days = f64::from(i32::try_from(start.days_until(day)).expect("in range"));
    let mut noise = Noise(u64::try_from(start.days_until(day)).expect("after 2000"));
    let season = 13.0 - 14.0 * (days * std::f64::consts::TAU / 365.25).cos();
    // Weather comes in runs of a few days, which their mean over a month still shows.
    let run = Noise(u64::try_from(start.days_until(day)).expect("after 2000") / 9).normal();
    ((season + 2.5 * run + 1.5 * noise.normal()) * 10.0).round() / 10.0
}

pub(super) fn days(span: Span) -> impl Iterator<Item = Day> {
    std::iter::successors(Some(span.first()), |day| Some(day.next()))
        .take_while(move |day| *day <= span.last())
}

/// An observation of a span whose use follows from each day's temperature.
pub(super) fn observation(span: Span, per_day: impl Fn(f64) -> f64) -> Observation {
    let temperatures: Vec<f64> = days(span).map(temperature).collect();
    let used: f64 = temperatures.iter().map(|own| per_day(*own)).sum();
    with_temperatures(span, used, temperatures)
}

pub(super) fn with_temperatures(span: Span, used: f64, temperatures: Vec<f64>) -> Observation {
    let mut observation = Observation::new(span, decimal(used));
    observation.amount = used;
    let n_days = observation.n_days();
    observation.mean = Some(temperatures.iter().sum::<f64>() / n_days);
    observation.temperatures = temperatures;
    observation
}

/// The months of a period, each with a use that follows from the days' temperatures.
pub(super) fn months(period: &str, per_day: impl Fn(f64) -> f64 + Copy) -> Vec<Observation> {
    span(period).months().map(|month| observation(month.span(), per_day)).collect()
}

/// A book with the weather of a period.
pub(super) fn with_weather(period: &str) -> Meters {
    let mut meters = Meters::default();
    for (at, day) in days(span(period)).enumerate() {
        let weather = Weather {
            id: RecordId::parse(&format!("W{at:05}")).expect("an id"),
            date: WeatherDate::Day(day),
            station: "54511".to_owned(),
            mean: format!("{:.1}", temperature(day)).parse().expect("a decimal"),
            source: None,
            note: None,
            supersedes: None,
            recorded_at: Moment::new(day, 36_000).expect("a moment"),
            recorded_by: "抄表员甲".to_owned(),
        };
        meters.apply(&Record::Weather(weather)).expect("folds");
    }
    for (kind, utility, value) in [
        ("drift", Some(Utility::Electricity), "0.09"),
        ("drift", Some(Utility::Gas), "0.235"),
        ("fsu_limit", None, "0.5"),
        ("screen_cv", None, "0.25"),
    ] {
        let yardstick = Yardstick {
            kind: kind.to_owned(),
            utility,
            valid_from: day("2000-01-01"),
            value: value.parse().expect("a decimal"),
            source: "样例".to_owned(),
            mark: None,
        };
        meters.apply(&Record::Yardstick(yardstick)).expect("folds");
    }
    meters
}

/// A point whose dial is read on the first day of each of the spans, and after the last.
pub(super) fn add_point(meters: &mut Meters, code: &str, utility: Utility, uses: &[(Span, f64)]) {
    add_below(meters, None, code, utility, uses);
}

/// The same below another point.
pub(super) fn add_below(
    meters: &mut Meters,
    parent: Option<&str>,
    code: &str,
    utility: Utility,
    uses: &[(Span, f64)],
) {
    let meter = Meter {
        from: None,
        until: None,
        serial: None,
        multiplier: Multiplier::one(),
        initial: None,
        digits: None,
        decimals: None,
        max_per_day: None,
        reset: Reset::Never,
        accuracy: None,
    };
    let point = Point {
        code: code.parse().expect("a code"),
        name: format!("{code}表"),
        carrier: Carrier::new(utility, None).expect("a carrier"),
        parent: parent.map(|code| code.parse().expect("a code")),
        sign: Sign::Plus,
        counting: Counting::Counted,
        place: None,
        department: None,
        site: None,
        class: None,
        meter: Some(meter),
        sum: None,
        period: None,
        read_at: ReadAt::default(),
        stop: None,
        asset: None,
    };
    meters.apply(&Record::Point(point)).expect("folds");
    let mut register = Decimal::ZERO;
    let mut read = |date: Day, register: Decimal| {
        let reading = Reading {
            id: RecordId::parse(&format!("R{code}-{date}")).expect("an id"),
            point: code.parse().expect("a code"),
            date,
            time: None,
            register,
            kind: ReadingKind::Actual,
            person: None,
            note: None,
            supersedes: None,
            recorded_at: Moment::new(date, 36_000).expect("a moment"),
            recorded_by: "抄表员甲".into(),
        };
        meters.apply(&Record::Reading(reading)).expect("folds");
    };
    for (at, (span, used)) in uses.iter().enumerate() {
        if at == 0 {
            read(span.first(), register);
        }
        register += decimal(*used);
        read(span.last().next(), register);
    }
}
