//! The rules of checklists: the worked values of the domain page, and what must hold of any sheet.

use proptest::prelude::*;

use crate::base::{Day, Decimal, Fraction, QuestionCode, parse_decimal};

use super::{
    FormRefusal, Given, Item, ItemKind, Limits, Marking, Scale, Section, Template, Tick, Value,
    Verdict, Why, mark,
};

fn number(text: &str) -> Decimal {
    parse_decimal(text).expect("a number")
}

fn section(id: &str, points: Option<&str>) -> Section {
    Section { id: id.parse().expect("a code"), title: id.to_owned(), points: points.map(number) }
}

/// An item: `1.1 check 3`, `1.2 score 5/2`, `1.3 count 5 -0.5`, `1.4 measure 1 6..9`, `1.5 count -0.5`,
/// and `veto` or `optional` after it.
fn item(text: &str) -> Item {
    let mut words = text.split_whitespace();
    let id = words.next().expect("a code");
    let kind = ItemKind::parse(words.next().expect("a kind")).expect("a kind");
    let mut item = Item {
        id: id.parse().expect("a code"),
        section: id.split('.').next().expect("a section").parse().expect("a code"),
        title: format!("第 {id} 项"),
        kind,
        points: None,
        of: None,
        per: None,
        unit: String::new(),
        limits: Limits::default(),
        veto: false,
        mandatory: true,
        severity: None,
    };
    for word in words {
        match word {
            "veto" => item.veto = true,
            "optional" => item.mandatory = false,
            _ if word.contains("..") => {
                let (min, max) = word.split_once("..").expect("limits");
                let end = |text: &str| (!text.is_empty()).then(|| number(text));
                item.limits = Limits { min: end(min), max: end(max) };
            }
            _ if word.starts_with('-') => item.per = Some(number(&word[1..])),
            _ => {
                let (points, of) = word.split_once('/').map_or((word, None), |(a, b)| (a, Some(b)));
                item.points = Some(number(points));
                item.of = of.map(number);
            }
        }
    }
    item
}

fn template(scale: Scale, sections: Vec<Section>, items: &[&str]) -> Template {
    Template {
        id: "T1".parse().expect("a code"),
        version: 1,
        title: "检查表".to_owned(),
        valid_from: Day::parse("2024-01-01").expect("a day"),
        source: String::new(),
        scale,
        pass_mark: None,
        na_cap: None,
        zero_section_fails: false,
        sections,
        items: items.iter().map(|text| item(text)).collect(),
        sum: String::new(),
    }
}

/// Answers: `1.1=pass 1.2=3`.
fn given(text: &str) -> Vec<Given> {
    text.split_whitespace()
        .map(|one| {
            let (item, value) = one.split_once('=').expect("an answer");
            Given {
                item: QuestionCode::parse(item).expect("a code"),
                value: Value::parse(value).expect("a value"),
                note: String::new(),
            }
        })
        .collect()
}

fn shown(marking: &Marking<'_>) -> String {
    let reached = marking.reached.and_then(|reached| reached.floor(1));
    reached.map_or_else(|| "—".to_owned(), |score| score.to_string())
}

#[test]
fn e12_too_much_left_out_is_no_grade() {
    let items = ["1.1 check 3", "1.2 check 2", "1.3 check 5", "1.4 score 1/2"];
    let mut template = template(Scale::Percent, vec![section("1", None)], &items);
    template.na_cap = Some(number("30"));
    template.check().expect("a checklist");
    let answers = given("1.1=pass 1.2=fail 1.3=na 1.4=1");
    let marking = mark(&template, &answers);
    assert_eq!(shown(&marking), "58.3");
    assert_eq!(marking.reached, Fraction::new(350, 6));
    assert_eq!(marking.left_out.to_string(), "45.4%");
    assert_eq!(marking.verdict, Verdict::Insufficient);
    assert_eq!(marking.score(), None);
    // At the cap itself there is a grade.
    let cap = Some(Decimal::from(5) * Decimal::ONE_HUNDRED / Decimal::from(11));
    assert!(
        mark(&Template { na_cap: cap.map(|cap| cap.ceil()), ..template }, &answers)
            .score()
            .is_some()
    );
}

