//! The monthly analysis of the counts (每月有盘点、分析): how well book and shelf agree month by
//! month, where they do not, who differs again and again, and which room nobody counted.
//!
//! A sheet belongs to the month of its day. A room is expected to be counted in every month that
//! has ended since its first line; a month without a posted sheet is named, never taken for 100 %.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Fraction, ItemCode, Money, Month, Quantity, Ratio, Span, StoreCode};

use super::stocktake::{Differences, LineResult, SheetState, Tally, Verdict, sheets_of};
use super::{ReconcileOptions, SheetResult, Stock};

/// What is analysed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalysisOptions {
    /// The days of the sheets.
    pub span: Span,
    /// The stores; none for all.
    pub stores: Vec<StoreCode>,
    /// The last day that counts, where the span goes beyond it.
    pub as_of: Day,
    /// The match rate that is to be reached; none where the store sets none.
    pub target: Option<Fraction>,
    /// How many of a card's last counts are looked at for repeated differences.
    pub last: usize,
    /// How many of the largest differences are listed.
    pub largest: usize,
}

/// The counts of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthResult {
    /// The month.
    pub month: Month,
    /// How many sheets there are.
    pub sheets: usize,
    /// How many of them are posted.
    pub posted: usize,
    /// What their lines add up to.
    pub tally: Tally,
}

/// The counts of one room in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomMonth {
    /// The room.
    pub store: StoreCode,
    /// Its counts.
    pub result: MonthResult,
}

/// How the last counted month stands beside those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The last month that was counted.
    pub month: Month,
    /// Its match rates, by line and by value.
    pub now: [Ratio; 2],
    /// Those of the last counted month before it; none where there is none.
    pub before: Option<(Month, [Ratio; 2])>,
    /// Those over all counts of the twelve months before it; none where there are none.
    pub year: Option<[Ratio; 2]>,
}

/// A card that differed again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offender {
    /// The room; none of an item over all rooms.
    pub store: Option<StoreCode>,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its base unit.
    pub unit: String,
    /// How many counts were looked at.
    pub counts: usize,
    /// On how many of them more was there than the books say.
    pub surplus: usize,
    /// On how many of them less was there.
    pub shortage: usize,
    /// Σ counted less book.
    pub quantity: Quantity,
    /// What that is worth.
    pub value: Money,
    /// The day of the last difference.
    pub last: Day,
    /// The reasons that were approved, each once, the oldest first.
    pub reasons: Vec<String>,
    /// Whether its last count differs too: nothing that was done has helped so far.
    pub open: bool,
}

/// What one counter counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CounterResult {
    /// Who.
    pub counter: String,
    /// What the counted lines add up to.
    pub tally: Tally,
}

/// The differences that were given one reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CauseResult {
    /// The reason; empty where none was given yet.
    pub reason: String,
    /// What the lines add up to.
    pub tally: Tally,
}

/// The analysis of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// What was asked for.
    pub options: AnalysisOptions,
    /// Every month of the period that has begun, counted or not.
    pub months: Vec<MonthResult>,
    /// Over all of them.
    pub total: Tally,
    /// Every month of every room that was counted, by room.
    pub rooms: Vec<RoomMonth>,
    /// The last counted month beside those before it; none where nothing was counted.
    pub trend: Option<Trend>,
    /// Rooms and months that have ended without a posted sheet.
    pub missing: Vec<(StoreCode, Month)>,
    /// The largest differences by value, the largest first.
    pub largest: Vec<SheetResult>,
    /// Cards that differed on two or more of their last counts, the most frequent first.
    pub offenders: Vec<Offender>,
    /// Who counted what, by name.
    pub counters: Vec<CounterResult>,
    /// What the differences were put down to, the most frequent first.
    pub causes: Vec<CauseResult>,
}

impl Analysis {
    /// Whether somebody should look: a month without a count, a rate below its target, a card
    /// that differs again and again.
    pub fn is_open(&self) -> bool {
        !self.missing.is_empty()
            || self.months.iter().any(|month| self.below_target(month))
            || self.offenders.iter().any(|offender| offender.open)
    }

    /// Whether a month's match rate by line does not reach the target; never without a count or
    /// a target.
    pub fn below_target(&self, month: &MonthResult) -> bool {
        let Some(target) = self.options.target else { return false };
        month.tally.counted > 0 && !month.tally.matched_by_line().reaches(target)
    }
}

/// From how many differences on a card differs again and again.
const AGAIN: usize = 2;
/// How many months the mean of a year goes over.
const YEAR: i32 = 12;

/// The twelve months up to a day's month, that month included.
pub fn year_to(day: Day) -> Span {
    let month = day.month();
    Span::new(month.plus(1 - YEAR).first(), month.last()).unwrap_or_else(|| month.span())
}

