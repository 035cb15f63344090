//! What energy and water departments used, in money: by the meters of each, or by the bills shared
//! out to them.
//!
//! What no department's meter measured nobody carries. Where readings or prices are missing, a
//! department's part is open; the whole of a utility may be known all the same, by its main meter.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Argument, Day, DepartmentCode, Message, Money, Month, PointCode, Span, Step};
use crate::books::Books;
use crate::meters::{
    AllocateOptions, Allocation, AskedBills, Carrier, Expense, ExpenseLine, ExpenseOptions, RestBy,
    ShareBy, Subject, Tree, UsageBy, View, allocate, expenses,
};

use super::draft::Draft;
use super::options::days_of;
use super::{CostGap, CostLedger, CostOptions, CostPart, EnergyShares};

/// Gathers energy in some months; gives back the bills that were shared out, where they were.
pub(super) fn gather(
    books: &Books,
    options: &CostOptions,
    (asked, all): (&[Month], &[Month]),
    draft: &mut Draft,
) -> Option<Allocation> {
    match options.energy {
        EnergyShares::Metered => {
            metered(books, options.view, (asked, all), draft);
            None
        }
        EnergyShares::Bills { share_by, rest_by } => {
            let by = (share_by, rest_by);
            let before: Vec<Month> =
                all.iter().copied().filter(|month| !asked.contains(month)).collect();
            draft.begins(CostPart::Energy, first_billed(books, options.view));
            billed(books, options.view, by, (&before, asked), draft);
            billed(books, options.view, by, (asked, asked), draft)
        }
    }
}

fn asked_of(span: Span, by: UsageBy, view: View) -> ExpenseOptions {
    ExpenseOptions { span, by, site: None, utility: None, view }
}

/// The first day of which any meter tells.
fn first_metered(books: &Books, view: View) -> Option<Day> {
    let first = |history: &crate::meters::History| {
        let read = history.current_readings(&view).into_iter().map(|reading| reading.date).min();
        let begun = history.point().meter.as_ref().and_then(|meter| meter.from);
        read.into_iter().chain(begun.filter(|day| view.reaches(*day))).min()
    };
    books.meters.histories().filter_map(first).min()
}

fn metered(books: &Books, view: View, (asked, all): (&[Month], &[Month]), draft: &mut Draft) {
    draft.begins(CostPart::Energy, first_metered(books, view));
    let spans: Vec<Span> = all.iter().map(|month| month.span()).collect();
    let Some(first) = spans.first() else { return };
    let of = |by: UsageBy| expenses(&books.meters, &books.org, &asked_of(*first, by, view), &spans);
    let months = all.iter().zip(of(UsageBy::Utility)).zip(of(UsageBy::Department));
    let points = points_of(books, view);
    for ((month, whole), departments) in months {
        for line in &whole.lines {
            let own = departments.lines.iter().filter(|own| own.carrier == line.carrier);
            let own: Vec<&ExpenseLine> = own.collect();
            let is_asked = asked.contains(month);
            of_carrier((*month, is_asked), line, &own, (&departments, &points), draft);
        }
    }
}

/// The points that each department answers for.
type Points = BTreeMap<(Option<DepartmentCode>, Carrier), BTreeSet<PointCode>>;

fn points_of(books: &Books, view: View) -> Points {
    let tree = Tree::new(&books.meters, &view);
    let mut points = Points::new();
    for node in tree.nodes() {
        let point = node.point();
        let key = (node.department().cloned(), point.carrier.clone());
        points.entry(key).or_default().insert(point.code.clone());
    }
    points
}

/// One utility in one month: what it cost as a whole, and what each carries of it.
fn of_carrier(
    (month, is_asked): (Month, bool),
    whole: &ExpenseLine,
    own: &[&ExpenseLine],
    (expense, points): (&Expense, &Points),
    draft: &mut Draft,
) {
    let ledger = CostLedger::Metered(whole.carrier.utility());
    let (mut sum, mut is_open) = (Money::ZERO, false);
    for line in own {
        let department = match &line.subject {
            Subject::Department { code, .. } => Some(code),
            Subject::Common | Subject::Utility | Subject::Point { .. } => None,
        };
        let known = line.cost.unwrap_or_default();
        draft.carry(month, department, ledger, known);
        sum += known;
        if line.cost.is_none() || !line.usage.is_complete() {
            is_open = true;
            draft.lack(month, department, ledger, gap(line, expense));
        }
        let source = points.get(&(department.cloned(), line.carrier.clone()));
        tell(line, (month, department), source, draft);
    }
    let whole_cost = whole.cost.filter(|_| whole.usage.is_complete());
    let Some(cost) = whole_cost else {
        // Of the whole no more is known than of its parts.
        draft.ledger_is_open(month, CostPart::Energy);
        if is_asked {
            draft.record(ledger, sum);
        }
        return;
    };
    if is_open && cost != sum {
        draft.carry(month, None, ledger, cost - sum);
        let carrier = whole.carrier.clone();
        draft.lack(month, None, ledger, CostGap::NotAttributed { carrier });
    }
    if is_asked {
        draft.record(ledger, cost);
    }
}

