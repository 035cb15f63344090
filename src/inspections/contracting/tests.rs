//! The rules of contractors: a month's score, its band, months that are missing, bad ones in a row.

use crate::base::{Clocks, Decided, Decimal, Fraction, Moment, QuestionCode, Span, Stamp};
use crate::inspections::testing::{day, rule};
use crate::inspections::{
    Contract, ContractRefusal, FormRequest, Given, InspectionRequest, Inspections, Item, ItemKind,
    Limits, ListOptions, Outcome, Record, Refusal, RuleRequest, Scale, Section, Template,
    TemplateRef, Value, add_contract, add_rule, add_template, record_form,
};

use super::{Contractors, MonthLine, contractors};

/// A checklist of one score of so many points, and a count that costs a point each.
fn template(id: &str, points: u32) -> Template {
    let item = |item: &str, kind, points: Option<u32>, per: Option<u32>| Item {
        id: item.parse().expect("a code"),
        section: "1".parse().expect("a code"),
        title: item.to_owned(),
        kind,
        points: points.map(Decimal::from),
        of: None,
        per: per.map(Decimal::from),
        unit: String::new(),
        limits: Limits::default(),
        veto: false,
        mandatory: true,
        severity: None,
    };
    Template {
        id: id.parse().expect("a code"),
        version: 1,
        title: id.to_owned(),
        valid_from: day("2024-01-01"),
        source: String::new(),
        scale: Scale::Points,
        pass_mark: None,
        na_cap: Some(Decimal::from(20)),
        zero_section_fails: false,
        sections: vec![Section {
            id: "1".parse().expect("a code"),
            title: "质量".to_owned(),
            points: Some(Decimal::from(points)),
        }],
        items: vec![
            item("1.1", ItemKind::Score, Some(points), None),
            item("1.2", ItemKind::Count, None, Some(1)),
        ],
        sum: "s".to_owned(),
    }
}

fn contract(code: &str, from: &str, to: Option<&str>, templates: &[&str]) -> Contract {
    Contract {
        code: code.parse().expect("a code"),
        contractor: "保洁公司".parse().expect("a code"),
        name: "洁净物业".to_owned(),
        scope: "保洁".to_owned(),
        from: day(from),
        to: to.map(day),
        rule: "WB-M".parse().expect("a code"),
        templates: templates.iter().map(|id| id.parse().expect("a code")).collect(),
        bands: Contract::parse_bands("80:95; 90:100；0：60").expect("bands"),
        alert_below: Some(Decimal::from(80)),
        alert_months: Some(2),
        note: String::new(),
        recorded_at: None,
    }
}

struct Desk {
    book: Inspections,
    stamp: Stamp,
}

impl Desk {
    fn new(templates: &[(&str, u32)], contracts: &[Contract]) -> Self {
        let recorded_at = Moment::new(day("2024-01-01"), 9 * 3600).expect("a moment");
        let (recorded_by, tag) = ("办事员".to_owned(), "a".to_owned());
        let stamp = Stamp { recorded_at, recorded_by, tag, given: 0 };
        let mut desk = Self { book: Inspections::default(), stamp };
        let request =
            RuleRequest { rule: rule("WB-M", "1/month", "2024-01-01"), subjects: Vec::new() };
        let decided = add_rule(&desk.book, &request, &mut desk.stamp).expect("decided");
        desk.take(decided);
        for (id, points) in templates {
            let decided = add_template(&desk.book, &template(id, *points)).expect("decided");
            desk.take(decided);
        }
        for own in contracts {
            let decided = add_contract(&desk.book, own, &mut desk.stamp).expect("decided");
            desk.take(decided);
        }
        desk
    }

    fn take(&mut self, decided: Decided<Vec<Record>>) {
        let Decided::New(rows) = decided else { panic!("nothing new") };
        for row in &rows {
            self.book.apply(row).expect("what was decided folds");
        }
    }

    /// Records a sheet: its checklist, day, points (or `na`) and occurrences.
    fn score(&mut self, template: &str, date: &str, points: &str, occurrences: u32) -> &mut Self {
        let given = |item: &str, value: &str| Given {
            item: QuestionCode::parse(item).expect("a code"),
            value: Value::parse(value).expect("a value"),
            note: String::new(),
        };
        let request = FormRequest {
            template: TemplateRef { id: template.parse().expect("a code"), version: None },
            answers: vec![given("1.1", points), given("1.2", &occurrences.to_string())],
            inspection: InspectionRequest {
                rule: "WB-M".parse().expect("a code"),
                template: None,
                subject: "保洁公司".parse().expect("a code"),
                date: day(date),
                time: None,
                person: "考评员".to_owned(),
                result: Outcome::Na,
                score: None,
                evidence: Vec::new(),
                sha256: Vec::new(),
                for_slot: None,
                note: String::new(),
                supersedes: None,
                due: None,
                today: day("2024-12-31"),
            },
        };
        let decided = record_form(&self.book, &request, &mut self.stamp).expect("decided");
        self.take(decided);
        self
    }

