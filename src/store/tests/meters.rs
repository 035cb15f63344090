//! The files of the meters: what is written reads back as the same records.

use proptest::option::of;
use proptest::prelude::*;

use crate::base::{
    Day, Decimal, Diagnostic, Moment, Money, Month, PointCode, Price, RecordId, Span, Time,
};
use crate::books::{Change, Need};
use crate::meters::{
    Basis, Bill, BillKind, Carrier, Counting, DayPart, Driver, DriverKind, DriverPlace, Equivalent,
    Event, EventKind, Factor, Heat, Meter, Origin, Point, Pricing, Rate, ReadAt, Reading,
    ReadingKind, Record, Reset, Sign, Stop, Target, Tariff, Terms, TierPeriod, Tiers, TimePrices,
    Utility,
};

use super::commit::{now, store};

fn text() -> impl Strategy<Value = Option<String>> {
    of("[!-~\u{4e00}-\u{4e20}，；\"'][ -~\u{4e00}-\u{4e20}]{0,8}[!-~]")
}

fn name() -> impl Strategy<Value = String> {
    "[a-z\u{4e00}-\u{4e20}][a-z0-9.\"，\\\\-]{0,7}x"
}

fn code() -> impl Strategy<Value = PointCode> {
    "[a-z\u{4e00}-\u{4e20}][a-z0-9.-]{0,5}".prop_map(|text| text.parse().expect("a code"))
}

fn day() -> impl Strategy<Value = Day> {
    (0_i64..2_000).prop_map(|days| Day::FIRST.plus_days(45_000 + days))
}

fn moment() -> impl Strategy<Value = Moment> {
    (day(), 0_u32..86_400).prop_map(|(day, second)| Moment::new(day, second).expect("a moment"))
}

fn time() -> impl Strategy<Value = Time> {
    (0_u16..24, 0_u16..60).prop_map(|(hour, minute)| Time::new(hour, minute).expect("a time"))
}