/// Analyses the counts of a period, cancelled sheets left out.
pub fn analysis(stock: &Stock, options: &AnalysisOptions) -> Analysis {
    let AnalysisOptions { span, stores, as_of, .. } = options;
    let first = span.last().min(*as_of).month().plus(-YEAR).first().min(span.first());
    let wide = Span::new(first, span.last().max(first)).unwrap_or(*span);
    let mut all = sheets_of(stock, Some(wide), stores);
    all.retain(|sheet| sheet.state != SheetState::Cancelled && sheet.date <= *as_of);
    let sheets: Vec<&Differences> = all.iter().filter(|sheet| span.contains(sheet.date)).collect();
    let begun = |month: &Month| month.first() <= *as_of;
    let months: Vec<MonthResult> =
        span.months().filter(begun).map(|month| month_of(month, sheets.iter().copied())).collect();
    let mut total = Tally::default();
    for month in &months {
        total.add(&month.tally);
    }
    let (rooms, missing) = rooms(stock, options, &sheets);
    Analysis {
        options: options.clone(),
        total,
        rooms,
        trend: trend(&months, &all),
        missing,
        largest: largest(&sheets, options.largest),
        offenders: offenders(&sheets, options.last),
        counters: counters(&sheets),
        causes: causes(&sheets),
        months,
    }
}

/// The counts of the twelve months up to the end of a period.
pub(super) fn year(stock: &Stock, options: &ReconcileOptions) -> Vec<MonthResult> {
    let ReconcileOptions { span, stores, as_of, .. } = options;
    let year = year_to(span.last().min(*as_of));
    let mut sheets = sheets_of(stock, Some(year), stores);
    sheets.retain(|sheet| sheet.state != SheetState::Cancelled && sheet.date <= *as_of);
    year.months().map(|month| month_of(month, sheets.iter())).collect()
}

fn month_of<'a>(month: Month, sheets: impl Iterator<Item = &'a Differences>) -> MonthResult {
    let mut result = MonthResult { month, sheets: 0, posted: 0, tally: Tally::default() };
    for sheet in sheets.filter(|sheet| sheet.date.month() == month) {
        result.sheets += 1;
        result.posted += usize::from(sheet.state == SheetState::Posted);
        result.tally.add(&sheet.tally);
    }
    result
}

/// The counted months of every room, and the ended ones without a posted sheet.
fn rooms(
    stock: &Stock,
    options: &AnalysisOptions,
    sheets: &[&Differences],
) -> (Vec<RoomMonth>, Vec<(StoreCode, Month)>) {
    let AnalysisOptions { span, stores, as_of, .. } = options;
    let mut since: BTreeMap<&StoreCode, Month> = BTreeMap::new();
    for line in stock.lines() {
        if let Some(store) = line.movement.store() {
            let month = line.movement.date.month();
            let first = since.entry(store).or_insert(month);
            *first = month.min(*first);
        }
    }
    let (mut rooms, mut missing) = (Vec::new(), Vec::new());
    let wanted = |store: &StoreCode| stores.is_empty() || stores.contains(store);
    for store in stock.stores.values().filter(|store| wanted(&store.code)) {
        for month in span.months().filter(|month| month.first() <= *as_of) {
            let of_room = sheets.iter().copied().filter(|sheet| sheet.store == store.code);
            let result = month_of(month, of_room);
            let in_use = since.get(&store.code).is_some_and(|first| *first <= month);
            if in_use && month.last() <= *as_of && result.posted == 0 {
                missing.push((store.code.clone(), month));
            }
            if result.sheets > 0 {
                rooms.push(RoomMonth { store: store.code.clone(), result });
            }
        }
    }
    (rooms, missing)
}

fn rates(tally: &Tally) -> [Ratio; 2] {
    [tally.matched_by_line(), tally.matched_by_value()]
}

fn trend(months: &[MonthResult], all: &[Differences]) -> Option<Trend> {
    let now = months.iter().rev().find(|month| month.tally.counted > 0)?;
    let first = now.month.plus(-YEAR);
    let mut before: BTreeMap<Month, Tally> = BTreeMap::new();
    for sheet in all {
        let month = sheet.date.month();
        if (first..now.month).contains(&month) && sheet.tally.counted > 0 {
            before.entry(month).or_default().add(&sheet.tally);
        }
    }
    let mut year = Tally::default();
    for tally in before.values() {
        year.add(tally);
    }
    Some(Trend {
        month: now.month,
        now: rates(&now.tally),
        before: before.last_key_value().map(|(month, tally)| (*month, rates(tally))),
        year: (!before.is_empty()).then(|| rates(&year)),
    })
}

/// The value of a line's difference without its sign; nothing where nobody can value it.
fn size(line: &LineResult) -> Money {
    let value = line.variance.and_then(|variance| variance.value);
    value.unwrap_or_default().abs()
}

fn largest(sheets: &[&Differences], most: usize) -> Vec<SheetResult> {
    let mut lines: Vec<(&Differences, &LineResult)> = differing(sheets).collect();
    // The sort is stable: equals stay in the order of their sheets.
    lines.sort_by_key(|(_, line)| std::cmp::Reverse(size(line)));
    lines.truncate(most);
    lines.into_iter().map(|(sheet, line)| SheetResult::of(sheet, line)).collect()
}

