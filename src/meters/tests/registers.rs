//! What may enter the registers, and what only shows when the whole book is folded.

use super::lab::{book, code_of, day, event, month, number, point, span, stamp};
use crate::base::{Decided, Moment, Price};
use crate::meters::{
    Basis, Carrier, Claim, Correction, Culprit, Equivalent, EventKind, EventRequest, Factor, High,
    Meters, Origin, Pricing, Rate, ReadingRequest, Record, Refusal, Replaces, TargetRequest,
    Tariff, Terms, Utility, add_point, change_meter, defects, read, set_factor, set_targets,
    set_tariff,
};
use crate::org::{self, Org};

fn org() -> Org {
    let mut org = Org::default();
    let department = org::Department {
        code: "NK1".parse().expect("a code"),
        name: "内科一病区".to_owned(),
        site: None,
        beds: None,
        area: None,
        class: None,
    };
    org.apply(&org::Record::Department(department)).expect("folds");
    org
}

fn added(meters: &Meters, code: &str, fields: &str) -> &'static str {
    match add_point(meters, &org(), point(code, fields)) {
        Ok(Decided::New(_)) => "new",
        Ok(Decided::Already(_)) => "already",
        Err(refusal) => code_of(&refusal),
    }
}

#[test]
fn a_point_needs_its_place_in_the_tree() {
    let meters = book(vec![point("E-01", ""), point("W-01", "utility=cold_water")], "", "");
    assert_eq!(added(&meters, "E-01-1", "parent=E-01 department=NK1"), "new");
    assert_eq!(added(&meters, "E-01", ""), "already");
    assert_eq!(added(&meters, "E-01", "x=30"), "meter.point_taken");
    assert_eq!(added(&meters, "E-02", "parent=E-02"), "meter.loop");
    assert_eq!(added(&meters, "E-02", "parent=E-10"), "meter.unknown_parent_near");
    assert_eq!(added(&meters, "E-02", "parent=GAS"), "meter.unknown_parent");
    assert_eq!(added(&meters, "E-02", "parent=W-01"), "meter.parent_utility");
    assert_eq!(added(&meters, "E-02", "department=NK2"), "org.unknown_department_near");
    assert_eq!(added(&meters, "E-02", "site=ZY"), "org.unknown_site");
    assert_eq!(added(&meters, "E-02", "max=-1"), "meter.negative");
    assert_eq!(added(&meters, "E-02", "from=2025-01-01 digits=3 initial=1000"), "meter.digits");
    let mut nameless = point("E-02", "");
    nameless.name = " ".to_owned();
    let refusal = add_point(&meters, &org(), nameless).expect_err("refused");
    assert_eq!(code_of(&refusal), "meter.nameless");
}

#[test]
fn a_utility_has_one_unit() {
    assert!(Carrier::new(Utility::Heat, None).is_ok_and(|carrier| carrier.unit() == "GJ"));
    assert!(Carrier::new(Utility::Gas, Some("m³")).is_ok_and(|carrier| carrier.unit() == "m3"));
    let thousandfold = Carrier::new(Utility::Heat, Some("MJ")).expect_err("refused");
    assert_eq!(code_of(&thousandfold), "meter.unit");
    let none = Carrier::new(Utility::Other, None).expect_err("refused");
    assert_eq!(code_of(&none), "meter.no_unit");
    for utility in Utility::ALL {
        assert_eq!(Utility::parse(utility.word()), Some(utility));
    }
}

fn replacement(registers: &str) -> EventRequest {
    let row = event(0, registers);
    EventRequest {
        point: row.point,
        kind: row.kind,
        date: row.date,
        time: row.time,
        old_final: row.old_final,
        new_initial: row.new_initial,
        multiplier: row.multiplier,
        digits: row.digits,
        max_per_day: None,
        serial: None,
        high: High::Refused,
        replaces: Replaces::Nothing,
        person: None,
        note: None,
    }
}

