//! Measures: Option A to the printed digit, what is not known, corrections, what may be claimed.

use serde_json::Value;

use super::lab::{book, code_of, day, number, point, span, stamp};
use crate::base::{Decided, Decimal, Money, Price};
use crate::meters::{
    Agreement, Carrier, Correction, Finding, Lack, Load, Measure, MeasureFields, MeasureRequest,
    Meters, Method, NoPayback, Pricing, Proof, Record, Refusal, Sample, SampleOf, Tariff,
    TierPeriod, Tiers, TimePrices, Typing, Unsaid, Utility, VerifyOptions, View, WeatherDate,
    WeatherRequest, Worth, option_a, record_measure, set_weather_each, verify,
};
use crate::org::Org;

fn cases() -> Value {
    serde_json::from_str(include_str!("../../../tests/it/data/energy-cases.json")).expect("json")
}

fn electricity() -> Carrier {
    Carrier::new(Utility::Electricity, None).expect("a carrier")
}

/// The tubes of case A12, without a sample.
fn led() -> MeasureFields {
    MeasureFields {
        name: Some("换灯管".to_owned()),
        carrier: Some(electricity()),
        count: Some(2400),
        cost: Some(Money::parse("96000").expect("money")),
        start: Some(day("2026-01-05")),
        end: Some(day("2026-01-31")),
        method: Some(Method::OptionA),
        load: Load {
            before: Some(number("40")),
            after: Some(number("16")),
            load_error: Some(number("3")),
            hours: Some(number("4380")),
            hours_error: Some(number("15")),
            sample: None,
        },
        ..MeasureFields::default()
    }
}

fn request(code: &str, fields: MeasureFields, typing: Typing) -> MeasureRequest {
    MeasureRequest { code: code.parse().expect("a code"), fields, typing }
}

/// Records what was typed in a book; gives the row.
fn record(meters: &mut Meters, request: &MeasureRequest, given: u64) -> Result<Measure, Refusal> {
    let mut stamp = stamp("2026-03-10");
    stamp.given = given;
    match record_measure(meters, &Org::default(), day("2026-03-10"), request, &mut stamp)? {
        Decided::New(rows) => {
            let [row] = &rows[..] else { panic!("one row") };
            meters.apply(&Record::Measure(Box::new(row.clone()))).expect("folds");
            Ok(row.clone())
        }
        Decided::Already(id) => panic!("there already: {id}"),
    }
}

fn new(fields: MeasureFields) -> Measure {
    record(&mut Meters::default(), &request("LED-01", fields, Typing::New), 0).expect("recorded")
}

fn shown(value: Option<Decimal>) -> String {
    value.map_or("—".to_owned(), |value| value.normalize().to_string())
}

#[test]
fn a12_option_a() {
    let case = &cases()["A12_option_A_led"];
    let sampling = &case["sampling"];
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let found = option_a(&new(led())).expect("all is said");
    assert_eq!(found.annual.to_string(), text(&case["savings_kwh"]));
    assert_eq!(shown(found.error_percent), "15.2971");
    let relative = found.error_percent.expect("known") / Decimal::ONE_HUNDRED;
    assert_eq!(relative.normalize().to_string(), text(&case["rel_uncertainty"]));
    assert_eq!(
        found.error.expect("known").round_dp(1).to_string(),
        text(&case["abs_uncertainty_kwh"])
    );
    let sample = Sample { size: 30, mean: number("39.6"), deviation: number("1.8") };
    assert_eq!(sample.quantile().expect("known").to_string(), text(&sampling["t"]));
    assert_eq!(sample.half_width(2400).expect("known").to_string(), text(&sampling["half_width"]));
}

#[test]
fn the_larger_of_the_named_and_the_sampled_error_counts() {
    let sample = Sample { size: 30, mean: number("39.6"), deviation: number("1.8") };
    let with = |load_error: Option<&str>| {
        let mut fields = led();
        fields.load.load_error = load_error.map(number);
        fields.load.sample = Some((SampleOf::Before, sample));
        option_a(&new(fields)).expect("all is said")
    };
    // 3 % of 24 W is 0.72 W, more than sampling leaves.
    let named = with(Some("3"));
    assert_eq!((shown(named.load_error), named.sample), ("0.72".to_owned(), Agreement::Agrees));
    assert_eq!(shown(named.error_percent), "15.2971");
    assert_eq!(shown(with(Some("1")).load_error), "0.554889");
    let unnamed = with(None);
    assert_eq!((shown(unnamed.load_error), unnamed.unsaid), ("0.554889".to_owned(), vec![]));
}

