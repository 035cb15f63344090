//! Small books of meters written as text: a line a row.

use crate::base::{
    Day, Decimal, Moment, Month, RecordId, Refuse, Span, Stamp, Time, parse_decimal,
};
use crate::meters::{
    Boundary, Carrier, Consumption, Counting, DayPart, Event, EventKind, History, Interval, Meter,
    Meters, Multiplier, Notice, Point, ReadAt, Reading, ReadingKind, Record, Refusal, Reset, Sign,
    Stop, Utility, View, consumption,
};

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

pub(super) fn number(text: &str) -> Decimal {
    parse_decimal(text).expect("a number")
}

pub(super) fn span(text: &str) -> Span {
    Span::parse(text, day("2030-01-01")).expect("a span")
}

pub(super) fn month(text: &str) -> Month {
    Month::parse(text).expect("a month")
}

pub(super) fn stamp(today: &str) -> Stamp {
    Stamp {
        recorded_at: Moment::parse(&format!("{today}T08:00:00+08:00")).expect("a moment"),
        recorded_by: "抄表员甲".to_owned(),
        tag: "t".to_owned(),
        given: 0,
    }
}

/// An electricity point with a meter, and `key=value` for what differs.
pub(super) fn point(code: &str, fields: &str) -> Point {
    let mut meter = Meter {
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
    let mut point = Point {
        code: code.parse().expect("a code"),
        name: format!("{code}表"),
        carrier: Carrier::new(Utility::Electricity, None).expect("a carrier"),
        parent: None,
        sign: Sign::Plus,
        counting: Counting::Counted,
        period: None,
        place: None,
        department: None,
        site: None,
        class: None,
        meter: None,
        sum: None,
        read_at: ReadAt::default(),
        stop: None,
        asset: None,
    };
    let mut virtual_sum = false;
    for field in fields.split_whitespace() {
        let (key, value) = field.split_once('=').unwrap_or((field, ""));
        match key {
            "from" => meter.from = Some(day(value)),
            "until" => meter.until = Some(day(value)),
            "x" => meter.multiplier = value.parse().expect("a multiplier"),
            "initial" => meter.initial = Some(number(value)),
            "digits" => meter.digits = value.parse().ok(),
            "decimals" => meter.decimals = value.parse().ok(),
            "max" => meter.max_per_day = Some(number(value)),
            "reset" => meter.reset = Reset::Allowed,
            "class" => meter.accuracy = Some(number(value)),
            "parent" => point.parent = Some(value.parse().expect("a code")),
            "department" => point.department = Some(value.parse().expect("a code")),
            "asset" => point.asset = Some(value.parse().expect("a tag")),
            "site" => point.site = Some(value.parse().expect("a code")),
            "minus" => point.sign = Sign::Minus,
            "check" => point.counting = Counting::Check,
            "period" => {
                point.period = DayPart::parse(value);
                point.counting = Counting::Check;
            }
            "virtual" => virtual_sum = true,
            "sum" => {
                let sum = value.replace('|', " ").replace('~', " - ").replace('+', " + ");
                point.sum = Some(sum.parse().expect("a sum"));
                point.counting = Counting::Check;
                virtual_sum = true;
            }
            "counted" => point.counting = Counting::Counted,
            "read_at" => point.read_at = value.parse().expect("times"),
            "route" => {
                let (route, place) = value.split_once('/').unwrap_or((value, ""));
                point.stop = Some(Stop { route: route.to_owned(), place: place.parse().ok() });
            }
            "utility" => {
                let utility = Utility::parse(value).expect("a utility");
                point.carrier = Carrier::new(utility, None).expect("a carrier");
            }
            other => panic!("no field {other}"),
        }
    }
    point.meter = (!virtual_sum).then_some(meter);
    point
}

/// A reading `P1 2025-03-01[T08:30] 99876 [kind] [>superseded] [@recorded]`, numbered by its line.
pub(super) fn reading(at: usize, line: &str) -> Reading {
    let mut words = line.split_whitespace();
    let point = words.next().expect("a point").parse().expect("a code");
    let (date, time) = moment(words.next().expect("a date"));
    let register = number(words.next().expect("a register"));
    let mut reading = Reading {
        id: RecordId::parse(&format!("R{at}")).expect("an id"),
        point,
        date,
        time,
        register,
        kind: ReadingKind::Actual,
        person: None,
        note: None,
        supersedes: None,
        recorded_at: Moment::new(date, 36_000).expect("a moment"),
        recorded_by: "抄表员甲".into(),
    };
    for word in words {
        if let Some(id) = word.strip_prefix('>') {
            reading.supersedes = Some(id.parse().expect("an id"));
        } else if let Some(recorded) = word.strip_prefix('@') {
            reading.recorded_at = Moment::new(day(recorded), 36_000).expect("a moment");
        } else {
            reading.kind = ReadingKind::parse(word).expect("a kind");
        }
    }
    reading
}

fn moment(text: &str) -> (Day, Option<Time>) {
    match text.split_once('T') {
        Some((date, time)) => (day(date), Some(Time::parse(time).expect("a time"))),
        None => (day(text), None),
    }
}

/// An event `P1 2025-03-18[T10:00] old→new [x=40] [digits=5] [reset]`; `?` for an unknown register.
pub(super) fn event(at: usize, line: &str) -> Event {
    let mut words = line.split_whitespace();
    let point = words.next().expect("a point").parse().expect("a code");
    let (date, time) = moment(words.next().expect("a date"));
    let (old, new) = words.next().expect("registers").split_once('→').expect("an arrow");
    let mut event = Event {
        id: RecordId::parse(&format!("E{at}")).expect("an id"),
        date,
        time,
        kind: EventKind::Replacement,
        point,
        old_final: (old != "?").then(|| number(old)),
        new_initial: number(new),
        multiplier: None,
        digits: None,
        max_per_day: None,
        serial: None,
        person: None,
        note: None,
        supersedes: None,
        recorded_at: Moment::new(date, 36_000).expect("a moment"),
        recorded_by: "抄表员甲".to_owned(),
    };
    for word in words {
        match word.split_once('=').unwrap_or((word, "")) {
            ("x", value) => event.multiplier = Some(value.parse().expect("a multiplier")),
            ("digits", value) => event.digits = value.parse().ok(),
            ("reset", _) => event.kind = EventKind::Reset,
            other => panic!("no field {other:?}"),
        }
    }
    event
}

/// A book of points, events and readings, a line each; `|` may stand for a new line.
pub(super) fn book(points: Vec<Point>, events: &str, readings: &str) -> Meters {
    let mut meters = Meters::default();
    for point in points {
        meters.apply(&Record::Point(point)).expect("folds");
    }
    for (at, line) in lines(events) {
        meters.apply(&Record::Event(event(at, line))).expect("folds");
    }
    for (at, line) in lines(readings) {
        meters.apply(&Record::Reading(reading(at, line))).expect("folds");
    }
    meters
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(['\n', '|']).map(str::trim).filter(|line| !line.is_empty()).enumerate()
}

pub(super) fn history<'a>(meters: &'a Meters, code: &str) -> &'a History {
    meters.known(&code.parse().expect("a code")).expect("a point")
}

pub(super) fn uses(meters: &Meters, code: &str) -> Consumption {
    consumption(history(meters, code), &View::NOW).expect("a meter")
}

/// Intervals as `from..until use codes` or `from..until reason codes`, a line each.
pub(super) fn shown(consumption: &Consumption) -> String {
    let line = |interval: &Interval| {
        let what = match &interval.outcome {
            Ok(posted) => posted.amount.to_string(),
            Err(gap) => gap.code().to_owned(),
        };
        let codes: Vec<&str> = interval.notices.iter().map(Notice::code).collect();
        format!("{}..{} {what} {}", interval.from, interval.until, codes.join(" "))
            .trim_end()
            .to_owned()
    };
    consumption.intervals.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) const END_OF_DAY: View = View { as_of: None, boundary: Boundary::EndOfDay };

/// The code of a refusal, and that it can be said in full.
pub(super) fn code_of(refusal: &Refusal) -> &'static str {
    for (name, _) in refusal.arguments() {
        assert!(!name.is_empty());
    }
    refusal.code()
}
