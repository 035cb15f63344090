//! Saving targets: months of a year that have none while others have, and two for one month.

use std::collections::BTreeMap;

use crate::base::{Day, DepartmentCode, Message, Month};
use crate::meters::{Carrier, Meters, Target};

use super::{Ledger, Remark};

/// What is to be looked at about the targets, up to the month of a day.
pub(super) fn remarks(meters: &Meters, today: Day) -> Vec<Remark> {
    type Series<'m> = (&'m Carrier, Option<&'m DepartmentCode>, i32);
    let mut years: BTreeMap<Series<'_>, BTreeMap<Month, Vec<&Target>>> = BTreeMap::new();
    for target in meters.targets() {
        let series = (&target.carrier, target.department.as_ref(), target.month.year());
        years.entry(series).or_default().entry(target.month).or_default().push(target);
    }
    let mut remarks = Vec::new();
    for ((_, _, _), months) in &years {
        for targets in months.values() {
            remarks.extend(twice(targets));
        }
        remarks.extend(missing(months, today));
    }
    remarks
}

fn about(target: &Target, column: &'static str, message: Message) -> Remark {
    let utility = crate::base::Argument::key(target.carrier.utility().key());
    let message = message.with("utility", utility);
    let key = target.id.to_string();
    Remark { ledger: Ledger::Targets, key, column: Some(column), message }
}

/// A second target for the same month whose note does not say why.
fn twice(targets: &[&Target]) -> Vec<Remark> {
    let mut targets = targets.to_vec();
    targets.sort_by_key(|target| (target.recorded_at, &target.id));
    let unsaid = |target: &Target| target.note.as_deref().is_none_or(str::is_empty);
    let mut remarks = Vec::new();
    for pair in targets.windows(2) {
        if let [before, after] = pair
            && before.amount != after.amount
            && unsaid(after)
        {
            let message = Message::new("meter.target_overlaps")
                .with("month", after.month.to_string())
                .with("first", before.amount.to_string())
                .with("amount", after.amount.to_string());
            remarks.push(about(after, "amount", message));
        }
    }
    remarks
}

/// The months of the year, up to the running one, that have no target while others have.
fn missing(months: &BTreeMap<Month, Vec<&Target>>, today: Day) -> Option<Remark> {
    let (first, targets) = months.first_key_value()?;
    let january = Month::new(first.year(), 1)?;
    let lacking: Vec<String> = (0..12)
        .map(|plus| january.plus(plus))
        .filter(|month| month.first() <= today && !months.contains_key(month))
        .map(|month| month.to_string())
        .collect();
    if lacking.is_empty() {
        return None;
    }
    let message = Message::new("meter.target_missing").with("months", lacking.join(" "));
    Some(about(targets.first()?, "month", message))
}
