//! Standard coal and carbon by dated factors, and the linter that holds factors against themselves.

use proptest::prelude::*;
use serde_json::Value;

use super::lab::{book, day, number, point, span};
use crate::base::{Day, Decimal, Fraction, Refuse};
use crate::meters::{
    Basis, Carrier, Conversion, ConversionOptions, Converted, Equivalent, Factor, FactorRefusal,
    Heat, InForceOptions, Lack, Meters, Origin, Plausible, Rate, Record, Terms, Utility, View,
    conversion, factors_in_force, lint_factors, lint_own_factors,
};

/// How many cases are run: few while writing, ten thousand in a release run.
const CASES: u32 = if cfg!(debug_assertions) { 64 } else { 10_000 };

fn cases() -> Value {
    serde_json::from_str(include_str!("../../../tests/it/data/energy-cases.json")).expect("json")
}

fn carrier(word: &str) -> Carrier {
    let utility = Utility::parse(word).expect("a utility");
    Carrier::new(utility, None).expect("a carrier")
}

fn basis(word: &str) -> Basis {
    Basis::parse(word).expect("a basis")
}

/// A factor of coal `electricity calorific 2020-01-01 0.1229`, with `key=value` for what differs.
fn factor(line: &str) -> Factor {
    let mut words = line.split_whitespace();
    let mut next = || words.next().expect("a word");
    let (utility, of, from, rate) = (next(), next(), next(), next());
    let mut factor = Factor {
        carrier: carrier(utility),
        equivalent: Equivalent::Coal,
        basis: basis(of),
        origin: Origin::Store,
        valid_from: day(from),
        valid_until: None,
        year: None,
        rate: match rate {
            "not_converted" => Rate::NotConverted,
            "unset" => Rate::Unset,
            rate => Rate::PerUnit(number(rate)),
        },
        terms: Terms::default(),
        source: "国标".to_owned(),
        mark: None,
    };
    let (mut heat, mut content, mut oxidation) = (None, None, None);
    for word in words {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        match key {
            "carbon" => factor.equivalent = Equivalent::Carbon,
            "sample" => factor.origin = Origin::Sample,
            "until" => factor.valid_until = Some(day(value)),
            "year" => factor.year = value.parse().ok(),
            "kcal" => heat = Some(Heat::Kilocalories(number(value))),
            "mj" => heat = Some(Heat::Megajoules(number(value))),
            "content" => content = Some(number(value)),
            "oxidation" => oxidation = Some(number(value)),
            "unsourced" => factor.source.clear(),
            other => panic!("no field {other}"),
        }
    }
    factor.terms = Terms::new(heat, content, oxidation).expect("terms");
    factor
}

fn with(mut meters: Meters, lines: &[&str]) -> Meters {
    for line in lines {
        meters.apply(&Record::Factor(factor(line))).expect("folds");
    }
    meters
}

/// A year of each of some carriers, read at its ends: `electricity=4833915`.
fn year(uses: &[(&str, &str)]) -> Meters {
    let points = uses.iter().map(|(word, _)| point(word, &format!("utility={word}"))).collect();
    let readings: Vec<String> = uses
        .iter()
        .map(|(word, amount)| format!("{word} 2025-01-01 0 | {word} 2026-01-01 {amount}"))
        .collect();
    book(points, "", &readings.join(" | "))
}

fn converted(meters: &Meters, into: Equivalent, of: &str, period: &str) -> Conversion {
    let options = ConversionOptions {
        span: span(period),
        site: None,
        equivalent: into,
        basis: basis(of),
        view: View::NOW,
    };
    conversion(meters, &options)
}

/// The uses of the worked case.
const USES: [(&str, &str); 5] = [
    ("electricity", "4833915"),
    ("gas", "79374"),
    ("heat", "13500"),
    ("diesel", "2400"),
    ("petrol", "10860"),
];

