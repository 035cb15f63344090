//! Goods lent out, signatures, and finance's figures beside the store's own.

use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use super::circulation::{Desk, LAMPS, department, goods, slip};
use crate::base::{Moment, Month};
use crate::stock::testing::{day, item, money, quantity, store};
use crate::stock::{
    self, Borrower, BringBackRequest, FinanceRequest, LedgersOptions, LendRequest, LoansOptions,
    Owing, Record, SignRequest, UnsignedOptions,
};

impl Desk {
    fn lend(&mut self, on: &str, number: &str, much: &str, due: &str) -> String {
        let request = LendRequest {
            slip: slip(on, number),
            goods: goods("LAMP", much),
            store: store("A"),
            borrower: Borrower::Department(department("WK1")),
            due: day(due),
        };
        self.line(|stock, rules, stamp| stock::lend(stock, rules, &request, stamp))
    }

    fn bring_back(&mut self, on: &str, number: &str, much: &str) -> String {
        let request =
            BringBackRequest { slip: slip(on, number), goods: goods("LAMP", much), store: None };
        self.line(|stock, rules, stamp| stock::bring_back(stock, rules, &request, stamp))
    }

    fn loans(&self, as_of: &str, owing: Owing) -> String {
        let options = LoansOptions { as_of: day(as_of), store: None, item: None, owing };
        let loans = stock::loans(&self.stock, &options).expect("known");
        let line = |line: &stock::LoanLine| {
            let loan = &line.loan;
            format!(
                "{} {} {} of {} worth {}, age {}{}\n",
                loan.slip,
                loan.borrower,
                loan.left.quantity,
                loan.lent,
                loan.left.value,
                line.age,
                if line.overdue { ", overdue" } else { "" }
            )
        };
        loans.lines.iter().map(line).collect()
    }
}

#[test]
fn what_is_lent_comes_back_at_the_value_it_left_at() {
    let mut desk = Desk::new(LAMPS);
    assert_eq!(desk.lend("03-06", "JC1", "5", "03-20"), "new 1");
    desk.also("03-07 receipt LAMP 85 supplier:s > store:A @24 id=N1\n");
    assert_eq!(desk.loans("03-20", Owing::Open), "JC1 WK1 5 of 5 worth 60.00, age 14\n");
    assert_eq!(desk.bring_back("03-21", "JC1", "2"), "new 1");
    assert_eq!(desk.bring_back("03-21", "JC1", "2"), "already M20260321-T-000002");
    assert_eq!(
        desk.loans("03-21", Owing::Overdue),
        "JC1 WK1 3 of 5 worth 36.00, age 15, overdue\n"
    );
    let shelf = desk.stock.balance(&store("A"), &item("LAMP"), day("03-31"));
    assert_eq!((shelf.quantity, shelf.value), (quantity("172"), money("3084.00")));
    assert_eq!(
        desk.bring_back("03-22", "JC1", "4"),
        "stock.loan_short item=LAMP name=LAMP slip=JC1 unit=只 left=3 asked=4 date=2026-03-22 \
         id=M20260322-T-000003"
    );
    assert_eq!(desk.bring_back("03-22", "JC1", "3"), "new 1");
    assert_eq!(desk.loans("03-22", Owing::Open), "");
    assert_eq!(
        desk.bring_back("03-22", "JC9", "1"),
        "stock.unknown_loan item=LAMP name=LAMP slip=JC9"
    );
    assert_eq!(
        desk.lend("03-25", "", "1", "03-24"),
        "stock.loan_due_early lent=2026-03-25 due=2026-03-24"
    );
    // Without a number the loan is called by its id.
    assert_eq!(desk.lend("03-25", "", "1", "03-25"), "new 1");
    assert_eq!(desk.bring_back("03-26", "M20260325-T-000004", "1"), "new 1");
    assert!(desk.reverse("03-27", "M20260325-T-000004").starts_with("stock.loan_short "));
    // The line that brought it back is taken back first.
    assert_eq!(desk.reverse("03-27", "M20260326-T-000005"), "new 1");
    assert_eq!(desk.reverse("03-27", "M20260325-T-000004"), "new 1");
    assert_eq!(desk.loans("03-27", Owing::Open), "");
    // Within a day nobody has to say the time.
    assert_eq!(desk.lend("03-28", "JC2", "5", "03-28"), "new 1");
    assert_eq!(desk.bring_back("03-28", "JC2", "5"), "new 1");
    assert_eq!(desk.stock.defects(), []);
}

impl Desk {
    fn sign(&mut self, slips: &[&str], on: &str, person: &str) -> String {
        let request = SignRequest {
            slips: slips.iter().map(|slip| (*slip).to_owned()).collect(),
            date: day(on),
            person: person.to_owned(),
            note: String::new(),
            today: day("12-31"),
        };
        let decided = stock::sign(&self.stock, &request, &mut self.stamp);
        self.keep(decided, Record::Signature)
    }

