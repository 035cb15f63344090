//! The worked cases of `energy-cases.json`, exact to the printed digit.

use serde_json::Value;

use super::lab::{book, day, number, point, shown, uses};
use crate::base::{Decimal, Fraction, Span};
use crate::meters::{
    Change, Gap, Interval, Metered, Notice, Verdict, change, change_per_day, imbalance,
};

fn cases() -> Value {
    serde_json::from_str(include_str!("../../../tests/it/data/energy-cases.json")).expect("json")
}

/// Numbers stand in the file as texts or as numbers.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The point of a case: its `meter` table in the notation of the lab.
fn fields(meter: &Value) -> String {
    let names = [("multiplier", "x"), ("digits", "digits"), ("decimals", "decimals")];
    let mut fields: Vec<String> = names
        .iter()
        .filter_map(|(key, name)| Some(format!("{name}={}", text(meter.get(key)?))))
        .collect();
    if let (Some(ct), Some(pt)) = (meter.get("ct"), meter.get("pt")) {
        fields.push(format!("x={}*{}", text(ct), text(pt)));
    }
    fields.extend(meter.get("max_per_day").map(|max| format!("max={}", text(max))));
    fields.join(" ")
}

fn readings(rows: &Value) -> String {
    let line = |row: &Value| {
        let kind = row.get(2).map_or("actual".to_owned(), text);
        format!("P {} {} {kind}", text(&row[0]), text(&row[1]))
    };
    let rows = rows.as_array().expect("rows");
    rows.iter().map(line).collect::<Vec<_>>().join("|")
}

#[test]
fn a1_consumption() {
    let cases = cases();
    for case in cases["A1_consumption"].as_array().expect("cases") {
        let id = text(&case["id"]);
        let expected = &case["expect"];
        let mut fields = fields(case.get("meter").unwrap_or(&Value::Null));
        let mut events = String::new();
        for event in case["events"].as_array().unwrap_or(&Vec::new()) {
            fields = format!("x={}", text(&event["old_multiplier"]));
            events = format!(
                "P {} {}→{} x={}",
                text(&event["at"]),
                text(&event["old_final"]),
                text(&event["new_initial"]),
                text(&event["new_multiplier"])
            );
        }
        let meters = book(vec![point("P", &fields)], &events, &readings(&case["readings"]));
        let all = uses(&meters, "P");
        let intervals = &all.intervals[..];
        let sum: Option<Decimal> =
            intervals.iter().map(|own| own.outcome.as_ref().ok().map(|own| own.amount)).sum();
        match id.as_str() {
            "backward_rejected" => {
                let Err(Gap::Backward { wrap: Some(wrap), .. }) = &intervals[0].outcome else {
                    panic!("posted");
                };
                assert_eq!(wrap.to_string(), text(&expected["wrap_would_be"]));
                assert_eq!(all.slices(), vec![]);
            }
            "over_estimate_true_up" => {
                assert_eq!(sum.expect("posted").to_string(), text(&expected["total"]));
                let [interval] = intervals else { panic!("two intervals") };
                let shares = interval.shares();
                let digits = |share: Fraction| share.round(14).expect("in range").to_string();
                assert_eq!(digits(shares[0].1), text(&expected["jan"]));
                assert_eq!(digits(shares[1].1), text(&expected["feb"]));
                let per_day = shares[0].1.checked_div(Fraction::new(31, 1).expect("days"));
                assert_eq!(per_day.expect("a rate").to_string(), text(&expected["per_day"]));
                assert_eq!(shown(&all), "2025-01-01..2025-03-01 240 W-TRUEUP");
                let Notice::TrueUp { posted, .. } = &interval.notices[0] else { panic!("notice") };
                let naive = posted.expect("was posted").to_string();
                assert_eq!(naive, text(&expected["naive_wrong"][0]));
            }
            _ => assert_eq!(sum.expect(&id).to_string(), text(&expected["consumption"]), "{id}"),
        }
        let codes: Vec<&str> =
            intervals.iter().flat_map(|own| &own.notices).map(Notice::code).collect();
        match expected["flag"].as_str() {
            Some("rollover") => assert_eq!(codes, ["W-ROLL"], "{id}"),
            Some("stuck_or_zero") => assert_eq!(codes, ["W-STUCK"], "{id}"),
            _ => assert!(!codes.contains(&"W-ROLL"), "{id}"),
        }
        if id == "replacement_mid_period" {
            let parts: Vec<(Span, String)> = intervals
                .iter()
                .map(|own| {
                    let amount = own.outcome.as_ref().expect("posted").amount.to_string();
                    (own.span().expect("days"), amount)
                })
                .collect();
            let until = |last: &str| day(last).previous();
            let march = |first: &str, last: &str| Span::new(day(first), until(last)).expect("days");
            assert_eq!(
                parts,
                [
                    (march("2025-03-01", "2025-03-18"), text(&expected["old_part"])),
                    (march("2025-03-18", "2025-04-01"), text(&expected["new_part"])),
                ]
            );
        }
    }
}

