//! Rows of the catalogue, the store rooms and the stock ledger.

use std::str::FromStr;

use crate::base::{
    Day, Fraction, ItemCode, Message, Money, Price, Quantity, RecordId, SheetCode, SiteCode,
    StoreCode, parse_count,
};
use crate::stock::{
    Class, Cutoff, Item, Kind, Movement, OldForNew, Place, Posting, Record, Store, Supply,
    parse_units, write_units,
};
use crate::store::codec::{Cells, Wrong};
use crate::store::layout;

use super::shape::written;
use super::{CsvTarget, Row, Target, papers, purchase, stocktake};

/// Where a record is written.
pub(super) fn target(record: &Record) -> Target {
    match record {
        Record::Item(item) | Record::ItemEdit(item) => {
            Target::Upsert(CsvTarget::of(layout::items(), item))
        }
        Record::Store(store) => Target::Upsert(CsvTarget::of(layout::stores(), store)),
        Record::Movement(movement) => in_ledger(movement.date, record),
        Record::Posting(posting) => in_ledger(posting.date, record),
        Record::SheetEntry(entry) => stocktake::target(entry),
        Record::Purchase(record) => purchase::target(record),
        Record::Quota(quota) => purchase::target_of_quota(quota),
        Record::Exemption(row) => papers::exemption(row),
        Record::Signature(row) => papers::signature(row),
        Record::Finance(row) => papers::finance(row),
    }
}

fn in_ledger(date: Day, record: &Record) -> Target {
    let row = LedgerRow(record.clone());
    Target::Append(CsvTarget::of(layout::movements_of(date.month()), &row))
}

impl Row for Item {
    const COLUMNS: &'static [&'static str] = &[
        "code",
        "name",
        "spec",
        "category",
        "unit",
        "scale",
        "units",
        "minimum",
        "durable",
        "lot_kept",
        "active",
        "shelf",
        "abc",
        "part",
        "maximum",
        "safety",
        "lead_days",
        "supplier",
        "plan_price",
        "old_ratio",
        "old_grace",
    ];
    const OPTIONAL: &'static [&'static str] = &[
        "spec",
        "category",
        "scale",
        "units",
        "minimum",
        "durable",
        "lot_kept",
        "active",
        "shelf",
        "abc",
        "part",
        "maximum",
        "safety",
        "lead_days",
        "supplier",
        "plan_price",
        "old_ratio",
        "old_grace",
    ];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let code = cells.required("code", ItemCode::parse);
        let name = cells.text("name").to_owned();
        let spec = cells.text("spec").to_owned();
        let category = cells.text("category").to_owned();
        let unit = cells.text("unit").to_owned();
        let scale = cells.optional("scale", parse_count);
        let units = parse_units(cells.text("units")).map_err(|text| {
            cells.defect("units", Message::new("stock.units_shape").with("text", text))
        });
        let minimum = cells.optional("minimum", Quantity::parse);
        let durable = yes_or_no(cells, "durable", Blank::No);
        let lot_kept = yes_or_no(cells, "lot_kept", Blank::No);
        let active = yes_or_no(cells, "active", Blank::Yes);
        let shelf = cells.text("shelf").to_owned();
        let class = class(cells);
        let part = yes_or_no(cells, "part", Blank::No);
        let supply = supply(cells);
        let ratio = cells.optional("old_ratio", str::parse::<Fraction>);
        let grace_days = cells.optional("old_grace", parse_count);
        Ok(Self {
            code: code?,
            name,
            spec,
            category,
            unit,
            scale: scale?.unwrap_or(0),
            units: units?,
            minimum: minimum?,
            durable: durable?,
            lot_kept: lot_kept?,
            active: active?,
            shelf,
            class: class?,
            part: part?,
            supply: supply?,
            old: OldForNew { ratio: ratio?, grace_days: grace_days? },
        })
    }

    fn encode(&self) -> Vec<String> {
        let flag = |set: bool| if set { "yes" } else { "no" }.to_owned();
        vec![
            self.code.to_string(),
            self.name.clone(),
            self.spec.clone(),
            self.category.clone(),
            self.unit.clone(),
            self.scale.to_string(),
            write_units(&self.units),
            written(self.minimum.as_ref()),
            flag(self.durable),
            flag(self.lot_kept),
            flag(self.active),
            self.shelf.clone(),
            written(self.class.as_ref()),
            if self.part { flag(true) } else { String::new() },
            written(self.supply.maximum.as_ref()),
            written(self.supply.safety.as_ref()),
            written(self.supply.lead_days.as_ref()),
            self.supply.supplier.clone(),
            written(self.supply.plan_price.as_ref()),
            written(self.old.ratio.as_ref()),
            written(self.old.grace_days.as_ref()),
        ]
    }
}