    fn unsigned(&self, as_of: &str) -> Vec<String> {
        let span = Month::new(2026, 3).expect("a month").span();
        let options = UnsignedOptions { span, store: None, department: None, as_of: day(as_of) };
        let found = stock::unsigned(&self.stock, &options).expect("known");
        let line = |line: &stock::UnsignedLine| {
            format!("{} {} {} {}", line.department, line.slip, line.value, line.age)
        };
        found.lines.iter().map(line).collect()
    }
}

#[test]
fn an_issue_is_signed_by_its_line_or_by_a_row() {
    let mut desk = Desk::new(LAMPS);
    desk.also("03-06 issue LAMP 4 store:A > dept:NK1 #CK2 id=N1\n");
    desk.also("03-06 issue LAMP 1 store:A > dept:WK1 #CK3 id=N2\n");
    assert_eq!(desk.unsigned("03-10"), ["NK1 CK2 48.00 4", "WK1 CK3 12.00 4"]);
    assert_eq!(
        desk.sign(&["CK2"], "03-05", "护士长"),
        "stock.signed_early slip=CK2 issued=2026-03-06 date=2026-03-05"
    );
    assert_eq!(desk.sign(&["CK2", "CK9"], "03-08", "护士长"), "stock.unknown_issue slip=CK9");
    assert_eq!(desk.sign(&["CK2", "CK3"], "03-08", "护士长"), "new 2");
    assert!(desk.sign(&["CK3"], "03-09", "护士长").starts_with("already G20260308-T-"));
    assert_eq!(
        desk.sign(&["CK3"], "03-09", "李四"),
        "stock.signed_already slip=CK3 person=护士长 date=2026-03-08 id=G20260308-T-000002"
    );
    assert!(desk.unsigned("03-08").is_empty());
    assert_eq!(desk.unsigned("03-07").len(), 2, "not signed yet on the day before");
    let row = desk.stock.papers.signatures().next().expect("a row").clone();
    let (today, how) = (day("12-31"), (day("03-09"), "签错"));
    let decided = stock::take_back_signature(&row, &desk.stock, how, today, &mut desk.stamp);
    assert_eq!(desk.keep(decided, Record::Signature), "new 1");
    assert_eq!(desk.unsigned("03-09"), ["NK1 CK2 48.00 3"]);
    assert_eq!(desk.sign(&["CK2"], "03-10", "李四"), "new 1");
}

impl Desk {
    fn finance(&mut self, category: &str, amount: &str) -> String {
        let request = FinanceRequest {
            month: Month::new(2026, 3).expect("a month"),
            room: None,
            category: category.to_owned(),
            amount: money(amount),
            person: String::new(),
            note: String::new(),
            today: day("12-31"),
        };
        let decided = stock::set_finance(&self.stock, &request, &mut self.stamp);
        self.stamp.recorded_at =
            Moment::new(day("12-31"), u32::try_from(self.stamp.given).expect("few"))
                .expect("a moment");
        self.keep(decided, Record::Finance)
    }

    fn ledgers(&self) -> String {
        let month = Month::new(2026, 3).expect("a month");
        let options = LedgersOptions { month, store: None, as_of: day("12-31") };
        let found = stock::ledgers(&self.stock, &options).expect("known");
        let mut told = format!("open: {}\n", found.is_open());
        for line in &found.lines {
            let finance = line.finance.map_or("?".to_owned(), |finance| finance.to_string());
            let category = line.category.as_deref().unwrap_or("all");
            writeln!(told, "{} {category}: {} against {finance}", line.room, line.own)
                .expect("a string takes any text");
        }
        let of = found.elsewhere;
        told + &format!("transit {} loans {} pending {}\n", of.transit, of.loans, of.pending)
    }
}

#[test]
fn the_stores_ledger_stands_beside_finances() {
    let mut desk = Desk::new(
        "item LAMP 只 category=五金
         item PEN 支 category=办公
         store A
         03-01 opening LAMP 100 opening > store:A @12
         03-01 opening PEN 10 opening > store:A @2.5
         03-31 lend LAMP 1 store:A > loan:外包队 due=04-05 #JC1
         04-02 issue LAMP 10 store:A > dept:NK1",
    );
    assert_data_eq!(
        desk.ledgers(),
        str![[r#"
open: true
A all: 1213.00 against ?
transit 0.00 loans 12.00 pending 0.00

"#]]
    );
    assert_eq!(desk.finance("", "1225"), "new 1");
    assert_eq!(desk.finance("", "1225"), "already W20260331-T-000001");
    assert!(desk.ledgers().starts_with("open: true\nA all: 1213.00 against 1225.00\n"));
    assert_eq!(desk.finance("", "1213"), "new 1", "the later figure takes the place");
    assert!(desk.ledgers().starts_with("open: false\n"));
    assert_eq!(desk.finance("五金", "1188"), "new 1");
    assert_eq!(desk.finance("五斤", "1"), "stock.unknown_category category=五斤 known=五金 / 办公");
    assert_data_eq!(
        desk.ledgers(),
        str![[r#"
open: false
A 五金: 1188.00 against 1188.00
A 办公: 25.00 against ?
A all: 1213.00 against 1213.00
transit 0.00 loans 12.00 pending 0.00

"#]]
    );
    desk.finance("办公", "25.01");
    assert!(desk.ledgers().starts_with("open: true\n"));
}