/// The kilograms of each carrier beside those of the case, then the tonnes to four decimals.
fn agrees(conversion: &Conversion, expected: &Value, kilograms: &str, total: &str) {
    for line in &conversion.lines {
        let word = line.carrier.utility().word();
        let own: Decimal = line.pieces.iter().filter_map(|piece| piece.kilograms).sum();
        let printed = expected[kilograms][word].as_str().expect(word);
        assert_eq!(own.round_dp(4), number(printed), "{word}");
    }
    let exact = Fraction::from_decimal(conversion.tonnes.expect("converted"));
    assert_eq!(exact.round(4).expect("in range").to_string(), expected[total].as_str().expect("t"));
    assert!(!conversion.needs_attention());
}

#[test]
fn the_three_bases_come_out_to_the_printed_digit() {
    let cases = &cases()["A7_standard_coal"];
    let oil = ["diesel b 2020-01-01 1.4571", "petrol b 2020-01-01 1.4714"];
    for (name, electricity, gas) in [
        ("national_equivalent_calorific", "0.1229", "1.3300"),
        ("national_calorific_gas_low", "0.1229", "1.1000"),
        ("shandong_DB37_appendixB", "0.31", "1.2143"),
    ] {
        let (electricity, gas) =
            (format!("electricity b 2020-01-01 {electricity}"), format!("gas b 2020-01-01 {gas}"));
        let mut lines = vec![electricity.as_str(), gas.as_str(), "heat b 2020-01-01 34.12"];
        lines.extend(oil);
        let found = converted(&with(year(&USES), &lines), Equivalent::Coal, "b", "2025");
        assert_eq!(found.lines.len(), 5, "{name}");
        agrees(&found, &cases[name], "kgce", "total_tce");
    }
    let water = with(year(&[("cold_water", "154167")]), &["cold_water b 2020-01-01 0.2571"]);
    let found = converted(&water, Equivalent::Coal, "b", "2025");
    let own = found.lines[0].pieces[0].kilograms.expect("converted");
    assert_eq!(own, number(cases["water_if_converted_kgce"].as_str().expect("kgce")));
}

#[test]
fn carbon_comes_out_to_the_printed_digit_and_its_fuels_recompute() {
    let case = &cases()["A7_carbon"];
    let lines = [
        "electricity grid-national 2023-01-01 0.5306 carbon",
        "gas common 2020-01-01 2.1622 carbon mj=38.931 content=15.3 oxidation=0.99",
        "heat common 2020-01-01 110 carbon",
        "diesel common 2020-01-01 3.0959 carbon mj=42.652 content=20.2 oxidation=0.98",
        "petrol common 2020-01-01 2.9251 carbon mj=43.070 content=18.9 oxidation=0.98",
    ];
    let found = converted(&with(year(&USES), &lines), Equivalent::Carbon, "grid-national", "2025");
    agrees(&found, case, "kgco2", "total_t");
    for line in lines.iter().map(|line| factor(line)).filter(|own| own.terms.heat.is_some()) {
        let exact = line.terms.kilograms(Equivalent::Carbon).expect("recomputed");
        let printed = &case["fuel_factor_derivation"][line.carrier.utility().word()];
        assert_eq!(exact.round(6).expect("in range").to_string(), printed.as_str().expect("text"));
        assert_eq!(exact.round(4).map(Rate::PerUnit), Some(line.rate));
    }
}