fn changed(meters: &Meters, request: &EventRequest) -> &'static str {
    match change_meter(meters, day("2025-12-31"), request, &mut stamp("2025-12-31")) {
        Ok(Decided::New(events)) => events[0].kind.word(),
        Ok(Decided::Already(_)) => "already",
        Err(refusal) => code_of(&refusal),
    }
}

#[test]
fn a_replacement_is_held_against_the_readings_around_it() {
    let readings = "P 2025-03-01 8452 | P 2025-04-01 130";
    let meters = book(
        vec![point("P", "x=30 max=1000 from=2025-01-01"), point("SUM", "virtual")],
        "",
        readings,
    );
    let ask = |registers: &str| changed(&meters, &replacement(registers));
    assert_eq!(ask("P 2025-03-18 8701.5→12 x=40"), "replacement");
    assert_eq!(ask("P 2025-03-18 ?→12 x=40"), "replacement");
    assert_eq!(ask("P 2025-03-18 8400→12 x=40"), "meter.backward");
    assert_eq!(ask("P 2025-03-18 87015→12 x=40"), "meter.high");
    assert_eq!(ask("P 2025-03-18 8701.5→131 x=40"), "meter.backward");
    assert_eq!(ask("P 2025-03-18 8701.5→0 x=4000"), "meter.high");
    assert_eq!(ask("P 2025-04-01 8701.5→12"), "meter.needs_time");
    assert_eq!(ask("P 2025-01-01 0→12"), "meter.early");
    assert_eq!(ask("P 2026-01-01 9000→12"), "meter.future");
    assert_eq!(ask("P 2025-03-18 8701.5→0 reset"), "meter.reset_not_allowed");
    assert_eq!(ask("SUM 2025-03-18 1→0"), "meter.no_meter");
    let confirmed =
        EventRequest { high: High::Confirmed, ..replacement("P 2025-03-18 87015→12 x=40") };
    assert_eq!(changed(&meters, &confirmed), "replacement");
}

#[test]
fn an_event_is_corrected_by_another_row() {
    let mut meters =
        book(vec![point("P", "reset")], "P 2025-03-18 500→0", "P 2025-03-01 100 | P 2025-04-01 30");
    let again = replacement("P 2025-03-18 500→0");
    assert_eq!(changed(&meters, &again), "already");
    let other = replacement("P 2025-03-18 510→0");
    assert_eq!(changed(&meters, &other), "meter.event_taken");
    let correction = EventRequest { replaces: Replaces::SameMoment, ..other };
    let Ok(Decided::New(row)) =
        change_meter(&meters, day("2025-12-31"), &correction, &mut stamp("2025-12-31"))
    else {
        panic!("refused");
    };
    meters.apply(&Record::Event(row[0].clone())).expect("folds");
    let parts = super::lab::shown(&super::lab::uses(&meters, "P"));
    assert_eq!(parts, "2025-03-01..2025-03-18 410\n2025-03-18..2025-04-01 30 W-METER");
    let elsewhere =
        EventRequest { replaces: Replaces::SameMoment, ..replacement("P 2025-03-20 520→0") };
    assert_eq!(changed(&meters, &elsewhere), "meter.nothing_to_correct_near");
    let reset = EventRequest { kind: EventKind::Reset, ..replacement("P 2025-05-02 60→0 reset") };
    assert_eq!(changed(&meters, &reset), "reset");
}

fn electricity() -> Carrier {
    Carrier::new(Utility::Electricity, None).expect("a carrier")
}

fn tariff(valid_from: &str, price: &str) -> Tariff {
    Tariff {
        carrier: electricity(),
        site: None,
        valid_from: day(valid_from),
        pricing: Pricing::Flat(Price::parse(price).expect("a price")),
        source: None,
    }
}

