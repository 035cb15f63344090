//! Filled checklists in the book: the record, its answers, its findings, and what contradicts them.

use crate::base::{Decided, Decimal, QuestionCode, Refuse as _};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{
    FormRequest, Given, InspectionRequest, Item, ItemKind, Limits, Outcome, Record, Refusal,
    Require, Rule, Scale, Section, Severity, Step, Template, TemplateRef, Value, add_template,
    record_form,
};

use super::office::{Office, a_step, code, request};

fn template(version: u32, from: &str, titles: [&str; 2]) -> Template {
    let item = |id: &str, title: &str, kind, limits| Item {
        id: id.parse().expect("a code"),
        section: "1".parse().expect("a code"),
        title: title.to_owned(),
        kind,
        points: None,
        of: None,
        per: None,
        unit: "MPa".to_owned(),
        limits,
        veto: false,
        mandatory: true,
        severity: (kind == ItemKind::Measure).then_some(Severity::Critical),
    };
    let limits = Limits { min: Some(Decimal::new(4, 1)), max: None };
    Template {
        id: "GY".parse().expect("a code"),
        version,
        title: "供氧检查表".to_owned(),
        valid_from: day(from),
        source: String::new(),
        scale: Scale::Percent,
        pass_mark: None,
        na_cap: Some(Decimal::from(50)),
        zero_section_fails: false,
        sections: vec![Section {
            id: "1".parse().expect("a code"),
            title: "供氧".to_owned(),
            points: None,
        }],
        items: vec![
            item("1.1", titles[0], ItemKind::Check, Limits::default()),
            item("1.2", titles[1], ItemKind::Measure, limits),
        ],
        sum: format!("sum of {version}"),
    }
}

fn answers(text: &str) -> Vec<Given> {
    let one = |text: &str| {
        let (item, value) = text.split_once('=').expect("an answer");
        Given {
            item: QuestionCode::parse(item).expect("a code"),
            value: Value::parse(value).expect("a value"),
            note: String::new(),
        }
    };
    text.split_whitespace().map(one).collect()
}

/// An office whose rule asks for a pass, with the checklist.
fn office() -> Office {
    let passed = Rule { require: Require::Passed, ..rule("R1", "1/month", "2024-01-01") };
    let mut office = Office::with(passed);
    let decided = add_template(&office.book, &template(1, "2024-01-01", ["阀门", "压力"]));
    office.take(decided.expect("decided"));
    office
}

fn form(date: &str, given: &str) -> FormRequest {
    FormRequest {
        inspection: request("R1", date),
        template: TemplateRef { id: "GY".parse().expect("a code"), version: None },
        answers: answers(given),
    }
}

fn fill(office: &mut Office, request: &FormRequest) -> Result<Vec<Record>, Refusal> {
    office.stamp.recorded_at = crate::inspections::testing::evening(request.inspection.date);
    let decided = record_form(&office.book, request, &mut office.stamp)?;
    Ok(office.take(decided))
}

#[test]
fn a_failing_item_opens_a_finding_and_a_passing_retest_meets_the_duty() {
    let mut office = office();
    let rows = fill(&mut office, &form("2024-01-10", "1.1=pass 1.2=0.39")).expect("recorded");
    let [
        Record::Inspection(record),
        Record::Answer(_),
        Record::Answer(second),
        Record::Finding(event),
    ] = rows.as_slice()
    else {
        panic!("{rows:?}")
    };
    assert_eq!((record.result, record.score), (Outcome::Fail, Some(Decimal::from(50))));
    assert_eq!((&second.record, second.version), (&record.id, 1));
    assert_eq!(event.record.as_ref(), Some(&second.id));
    assert_eq!(
        (event.severity, event.note.as_str()),
        (Some(Severity::Critical), "1.2 压力: 0.39MPa (≥ 0.4MPa)",)
    );
    let finding = event.finding.clone();
    let opened = office.book.findings().find(|own| own.id == finding).expect("a finding");
    assert_eq!(office.book.item_of(&opened).map(QuestionCode::as_str), Some("1.2"));
    assert_eq!(office.report("2024-01", at_end_of("2024-01-31")).summary.total.missed, 1);
    // While it is open, the same item opens no second one; another item does.
    let rows = fill(&mut office, &form("2024-01-11", "1.1=fail 1.2=0.2")).expect("recorded");
    let opened = rows.iter().filter(|row| matches!(row, Record::Finding(_))).count();
    assert_eq!(opened, 1);
    let rows = fill(&mut office, &form("2024-01-12", "1.1=pass 1.2=0.4")).expect("recorded");
    assert_eq!(rows.len(), 3);
    assert_eq!(office.report("2024-01", at_end_of("2024-01-31")).summary.total.missed, 0);
    // Closed and failing again: a new one.
    let steps = [(Step::Rectify, "水工"), (Step::Verify, "科长")];
    for (step, person) in steps {
        office.at("2024-01-13").step(&a_step(&finding, step, "2024-01-13", person)).expect("done");
    }
    let rows = fill(&mut office, &form("2024-01-14", "1.1=pass 1.2=0.1")).expect("recorded");
    assert!(rows.iter().any(|row| matches!(row, Record::Finding(_))));
}

#[test]
fn too_much_left_out_meets_no_duty_and_what_fails_opens_a_finding_all_the_same() {
    let mut office = office();
    let mut strict = template(2, "2024-01-02", ["阀门", "压力"]);
    strict.na_cap = Some(Decimal::from(49));
    let decided = add_template(&office.book, &strict).expect("decided");
    office.take(decided);
    let rows = fill(&mut office, &form("2024-01-10", "1.1=fail 1.2=na")).expect("recorded");
    let [Record::Inspection(record), .., Record::Finding(_)] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!((record.result, record.score), (Outcome::Na, None));
    assert_eq!(office.report("2024-01", at_end_of("2024-01-31")).summary.total.missed, 1);
}