#[test]
fn the_coefficients_are_their_kilocalories_by_seven_thousand() {
    let case = &cases()["A7_coefficient_self_check"];
    let kilocalories = [
        ("原煤", "5000"),
        ("洗精煤", "6300"),
        ("焦炭", "6800"),
        ("原油", "10000"),
        ("燃料油", "10000"),
        ("汽油", "10300"),
        ("煤油", "10300"),
        ("柴油", "10200"),
        ("天然气上限", "9310"),
        ("天然气下限", "7700"),
        ("气田天然气(2008)", "8500"),
        ("液化天然气", "12300"),
        ("液化石油气", "12000"),
        ("电力当量", "860"),
        ("蒸汽(低压)per kg", "900"),
        ("新水2020 per t", "1800"),
        ("新水2008 per t", "600"),
        ("软化水 per t", "3400"),
        ("除氧水 per t", "6800"),
        ("压缩空气 per m3", "280"),
        ("氧气 per m3", "2800"),
    ];
    let mut checked = 0;
    let heats = kilocalories.iter().map(|(name, kcal)| (*name, Heat::Kilocalories(number(kcal))));
    for (name, heat) in heats.chain([("热力 kgce/MJ", Heat::Megajoules(number("1")))]) {
        let printed = number(case[name].as_str().expect(name));
        let terms = Terms::new(Some(heat), None, None).expect("terms");
        let exact = terms.kilograms(Equivalent::Coal).expect("recomputed");
        assert_eq!(exact.round(printed.scale()), Some(printed), "{name}");
        checked += 1;
    }
    // Every coefficient of the case, and its rule.
    assert_eq!(checked + 1, case.as_object().expect("an object").len());
}

#[test]
fn a_factor_that_changes_within_the_month_counts_by_days() {
    let meters = book(vec![point("P", "")], "", "P 2025-03-01 0 | P 2025-04-01 310");
    let lines = ["electricity b 2020-01-01 0.1 until=2025-03-10", "electricity b 2025-03-11 0.2"];
    let found = converted(&with(meters, &lines), Equivalent::Coal, "b", "2025-03");
    let pieces: Vec<String> = found.lines[0]
        .pieces
        .iter()
        .map(|piece| format!("{} {} {}", piece.span, piece.amount, piece.kilograms.expect("kg")))
        .collect();
    assert_eq!(
        pieces,
        ["2025-03-01..2025-03-10 100.00 10.000", "2025-03-11..2025-03-31 210.00 42.000"]
    );
    assert_eq!(found.tonnes, Some(number("0.052")));
    let workings = found.workings();
    let steps: Vec<String> =
        workings[0].steps.iter().map(|own| format!("{} = {}", own.formula, own.result)).collect();
    assert_eq!(
        steps,
        [
            "100.00 kWh × 0.1 = 10 kgce",
            "210.00 kWh × 0.2 = 42 kgce",
            "(10 + 42) / 1000 = 0.0520 tce"
        ]
    );
    assert_eq!(workings[1].steps[0].result, "0.0520 tce");
}

#[test]
fn a_day_with_use_and_without_a_factor_leaves_the_line_open_and_the_sum_says_so() {
    let meters = year(&[("electricity", "3650"), ("gas", "365")]);
    let gas = "gas b 2020-01-01 1.33";
    for (line, lacking) in [
        ("electricity b 2025-03-01 0.1229", "2025-01-01"),
        ("electricity b 2020-01-01 0.1229 until=2025-06-30", "2025-07-01"),
        ("electricity b 2020-01-01 unset", "2025-01-01"),
        ("electricity other 2020-01-01 0.1229", "2025-01-01"),
    ] {
        let found = converted(&with(meters.clone(), &[line, gas]), Equivalent::Coal, "b", "2025");
        let [electricity, gas] = &found.lines[..] else { panic!("lines") };
        assert_eq!(electricity.converted, Converted::Unknown, "{line}");
        assert_eq!(gas.converted, Converted::Tonnes(number("0.48545")), "{line}");
        assert_eq!(found.tonnes, Some(number("0.48545")), "never as if it were zero");
        assert_eq!(found.unknown, [carrier("electricity")]);
        let lack = Lack::Factor {
            carrier: carrier("electricity"),
            equivalent: Equivalent::Coal,
            basis: basis("b"),
            day: day(lacking),
        };
        assert_eq!(found.lacks, [lack], "{line}");
        assert!(found.needs_attention());
    }
}