#[test]
fn a_price_is_valid_from_its_day_until_the_next() {
    let mut meters = Meters::default();
    for row in [tariff("2025-07-01", "0.70"), tariff("2025-01-01", "0.65")] {
        let Ok(Decided::New(row)) = set_tariff(&meters, &org(), row) else { panic!("refused") };
        meters.apply(&Record::Tariff(row[0].clone())).expect("folds");
    }
    let price = |date: &str| {
        meters.tariff(&electricity(), None, day(date)).map(|tariff| tariff.pricing.to_string())
    };
    assert_eq!(price("2024-12-31"), None);
    assert_eq!(price("2025-06-30").as_deref(), Some("0.65"));
    assert_eq!(price("2025-07-01").as_deref(), Some("0.70"));
    let again = set_tariff(&meters, &org(), tariff("2025-01-01", "0.650"));
    assert!(matches!(again, Ok(Decided::Already(_))));
    let other = set_tariff(&meters, &org(), tariff("2025-01-01", "0.66")).expect_err("refused");
    assert_eq!(code_of(&other), "meter.valid_from_taken");
    assert!(meters.apply(&Record::Tariff(tariff("2025-01-01", "0.66"))).is_err());
    // The price of a site comes before that of all.
    let site = Tariff { site: Some("LG".parse().expect("a code")), ..tariff("2025-02-01", "0.5") };
    meters.apply(&Record::Tariff(site.clone())).expect("folds");
    let at = |date: &str| {
        let found = meters.tariff(&electricity(), site.site.as_ref(), day(date));
        found.map(|tariff| tariff.pricing.to_string())
    };
    assert_eq!(at("2025-01-31").as_deref(), Some("0.65"));
    assert_eq!(at("2025-08-01").as_deref(), Some("0.50"));
}

fn factor(origin: Origin, valid_from: &str, kgce: &str) -> Factor {
    Factor {
        carrier: electricity(),
        equivalent: Equivalent::Coal,
        basis: Basis::calorific(),
        origin,
        valid_from: day(valid_from),
        valid_until: None,
        year: None,
        rate: Rate::PerUnit(number(kgce)),
        terms: Terms::default(),
        source: "GB/T 2589-2020".to_owned(),
        mark: None,
    }
}

#[test]
fn the_samples_stand_in_only_where_the_store_has_no_factor() {
    let mut meters = Meters::default();
    meters.apply(&Record::Factor(factor(Origin::Sample, "2020-01-01", "0.1229"))).expect("folds");
    let kgce = |meters: &Meters, date: &str| {
        let (carrier, basis) = (electricity(), Basis::calorific());
        let found = meters.factor(&carrier, Equivalent::Coal, &basis, day(date));
        found.map(|factor| factor.rate.to_string())
    };
    assert_eq!(kgce(&meters, "2025-01-01").as_deref(), Some("0.1229"));
    let own = factor(Origin::Store, "2025-01-01", "0.123");
    let Ok(Decided::New(own)) = set_factor(&meters, own) else { panic!("refused") };
    let own = own[0].clone();
    meters.apply(&Record::Factor(own.clone())).expect("folds");
    assert_eq!(kgce(&meters, "2025-01-01").as_deref(), Some("0.123"));
    assert_eq!(kgce(&meters, "2024-12-31"), None);
    assert!(matches!(set_factor(&meters, own), Ok(Decided::Already(_))));
    let other = set_factor(&meters, factor(Origin::Store, "2025-01-01", "0.31"));
    assert_eq!(code_of(&other.expect_err("refused")), "meter.valid_from_taken");
    let negative = set_factor(&meters, factor(Origin::Store, "2026-01-01", "-1"));
    assert_eq!(code_of(&negative.expect_err("refused")), "factor.negative");
}

