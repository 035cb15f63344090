//! A purchase plan that is kept (采购计划单): its lines, and who approved it.
//!
//! It keeps what was planned and at which price, so that orders and receipts can be held against it
//! when the shelves have long moved on.

use std::collections::BTreeMap;

use super::Refusal;
use super::request::{named, not_to_come, one_line};
use crate::base::{
    Day, Decided, ItemCode, Moment, Money, PlanCode, Price, Quantity, RecordId, Stamp, nearest,
};
use crate::stock::{self, Item, PurchasePlan, Stock, price};

/// A row of a plan that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// Its id.
    pub id: RecordId,
    /// The day.
    pub date: Day,
    /// The plan.
    pub plan: PlanCode,
    /// What the row says.
    pub act: PlanAct,
    /// A remark; of goods the days for which they are planned.
    pub note: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// What a row of a plan says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanAct {
    /// Goods are planned.
    Goods(PlannedGoods),
    /// The plan is approved.
    Approve {
        /// By whom.
        approver: String,
    },
}

impl PlanAct {
    /// The words in the file.
    pub const WORDS: [&'static str; 2] = ["line", "approve"];

    /// The word in the file.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Goods(_) => Self::WORDS[0],
            Self::Approve { .. } => Self::WORDS[1],
        }
    }

    /// The key of its label.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Goods(_) => "purchase.plan.act.line",
            Self::Approve { .. } => "purchase.plan.act.approve",
        }
    }

    /// The goods, if it is about any.
    pub const fn goods(&self) -> Option<&PlannedGoods> {
        match self {
            Self::Goods(goods) => Some(goods),
            Self::Approve { .. } => None,
        }
    }
}

/// Goods on a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedGoods {
    /// The number of the line, from 1.
    pub line: u32,
    /// The item.
    pub item: ItemCode,
    /// How much, in `unit`.
    pub quantity: Quantity,
    /// The unit: the base unit.
    pub unit: String,
    /// The price that is expected; none where nobody knows one.
    pub unit_price: Option<Price>,
    /// From whom; empty when nobody is known.
    pub supplier: String,
}

impl PlannedGoods {
    /// What they will cost, rounded to the fen; none where no price is known.
    pub fn cost(&self) -> Option<Money> {
        Money::of(self.quantity, self.unit_price?)
    }
}

/// A line of a plan that is kept, with what the catalogue says of its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDocumentLine {
    /// The goods as they were planned.
    pub planned: PlannedGoods,
    /// The item.
    pub item: Item,
}

/// A plan that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDocument {
    /// Its code.
    pub plan: PlanCode,
    /// The day on which it was made.
    pub date: Day,
    /// For which days, in the words of its first line.
    pub about: String,
    /// Who made it.
    pub made_by: String,
    /// Its lines, in order.
    pub goods: Vec<PlanDocumentLine>,
    /// Who approved it, and on which day; none while nobody has.
    pub approved: Option<(String, Day)>,
}

/// All plans that are kept, by code.
pub fn documents(stock: &Stock) -> Vec<PlanDocument> {
    let mut documents: BTreeMap<&PlanCode, PlanDocument> = BTreeMap::new();
    for row in stock.purchases.plans() {
        let document = documents.entry(&row.plan).or_insert_with(|| PlanDocument {
            plan: row.plan.clone(),
            date: row.date,
            about: String::new(),
            made_by: row.recorded_by.clone(),
            goods: Vec::new(),
            approved: None,
        });
        match &row.act {
            PlanAct::Goods(goods) => {
                document.about.clone_from(&row.note);
                document.date = row.date;
                document.made_by.clone_from(&row.recorded_by);
                if let Some(item) = stock.items.get(&goods.item) {
                    let (planned, item) = (goods.clone(), item.clone());
                    document.goods.push(PlanDocumentLine { planned, item });
                }
            }
            PlanAct::Approve { approver } => {
                document.approved.get_or_insert((approver.clone(), row.date));
            }
        }
    }
    let mut documents: Vec<PlanDocument> = documents.into_values().collect();
    for document in &mut documents {
        document.goods.sort_by_key(|goods| goods.planned.line);
    }
    documents
}

/// A plan that is kept, by its code.
pub fn document(stock: &Stock, plan: &PlanCode) -> Result<PlanDocument, stock::Refusal> {
    let documents = documents(stock);
    let near = nearest(plan.as_str(), documents.iter().map(|document| document.plan.as_str()));
    let found = documents.into_iter().find(|document| document.plan == *plan);
    found.ok_or_else(|| Refusal::UnknownPlan { plan: plan.clone(), near }.into())
}

/// Refuses a plan that nobody has approved.
pub(super) fn approved(document: &PlanDocument) -> Result<(), Refusal> {
    match document.approved {
        Some(_) => Ok(()),
        None => Err(Refusal::PlanNotApproved { plan: document.plan.clone() }),
    }
}

/// Decides over a plan that is to be kept.
///
/// The identical plan again is there already; another under the same code is refused.
pub fn save_plan(
    stock: &Stock,
    plan: &PlanCode,
    computed: &PurchasePlan,
    date: Day,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<PlanRow>>, stock::Refusal> {
    let lines = computed.lines.iter().filter(|line| !line.quantity.is_zero());
    let goods: Vec<PlannedGoods> = lines
        .zip(1_u32..)
        .map(|(line, number)| PlannedGoods {
            line: number,
            item: line.item.code.clone(),
            quantity: line.quantity,
            unit: line.item.unit.clone(),
            unit_price: line.price.map(|(price, _)| price::shown(price)),
            supplier: line.supplier.clone(),
        })
        .collect();
    if goods.is_empty() {
        return Err(Refusal::PlanEmpty.into());
    }
    if let Some(there) = documents(stock).into_iter().find(|there| there.plan == *plan) {
        if there.goods.iter().map(|line| &line.planned).eq(&goods) {
            return Ok(Decided::Already(plan.to_string()));
        }
        return Err(Refusal::PlanTaken { plan: plan.clone(), date: there.date }.into());
    }
    let row = |goods: PlannedGoods| PlanRow {
        id: stamp.id('P', date),
        date,
        plan: plan.clone(),
        act: PlanAct::Goods(goods),
        note: computed.options.span.to_string(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    Ok(Decided::New(goods.into_iter().map(row).collect()))
}

/// Decides over the approval of a plan.
pub fn approve_plan(
    stock: &Stock,
    plan: &PlanCode,
    approver: &str,
    (date, today): (Day, Day),
    note: &str,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<PlanRow>>, stock::Refusal> {
    not_to_come(date, today)?;
    let there = document(stock, plan)?;
    let approver = named_approver(approver)?;
    match there.approved {
        Some((by, _)) if by == approver => return Ok(Decided::Already(plan.to_string())),
        Some((by, date)) => {
            return Err(Refusal::PlanApproved { plan: plan.clone(), by, date }.into());
        }
        None => {}
    }
    Ok(Decided::New(vec![PlanRow {
        id: stamp.id('P', date),
        date,
        plan: plan.clone(),
        act: PlanAct::Approve { approver },
        note: one_line(note),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }]))
}

fn named_approver(name: &str) -> Result<String, stock::Refusal> {
    named(name).map_err(|_| Refusal::ApproverMissing.into())
}
