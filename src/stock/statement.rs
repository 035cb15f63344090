//! The statement of receipts, issues and balances (收发存报表): per store and item what was there,
//! what came and went by kind, what counts found, and what is there. It cross-foots.
//!
//! A reversal stands with its original's kind, with the other sign.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Day, Money, Quantity, RecordId, Span, StoreCode};

use super::{
    Balance, CostMethod, Flow, Item, Kind, Movement, Pile, Place, Refusal, Step, Stock, TurnedOver,
};

/// A column of the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turnover {
    /// Entered as what was there when the books began.
    Opening,
    /// Received from suppliers.
    Receipt,
    /// Made in the hospital's own workshops.
    Made,
    /// Returned by departments.
    ReturnIn,
    /// Brought back by those it was lent to.
    LoanIn,
    /// Arrived from other stores.
    TransferIn,
    /// Old goods, repaired.
    Mended,
    /// Adjusted upwards.
    AdjustUp,
    /// Found too much by counts (盘盈).
    Surplus,
    /// Issued to departments.
    Issue,
    /// Returned to suppliers.
    ReturnOut,
    /// Lent.
    LoanOut,
    /// Sent to other stores.
    TransferOut,
    /// Thrown away.
    Scrap,
    /// Adjusted downwards.
    AdjustDown,
    /// Found too little by counts (盘亏).
    Shortage,
}

impl Turnover {
    /// All columns, in order: first what comes in, then what goes out.
    pub const ALL: [Self; 16] = [
        Self::Opening,
        Self::Receipt,
        Self::Made,
        Self::ReturnIn,
        Self::LoanIn,
        Self::TransferIn,
        Self::Mended,
        Self::AdjustUp,
        Self::Surplus,
        Self::Issue,
        Self::ReturnOut,
        Self::LoanOut,
        Self::TransferOut,
        Self::Scrap,
        Self::AdjustDown,
        Self::Shortage,
    ];

    /// Whether the column says what comes in.
    pub const fn is_inward(self) -> bool {
        matches!(
            self,
            Self::Opening
                | Self::Receipt
                | Self::Made
                | Self::ReturnIn
                | Self::LoanIn
                | Self::TransferIn
                | Self::Mended
                | Self::AdjustUp
                | Self::Surplus
        )
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Opening => "stock.turnover.opening",
            Self::Receipt => "stock.turnover.receipt",
            Self::Made => "stock.turnover.made",
            Self::ReturnIn => "stock.turnover.return_in",
            Self::LoanIn => "stock.turnover.loan_in",
            Self::TransferIn => "stock.turnover.transfer_in",
            Self::Mended => "stock.turnover.mended",
            Self::AdjustUp => "stock.turnover.adjust_up",
            Self::Surplus => "stock.turnover.surplus",
            Self::Issue => "stock.turnover.issue",
            Self::ReturnOut => "stock.turnover.return_out",
            Self::LoanOut => "stock.turnover.loan_out",
            Self::TransferOut => "stock.turnover.transfer_out",
            Self::Scrap => "stock.turnover.scrap",
            Self::AdjustDown => "stock.turnover.adjust_down",
            Self::Shortage => "stock.turnover.shortage",
        }
    }

    /// The column of a line of a kind between two places; none for one that touches no store.
    fn of(kind: Kind, from: &Place, to: &Place) -> Option<Self> {
        let inward = to.store().is_some();
        if !inward && from.store().is_none() {
            return None;
        }
        Some(match (kind, inward) {
            (Kind::Opening, _) => Self::Opening,
            (Kind::Receipt, _) if matches!(from, Place::Workshop(_)) => Self::Made,
            (Kind::Receipt, _) => Self::Receipt,
            (Kind::Issue | Kind::Exchange, _) => Self::Issue,
            (Kind::Return, true) if matches!(from, Place::Loan(_)) => Self::LoanIn,
            (Kind::Return, true) => Self::ReturnIn,
            (Kind::Return, false) => Self::ReturnOut,
            (Kind::Lend, _) => Self::LoanOut,
            (Kind::Mend, _) => Self::Mended,
            (Kind::Transfer, true) => Self::TransferIn,
            (Kind::Transfer, false) => Self::TransferOut,
            (Kind::Scrap, _) => Self::Scrap,
            (Kind::Count, true) => Self::Surplus,
            (Kind::Count, false) => Self::Shortage,
            // A sale or a settlement touches no store.
            (Kind::Adjustment | Kind::Reversal | Kind::Sale | Kind::Settle, true) => Self::AdjustUp,
            (Kind::Adjustment | Kind::Reversal | Kind::Sale | Kind::Settle, false) => {
                Self::AdjustDown
            }
        })
    }
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementOptions {
    /// The days.
    pub span: Span,
    /// One store only.
    pub store: Option<StoreCode>,
    /// One category only.
    pub category: Option<String>,
    /// The last day that counts, where the span goes beyond it.
    pub as_of: Day,
}