#[test]
fn the_target_recorded_last_stands() {
    let mut meters = Meters::default();
    let mut request = TargetRequest {
        carrier: electricity(),
        department: None,
        months: span("2025-Q1").months().collect(),
        amount: number("1000"),
        note: None,
    };
    let mut first = stamp("2025-01-02");
    let Ok(Decided::New(rows)) = set_targets(&meters, &org(), &request, &mut first) else {
        panic!("refused");
    };
    assert_eq!(rows.len(), 3);
    for row in rows {
        meters.apply(&Record::Target(row)).expect("folds");
    }
    let again = set_targets(&meters, &org(), &request, &mut first);
    assert!(matches!(again, Ok(Decided::Already(_))));
    request.amount = number("900");
    request.months = vec![month("2025-02")];
    let mut second = stamp("2025-02-03");
    second.given = 10;
    let Ok(Decided::New(rows)) = set_targets(&meters, &org(), &request, &mut second) else {
        panic!("refused");
    };
    for row in rows {
        meters.apply(&Record::Target(row)).expect("folds");
    }
    let amount = |meters: &Meters, of: &str| {
        let target = meters.target(&electricity(), None, month(of));
        target.map(|target| target.amount.to_string())
    };
    assert_eq!(amount(&meters, "2025-02").as_deref(), Some("900"));
    assert_eq!(amount(&meters, "2025-03").as_deref(), Some("1000"));
    assert_eq!(amount(&meters, "2025-04"), None);
    let mut then = meters.clone();
    then.forget_after(Moment::new(day("2025-01-31"), 0).expect("a moment"));
    assert_eq!(amount(&then, "2025-02").as_deref(), Some("1000"));
    request.department = Some("NK9".parse().expect("a code"));
    let unknown = set_targets(&meters, &org(), &request, &mut second).expect_err("refused");
    assert_eq!(code_of(&unknown), "org.unknown_department_near");
    (request.department, request.amount) = (None, number("-1"));
    let negative = set_targets(&meters, &org(), &request, &mut second).expect_err("refused");
    assert_eq!(code_of(&negative), "meter.negative");
}

#[test]
fn folding_everything_shows_what_single_rows_cannot() {
    let meters = book(
        vec![
            point("A", "parent=B"),
            point("B", "parent=A"),
            point("C", "parent=NONE department=XX"),
            point("P", "from=2025-01-01 digits=4"),
            point("SUM", "virtual"),
        ],
        "",
        "P 2024-12-01 1 | P 2025-01-01 12345 | P 2025-02-01 5 >R77 | P 2025-02-01 6 >R0 \
         | P 2025-03-01 6 >R0 | SUM 2025-01-01 1",
    );
    let found: Vec<(String, &str)> = defects(&meters, &org())
        .into_iter()
        .map(|defect| {
            let culprit = match defect.culprit {
                Culprit::Point(code) => code.to_string(),
                Culprit::Row(id) => id.to_string(),
            };
            (culprit, code_of(&defect.refusal))
        })
        .collect();
    let expected = [
        ("A", "meter.loop"),
        ("B", "meter.loop"),
        ("C", "meter.unknown_parent"),
        ("C", "org.unknown_department"),
        ("R2", "meter.unknown_row"),
        ("R4", "meter.superseded_twice"),
        ("R1", "meter.digits"),
        ("R5", "meter.no_meter"),
    ];
    let expected: Vec<(String, &str)> =
        expected.iter().map(|(culprit, code)| ((*culprit).to_owned(), *code)).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_decided_can_be_folded_and_is_then_there() {
    let mut meters = Meters::default();
    let Ok(Decided::New(new)) = add_point(&meters, &org(), point("P", "max=50")) else {
        panic!("refused");
    };
    meters.apply(&Record::Point(new[0].clone())).expect("folds");
    let mut stamp = stamp("2025-12-31");
    for (date, register) in [("2025-01-01", "0"), ("2025-02-01", "800"), ("2025-03-01", "900")] {
        let request = ReadingRequest {
            point: "P".parse().expect("a code"),
            date: day(date),
            time: None,
            register: number(register),
            claim: Claim::Actual,
            correction: Correction::None,
            person: Some("抄表员甲".to_owned()),
            note: None,
        };
        let Ok(Decided::New(rows)) = read(&meters, day("2025-12-31"), &request, &mut stamp) else {
            panic!("refused")
        };
        for row in rows {
            meters.apply(&Record::Reading(row)).expect("folds");
        }
        let again: Result<_, Refusal> = read(&meters, day("2025-12-31"), &request, &mut stamp);
        assert!(matches!(again, Ok(Decided::Already(_))));
    }
}