    fn report(&self, period: &str, as_of: &str) -> Contractors {
        let today = day("2024-12-31");
        let period = Span::parse(period, today).expect("days");
        let as_of = day(as_of);
        let clocks = Clocks { as_of, known_by: Moment::end_of(as_of) };
        let (rule, subject) = (None, None);
        let options = ListOptions { period, clock: clocks.into(), rule, subject, site: None };
        contractors(&self.book, &options)
    }
}

/// `2024-01 scored 85.0 95% 0`: month, state, score, band, bad months in a row, `!` if escalated.
fn told(report: &Contractors) -> Vec<String> {
    let line = |line: &MonthLine| {
        let score = line.score.and_then(|score| score.floor(1));
        let score = score.map_or_else(|| "—".to_owned(), |score| score.to_string());
        let pays = line.band.map_or_else(|| "—".to_owned(), |band| format!("{}%", band.pays));
        let escalated = if line.is_escalated() { "!" } else { "" };
        format!("{} {} {score} {pays} {}{escalated}", line.month, line.state.word(), line.streak)
    };
    report.lines.iter().map(line).collect()
}

#[test]
fn a_month_without_a_sheet_is_missing_and_two_bad_months_in_a_row_escalate() {
    let mut desk =
        Desk::new(&[("KP", 100)], &[contract("BJ-1", "2024-01-01", Some("2024-12-31"), &["KP"])]);
    desk.score("KP", "2024-01-30", "95", 5);
    desk.score("KP", "2024-02-28", "79.9", 0);
    desk.score("KP", "2024-04-29", "90", 11);
    desk.score("KP", "2024-05-30", "80", 0);
    desk.score("KP", "2024-06-03", "70", 0);
    let report = desk.report("2024-01-01..2024-06-30", "2024-06-15");
    assert_eq!(
        told(&report),
        [
            "2024-01 scored 90.0 100% 0",
            "2024-02 scored 79.9 60% 1",
            "2024-03 missing — — 1",
            "2024-04 scored 79.0 60% 2!",
            "2024-05 scored 80.0 95% 0",
            // June is not over: its sheet may not be the only one.
            "2024-06 scored 70.0 60% 0",
        ]
    );
    assert!(report.has_something_open());
    assert_eq!(report.lines[0].deducted, Some(Fraction::new(5, 1).expect("points")));
    // Asked about later months alone, what came before counts all the same.
    assert_eq!(told(&desk.report("2024-04", "2024-06-15")), ["2024-04 scored 79.0 60% 2!"]);
    assert!(!desk.report("2024-05", "2024-06-15").has_something_open());
    // Seen from before the sheets were there.
    assert_eq!(
        told(&desk.report("2024-01-01..2024-06-30", "2024-02-27")),
        ["2024-01 scored 90.0 100% 0", "2024-02 running — — 0"]
    );
}

#[test]
fn checklists_add_up_and_sheets_of_one_of_them_count_by_their_mean() {
    let mut desk =
        Desk::new(&[("A", 60), ("B", 40)], &[contract("BJ-1", "2024-01-01", None, &["A", "B"])]);
    desk.score("A", "2024-01-10", "60", 0);
    desk.score("A", "2024-01-20", "50", 1);
    desk.score("A", "2024-01-25", "55", 0);
    assert_eq!(told(&desk.report("2024-01", "2024-01-31")), ["2024-01 missing — — 0"]);
    desk.score("B", "2024-01-31", "31", 0);
    let report = desk.report("2024-01", "2024-01-31");
    // (60 + 49 + 55) ÷ 3 + 31 = 85.666…
    assert_eq!(report.lines[0].score, Fraction::new(257, 3));
    assert_eq!(told(&report), ["2024-01 scored 85.6 95% 0"]);
    let steps: Vec<String> = report.workings()[0]
        .steps
        .iter()
        .map(|step| format!("{} = {}", step.formula, step.result))
        .collect();
    assert_eq!(
        steps,
        [
            "60 × 60 ÷ 60 = 60",
            "60 × (50 − 1) ÷ 60 = 49",
            "60 × 55 ÷ 60 = 55",
            "(60 + 49 + 55) ÷ 3 = 164/3",
            "40 × 31 ÷ 40 = 31",
            "164/3 + 31 = 257/3 ≈ 85.6",
        ]
    );
}

