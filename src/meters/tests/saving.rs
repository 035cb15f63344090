//! The saving plan, rankings and persons counted: worked values, and what is open.

use std::fmt::Write as _;

use crate::base::{Fraction, Moment, SiteCode};
use crate::meters::{
    Carrier, DriverKind, JudgementKind, Meters, RankOptions, RankPer, RankState, Record,
    SavingOptions, SavingPolicy, SavingState, Subject, Target, Utility, View, persons, rank,
    saving_plan,
};
use crate::org::{Org, Record as OrgRecord};

use super::drivers::{enter, org};
use super::lab::{book, day, month, number, point, span};

fn wards() -> Vec<crate::meters::Point> {
    vec![
        point("MAIN", ""),
        point("A", "parent=MAIN department=NK"),
        point("B", "parent=MAIN department=WK"),
    ]
}

/// A quarter of a main meter with two wards below it; the second ward is not read in March.
fn quarter() -> Meters {
    book(
        wards(),
        "",
        "MAIN 2025-01-01 0 | MAIN 2025-02-01 1000 | MAIN 2025-03-01 1900 | MAIN 2025-04-01 3000 \
         | A 2025-01-01 0 | A 2025-02-01 300 | A 2025-03-01 590 | A 2025-04-01 911 \
         | B 2025-01-01 0 | B 2025-02-01 200 | B 2025-03-01 380",
    )
}

fn target(meters: &mut Meters, id: &str, of: &str, department: Option<&str>, amount: &str) {
    let target = Target {
        id: id.parse().expect("an id"),
        month: month(of),
        carrier: Carrier::new(Utility::Electricity, None).expect("a carrier"),
        department: department.map(|code| code.parse().expect("a code")),
        amount: number(amount),
        note: None,
        recorded_at: Moment::new(day("2025-01-01"), 0).expect("a moment"),
        recorded_by: "后勤科".to_owned(),
    };
    meters.apply(&Record::Target(target)).expect("folds");
}

fn percent(text: &str) -> Fraction {
    text.parse().expect("a fraction")
}

fn plan_of(meters: &Meters, of: &str, policy: SavingPolicy) -> crate::meters::SavingPlan {
    let options =
        SavingOptions { span: span(of), utility: None, site: None, policy, view: View::NOW };
    saving_plan(meters, &org(), &options)
}

fn with_targets() -> Meters {
    let mut meters = quarter();
    for (at, of) in ["2025-01", "2025-02", "2025-03"].into_iter().enumerate() {
        target(&mut meters, &format!("T{at}"), of, Some("NK"), "300");
        target(&mut meters, &format!("U{at}"), of, Some("WK"), "200");
    }
    target(&mut meters, "V1", "2025-01", None, "1000");
    meters
}

#[test]
fn a_plan_is_judged_month_by_month_and_an_open_month_is_not() {
    let policy =
        SavingPolicy { reward_below: Some(percent("0.97")), warn_above: Fraction::ONE, months: 1 };
    let plan = plan_of(&with_targets(), "2025-Q1", policy);
    let [whole, nk, wk] = &plan.lines[..] else { panic!("three lines: {:?}", plan.lines.len()) };
    let states = |at: usize| -> Vec<SavingState> {
        plan.lines[at].months.iter().map(|month| month.state(&policy)).collect()
    };
    assert_eq!(states(0), [SavingState::Kept, SavingState::NoTarget, SavingState::NoTarget]);
    assert_eq!(whole.rate().expect("judged").to_string(), "100.0%");
    // 300, 290, 321 against 300 each.
    assert_eq!(states(1), [SavingState::Kept, SavingState::Good, SavingState::Bad]);
    assert_eq!((nk.target(), nk.left()), (Some(number("900")), Some(number("-11"))));
    // 200, 180 and an open March: 380 of 400.
    assert_eq!(states(2), [SavingState::Kept, SavingState::Good, SavingState::Open]);
    assert_eq!(wk.judged(), Some((number("380"), number("400"))));
    assert_eq!(wk.rate().expect("judged").to_string(), "95.0%");
    assert_eq!(wk.target(), Some(number("600")));
    assert_eq!(wk.open().collect::<Vec<_>>(), [month("2025-03")]);
    let judged: Vec<(JudgementKind, String)> =
        plan.judgements.iter().map(|one| (one.kind, one.first.to_string())).collect();
    assert_eq!(
        judged,
        [
            (JudgementKind::Reward, "2025-02".to_owned()),
            (JudgementKind::Warning, "2025-03".to_owned()),
            (JudgementKind::Reward, "2025-02".to_owned()),
        ]
    );
    assert!(plan.has_warnings());
}

