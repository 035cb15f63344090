//! Every way in which the rules of purchasing say no.
//!
//! A variant carries data, never sentences. The stock book's own [`stock::Refusal`] carries one of
//! these, so that a receipt and an order are refused in the same way.

use crate::base::{Argument, Day, Money, OrderCode, PlanCode, Price, Quantity, RecordId, Refuse};
use crate::stock::{self, Against, Named};

use super::OrderAct;

/// A rule of purchasing said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A price is outside the tolerance, and nobody said why.
    #[error("the price is outside the tolerance")]
    PriceUnexplained {
        /// The item.
        item: Box<Named>,
        /// Its base unit.
        unit: String,
        /// The price of one base unit.
        price: Price,
        /// Against which price.
        against: Against,
        /// That price.
        reference: Price,
        /// The tolerance, in percent.
        tolerance: String,
    },
    /// There is no such plan.
    #[error("no such plan")]
    UnknownPlan {
        /// The code as it was given.
        plan: PlanCode,
        /// The code that may have been meant.
        near: Option<String>,
    },
    /// The code stands for another plan.
    #[error("the plan's code is taken")]
    PlanTaken {
        /// The code.
        plan: PlanCode,
        /// The day on which the plan that has it was made.
        date: Day,
    },
    /// There is nothing to plan.
    #[error("the plan is empty")]
    PlanEmpty,
    /// Somebody else approved it.
    #[error("the plan is approved")]
    PlanApproved {
        /// The plan.
        plan: PlanCode,
        /// Who approved it.
        by: String,
        /// On which day.
        date: Day,
    },
    /// Nobody has approved it.
    #[error("the plan is not approved")]
    PlanNotApproved {
        /// The plan.
        plan: PlanCode,
    },
    /// Nobody is named who approves.
    #[error("nobody is named who approves")]
    ApproverMissing,
    /// The plan does not have the item.
    #[error("not on the plan")]
    NotOnPlan {
        /// The plan.
        plan: PlanCode,
        /// The item.
        item: Box<Named>,
    },
    /// The plan has nothing for the supplier.
    #[error("nothing of this supplier on the plan")]
    NothingOfSupplier {
        /// The plan.
        plan: PlanCode,
        /// The supplier as it was given.
        supplier: String,
        /// The suppliers of the plan.
        suppliers: String,
    },
    /// A row of the orders names a line exactly when it ends one.
    #[error("what it ends does not fit the kind")]
    OrderShape {
        /// What the row does.
        act: OrderAct,
    },
    /// There is no such order.
    #[error("no such order")]
    UnknownOrder {
        /// The number as it was given.
        order: String,
        /// The number that may have been meant.
        near: Option<String>,
    },
    /// The order is another supplier's.
    #[error("the order is another supplier's")]
    OrderSupplier {
        /// The order.
        order: OrderCode,
        /// Its supplier.
        supplier: String,
        /// The supplier as it was given.
        given: String,
    },
    /// The order has the item already.
    #[error("the order has the item already")]
    OrderLineTaken {
        /// The order.
        order: OrderCode,
        /// The item.
        item: Box<Named>,
        /// The line that has it.
        id: RecordId,
    },
    /// The order does not have the item.
    #[error("not on the order")]
    NotOnOrder {
        /// The order.
        order: String,
        /// The item.
        item: Box<Named>,
        /// The items of the order.
        items: String,
    },
    /// What has not come of it was cancelled or closed.
    #[error("the line of the order was ended")]
    OrderEnded {
        /// The order.
        order: String,
        /// The item.
        item: Box<Named>,
        /// How it ended.
        act: OrderAct,
        /// On which day.
        date: Day,
    },
    /// More goes back to the supplier than came under the order.
    #[error("more goes back than came under the order")]
    ReturnedOver {
        /// The order.
        order: OrderCode,
        /// The item.
        item: Box<Named>,
        /// What came under it and is not back yet, in base units.
        arrived: Quantity,
        /// What is to go back, in base units.
        back: Quantity,
        /// The base unit.
        unit: String,
    },
    /// Some of it has come, so it is not cancelled but closed.
    #[error("some of it has arrived")]
    OrderBegun {
        /// The order.
        order: OrderCode,
        /// The item.
        item: Box<Named>,
        /// What has come, in base units.
        arrived: Quantity,
        /// The base unit.
        unit: String,
    },
    /// Nothing of the order is still to come.
    #[error("nothing is still to come")]
    NothingOpen {
        /// The order.
        order: OrderCode,
    },
    /// An invoice is for money; for less than nothing (红字发票) only where goods went back.
    #[error("an invoice is for money above zero, a credit note for goods that went back")]
    InvoiceAmount {
        /// The money as it was given.
        amount: Money,
    },
    /// An invoice is for a slip or an order.
    #[error("an invoice is for a slip or an order")]
    InvoiceForNothing {
        /// Its number.
        invoice: String,
    },
    /// The invoice has no number.
    #[error("the invoice has no number")]
    InvoiceNameless,
    /// The invoice is entered already, with other money.
    #[error("the invoice is entered already")]
    InvoiceTaken {
        /// Its number.
        invoice: String,
        /// The money that is entered.
        amount: Money,
        /// The row.
        id: RecordId,
    },
    /// The goods came from another supplier.
    #[error("the goods came from another supplier")]
    InvoiceSupplier {
        /// The invoice.
        invoice: String,
        /// The slip or the order.
        what: String,
        /// Its supplier.
        supplier: String,
        /// The supplier as it was given.
        given: String,
    },
    /// No invoice has this id.
    #[error("no such invoice")]
    UnknownInvoice {
        /// The id as it was given.
        id: String,
    },
    /// No receipt has this slip.
    #[error("no receipt has this slip")]
    UnknownSlip {
        /// The slip as it was given.
        slip: String,
    },
}