#[test]
fn the_mean_of_a_sample_stands_where_no_load_is_named() {
    let values: Vec<Decimal> = ["39", "40", "41", "38", "42"].map(number).to_vec();
    let sample = Sample::of(&values).expect("five values");
    assert_eq!(
        (sample.mean.to_string(), sample.deviation.to_string()),
        ("40".into(), "1.581139".into())
    );
    let mut fields = led();
    fields.load.before = None;
    fields.load.sample = Some((SampleOf::Before, sample));
    let found = option_a(&new(fields.clone())).expect("all is said");
    assert_eq!(found.annual.to_string(), "252288");
    fields.load.before = Some(number("44"));
    assert_eq!(option_a(&new(fields)).expect("all is said").sample, Agreement::Strays);
    assert_eq!(Sample::of(&values[..1]), None);
    // With every part measured nothing is left to be uncertain of.
    assert_eq!(shown(sample.half_width(5)), "0");
    assert_eq!(sample.half_width(4), None);
}

#[test]
fn what_is_not_said_is_named_and_never_zero() {
    let mut fields = led();
    (fields.count, fields.load.hours) = (None, None);
    assert_eq!(option_a(&new(fields)), Err(vec![Unsaid::Count, Unsaid::Hours]));
    let mut fields = led();
    fields.load.hours_error = None;
    let measure = new(fields);
    let found = option_a(&measure).expect("the saving is known");
    assert_eq!((found.error, found.error_percent), (None, None));
    assert_eq!(found.unsaid, vec![Unsaid::HoursError]);
    assert_eq!(Finding::of(found.annual, found.error), Finding::NotProvable);
}

#[test]
fn a_saving_is_proven_only_beyond_its_error() {
    let of = |saving: &str, error: &str| Finding::of(number(saving), Some(number(error)));
    assert_eq!(of("10", "9.99"), Finding::Proven);
    assert_eq!(of("10", "10"), Finding::NotProvable);
    assert_eq!(of("-10", "10"), Finding::NotProvable);
    assert_eq!(of("-10.01", "10"), Finding::Increase);
    assert_eq!(of("0", "0"), Finding::NotProvable);
}

fn options(days: &str) -> VerifyOptions {
    VerifyOptions { span: span(days), measure: None, site: None, station: None, view: View::NOW }
}

#[test]
fn only_proven_savings_are_claimed() {
    let mut meters = Meters::default();
    record(&mut meters, &request("LED-01", led(), Typing::New), 0).expect("recorded");
    let unverified = MeasureFields { method: None, load: Load::default(), ..led() };
    record(&mut meters, &request("LED-02", unverified, Typing::New), 1).expect("recorded");
    let mut unsure = led();
    unsure.load.hours_error = Some(number("120"));
    record(&mut meters, &request("LED-03", unsure, Typing::New), 2).expect("recorded");
    let result = verify(&meters, &options("2026-02"));
    let findings: Vec<Finding> = result.lines.iter().map(|line| line.finding).collect();
    assert_eq!(findings, [Finding::Proven, Finding::Unverified, Finding::NotProvable]);
    // 252,288 × 28 ÷ 365.
    assert_eq!(shown(result.lines[0].saving), "19353.6");
    assert_eq!(result.lines[1].saving, None);
    let [claim] = &result.claims[..] else { panic!("one carrier") };
    assert_eq!((claim.n_proven, claim.n_left_out), (1, 2));
    assert_eq!(claim.saving.normalize().to_string(), "19353.6");
    assert!(result.is_open());
}

#[test]
fn the_saving_counts_from_the_day_after_the_works() {
    let mut meters = Meters::default();
    record(&mut meters, &request("LED-01", led(), Typing::New), 0).expect("recorded");
    let line = |days: &str| verify(&meters, &options(days)).lines.remove(0);
    assert_eq!((line("2026-01").days, line("2026-01").finding), (0, Finding::NotYet));
    assert_eq!(line("2026").days, 334);
    // A whole year of its own length is a year's saving, a leap year too.
    assert_eq!(shown(line("2028").saving), "252288");
    let view = View { as_of: Some(day("2026-02-10")), ..View::NOW };
    let early = verify(&meters, &VerifyOptions { view, ..options("2026") });
    assert_eq!(early.lines[0].days, 10);
}