/// The smoke-free hundred points: ten sections, passed by 80 points and no section at zero.
fn smoke_free() -> Template {
    let points = ["15", "5", "15", "10", "10", "9", "9", "9", "9", "9"];
    let sections: Vec<Section> =
        (1..=10).map(|number| section(&number.to_string(), None)).collect();
    let items: Vec<String> = (1..=10)
        .zip(points)
        .map(|(section, points)| format!("{section}.1 score {points}"))
        .collect();
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let template = Template {
        pass_mark: Some(number("80")),
        zero_section_fails: true,
        ..template(Scale::Points, sections, &items)
    };
    template.check().expect("a checklist");
    template
}

#[test]
fn e13_smoke_free_passes_by_its_sum_and_by_every_section() {
    let template = smoke_free();
    assert_eq!(template.full(), Fraction::from_decimal(Decimal::ONE_HUNDRED));
    for (points, sum, verdict) in [
        (
            "15 0 15 10 10 9 9 9 9 9",
            "95.0",
            Verdict::Fail(vec![Why::ZeroSection("2".parse().expect("a code"))]),
        ),
        ("10 5 10 8 8 8 8 8 8 7", "80.0", Verdict::Pass),
        ("10 5 10 8 8 8 8 8 8 6.5", "79.5", Verdict::Fail(vec![Why::BelowMark(number("80"))])),
    ] {
        let answers: Vec<String> = (1..=10)
            .zip(points.split_whitespace())
            .map(|(section, points)| format!("{section}.1={points}"))
            .collect();
        let answers = given(&answers.join(" "));
        let marking = mark(&template, &answers);
        assert_eq!(shown(&marking), sum);
        assert_eq!(marking.verdict, verdict, "{points}");
    }
}

#[test]
fn e14_occurrences_cost_until_the_item_is_used_up() {
    let items = ["1.1 count 5 -0.5", "2.1 check 5"];
    let sections = vec![section("1", None), section("2", None)];
    let template = template(Scale::Points, sections, &items);
    template.check().expect("a checklist");
    for (butts, left) in [("12", "0"), ("3", "3.5"), ("0", "5"), ("10", "0"), ("9", "0.5")] {
        let answers = given(&format!("1.1={butts} 2.1=pass"));
        let marking = mark(&template, &answers);
        assert_eq!(marking.sections[0].got(), left.parse().expect("points"), "{butts} butts");
    }
}

#[test]
fn a_section_pays_for_counts_without_points_of_their_own_down_to_zero() {
    let sections = vec![section("1", Some("40")), section("2", None)];
    let items = ["1.1 count -2", "1.2 check 10", "2.1 check 60"];
    let template = template(Scale::Points, sections, &items);
    template.check().expect("a checklist");
    for (answers, section, score) in [
        ("1.1=0 1.2=pass 2.1=pass", "40", "100.0"),
        ("1.1=3 1.2=pass 2.1=pass", "34", "94.0"),
        ("1.1=3 1.2=fail 2.1=pass", "24", "84.0"),
        ("1.1=30 1.2=pass 2.1=pass", "0", "60.0"),
        // The item leaves both sums: 24 of 30, 60 of 60.
        ("1.1=3 1.2=na 2.1=pass", "24", "93.3"),
        ("1.1=na 1.2=na 2.1=pass", "0", "100.0"),
    ] {
        let answers_given = given(answers);
        let marking = mark(&template, &answers_given);
        assert_eq!(marking.sections[0].got(), section.parse().expect("points"), "{answers}");
        assert_eq!(shown(&marking), score, "{answers}");
    }
}

#[test]
fn limits_are_inclusive_and_open_where_nothing_is_said() {
    let sections = vec![section("1", None)];
    let items = ["1.1 measure 1 6..9", "1.2 measure 1 0.5..", "1.3 measure 1 ..20"];
    let template = template(Scale::Percent, sections, &items);
    template.check().expect("a checklist");
    for (answers, failing) in [
        ("1.1=6 1.2=0.5 1.3=20", ""),
        ("1.1=9 1.2=100 1.3=-5", ""),
        ("1.1=5.99 1.2=0.49 1.3=20.01", "1.1 1.2 1.3"),
        ("1.1=9.01 1.2=0.5 1.3=20", "1.1"),
    ] {
        let answers_given = given(answers);
        let marking = mark(&template, &answers_given);
        let failing_now: Vec<&str> = marking.failing().map(|mark| mark.item.id.as_str()).collect();
        assert_eq!(failing_now.join(" "), failing, "{answers}");
        assert_eq!(marking.verdict == Verdict::Pass, failing.is_empty(), "{answers}");
    }
}

