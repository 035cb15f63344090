//! Bills: what stands, what is refused, and how they are shared out to the fen.

use proptest::prelude::*;
use serde_json::Value;

use super::drivers::{enter, org as wards};
use super::lab::{book, code_of, day, number, point, span, stamp};
use crate::base::{Decided, Fraction, Moment, Money, RecordId, Stamp};
use crate::meters::{
    AllocateOptions, Allocated, Allocation, AskedBills, Bill, BillFields, BillKind, BillNotice,
    BillRequest, Carrier, Meters, NotShared, Record, Refusal, RestBy, ReverseBill, ShareBy,
    Subject, Typing, Utility, View, allocate, bill_notices, record_bill, reverse_bill, split,
};
use crate::org::{Department, Org, Record as OrgRecord};

pub(super) const TODAY: &str = "2026-01-05";

/// A request `DF-1 2025-01 100.00 [q=28000] [point=P] [site=ZY] [account=1] [of=supplier]
/// [utility=gas] [adjustment]`; the days are those of a period.
pub(super) fn request(line: &str) -> BillRequest {
    let mut words = line.split_whitespace();
    let number_of = words.next().expect("a number").to_owned();
    let days = span(words.next().expect("days"));
    let amount = Money::parse(words.next().expect("money")).expect("money");
    let carrier = |word: &str| Carrier::new(Utility::parse(word).expect("a utility"), None);
    let mut fields = BillFields {
        supplier: Some("供电公司".to_owned()),
        carrier: carrier("electricity").ok(),
        from: Some(days.first()),
        until: Some(days.last()),
        amount: Some(amount),
        ..BillFields::default()
    };
    for word in words {
        match word.split_once('=').unwrap_or((word, "")) {
            ("q", value) => fields.quantity = Some(number(value)),
            ("point", value) => fields.point = Some(value.parse().expect("a code")),
            ("site", value) => fields.site = Some(value.parse().expect("a code")),
            ("account", value) => fields.account = Some(value.to_owned()),
            ("of", value) => fields.supplier = Some(value.to_owned()),
            ("utility", value) => fields.carrier = carrier(value).ok(),
            ("adjustment", _) => fields.kind = Some(BillKind::Adjustment),
            other => panic!("no field {other:?}"),
        }
    }
    BillRequest { number: number_of, fields, typing: Typing::New }
}

fn decide(
    meters: &Meters,
    request: &BillRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Bill>>, Refusal> {
    record_bill(meters, &wards(), day(TODAY), request, stamp)
}

fn fold(meters: &mut Meters, decided: Decided<Vec<Bill>>) -> usize {
    let Decided::New(rows) = decided else { return 0 };
    for row in &rows {
        meters.apply(&Record::Bill(Box::new(row.clone()))).expect("folds");
    }
    rows.len()
}

/// Records lines of [`request`], separated by `|`.
pub(super) fn bill(meters: &mut Meters, lines: &str) {
    let mut stamp = stamp(TODAY);
    stamp.given = 5000 + u64::try_from(meters.bill_rows().count()).expect("few");
    for line in lines.split('|') {
        let decided = decide(meters, &request(line), &mut stamp).expect(line);
        assert_eq!(fold(meters, decided), 1, "{line}");
    }
}

fn refused(meters: &Meters, request: &BillRequest) -> &'static str {
    code_of(&decide(meters, request, &mut stamp(TODAY)).expect_err("refused"))
}

fn known<'m>(meters: &'m Meters, number: &str) -> &'m Bill {
    meters.known_bill(number, None).expect(number)
}

fn corrected(number: &str, change: impl FnOnce(&mut BillFields)) -> BillRequest {
    let mut fields = BillFields::default();
    change(&mut fields);
    BillRequest { number: number.to_owned(), fields, typing: Typing::Correction }
}

/// A main meter over two wards of January 2025: 1000 in all, 300 and 450 of the wards.
fn hospital() -> Meters {
    let points = vec![
        point("P", ""),
        point("N", "parent=P department=NK"),
        point("W", "parent=P department=WK"),
    ];
    let readings = "P 2025-01-01 0 | P 2025-02-01 1000 | N 2025-01-01 0 | N 2025-02-01 300 \
                    | W 2025-01-01 0 | W 2025-02-01 450";
    book(points, "", readings)
}

