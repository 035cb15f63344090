//! Purchase plans (采购计划): what should be bought and the working behind it, and the plan that is
//! kept as a document.

use std::collections::BTreeMap;

use super::stock::in_larger_unit;
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Fraction, Message, Money, Span};
use crate::stock::purchase::PlanDocument;
use crate::stock::{PlanLine, PlanOptions, PlanSum, PurchasePlan, shown};

/// The plans that are kept.
pub struct Plans(pub Vec<PlanDocument>);

const LINES: [&str; 12] = [
    "purchase.plan.category",
    "purchase.plan.item",
    "purchase.plan.name",
    "purchase.plan.spec",
    "purchase.plan.quantity",
    "purchase.plan.unit",
    "purchase.plan.larger",
    "purchase.plan.price",
    "purchase.plan.source",
    "purchase.plan.cost",
    "purchase.plan.supplier",
    "purchase.plan.why",
];

const WORKING: [&str; 14] = [
    "purchase.working.item",
    "purchase.working.on_hand",
    "purchase.working.on_order",
    "purchase.working.used",
    "purchase.working.days",
    "purchase.working.days_out",
    "purchase.working.per_day",
    "purchase.working.lead_days",
    "purchase.working.cycle_days",
    "purchase.working.safety",
    "purchase.working.minimum",
    "purchase.working.maximum",
    "purchase.working.by_limits",
    "purchase.working.by_use",
];

const SUMS: [&str; 4] = [
    "purchase.plan_sums.name",
    "purchase.plan_sums.lines",
    "purchase.plan_sums.cost",
    "purchase.plan_sums.unpriced",
];

const KEPT: [&str; 10] = [
    "purchase.plan.line",
    "purchase.plan.item",
    "purchase.plan.name",
    "purchase.plan.spec",
    "purchase.plan.category",
    "purchase.plan.quantity",
    "purchase.plan.unit",
    "purchase.plan.price",
    "purchase.plan.cost",
    "purchase.plan.supplier",
];

const PLANS: [&str; 8] = [
    "purchase.plans.plan",
    "purchase.plans.date",
    "purchase.plans.period",
    "purchase.plans.lines",
    "purchase.plans.cost",
    "purchase.plans.unpriced",
    "purchase.plans.approver",
    "purchase.plans.approved_on",
];

const ROLES: [&str; 4] =
    ["word.drawn_up_by", "word.reviewed_by", "word.approved_by", "word.signed_on"];

impl Present for PurchasePlan {
    fn present(&self) -> Document<'_> {
        let PlanOptions { span, formula, policy, as_of, .. } = &self.options;
        Document::new("purchase.plan")
            .facts(vec![
                ("purchase.plan.period", Cell::of(span)),
                ("purchase.plan.formula", Cell::word(formula.key())),
                ("purchase.plan.window", window(policy.window(*as_of))),
                ("purchase.plan.lines", Cell::count(self.total.lines)),
                ("purchase.plan.total", self.total.cost.into()),
                ("purchase.plan.unpriced", Cell::count(self.total.unpriced)),
            ])
            .table(lines(self))
            .table(sums("purchase.by_category", &self.by_category, &self.total))
            .table(sums("purchase.by_supplier", &self.by_supplier, &self.total))
            .table(working(self))
            .notes(notes(&self.total))
            .sign_off(&ROLES)
    }
}

fn window(span: Span) -> Cell {
    Cell::of(&span)
}

fn lines(plan: &PurchasePlan) -> Table {
    let mut table = Table::new("purchase.plan", &LINES).named_by(&["purchase.plan.item"]);
    for (at, line) in plan.lines.iter().enumerate() {
        table.line(cells(line));
        let category = &line.item.category;
        let is_last = plan.lines.get(at + 1).is_none_or(|next| next.item.category != *category);
        if let Some(sum) = plan.by_category.get(category).filter(|_| is_last)
            && plan.by_category.len() > 1
        {
            let name = Cell::text(category);
            table.rows.push(Row::subtotal(summed(name, "word.subtotal", sum)));
        }
    }
    if !plan.lines.is_empty() {
        let total = summed(Cell::word("word.total"), "", &plan.total);
        table.rows.push(Row::total(total));
    }
    table
}

fn summed(name: Cell, what: &'static str, sum: &PlanSum) -> Vec<Cell> {
    let what = if what.is_empty() { Cell::Blank } else { Cell::word(what) };
    let mut cells = vec![name, what];
    cells.resize(LINES.len() - 3, Cell::Blank);
    cells.extend([cost_cell(sum), Cell::Blank, Cell::Blank]);
    cells
}

fn cells(line: &PlanLine) -> Vec<Cell> {
    let PlanLine { item, supplier, quantity, price, cost, by_limits, by_use, .. } = line;
    let why = match (by_limits.filter(|of| !of.is_zero()), by_use.filter(|of| !of.is_zero())) {
        _ if quantity.is_zero() => Cell::word("purchase.why.enough"),
        (Some(limits), Some(used)) if used > limits => Cell::word("purchase.why.use"),
        (Some(_), _) => Cell::word("purchase.why.limits"),
        _ => Cell::word("purchase.why.use"),
    };
    vec![
        Cell::text(&item.category),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.spec),
        (*quantity).into(),
        Cell::text(&item.unit),
        in_larger_unit(item, *quantity),
        price.map_or_else(unknown, |(price, _)| shown(price).into()),
        Cell::maybe(*price, |(_, source)| Cell::word(source.key())),
        cost.map_or_else(unknown, Cell::Money),
        Cell::text(supplier),
        why,
    ]
}

