//! Points and their meters, and what happened to the meters, as tables from outside.

use houqin::base::{
    AssetTag, Day, DepartmentCode, PointCode, RecordId, SiteCode, parse_count, parse_decimal,
};
use houqin::books::{self, Need, Reading, decide_each};
use houqin::meters::{
    self, Counting, DayPart, EventKind, EventRequest, High, Meter, Multiplier, Point, ReadAt,
    Replaces, Reset, Sign, Stop, Sum,
};

use crate::cli::commands::energy::carrier;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Source, Task, run_on, verdicts};
use crate::cli::session::Session;

/// The columns of points.
pub(super) const POINTS: Columns = Columns {
    keys: &[
        "meter.point.code",
        "meter.point.name",
        "meter.point.utility",
        "meter.point.unit",
        "meter.point.parent",
        "meter.point.counting",
        "meter.point.period",
        "meter.point.place",
        "meter.point.department",
        "meter.point.site",
        "meter.point.class",
        "meter.point.multiplier",
        "meter.point.from",
        "meter.point.initial",
        "meter.point.digits",
        "meter.point.decimals",
        "meter.point.max_per_day",
        "meter.point.accuracy",
        "meter.point.reset",
        "meter.point.serial",
        "meter.point.sum",
        "meter.point.read_at",
        "meter.point.route",
        "meter.point.place_in_route",
        "meter.point.asset",
    ],
    needed: &["meter.point.code", "meter.point.name", "meter.point.utility"],
    one_of: &[],
};

/// The columns of what happened to meters.
pub(super) const EVENTS: Columns = Columns {
    keys: &[
        "meter.events.date",
        "meter.events.time",
        "meter.events.kind",
        "meter.events.point",
        "meter.events.old_final",
        "meter.events.new_initial",
        "meter.events.multiplier",
        "meter.events.digits",
        "meter.events.max_per_day",
        "meter.events.serial",
        "meter.events.person",
        "meter.events.note",
        "meter.events.supersedes",
    ],
    needed: &["meter.events.date", "meter.events.point", "meter.events.new_initial"],
    one_of: &[],
};

fn task(columns: Columns) -> Task {
    let need = Need { assets: Reading::Wanted, ..Need::meters() };
    Task { command: "meter import", need, columns, fields: &[] }
}

/// Records points.
pub(super) fn points(session: &Session, intake: &Intake, source: Source) -> anyhow::Result<Exit> {
    run_on(session, intake, source, task(POINTS), point, |books, points, stamp| {
        verdicts(decide_each(
            books,
            points,
            stamp,
            |_| (),
            |books, point: &Point, _stamp| books::add_point(books, point),
        ))
    })
}

/// How a point counts, as the register says it in one word.
const COUNTING: [(&str, &str); 4] = [
    ("plus", "meter.sign.plus"),
    ("minus", "meter.sign.minus"),
    ("check", "meter.counting.check"),
    ("sum", "meter.counting.sum"),
];

fn point(row: &mut Row<'_>) -> Option<Point> {
    let code = row.required("meter.point.code", PointCode::parse);
    let carrier = carrier(row, "meter.point.utility", "meter.point.unit");
    let parent = row.optional("meter.point.parent", PointCode::parse);
    let sum = row.optional("meter.point.sum", str::parse::<Sum>);
    let read_at = row.optional("meter.point.read_at", str::parse::<ReadAt>);
    let place_in_route = row.optional("meter.point.place_in_route", parse_count);
    let sum = sum?;
    // Nothing is to count twice: a computed point counts only where it is told to.
    let blank = if sum.is_some() { COUNTING[2] } else { COUNTING[0] };
    let counting = row.word_or("meter.point.counting", blank, &COUNTING, |one| one);
    let period = if row.is_blank("meter.point.period") {
        Some(None)
    } else {
        row.word("meter.point.period", &DayPart::ALL, |part| (part.word(), part.key())).map(Some)
    };
    let department = row.optional("meter.point.department", DepartmentCode::parse);
    let site = row.optional("meter.point.site", SiteCode::parse);
    let asset = row.optional("meter.point.asset", AssetTag::parse);
    let meter = meter(row);
    let ((counting, _), meter, place) = (counting?, meter?, place_in_route?);
    let route = row.word_of("meter.point.route");
    let stop = (route.is_some() || place.is_some())
        .then(|| Stop { route: route.unwrap_or_default(), place });
    let has_meter = counting != "sum" && sum.is_none();
    let period = period?;
    let is_check = counting == "check" || period.is_some();
    Some(Point {
        code: code?,
        name: row.text("meter.point.name").to_owned(),
        carrier: carrier?,
        parent: parent?,
        sign: if counting == "minus" { Sign::Minus } else { Sign::Plus },
        counting: if is_check { Counting::Check } else { Counting::Counted },
        period,
        place: row.word_of("meter.point.place"),
        department: department?,
        site: site?,
        class: row.word_of("meter.point.class"),
        meter: has_meter.then_some(meter),
        sum,
        read_at: read_at?.unwrap_or_default(),
        stop,
        asset: asset?,
    })
}