#[test]
fn a_run_must_be_long_enough_and_an_open_month_ends_it() {
    let mut meters = with_targets();
    for (at, of) in ["2025-01", "2025-02", "2025-03"].into_iter().enumerate() {
        target(&mut meters, &format!("W{at}"), of, Some("NK"), "280");
        target(&mut meters, &format!("X{at}"), of, Some("WK"), "170");
    }
    let policy = SavingPolicy { months: 3, ..SavingPolicy::default() };
    let plan = plan_of(&meters, "2025-Q1", policy);
    let [warned] = &plan.judgements[..] else { panic!("one: {:?}", plan.judgements) };
    assert_eq!(warned.kind, JudgementKind::Warning);
    assert_eq!(
        (warned.n_months, warned.first, warned.last),
        (3, month("2025-01"), month("2025-03"))
    );
    // 911 of 840
    assert_eq!((warned.used, warned.rate().to_string()), (number("911.00"), "108.5%".to_owned()));
    let half = plan_of(&meters, "2025-01-01..2025-02-14", SavingPolicy::default());
    let months = half.lines.iter().map(|line| line.months.len());
    assert!(months.clone().all(|n_months| n_months == 1), "{:?}", months.collect::<Vec<_>>());
}

fn ranked(meters: &Meters, org: &Org, of: &str, per: Option<RankPer>) -> crate::meters::Rank {
    let options = RankOptions { span: span(of), utility: None, site: None, per, view: View::NOW };
    rank(meters, org, &options)
}

#[test]
fn departments_are_ranked_among_their_peers_and_what_is_open_is_not() {
    let mut meters = quarter();
    enter(
        &mut meters,
        "area 1000 2025-01 @WK | occupied_bed_days 600 2025-01 @NK | occupied_bed_days 500 2025-01 @WK",
    );
    let january = ranked(&meters, &org(), "2025-01", None);
    let shown: Vec<(RankPer, String, Option<usize>, RankState)> = january
        .lines
        .iter()
        .map(|line| (line.per, line.department.to_string(), line.place, line.state()))
        .collect();
    let is = |per, code: &str, place, state| (per, code.to_owned(), place, state);
    assert_eq!(
        shown,
        [
            is(RankPer::Use, "NK", Some(1), RankState::Ranked),
            is(RankPer::Use, "WK", Some(2), RankState::Ranked),
            // 300 / 800.5 and 200 / 1000
            is(RankPer::Area, "NK", Some(1), RankState::Ranked),
            is(RankPer::Area, "WK", Some(2), RankState::Ranked),
            // 300 / 600 and 200 / 500
            is(RankPer::BedDay, "NK", Some(1), RankState::Ranked),
            is(RankPer::BedDay, "WK", Some(2), RankState::Ranked),
            is(RankPer::Visit, "NK", None, RankState::NoDriver),
            is(RankPer::Visit, "WK", None, RankState::NoDriver),
        ]
    );
    let [nk, _] = &january.lines[4..6] else { panic!("two") };
    assert_eq!((nk.value, nk.median), (Fraction::new(1, 2), Fraction::new(9, 20)));
    assert_eq!(nk.on_median().expect("a median").to_string(), "11.1%");
    let [total] = &january.totals[..] else { panic!("one utility") };
    assert_eq!(total.departments.amount(), Some(number("500.00")));
    assert_eq!(total.whole().amount(), Some(number("1000.00")), "with what none answers for");
    let march = ranked(&meters, &org(), "2025-03", Some(RankPer::Use));
    let states: Vec<_> = march.lines.iter().map(|line| (line.place, line.state())).collect();
    assert_eq!(states, [(Some(1), RankState::Ranked), (None, RankState::Open)]);
    assert_eq!(march.lines[0].median, None, "one alone has no peers");
}

