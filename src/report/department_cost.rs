//! What departments cost (科室领用成本): month by month beside quota, last month and last year; by
//! category; and that the departments come to what the store rooms issued.

use super::{Cell, Document, Present, Row, Table, Tone, charts};
use crate::base::{Fraction, Message, Money, Ratio};
use crate::stock::{DepartmentCategory, DepartmentCosts, DepartmentMonth};

const MONTHS: [&str; 9] = [
    "stock.department_cost.department",
    "stock.department_cost.month",
    "stock.department_cost.used",
    "stock.department_cost.quota",
    "stock.department_cost.share",
    "stock.department_cost.last_month",
    "stock.department_cost.last_year",
    "stock.department_cost.over",
    "stock.department_cost.state",
];

const CATEGORIES: [&str; 6] = [
    "stock.department_categories.department",
    "stock.department_categories.category",
    "stock.department_categories.used",
    "stock.department_categories.quota",
    "stock.department_categories.share",
    "stock.department_categories.state",
];

impl Present for DepartmentCosts {
    fn present(&self) -> Document<'_> {
        let over = self.months.iter().filter(|month| month.over().is_some()).count()
            + self.categories.iter().filter(|category| category.over().is_some()).count();
        Document::new("stock.department_cost")
            .facts(vec![
                ("stock.department_cost.period", Cell::of(&self.options.span)),
                ("stock.department_cost.total", self.total.into()),
                ("stock.department_cost.of_stores", Cell::maybe(self.of_stores, Cell::Money)),
                ("stock.department_cost.n_over", Cell::count(over)),
            ])
            .chart(charts::used_by_department(self))
            .table(months(self))
            .table(categories(self))
            .notes(notes(self))
            .sign_off(&["word.prepared_by", "word.head", "word.finance", "word.signed_on"])
    }
}

fn months(costs: &DepartmentCosts) -> Table {
    let mut table = Table::new("stock.department_cost", &MONTHS)
        .named_by(&["stock.department_cost.department", "stock.department_cost.month"]);
    for of in &costs.months {
        let DepartmentMonth { department, month, used, quota, last_month, last_year } = of;
        table.line(vec![
            Cell::of(department),
            Cell::of(month),
            (*used).into(),
            Cell::maybe(*quota, Cell::Money),
            share(*used, *quota),
            (*last_month).into(),
            (*last_year).into(),
            Cell::maybe(of.over(), Cell::Money),
            state(of.over(), *quota),
        ]);
    }
    let sum = |figure: fn(&DepartmentMonth) -> Money| -> Cell {
        costs.months.iter().map(figure).sum::<Money>().into()
    };
    if !costs.months.is_empty() {
        table.rows.push(Row::total(vec![
            Cell::word("word.total"),
            Cell::Blank,
            sum(|month| month.used),
            Cell::Blank,
            Cell::Blank,
            sum(|month| month.last_month),
            sum(|month| month.last_year),
            Cell::Blank,
            Cell::Blank,
        ]));
    }
    table
}

fn categories(costs: &DepartmentCosts) -> Table {
    let mut table = Table::new("stock.department_categories", &CATEGORIES).named_by(&[
        "stock.department_categories.department",
        "stock.department_categories.category",
    ]);
    for of in &costs.categories {
        let DepartmentCategory { department, category, used, quota } = of;
        table.line(vec![
            Cell::of(department),
            if category.is_empty() { Cell::word("purchase.unnamed") } else { Cell::text(category) },
            (*used).into(),
            Cell::maybe(*quota, Cell::Money),
            share(*used, *quota),
            state(of.over(), *quota),
        ]);
    }
    table
}

/// What part of a quota was used.
pub(super) fn share(used: Money, quota: Option<Money>) -> Cell {
    let exact = |money: Money| Fraction::new(i128::from(money.fen()), 1).unwrap_or(Fraction::ZERO);
    Cell::maybe(quota, |quota| Ratio::exact(exact(used), exact(quota), 1).into())
}

/// Whether a quota was kept; blank where there is none.
pub(super) fn state(over: Option<Money>, quota: Option<Money>) -> Cell {
    match (over, quota) {
        (Some(_), _) => Cell::verdict("stock.quota_state.over", Tone::Bad),
        (None, Some(_)) => Cell::verdict("stock.quota_state.within", Tone::Good),
        (None, None) => Cell::Blank,
    }
}

/// That the departments come to what the store rooms issued less what came back, or by how much
/// they do not.
fn notes(costs: &DepartmentCosts) -> Vec<Message> {
    let Some(of_stores) = costs.of_stores else { return Vec::new() };
    let same = costs.total == of_stores;
    let code = if same { "stock.note_departments_foot" } else { "stock.note_departments_differ" };
    vec![
        Message::new(code)
            .with("departments", costs.total.to_string())
            .with("stores", of_stores.to_string()),
    ]
}
