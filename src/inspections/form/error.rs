//! Every way in which the rules of checklists can say no.

use crate::base::{Argument, Day, QuestionCode, RecordId, Refuse, SectionCode, TemplateCode};

/// A rule of checklists said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormRefusal {
    /// A checklist that the store does not have.
    #[error("no checklist {template}")]
    Unknown {
        /// The code as it was written.
        template: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// A version that the checklist does not have.
    #[error("checklist {template} has no version {version}")]
    UnknownVersion {
        /// The checklist.
        template: TemplateCode,
        /// The version.
        version: u32,
    },
    /// No version of the checklist was there yet on the day.
    #[error("checklist {template} is not in force on {date}")]
    NotInForce {
        /// The checklist.
        template: TemplateCode,
        /// The day.
        date: Day,
    },
    /// Another version is in force on the day.
    #[error("version {current} of {template} is in force on {date}, not {version}")]
    OtherVersion {
        /// The checklist.
        template: TemplateCode,
        /// The version that was filled in.
        version: u32,
        /// The version in force.
        current: u32,
        /// The day.
        date: Day,
    },
    /// A field of a checklist that cannot be.
    #[error("{field} of checklist {template} cannot be")]
    Field {
        /// The checklist.
        template: TemplateCode,
        /// The field.
        field: &'static str,
    },
    /// A section without items, or with fewer points than its items.
    #[error("section {section} of checklist {template} has no items or too few points")]
    SectionPoints {
        /// The checklist.
        template: TemplateCode,
        /// The section.
        section: SectionCode,
    },
    /// A field of an item that cannot be.
    #[error("{field} of item {item} of checklist {template} cannot be")]
    ItemField {
        /// The checklist.
        template: TemplateCode,
        /// The item.
        item: QuestionCode,
        /// The field.
        field: &'static str,
    },
    /// Two sections or two items share a code.
    #[error("{code} stands twice in checklist {template}")]
    CodeTwice {
        /// The checklist.
        template: TemplateCode,
        /// The code.
        code: String,
    },
    /// A version, or its first day, is there twice, or a new one does not begin after the last.
    #[error("version {version} of {template} cannot be added")]
    VersionTaken {
        /// The checklist.
        template: TemplateCode,
        /// The version.
        version: u32,
        /// The last version that is there.
        last: u32,
        /// Its first day.
        from: Day,
    },
    /// A version that records were made with was edited afterwards.
    #[error("version {version} of {template} was edited after it was used")]
    Edited {
        /// The checklist.
        template: TemplateCode,
        /// The version.
        version: u32,
        /// How many records were made with it as it was.
        count: usize,
        /// The first of them.
        record: RecordId,
    },
    /// An item that the checklist does not have.
    #[error("checklist {template} has no item {item}")]
    UnknownItem {
        /// The checklist.
        template: TemplateCode,
        /// The item as it was written.
        item: String,
        /// The nearest item.
        nearest: Option<String>,
    },
    /// An item is answered twice.
    #[error("item {item} is answered twice")]
    AnsweredTwice {
        /// The item.
        item: QuestionCode,
    },
    /// An answer that the item cannot have.
    #[error("item {item} cannot be answered by {value}")]
    Value {
        /// The item.
        item: QuestionCode,
        /// The answer.
        value: String,
        /// The key of what it asks for.
        wanted: &'static str,
    },
    /// Items that must be answered are not.
    #[error("{count} items are not answered")]
    Unanswered {
        /// How many.
        count: usize,
        /// Which.
        items: String,
    },
    /// Answers to a record that is not there.
    #[error("answers to no record {record}")]
    NoRecord {
        /// The record.
        record: RecordId,
    },
    /// The answers of a record are to another checklist than the record names.
    #[error("record {record} is not of checklist {template}")]
    OtherTemplate {
        /// The record.
        record: RecordId,
        /// The checklist of the answers.
        template: TemplateCode,
    },
    /// The record says something else than its answers come to.
    #[error("record {record} says something else than its answers")]
    Disagrees {
        /// The record.
        record: RecordId,
        /// The key of the result that the answers come to.
        result: &'static str,
        /// The score that they come to.
        score: String,
    },
    /// A record whose answers are asked for has none.
    #[error("record {record} has no answers")]
    NoAnswers {
        /// The record.
        record: RecordId,
    },
}