fn class(cells: &mut Cells<'_>) -> Result<Option<Class>, Wrong> {
    if cells.text("abc").is_empty() {
        return Ok(None);
    }
    cells.word("abc", Class::parse, &Class::ALL.map(Class::word)).map(Some)
}

fn supply(cells: &mut Cells<'_>) -> Result<Supply, Wrong> {
    let maximum = cells.optional("maximum", Quantity::parse);
    let safety = cells.optional("safety", Quantity::parse);
    let lead_days = cells.optional("lead_days", parse_count);
    let supplier = cells.text("supplier").to_owned();
    let plan_price = cells.optional("plan_price", Price::parse);
    let (maximum, safety) = (maximum?, safety?);
    Ok(Supply { maximum, safety, lead_days: lead_days?, supplier, plan_price: plan_price? })
}

/// What an empty cell of a flag means.
#[derive(Clone, Copy)]
enum Blank {
    Yes,
    No,
}

fn yes_or_no(cells: &mut Cells<'_>, column: &'static str, blank: Blank) -> Result<bool, Wrong> {
    let parse = |word: &str| match (word, blank) {
        ("yes", _) | ("", Blank::Yes) => Some(true),
        ("no", _) | ("", Blank::No) => Some(false),
        _ => None,
    };
    cells.word(column, parse, &["yes", "no"])
}

impl Row for Store {
    const COLUMNS: &'static [&'static str] = &["code", "name", "site", "keeper"];
    const OPTIONAL: &'static [&'static str] = &["site", "keeper"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let code = cells.required("code", StoreCode::parse);
        let name = cells.text("name").to_owned();
        let site = cells.optional("site", SiteCode::parse);
        let keeper = cells.text("keeper").to_owned();
        Ok(Self { code: code?, name, site: site?, keeper })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.code.to_string(),
            self.name.clone(),
            written(self.site.as_ref()),
            self.keeper.clone(),
        ]
    }
}

/// A row of the ledger: a movement, or the approval that posts a count sheet.
pub(in crate::store) struct LedgerRow(pub(super) Record);

impl LedgerRow {
    /// The movement that it is, if it is one.
    pub(in crate::store) fn into_movement(self) -> Option<Movement> {
        match self.0 {
            Record::Movement(movement) => Some(*movement),
            _ => None,
        }
    }

    /// The row of a movement or an approval.
    pub(in crate::store) const fn of(record: Record) -> Self {
        Self(record)
    }

    /// The approval that it is, if it is one.
    pub(in crate::store) fn into_posting(self) -> Option<Posting> {
        match self.0 {
            Record::Posting(posting) => Some(posting),
            _ => None,
        }
    }
}

impl Row for LedgerRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "time",
        "kind",
        "item",
        "quantity",
        "unit",
        "unit_price",
        "amount",
        "counted",
        "from",
        "to",
        "lot",
        "expiry",
        "slip",
        "person",
        "reason",
        "note",
        "reverses",
        "market_price",
        "order",
        "repair",
        "due",
        "recorded_at",
        "recorded_by",
    ];
    const OPTIONAL: &'static [&'static str] =
        &["amount", "counted", "market_price", "order", "repair", "due"];
    const SUBJECT: Option<&'static str> = Some("item");

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        if cells.text("kind") == Posting::WORD {
            return posting(cells).map(|posting| Self(Record::Posting(posting)));
        }
        movement(cells).map(|movement| Self(Record::Movement(Box::new(movement))))
    }

    fn encode(&self) -> Vec<String> {
        match &self.0 {
            Record::Movement(movement) => of_movement(movement),
            Record::Posting(posting) => of_posting(posting),
            _ => {
                unreachable!("BUG: a register's row in the ledger")
            }
        }
    }
}