fn options(number: &str, meters: &Meters, share_by: ShareBy, rest_by: RestBy) -> AllocateOptions {
    let asked = AskedBills::One(known(meters, number).id.clone());
    AllocateOptions { asked, share_by, rest_by, key_span: None, among: Vec::new(), view: View::NOW }
}

fn shared(meters: &Meters, share_by: ShareBy, rest_by: RestBy) -> Allocated {
    let options = options("A", meters, share_by, rest_by);
    let Allocation { mut bills, .. } = allocate(meters, &wards(), &options);
    bills.pop().expect("the bill")
}

/// Shares as `NK 12.00, WK 13.00, - 5.00`; or the reasons that stand in the way.
fn shown(bill: &Allocated) -> String {
    let who = |subject: &Subject| match subject {
        Subject::Department { code, .. } => code.to_string(),
        _ => "-".to_owned(),
    };
    let parts: Vec<String> = match &bill.shares {
        Ok(shares) => shares
            .iter()
            .map(|share| format!("{} {}", who(&share.weight.subject), share.amount))
            .collect(),
        Err(lacks) => lacks
            .iter()
            .map(|lack| match lack {
                NotShared::Driver { department, sum } => {
                    format!("{department}? {}", sum.missing.len())
                }
                NotShared::Use { subject, open } => format!("{}… {}", who(subject), open.len()),
                NotShared::Negative { subject, amount } => format!("{} {amount}", who(subject)),
                NotShared::NoWeights => "zero".to_owned(),
                NotShared::Nobody => "nobody".to_owned(),
                NotShared::Range => "range".to_owned(),
            })
            .collect(),
    };
    parts.join(", ")
}

#[test]
fn a10_a_bill_is_shared_out_by_sub_meters_to_the_printed_fen() {
    let cases: Value =
        serde_json::from_str(include_str!("../../../tests/it/data/energy-cases.json"))
            .expect("json");
    let case = &cases["A10_allocate"];
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let weights = case["weights"].as_object().expect("weights");
    let (mut org, mut points, mut readings) = (Org::default(), Vec::new(), Vec::new());
    for (code, weight) in weights {
        let department = Department {
            code: code.parse().expect("a code"),
            name: code.clone(),
            site: None,
            beds: None,
            area: None,
            class: None,
        };
        org.apply(&OrgRecord::Department(department)).expect("folds");
        points.push(point(&format!("D-{code}"), &format!("department={code}")));
        readings.push(format!("D-{code} 2025-01-01 0|D-{code} 2025-02-01 {}", text(weight)));
    }
    let mut meters = book(points, "", &readings.join("|"));
    bill(&mut meters, &format!("A 2025-01 {}", text(&case["amount"])));
    let result = allocate(&meters, &org, &options("A", &meters, ShareBy::Meter, RestBy::Own));
    let shares = result.bills[0].shares.as_ref().expect("shares");
    assert_eq!(shares.len(), weights.len());
    for share in shares {
        let Subject::Department { code, .. } = &share.weight.subject else { panic!("a rest") };
        let expected = text(&case["result"][code.to_string()]);
        assert_eq!(share.amount.to_string(), expected, "{code}");
    }
    let sum = shares.iter().fold(Money::ZERO, |sum, share| sum + share.amount);
    assert_eq!(sum.to_string(), text(&case["sum"]));
    assert_eq!(result.open, Money::ZERO);
}

#[test]
fn what_no_ward_measured_is_a_line_of_its_own_or_carried_by_area() {
    let mut meters = hospital();
    bill(&mut meters, "A 2025-01 650.00 q=1000");
    let by = |meters: &Meters, rest| shown(&shared(meters, ShareBy::Meter, rest));
    assert_eq!(by(&meters, RestBy::Own), "NK 195.00, WK 292.50, - 162.50");
    assert_eq!(by(&meters, RestBy::Area), "WK? 1", "the register knows the area of NK only");
    enter(&mut meters, "area 200 2025-01 @NK | area 300 2025-01 @WK");
    assert_eq!(by(&meters, RestBy::Area), "NK 260.00, WK 390.00", "300 + 100 and 450 + 150");
}