impl From<Refusal> for stock::Refusal {
    fn from(refusal: Refusal) -> Self {
        Self::Purchase(Box::new(refusal))
    }
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::PriceUnexplained { .. } => "purchase.price_unexplained",
            Self::UnknownPlan { near: None, .. } => "purchase.unknown_plan",
            Self::UnknownPlan { near: Some(_), .. } => "purchase.unknown_plan_near",
            Self::PlanTaken { .. } => "purchase.plan_taken",
            Self::PlanEmpty => "purchase.plan_empty",
            Self::PlanApproved { .. } => "purchase.plan_approved",
            Self::PlanNotApproved { .. } => "purchase.plan_not_approved",
            Self::ApproverMissing => "purchase.approver_missing",
            Self::NotOnPlan { .. } => "purchase.not_on_plan",
            Self::NothingOfSupplier { .. } => "purchase.nothing_of_supplier",
            Self::OrderShape { .. } => "purchase.order_shape",
            Self::UnknownOrder { near: None, .. } => "purchase.unknown_order",
            Self::UnknownOrder { near: Some(_), .. } => "purchase.unknown_order_near",
            Self::OrderSupplier { .. } => "purchase.order_supplier",
            Self::OrderLineTaken { .. } => "purchase.order_line_taken",
            Self::NotOnOrder { .. } => "purchase.not_on_order",
            Self::OrderEnded { .. } => "purchase.order_ended",
            Self::ReturnedOver { .. } => "purchase.returned_over",
            Self::OrderBegun { .. } => "purchase.order_begun",
            Self::NothingOpen { .. } => "purchase.nothing_open",
            Self::InvoiceAmount { .. } => "purchase.invoice_amount",
            Self::InvoiceForNothing { .. } => "purchase.invoice_for_nothing",
            Self::InvoiceNameless => "purchase.invoice_nameless",
            Self::InvoiceTaken { .. } => "purchase.invoice_taken",
            Self::InvoiceSupplier { .. } => "purchase.invoice_supplier",
            Self::UnknownInvoice { .. } => "purchase.unknown_invoice",
            Self::UnknownSlip { .. } => "purchase.unknown_slip",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let mut arguments = match self {
            Self::PriceUnexplained { item, .. }
            | Self::NotOnPlan { item, .. }
            | Self::OrderLineTaken { item, .. }
            | Self::NotOnOrder { item, .. }
            | Self::OrderEnded { item, .. }
            | Self::ReturnedOver { item, .. }
            | Self::OrderBegun { item, .. } => {
                vec![("item", Argument::of(&item.code)), ("name", (&item.name).into())]
            }
            _ => vec![],
        };
        arguments.extend(self.of_plan());
        arguments.extend(self.of_order());
        arguments.extend(self.of_invoice());
        arguments
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::PriceUnexplained { .. } => "reason",
            Self::UnknownPlan { .. } | Self::PlanTaken { .. } | Self::PlanNotApproved { .. } => {
                "plan"
            }
            Self::NotOnPlan { .. } | Self::NotOnOrder { .. } | Self::OrderLineTaken { .. } => {
                "item"
            }
            Self::NothingOfSupplier { .. }
            | Self::OrderSupplier { .. }
            | Self::InvoiceSupplier { .. } => "supplier",
            Self::OrderShape { .. } => "reverses",
            Self::UnknownOrder { .. } | Self::OrderEnded { .. } => "order",
            Self::ReturnedOver { .. } => "quantity",
            Self::InvoiceAmount { .. } => "amount",
            Self::InvoiceForNothing { .. } | Self::UnknownSlip { .. } => "slip",
            Self::InvoiceNameless | Self::InvoiceTaken { .. } => "invoice",
            _ => return None,
        })
    }
}

