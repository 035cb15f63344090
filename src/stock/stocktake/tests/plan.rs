//! Who counts what and when: scopes, several counters, the cycle (domain §2.7, 2.10).

use crate::stock::Class;

use super::*;

const SHELVES: &str = "item A 只 class=A shelf=B-02
    item B 只 class=B shelf=A-01
    item C 只 shelf=A-02
    item D 只 class=A
    store ZW
    03-01 opening A 5 opening > store:ZW @1
    03-01 opening B 5 opening > store:ZW @1
    03-01 opening C 5 opening > store:ZW @1
    03-01 opening D 5 opening > store:ZW @1";

fn lines(desk: &Desk) -> Vec<String> {
    let lines = desk.stock.sheets[&code()].lines();
    lines.iter().map(|line| format!("{} {}", line.of.goods, line.planned)).collect()
}

fn opened(scope: ScopeRequest, planned: &[(&str, Option<&str>)]) -> Result<Desk, Refusal> {
    let mut desk = Desk::new(SHELVES);
    let planned = planned.iter().map(|(person, shelf)| Planned {
        person: (*person).to_owned(),
        shelf: shelf.map(str::to_owned),
    });
    let request = OpenRequest { scope, planned: planned.collect(), ..full(Some("close")) };
    let decided = open(&desk.stock, &request, &mut desk.stamp)?;
    desk.sheet(decided);
    let again = open(&desk.stock, &request, &mut desk.stamp);
    assert_eq!(again, Ok(Decided::Already("PD03".to_owned())));
    Ok(desk)
}

#[test]
fn a_sheet_goes_by_shelf_and_what_has_none_comes_last() {
    let desk = opened(ScopeRequest::Full, &[]).expect("opened");
    assert_eq!(lines(&desk), ["B ", "C ", "A ", "D "]);
}

#[test]
fn a_sheet_may_be_of_classes_or_of_shelves() {
    let desk = opened(ScopeRequest::Classes(vec![Class::A]), &[]).expect("opened");
    assert_eq!(lines(&desk), ["A ", "D "]);
    let desk = opened(ScopeRequest::Shelves(vec!["A-".to_owned()]), &[]).expect("opened");
    assert_eq!(lines(&desk), ["B ", "C "]);
    assert_eq!(desk.differences().scope, Scope::Shelves(vec!["A-".to_owned()]));
    let unknown = opened(ScopeRequest::Shelves(vec!["Q".to_owned()]), &[]).map(|_| ());
    assert_eq!(unknown.expect_err("refused").code(), "stocktake.unknown_shelf");
    for text in ["full", "items", "due", "category=五金+电料", "class=A+B", "shelf=A-01+B"] {
        assert_eq!(Scope::parse(text).map(|scope| scope.to_string()).as_deref(), Some(text));
    }
}

#[test]
fn several_people_share_the_lines_by_shelf_or_fairly() {
    let desk = opened(ScopeRequest::Full, &[("甲", None), ("乙", None)]).expect("opened");
    assert_eq!(lines(&desk), ["B 甲", "C 甲", "A 乙", "D 乙"]);
    let planned = [("甲", Some("A-")), ("乙", Some("B-")), ("丙", None)];
    let desk = opened(ScopeRequest::Full, &planned).expect("opened");
    assert_eq!(lines(&desk), ["B 甲", "C 甲", "A 乙", "D 丙"]);
}

fn due_on(desk: &Desk, as_of: &str, within: u32) -> Vec<String> {
    let options = DueOptions { as_of: day(as_of), store: None, within, listed: DueListed::Due };
    let told = |line: &DueLine| format!("{} {} {}", line.item, line.due, line.overdue);
    due(&desk.stock, &options).lines.iter().map(told).collect()
}

#[test]
fn everything_is_counted_once_a_month_where_no_cycle_is_chosen() {
    let mut desk = Desk::new(ONE);
    assert!(due_on(&desk, "03-30", 0).is_empty());
    assert_eq!(due_on(&desk, "03-30", 1), ["X 2026-03-31 -1"]);
    assert_eq!(due_on(&desk, "03-31", 0), ["X 2026-03-31 0"]);
    assert_eq!(due_on(&desk, "04-02", 0), ["X 2026-03-31 2"], "never counted");
    desk.open(Some("close")).counted(&["X=60"]).approved();
    assert_eq!(due_on(&desk, "04-02", 0), ["X 2026-03-31 2"], "a count counts when it is posted");
    desk.posted();
    assert!(due_on(&desk, "04-29", 0).is_empty());
    assert_eq!(due_on(&desk, "05-03", 0), ["X 2026-04-30 3"]);
}

#[test]
fn a_cycle_counts_its_days_from_the_last_posted_count_by_class() {
    let mut desk = opened(ScopeRequest::Full, &[]).expect("opened");
    desk.stock.counting.cycle.extend([(Class::A, 90), (Class::B, 180), (Class::C, 365)]);
    desk.counted(&["A=5", "B=5", "C=5", "D=5"]).approved().posted();
    assert!(due_on(&desk, "06-28", 0).is_empty());
    assert_eq!(due_on(&desk, "06-29", 0), ["A 2026-06-29 0", "D 2026-06-29 0"]);
    let all = due_on(&desk, "2027-03-31", 0);
    assert_eq!(all, ["A 2026-06-29 275", "D 2026-06-29 275", "B 2026-09-27 185", "C 2027-03-31 0"]);
    let sheet = SheetCode::parse("PD06").expect("a code");
    let (date, scope) = (day("06-30"), ScopeRequest::Due);
    let request = OpenRequest { sheet: Some(sheet.clone()), date, scope, ..full(Some("close")) };
    let decided = open(&desk.stock, &request, &mut desk.stamp).expect("opened");
    assert_eq!(desk.sheet(decided), 3);
    let lines = desk.stock.sheets[&sheet].lines();
    let goods: Vec<String> = lines.iter().map(|line| line.of.goods.to_string()).collect();
    assert_eq!(goods, ["A", "D"]);
}