/// Why what somebody used has no cost.
fn gap(line: &ExpenseLine, expense: &Expense) -> CostGap {
    let carrier = line.carrier.clone();
    if !line.usage.is_complete() {
        return CostGap::Unread { carrier, open: line.usage.open.clone() };
    }
    let lack = expense.lacks.iter().find(|lack| *lack.carrier() == carrier);
    lack.map_or(CostGap::NotAttributed { carrier }, |lack| CostGap::Lacks(lack.clone()))
}

fn tell(
    line: &ExpenseLine,
    (month, department): (Month, Option<&DepartmentCode>),
    points: Option<&BTreeSet<PointCode>>,
    draft: &mut Draft,
) {
    if !draft.tells(month) {
        return;
    }
    let utility = Argument::key(line.carrier.utility().key());
    let what = Message::new("cost.step.energy").with("month", month.to_string());
    let amount = line.usage.amount().map_or_else(|| "—".to_owned(), |own| own.to_string());
    let codes: Vec<String> = points.into_iter().flatten().map(ToString::to_string).collect();
    let step = Step {
        what: what.with("utility", utility),
        formula: format!("{amount} {}", line.carrier.unit()),
        result: line.cost.map_or_else(|| "—".to_owned(), |cost| cost.to_string()),
        source: codes.join(" "),
    };
    draft.tell(month.first(), department, CostPart::Energy, step);
}

fn first_billed(books: &Books, view: View) -> Option<Day> {
    books.meters.bills(view.as_of).into_iter().map(|bill| bill.span.last()).min()
}

/// Shares out the bills that end in some months.
fn billed(
    books: &Books,
    view: View,
    (share_by, rest_by): (ShareBy, RestBy),
    (months, asked): (&[Month], &[Month]),
    draft: &mut Draft,
) -> Option<Allocation> {
    let asked_bills = AskedBills::Ending { span: days_of(months)?, site: None, utility: None };
    let allocation = allocate(
        &books.meters,
        &books.org,
        &AllocateOptions {
            asked: asked_bills,
            share_by,
            rest_by,
            key_span: None,
            among: Vec::new(),
            view,
        },
    );
    let mut billed: BTreeSet<Month> = BTreeSet::new();
    for own in &allocation.bills {
        let (bill, month) = (&own.bill, own.bill.span.last().month());
        if !months.contains(&month) {
            continue;
        }
        billed.insert(month);
        let ledger = CostLedger::Billed(bill.carrier.utility());
        if asked.contains(&month) {
            draft.record(ledger, bill.amount);
        }
        let Ok(shares) = &own.shares else {
            draft.carry(month, None, ledger, bill.amount);
            let (number, supplier) = (bill.number.clone(), bill.supplier.clone());
            draft.lack(month, None, ledger, CostGap::NotShared { number, supplier });
            continue;
        };
        for share in shares {
            let department = match &share.weight.subject {
                Subject::Department { code, .. } => Some(code),
                Subject::Common | Subject::Utility | Subject::Point { .. } => None,
            };
            draft.carry(month, department, ledger, share.amount);
            let what = Message::new("cost.step.bill").with("number", &bill.number);
            let what = what.with("utility", Argument::key(bill.carrier.utility().key()));
            let (result, source) = (share.amount.to_string(), bill.id.to_string());
            let step = Step { what, formula: String::new(), result, source };
            draft.tell(bill.span.last(), department, CostPart::Energy, step);
        }
    }
    let kept = first_billed(books, view);
    for month in months.iter().filter(|month| !billed.contains(month)) {
        if kept.is_some_and(|first| first <= month.last()) {
            draft.nothing_known(*month, CostPart::Energy, CostGap::NoBill);
        }
    }
    Some(allocation)
}