#[test]
fn a_cost_comes_back_by_the_price_of_the_last_day() {
    let mut meters = Meters::default();
    record(&mut meters, &request("LED-01", led(), Typing::New), 0).expect("recorded");
    let lack = Lack::Tariff { carrier: electricity(), day: day("2026-12-31") };
    let why = verify(&meters, &options("2026")).lines.remove(0).payback;
    assert_eq!(why, Err(NoPayback::Lack(lack)), "no price is known");
    let flat = Pricing::Flat(Price::parse("0.65").expect("a price"));
    meters.apply(&Record::Tariff(priced(flat))).expect("folds");
    let payback = verify(&meters, &options("2026")).lines.remove(0).payback.expect("known");
    assert_eq!(payback.yearly.to_string(), "163987.20");
    assert_eq!(payback.years.to_string(), "0.59");
}

fn priced(pricing: Pricing) -> Tariff {
    let (carrier, valid_from) = (electricity(), day("2026-01-01"));
    Tariff { carrier, site: None, valid_from, pricing, source: None }
}

#[test]
fn by_blocks_a_saving_is_worth_what_it_would_have_cost_on_top() {
    let readings = "D 2026-12-01 0|D 2027-01-01 100|D 2027-07-01 1600|D 2028-01-01 3100";
    let mut meters = book(vec![point("D", "")], "", readings);
    record(&mut meters, &request("LED-01", led(), Typing::New), 0).expect("recorded");
    let tiers = Tiers::parse("2400=0.5, 4800=0.55, =0.80", TierPeriod::Year).expect("blocks");
    meters.apply(&Record::Tariff(priced(Pricing::Tiered(tiers)))).expect("folds");
    let year = verify(&meters, &options("2027"));
    let payback = year.lines[0].payback.clone().expect("known");
    // 3,000 of 255,288: 202,910.40 − 1,530.
    let worth = Worth::Marginal {
        saved: number("252288"),
        without: number("202910.4"),
        actual: number("1530"),
    };
    assert_eq!(payback.worth, worth);
    assert_eq!((payback.yearly.to_string(), payback.years.to_string()), worth_of("201380.40"));
    assert!(year.workings()[0].steps.iter().any(|own| own.formula == "202910.4 − 1530"));
    // From the middle of a year on it saved already, and nobody knows how much of the blocks.
    let why = verify(&meters, &options("2027-07-01..2027-12-31")).lines.remove(0).payback;
    assert_eq!(why, Err(NoPayback::Since(day("2027-01-01"))));
    // Without readings nobody knows which block it was.
    let why = verify(&meters, &options("2028")).lines.remove(0).payback;
    assert!(matches!(why, Err(NoPayback::Lack(Lack::Blocks { .. }))), "{why:?}");
}

fn worth_of(yearly: &str) -> (String, String) {
    let years = (number("96000") / number(yearly)).round_dp(2);
    (yearly.to_owned(), years.to_string())
}

#[test]
fn by_the_time_of_day_nobody_can_say_what_a_saving_is_worth() {
    let mut meters = Meters::default();
    record(&mut meters, &request("LED-01", led(), Typing::New), 0).expect("recorded");
    let prices = TimePrices::parse("peak=1.1, valley=0.3").expect("prices");
    meters.apply(&Record::Tariff(priced(Pricing::ByTime(prices)))).expect("folds");
    let why = verify(&meters, &options("2026")).lines.remove(0).payback;
    assert_eq!(why, Err(NoPayback::ByTime));
}

#[test]
fn without_a_cost_nothing_comes_back() {
    let mut meters = Meters::default();
    let fields = MeasureFields { cost: None, ..led() };
    record(&mut meters, &request("LED-01", fields, Typing::New), 0).expect("recorded");
    let flat = Pricing::Flat(Price::parse("0.65").expect("a price"));
    meters.apply(&Record::Tariff(priced(flat))).expect("folds");
    let line = verify(&meters, &options("2026")).lines.remove(0);
    assert_eq!(line.payback, Err(NoPayback::NoCost));
    assert_eq!(shown(line.annual), "252288");
}

#[test]
fn a_correction_keeps_what_it_does_not_say() {
    let mut meters = Meters::default();
    let first = record(&mut meters, &request("LED-01", led(), Typing::New), 0).expect("recorded");
    let fields = MeasureFields { count: Some(2380), ..MeasureFields::default() };
    let second =
        record(&mut meters, &request("LED-01", fields, Typing::Correction), 1).expect("recorded");
    assert_eq!((second.count, second.load.hours), (Some(2380), Some(number("4380"))));
    assert_eq!(second.supersedes, Some(first.id.clone()));
    let standing: Vec<_> = meters.measures().into_iter().map(|row| row.id.clone()).collect();
    assert_eq!(standing, vec![second.id.clone()]);
    // What was known before the correction was known: the first row stands again.
    let mut before = meters.clone();
    before.forget_after(first.recorded_at);
    assert_eq!(before.measures().len(), 1);
    // The same measure again is there already; with other values the code is taken.
    let again = record_measure(
        &meters,
        &Org::default(),
        day("2026-03-10"),
        &request("LED-01", MeasureFields { count: Some(2380), ..led() }, Typing::New),
        &mut stamp("2026-03-10"),
    );
    assert_eq!(again, Ok(Decided::Already(second.id.to_string())));
    let taken = record(&mut meters, &request("LED-01", led(), Typing::New), 2).expect_err("taken");
    assert_eq!(code_of(&taken), "measure.taken");
}