/// A price that nobody knows is said, and never shown as nought.
fn unknown() -> Cell {
    Cell::verdict("word.unknown", Tone::Warn)
}

/// A group of which no price is known has no cost: nought would say that it is free.
fn cost_cell(sum: &PlanSum) -> Cell {
    if sum.lines == 0 || sum.unpriced < sum.lines { sum.cost.into() } else { unknown() }
}

fn working(plan: &PurchasePlan) -> Table {
    let mut table = Table::new("purchase.working", &WORKING);
    for line in &plan.lines {
        let rounded =
            |exact: Fraction| exact.round(3).map_or(Cell::Blank, |of| of.normalize().into());
        table.line(vec![
            Cell::of(&line.item.code),
            line.on_hand.into(),
            line.on_order.into(),
            line.usage.used.quantity.into(),
            Cell::Count(line.usage.days),
            Cell::Count(line.usage.days_out),
            Cell::maybe(line.usage.per_day(), rounded),
            Cell::Count(i64::from(line.lead_days)),
            Cell::Count(i64::from(plan.options.policy.cycle_days)),
            rounded(line.safety),
            Cell::maybe(line.item.minimum, Cell::from),
            Cell::maybe(line.item.supply.maximum, Cell::from),
            Cell::maybe(line.by_limits, Cell::from),
            Cell::maybe(line.by_use, Cell::from),
        ]);
    }
    table
}

fn sums(key: &'static str, sums: &BTreeMap<String, PlanSum>, total: &PlanSum) -> Table {
    let mut table = Table::new(key, &SUMS);
    let cells = |name: Cell, sum: &PlanSum| {
        vec![name, Cell::count(sum.lines), cost_cell(sum), Cell::count(sum.unpriced)]
    };
    for (name, sum) in sums {
        let name = if name.is_empty() { Cell::word("purchase.unnamed") } else { Cell::text(name) };
        table.line(cells(name, sum));
    }
    table.rows.push(Row::total(cells(Cell::word("word.total"), total)));
    table
}

fn notes(total: &PlanSum) -> Vec<Message> {
    let unpriced = Message::new("purchase.note_unpriced").with("count", total.unpriced);
    let averages = Message::new("purchase.note_averages");
    if total.unpriced > 0 { vec![averages, unpriced] } else { vec![averages] }
}

impl Present for PlanDocument {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("purchase.kept_plan", &KEPT).named_by(&["purchase.plan.item"]);
        for goods in &self.goods {
            table.line(vec![
                Cell::Count(i64::from(goods.planned.line)),
                Cell::of(&goods.planned.item),
                Cell::text(&goods.item.name),
                Cell::text(&goods.item.spec),
                Cell::text(&goods.item.category),
                goods.planned.quantity.into(),
                Cell::text(&goods.planned.unit),
                goods.planned.unit_price.map_or_else(unknown, Cell::from),
                goods.planned.cost().map_or_else(unknown, Cell::Money),
                Cell::text(&goods.planned.supplier),
            ]);
        }
        let (cost, unpriced) = cost_of(self);
        let mut total = vec![Cell::word("word.total")];
        total.resize(KEPT.len() - 2, Cell::Blank);
        total.extend([cost.into(), Cell::Blank]);
        table.rows.push(Row::total(total));
        let approved = self.approved.as_ref();
        let sum = PlanSum { lines: self.goods.len(), cost, unpriced };
        Document::new("purchase.kept_plan")
            .facts(vec![
                ("purchase.plans.plan", Cell::of(&self.plan)),
                ("purchase.plans.date", Cell::Day(self.date)),
                ("purchase.plans.period", Cell::text(&self.about)),
                ("purchase.plans.made_by", Cell::text(&self.made_by)),
                ("purchase.plans.approver", Cell::maybe(approved, |(by, _)| Cell::text(by))),
                ("purchase.plans.approved_on", Cell::maybe(approved, |(_, on)| Cell::Day(*on))),
            ])
            .table(table)
            .notes(notes(&sum).split_off(1))
            .sign_off(&ROLES)
    }
}

fn cost_of(document: &PlanDocument) -> (Money, usize) {
    let costs = || document.goods.iter().map(|goods| goods.planned.cost());
    (costs().flatten().sum(), costs().filter(Option::is_none).count())
}

impl Present for Plans {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("purchase.plans", &PLANS);
        for plan in &self.0 {
            let (cost, unpriced) = cost_of(plan);
            let approved = plan.approved.as_ref();
            table.line(vec![
                Cell::of(&plan.plan),
                Cell::Day(plan.date),
                Cell::text(&plan.about),
                Cell::count(plan.goods.len()),
                cost.into(),
                Cell::count(unpriced),
                Cell::maybe(approved, |(by, _)| Cell::text(by)),
                Cell::maybe(approved, |(_, on)| Cell::Day(*on)),
            ]);
        }
        Document::new("purchase.plans").table(table)
    }
}