/// Opening, what came and went, corrections, closing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turnovers {
    /// What was there before the first day.
    pub opening: Balance,
    /// What came in (above zero) and went out (below), by column, in their order.
    pub by_kind: Vec<(Turnover, Balance)>,
    /// What the value had to be corrected by (价差).
    pub correction: Money,
    /// What is there after the last day.
    pub closing: Balance,
}

impl Turnovers {
    /// What one column comes to, above zero both for what came in and for what went out.
    pub fn at(&self, kind: Turnover) -> Balance {
        let own = self.by_kind.iter().find(|(own, _)| *own == kind);
        let balance = own.map(|(_, balance)| *balance).unwrap_or_default();
        if kind.is_inward() { balance } else { -balance }
    }

    /// Whether any line stands in a column.
    pub fn has(&self, kind: Turnover) -> bool {
        self.by_kind.iter().any(|(own, _)| *own == kind)
    }

    /// Adds to a column, above zero what came in.
    pub(super) fn add(&mut self, kind: Turnover, change: Balance) {
        match self.by_kind.iter_mut().find(|(own, _)| *own >= kind) {
            Some((own, balance)) if *own == kind => *balance += change,
            _ => {
                let at = self.by_kind.partition_point(|(own, _)| *own < kind);
                self.by_kind.insert(at, (kind, change));
            }
        }
    }

    /// Everything that came in, without what counts found.
    pub fn inward(&self) -> Balance {
        let is_of = |kind: Turnover| kind.is_inward() && kind != Turnover::Surplus;
        self.by_kind.iter().filter(|(kind, _)| is_of(*kind)).map(|(_, balance)| *balance).sum()
    }

    /// Everything that went out, above zero, without what counts found missing.
    pub fn outward(&self) -> Balance {
        let is_of = |kind: Turnover| !kind.is_inward() && kind != Turnover::Shortage;
        self.by_kind.iter().filter(|(kind, _)| is_of(*kind)).map(|(_, balance)| -*balance).sum()
    }

    /// What counts found: above zero too much, below too little.
    pub fn difference(&self) -> Balance {
        let mut sum = self.at(Turnover::Surplus);
        sum += -self.at(Turnover::Shortage);
        sum
    }

    /// Whether opening and changes come to the closing.
    pub fn foots(&self) -> bool {
        let mut sum = self.opening;
        sum += self.by_kind.iter().map(|(_, balance)| *balance).sum();
        sum += Balance { quantity: Quantity::ZERO, value: self.correction };
        sum == self.closing
    }

    fn is_nothing(&self) -> bool {
        self.opening == Balance::ZERO && self.closing == Balance::ZERO && self.by_kind.is_empty()
    }

    /// Adds the values, not the quantities, which are of different things.
    fn add_values(&mut self, other: &Self) {
        self.opening.value += other.opening.value;
        self.closing.value += other.closing.value;
        self.correction += other.correction;
        for (kind, balance) in &other.by_kind {
            self.add(*kind, Balance::of_value(balance.value));
        }
    }
}

/// One card over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// The store.
    pub store: StoreCode,
    /// The item, shared by all its cards.
    pub item: Arc<Item>,
    /// What was there, what came and went, what is there.
    pub turnovers: Turnovers,
}

/// All cards over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The days.
    pub span: Span,
    /// The cards that held anything or moved, by store and item.
    pub lines: Vec<StatementLine>,
    /// The values of each store.
    pub by_store: BTreeMap<StoreCode, Turnovers>,
    /// The values of all stores.
    pub total: Turnovers,
}

/// Writes the statement of some days.
pub fn statement(stock: &Stock, options: &StatementOptions) -> Result<Statement, Refusal> {
    let StatementOptions { span, category, as_of, .. } = options;
    let is_wanted =
        |item: &&Item| category.as_ref().is_none_or(|category| *category == item.category);
    let of_item = |item: &Item| {
        let cards = of_item(stock, item, *span, *as_of);
        (item.code.clone(), cards.into_iter().collect())
    };
    statement_of(stock, stock.items.values().filter(is_wanted).map(of_item).collect(), options)
}