#[test]
fn the_same_sheet_again_is_no_error_and_other_answers_are() {
    let mut office = office();
    let first = form("2024-01-10", "1.1=pass 1.2=0.5");
    fill(&mut office, &first).expect("recorded");
    assert_eq!(fill(&mut office, &first).expect("known"), Vec::new());
    let backwards = form("2024-01-10", "1.2=0.5 1.1=pass");
    assert_eq!(fill(&mut office, &backwards).expect("known"), Vec::new());
    let other = form("2024-01-10", "1.1=pass 1.2=0.6");
    assert_eq!(code(fill(&mut office, &other)), "inspect.conflict");
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let mut office = office();
    for (given, refused) in [
        ("1.1=pass", "template.unanswered"),
        ("", "template.unanswered"),
        ("1.1=pass 1.2=pass", "template.value"),
        ("1.1=3 1.2=0.5", "template.value"),
        ("1.1=pass 1.1=pass 1.2=0.5", "template.answered_twice"),
        ("1.1=pass 1.3=0.5", "template.unknown_item_near"),
        ("1.1=pass 压力=0.5", "template.unknown_item"),
    ] {
        assert_eq!(code(fill(&mut office, &form("2024-01-10", given))), refused, "{given}");
    }
    let unknown = FormRequest {
        template: TemplateRef { id: "GYY".parse().expect("a code"), version: None },
        ..form("2024-01-10", "1.1=pass")
    };
    assert_eq!(code(fill(&mut office, &unknown)), "template.unknown_near");
}

#[test]
fn a_record_reads_by_its_version_for_ever_and_a_new_version_comes_later() {
    let mut office = office();
    let rows = fill(&mut office, &form("2024-01-10", "1.1=pass 1.2=0.5")).expect("recorded");
    let Some(Record::Inspection(record)) = rows.first() else { panic!("a record") };
    let second = template(2, "2024-02-01", ["阀门和管路", "压力"]);
    let early = template(2, "2024-01-01", ["阀门和管路", "压力"]);
    let refused = add_template(&office.book, &early).expect_err("too early");
    assert_eq!(refused.code(), "template.version_taken");
    let decided = add_template(&office.book, &second).expect("decided");
    office.take(decided);
    assert_eq!(add_template(&office.book, &second), Ok(Decided::Already("GY@2".to_owned())));
    let title = |office: &Office, id| {
        office.book.with_marking(id, |marking| marking.items[0].item.title.clone())
    };
    assert_eq!(title(&office, &record.id).as_deref(), Some("阀门"));
    let named = |version| FormRequest {
        template: TemplateRef { id: "GY".parse().expect("a code"), version: Some(version) },
        ..form("2024-02-10", "1.1=pass 1.2=0.5")
    };
    assert_eq!(code(fill(&mut office, &named(1))), "template.other_version");
    assert_eq!(code(fill(&mut office, &named(3))), "template.unknown_version");
    let rows = fill(&mut office, &named(2)).expect("recorded");
    let Some(Record::Inspection(record)) = rows.first() else { panic!("a record") };
    assert_eq!(title(&office, &record.id).as_deref(), Some("阀门和管路"));
    let before = FormRequest {
        inspection: InspectionRequest { date: day("2023-12-31"), ..request("R1", "2024-01-01") },
        ..form("2024-01-01", "1.1=pass 1.2=0.5")
    };
    assert!(fill(&mut office, &before).is_err());
}

/// What is done to a row behind the book's back.
type Twist = fn(&mut Record);

/// The book of the rows of an office, each changed on its way.
fn retold(office: &Office, change: impl Fn(&mut Record)) -> crate::inspections::Inspections {
    let mut book = crate::inspections::Inspections::default();
    for row in &office.rows {
        let mut row = row.clone();
        change(&mut row);
        book.apply(&row).expect("a row that folds");
    }
    book
}

#[test]
fn an_edited_version_and_a_record_that_contradicts_its_answers_show() {
    let mut office = office();
    fill(&mut office, &form("2024-01-10", "1.1=pass 1.2=0.5")).expect("recorded");
    let book = retold(&office, |_| {});
    assert!(book.faults().is_empty() && book.forms.edited().is_empty());
    let book = retold(&office, |row| {
        if let Record::Template(template) = row {
            template.sum = "edited".to_owned();
        }
    });
    let edited = book.forms.edited();
    assert_eq!((edited.len(), edited[0].version, edited[0].records.len()), (1, 1, 1));
    let codes = |book: &crate::inspections::Inspections| -> Vec<&'static str> {
        book.faults().values().flatten().map(Refusal::code).collect()
    };
    assert!(codes(&book).is_empty());
    let changes: [(Twist, &str); 4] = [
        (
            |row| {
                if let Record::Inspection(record) = row {
                    record.score = Some(Decimal::from(99));
                }
            },
            "template.disagrees",
        ),
        (
            |row| {
                if let Record::Answer(answer) = row {
                    answer.record = "C9".parse().expect("an id");
                }
            },
            "template.no_record",
        ),
        (
            |row| {
                if let Record::Answer(answer) = row {
                    answer.version = 7;
                }
            },
            "template.unknown_version",
        ),
        (
            |row| {
                if let Record::Inspection(record) = row {
                    record.template = None;
                }
            },
            "template.other_template",
        ),
    ];
    for (change, expected) in changes {
        assert_eq!(codes(&retold(&office, change)), [expected]);
    }
}