fn size() -> impl Strategy<Value = Decimal> {
    (0_i64..10_i64.pow(12), 0_u32..5).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn multiplier() -> impl Strategy<Value = crate::meters::Multiplier> {
    prop::sample::select(vec!["1", "30", "0.5", "200/5", "200/5*10000/100"])
        .prop_map(|text| text.parse().expect("a multiplier"))
}

fn carrier() -> impl Strategy<Value = Carrier> {
    prop::sample::select(&Utility::ALL[..]).prop_map(|utility| {
        Carrier::new(utility, utility.unit().or(Some("瓶"))).expect("a carrier")
    })
}

fn meter() -> impl Strategy<Value = Meter> {
    let days = (of(day()), of(day()), text(), multiplier());
    let sizes = (of(size()), of(1_u32..19), of(0_u32..10), of(size()), any::<bool>(), of(size()));
    (days, sizes).prop_map(|(days, sizes)| Meter {
        from: days.0,
        until: days.1,
        serial: days.2,
        multiplier: days.3,
        initial: sizes.0,
        digits: sizes.1,
        decimals: sizes.2,
        max_per_day: sizes.3,
        reset: if sizes.4 { Reset::Allowed } else { Reset::Never },
        accuracy: sizes.5,
    })
}

fn point(code: &'static str) -> impl Strategy<Value = Point> {
    let parts = prop::sample::select(&DayPart::ALL[..]);
    let names = (name(), carrier(), of(code_or_none()), text(), text(), of(parts));
    let reads = (
        of(prop::sample::select(vec!["P2 - P1", "- P1 + P-2 - P.3"])),
        prop::sample::select(vec!["", "06:00,22:00"]),
        of((name(), of(1_u32..99))),
    );
    let all = (names, any::<(bool, bool)>(), of(meter()), reads);
    all.prop_map(move |(names, flags, meter, (sum, read_at, route))| Point {
        code: code.parse().expect("a code"),
        name: names.0,
        carrier: names.1,
        parent: names.2,
        sign: if flags.0 { Sign::Plus } else { Sign::Minus },
        counting: if flags.1 { Counting::Counted } else { Counting::Check },
        period: names.5,
        place: names.3,
        department: Some("NK1".parse().expect("a code")),
        site: Some("ZY".parse().expect("a code")),
        class: names.4,
        meter: meter.filter(|_| sum.is_none()),
        sum: sum.map(|sum| sum.parse().expect("a sum")),
        read_at: read_at.parse::<ReadAt>().unwrap_or_default(),
        stop: route.map(|(route, place)| Stop { route, place }),
        asset: flags.0.then(|| "GL-01".parse().expect("a tag")),
    })
}

fn code_or_none() -> impl Strategy<Value = PointCode> {
    code()
}

fn id(text: &str) -> RecordId {
    RecordId::parse(text).expect("an id")
}

fn readings() -> impl Strategy<Value = Vec<Reading>> {
    let row = (
        prop::sample::select(vec!["P1", "P2"]),
        (day(), of(time()), size(), prop::sample::select(&ReadingKind::ALL[..])),
        (text(), text(), any::<bool>(), moment()),
    );
    prop::collection::vec(row, 0..8).prop_map(|rows| {
        let reading = |(at, (point, what, more)): (usize, (&str, _, _))| {
            let (date, time, register, kind): (Day, Option<Time>, Decimal, ReadingKind) = what;
            let (person, note, supersedes, recorded_at): (Option<String>, _, bool, Moment) = more;
            Reading {
                id: id(&format!("R{at}")),
                point: point.parse().expect("a code"),
                date,
                time,
                register,
                kind,
                person: person.map(Into::into),
                note,
                supersedes: supersedes.then(|| id("R0")),
                recorded_at,
                recorded_by: "抄表员甲".into(),
            }
        };
        rows.into_iter().enumerate().map(reading).collect()
    })
}

fn event() -> impl Strategy<Value = Event> {
    let what = (day(), of(time()), any::<bool>(), of(size()), size(), of(multiplier()));
    let more = (of(1_u32..19), of(size()), text(), text(), text(), moment());
    (what, more).prop_map(|(what, more)| Event {
        id: id("E1"),
        date: what.0,
        time: what.1,
        kind: if what.2 { EventKind::Replacement } else { EventKind::Reset },
        point: "P1".parse().expect("a code"),
        old_final: what.3,
        new_initial: what.4,
        multiplier: what.5,
        digits: more.0,
        max_per_day: more.1,
        serial: more.2,
        person: more.3,
        note: more.4,
        supersedes: None,
        recorded_at: more.5,
        recorded_by: "抄表员甲".to_owned(),
    })
}

fn pricing() -> impl Strategy<Value = Pricing> {
    let flat =
        (0_i64..10_i64.pow(9)).prop_map(|price| Pricing::Flat(Price::from_millionths(price)));
    let per = prop::sample::select(&TierPeriod::ALL[..]);
    let tiers = per.prop_map(|per| {
        Pricing::Tiered(Tiers::parse("2400=0.5, 4800.5=0.55, =0.80", per).expect("blocks"))
    });
    let prices = TimePrices::parse("峰=1.1034, flat=0.6821, 深谷=0.1").expect("prices");
    prop_oneof![flat, tiers, Just(Pricing::ByTime(prices))]
}

fn tariff() -> impl Strategy<Value = Tariff> {
    (carrier(), of(code()), day(), pricing(), text()).prop_map(
        |(carrier, site, valid_from, pricing, source)| Tariff {
            carrier,
            site: site.map(|site| site.as_str().parse().expect("a code")),
            valid_from,
            pricing,
            source,
        },
    )
}

fn factor() -> impl Strategy<Value = Factor> {
    let into = prop::sample::select(&Equivalent::ALL[..]);
    let days = (day(), of(0_i64..4000), of(1990_i32..2100));
    (carrier(), into, name(), days, of(size()), terms(), (name(), text())).prop_map(
        |(carrier, equivalent, basis, days, rate, terms, (source, mark))| Factor {
            carrier,
            equivalent,
            basis: Basis::parse(&basis).expect("a basis"),
            origin: Origin::Store,
            valid_from: days.0,
            valid_until: days.1.map(|plus| days.0.plus_days(plus)),
            year: days.2,
            rate: rate.map_or(Rate::NotConverted, Rate::PerUnit),
            terms,
            source,
            mark,
        },
    )
}

fn terms() -> impl Strategy<Value = Terms> {
    (0..4, size(), size(), size()).prop_map(|(which, heat, content, oxidation)| {
        let burns = (which == 3).then_some(content);
        let heat = match which {
            0 => None,
            1 => Some(Heat::Kilocalories(heat)),
            _ => Some(Heat::Megajoules(heat)),
        };
        Terms::new(heat, burns, burns.map(|_| oxidation)).expect("they go together")
    })
}

fn target() -> impl Strategy<Value = Target> {
    (carrier(), day(), any::<bool>(), size(), text(), moment()).prop_map(
        |(carrier, day, department, amount, note, recorded_at)| {
            let month: Month = day.month();
            Target {
                id: id("T1"),
                month,
                carrier,
                department: department.then(|| "NK1".parse().expect("a code")),
                amount,
                note,
                recorded_at,
                recorded_by: "后勤科".to_owned(),
            }
        },
    )
}

fn driver() -> impl Strategy<Value = Driver> {
    let kinds = DriverKind::KNOWN.into_iter().chain([DriverKind::Own("餐次".to_owned())]);
    let kind = prop::sample::select(kinds.collect::<Vec<_>>());
    (kind, day(), 0..3, size(), (text(), text()), moment()).prop_map(
        |(kind, day, place, amount, (source, note), recorded_at)| Driver {
            id: id("D1"),
            place: DriverPlace {
                kind,
                site: (place == 1).then(|| "ZY".parse().expect("a code")),
                department: (place == 2).then(|| "NK1".parse().expect("a code")),
                month: day.month(),
            },
            amount,
            source,
            note,
            recorded_at,
            recorded_by: "统计室".to_owned(),
        },
    )
}

fn bill() -> impl Strategy<Value = Bill> {
    let names = (name(), name(), text(), carrier(), prop::sample::select(&BillKind::ALL[..]));
    let sizes = ((day(), 0_i64..90), of(size()), any::<i32>(), of(code()), any::<bool>(), text());
    let rows = (any::<(bool, bool)>(), moment());
    (names, sizes, rows).prop_map(|(names, sizes, (gone, recorded_at))| Bill {
        id: id("B1"),
        number: names.0,
        supplier: names.1,
        account: names.2,
        carrier: names.3,
        kind: names.4,
        span: Span::new(sizes.0.0, sizes.0.0.plus_days(sizes.0.1)).expect("days"),
        quantity: sizes.1,
        amount: Money::from_fen(sizes.2.into()),
        point: sizes.3,
        site: sizes.4.then(|| "ZY".parse().expect("a code")),
        note: sizes.5,
        supersedes: gone.0.then(|| id("B2")),
        reverses: gone.1.then(|| id("B3")),
        recorded_at,
        recorded_by: "后勤科".to_owned(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_is_written_reads_back_as_the_same_records(
        points in (point("P1"), point("P2")),
        readings in readings(),
        event in event(),
        (tariff, factor, target) in (tariff(), factor(), target()),
        (driver, bill) in (driver(), bill()),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        let mut expected = store.read(Need::meters()).expect("read").books.meters;
        let transaction = store.begin(Need::meters(), b"test").expect("the lock");
        let stamp = transaction.stamp(now(), "抄表员甲");
        let mut records = vec![Record::Point(points.0), Record::Point(points.1)];
        records.extend(readings.into_iter().map(Record::Reading));
        records.extend([Record::Event(event), Record::Tariff(tariff)]);
        records.extend([Record::Factor(factor), Record::Target(target)]);
        records.extend([Record::Driver(driver), Record::Bill(Box::new(bill))]);
        for record in &records {
            expected.apply(record).expect("folds");
        }
        let change = Change { lines: records.into_iter().map(Into::into).collect() };
        transaction.commit(change, stamp, "test").expect("recorded");
        let read = store.read(Need::meters()).expect("read");
        prop_assert_eq!(read.books.meters, expected);
        // Random rows contradict each other; none of them is written in a way that cannot be read.
        let unread = |found: &&Diagnostic| {
            !["meter.", "org.", "bill."].iter().any(|area| found.message.code.starts_with(area))
        };
        prop_assert_eq!(read.diagnostics.iter().find(unread), None);
    }
}