#[test]
fn a_named_main_meter_limits_the_bill_to_what_is_below_it() {
    let mut meters = hospital();
    for extra in [point("Q", ""), point("Q1", "parent=Q department=NK")] {
        meters.apply(&Record::Point(extra)).expect("folds");
    }
    for (at, line) in ["Q 2025-01-01 0", "Q 2025-02-01 50", "Q1 2025-01-01 0", "Q1 2025-02-01 50"]
        .iter()
        .enumerate()
    {
        let row = super::lab::reading(100 + at, line);
        meters.apply(&Record::Reading(row)).expect("folds");
    }
    bill(&mut meters, "A 2025-01 50.00 point=Q account=2");
    assert_eq!(shown(&shared(&meters, ShareBy::Meter, RestBy::Own)), "NK 50.00, - 0.00");
}

#[test]
fn without_a_main_meter_the_bill_says_what_is_not_metered() {
    let points = vec![point("N", "department=NK"), point("W", "department=WK")];
    let readings = "N 2025-01-01 0|N 2025-02-01 300|W 2025-01-01 0|W 2025-02-01 450";
    let mut meters = book(points, "", readings);
    bill(&mut meters, "A 2025-01 650.00 q=1000");
    let by_meter = shared(&meters, ShareBy::Meter, RestBy::Own);
    assert_eq!(shown(&by_meter), "NK 195.00, WK 292.50, - 162.50");
    let mut unsaid =
        book(vec![point("N", "department=NK"), point("W", "department=WK")], "", readings);
    bill(&mut unsaid, "A 2025-01 650.00");
    let by_meter = shared(&unsaid, ShareBy::Meter, RestBy::Own);
    assert_eq!(shown(&by_meter), "NK 260.00, WK 390.00", "nothing says that more was used");
}

#[test]
fn a_figure_that_nobody_entered_leaves_the_bill_open() {
    let mut meters = hospital();
    bill(&mut meters, "A 2025-01 100.00");
    let by = |meters: &Meters, share_by| shown(&shared(meters, share_by, RestBy::Own));
    assert_eq!(by(&meters, ShareBy::Beds), "WK? 1");
    assert_eq!(by(&meters, ShareBy::Heads), "NK? 1, WK? 1");
    enter(
        &mut meters,
        "heads 0 2025-01 @NK | heads 0 2025-01 @WK | beds 0 2025-01 @WK \
         | visits 10 2025-01 @NK | visits 20 2025-01 @WK",
    );
    assert_eq!(by(&meters, ShareBy::Heads), "zero");
    assert_eq!(by(&meters, ShareBy::Beds), "NK 100.00, WK 0.00", "zero is a figure");
    assert_eq!(by(&meters, ShareBy::Visits), "NK 33.33, WK 66.67");
    let mut open = options("A", &meters, ShareBy::Area, RestBy::Own);
    let result = allocate(&meters, &wards(), &open);
    assert_eq!((result.open, result.total), (result.total, Money::parse("100").expect("money")));
    open.among = vec!["NK".parse().expect("a code")];
    let result = allocate(&meters, &wards(), &open);
    assert_eq!(shown(&result.bills[0]), "NK 100.00", "only those that were named are asked");
}

#[test]
fn a_use_that_is_open_or_below_zero_leaves_the_bill_open() {
    let mut meters = hospital();
    bill(&mut meters, "A 2025-01-15..2025-02-14 100.00");
    let found = shown(&shared(&meters, ShareBy::Meter, RestBy::Own));
    assert_eq!(found, "NK… 1, WK… 1, -… 3");
    let readings = "P 2025-01-01 0 | P 2025-02-01 700 | N 2025-01-01 0 | N 2025-02-01 300 \
                    | W 2025-01-01 0 | W 2025-02-01 450";
    let points = vec![
        point("P", ""),
        point("N", "parent=P department=NK"),
        point("W", "parent=P department=WK"),
    ];
    let mut meters = book(points, "", readings);
    bill(&mut meters, "A 2025-01 100.00");
    assert_eq!(shown(&shared(&meters, ShareBy::Meter, RestBy::Own)), "- -50.00");
    let mut gas = Meters::default();
    bill(&mut gas, "A 2025-01 100.00 utility=gas");
    assert_eq!(shown(&shared(&gas, ShareBy::Meter, RestBy::Own)), "nobody");
}

