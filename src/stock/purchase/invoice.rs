//! Invoices (发票): what suppliers ask for what they brought.

use super::arrived::{known_order, receipts, returns};
use super::request::{blank_id, named, not_to_come, one_line};
use super::{OrderAct, Refusal};
use crate::base::{Day, Decided, Moment, Money, RecordId, Stamp};
use crate::stock::{self, Movement, Place, Stock};

/// An invoice, or a row that takes one back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Its id.
    pub id: RecordId,
    /// The day of the invoice.
    pub date: Day,
    /// Its number.
    pub invoice: String,
    /// Who asks for the money.
    pub supplier: String,
    /// The slip of the receipt that it is for; empty when it is for an order.
    pub slip: String,
    /// The order that it is for; empty when it is for a slip alone.
    pub order: String,
    /// The money; below zero on a credit note (红字发票) for goods that went back.
    pub amount: Money,
    /// A remark.
    pub note: String,
    /// The row that this one takes back.
    pub reverses: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Invoice {
    /// Checks what must hold for every row.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if self.amount == Money::ZERO {
            return Err(Refusal::InvoiceAmount { amount: self.amount });
        }
        if self.slip.is_empty() && self.order.is_empty() {
            return Err(Refusal::InvoiceForNothing { invoice: self.invoice.clone() });
        }
        Ok(())
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let mut twin = self.clone();
        twin.id = other.id.clone();
        twin.recorded_at = other.recorded_at;
        twin.recorded_by.clone_from(&other.recorded_by);
        twin == *other
    }
}

/// An invoice is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRequest {
    /// The day of the invoice.
    pub date: Day,
    /// Its number.
    pub invoice: String,
    /// Who asks for the money.
    pub supplier: String,
    /// The slip of the receipt that it is for.
    pub slip: String,
    /// The order that it is for.
    pub order: String,
    /// The money.
    pub amount: Money,
    /// A remark.
    pub note: String,
}

/// An invoice is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReverseInvoice {
    /// The day.
    pub date: Day,
    /// The id of the row.
    pub id: RecordId,
    /// Why.
    pub note: String,
}

/// The invoices up to a day that stand.
pub(super) fn standing(stock: &Stock, as_of: Day) -> Vec<&Invoice> {
    let rows = || stock.purchases.invoices().filter(|row| row.date <= as_of);
    let taken_back: Vec<&RecordId> = rows().filter_map(|row| row.reverses.as_ref()).collect();
    rows().filter(|row| row.reverses.is_none() && !taken_back.contains(&&row.id)).collect()
}

/// Decides over an invoice.
///
/// It is for the slip of a receipt, for an order, or for both; they and it must be of one supplier.
/// Below zero it is a credit note, and goods must have gone back under its slip or its order.
/// One invoice may be for several slips, each a row of its own.
pub fn record_invoice(
    stock: &Stock,
    today: Day,
    request: &InvoiceRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Invoice>>, stock::Refusal> {
    let InvoiceRequest { date, invoice, supplier, slip, order, amount, note } = request;
    not_to_come(*date, today)?;
    let mut row = Invoice {
        id: blank_id(),
        date: *date,
        invoice: one_line(invoice),
        supplier: named(supplier)?,
        slip: one_line(slip),
        order: one_line(order),
        amount: *amount,
        note: one_line(note),
        reverses: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    if row.invoice.is_empty() {
        return Err(Refusal::InvoiceNameless.into());
    }
    row.check()?;
    if row.amount < Money::ZERO && !went_back(stock, &row) {
        return Err(Refusal::InvoiceAmount { amount: row.amount }.into());
    }
    fits(stock, &row)?;
    for there in standing(stock, Day::LAST) {
        let same = (&there.invoice, &there.supplier, &there.slip, &there.order)
            == (&row.invoice, &row.supplier, &row.slip, &row.order);
        if there.says_the_same_as(&row) {
            return Ok(Decided::Already(there.id.to_string()));
        }
        if same {
            let (invoice, id) = (row.invoice, there.id.clone());
            return Err(Refusal::InvoiceTaken { invoice, amount: there.amount, id }.into());
        }
    }
    row.id = stamp.id('I', *date);
    Ok(Decided::New(vec![row]))
}

/// Whether goods went back to the supplier under the slip or the order of a credit note.
fn went_back(stock: &Stock, row: &Invoice) -> bool {
    returns(stock, Day::LAST).any(|line| {
        let of = |text: &str, asked: &str| !asked.is_empty() && text == asked;
        of(&line.movement.slip, &row.slip) || of(&line.movement.order, &row.order)
    })
}

/// Refuses an invoice for a slip or an order that nobody knows, or that is another supplier's.
fn fits(stock: &Stock, row: &Invoice) -> Result<(), Refusal> {
    let other = |what: &str, supplier: &str| {
        if supplier == row.supplier {
            return Ok(());
        }
        Err(Refusal::InvoiceSupplier {
            invoice: row.invoice.clone(),
            what: what.to_owned(),
            supplier: supplier.to_owned(),
            given: row.supplier.clone(),
        })
    };
    if !row.order.is_empty() {
        known_order(stock, &row.order)?;
        let is_it = |order: &&super::OrderRow| {
            order.order.as_str() == row.order && order.act == OrderAct::Order
        };
        if let Some(order) = stock.purchases.orders().find(is_it) {
            other(&row.order, &order.supplier)?;
        }
    }
    if !row.slip.is_empty() {
        let mut moved = receipts(stock, Day::LAST).chain(returns(stock, Day::LAST));
        let Some(line) = moved.find(|line| line.movement.slip == row.slip) else {
            return Err(Refusal::UnknownSlip { slip: row.slip.clone() });
        };
        let Movement { from, to, .. } = &line.movement;
        if let (Place::Supplier(name), _) | (_, Place::Supplier(name)) = (from, to) {
            other(&row.slip, name)?;
        }
    }
    Ok(())
}

/// Decides over an invoice that is taken back.
pub fn reverse_invoice(
    stock: &Stock,
    today: Day,
    request: &ReverseInvoice,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Invoice>>, stock::Refusal> {
    let ReverseInvoice { date, id, note } = request;
    not_to_come(*date, today)?;
    let rows = || stock.purchases.invoices();
    let Some(there) = rows().find(|row| row.id == *id && row.reverses.is_none()) else {
        return Err(Refusal::UnknownInvoice { id: id.to_string() }.into());
    };
    if let Some(by) = rows().find(|row| row.reverses.as_ref() == Some(id)) {
        return Ok(Decided::Already(by.id.to_string()));
    }
    Ok(Decided::New(vec![Invoice {
        id: stamp.id('I', *date),
        date: *date,
        note: one_line(note),
        reverses: Some(id.clone()),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
        ..there.clone()
    }]))
}
