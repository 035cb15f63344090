//! Rows of purchasing: plans that are kept, orders, invoices; and the quotas of departments.

use crate::base::{
    Day, DepartmentCode, ItemCode, Message, Money, Month, OrderCode, PlanCode, Price, Quantity,
    RecordId, parse_count,
};
use crate::books::{Books, Line};
use crate::stock::purchase::{
    Invoice, OrderAct, OrderRow, PlanAct, PlanRow, PlannedGoods, Record as OfPurchase,
};
use crate::stock::{Quota, Record};
use crate::store::codec::{Cells, Wrong};
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::shape::written;
use super::{CsvTarget, Row, Target};

/// Reads plans, orders, invoices and quotas, all of them: what is on order may be old.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    let plans = loader.files(&layout::plans(), ".csv")?;
    for path in &plans {
        loader.table(path, |row: PlanRow| fold(books, OfPurchase::Plan(row)))?;
    }
    for path in &loader.years(&layout::orders())? {
        loader.table(path, |row: OrderRow| fold(books, OfPurchase::Order(row)))?;
    }
    for path in &loader.years(&layout::invoices())? {
        loader.table(path, |row: Invoice| fold(books, OfPurchase::Invoice(row)))?;
    }
    loader.table(&layout::quotas(), |row: Quota| {
        books.apply(&Line::Stock(Record::Quota(Box::new(row))))
    })
}

fn fold(books: &mut Books, record: OfPurchase) -> Result<(), crate::books::Refusal> {
    books.apply(&Line::Stock(Record::Purchase(Box::new(record))))
}

/// Where a row of purchasing is written.
pub(super) fn target(record: &OfPurchase) -> Target {
    Target::Append(match record {
        OfPurchase::Plan(row) => CsvTarget::of(layout::plan(&row.plan), row),
        OfPurchase::Order(row) => CsvTarget::of(layout::orders_of(row.date.year()), row),
        OfPurchase::Invoice(row) => CsvTarget::of(layout::invoices_of(row.date.year()), row),
    })
}

/// Where a quota is written.
pub(super) fn target_of_quota(quota: &Quota) -> Target {
    Target::Append(CsvTarget::of(layout::quotas(), quota))
}

