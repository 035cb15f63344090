//! The price review (采购价格审核): what rose, what fell, what is outside the tolerance.

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Fraction, Message, Ratio};
use crate::stock::{Flag, PriceLine, Prices, Way, shown};

/// The prices of one item, one below the other.
pub struct PriceHistory<'p>(pub &'p Prices);

const COLUMNS: [&str; 15] = [
    "stock.prices.item",
    "stock.prices.name",
    "stock.prices.supplier",
    "stock.prices.slip",
    "stock.prices.date",
    "stock.prices.quantity",
    "stock.prices.unit",
    "stock.prices.price",
    "stock.prices.last",
    "stock.prices.lowest",
    "stock.prices.plan",
    "stock.prices.change",
    "stock.prices.effect",
    "stock.prices.flag",
    "stock.prices.reason",
];

impl Present for Prices {
    fn present(&self) -> Document<'_> {
        let named_by = ["stock.prices.item", "stock.prices.date", "stock.prices.slip"];
        let table = Table::new("stock.prices", &COLUMNS).named_by(&named_by).asked(|| {
            let total = (!self.lines.is_empty()).then(|| {
                let mut total = vec![Cell::word("word.total")];
                total.resize(COLUMNS.len() - 3, Cell::Blank);
                total.extend([(self.rises - self.falls).into(), Cell::Blank, Cell::Blank]);
                Row::total(total)
            });
            self.lines.iter().map(|line| Row::line(cells(line))).chain(total)
        });
        let n_open = self.open().count();
        let open = Message::new("purchase.note_unexplained").with("count", n_open);
        Document::new("stock.prices")
            .facts(vec![
                ("stock.prices.period", Cell::of(&self.span)),
                ("stock.prices.tolerance", tolerance(self.policy.tolerance)),
                ("stock.prices.receipts", Cell::count(self.lines.len())),
                ("stock.prices.flagged", Cell::count(self.flagged().count())),
                ("stock.prices.open", Cell::count(n_open)),
                ("stock.prices.rises", self.rises.into()),
                ("stock.prices.falls", self.falls.into()),
            ])
            .table(table)
            .notes(if n_open > 0 { vec![open] } else { Vec::new() })
    }
}

impl Present for PriceHistory<'_> {
    fn present(&self) -> Document<'_> {
        let mut document = self.0.present();
        document.key = "stock.price_history";
        document
    }
}

fn tolerance(tolerance: Fraction) -> Cell {
    Ratio::exact(tolerance, Fraction::ONE, 0).into()
}

fn cells(line: &PriceLine) -> Vec<Cell> {
    let PriceLine { item, supplier, slip, date, quantity, price, references, flags, .. } = line;
    let price_of = |price: Fraction| Cell::from(shown(price));
    vec![
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(supplier),
        Cell::text(slip),
        Cell::Day(*date),
        (*quantity).into(),
        Cell::text(&item.unit),
        price_of(*price),
        Cell::maybe(references.last, price_of),
        Cell::maybe(references.lowest, price_of),
        Cell::maybe(references.plan, price_of),
        Cell::maybe(line.change(), Cell::from),
        Cell::maybe(line.effect(), Cell::Money),
        flag_cell(flags, line.is_open()),
        Cell::text(&line.reason),
    ]
}

/// The first price that it is outside the tolerance of: the last goes before the others.
fn flag_cell(flags: &[Flag], is_open: bool) -> Cell {
    let Some(Flag { against, way, .. }) = flags.first() else { return Cell::Blank };
    let tone = if is_open { Tone::Bad } else { Tone::Warn };
    let against = against.key().rsplit('.').next().unwrap_or_default();
    let way = match way {
        Way::Rise => "above",
        Way::Fall => "below",
    };
    Cell::verdict(format!("stock.price_flag.{way}_{against}"), tone)
}