/// The same from what the cards of each item turned over in the days of the options.
pub fn statement_of(
    stock: &Stock,
    turned_over: TurnedOver,
    options: &StatementOptions,
) -> Result<Statement, Refusal> {
    let StatementOptions { span, store, category, as_of: _ } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    // The cards come by item: those of each store are in order already.
    let mut of_stores: BTreeMap<StoreCode, (Turnovers, Vec<StatementLine>)> = BTreeMap::new();
    let mut items = stock.items.values();
    for (item, cards) in turned_over {
        let Some(item) = items.find(|of| of.code == item) else { continue };
        if category.as_ref().is_some_and(|category| *category != item.category) {
            continue;
        }
        let item = Arc::new(item.clone());
        for (code, turnovers) in cards {
            if store.as_ref().is_some_and(|store| *store != code) || turnovers.is_nothing() {
                continue;
            }
            let item = Arc::clone(&item);
            let line = StatementLine { store: code.clone(), item, turnovers };
            let (sums, lines) = of_stores.entry(code).or_default();
            sums.add_values(&line.turnovers);
            lines.push(line);
        }
    }
    let (mut lines, mut by_store) = (Vec::new(), BTreeMap::new());
    let mut total = Turnovers::default();
    for (code, (sums, mut own)) in of_stores {
        total.add_values(&sums);
        by_store.insert(code, sums);
        lines.append(&mut own);
    }
    Ok(Statement { span: *span, lines, by_store, total })
}

fn of_item(stock: &Stock, item: &Item, span: Span, as_of: Day) -> BTreeMap<StoreCode, Turnovers> {
    let mut cards: BTreeMap<StoreCode, Turnovers> = BTreeMap::new();
    let eve = span.first().previous().min(as_of);
    for (place, balance) in stock.pile_at(&item.code, eve).places() {
        if let Some(store) = place.store() {
            let card = cards.entry(store.clone()).or_default();
            (card.opening, card.closing) = (balance, balance);
        }
    }
    // The price of a month that goes on beyond the eve may value the lines before it otherwise.
    let mut at_last: BTreeMap<StoreCode, Balance> = BTreeMap::new();
    let revalues = stock.method == CostMethod::MonthlyWeighted;
    let mut columns = stock.opening.pile(&item.code).map(columns_before).unwrap_or_default();
    stock.replay(&item.code, span.last().min(as_of), |step| {
        let Some(column) = column(&step, &columns) else { return };
        let movement = &step.line.movement;
        columns.insert(movement.id.clone(), column);
        if revalues
            && movement.date <= eve
            && let Some(store) = movement.store()
        {
            at_last.insert(store.clone(), step.after);
        }
        let Some(store) = movement.store().filter(|_| span.contains(movement.date)) else { return };
        let card = cards.entry(store.clone()).or_default();
        card.add(column, step.change());
        card.correction += step.effect.correction;
        card.closing = step.after;
    });
    for (store, last) in at_last {
        let card = cards.entry(store).or_default();
        let revalued = last.value - card.opening.value;
        card.correction += revalued;
        if card.by_kind.is_empty() {
            card.closing.value += revalued;
        }
    }
    cards
}

/// The columns of the lines in an opening that later ones take back.
pub(super) fn columns_before(pile: &Pile) -> BTreeMap<RecordId, Turnover> {
    let kept: BTreeMap<&RecordId, (&Movement, Flow)> =
        pile.kept_lines().map(|(movement, flow)| (&movement.id, (movement, flow))).collect();
    kept.iter().filter_map(|(id, own)| Some(((*id).clone(), column_before(&kept, *own)?))).collect()
}

fn column_before<'k>(
    kept: &BTreeMap<&'k RecordId, (&'k Movement, Flow)>,
    own: (&'k Movement, Flow),
) -> Option<Turnover> {
    let (mut movement, mut flow) = own;
    while let Some(original) = movement.reverses.as_ref().and_then(|id| kept.get(id)) {
        (movement, flow) = *original;
    }
    let (from, to) = match flow {
        Flow::Forward => (&movement.from, &movement.to),
        Flow::Backward => (&movement.to, &movement.from),
    };
    Turnover::of(movement.kind, from, to)
}

/// The column of a step: of a reversal, its original's.
pub(super) fn column(step: &Step<'_>, columns: &BTreeMap<RecordId, Turnover>) -> Option<Turnover> {
    let movement = &step.line.movement;
    let original = movement.reverses.as_ref().and_then(|id| columns.get(id)).copied();
    original.or_else(|| Turnover::of(movement.kind, step.from(), step.to()))
}