fn movement(cells: &mut Cells<'_>) -> Result<Movement, Wrong> {
    let id = cells.required("id", RecordId::parse);
    let date = cells.day("date");
    let time = maybe_word(cells, "time", Cutoff::parse, "stock.cutoff_shape");
    let words = || {
        let words: Vec<&str> = Kind::ALL.into_iter().map(Kind::word).collect();
        format!("{}, {}", words.join(", "), Posting::WORD)
    };
    let kind = cells.word_of("kind", Kind::parse, words);
    let item = cells.required("item", ItemCode::parse);
    let quantity = cells.required("quantity", Quantity::parse);
    let unit = cells.text("unit").to_owned();
    let unit_price = cells.optional("unit_price", Price::parse);
    let amount = cells.optional("amount", Money::parse);
    let counted = cells.optional("counted", Quantity::parse);
    let from = place(cells, "from");
    let to = place(cells, "to");
    let lot = cells.text("lot").to_owned();
    let expiry = cells.optional("expiry", Day::parse);
    let slip = cells.text("slip").to_owned();
    let person = cells.text("person").to_owned();
    let reason = cells.text("reason").to_owned();
    let note = cells.text("note").to_owned();
    let reverses = cells.optional("reverses", RecordId::parse);
    let market_price = cells.optional("market_price", Price::parse);
    let order = cells.text("order").to_owned();
    let repair = cells.text("repair").to_owned();
    let due = cells.optional("due", Day::parse);
    let recorded_at = cells.moment("recorded_at");
    let recorded_by = cells.text("recorded_by").to_owned();
    Ok(Movement {
        id: id?,
        date: date?,
        time: time?,
        kind: kind?,
        item: item?,
        quantity: quantity?,
        unit,
        unit_price: unit_price?,
        amount: amount?,
        counted: counted?,
        from: from?,
        to: to?,
        lot,
        expiry: expiry?,
        slip,
        person,
        reason,
        note,
        reverses: reverses?,
        market_price: market_price?,
        order,
        repair,
        due: due?,
        recorded_at: recorded_at?,
        recorded_by,
    })
}

fn posting(cells: &mut Cells<'_>) -> Result<Posting, Wrong> {
    let id = cells.required("id", RecordId::parse);
    let date = cells.day("date");
    let sheet = cells.required("slip", SheetCode::from_str);
    let approver = cells.text("person").into();
    let reason = cells.text("reason").to_owned();
    let sha256 = cells.text("note").to_owned();
    let recorded_at = cells.moment("recorded_at");
    let recorded_by = cells.text("recorded_by").into();
    Ok(Posting {
        id: id?,
        date: date?,
        sheet: sheet?,
        approver,
        reason,
        sha256,
        recorded_at: recorded_at?,
        recorded_by,
    })
}

fn place(cells: &mut Cells<'_>, column: &'static str) -> Result<Place, Wrong> {
    let text = cells.text(column);
    Place::parse(text)
        .ok_or_else(|| cells.defect(column, Message::new("stock.place_shape").with("text", text)))
}

fn maybe_word<T>(
    cells: &mut Cells<'_>,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
    code: &str,
) -> Result<Option<T>, Wrong> {
    let text = cells.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Message::new(code).with("text", text);
    parse(text).map(Some).ok_or_else(|| cells.defect(column, wrong()))
}

fn of_movement(movement: &Movement) -> Vec<String> {
    vec![
        movement.id.to_string(),
        movement.date.to_string(),
        written(movement.time.as_ref()),
        movement.kind.word().to_owned(),
        movement.item.to_string(),
        movement.quantity.to_string(),
        movement.unit.clone(),
        written(movement.unit_price.as_ref()),
        written(movement.amount.as_ref()),
        written(movement.counted.as_ref()),
        movement.from.to_string(),
        movement.to.to_string(),
        movement.lot.clone(),
        written(movement.expiry.as_ref()),
        movement.slip.clone(),
        movement.person.clone(),
        movement.reason.clone(),
        movement.note.clone(),
        written(movement.reverses.as_ref()),
        written(movement.market_price.as_ref()),
        movement.order.clone(),
        movement.repair.clone(),
        written(movement.due.as_ref()),
        movement.recorded_at.to_string(),
        movement.recorded_by.clone(),
    ]
}

fn of_posting(posting: &Posting) -> Vec<String> {
    let cell = |column: &str| match column {
        "id" => posting.id.to_string(),
        "date" => posting.date.to_string(),
        "kind" => Posting::WORD.to_owned(),
        "slip" => posting.sheet.to_string(),
        "person" => posting.approver.to_string(),
        "reason" => posting.reason.clone(),
        "note" => posting.sha256.clone(),
        "recorded_at" => posting.recorded_at.to_string(),
        "recorded_by" => posting.recorded_by.to_string(),
        _ => String::new(),
    };
    LedgerRow::COLUMNS.iter().map(|column| cell(column)).collect()
}
