//! What a refusal says: its stable code, the values its sentence names, the field it is about.

use crate::base::{Argument, Refuse};

use super::{Named, Refusal, Short, SlipLine};

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownItem { near: None, .. } => "stock.unknown_item",
            Self::UnknownItem { near: Some(_), .. } => "stock.unknown_item_near",
            Self::UnknownStore { near: None, .. } => "stock.unknown_store",
            Self::UnknownStore { near: Some(_), .. } => "stock.unknown_store_near",
            Self::NoStores => "stock.no_stores",
            Self::WhichStore { .. } => "stock.which_store",
            Self::UnknownUnit { .. } => "stock.unknown_unit",
            Self::Decimals { .. } => "stock.decimals",
            Self::Inexact { .. } => "stock.inexact",
            Self::NotPositive { .. } => "stock.not_positive",
            Self::TooLarge { .. } => "stock.too_large",
            Self::AmountNegative => "stock.amount_negative",
            Self::PriceMissing { .. } => "stock.price_missing",
            Self::PriceNotHere { .. } => "stock.price_not_here",
            Self::Places { .. } => "stock.places",
            Self::Time { .. } => "stock.time",
            Self::Reverses { .. } => "stock.reverses",
            Self::Counted { .. } => "stock.counted",
            Self::IdTaken { .. } => "stock.id_taken",
            Self::PostedAlready { .. } => "stock.posted_already",
            Self::CountedTwice { .. } => "stock.counted_twice",
            Self::NotSent { .. } => "stock.not_sent",
            Self::Negative { .. } => "stock.negative",
            Self::UnknownMovement { .. } => "stock.unknown_movement",
            Self::ReversedAlready { .. } => "stock.reversed_already",
            Self::Mirror { .. } => "stock.mirror",
            Self::NameMissing { .. } => "stock.name_missing",
            Self::UnitMissing { .. } => "stock.unit_missing",
            Self::Scale { .. } => "stock.scale",
            Self::UnitTwice { .. } => "stock.unit_twice",
            Self::Factor { .. } => "stock.factor",
            Self::Limit { .. } => "stock.limit",
            Self::MaximumLow { .. } => "stock.maximum_low",
            Self::OldRatio { .. } => "stock.old_ratio",
            Self::MarketPriceNotHere { .. } => "stock.market_price_not_here",
            Self::OrderNotHere { .. } => "stock.order_not_here",
            Self::PoolNegative { .. } => "stock.pool_negative",
            Self::Circulation(refusal) => refusal.code(),
            Self::Org(refusal) => refusal.code(),
            Self::Purchase(refusal) => refusal.code(),
            Self::Unregistered { refusal, .. } => refusal.code(),
            Self::Inactive { .. } => "stock.inactive",
            Self::ReasonMissing { .. } => "stock.reason_missing",
            Self::Short(_) => "stock.short",
            Self::ShortLater(_) => "stock.short_later",
            Self::FreightAlone => "stock.freight_alone",
            Self::MarketPriceMissing { .. } => "stock.market_price_missing",
            Self::LotShort(_) => "stock.lot_short",
            Self::LotShortLater(_) => "stock.lot_short_later",
            Self::LotMissing { .. } => "stock.lot_missing",
            Self::LotExpiry { .. } => "stock.lot_expiry",
            Self::LotExpired { .. } => "stock.lot_expired",
            Self::OnlyExpired(_) => "stock.lots_expired",
            Self::LotLacking { .. } => "stock.lot_lacking",
            Self::SlipTaken(_) => "stock.slip_taken",
            Self::OpeningTwice { .. } => "stock.opening_twice",
            Self::SameStore { .. } => "stock.same_store",
            Self::ArrivesEarly { .. } => "stock.arrives_early",
            Self::Future { .. } => "stock.future",
            Self::ReversedEarly { .. } => "stock.reversed_early",
            Self::CountNotReversed { .. } => "stock.count_not_reversed",
            Self::ReversalNotReversed { .. } => "stock.reversal_not_reversed",
            Self::SeveralLines { .. } => "stock.several_lines",
            Self::CountedSince { .. } => "stock.counted_since",
            Self::SupplierMissing => "stock.supplier_missing",
            Self::Taken { .. } => "stock.taken",
            Self::UnitInUse { .. } => "stock.unit_in_use",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let mut arguments = match self {
            Self::Org(refusal) => return refusal.arguments(),
            Self::Purchase(refusal) => return refusal.arguments(),
            Self::Circulation(refusal) => return refusal.arguments(),
            Self::Unregistered { refusal, .. } => return refusal.arguments(),
            Self::UnknownUnit { item, .. }
            | Self::Decimals { item, .. }
            | Self::Inexact { item, .. }
            | Self::Inactive { item }
            | Self::OpeningTwice { item, .. }
            | Self::MarketPriceMissing { item }
            | Self::LotMissing { item, .. }
            | Self::LotExpiry { item, .. }
            | Self::LotExpired { item, .. }
            | Self::UnitInUse { item, .. } => named(item),
            Self::Short(short)
            | Self::ShortLater(short)
            | Self::LotShort(short)
            | Self::LotShortLater(short) => named(&short.item),
            Self::OnlyExpired(only) => named(&only.item),
            _ => vec![],
        };
        arguments.extend(self.of_row());
        arguments.extend(self.of_decision());
        arguments
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Org(refusal) => return refusal.field(),
            Self::Purchase(refusal) => return refusal.field(),
            Self::Circulation(refusal) => return refusal.field(),
            Self::Unregistered { column, .. } | Self::OrderNotHere { column, .. } => column,
            Self::UnknownItem { .. } | Self::Inactive { .. } => "item",
            Self::UnknownUnit { .. } | Self::UnitMissing { .. } | Self::UnitInUse { .. } => "unit",
            Self::Decimals { .. }
            | Self::Inexact { .. }
            | Self::NotPositive { .. }
            | Self::TooLarge { .. }
            | Self::Short(_)
            | Self::ShortLater(_)
            | Self::OnlyExpired(_) => "quantity",
            Self::LotShort(_)
            | Self::LotShortLater(_)
            | Self::LotMissing { .. }
            | Self::LotExpired { .. }
            | Self::LotLacking { .. } => "lot",
            Self::LotExpiry { .. } => "expiry",
            Self::FreightAlone => "freight",
            Self::UnknownStore { .. } | Self::WhichStore { .. } => "store",
            Self::AmountNegative => "amount",
            Self::PriceMissing { .. } | Self::PriceNotHere { .. } => "unit_price",
            Self::Places { .. } => "from",
            Self::SameStore { .. } => "to",
            Self::Time { .. } => "time",
            Self::Future { .. } | Self::ReversedEarly { .. } | Self::ArrivesEarly { .. } => "date",
            Self::Reverses { .. } | Self::UnknownMovement { .. } | Self::Mirror { .. } => {
                "reverses"
            }
            Self::ReasonMissing { .. } => "reason",
            Self::SlipTaken(_) => "slip",
            Self::SupplierMissing => "supplier",
            Self::Counted { .. } => "counted",
            Self::IdTaken { .. } => "id",
            Self::Taken { .. } => "code",
            Self::NameMissing { .. } => "name",
            Self::Scale { .. } => "scale",
            Self::UnitTwice { .. } | Self::Factor { .. } => "units",
            Self::Limit { field, .. } => field,
            Self::MaximumLow { .. } => "maximum",
            Self::OldRatio { .. } => "old_ratio",
            Self::MarketPriceNotHere { .. } | Self::MarketPriceMissing { .. } => "market_price",
            _ => return None,
        })
    }
}

