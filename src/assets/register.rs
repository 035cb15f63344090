//! The register of assets: cards folded from the register's rows, and the events of their lives.
//!
//! Folding keeps the set of rows and nothing that depends on their order: what holds on a day is
//! read from the events in their canonical order (day, phase, moment of recording, id), so that
//! two clerks' files merged in any order give the same register.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::base::{AssetTag, Day, Moment, RecordId, nearest, nearest_named};

use super::card::LONGEST_LIFE;
use super::count::{self, Counts};
use super::{Card, Event, EventKind, Refusal, Regime, Service, Standing};

/// A row of the asset books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A card of the register.
    Card(Card),
    /// A card that takes the place of the one with its tag.
    Edit(Card),
    /// An event of the ledger.
    Event(Event),
    /// A row of a stocktake.
    Count(count::Row),
}

/// Where an event stands among those of its asset.
fn order(event: &Event) -> (Day, u8, Moment, &RecordId) {
    (event.date, event.kind.phase(), event.recorded_at, &event.id)
}

/// A card and the events of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct History {
    pub(super) card: Card,
    /// In their canonical order.
    pub(super) events: Vec<Event>,
}

impl History {
    /// Adds an event in its place.
    fn add(&mut self, event: Event) {
        let at = self.events.partition_point(|there| order(there) < order(&event));
        // Nearly every asset has one event or two.
        if self.events.len() < 4 {
            self.events.reserve_exact(1);
        }
        self.events.insert(at, event);
    }

    /// The events that `keep` lets through and that none of those takes back, in canonical order.
    fn select(&self, keep: impl Fn(&Event) -> bool) -> Vec<&Event> {
        let kept: Vec<&Event> = self.events.iter().filter(|event| keep(event)).collect();
        let void: Vec<&RecordId> =
            kept.iter().filter_map(|event| event.reverses.as_ref()).collect();
        kept.into_iter()
            .filter(|event| event.kind != EventKind::Reversal && !void.contains(&&event.id))
            .collect()
    }

    /// The events that stand, seen from a day.
    pub(super) fn seen(&self, as_of: Day) -> Vec<&Event> {
        self.select(|event| event.date <= as_of)
    }

    /// The events that stand after all that is recorded: what a decision is held against.
    pub(super) fn live(&self) -> Vec<&Event> {
        self.select(|_| true)
    }

    /// Every event, also those taken back and what takes them back.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter()
    }
}

/// All assets of the hospital, by tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    pub(super) histories: BTreeMap<AssetTag, History>,
    pub(super) owners: BTreeMap<RecordId, AssetTag>,
    pub(super) counts: Counts,
    /// By which rules the assets are depreciated.
    pub regime: Regime,
}

impl Register {
    /// Folds one row.
    ///
    /// Refuses what no later row can make right: an unknown tag, a second row under the same tag
    /// or id with other values, a field that the kind of event needs. What depends on other
    /// events is told by [`Register::faults`]. The identical row again changes nothing.
    pub fn apply(&mut self, record: &Record) -> Result<(), Refusal> {
        self.take(record.clone())
    }

    /// Folds one row that nobody needs afterwards.
    pub fn take(&mut self, record: Record) -> Result<(), Refusal> {
        match record {
            Record::Card(card) => self.take_card(card),
            Record::Edit(card) => self.take_edit(card),
            Record::Event(event) => self.take_event(event),
            Record::Count(row) => Ok(self.counts.take(row)?),
        }
    }

    fn take_card(&mut self, card: Card) -> Result<(), Refusal> {
        card.check()?;
        match self.histories.entry(card.tag.clone()) {
            Entry::Occupied(there) if there.get().card != card => {
                Err(Refusal::CardTwice { tag: card.tag })
            }
            Entry::Occupied(_) => Ok(()),
            Entry::Vacant(place) => {
                place.insert(History { card, events: Vec::new() });
                Ok(())
            }
        }
    }

    fn take_edit(&mut self, card: Card) -> Result<(), Refusal> {
        card.check()?;
        self.known(&card.tag)?;
        if let Some(history) = self.histories.get_mut(&card.tag) {
            history.card = card;
        }
        Ok(())
    }