#[test]
fn a2_calendarisation() {
    let case = &cases()["A2_calendarise"];
    let meters = book(vec![point("P", "")], "", &readings(&case["readings"]));
    let all = uses(&meters, "P");
    for (span, days) in case["intervals"].as_object().expect("intervals") {
        let (from, until) = span.split_once("..").expect("a span");
        let interval = all.intervals.iter().find(|own| own.from == day(from)).expect("there");
        assert_eq!((interval.until, interval.days()), (day(until), days.as_i64().expect("days")));
    }
    let exact = case["exact"].as_object().expect("months");
    let mut total = Decimal::ZERO;
    for (month, expected) in exact {
        let month = super::lab::month(month);
        let share = all
            .intervals
            .iter()
            .flat_map(Interval::shares)
            .filter(|(own, _)| *own == month)
            .fold(Fraction::ZERO, |sum, (_, share)| sum.checked_add(share).expect("in range"));
        assert_eq!(share.round(10).expect("in range").to_string(), text(expected));
        let usage = all.usage(month.span(), &[month.span()]);
        let amount = usage.amount().expect("known");
        assert_eq!(amount.to_string(), text(&case["rounded_2dp"][month.to_string()]));
        total += amount;
        // Complete or partial as the case says; the first day of service is that of the reading.
        let complete = case["complete_months"].as_array().expect("months");
        let partial = text(&case["partial"][month.to_string()]);
        if complete.contains(&Value::String(month.to_string())) {
            assert!(usage.is_complete());
        } else {
            assert_eq!(format!("{}/{} days covered", usage.covered, month.days()), partial);
        }
    }
    assert_eq!(total.to_string(), text(&case["total"]));
}

#[test]
fn a3_imbalance() {
    let case = &cases()["A3_imbalance"];
    let classes = &case["meter_uncertainty"];
    let metered = |amount: &Value, class: Option<&Value>| Metered {
        amount: number(&text(amount)),
        accuracy: class.map(|class| number(&text(class))),
    };
    let subs: Vec<Metered> = case["subs"]
        .as_array()
        .expect("subs")
        .iter()
        .map(|sub| metered(sub, Some(&classes["sub_class"])))
        .collect();
    let mut found =
        imbalance(metered(&case["main"], Some(&classes["main_class"])), &subs).expect("in range");
    found.ratio.decimals = 6;
    assert_eq!(found.rest.to_string(), text(&case["unaccounted"]));
    assert_eq!(found.ratio.to_string(), format!("{}%", text(&case["imbalance_pct"])));
    let tolerance = found.tolerance.expect("classes known");
    assert_eq!(tolerance.amount.to_string(), text(&classes["combined_abs"]));
    let percent = tolerance.percent.expect("a main use").to_string();
    assert_eq!(percent, text(&classes["combined_pct_of_main"]));
    assert_eq!(found.verdict, Verdict::Unmetered);

    let negative = &case["negative_case"];
    let subs: Vec<Metered> =
        negative["subs"].as_array().expect("subs").iter().map(|sub| metered(sub, None)).collect();
    let mut found = imbalance(metered(&negative["main"], None), &subs).expect("in range");
    found.ratio.decimals = 6;
    assert_eq!(found.ratio.to_string(), format!("{}%", text(&negative["imbalance_pct"])));
    assert_eq!((found.tolerance, found.verdict), (None, Verdict::SubsExceedMain));
}

#[test]
fn a13_against_last_year() {
    let case = &cases()["A13_yoy"];
    let optional = |value: &Value| value.as_str().map(number);
    for row in case["cases"].as_array().expect("cases") {
        let found = change(optional(&row["cur"]), optional(&row["prev"]));
        match (row["yoy_pct"].as_str(), row.get("show").map(text).as_deref()) {
            (Some(percent), _) => {
                let Change::By(ratio) = found else { panic!("{row}") };
                assert_eq!(ratio.to_string(), format!("{percent}%"));
            }
            (None, Some("—")) => assert_eq!(found, Change::NoBase),
            (None, Some("缺数")) => assert_eq!(found, Change::Missing),
            _ => panic!("{row}"),
        }
    }
    let leap = &case["leap"];
    let words = |key: &str| -> (i64, Decimal) {
        let line = text(&leap[key]);
        let words: Vec<&str> = line.split(' ').collect();
        (words[0].parse().expect("days"), number(words[2]))
    };
    let ((days_2024, feb_2024), (days_2025, feb_2025)) = (words("feb2024"), words("feb2025"));
    let digits = |found: Change| {
        let Change::By(mut ratio) = found else { panic!("no change") };
        ratio.decimals = 6;
        ratio.percent().expect("a rate").to_string()
    };
    assert_eq!(digits(change(Some(feb_2025), Some(feb_2024))), text(&leap["raw_change_pct"]));
    let per_day = change_per_day(Some(feb_2025), days_2025, Some(feb_2024), days_2024);
    assert_eq!(digits(per_day), text(&leap["per_day_change_pct"]));
}