#[test]
fn a_veto_and_a_measure_out_of_range_fail_whatever_the_score() {
    let sections = vec![section("1", None)];
    let items = ["1.1 check 1 veto", "1.2 measure 1 ..8", "1.3 check 98"];
    let mut template = template(Scale::Points, sections, &items);
    template.pass_mark = Some(number("80"));
    template.check().expect("a checklist");
    let code = |text: &str| QuestionCode::parse(text).expect("a code");
    for (answers, verdict) in [
        ("1.1=pass 1.2=8 1.3=pass", Verdict::Pass),
        ("1.1=fail 1.2=8 1.3=pass", Verdict::Fail(vec![Why::Veto(code("1.1"))])),
        ("1.1=pass 1.2=8.1 1.3=pass", Verdict::Fail(vec![Why::Limits(code("1.2"))])),
        ("1.1=na 1.2=8 1.3=pass", Verdict::Pass),
        ("1.1=pass 1.2=8 1.3=fail", Verdict::Fail(vec![Why::BelowMark(number("80"))])),
    ] {
        let answers_given = given(answers);
        assert_eq!(mark(&template, &answers_given).verdict, verdict, "{answers}");
    }
}

#[test]
fn a_sheet_of_nothing_but_na_has_no_grade_even_without_a_cap() {
    let template = template(Scale::Percent, vec![section("1", None)], &["1.1 check 1"]);
    let answers = given("1.1=na");
    let marking = mark(&template, &answers);
    assert_eq!((marking.reached, &marking.verdict), (None, &Verdict::Insufficient));
    assert_eq!(marking.left_out.to_string(), "100.0%");
}

#[test]
fn what_cannot_be_a_checklist_is_refused() {
    let one = |items: &[&str]| template(Scale::Percent, vec![section("1", None)], items);
    let good = one(&["1.1 check 1"]);
    good.check().expect("a checklist");
    let field = |field| FormRefusal::Field { template: good.id.clone(), field };
    let of_item = |field| FormRefusal::ItemField {
        template: good.id.clone(),
        item: "1.1".parse().expect("a code"),
        field,
    };
    let of_section = FormRefusal::SectionPoints {
        template: good.id.clone(),
        section: "1".parse().expect("a code"),
    };
    let twice =
        |code: &str| FormRefusal::CodeTwice { template: good.id.clone(), code: code.to_owned() };
    let mark = |text: &str| Some(number(text));
    for (wrong, refusal) in [
        (Template { title: " ".to_owned(), ..good.clone() }, field("title")),
        (Template { version: 0, ..good.clone() }, field("version")),
        (Template { items: Vec::new(), ..good.clone() }, field("items")),
        (Template { pass_mark: mark("101"), ..good.clone() }, field("pass_mark")),
        (Template { na_cap: mark("101"), ..good.clone() }, field("na_cap")),
        (
            Template { sections: vec![section("1", Some("0.5"))], ..good.clone() },
            of_section.clone(),
        ),
        (
            Template { sections: vec![section("2", None), section("1", None)], ..good.clone() },
            FormRefusal::SectionPoints {
                template: good.id.clone(),
                section: "2".parse().expect("a code"),
            },
        ),
        (
            Template { sections: vec![section("1", None), section("1", None)], ..good.clone() },
            twice("1"),
        ),
        (one(&["1.1 check 1", "1.1 check 1"]), twice("1.1")),
        (one(&["1.1 check 1 1..2"]), of_item("limits")),
        (one(&["1.1 measure 1"]), of_item("limits")),
        (one(&["1.1 measure 1 3..2"]), of_item("limits")),
        (one(&["1.1 count 1"]), of_item("per")),
        (one(&["1.1 check 1 -2"]), of_item("per")),
        (one(&["1.1 count 1 -2 veto"]), of_item("veto")),
        (one(&["1.1 check 1/2"]), of_item("of")),
        (one(&["1.1 count -2"]), of_section),
    ] {
        assert_eq!(wrong.check(), Err(refusal));
    }
}