impl Refusal {
    fn of_plan(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::PriceUnexplained { unit, price, against, reference, tolerance, .. } => vec![
                ("unit", unit.into()),
                ("price", Argument::of(price)),
                ("against", Argument::key(against.key())),
                ("reference", Argument::of(reference)),
                ("tolerance", tolerance.into()),
            ],
            Self::UnknownPlan { plan, near } => {
                let near = near.as_ref().map(|near| ("nearest", near.into()));
                [("plan", Argument::of(plan))].into_iter().chain(near).collect()
            }
            Self::PlanTaken { plan, date } => {
                vec![("plan", Argument::of(plan)), ("date", Argument::of(date))]
            }
            Self::PlanApproved { plan, by, date } => {
                vec![("plan", Argument::of(plan)), ("by", by.into()), ("date", Argument::of(date))]
            }
            Self::PlanNotApproved { plan } | Self::NotOnPlan { plan, .. } => {
                vec![("plan", Argument::of(plan))]
            }
            Self::NothingOfSupplier { plan, supplier, suppliers } => vec![
                ("plan", Argument::of(plan)),
                ("supplier", supplier.into()),
                ("suppliers", suppliers.into()),
            ],
            _ => vec![],
        }
    }

    fn of_order(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::OrderShape { act } => vec![("kind", Argument::key(act.key()))],
            Self::UnknownOrder { order, near } => {
                let near = near.as_ref().map(|near| ("nearest", near.into()));
                [("order", order.into())].into_iter().chain(near).collect()
            }
            Self::OrderSupplier { order, supplier, given } => vec![
                ("order", Argument::of(order)),
                ("supplier", supplier.into()),
                ("given", given.into()),
            ],
            Self::OrderLineTaken { order, id, .. } => {
                vec![("order", Argument::of(order)), ("id", Argument::of(id))]
            }
            Self::NotOnOrder { order, items, .. } => {
                vec![("order", order.into()), ("items", items.into())]
            }
            Self::OrderEnded { order, act, date, .. } => vec![
                ("order", order.into()),
                ("kind", Argument::key(act.key())),
                ("date", Argument::of(date)),
            ],
            Self::ReturnedOver { order, arrived, back, unit, .. } => vec![
                ("order", Argument::of(order)),
                ("arrived", Argument::of(arrived)),
                ("back", Argument::of(back)),
                ("unit", unit.into()),
            ],
            Self::OrderBegun { order, arrived, unit, .. } => vec![
                ("order", Argument::of(order)),
                ("arrived", Argument::of(arrived)),
                ("unit", unit.into()),
            ],
            Self::NothingOpen { order } => vec![("order", Argument::of(order))],
            _ => vec![],
        }
    }

    fn of_invoice(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::InvoiceAmount { amount } => vec![("amount", Argument::of(amount))],
            Self::InvoiceForNothing { invoice } => vec![("invoice", invoice.into())],
            Self::InvoiceTaken { invoice, amount, id } => vec![
                ("invoice", invoice.into()),
                ("amount", Argument::of(amount)),
                ("id", Argument::of(id)),
            ],
            Self::InvoiceSupplier { invoice, what, supplier, given } => vec![
                ("invoice", invoice.into()),
                ("what", what.into()),
                ("supplier", supplier.into()),
                ("given", given.into()),
            ],
            Self::UnknownInvoice { id } => vec![("id", id.into())],
            Self::UnknownSlip { slip } => vec![("slip", slip.into())],
            _ => vec![],
        }
    }
}