#[test]
fn one_refusal_for_each_thing_that_makes_no_sense() {
    let refused = |fields: MeasureFields| {
        let mut meters = book(vec![point("W", "utility=cold_water")], "", "");
        let request = request("LED-01", fields, Typing::New);
        code_of(&record(&mut meters, &request, 0).expect_err("refused"))
    };
    let sample = |size: u32| {
        let mut fields = led();
        let sample = Sample { size, mean: number("39.6"), deviation: number("1.8") };
        fields.load.sample = Some((SampleOf::Before, sample));
        fields
    };
    let mut negative = led();
    negative.load.hours = Some(number("-1"));
    assert_eq!(refused(negative), "meter.negative");
    assert_eq!(refused(sample(1)), "measure.sample_few");
    assert_eq!(refused(sample(2401)), "measure.sample_size");
    assert_eq!(refused(MeasureFields { name: Some(" ".into()), ..led() }), "measure.missing");
    assert_eq!(refused(MeasureFields { carrier: None, ..led() }), "measure.missing");
    let early = Some(day("2026-01-04"));
    assert_eq!(refused(MeasureFields { end: early, ..led() }), "measure.end_early");
    let to_come = Some(day("2026-03-11"));
    assert_eq!(refused(MeasureFields { end: to_come, ..led() }), "measure.end_to_come");
    let points =
        |code: &str| MeasureFields { points: vec![code.parse().expect("a code")], ..led() };
    assert_eq!(refused(points("W")), "measure.point_utility");
    assert_eq!(refused(points("QQQ")), "meter.unknown_point");
    let department = Some("NK9".parse().expect("a code"));
    assert_eq!(refused(MeasureFields { department, ..led() }), "org.unknown_department");
    let mut meters = Meters::default();
    let correction = request("LED-01", led(), Typing::Correction);
    let unknown = record(&mut meters, &correction, 0).expect_err("refused");
    assert_eq!(code_of(&unknown), "measure.unknown");
}

#[test]
fn a_method_that_lacks_its_data_is_no_proof() {
    let mut meters = Meters::default();
    let fields = MeasureFields { load: Load::default(), ..led() };
    record(&mut meters, &request("LED-01", fields, Typing::New), 0).expect("recorded");
    let line = verify(&meters, &options("2026")).lines.remove(0);
    assert_eq!(line.finding, Finding::Lacking);
    let lacks = vec![Unsaid::LoadBefore, Unsaid::LoadAfter, Unsaid::Hours];
    assert_eq!(line.proof, Proof::Lacking(lacks));
}

#[test]
fn temperatures_bear_on_a_report_once_a_measure_is_held_against_a_baseline() {
    let weather = WeatherRequest {
        date: WeatherDate::Day(day("2026-02-01")),
        station: "示范市".to_owned(),
        mean: number("3.5"),
        source: None,
        note: None,
    };
    let mut meters = Meters::default();
    let mut stamp = stamp("2026-03-10");
    let decided =
        set_weather_each(&meters, day("2026-03-10"), &Correction::None, &[weather], &mut stamp);
    let [Ok(Decided::New(rows))] = &decided[..] else { panic!("new") };
    meters.apply(&Record::Weather(rows[0].clone())).expect("folds");
    let temperatures = |meters: &Meters, until: &str| {
        let rows = meters.written(day(until));
        rows.iter().filter(|row| row.kind == "weather.written").count()
    };
    record(&mut meters, &request("A-01", led(), Typing::New), 5).expect("recorded");
    assert_eq!(temperatures(&meters, "2026-02-28"), 0, "Option A needs none");
    let whole = MeasureFields { method: Some(Method::OptionC), load: Load::default(), ..led() };
    record(&mut meters, &request("C-01", whole, Typing::New), 6).expect("recorded");
    assert_eq!(temperatures(&meters, "2026-02-28"), 1);
    assert_eq!(temperatures(&meters, "2026-01-31"), 0, "of a later day");
    assert_eq!(temperatures(&meters, "2026-01-01"), 0, "before the works");
}