    fn take_event(&mut self, event: Event) -> Result<(), Refusal> {
        complete(&event)?;
        let Some(history) = self.histories.get_mut(&event.asset) else {
            return self.known(&event.asset).map(drop);
        };
        if let Entry::Vacant(owner) = self.owners.entry(event.id.clone()) {
            owner.insert(event.asset.clone());
            history.add(event);
        } else if self.event(&event.id) != Some(&event) {
            return Err(Refusal::EventTwice { id: event.id });
        }
        Ok(())
    }

    /// The sheets of the stocktakes.
    pub const fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The cards, by tag.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.histories.values().map(|history| &history.card)
    }

    /// A card, or the refusal that names the nearest known tag.
    pub fn known_card(&self, tag: &AssetTag) -> Result<&Card, Refusal> {
        Ok(&self.known(tag)?.card)
    }

    /// A card, if there is one.
    pub fn card(&self, tag: &AssetTag) -> Option<&Card> {
        self.histories.get(tag).map(|history| &history.card)
    }

    /// Every event of an asset in canonical order, also those that were taken back.
    pub fn events(&self, tag: &AssetTag) -> impl Iterator<Item = &Event> {
        self.histories.get(tag).into_iter().flat_map(History::events)
    }

    /// The event that takes another back, if one does.
    pub fn reversal_of(&self, id: &RecordId) -> Option<&Event> {
        let history = self.histories.get(self.owners.get(id)?)?;
        history.events().find(|event| event.reverses.as_ref() == Some(id))
    }

    /// How an asset stood, seen from a day; none before it was acquired.
    pub fn standing(&self, tag: &AssetTag, as_of: Day) -> Option<Standing<'_>> {
        let history = self.histories.get(tag)?;
        Standing::of(&history.card, &history.seen(as_of), self.regime)
    }

    /// How every asset stood, seen from a day, by tag.
    pub fn standings(&self, as_of: Day) -> impl Iterator<Item = Standing<'_>> {
        self.histories.values().filter_map(move |history| {
            Standing::of(&history.card, &history.seen(as_of), self.regime)
        })
    }

    /// The spans of days on which an asset was in service: what inspection duties run on.
    pub fn services(&self, tag: &AssetTag, as_of: Day) -> Vec<Service> {
        let standing = self.standing(tag, as_of);
        standing.as_ref().and_then(Standing::service).into_iter().collect()
    }

    /// The card and events of a tag, or the refusal that names the nearest known one.
    pub(super) fn known(&self, tag: &AssetTag) -> Result<&History, Refusal> {
        self.histories.get(tag).ok_or_else(|| Refusal::UnknownAsset {
            tag: tag.to_string(),
            nearest: nearest_named(
                tag.as_str(),
                self.cards().map(|card| (card.tag.as_str(), card.name.as_str())),
            ),
        })
    }

    /// The event of an id.
    pub(super) fn event(&self, id: &RecordId) -> Option<&Event> {
        let history = self.histories.get(self.owners.get(id)?)?;
        history.events().find(|event| event.id == *id)
    }

    /// The ids of all events, in their order.
    pub(super) fn event_ids(&self) -> impl Iterator<Item = &RecordId> {
        self.owners.keys()
    }

    /// What is wrong between the rows, each with the event that should be looked at.
    ///
    /// The answer is a function of the set of rows: which of two contradicting events is named
    /// follows from their canonical order.
    pub fn faults(&self) -> Vec<(RecordId, Refusal)> {
        self.histories.values().flat_map(|history| self.faults_of(history)).collect()
    }

    fn faults_of(&self, history: &History) -> Vec<(RecordId, Refusal)> {
        let mut faults = Vec::new();
        let reversals = history.events().filter(|event| event.kind == EventKind::Reversal);
        for reversal in reversals {
            if let Err(refusal) = self.reversal_holds(reversal) {
                faults.push((reversal.id.clone(), refusal));
            }
        }
        let mut acquired: Option<&Event> = None;
        let mut disposed: Option<&Event> = None;
        for event in history.live() {
            let fault = match (event.kind, acquired, disposed) {
                (EventKind::Acquire, Some(first), _) => Some(Refusal::AcquiredTwice {
                    tag: event.asset.clone(),
                    first: first.id.clone(),
                }),
                (EventKind::Acquire, None, _) => {
                    acquired = Some(event);
                    disagreement(&history.card, event)
                }
                (_, None, _) => {
                    Some(Refusal::NotAcquired { tag: event.asset.clone(), date: event.date })
                }
                (_, Some(_), Some(end)) => Some(Refusal::Disposed {
                    tag: event.asset.clone(),
                    on: end.date,
                    event: end.id.clone(),
                }),
                (EventKind::Dispose, Some(_), None) => {
                    disposed = Some(event);
                    None
                }
                _ => None,
            };
            faults.extend(fault.map(|refusal| (event.id.clone(), refusal)));
        }
        faults
    }

    /// Checks that a reversal may take back what it names.
    pub(super) fn reversal_holds(&self, reversal: &Event) -> Result<(), Refusal> {
        let Some(id) = &reversal.reverses else { return Ok(()) };
        let unknown = || Refusal::UnknownEvent {
            id: id.to_string(),
            nearest: nearest(id.as_str(), self.owners.keys().map(RecordId::as_str)),
        };
        let original =
            self.event(id).filter(|event| event.asset == reversal.asset).ok_or_else(unknown)?;
        if original.kind == EventKind::Reversal {
            return Err(Refusal::ReversesReversal { id: id.clone() });
        }
        if reversal.date < original.date {
            return Err(Refusal::ReversedBefore { id: id.clone(), on: original.date });
        }
        match self.reversal_of(id) {
            Some(first) if first.id != reversal.id => {
                Err(Refusal::ReversedTwice { id: id.clone(), by: first.id.clone() })
            }
            _ => Ok(()),
        }
    }
}