#[test]
fn visits_of_half_a_month_nobody_knows_and_the_key_may_be_of_other_days() {
    let mut meters = hospital();
    enter(&mut meters, "visits 10 2025-01 @NK | visits 20 2025-01 @WK");
    bill(&mut meters, "A 2025-01-15..2025-02-14 90.00");
    let mut options = options("A", &meters, ShareBy::Visits, RestBy::Own);
    assert_eq!(shown(&allocate(&meters, &wards(), &options).bills[0]), "NK? 2, WK? 2");
    options.key_span = Some(span("2025-01"));
    assert_eq!(shown(&allocate(&meters, &wards(), &options).bills[0]), "NK 30.00, WK 60.00");
}

#[test]
fn all_bills_of_a_month_are_those_that_end_in_it_and_what_each_carries_adds_up() {
    let mut meters = hospital();
    enter(&mut meters, "heads 1 2024 @NK | heads 2 2024 @WK | heads 1 2025 @NK | heads 2 2025 @WK");
    bill(
        &mut meters,
        "A 2024-12-20..2025-01-19 100.00 | B 2025-01-20..2025-02-19 50.00 \
         | C 2025-01 10.00 utility=gas | D 2025-01 -1.00 adjustment",
    );
    let asked = AskedBills::Ending { span: span("2025-01"), site: None, utility: None };
    let options =
        AllocateOptions { asked, ..self::options("A", &meters, ShareBy::Heads, RestBy::Own) };
    let result = allocate(&meters, &wards(), &options);
    let numbers: Vec<&str> = result.bills.iter().map(|own| own.bill.number.as_str()).collect();
    assert_eq!(numbers, ["A", "C", "D"]);
    let carried: Vec<String> = result.carried.iter().map(|(_, own)| own.to_string()).collect();
    assert_eq!(carried, ["36.33", "72.67"], "33.33 + 3.33 - 0.33 and 66.67 + 6.67 - 0.67");
    assert_eq!(result.total.to_string(), "109.00");
}

#[test]
fn a_bill_is_recorded_once_and_corrected_by_a_row_that_takes_its_place() {
    let mut meters = hospital();
    bill(&mut meters, "A 2025-01 100.00 q=10 account=7");
    let mut later = stamp("2026-01-06");
    later.given = 9000;
    let again = decide(&meters, &request("A 2025-01 100.00 q=10 account=7"), &mut later);
    assert!(matches!(again, Ok(Decided::Already(_))));
    assert_eq!(refused(&meters, &request("A 2025-01 101.00")), "bill.taken");
    let first = known(&meters, "A").id.clone();
    let change = corrected("A", |fields| fields.amount = Money::parse("99.5").ok());
    let decided = decide(&meters, &change, &mut later).expect("decides");
    assert_eq!(fold(&mut meters, decided), 1);
    let there = known(&meters, "A");
    assert_eq!((there.amount.to_string().as_str(), there.quantity), ("99.50", Some(number("10"))));
    assert_eq!(there.supersedes, Some(first), "what is not said stays");
    assert_eq!(meters.bills(None).len(), 1);
    let mut before = meters.clone();
    before.forget_after(Moment::end_of(day(TODAY)));
    assert_eq!(known(&before, "A").amount.to_string(), "100.00", "what was known then");
    assert!(meters.bills(Some(day("2024-12-31"))).is_empty(), "its days had not begun");

    let back = ReverseBill { number: "A".to_owned(), supplier: None, reason: "录错".to_owned() };
    let decided = reverse_bill(&meters, &back, &mut later).expect("decides");
    assert_eq!(fold(&mut meters, decided), 1);
    assert_eq!((meters.bills(None).len(), meters.bill_rows().count()), (0, 3));
    let gone = reverse_bill(&meters, &back, &mut later).expect_err("it is gone");
    assert_eq!(code_of(&gone), "bill.unknown");
    bill(&mut meters, "A 2025-01 98.00");
}