fn differing<'a>(
    sheets: &'a [&'a Differences],
) -> impl Iterator<Item = (&'a Differences, &'a LineResult)> {
    let lines = sheets.iter().flat_map(|sheet| sheet.lines.iter().map(|line| (*sheet, line)));
    lines.filter(|(_, line)| line.standing.differs())
}

/// Cards, and items over several rooms, that differed on two or more of their last counts.
fn offenders(sheets: &[&Differences], last: usize) -> Vec<Offender> {
    type Counts<'a> = Vec<(Day, &'a StoreCode, &'a LineResult)>;
    let mut cards: BTreeMap<(&ItemCode, Option<&StoreCode>), Counts<'_>> = BTreeMap::new();
    for sheet in sheets {
        for line in sheet.lines.iter().filter(|line| line.variance.is_some()) {
            let Some(item) = line.line.of.goods.item() else { continue };
            let count = (line.at.0, &sheet.store, line);
            cards.entry((item, Some(&sheet.store))).or_default().push(count);
            cards.entry((item, None)).or_default().push(count);
        }
    }
    let mut offenders = Vec::new();
    for ((item, store), mut counts) in cards {
        let rooms: BTreeSet<&StoreCode> = counts
            .iter()
            .filter(|(_, _, line)| line.standing.differs())
            .map(|(_, store, _)| *store)
            .collect();
        // Over all rooms an item is told only where it differs in more than one.
        if store.is_none() && rooms.len() < 2 {
            continue;
        }
        counts.sort_by_key(|(day, _, _)| *day);
        // So many of each room's: the rooms are counted together.
        let most = last * if store.is_none() { n_rooms(&counts) } else { 1 };
        let counts = &counts[counts.len().saturating_sub(most)..];
        let lines: Vec<&LineResult> = counts.iter().map(|(_, _, line)| *line).collect();
        offenders.extend(offender(item, store, &lines));
    }
    offenders.sort_by(|one: &Offender, other| {
        let key = |of: &Offender| (of.surplus + of.shortage, of.value.abs());
        key(other)
            .cmp(&key(one))
            .then_with(|| (&one.item, &one.store).cmp(&(&other.item, &other.store)))
    });
    offenders
}

fn n_rooms(counts: &[(Day, &StoreCode, &LineResult)]) -> usize {
    counts.iter().map(|(_, store, _)| *store).collect::<BTreeSet<_>>().len()
}

/// What the counts of a card come to; none where it did not differ often enough.
fn offender(item: &ItemCode, store: Option<&StoreCode>, lines: &[&LineResult]) -> Option<Offender> {
    let differing = || lines.iter().filter(|line| line.standing.differs());
    let last = differing().next_back()?;
    if differing().count() < AGAIN {
        return None;
    }
    let short =
        |line: &&&LineResult| line.variance.is_some_and(|variance| variance.quantity.is_negative());
    let variances = || differing().filter_map(|line| line.variance);
    let mut reasons: Vec<String> = Vec::new();
    for line in differing() {
        let reason = reason_of(line);
        if !reason.is_empty() && !reasons.iter().any(|there| there == reason) {
            reasons.push(reason.to_owned());
        }
    }
    let shortage = differing().filter(short).count();
    Some(Offender {
        store: store.cloned(),
        item: item.clone(),
        name: last.name.clone(),
        unit: last.line.of.unit.clone(),
        counts: lines.len(),
        surplus: differing().count() - shortage,
        shortage,
        quantity: variances().map(|variance| variance.quantity).sum(),
        value: variances().filter_map(|variance| variance.value).sum(),
        last: last.at.0,
        reasons,
        open: lines.last().is_some_and(|line| line.standing.differs()),
    })
}

/// The reason that was given for a line's variance as it stands; empty where none was.
fn reason_of(line: &LineResult) -> &str {
    if let Some(again) = line.line.again.last() {
        return &again.reason;
    }
    let decision = line.line.decision.as_ref();
    let approved = decision.filter(|decision| matches!(decision.verdict, Verdict::Approved { .. }));
    approved.map_or("", |decision| decision.reason.as_str())
}

fn counters(sheets: &[&Differences]) -> Vec<CounterResult> {
    let mut counters: BTreeMap<&str, Tally> = BTreeMap::new();
    for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
        if let Some(count) = line.count() {
            counters.entry(&count.counter).or_default().take(line);
        }
    }
    let result =
        |(counter, tally): (&str, Tally)| CounterResult { counter: counter.to_owned(), tally };
    counters.into_iter().map(result).collect()
}

fn causes(sheets: &[&Differences]) -> Vec<CauseResult> {
    let mut causes: BTreeMap<&str, Tally> = BTreeMap::new();
    for (_, line) in differing(sheets) {
        causes.entry(reason_of(line)).or_default().take(line);
    }
    let result = |(reason, tally): (&str, Tally)| CauseResult { reason: reason.to_owned(), tally };
    let mut causes: Vec<CauseResult> = causes.into_iter().map(result).collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.tally.counted));
    causes
}
