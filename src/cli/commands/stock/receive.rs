//! `houqin stock receive`: goods from a supplier, or from a workshop of the hospital.

use houqin::base::{Money, Price};
use houqin::books::WhosePrices;
use houqin::stock::{self, MakeRequest, ReceiveRequest};

use super::flags::{Cost, Goods, Head, Room, line, record, whole};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Receive goods from a supplier, or from an own workshop
///
/// The first receipt of an item needs a price or an amount; later ones without either enter at the
/// current average. Freight is added to quantity × price; an amount has it in it already. Goods
/// from an own workshop need the cost of what went into them, and the market price, by which
/// `stock self-made` tells what was saved.
///
/// A price that differs from the last, the lowest of twelve months or the planned one by more than
/// the tolerance is said, or needs --reason, as `[price]` in houqin.toml has it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock receive DG36 2箱 --price 204 --supplier 华北五金 --slip RK0012
  houqin stock receive DX25 300 --amount 735.5 --supplier 华北五金 --room WJ --date 2026-03-04
  houqin stock receive DG36 100 --price 8.5 --freight 60 --supplier 华北五金
  houqin stock receive YZ01 20 --workshop 木工班 --price 35 --market-price 60
  houqin stock receive DG36 2箱 --price 228 --supplier 华北五金 --order PO-001 --reason 原厂调价")]
#[command(group(clap::ArgGroup::new("source").required(true).args(["supplier", "workshop"])))]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Supplier's name
    #[arg(long, value_name = "SUPPLIER")]
    supplier: Option<String>,
    /// Workshop of the hospital that made them
    #[arg(long, value_name = "WORKSHOP", requires = "market_price")]
    workshop: Option<String>,
    #[command(flatten)]
    cost: Cost,
    /// Freight and handling in yuan, which go into the cost
    #[arg(
        long,
        value_name = "YUAN",
        requires = "price",
        conflicts_with = "amount",
        allow_negative_numbers = true
    )]
    freight: Option<String>,
    /// What one unit of goods from an own workshop costs outside, in yuan
    #[arg(long, value_name = "YUAN", conflicts_with = "supplier", allow_negative_numbers = true)]
    market_price: Option<String>,
    #[command(flatten)]
    room: Room,
    /// Day after which the lot may not be used
    #[arg(long, value_name = "DAY")]
    expiry: Option<String>,
    /// Purchase order that it fulfils
    #[arg(long, value_name = "ORDER")]
    order: Option<String>,
    /// Why the price is what it is
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        goods,
        supplier,
        workshop,
        cost,
        freight,
        market_price,
        room,
        expiry,
        order,
        reason,
        head,
        writing,
    } = args;
    let expiry = session.maybe_day("--expiry", expiry.as_deref())?;
    let goods = stock::Goods { expiry, ..goods.read(session)? };
    let slip = head.read(session, reason.as_deref())?;
    let (cost, room, order) = (cost.read(session)?, room.read(session)?, order.unwrap_or_default());
    let freight = session.maybe("--freight", freight.as_deref(), Money::parse)?;
    let market_price = session.maybe("--market-price", market_price.as_deref(), Price::parse)?;
    let about = if order.is_empty() && workshop.is_none() {
        line((&goods, &slip), WhosePrices::Suppliers)
    } else {
        whole((&goods, &slip), [])
    };
    record(session, "stock receive", about, &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let cost = match freight {
            Some(freight) => cost.with_freight(goods.quantity, freight)?,
            None => cost,
        };
        if let Some(workshop) = workshop {
            let request = MakeRequest { slip, goods, cost, market_price, store, workshop };
            return stock::make(stock, rules, &request, stamp);
        }
        let supplier = supplier.unwrap_or_default();
        let request = ReceiveRequest { slip, goods, cost, store, supplier, order };
        stock::receive(stock, rules, &request, stamp)
    })
}
