//! The energy-saving report.

use super::lab::{book, day, month, number, point, span};
use crate::base::{Moment, Price};
use crate::meters::{
    Basis, Carrier, Change, Comparison, Converted, EnergyOptions, EnergyReport, Equivalent, Factor,
    Lack, Meters, Origin, Pricing, Rate, Record, SavingPolicy, Subject, Target, Tariff, Terms,
    Utility, View, WatchPolicy, energy,
};
use crate::org::Org;

fn options(period: &str) -> EnergyOptions {
    EnergyOptions {
        span: span(period),
        site: None,
        basis: Basis::calorific(),
        carbon_basis: Basis::grid_national(),
        comparison: Comparison::Whole,
        profile: crate::meters::HospitalProfile::default(),
        saving: SavingPolicy::default(),
        watch: WatchPolicy::default(),
        view: View::NOW,
    }
}

fn report(meters: &Meters, period: &str) -> EnergyReport {
    energy(meters, &Org::default(), &options(period))
}

/// What is lacking for cost and coal; carbon has a test of its own.
fn lacks(report: &EnergyReport) -> Vec<Lack> {
    let of_carbon =
        |own: &&Lack| matches!(own, Lack::Factor { equivalent: Equivalent::Carbon, .. });
    report.lacks.iter().filter(|own| !of_carbon(own)).cloned().collect()
}

fn carrier(utility: Utility) -> Carrier {
    Carrier::new(utility, None).expect("a carrier")
}

fn with(mut meters: Meters, records: Vec<Record>) -> Meters {
    for record in records {
        meters.apply(&record).expect("folds");
    }
    meters
}

fn tariff(valid_from: &str, price: &str) -> Record {
    Record::Tariff(Tariff {
        carrier: carrier(Utility::Electricity),
        site: None,
        valid_from: day(valid_from),
        pricing: Pricing::Flat(Price::parse(price).expect("a price")),
        source: None,
    })
}

fn factor(utility: Utility, valid_from: &str, kgce: Option<&str>) -> Record {
    Record::Factor(Factor {
        carrier: carrier(utility),
        equivalent: Equivalent::Coal,
        basis: Basis::calorific(),
        origin: Origin::Store,
        valid_from: day(valid_from),
        valid_until: None,
        year: None,
        rate: kgce.map(number).map_or(Rate::NotConverted, Rate::PerUnit),
        terms: Terms::default(),
        source: "GB/T 2589-2020".to_owned(),
        mark: None,
    })
}

fn target(id: &str, of: &str, department: Option<&str>, amount: &str) -> Record {
    Record::Target(Target {
        id: id.parse().expect("an id"),
        month: month(of),
        carrier: carrier(Utility::Electricity),
        department: department.map(|code| code.parse().expect("a code")),
        amount: number(amount),
        note: None,
        recorded_at: Moment::new(day("2025-01-01"), 0).expect("a moment"),
        recorded_by: "后勤科".to_owned(),
    })
}

/// Two years of a main meter with a department below it.
fn hospital() -> Meters {
    book(
        vec![point("MAIN", ""), point("WARD", "parent=MAIN department=NK")],
        "",
        "MAIN 2024-03-01 0 | MAIN 2024-04-01 1250 | MAIN 2025-02-01 10000 | MAIN 2025-03-01 11000 \
         | MAIN 2025-04-01 12186 | WARD 2025-03-01 0 | WARD 2025-04-01 333",
    )
}