/// Sheets of up to a dozen items of every kind in two sections, with answers to some of them.
fn filled() -> impl Strategy<Value = (Template, Vec<Given>)> {
    let one = (0_usize..4, 1_u32..20, 0_u32..30, 0_u32..4);
    prop::collection::vec(one, 1..12).prop_map(|rows| {
        let (mut items, mut answers) = (Vec::new(), Vec::new());
        for (at, (kind, points, value, answered)) in rows.iter().enumerate() {
            let id = format!("{}.{at}", at % 2 + 1);
            let (text, value) = match kind {
                0 => (
                    format!("{id} check {points}"),
                    ["pass", "fail"][*value as usize % 2].to_owned(),
                ),
                1 => (format!("{id} score {points}/7"), (value % 8).to_string()),
                2 => (format!("{id} measure {points} 5..20"), value.to_string()),
                _ => (format!("{id} count {points} -0.5"), value.to_string()),
            };
            items.push(text);
            match answered {
                0 => {}
                1 => answers.push(format!("{id}=na")),
                _ => answers.push(format!("{id}={value}")),
            }
        }
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let mut sections = vec![section("1", None)];
        sections.extend((rows.len() > 1).then(|| section("2", None)));
        let template = template(Scale::Percent, sections, &items);
        template.check().expect("a checklist");
        (template, given(&answers.join(" ")))
    })
}

const CASES: u32 = if cfg!(debug_assertions) { 256 } else { 10_000 };

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn a_score_lies_between_nothing_and_full_marks_and_deductions_take_no_more_than_there_is(
        (template, answers) in filled(),
    ) {
        let marking = mark(&template, &answers);
        for section in &marking.sections {
            prop_assert!(section.got() >= Fraction::ZERO);
            prop_assert!(section.got() <= section.reachable && section.reachable <= section.points);
        }
        for item in marking.items.iter().filter(|item| item.item.kind == ItemKind::Count) {
            prop_assert!(item.granted.is_none_or(|granted| item.deducted <= granted));
        }
        if let Some(reached) = marking.reached {
            prop_assert!(reached >= Fraction::ZERO && reached <= template.full());
        }
    }

    #[test]
    fn one_more_passing_item_never_lowers_the_score((template, answers) in filled(), points in 1_u32..50) {
        let before = mark(&template, &answers).reached.unwrap_or(Fraction::ZERO);
        let mut more = template.clone();
        more.items.push(item(&format!("1.99 check {points}")));
        let answers = [answers, given("1.99=pass")].concat();
        prop_assert!(mark(&more, &answers).reached.is_some_and(|after| after >= before));
    }

    #[test]
    fn leaving_out_what_passes_never_raises_the_score((template, answers) in filled()) {
        let before = mark(&template, &answers);
        for (at, one) in answers.iter().enumerate() {
            let own = before.items.iter().find(|item| item.item.id == one.item);
            let full = own.is_some_and(|own| {
                own.granted == Some(Fraction::from_decimal(own.item.weight()))
                    && !own.deducted.is_positive()
            });
            if full {
                let mut less = answers.clone();
                less[at].value = Value::Tick(Tick::Na);
                let after = mark(&template, &less);
                prop_assert!(after.reached.unwrap_or(Fraction::ZERO) <= before.reached.unwrap_or(Fraction::ZERO));
                prop_assert!(after.left_out.part > before.left_out.part);
            }
        }
    }

    #[test]
    fn not_answering_is_no_better_than_saying_not_applicable((template, answers) in filled()) {
        let said = mark(&template, &answers);
        let silent: Vec<Given> =
            answers.iter().filter(|one| one.value != Value::Tick(Tick::Na)).cloned().collect();
        let silent = mark(&template, &silent);
        prop_assert_eq!(silent.reached, said.reached);
        prop_assert_eq!(silent.left_out, said.left_out);
        prop_assert_eq!(silent.verdict, said.verdict);
    }
}