#[test]
fn days_without_use_need_no_factor_and_what_is_not_read_is_open() {
    let meters =
        book(vec![point("P", "")], "", "P 2025-03-01 5 | P 2025-04-01 5 | P 2025-05-01 65");
    let meters = with(meters, &["electricity b 2025-04-01 0.1229"]);
    let found = converted(&meters, Equivalent::Coal, "b", "2025-03-01..2025-04-30");
    assert_eq!(found.lines[0].converted, Converted::Tonnes(number("0.007374")));
    assert!(!found.needs_attention());
    let later = converted(&meters, Equivalent::Coal, "b", "2025-05");
    assert_eq!((later.lines[0].converted, later.tonnes), (Converted::Unknown, None));
    assert_eq!((later.open.len(), later.lacks.len()), (1, 0));
    assert!(later.needs_attention());
}

#[test]
fn a_site_is_converted_by_itself_and_the_sites_make_up_the_whole() {
    let meters = book(
        vec![point("A", "site=ZY"), point("B", "site=LG")],
        "",
        "A 2025-03-01 0 | A 2025-04-01 100 | B 2025-03-01 0 | B 2025-04-01 31.5",
    );
    let meters = with(meters, &["electricity b 2020-01-01 0.1229"]);
    let of = |site: Option<&str>| {
        let options = ConversionOptions {
            span: span("2025-03"),
            site: site.map(|site| site.parse().expect("a code")),
            equivalent: Equivalent::Coal,
            basis: basis("b"),
            view: View::NOW,
        };
        conversion(&meters, &options).tonnes.expect("converted")
    };
    assert_eq!((of(Some("ZY")), of(Some("LG"))), (number("0.01229"), number("0.00387135")));
    assert_eq!(of(None), of(Some("ZY")) + of(Some("LG")));
}

#[test]
fn a_command_names_a_carrier_with_its_unit_where_the_utility_has_none() {
    assert_eq!(carrier("gas").flags(), "gas");
    let other = Carrier::new(Utility::Other, Some("MJ")).expect("a carrier");
    assert_eq!(other.flags(), "other --unit MJ");
}

#[test]
fn what_is_common_to_all_bases_stands_in_and_what_the_store_names_comes_first() {
    let lines = [
        "heat common 2020-01-01 110 carbon sample",
        "heat shanghai 2020-01-01 60 carbon sample",
        "electricity grid-north 2020-01-01 0.6361 carbon sample",
        "electricity grid-north 2025-01-01 0.6 carbon",
    ];
    let meters = with(Meters::default(), &lines);
    let rate = |word: &str, of: &str, date: &str| {
        let (carrier, basis) = (carrier(word), basis(of));
        let found = meters.factor(&carrier, Equivalent::Carbon, &basis, day(date));
        found.map(|factor| factor.rate.to_string())
    };
    assert_eq!(rate("heat", "grid-north", "2025-01-01").as_deref(), Some("110"));
    assert_eq!(rate("heat", "shanghai", "2025-01-01").as_deref(), Some("60"));
    assert_eq!(rate("electricity", "grid-north", "2025-01-01").as_deref(), Some("0.6"));
    assert_eq!(rate("electricity", "grid-north", "2024-12-31"), None);
    assert_eq!(rate("electricity", "shanghai", "2025-01-01"), None);
    // Coal and carbon never stand in for one another.
    let coal = meters.factor(&carrier("heat"), Equivalent::Coal, &Basis::common(), Day::FIRST);
    assert_eq!(coal, None);
}

#[test]
fn a_basis_that_no_factor_has_is_refused_with_the_nearest() {
    let meters = with(Meters::default(), &["electricity grid-north 2020-01-01 0.6 carbon"]);
    let ask = |word: &str| meters.known_basis(Equivalent::Carbon, &basis(word));
    assert_eq!(ask("grid-north"), Ok(()));
    assert_eq!(ask("grid-nroth").expect_err("refused").code(), "factor.unknown_basis_near");
    assert_eq!(ask("某地").expect_err("refused").code(), "factor.unknown_basis");
    assert!(meters.known_basis(Equivalent::Coal, &basis("grid-north")).is_err());
}