impl Refusal {
    /// The values of refusals that a row can meet.
    fn of_row(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::UnknownItem { item, near } => {
                with_near(vec![("item", Argument::of(item))], near.as_ref())
            }
            Self::UnknownStore { store, near, known } => with_near(
                vec![("store", Argument::of(store)), ("known", known.into())],
                near.as_ref(),
            ),
            Self::WhichStore { known } => vec![("known", known.into())],
            Self::UnknownUnit { unit, units, .. } => {
                vec![("unit", unit.into()), ("units", units.into())]
            }
            Self::Decimals { quantity, unit, scale, .. } => vec![
                ("quantity", Argument::of(quantity)),
                ("unit", unit.into()),
                ("scale", (*scale).into()),
            ],
            Self::Inexact { quantity, unit, factor, base, scale, .. } => vec![
                ("quantity", Argument::of(quantity)),
                ("unit", unit.into()),
                ("factor", Argument::of(factor)),
                ("base", base.into()),
                ("scale", (*scale).into()),
            ],
            Self::NotPositive { quantity } => vec![("quantity", Argument::of(quantity))],
            Self::PriceMissing { item } | Self::UnitMissing { item } | Self::TooLarge { item } => {
                vec![("item", Argument::of(item))]
            }
            Self::PriceNotHere { kind }
            | Self::MarketPriceNotHere { kind }
            | Self::Time { kind }
            | Self::Reverses { kind }
            | Self::Counted { kind }
            | Self::ReasonMissing { kind } => vec![("kind", Argument::key(kind.key()))],
            Self::Places { kind, from, to } => {
                vec![("kind", Argument::key(kind.key())), ("from", from.into()), ("to", to.into())]
            }
            Self::IdTaken { id } => vec![("id", Argument::of(id))],
            Self::PostedAlready { sheet, by } => {
                vec![("sheet", Argument::of(sheet)), ("by", Argument::of(by))]
            }
            Self::CountedTwice { sheet, item } => {
                vec![("sheet", sheet.into()), ("item", Argument::of(item))]
            }
            Self::NotSent { item, slip } => {
                vec![("item", Argument::of(item)), ("slip", slip.into())]
            }
            Self::Negative { item, store, quantity } => vec![
                ("item", Argument::of(item)),
                ("store", store.into()),
                ("quantity", Argument::of(quantity)),
            ],
            Self::PoolNegative { item, quantity } => {
                vec![("item", Argument::of(item)), ("quantity", Argument::of(quantity))]
            }
            Self::UnknownMovement { id } => vec![("id", id.into())],
            Self::Mirror { original } => vec![("original", Argument::of(original))],
            Self::NameMissing { code } => vec![("code", code.into())],
            Self::Scale { item, scale } => {
                vec![("item", Argument::of(item)), ("scale", (*scale).into())]
            }
            Self::UnitTwice { item, unit } => {
                vec![("item", Argument::of(item)), ("unit", unit.into())]
            }
            Self::Factor { item, unit, factor } => vec![
                ("item", Argument::of(item)),
                ("unit", unit.into()),
                ("factor", Argument::of(factor)),
            ],
            Self::OrderNotHere { kind, column } => {
                vec![("kind", Argument::key(kind.key())), ("column", (*column).into())]
            }
            Self::Limit { item, field, quantity, scale } => vec![
                ("item", Argument::of(item)),
                ("field", (*field).into()),
                ("quantity", Argument::of(quantity)),
                ("scale", (*scale).into()),
            ],
            Self::MaximumLow { item, minimum, maximum } => vec![
                ("item", Argument::of(item)),
                ("minimum", Argument::of(minimum)),
                ("maximum", Argument::of(maximum)),
            ],
            Self::OldRatio { item, ratio } => {
                vec![("item", Argument::of(item)), ("ratio", Argument::of(ratio))]
            }
            _ => vec![],
        }
    }

    /// The values of refusals that only a decision gives.
    fn of_decision(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Short(short) | Self::ShortLater(short) => of_short(short),
            Self::LotShort(short) | Self::LotShortLater(short) => {
                let mut arguments = of_short(short);
                arguments.push(("lot", short.lot.as_str().into()));
                arguments
            }
            Self::LotMissing { kind, .. } => vec![("kind", Argument::key(kind.key()))],
            Self::LotExpiry { lot, stated, known, .. } => vec![
                ("lot", lot.into()),
                ("stated", Argument::of(stated)),
                ("known", Argument::of(known)),
            ],
            Self::LotExpired { lot, expiry, date, .. } => vec![
                ("lot", lot.into()),
                ("expiry", Argument::of(expiry)),
                ("date", Argument::of(date)),
            ],
            Self::OnlyExpired(only) => vec![
                ("store", Argument::of(&only.store)),
                ("unit", only.unit.as_str().into()),
                ("available", Argument::of(&only.available)),
                ("asked", Argument::of(&only.asked)),
                ("lots", only.lots.as_str().into()),
            ],
            Self::LotLacking { item, store, lot, quantity } => vec![
                ("item", Argument::of(item)),
                ("store", store.into()),
                ("lot", lot.into()),
                ("quantity", Argument::of(quantity)),
            ],
            Self::SlipTaken(line) => of_line(line),
            Self::OpeningTwice { id, date, .. } | Self::ReversedEarly { id, date } => {
                vec![("id", Argument::of(id)), ("date", Argument::of(date))]
            }
            Self::SameStore { store } => vec![("store", Argument::of(store))],
            Self::ArrivesEarly { sent, arrives } => {
                vec![("sent", Argument::of(sent)), ("arrives", Argument::of(arrives))]
            }
            Self::Future { date, today } => {
                vec![("date", Argument::of(date)), ("today", Argument::of(today))]
            }
            Self::ReversedAlready { id, by } => {
                vec![("id", Argument::of(id)), ("by", Argument::of(by))]
            }
            Self::CountNotReversed { sheet } => vec![("sheet", sheet.into())],
            Self::ReversalNotReversed { id } => vec![("id", Argument::of(id))],
            Self::SeveralLines { slip, lines } => {
                vec![("slip", slip.into()), ("lines", list(lines))]
            }
            Self::CountedSince { id, store, counts } => vec![
                ("id", Argument::of(id)),
                ("store", Argument::of(store)),
                ("counts", list(counts)),
            ],
            Self::Taken { code, name } => vec![("code", code.into()), ("name", name.into())],
            Self::UnitInUse { unit, id, .. } => {
                vec![("unit", unit.into()), ("id", Argument::of(id))]
            }
            _ => vec![],
        }
    }
}

