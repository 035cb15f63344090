//! Everything that is known about one asset, seen from a day.

use crate::base::{AssetTag, Day, DepartmentCode, Money, RecordId, StaffCode};

use super::{
    Basis, Card, Event, Life, Lives, Plan, Refusal, Register, Status, Warning, basis, warnings,
};

/// What was read from the events of an asset that was in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// What it was.
    pub status: Status,
    /// Which department had it.
    pub department: Option<DepartmentCode>,
    /// Where it was.
    pub place: String,
    /// Who kept it.
    pub custodian: Option<StaffCode>,
    /// What it is worth in the books before depreciation, after every change.
    pub value: Money,
    /// The useful life after every change, in months; none for what is not depreciated.
    pub months: Option<u32>,
    /// What a whole month carries; none for what is not depreciated.
    pub monthly: Option<Money>,
    /// How many months have carried a part; none for what is not depreciated.
    pub elapsed: Option<u32>,
    /// How many months are left to carry a part; none for what is not depreciated.
    pub left: Option<u32>,
    /// What was depreciated by the end of the day's month; nothing once it has left.
    pub accumulated: Money,
    /// What is left of the value; nothing once it has left.
    pub net: Money,
}

/// An event of the asset's life, and what took it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The event.
    pub event: Event,
    /// The event that takes it back, as known.
    pub reversed_by: Option<RecordId>,
}

/// Everything that is known about one asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// The day asked about, to its end.
    pub as_of: Day,
    /// The card.
    pub card: Card,
    /// The row of the table of useful lives, if there is one.
    pub row: Option<Life>,
    /// What the useful life rests on.
    pub basis: Basis,
    /// How it stood; none before it was acquired.
    pub holding: Option<Holding>,
    /// The events known by then, in order, also those taken back.
    pub events: Vec<Told>,
    /// What should be known about the card.
    pub warnings: Vec<Warning>,
}

/// Puts together everything that is known about one asset, seen from a day.
pub fn dossier(
    register: &Register,
    lives: &Lives,
    tag: &AssetTag,
    as_of: Day,
) -> Result<Dossier, Refusal> {
    let card = register.known(tag)?.card.clone();
    let known: Vec<&Event> = register.events(tag).filter(|event| event.date <= as_of).collect();
    let reversed_by = |event: &Event| {
        let reversal = known.iter().find(|other| other.reverses.as_ref() == Some(&event.id));
        reversal.map(|reversal| reversal.id.clone())
    };
    let events = known
        .iter()
        .map(|event| Told { event: (*event).clone(), reversed_by: reversed_by(event) })
        .collect();
    Ok(Dossier {
        as_of,
        row: lives.find(&card.class).cloned(),
        basis: basis(&card, lives),
        holding: holding(register, lives, tag, as_of),
        events,
        warnings: warnings(&card, lives),
        card,
    })
}

fn holding(register: &Register, lives: &Lives, tag: &AssetTag, as_of: Day) -> Option<Holding> {
    let standing = register.standing(tag, as_of)?;
    let plan = Plan::of(&standing, lives);
    let month = as_of.month();
    let (accumulated, net) = standing.worth(lives, month);
    Some(Holding {
        status: standing.status(),
        department: standing.department().cloned(),
        place: standing.place().to_owned(),
        custodian: standing.custodian().cloned(),
        value: standing.value(),
        months: plan.as_ref().map(Plan::months),
        monthly: plan.as_ref().map(Plan::monthly),
        elapsed: plan.as_ref().map(|plan| plan.elapsed(month)),
        left: plan.as_ref().map(|plan| plan.months().saturating_sub(plan.elapsed(month))),
        accumulated,
        net,
    })
}