#[test]
fn a_sheet_without_a_grade_is_no_sheet() {
    let mut desk = Desk::new(&[("KP", 100)], &[contract("BJ-1", "2024-01-01", None, &["KP"])]);
    desk.score("KP", "2024-01-30", "na", 0);
    let report = desk.report("2024-01", "2024-02-01");
    assert_eq!(told(&report), ["2024-01 missing — — 0"]);
    assert_eq!(report.lines[0].sheets.len(), 1);
}

#[test]
fn a_renewed_contract_goes_on_with_the_bad_months() {
    let mut desk = Desk::new(
        &[("KP", 100)],
        &[
            contract("BJ-1", "2024-01-01", Some("2024-03-31"), &["KP"]),
            contract("BJ-2", "2024-04-01", None, &["KP"]),
        ],
    );
    desk.score("KP", "2024-03-30", "70", 0).score("KP", "2024-04-30", "71", 0);
    assert_eq!(
        told(&desk.report("2024-03-01..2024-04-30", "2024-04-30")),
        ["2024-03 scored 70.0 60% 1", "2024-04 scored 71.0 60% 2!"]
    );
}

#[test]
fn a_deduction_never_takes_more_than_there_is() {
    let mut desk = Desk::new(&[("KP", 100)], &[contract("BJ-1", "2024-01-01", None, &["KP"])]);
    desk.score("KP", "2024-01-30", "5", 12);
    assert_eq!(told(&desk.report("2024-01", "2024-01-31")), ["2024-01 scored 0.0 60% 1"]);
}

#[test]
fn what_cannot_be_a_contract_is_refused() {
    let good = contract("BJ-1", "2024-01-01", Some("2024-12-31"), &["KP"]);
    let desk = Desk::new(&[("KP", 100)], std::slice::from_ref(&good));
    let refused = |wrong: &Contract, stamp: &mut Stamp| add_contract(&desk.book, wrong, stamp);
    let code = good.code.clone();
    let field = |field| ContractRefusal::Field { contract: code.clone(), field };
    let other = "BJ-0".parse().expect("a code");
    for (wrong, refusal) in [
        (
            Contract { name: "改名".to_owned(), ..good.clone() },
            ContractRefusal::Taken { contract: code.clone() },
        ),
        (Contract { name: " ".to_owned(), ..good.clone() }, field("name")),
        (Contract { templates: Vec::new(), ..good.clone() }, field("templates")),
        (Contract { alert_months: None, ..good.clone() }, field("alert_months")),
        (Contract { alert_months: Some(0), ..good.clone() }, field("alert_months")),
        (
            Contract { to: Some(day("2023-12-31")), ..good.clone() },
            ContractRefusal::Backwards {
                contract: code.clone(),
                from: day("2024-01-01"),
                to: day("2023-12-31"),
            },
        ),
        (
            contract("BJ-0", "2024-12-31", None, &["KP"]),
            ContractRefusal::Overlap { contract: other, other: code.clone() },
        ),
    ] {
        let mut stamp = desk.stamp.clone();
        assert_eq!(refused(&wrong, &mut stamp), Err(Refusal::Contract(refusal)));
    }
    let mut stamp = desk.stamp.clone();
    assert_eq!(refused(&good, &mut stamp), Ok(Decided::Already("BJ-1".to_owned())));
    for text in ["90", "90:x", "90:100;90:95", "-1:5"] {
        let text = text.to_owned();
        let unclear = Err(ContractRefusal::Bands { text: text.clone() });
        assert_eq!(Contract::parse_bands(&text), unclear);
    }
}

#[test]
fn a_contract_that_is_dated_back_is_not_known_before_it_was_recorded() {
    let mut book = Inspections::default();
    let recorded_at = Some(Moment::end_of(day("2024-03-05")));
    let late = Contract { recorded_at, ..contract("HT1", "2024-01-01", None, &["WB"]) };
    book.contracts.insert(late.code.clone(), late);
    let by_hand = contract("HT2", "2024-01-01", None, &["WB"]);
    book.contracts.insert(by_hand.code.clone(), by_hand);
    let known = |by: &str| {
        let mut book = book.clone();
        book.forget_after(Moment::end_of(day(by)));
        book.contracts().map(|contract| contract.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(known("2024-03-04"), ["HT2"]);
    assert_eq!(known("2024-03-05"), ["HT1", "HT2"]);
}
