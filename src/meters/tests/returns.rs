//! The return: cells with their sources, what is missing, which template is taken.

use super::drivers::{enter, org};
use super::lab::{book, day, number, point, span};
use crate::base::{Decimal, Refuse as _};
use crate::meters::{
    Carrier, Content, DriverKind, DueDay, EnergyScope, FillOptions, FilledReturn, FormRow, Meters,
    Origin, Part, ReturnForm, Utility, View, fill,
};

fn row(name: &str, content: Content, divide_by: &str, decimals: u32) -> FormRow {
    FormRow {
        sheet: "表".to_owned(),
        line: String::new(),
        name: name.to_owned(),
        unit: String::new(),
        content,
        divide_by: number(divide_by),
        decimals,
    }
}

fn form(name: &str, origin: Origin) -> ReturnForm {
    let carrier = |utility| Carrier::new(utility, None).expect("a carrier");
    let electricity = |part| Content::Use { carrier: carrier(Utility::Electricity), part };
    ReturnForm {
        name: name.to_owned(),
        title: name.to_owned(),
        due: DueDay::parse("03-31"),
        due_source: String::new(),
        source: String::new(),
        mark: None,
        origin,
        rows: vec![
            row("用电量", electricity(None), "10000", 4),
            row("机房", electricity(Some(Part::DataCentre)), "1", 2),
            row("电费", Content::Cost(carrier(Utility::Electricity)), "1", 2),
            row("面积", Content::Driver(DriverKind::Area), "1", 0),
            row("人数", Content::Persons, "1", 2),
            row("汽油", Content::ByHand, "1", 0),
        ],
    }
}

fn filled(meters: &Meters, period: &str, today: &str) -> FilledReturn {
    let options = FillOptions {
        span: span(period),
        site: None,
        scope: EnergyScope::default(),
        today: day(today),
        view: View::NOW,
    };
    fill(meters, &org(), &form("表", Origin::Sample), &options).expect("a period")
}

fn year() -> Meters {
    let mut meters =
        book(vec![point("D", "")], "", "D 2025-01-01 0|D 2025-04-01 12345|D 2026-01-01 50000");
    enter(&mut meters, "area 10000 2025");
    meters
}

fn shown(filled: &FilledReturn) -> Vec<Option<String>> {
    filled.cells.iter().map(|cell| cell.value.map(|value: Decimal| value.to_string())).collect()
}

#[test]
fn a_cell_has_its_value_in_the_forms_unit_and_its_sources() {
    let filled = filled(&year(), "2025", "2026-03-31");
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(shown(&filled), [text("5.0000"), None, None, text("10000"), None, None]);
    assert_eq!(filled.cells[0].sources, ["D"]);
    assert_eq!(filled.cells[3].sources.len(), 12, "a row a month");
    let lacks: Vec<Vec<String>> = filled
        .missing()
        .map(|cell| cell.lacks.iter().map(|lack| lack.message().code).collect())
        .collect();
    assert_eq!(lacks[0], ["quota.no_part"]);
    assert_eq!(lacks[1], ["return.cost"]);
    assert!(lacks[2].iter().all(|code| code == "quota.driver_year"));
    assert_eq!(lacks[3], ["return.by_hand"]);
}

#[test]
fn an_open_month_leaves_its_cell_empty() {
    let meters = book(vec![point("D", "")], "", "D 2025-01-01 0|D 2025-12-01 40000");
    let open = filled(&meters, "2025", "2026-01-05");
    assert_eq!(open.cells[0].value, None, "eleven months are no year");
    assert_eq!(open.cells[0].lacks[0].message().code, "quota.open");
    assert_eq!(open.open().len(), 1);
    let quarter = filled(&year(), "2025-Q1", "2025-04-05");
    assert_eq!(shown(&quarter)[0].as_deref(), Some("1.2345"));
}

#[test]
fn a_return_of_a_year_is_due_in_the_next_one_and_overdue_after_that_day() {
    let due = |period: &str, today: &str| {
        let filled = filled(&year(), period, today);
        (filled.due.map(|due| due.to_string()), filled.overdue())
    };
    let day = Some("2026-03-31".to_owned());
    assert_eq!(due("2025", "2026-03-31"), (day.clone(), None));
    assert_eq!(due("2025", "2026-04-01"), (day, Some(1)));
    assert_eq!(due("2025-Q1", "2026-04-01"), (None, None));
    for wrong in ["", "3", "02-29", "13-01", "04-31", "a-b"] {
        assert_eq!(DueDay::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn only_whole_months_quarters_and_years_are_periods() {
    let options = |period: &str| FillOptions {
        span: span(period),
        site: None,
        scope: EnergyScope::default(),
        today: day("2026-01-05"),
        view: View::NOW,
    };
    let fill = |period| fill(&year(), &org(), &form("表", Origin::Sample), &options(period));
    for period in ["2025", "2025-Q2", "2025-02"] {
        assert!(fill(period).is_ok(), "{period}");
    }
    for period in ["2025-01-01..2025-02-28", "2025-02-01..2025-04-30", "2025-01-02..2025-12-31"] {
        assert_eq!(fill(period).expect_err("refused").code(), "return.period", "{period}");
    }
}

#[test]
fn the_stores_own_form_is_taken_and_one_of_several_is_named() {
    let mut meters = Meters::default();
    let name = |meters: &Meters, named: Option<&str>| {
        let form = meters.form(named).map_err(|refusal| refusal.code())?;
        Ok::<(String, Origin), &str>((form.name.clone(), form.origin))
    };
    meters.add_form(form("样例", Origin::Sample));
    assert_eq!(name(&meters, None), Ok(("样例".to_owned(), Origin::Sample)));
    meters.add_form(form("样例", Origin::Store));
    assert_eq!(name(&meters, Some("样例")), Ok(("样例".to_owned(), Origin::Store)));
    assert_eq!(name(&meters, None), Ok(("样例".to_owned(), Origin::Store)));
    assert_eq!(name(&meters, Some("年报")), Err("return.unknown_form"));
    meters.add_form(form("年报", Origin::Store));
    assert_eq!(name(&meters, None), Err("return.which_form"));
    assert_eq!(name(&meters, Some("年报")), Ok(("年报".to_owned(), Origin::Store)));
}