#[test]
fn days_are_billed_once_but_for_adjustments_and_other_meters() {
    let mut meters = hospital();
    bill(&mut meters, "A 2025-01 100.00 account=7 point=P");
    for same in ["B 2025-01-31..2025-02-05 1 account=7", "B 2024-12-01..2025-01-01 1 account=7"] {
        assert_eq!(refused(&meters, &request(same)), "bill.overlap");
    }
    bill(
        &mut meters,
        "B 2025-01 -5.00 account=7 adjustment | C 2025-01 20.00 account=7 point=N \
         | D 2025-01 1.00 account=8 | E 2025-01 1.00 account=7 of=热电厂 \
         | F 2025-01 1.00 account=7 utility=gas | G 2025-02 1.00 account=7",
    );
    let overlapped = |number: &str| {
        let notices = bill_notices(&meters, day(TODAY), known(&meters, number));
        let number = |notice: &BillNotice| match notice {
            BillNotice::Overlaps { number, .. } => number.clone(),
            BillNotice::ToCome { until } => until.to_string(),
        };
        notices.iter().map(number).collect::<Vec<_>>()
    };
    assert_eq!(overlapped("B"), ["A", "C"]);
    assert_eq!(overlapped("D"), [""; 0]);
    let ahead = request("H 2025-12-01..2026-03-31 9.00 utility=gas account=9");
    let Decided::New(rows) = decide(&meters, &ahead, &mut stamp(TODAY)).expect("decides") else {
        panic!("new");
    };
    assert_eq!(bill_notices(&meters, day(TODAY), &rows[0]).len(), 1, "paid ahead");
}

#[test]
fn what_is_refused() {
    let mut meters = hospital();
    let with = |line: &str, change: fn(&mut BillFields)| {
        let mut request = request(line);
        change(&mut request.fields);
        request
    };
    for (line, code) in [
        ("A 2026-02 1", "bill.to_come"),
        ("A 2025-01 -1", "bill.negative"),
        ("A 2025-01 1 q=-1", "bill.negative"),
        ("A 2025-01 1 point=X", "meter.unknown_point_near"),
        ("A 2025-01 1 point=P utility=gas", "bill.point_utility"),
        ("A 2025-01 1 site=XX", "org.unknown_site_near"),
    ] {
        let found = refused(&meters, &request(line));
        assert_eq!(found.trim_end_matches("_near"), code.trim_end_matches("_near"), "{line}");
    }
    let early = with("A 2025-01 1", |fields| fields.until = Some(day("2024-12-31")));
    assert_eq!(refused(&meters, &early), "bill.end_early");
    for missing in [
        with("A 2025-01 1", |fields| fields.supplier = None),
        with("A 2025-01 1", |fields| fields.supplier = Some(" ".to_owned())),
        with("A 2025-01 1", |fields| fields.carrier = None),
        with("A 2025-01 1", |fields| fields.amount = None),
        with("A 2025-01 1", |fields| fields.from = None),
        with("A 2025-01 1", |fields| fields.until = None),
        BillRequest { number: " ".to_owned(), ..request("A 2025-01 1") },
    ] {
        assert_eq!(refused(&meters, &missing), "bill.missing", "{missing:?}");
    }
    assert_eq!(refused(&meters, &corrected("A", |_| ())), "bill.unknown");
    bill(&mut meters, "A1 2025-01 1 of=一 | A1 2025-01 1 of=二");
    assert_eq!(refused(&meters, &corrected("A1", |_| ())), "bill.ambiguous");
    assert_eq!(refused(&meters, &corrected("A2", |_| ())), "bill.unknown_near");
    let reason = ReverseBill {
        number: "A1".to_owned(),
        supplier: Some("一".to_owned()),
        reason: " ".to_owned(),
    };
    let refusal = reverse_bill(&meters, &reason, &mut stamp(TODAY)).expect_err("no reason");
    assert_eq!(code_of(&refusal), "bill.missing");
    let row = meters.bill_rows().next().cloned().expect("a row");
    meters.apply(&Record::Bill(Box::new(row.clone()))).expect("the identical row again");
    let other = Bill { amount: Money::ZERO, ..row };
    let refusal = meters.apply(&Record::Bill(Box::new(other))).expect_err("refused");
    assert_eq!(code_of(&refusal), "meter.id_taken");
}