fn named(named: &Named) -> Vec<(&'static str, Argument)> {
    vec![("item", Argument::of(&named.code)), ("name", named.name.as_str().into())]
}

fn with_near(
    mut arguments: Vec<(&'static str, Argument)>,
    near: Option<&String>,
) -> Vec<(&'static str, Argument)> {
    arguments.extend(near.map(|near| ("nearest", near.into())));
    arguments
}

fn of_short(short: &Short) -> Vec<(&'static str, Argument)> {
    vec![
        ("store", Argument::of(&short.store)),
        ("room", short.room.as_str().into()),
        ("unit", short.unit.as_str().into()),
        ("available", Argument::of(&short.available)),
        ("asked", Argument::of(&short.asked)),
        ("missing", Argument::of(&short.missing)),
        ("date", Argument::of(&short.date)),
        ("kind", Argument::key(short.kind.key())),
        ("slip", short.slip_or_id().into()),
        ("id", Argument::of(&short.id)),
    ]
}

fn of_line(line: &SlipLine) -> Vec<(&'static str, Argument)> {
    vec![
        ("id", Argument::of(&line.id)),
        ("slip", line.slip.as_str().into()),
        ("date", Argument::of(&line.date)),
        ("kind", Argument::key(line.kind.key())),
        ("item", Argument::of(&line.item)),
        ("name", line.name.as_str().into()),
        ("quantity", Argument::of(&line.quantity)),
        ("unit", line.unit.as_str().into()),
    ]
}

fn list(lines: &[SlipLine]) -> Argument {
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    Argument::from(lines.join("; "))
}