#[test]
fn a_month_is_held_against_last_month_last_year_and_the_plan() {
    let records = vec![
        tariff("2025-01-01", "0.6543"),
        factor(Utility::Electricity, "2025-01-01", Some("0.1229")),
        target("T1", "2025-03", None, "1200"),
        target("T2", "2025-03", Some("NK"), "300"),
    ];
    let report = report(&with(hospital(), records), "2025-03");
    let [line] = &report.utilities[..] else { panic!("lines") };
    assert_eq!(line.usage.amount(), Some(number("1186")));
    let percent = |change: Change| match change {
        Change::By(ratio) => ratio.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(percent(line.on_previous), "18.60%");
    assert_eq!(percent(line.on_last_year), "-5.12%");
    assert_eq!((line.target, line.saved), (Some(number("1200")), Some(number("14"))));
    assert_eq!(line.saved_ratio.expect("a target").to_string(), "1.17%");
    assert!(!line.exceeded);
    // 1186 · 0.6543 = 775.9998
    assert_eq!(line.cost.expect("a price").to_string(), "776.00");
    assert_eq!(line.coal, Converted::Tonnes(number("0.1457594")));
    let [ward, common] = &report.departments[..] else { panic!("lines") };
    assert_eq!((ward.usage.amount(), ward.exceeded), (Some(number("333")), true));
    assert_eq!(ward.saved, Some(number("-33")));
    assert_eq!(common.subject, Subject::Common);
    // 217.8819 and 558.1179: the parts add up to the fen.
    let costs: Vec<String> =
        report.departments.iter().map(|line| line.cost.expect("a price").to_string()).collect();
    assert_eq!(costs, ["217.88", "558.12"]);
    assert_eq!(ward.on_last_year, Change::Missing);
    assert!(report.needs_attention());
    assert_eq!((report.open.len(), lacks(&report).len()), (0, 0));
    assert_eq!(report.balances[0].imbalance.expect("comparable").rest, number("853"));
}

#[test]
fn a_month_not_read_yet_is_provisional_and_never_zero() {
    let report = report(&hospital(), "2025-04");
    let line = &report.utilities[0];
    assert_eq!((line.usage.amount(), line.usage.covered, line.usage.expected), (None, 0, 30));
    assert_eq!((line.cost, line.coal, line.saved), (None, Converted::Unknown, None));
    assert_eq!(line.on_previous, Change::Missing);
    let open: Vec<&str> = report.open.iter().map(|open| open.point.as_str()).collect();
    assert_eq!(open, ["MAIN", "WARD"]);
    assert!(report.needs_attention());
}

#[test]
fn what_nobody_entered_is_named_with_its_first_day() {
    let records = vec![
        tariff("2025-03-11", "0.5"),
        factor(Utility::Electricity, "2025-03-21", Some("0.1229")),
    ];
    let report = report(&with(hospital(), records), "2025-03");
    let carrier = carrier(Utility::Electricity);
    assert_eq!(
        lacks(&report),
        [
            Lack::Tariff { carrier: carrier.clone(), day: day("2025-03-01") },
            Lack::Factor {
                carrier,
                equivalent: Equivalent::Coal,
                basis: Basis::calorific(),
                day: day("2025-03-01")
            },
        ]
    );
    let line = &report.utilities[0];
    assert_eq!(
        (line.cost, line.coal, report.cost, report.coal),
        (None, Converted::Unknown, None, None)
    );
}

#[test]
fn nothing_used_is_no_reason_to_make_a_price_or_a_factor_up() {
    let meters = book(vec![point("P", "")], "", "P 2025-03-01 5 | P 2025-04-01 5");
    let report = report(&meters, "2025-03");
    let line = &report.utilities[0];
    assert_eq!((line.cost, line.coal, lacks(&report).len()), (None, Converted::Unknown, 2));
    // Where other days have a price, those without use need none.
    let records = vec![tariff("2025-03-11", "1"), factor(Utility::Electricity, "2025-03-11", None)];
    let report = energy(&with(meters, records), &Org::default(), &options("2025-03"));
    assert_eq!(report.cost.expect("a price").to_string(), "0.00");
    assert_eq!((report.utilities[0].coal, lacks(&report).len()), (Converted::NotConverted, 0));
}

#[test]
fn a_price_that_changes_within_the_month_counts_by_days() {
    let meters = book(vec![point("P", "")], "", "P 2025-03-01 0 | P 2025-04-01 310");
    let records = vec![tariff("2025-01-01", "1"), tariff("2025-03-11", "2")];
    // Ten days at ten units for one yuan, twenty-one for two.
    let report = report(&with(meters, records), "2025-03");
    assert_eq!(report.cost.expect("prices").to_string(), "520.00");
}

#[test]
fn a_basis_that_does_not_convert_water_says_so() {
    let water = point("W", "utility=cold_water");
    let meters = book(vec![water, point("P", "")], "", "W 2025-03-01 0 | W 2025-04-01 31");
    let records = vec![factor(Utility::ColdWater, "2020-01-01", None)];
    let report = report(&with(meters, records), "2025-03");
    let coal: Vec<Converted> = report.utilities.iter().map(|line| line.coal).collect();
    assert_eq!(coal, [Converted::Unknown, Converted::NotConverted]);
    assert_eq!(
        lacks(&report),
        [Lack::Tariff { carrier: carrier(Utility::ColdWater), day: day("2025-03-01") }]
    );
}

#[test]
fn the_spans_compared_are_whole_months_where_the_span_is() {
    let meters = Meters::default();
    let spans = |period: &str| {
        let report = report(&meters, period);
        format!("{} {}", report.previous, report.last_year)
    };
    assert_eq!(spans("2025-03"), "2025-02 2024-03");
    assert_eq!(spans("2024-02"), "2024-01 2023-02");
    assert_eq!(spans("2025-02"), "2025-01 2024-02");
    assert_eq!(spans("2025"), "2024 2024");
    assert_eq!(spans("2025-Q1"), "2024-10-01..2024-12-31 2024-01-01..2024-03-31");
    assert_eq!(spans("2025-03-11..2025-03-20"), "2025-03-01..2025-03-10 2024-03-11..2024-03-20");
}

#[test]
fn a_leap_february_compares_per_day() {
    let meters = book(
        vec![point("P", "")],
        "",
        "P 2024-02-01 0 | P 2024-03-01 5800 | P 2025-02-01 60000 | P 2025-03-01 65700",
    );
    let mut options = options("2025-02");
    options.comparison = Comparison::PerDay;
    let report = energy(&meters, &Org::default(), &options);
    let Change::By(ratio) = report.utilities[0].on_last_year else { panic!("no change") };
    assert_eq!(ratio.to_string(), "1.79%");
}

#[test]
fn remarks_are_those_of_the_span() {
    let meters = book(
        vec![point("P", "digits=5 max=40")],
        "",
        "P 2025-02-01 99000 | P 2025-03-01 99876 | P 2025-04-01 214 | P 2025-05-01 214",
    );
    let codes = |period: &str| {
        let report = report(&meters, period);
        report.remarks.iter().map(|remark| remark.notice.code()).collect::<Vec<_>>()
    };
    assert_eq!(codes("2025-02"), Vec::<&str>::new());
    assert_eq!(codes("2025-03"), ["W-ROLL"]);
    assert_eq!(codes("2025-Q2"), ["W-STUCK"]);
}

#[test]
fn carbon_stands_beside_the_coal_on_a_basis_of_its_own() {
    let mut grid =
        Factor::clone(match &factor(Utility::Electricity, "2020-01-01", Some("0.5306")) {
            Record::Factor(factor) => factor,
            other => panic!("{other:?}"),
        });
    let bare = report(&hospital(), "2025-03");
    assert_eq!((bare.utilities[0].carbon, bare.carbon), (Converted::Unknown, None));
    let lack = Lack::Factor {
        carrier: carrier(Utility::Electricity),
        equivalent: Equivalent::Carbon,
        basis: Basis::grid_national(),
        day: day("2025-03-01"),
    };
    assert!(bare.lacks.contains(&lack), "{:?}", bare.lacks);
    assert!(bare.needs_attention(), "a day without a factor is no small matter");
    (grid.equivalent, grid.basis) = (Equivalent::Carbon, Basis::grid_national());
    let report = report(&with(hospital(), vec![Record::Factor(grid)]), "2025-03");
    // 1186 kWh at 0.5306 kg.
    assert_eq!(report.utilities[0].carbon, Converted::Tonnes(number("0.6292916")));
    assert_eq!(report.carbon, Some(number("0.6292916")));
    assert_eq!(report.coal, None, "carbon says nothing of the coal");
}