#[test]
fn rows_that_came_together_from_two_machines_are_told() {
    let mut meters = hospital();
    bill(&mut meters, "A 2025-01 100.00");
    let first = known(&meters, "A").clone();
    let row = |id: &str, change: &dyn Fn(&mut Bill)| {
        let mut row = Bill { id: RecordId::parse(id).expect("an id"), ..first.clone() };
        change(&mut row);
        Record::Bill(Box::new(row))
    };
    let missing = RecordId::parse("B-none").expect("an id");
    for record in [
        row("C1", &|_| ()),
        row("C2", &|row| row.number = "B".to_owned()),
        row("C3", &|row| row.reverses = Some(missing.clone())),
        row("C4", &|row| row.supersedes = Some(missing.clone())),
        row("C5", &|row| row.point = "ZZ".parse().ok()),
    ] {
        meters.apply(&record).expect("folds");
    }
    let mut codes: Vec<&str> = crate::meters::defects(&meters, &wards())
        .iter()
        .map(|defect| code_of(&defect.refusal))
        .collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "bill.overlap",
            "bill.taken",
            "bill.taken",
            "bill.taken",
            "meter.unknown_point",
            "meter.unknown_row",
            "meter.unknown_row",
        ]
    );
    let mut twice = hospital();
    bill(&mut twice, "A 2025-01 100.00");
    for record in [
        row("C1", &|row| row.supersedes = Some(first.id.clone())),
        row("C2", &|row| row.reverses = Some(first.id.clone())),
    ] {
        twice.apply(&record).expect("folds");
    }
    let found = crate::meters::defects(&twice, &wards());
    let codes: Vec<&str> = found.iter().map(|defect| code_of(&defect.refusal)).collect();
    assert_eq!(codes, ["meter.superseded_twice"]);
}

/// How many bills are shared out: few while writing, ten thousand in a release run.
const CASES: u32 = if cfg!(debug_assertions) { 64 } else { 10_000 };

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares_always_add_up_to_the_bill(
        fen in -10_i64.pow(13)..10_i64.pow(13),
        weights in prop::collection::vec((0_i64..10_i64.pow(10), 0_u32..5), 1..40),
    ) {
        let exact = |(size, scale): &(i64, u32)| {
            Fraction::from_decimal(crate::base::Decimal::new(*size, *scale))
        };
        let weights: Vec<Fraction> = weights.iter().map(exact).collect();
        let amount = Money::from_fen(fen);
        let Some(parts) = split(amount, &weights) else {
            prop_assert!(weights.iter().all(|weight| *weight == Fraction::ZERO));
            return Ok(());
        };
        prop_assert_eq!(parts.iter().fold(Money::ZERO, |sum, part| sum + *part), amount);
        let sum = weights.iter().try_fold(Fraction::ZERO, |sum, own| sum.checked_add(*own));
        let sum = sum.expect("in range");
        let fen_of = |money: Money| Fraction::new(i128::from(money.fen()), 1).expect("a fraction");
        for (part, weight) in parts.iter().zip(&weights) {
            let exact = fen_of(amount).checked_mul(*weight).and_then(|own| own.checked_div(sum));
            let off = fen_of(*part).checked_sub(exact.expect("in range")).expect("in range");
            let below = Fraction::new(-1, 1).expect("one");
            prop_assert!(below < off && off < Fraction::ONE, "less than a fen from the exact share");
        }
    }

    #[test]
    fn whatever_the_wards_used_a_month_of_bills_is_carried_to_the_fen(
        amounts in prop::collection::vec(0_i64..10_i64.pow(9), 1..6),
        uses in (1_u32..100_000, 0_u32..100_000, 0_u32..100_000),
        areas in (1_u32..5_000, 0_u32..5_000),
        by_area in any::<bool>(),
    ) {
        let (rest, nk, wk) = uses;
        let points = vec![
            point("P", ""),
            point("N", "parent=P department=NK"),
            point("W", "parent=P department=WK"),
        ];
        let readings = format!(
            "P 2025-01-01 0|P 2025-02-01 {}|N 2025-01-01 0|N 2025-02-01 {nk}\
             |W 2025-01-01 0|W 2025-02-01 {wk}",
            rest + nk + wk
        );
        let mut meters = book(points, "", &readings);
        enter(
            &mut meters,
            &format!("area {} 2025-01 @NK | area {} 2025-01 @WK", areas.0, areas.1),
        );
        for (at, fen) in amounts.iter().enumerate() {
            bill(&mut meters, &format!("A{at} 2025-01 {} account={at}", Money::from_fen(*fen)));
        }
        let asked = AskedBills::Ending { span: span("2025-01"), site: None, utility: None };
        let rest_by = if by_area { RestBy::Area } else { RestBy::Own };
        let options = AllocateOptions {
            asked,
            ..options("A0", &meters, ShareBy::Meter, rest_by)
        };
        let result = allocate(&meters, &wards(), &options);
        prop_assert!(!result.is_open());
        let sum = amounts.iter().sum::<i64>();
        let carried = result.carried.iter().map(|(_, own)| own.fen()).sum::<i64>();
        prop_assert_eq!((result.total.fen(), carried), (sum, sum));
    }
}
