//! Goods lent out (借出未还).

use super::outstanding::overdue_cell;
use super::{Cell, Document, Present, Row, Table};
use crate::stock::{LoanLine, Loans};

const COLUMNS: [&str; 13] = [
    "stock.loans.borrower",
    "stock.loans.slip",
    "stock.loans.item",
    "stock.loans.name",
    "stock.loans.store",
    "stock.loans.lent_on",
    "stock.loans.lent",
    "stock.loans.left",
    "stock.loans.unit",
    "stock.loans.due",
    "stock.loans.age",
    "stock.loans.value",
    "stock.loans.state",
];

impl Present for Loans {
    fn present(&self) -> Document<'_> {
        let named_by = ["stock.loans.slip", "stock.loans.item"];
        let mut table = Table::new("stock.loans", &COLUMNS).named_by(&named_by);
        self.lines.iter().for_each(|line| table.line(cells(line)));
        if !self.lines.is_empty() {
            let mut total = vec![Cell::word("word.total")];
            total.resize(COLUMNS.len() - 2, Cell::Blank);
            total.extend([self.value.into(), Cell::Blank]);
            table.rows.push(Row::total(total));
        }
        Document::new("stock.loans")
            .facts(vec![
                ("stock.loans.open", Cell::count(self.lines.len())),
                ("stock.loans.n_overdue", Cell::count(self.n_overdue())),
            ])
            .table(table)
    }
}

fn cells(line: &LoanLine) -> Vec<Cell> {
    let LoanLine { loan, item, age, overdue } = line;
    vec![
        Cell::text(&loan.borrower),
        Cell::text(&loan.slip),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::of(&loan.store),
        Cell::Day(loan.lent_on),
        loan.lent.into(),
        loan.left.quantity.into(),
        Cell::text(&item.unit),
        Cell::maybe(loan.due, Cell::Day),
        Cell::Count(*age),
        loan.left.value.into(),
        overdue_cell(*overdue),
    ]
}