impl Refuse for FormRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { nearest: None, .. } => "template.unknown",
            Self::Unknown { nearest: Some(_), .. } => "template.unknown_near",
            Self::UnknownVersion { .. } => "template.unknown_version",
            Self::NotInForce { .. } => "template.not_in_force",
            Self::OtherVersion { .. } => "template.other_version",
            Self::Field { .. } => "template.field",
            Self::SectionPoints { .. } => "template.section_points",
            Self::ItemField { .. } => "template.item_field",
            Self::CodeTwice { .. } => "template.code_twice",
            Self::VersionTaken { .. } => "template.version_taken",
            Self::Edited { .. } => "template.edited",
            Self::UnknownItem { nearest: None, .. } => "template.unknown_item",
            Self::UnknownItem { nearest: Some(_), .. } => "template.unknown_item_near",
            Self::AnsweredTwice { .. } => "template.answered_twice",
            Self::Value { .. } => "template.value",
            Self::Unanswered { .. } => "template.unanswered",
            Self::NoRecord { .. } => "template.no_record",
            Self::OtherTemplate { .. } => "template.other_template",
            Self::Disagrees { .. } => "template.disagrees",
            Self::NoAnswers { .. } => "template.no_answers",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let of = |template: &TemplateCode| ("template", Argument::of(template));
        let field_of = |field: &str| ("field", Argument::key(format!("template.field.{field}")));
        let near = |nearest: &Option<String>| {
            nearest.iter().map(|nearest| ("nearest", Argument::from(nearest))).collect::<Vec<_>>()
        };
        match self {
            Self::Unknown { template, nearest } => {
                [vec![("template", template.into())], near(nearest)].concat()
            }
            Self::UnknownVersion { template, version } => {
                vec![of(template), ("version", (*version).into())]
            }
            Self::NotInForce { template, date } => vec![of(template), ("date", Argument::of(date))],
            Self::OtherVersion { template, version, current, date } => vec![
                of(template),
                ("version", (*version).into()),
                ("current", (*current).into()),
                ("date", Argument::of(date)),
            ],
            Self::Field { template, field } => vec![of(template), field_of(field)],
            Self::SectionPoints { template, section } => {
                vec![of(template), ("section", Argument::of(section))]
            }
            Self::ItemField { template, item, field } => {
                vec![of(template), ("item", Argument::of(item)), field_of(field)]
            }
            Self::CodeTwice { template, code } => vec![of(template), ("code", code.into())],
            Self::VersionTaken { template, version, last, from } => vec![
                of(template),
                ("version", (*version).into()),
                ("last", (*last).into()),
                ("from", Argument::of(from)),
            ],
            Self::Edited { template, version, count, record } => vec![
                of(template),
                ("version", (*version).into()),
                ("count", (*count).into()),
                ("record", Argument::of(record)),
            ],
            Self::UnknownItem { template, item, nearest } => {
                [vec![of(template), ("item", item.into())], near(nearest)].concat()
            }
            Self::AnsweredTwice { item } => vec![("item", Argument::of(item))],
            Self::Value { item, value, wanted } => vec![
                ("item", Argument::of(item)),
                ("value", value.into()),
                ("wanted", Argument::key(*wanted)),
            ],
            Self::Unanswered { count, items } => {
                vec![("count", (*count).into()), ("items", items.into())]
            }
            Self::NoRecord { record } | Self::NoAnswers { record } => {
                vec![("record", Argument::of(record))]
            }
            Self::OtherTemplate { record, template } => {
                vec![("record", Argument::of(record)), of(template)]
            }
            Self::Disagrees { record, result, score } => vec![
                ("record", Argument::of(record)),
                ("result", Argument::key(*result)),
                ("score", score.into()),
            ],
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown { .. } | Self::OtherTemplate { .. } => "template",
            Self::UnknownVersion { .. }
            | Self::OtherVersion { .. }
            | Self::VersionTaken { .. }
            | Self::Edited { .. } => "version",
            Self::NotInForce { .. } => "date",
            Self::UnknownItem { .. } | Self::AnsweredTwice { .. } => "item",
            Self::Value { .. } => "value",
            Self::NoRecord { .. } | Self::NoAnswers { .. } => "record",
            Self::Disagrees { .. } => "result",
            Self::Field { field, .. } => field,
            Self::Unanswered { .. }
            | Self::SectionPoints { .. }
            | Self::ItemField { .. }
            | Self::CodeTwice { .. } => return None,
        })
    }
}