impl Row for PlanRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "plan",
        "kind",
        "line",
        "item",
        "quantity",
        "unit",
        "unit_price",
        "supplier",
        "person",
        "note",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let plan = cells.required("plan", PlanCode::parse);
        let known = |word: &str| PlanAct::WORDS.into_iter().find(|known| *known == word);
        let kind = cells.word("kind", known, &PlanAct::WORDS);
        let goods = match kind {
            Ok(word) if word == PlanAct::WORDS[0] => Some(goods(cells)),
            _ => None,
        };
        let approver = cells.text("person").to_owned();
        let note = cells.text("note").to_owned();
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        kind?;
        let act = match goods {
            Some(goods) => PlanAct::Goods(goods?),
            None => PlanAct::Approve { approver },
        };
        Ok(Self {
            id: id?,
            date: date?,
            plan: plan?,
            act,
            note,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        let goods = self.act.goods();
        let person = match &self.act {
            PlanAct::Goods(_) => String::new(),
            PlanAct::Approve { approver } => approver.clone(),
        };
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.plan.to_string(),
            self.act.word().to_owned(),
            written(goods.map(|goods| &goods.line)),
            written(goods.map(|goods| &goods.item)),
            written(goods.map(|goods| &goods.quantity)),
            written(goods.map(|goods| &goods.unit)),
            written(goods.and_then(|goods| goods.unit_price.as_ref())),
            written(goods.map(|goods| &goods.supplier)),
            person,
            self.note.clone(),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

fn goods(cells: &mut Cells<'_>) -> Result<PlannedGoods, Wrong> {
    let line = cells.required("line", parse_count);
    let item = cells.required("item", ItemCode::parse);
    let quantity = cells.required("quantity", Quantity::parse);
    let unit = cells.text("unit").to_owned();
    let unit_price = cells.optional("unit_price", Price::parse);
    let supplier = cells.text("supplier").to_owned();
    Ok(PlannedGoods {
        line: line?,
        item: item?,
        quantity: quantity?,
        unit,
        unit_price: unit_price?,
        supplier,
    })
}

impl Row for OrderRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "order",
        "kind",
        "supplier",
        "item",
        "quantity",
        "unit",
        "unit_price",
        "due",
        "plan",
        "person",
        "note",
        "reverses",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let order = cells.required("order", OrderCode::parse);
        let act = cells.word("kind", OrderAct::parse, &OrderAct::ALL.map(OrderAct::word));
        let supplier = named(cells, "supplier");
        let item = cells.required("item", ItemCode::parse);
        let quantity = cells.required("quantity", Quantity::parse);
        let unit = cells.text("unit").to_owned();
        let unit_price = cells.optional("unit_price", Price::parse);
        let due = cells.optional("due", Day::parse);
        let plan = cells.optional("plan", PlanCode::parse);
        let person = cells.text("person").to_owned();
        let note = cells.text("note").to_owned();
        let reverses = cells.optional("reverses", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            date: date?,
            order: order?,
            act: act?,
            supplier: supplier?,
            item: item?,
            quantity: quantity?,
            unit,
            unit_price: unit_price?,
            due: due?,
            plan: plan?,
            person,
            note,
            reverses: reverses?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.order.to_string(),
            self.act.word().to_owned(),
            self.supplier.clone(),
            self.item.to_string(),
            self.quantity.to_string(),
            self.unit.clone(),
            written(self.unit_price.as_ref()),
            written(self.due.as_ref()),
            written(self.plan.as_ref()),
            self.person.clone(),
            self.note.clone(),
            written(self.reverses.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

impl Row for Invoice {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "invoice",
        "supplier",
        "slip",
        "order",
        "amount",
        "note",
        "reverses",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let date = cells.day("date");
        let invoice = named(cells, "invoice");
        let supplier = named(cells, "supplier");
        let slip = cells.text("slip").to_owned();
        let order = cells.text("order").to_owned();
        let amount = cells.required("amount", Money::parse);
        let note = cells.text("note").to_owned();
        let reverses = cells.optional("reverses", RecordId::parse);
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            date: date?,
            invoice: invoice?,
            supplier: supplier?,
            slip,
            order,
            amount: amount?,
            note,
            reverses: reverses?,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.date.to_string(),
            self.invoice.clone(),
            self.supplier.clone(),
            self.slip.clone(),
            self.order.clone(),
            self.amount.to_string(),
            self.note.clone(),
            written(self.reverses.as_ref()),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}

/// A text that must be there.
fn named(cells: &mut Cells<'_>, column: &'static str) -> Result<String, Wrong> {
    match cells.text(column) {
        "" => Err(cells.defect(column, Message::new("purchase.blank"))),
        text => Ok(text.to_owned()),
    }
}

impl Row for Quota {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "department",
        "month_from",
        "category",
        "amount",
        "note",
        "recorded_at",
        "recorded_by",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let id = cells.required("id", RecordId::parse);
        let department = cells.required("department", DepartmentCode::parse);
        let month_from = cells.required("month_from", Month::parse);
        let category = cells.text("category").to_owned();
        let amount = cells.required("amount", Money::parse);
        let note = cells.text("note").to_owned();
        let recorded_at = cells.moment("recorded_at");
        let recorded_by = cells.text("recorded_by").to_owned();
        Ok(Self {
            id: id?,
            department: department?,
            month_from: month_from?,
            category,
            amount: amount?,
            note,
            recorded_at: recorded_at?,
            recorded_by,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.department.to_string(),
            self.month_from.to_string(),
            self.category.clone(),
            self.amount.to_string(),
            self.note.clone(),
            self.recorded_at.to_string(),
            self.recorded_by.clone(),
        ]
    }
}
