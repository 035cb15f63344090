//! Every way in which the rules of assets can say no.

use crate::base::{Argument, AssetTag, Day, DepartmentCode, Money, RecordId, Refuse};
use crate::org;

use super::{EventKind, count};

/// A rule of assets said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A tag without a card.
    #[error("no asset {tag}")]
    UnknownAsset {
        /// The tag as it was written.
        tag: String,
        /// The nearest known tag.
        nearest: Option<String>,
    },
    /// A class that neither the table of lives nor the exemptions have.
    #[error("no class {class}")]
    UnknownClass {
        /// The class as it was written.
        class: String,
        /// The nearest known class.
        nearest: Option<String>,
    },
    /// A great class that the table of lives does not have.
    #[error("no great class {class}")]
    UnknownGreatClass {
        /// The class as it was written.
        class: String,
    },
    /// An event that nobody recorded for this asset.
    #[error("no event {id}")]
    UnknownEvent {
        /// The id as it was written.
        id: String,
        /// The nearest known id.
        nearest: Option<String>,
    },
    /// The tag stands for a card with other values.
    #[error("the tag {tag} is taken")]
    Taken {
        /// The tag.
        tag: AssetTag,
        /// The first field that differs.
        field: &'static str,
        /// What the card says.
        there: String,
        /// What was given.
        given: String,
    },
    /// Two rows of the register have the same tag and other values.
    #[error("two cards {tag}")]
    CardTwice {
        /// The tag.
        tag: AssetTag,
    },
    /// Two rows of the ledger have the same id and other values.
    #[error("two events {id}")]
    EventTwice {
        /// The id.
        id: RecordId,
    },
    /// A card without a name.
    #[error("{tag} has no name")]
    Nameless {
        /// The tag.
        tag: AssetTag,
    },
    /// An original value of nothing.
    #[error("{tag} is worth nothing")]
    Worthless {
        /// The tag.
        tag: AssetTag,
    },
    /// A value below zero.
    #[error("{value} is below zero")]
    NegativeValue {
        /// The value.
        value: Money,
    },
    /// A useful life of no months, or of more than anybody believes.
    #[error("{months} months is no useful life")]
    LifeOutOfRange {
        /// The tag.
        tag: AssetTag,
        /// The months.
        months: u32,
        /// The most there may be.
        most: u32,
    },
    /// In service before it was acquired.
    #[error("{tag} in service before it was acquired")]
    ServiceTooEarly {
        /// The tag.
        tag: AssetTag,
        /// The first day in service.
        from: Day,
        /// The day of acquisition.
        acquired_on: Day,
    },
    /// A field that this kind of event needs.
    #[error("{field} is missing")]
    Missing {
        /// The kind.
        kind: EventKind,
        /// The field.
        field: &'static str,
    },
    /// A field that this kind of event cannot have.
    #[error("{field} does not belong here")]
    Unexpected {
        /// The kind.
        kind: EventKind,
        /// The field.
        field: &'static str,
    },
    /// A card that no event brought into the books by the day.
    #[error("{tag} was not acquired by {date}")]
    NotAcquired {
        /// The tag.
        tag: AssetTag,
        /// The day.
        date: Day,
    },
    /// Something that happened before the acquisition.
    #[error("{date} is before {tag} was acquired")]
    BeforeAcquisition {
        /// The tag.
        tag: AssetTag,
        /// The day of acquisition.
        acquired_on: Day,
        /// The day asked for.
        date: Day,
    },
    /// A day that is still to come.
    #[error("{date} is still to come")]
    Future {
        /// The day.
        date: Day,
        /// The day of recording.
        today: Day,
    },
    /// Acquired already, with other values.
    #[error("{tag} was acquired already")]
    AcquiredTwice {
        /// The tag.
        tag: AssetTag,
        /// The event that acquired it.
        first: RecordId,
    },
    /// The card says something else than the event that acquired the thing.
    #[error("card and acquisition of {tag} disagree")]
    CardDisagrees {
        /// The tag.
        tag: AssetTag,
        /// The column of the card.
        field: &'static str,
        /// What the card says.
        card_value: String,
        /// What the event says.
        event_value: String,
    },
    /// After the disposal nothing.
    #[error("{tag} was disposed of")]
    Disposed {
        /// The tag.
        tag: AssetTag,
        /// The day of disposal.
        on: Day,
        /// The event that disposed of it.
        event: RecordId,
    },
    /// Something that stands would come to lie after the disposal or before the acquisition.
    #[error("a later event of {tag} stands")]
    LaterEvent {
        /// The tag.
        tag: AssetTag,
        /// The later event.
        event: RecordId,
        /// What it is.
        kind: EventKind,
        /// Its day.
        on: Day,
    },
    /// Assigned, while another department has it.
    #[error("{holder} has {tag}")]
    HeldBy {
        /// The tag.
        tag: AssetTag,
        /// Which department has it.
        holder: DepartmentCode,
        /// Which department was to get it.
        wanted: DepartmentCode,
    },
    /// It was lent, and has not come back.
    #[error("{tag} is lent to {place} already")]
    AlreadyLent {
        /// The tag.
        tag: AssetTag,
        /// Where it was lent to.
        place: String,
    },
    /// It came back, and was not lent.
    #[error("{tag} is not lent")]
    NotLent {
        /// The tag.
        tag: AssetTag,
    },
    /// Its value or life is changed, and it is never depreciated: only its value can be.
    #[error("{tag} is not depreciated")]
    NotDepreciated {
        /// The tag.
        tag: AssetTag,
    },
    /// A life that is over already.
    #[error("{done} months of {tag} are done")]
    LifeDone {
        /// The tag.
        tag: AssetTag,
        /// The useful life in months.
        months: u32,
        /// How many of them are done.
        done: u32,
    },
    /// A value below what is depreciated already, or more depreciated than there is to depreciate.
    #[error("{value} and {accumulated} of {tag} do not fit")]
    BelowDepreciated {
        /// The tag.
        tag: AssetTag,
        /// The value.
        value: Money,
        /// What is depreciated.
        accumulated: Money,
    },
    /// Amounts were taken over already.
    #[error("{tag} was taken over already")]
    OpenedTwice {
        /// The tag.
        tag: AssetTag,
        /// The event.
        first: RecordId,
    },
    /// A move after which everything is as before.
    #[error("nothing changes for {tag}")]
    NothingChanges {
        /// The tag.
        tag: AssetTag,
        /// Since when it is so.
        since: Day,
        /// The event that made it so.
        event: RecordId,
    },
    /// A reversal of a reversal.
    #[error("{id} is a reversal")]
    ReversesReversal {
        /// The event.
        id: RecordId,
    },
    /// A second reversal of the same event.
    #[error("{id} is taken back already")]
    ReversedTwice {
        /// The event.
        id: RecordId,
        /// What takes it back.
        by: RecordId,
    },
    /// A reversal dated before what it takes back.
    #[error("{id} is of {on}")]
    ReversedBefore {
        /// The event.
        id: RecordId,
        /// Its day.
        on: Day,
    },
    /// A rule of stocktakes said no.
    #[error(transparent)]
    Count(#[from] count::Refusal),
    /// A rule of the registers said no.
    #[error(transparent)]
    Org(#[from] org::Refusal),
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownAsset { nearest: None, .. } => "asset.unknown",
            Self::UnknownAsset { nearest: Some(_), .. } => "asset.unknown_near",
            Self::UnknownGreatClass { .. } => "asset.unknown_great_class",
            Self::UnknownClass { nearest: None, .. } => "asset.unknown_class",
            Self::UnknownClass { nearest: Some(_), .. } => "asset.unknown_class_near",
            Self::UnknownEvent { nearest: None, .. } => "asset.unknown_event",
            Self::UnknownEvent { nearest: Some(_), .. } => "asset.unknown_event_near",
            Self::Taken { .. } => "asset.taken",
            Self::CardTwice { .. } => "asset.card_twice",
            Self::EventTwice { .. } => "asset.event_twice",
            Self::Nameless { .. } => "asset.nameless",
            Self::Worthless { .. } => "asset.worthless",
            Self::NegativeValue { .. } => "asset.negative_value",
            Self::LifeOutOfRange { .. } => "asset.life_out_of_range",
            Self::ServiceTooEarly { .. } => "asset.service_too_early",
            Self::Missing { .. } => "asset.missing",
            Self::Unexpected { .. } => "asset.unexpected",
            Self::NotAcquired { .. } => "asset.not_acquired",
            Self::BeforeAcquisition { .. } => "asset.before_acquisition",
            Self::Future { .. } => "asset.future",
            Self::AcquiredTwice { .. } => "asset.acquired_twice",
            Self::CardDisagrees { .. } => "asset.card_disagrees",
            Self::Disposed { .. } => "asset.disposed",
            Self::LaterEvent { .. } => "asset.later_event",
            Self::HeldBy { .. } => "asset.held_by",
            Self::AlreadyLent { .. } => "asset.already_lent",
            Self::NotLent { .. } => "asset.not_lent",
            Self::NotDepreciated { .. } => "asset.not_depreciated",
            Self::LifeDone { .. } => "asset.life_done",
            Self::BelowDepreciated { .. } => "asset.below_depreciated",
            Self::OpenedTwice { .. } => "asset.opened_twice",
            Self::NothingChanges { .. } => "asset.nothing_changes",
            Self::ReversesReversal { .. } => "asset.reverses_reversal",
            Self::ReversedTwice { .. } => "asset.reversed_twice",
            Self::ReversedBefore { .. } => "asset.reversed_before",
            Self::Count(refusal) => refusal.code(),
            Self::Org(refusal) => refusal.code(),
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let field = |field: &str| Argument::key(format!("asset.field.{field}"));
        match self {
            Self::UnknownAsset { tag: name, nearest }
            | Self::UnknownClass { class: name, nearest }
            | Self::UnknownEvent { id: name, nearest } => {
                let mut arguments = vec![("name", name.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::UnknownGreatClass { class } => vec![("name", class.into())],
            Self::Taken { tag, field: name, there, given } => vec![
                ("tag", Argument::of(tag)),
                ("field", field(name)),
                ("there", there.into()),
                ("given", given.into()),
            ],
            Self::CardTwice { tag }
            | Self::Nameless { tag }
            | Self::Worthless { tag }
            | Self::NotLent { tag }
            | Self::NotDepreciated { tag } => {
                vec![("tag", Argument::of(tag))]
            }
            Self::AlreadyLent { tag, place } => {
                vec![("tag", Argument::of(tag)), ("place", place.into())]
            }
            Self::NegativeValue { value } => vec![("value", Argument::of(value))],
            Self::LifeOutOfRange { tag, months, most } => vec![
                ("tag", Argument::of(tag)),
                ("months", (*months).into()),
                ("most", (*most).into()),
            ],
            Self::ServiceTooEarly { tag, from, acquired_on } => vec![
                ("tag", Argument::of(tag)),
                ("from", Argument::of(from)),
                ("acquired_on", Argument::of(acquired_on)),
            ],
            Self::Missing { kind, field: name } | Self::Unexpected { kind, field: name } => {
                vec![("kind", Argument::key(kind.key())), ("field", field(name))]
            }
            Self::NotAcquired { tag, date } => {
                vec![("tag", Argument::of(tag)), ("date", Argument::of(date))]
            }
            Self::BeforeAcquisition { tag, acquired_on, date } => vec![
                ("tag", Argument::of(tag)),
                ("acquired_on", Argument::of(acquired_on)),
                ("date", Argument::of(date)),
            ],
            Self::Future { date, today } => {
                vec![("date", Argument::of(date)), ("today", Argument::of(today))]
            }
            Self::AcquiredTwice { tag, first } | Self::OpenedTwice { tag, first } => {
                vec![("tag", Argument::of(tag)), ("event", Argument::of(first))]
            }
            Self::CardDisagrees { tag, field: name, card_value, event_value } => vec![
                ("tag", Argument::of(tag)),
                ("field", field(name)),
                ("card", card_value.into()),
                ("event", event_value.into()),
            ],
            Self::Disposed { tag, on, event } | Self::NothingChanges { tag, since: on, event } => {
                vec![
                    ("tag", Argument::of(tag)),
                    ("date", Argument::of(on)),
                    ("event", Argument::of(event)),
                ]
            }
            Self::LaterEvent { tag, event, kind, on } => vec![
                ("tag", Argument::of(tag)),
                ("event", Argument::of(event)),
                ("kind", Argument::key(kind.key())),
                ("date", Argument::of(on)),
            ],
            Self::HeldBy { tag, holder, wanted } => vec![
                ("tag", Argument::of(tag)),
                ("holder", Argument::of(holder)),
                ("wanted", Argument::of(wanted)),
            ],
            Self::LifeDone { tag, months, done } => vec![
                ("tag", Argument::of(tag)),
                ("months", (*months).into()),
                ("done", (*done).into()),
            ],
            Self::BelowDepreciated { tag, value, accumulated } => vec![
                ("tag", Argument::of(tag)),
                ("value", Argument::of(value)),
                ("accumulated", Argument::of(accumulated)),
            ],
            Self::EventTwice { id } | Self::ReversesReversal { id } => {
                vec![("event", Argument::of(id))]
            }
            Self::ReversedTwice { id, by } => {
                vec![("event", Argument::of(id)), ("by", Argument::of(by))]
            }
            Self::ReversedBefore { id, on } => {
                vec![("event", Argument::of(id)), ("date", Argument::of(on))]
            }
            Self::Count(refusal) => refusal.arguments(),
            Self::Org(refusal) => refusal.arguments(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::UnknownAsset { .. }
            | Self::NotAcquired { .. }
            | Self::AcquiredTwice { .. }
            | Self::Disposed { .. }
            | Self::AlreadyLent { .. }
            | Self::NotLent { .. }
            | Self::NotDepreciated { .. }
            | Self::OpenedTwice { .. } => Some("asset"),
            Self::UnknownClass { .. } | Self::UnknownGreatClass { .. } => Some("class"),
            Self::CardTwice { .. } => Some("tag"),
            Self::EventTwice { .. } => Some("id"),
            Self::Nameless { .. } => Some("name"),
            Self::Worthless { .. } => Some("original_value"),
            Self::NegativeValue { .. } | Self::BelowDepreciated { .. } => Some("value"),
            Self::LifeOutOfRange { .. } | Self::LifeDone { .. } => Some("months"),
            Self::ServiceTooEarly { .. } => Some("in_service_from"),
            Self::Taken { field, .. }
            | Self::Missing { field, .. }
            | Self::Unexpected { field, .. }
            | Self::CardDisagrees { field, .. } => Some(field),
            Self::BeforeAcquisition { .. }
            | Self::Future { .. }
            | Self::LaterEvent { .. }
            | Self::ReversedBefore { .. } => Some("date"),
            Self::HeldBy { .. } | Self::NothingChanges { .. } => Some("department"),
            Self::UnknownEvent { .. }
            | Self::ReversesReversal { .. }
            | Self::ReversedTwice { .. } => Some("reverses"),
            Self::Count(refusal) => refusal.field(),
            Self::Org(refusal) => refusal.field(),
        }
    }
}