#[test]
fn what_can_never_be_a_factor_is_refused() {
    let refusal = |line: &str| factor(line).must_hold().expect_err("refused").code();
    assert_eq!(refusal("gas b 2025-01-01 -1"), "factor.negative");
    assert_eq!(refusal("gas b 2025-01-01 1 until=2024-12-31"), "factor.backward");
    let some = Terms::new(None, Some(number("15.3")), Some(number("0.99")));
    assert_eq!(some, Err(FactorRefusal::Terms));
    let heat = Some(Heat::Megajoules(number("38.931")));
    assert_eq!(Terms::new(heat, Some(number("15.3")), None), Err(FactorRefusal::Terms));
}

fn band(utility: &str, of: Option<&str>, low: &str, high: &str) -> Record {
    Record::Plausible(Plausible {
        carrier: carrier(utility),
        equivalent: Equivalent::Coal,
        basis: of.map(basis),
        low: number(low),
        high: number(high),
        source: "公布值".to_owned(),
    })
}

/// The codes of what the linter finds about some factors, in the last days of 2025.
fn found(lines: &[&str]) -> Vec<&'static str> {
    let mut meters = with(Meters::default(), lines);
    for record in [
        band("gas", None, "1.1000", "1.3300"),
        band("heat", None, "34.0", "34.2"),
        band("electricity", Some("calorific"), "0.1228", "0.1230"),
        band("electricity", None, "0.1228", "0.33"),
    ] {
        meters.apply(&record).expect("folds");
    }
    let findings = lint_factors(&meters, day("2025-12-31"));
    findings.iter().map(|finding| finding.flaw.code()).collect()
}

#[test]
fn every_planted_error_is_found_and_nothing_else() {
    let nothing: [&str; 0] = [];
    assert_eq!(found(&["gas calorific 2020-01-01 1.3300 kcal=9310"]), nothing);
    // To as many decimals as were written.
    assert_eq!(found(&["electricity calorific 2020-01-01 0.123 kcal=860"]), nothing);
    assert_eq!(found(&["electricity db37 2020-01-01 0.31"]), nothing);
    assert_eq!(found(&["electricity calorific 2020-01-01 0.31"]), ["factor.outside"]);
    assert_eq!(found(&["gas calorific 2020-01-01 1.9"]), ["factor.outside"]);
    assert_eq!(found(&["gas calorific 2020-01-01 1.2500 kcal=8500"]), ["factor.recomputed"]);
    assert_eq!(found(&["heat calorific 2020-01-01 0.03412"]), ["factor.thousandfold"]);
    assert_eq!(found(&["heat calorific 2020-01-01 34120"]), ["factor.thousandfold"]);
    // Without a band the terms tell as well: 1 MJ is 0.03412 and not 34.12.
    assert_eq!(found(&["steam calorific 2020-01-01 34.12 mj=1"]), ["factor.thousandfold"]);
    let fuel = "gas common 2020-01-01 2.2 carbon mj=38.931 content=15.3 oxidation=0.99";
    assert_eq!(found(&[fuel]), nothing);
    assert_eq!(found(&[&fuel.replace("2.2", "2.1922")]), ["factor.recomputed"]);
    assert_eq!(found(&["gas calorific 2020-01-01 1.2 unsourced"]), ["factor.no_source"]);
    assert_eq!(found(&["electricity supply 2020-01-01 0.30"]), ["factor.no_year"]);
    assert_eq!(found(&["electricity supply 2020-01-01 0.30 year=2024"]), nothing);
    assert_eq!(found(&["electricity supply 2020-01-01 unset"]), nothing);
    assert_eq!(found(&["cold_water calorific 2020-01-01 not_converted"]), nothing);
}