#[test]
fn a_department_of_another_kind_is_no_peer() {
    let mut org = org();
    for department in org.clone().departments() {
        let class = Some(if department.code.as_str() == "NK" { "病区" } else { "医技" });
        let department =
            crate::org::Department { class: class.map(str::to_owned), ..department.clone() };
        org.apply(&OrgRecord::Department(department)).expect("folds");
    }
    let rank = ranked(&quarter(), &org, "2025-01", Some(RankPer::Use));
    assert!(rank.lines.iter().all(|line| line.place == Some(1) && line.median.is_none()));
}

/// Case A8: 1800 + 2500 + 600 × 11 / 12 + 2600 × 0.95 + 202530 / 365.
fn people() -> Meters {
    let mut lines = "staff 1800 2025 | non_staff 2500 2025 | interns 600 2025-01-01..2025-11-30 \
                     | interns 0 2025-12 | beds 2600 2025 | visits 16877.5 2025"
        .to_owned();
    for of in span("2025").months() {
        write!(lines, " | occupied_bed_days {} {of}", 2470 * of.days())
            .expect("a String takes all");
    }
    let mut meters = Meters::default();
    enter(&mut meters, &lines);
    meters
}

#[test]
fn persons_are_counted_term_by_term() {
    let counted = persons(&people(), &org(), None, span("2025")).expect("a year");
    let terms: Vec<String> = counted
        .terms
        .iter()
        .map(|term| term.persons.and_then(|term| term.round(4)).expect("known").to_string())
        .collect();
    assert_eq!(terms, ["1800.0000", "2500.0000", "550.0000", "2470.0000", "554.8767"]);
    assert_eq!(counted.total().and_then(|sum| sum.round(4)), Some(number("7874.8767")));
    assert_eq!(persons(&people(), &org(), None, span("2025-Q1")), None, "only whole years");
}

#[test]
fn one_missing_month_leaves_the_persons_unknown() {
    let mut meters = people();
    meters.forget_after(Moment::end_of(day("2020-01-01")));
    enter(&mut meters, "staff 1800 2025 | visits 100 2025-Q1");
    let counted = persons(&meters, &org(), None, span("2025")).expect("a year");
    assert_eq!(counted.total(), None);
    assert_eq!(counted.known(), Fraction::new(1800, 1));
    let visits = counted.missing().find(|sum| sum.over.kind == DriverKind::Visits);
    assert_eq!(visits.expect("named").missing.len(), 9);
}

#[test]
fn every_rate_of_a_plan_can_be_divided_again_by_hand() {
    let plan = plan_of(&with_targets(), "2025-Q1", SavingPolicy::default());
    let workings = plan.workings();
    let judged = plan.lines.iter().filter(|line| line.judged().is_some()).count();
    assert_eq!(workings.len(), judged + plan.judgements.len());
    for (working, line) in workings.iter().zip(plan.lines.iter().filter(|own| own.rate().is_some()))
    {
        let last = working.steps.last().expect("steps");
        let (used, target) = last.formula.split_once(" ÷ ").expect("a division");
        assert_eq!(Some((number(used), number(target))), line.judged());
        assert_eq!(Some(last.result.clone()), line.rate().map(|rate| rate.to_string()));
        let months = working.steps.iter().filter(|step| step.what.code == "saving.step.month");
        let known = line.months.iter().filter(|month| month.rate().is_some());
        assert_eq!(months.count(), known.count());
    }
}

#[test]
fn the_plan_of_a_site_is_that_of_its_departments() {
    let meters = with_targets();
    let whole = plan_of(&meters, "2025-Q1", SavingPolicy::default());
    assert!(whole.lines.iter().any(|line| line.subject == Subject::Utility));
    let site: SiteCode = "ZY".parse().expect("a code");
    let mut at_site = org();
    let ward = at_site.departments().find(|own| own.code.as_str() == "NK").expect("NK").clone();
    let ward = crate::org::Department { site: Some(site.clone()), ..ward };
    at_site.apply(&OrgRecord::Department(ward)).expect("folds");
    let options = SavingOptions {
        span: span("2025-Q1"),
        utility: None,
        site: Some(site),
        policy: SavingPolicy::default(),
        view: View::NOW,
    };
    let plan = saving_plan(&meters, &at_site, &options);
    let subjects: Vec<String> = plan
        .lines
        .iter()
        .map(|line| match &line.subject {
            Subject::Department { code, .. } => code.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(subjects, ["NK"]);
}