fn meter(row: &mut Row<'_>) -> Option<Meter> {
    let multiplier = row.optional("meter.point.multiplier", str::parse);
    let from = row.maybe_day("meter.point.from");
    let initial = row.maybe_number("meter.point.initial", parse_decimal);
    let digits = row.optional("meter.point.digits", parse_count);
    let decimals = row.optional("meter.point.decimals", parse_count);
    let max_per_day = row.maybe_number("meter.point.max_per_day", parse_decimal);
    let accuracy = row.maybe_number("meter.point.accuracy", parse_decimal);
    let reset =
        row.word_or("meter.point.reset", ("", ""), &[("allowed", "meter.reset.allowed")], |one| {
            one
        });
    Some(Meter {
        from: from?,
        until: None,
        serial: row.word_of("meter.point.serial"),
        multiplier: multiplier?.unwrap_or_else(Multiplier::one),
        initial: initial?,
        digits: digits?,
        decimals: decimals?,
        max_per_day: max_per_day?,
        reset: if reset?.0.is_empty() { Reset::Never } else { Reset::Allowed },
        accuracy: accuracy?,
    })
}

/// Records what happened to meters.
pub(super) fn events(session: &Session, intake: &Intake, source: Source) -> anyhow::Result<Exit> {
    let today = session.today();
    let date = |request: &EventRequest| -> Day { request.date };
    run_on(session, intake, source, task(EVENTS), event, |books, requests, stamp| {
        verdicts(decide_each(books, requests, stamp, date, |books, request, stamp| {
            meters::change_meter(&books.meters, today, request, stamp)
        }))
    })
}

fn event(row: &mut Row<'_>) -> Option<EventRequest> {
    let kind = row.word_or("meter.events.kind", EventKind::Replacement, &EventKind::ALL, |one| {
        (one.word(), one.key())
    });
    let point = row.required("meter.events.point", PointCode::parse);
    let date = row.day("meter.events.date");
    let time = row.maybe_time("meter.events.time");
    let old_final = row.maybe_number("meter.events.old_final", parse_decimal);
    let new_initial = row.number("meter.events.new_initial", parse_decimal);
    let multiplier = row.optional("meter.events.multiplier", str::parse);
    let digits = row.optional("meter.events.digits", parse_count);
    let max_per_day = row.maybe_number("meter.events.max_per_day", parse_decimal);
    let supersedes = row.optional("meter.events.supersedes", RecordId::parse);
    let replaces = match supersedes? {
        Some(_) => Replaces::SameMoment,
        None => Replaces::Nothing,
    };
    Some(EventRequest {
        point: point?,
        kind: kind?,
        date: date?,
        time: time?,
        old_final: old_final?,
        new_initial: new_initial?,
        multiplier: multiplier?,
        digits: digits?,
        max_per_day: max_per_day?,
        serial: row.word_of("meter.events.serial"),
        high: High::Refused,
        replaces,
        person: row.word_of("meter.events.person"),
        note: row.word_of("meter.events.note"),
    })
}