#[test]
fn days_without_a_factor_and_days_with_two_are_found() {
    let days = |until: &str, next: &str| {
        let first = format!("gas b 2020-01-01 1.2 until={until}");
        let second = format!("gas b {next} 1.3");
        found(&[&first, &second])
    };
    assert_eq!(days("2024-12-31", "2025-01-01"), [""; 0]);
    assert_eq!(days("2024-12-31", "2025-01-02"), ["factor.gap"]);
    assert_eq!(days("2025-01-01", "2025-01-01"), ["factor.overlap"]);
    assert_eq!(found(&["gas b 2020-01-01 1.2 until=2025-12-30"]), ["factor.ended"]);
    assert_eq!(found(&["gas b 2020-01-01 1.2 until=2025-12-31"]), [""; 0]);
    // Another basis, or what came with the tool, is another series.
    let other = ["gas b 2020-01-01 1.2 until=2025-12-31", "gas c 2021-01-01 1.2"];
    assert_eq!(found(&other), [""; 0]);
    let sample = with(Meters::default(), &["gas b 2020-01-01 1.2 sample unsourced"]);
    assert_eq!(lint_own_factors(&sample, day("2025-12-31")), []);
    assert_eq!(lint_factors(&sample, day("2025-12-31")).len(), 1);
}

#[test]
fn what_is_in_force_is_listed_and_none_where_there_is_none() {
    let meters = with(
        year(&[("electricity", "1"), ("gas", "1")]),
        &[
            "electricity calorific 2020-01-01 0.1229 sample",
            "gas calorific 2026-01-01 1.33 sample",
            "heat calorific 2020-01-01 34.12 sample",
            "electricity grid-north 2020-01-01 0.6 carbon sample",
        ],
    );
    let list = |word: Option<&str>| {
        let options =
            InForceOptions { day: day("2025-03-01"), utility: None, basis: word.map(basis) };
        let line = |own: crate::meters::InForce| {
            let rate = own.factor.map_or("none".to_owned(), |factor| factor.rate.to_string());
            format!(
                "{} {} {} {rate}",
                own.carrier.utility().word(),
                own.equivalent.word(),
                own.basis
            )
        };
        factors_in_force(&meters, &options).into_iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        list(None),
        [
            "electricity coal calorific 0.1229",
            "gas coal calorific none",
            "electricity carbon grid-national none",
            "electricity carbon grid-north 0.6",
            "gas carbon grid-national none",
        ]
    );
    assert_eq!(
        list(Some("grid-north")),
        ["electricity carbon grid-north 0.6", "gas carbon grid-north none"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: CASES, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn wherever_the_factor_changes_the_pieces_add_up_to_the_use(
        amount in 0_i64..100_000_000, at in 2_u32..=31, rates in (0_i64..99_999, 0_i64..99_999),
    ) {
        let amount = Decimal::new(amount, 2);
        let readings = format!("P 2025-03-01 0 | P 2025-04-01 {amount}");
        let meters = book(vec![point("P", "")], "", &readings);
        let (first, second) = (Decimal::new(rates.0, 4), Decimal::new(rates.1, 4));
        let meters = with(meters, &[
            &format!("electricity b 2020-01-01 {first}"),
            &format!("electricity b 2025-03-{at:02} {second}"),
        ]);
        let found = converted(&meters, Equivalent::Coal, "b", "2025-03");
        let [before, after] = &found.lines[0].pieces[..] else { panic!("pieces") };
        prop_assert_eq!(before.amount + after.amount, amount);
        // Each piece is its days' share, to the last digit that is kept.
        let share = Fraction::from_decimal(amount)
            .checked_mul(Fraction::new(i128::from(at) - 1, 31).expect("a share"))
            .and_then(|share| share.round(8))
            .expect("in range");
        prop_assert!((before.amount - share).abs() <= Decimal::new(1, 2));
        let kilograms = before.amount * first + after.amount * second;
        let tonnes = found.tonnes.expect("converted");
        prop_assert_eq!(tonnes * Decimal::ONE_THOUSAND, kilograms);
    }
}