/// Checks that an event has what its kind needs, and nothing that its kind cannot have.
pub(super) fn complete(event: &Event) -> Result<(), Refusal> {
    let kind = event.kind;
    let missing = |field| Err(Refusal::Missing { kind, field });
    match kind {
        EventKind::Acquire | EventKind::Opening | EventKind::Upgrade if event.value.is_none() => {
            return missing("value");
        }
        EventKind::Revalue if event.value.is_none() && event.months.is_none() => {
            return missing("value");
        }
        EventKind::Upgrade | EventKind::Revalue | EventKind::Dispose | EventKind::Reversal
            if event.reason.trim().is_empty() =>
        {
            return missing("reason");
        }
        EventKind::Reversal if event.reverses.is_none() => return missing("reverses"),
        _ => {}
    }
    if kind != EventKind::Reversal && event.reverses.is_some() {
        return Err(Refusal::Unexpected { kind, field: "reverses" });
    }
    let has_months = matches!(kind, EventKind::Opening | EventKind::Upgrade | EventKind::Revalue);
    if event.months.is_some() && !has_months {
        return Err(Refusal::Unexpected { kind, field: "months" });
    }
    if let Some(months) = event.months.filter(|months| *months > LONGEST_LIFE) {
        return Err(Refusal::LifeOutOfRange {
            tag: event.asset.clone(),
            months,
            most: LONGEST_LIFE,
        });
    }
    match event.value {
        Some(value) if value.fen() < 0 => Err(Refusal::NegativeValue { value }),
        _ => Ok(()),
    }
}

/// The first thing in which card and acquisition do not agree.
fn disagreement(card: &Card, acquired: &Event) -> Option<Refusal> {
    let disagree = |field, card_value: String, event_value: String| {
        Some(Refusal::CardDisagrees { tag: card.tag.clone(), field, card_value, event_value })
    };
    if card.acquired_on != acquired.date {
        return disagree("acquired_on", card.acquired_on.to_string(), acquired.date.to_string());
    }
    let value = acquired.value.unwrap_or(card.original_value);
    if card.original_value != value {
        return disagree("original_value", card.original_value.to_string(), value.to_string());
    }
    None
}
