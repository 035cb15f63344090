//! Every way in which the rules of asset stocktakes can say no.

use crate::base::{Argument, AssetTag, Day, RecordId, Refuse, SheetCode};

use super::{Act, SheetState};

/// A rule of asset stocktakes said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A sheet that nobody opened.
    #[error("no sheet {sheet}")]
    UnknownSheet {
        /// The sheet as it was written.
        sheet: String,
        /// The nearest known sheet.
        nearest: Option<String>,
    },
    /// No sheet is being counted, and none was named.
    #[error("no sheet is open")]
    NoneOpen,
    /// Several sheets are being counted, and none was named.
    #[error("several sheets are open")]
    SeveralOpen {
        /// Their codes.
        sheets: String,
    },
    /// The code stands for another sheet.
    #[error("the sheet {sheet} is taken")]
    Taken {
        /// The sheet.
        sheet: SheetCode,
    },
    /// Nothing is to be counted.
    #[error("nothing in scope")]
    Empty {
        /// The day of the register.
        date: Day,
    },
    /// Something is to be written on a sheet that is closed.
    #[error("the sheet {sheet} is closed")]
    Closed {
        /// The sheet.
        sheet: SheetCode,
        /// How far it is.
        state: SheetState,
    },
    /// What became of a difference is told of a sheet that is not signed.
    #[error("the sheet {sheet} is not signed")]
    NotSigned {
        /// The sheet.
        sheet: SheetCode,
        /// How far it is.
        state: SheetState,
    },
    /// A sheet is signed on which nothing was scanned.
    #[error("nothing was scanned on {sheet}")]
    NothingScanned {
        /// The sheet.
        sheet: SheetCode,
    },
    /// Who counted signs.
    #[error("{person} counted on {sheet}")]
    SignerCounted {
        /// The sheet.
        sheet: SheetCode,
        /// Who.
        person: String,
    },
    /// A sheet with differences is signed without a reason.
    #[error("the sheet {sheet} has differences")]
    Unexplained {
        /// The sheet.
        sheet: SheetCode,
        /// How many entries differ.
        differences: usize,
    },
    /// No difference of the sheet is about this thing.
    #[error("{tag} is no difference of {sheet}")]
    NoDifference {
        /// The sheet.
        sheet: SheetCode,
        /// The thing.
        tag: AssetTag,
    },
    /// No scan that could be taken back has this id.
    #[error("no scan {id}")]
    UnknownScan {
        /// The id as it was written.
        id: String,
    },
    /// A day before that of the sheet.
    #[error("{date} is before {sheet} was opened")]
    BeforeSheet {
        /// The sheet.
        sheet: SheetCode,
        /// The day given.
        date: Day,
        /// The day of the sheet.
        opened: Day,
    },
    /// A day that is still to come.
    #[error("{date} is still to come")]
    Future {
        /// The day.
        date: Day,
        /// The day of recording.
        today: Day,
    },
    /// A field that this kind of row needs.
    #[error("{field} is missing")]
    Missing {
        /// What the row says.
        act: Act,
        /// The field.
        field: &'static str,
    },
    /// Two rows have the same id and other values.
    #[error("two rows {id}")]
    RowTwice {
        /// The id.
        id: RecordId,
    },
    /// Two rows open the same sheet.
    #[error("{sheet} is opened twice")]
    OpenedTwice {
        /// The sheet.
        sheet: SheetCode,
    },
    /// Two rows sign the same sheet.
    #[error("{sheet} is signed twice")]
    SignedTwice {
        /// The sheet.
        sheet: SheetCode,
    },
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownSheet { nearest: None, .. } => "asset.count_unknown",
            Self::UnknownSheet { nearest: Some(_), .. } => "asset.count_unknown_near",
            Self::NoneOpen => "asset.count_none_open",
            Self::SeveralOpen { .. } => "asset.count_several_open",
            Self::Taken { .. } => "asset.count_taken",
            Self::Empty { .. } => "asset.count_empty",
            Self::Closed { .. } => "asset.count_closed",
            Self::NotSigned { .. } => "asset.count_not_signed",
            Self::NothingScanned { .. } => "asset.count_nothing_scanned",
            Self::SignerCounted { .. } => "asset.count_signer_counted",
            Self::Unexplained { .. } => "asset.count_unexplained",
            Self::NoDifference { .. } => "asset.count_no_difference",
            Self::UnknownScan { .. } => "asset.count_unknown_scan",
            Self::BeforeSheet { .. } => "asset.count_before_sheet",
            Self::Future { .. } => "asset.future",
            Self::Missing { .. } => "asset.count_missing_field",
            Self::RowTwice { .. } => "asset.event_twice",
            Self::OpenedTwice { .. } => "asset.count_opened_twice",
            Self::SignedTwice { .. } => "asset.count_signed_twice",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let of = |sheet: &SheetCode| ("sheet", Argument::of(sheet));
        match self {
            Self::UnknownSheet { sheet, nearest } => {
                let mut arguments = vec![("name", sheet.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::NoneOpen => vec![],
            Self::SeveralOpen { sheets } => vec![("sheets", sheets.into())],
            Self::Taken { sheet }
            | Self::NothingScanned { sheet }
            | Self::OpenedTwice { sheet }
            | Self::SignedTwice { sheet } => vec![of(sheet)],
            Self::Empty { date } => vec![("date", Argument::of(date))],
            Self::Closed { sheet, state } | Self::NotSigned { sheet, state } => {
                vec![of(sheet), ("state", Argument::key(state.key()))]
            }
            Self::SignerCounted { sheet, person } => vec![of(sheet), ("person", person.into())],
            Self::Unexplained { sheet, differences } => {
                vec![of(sheet), ("differences", (*differences).into())]
            }
            Self::NoDifference { sheet, tag } => vec![of(sheet), ("tag", Argument::of(tag))],
            Self::UnknownScan { id } => vec![("name", id.into())],
            Self::BeforeSheet { sheet, date, opened } => {
                vec![of(sheet), ("date", Argument::of(date)), ("opened", Argument::of(opened))]
            }
            Self::Future { date, today } => {
                vec![("date", Argument::of(date)), ("today", Argument::of(today))]
            }
            Self::Missing { act, field } => vec![
                ("act", Argument::key(act.key())),
                ("field", Argument::key(format!("asset.counts.{field}"))),
            ],
            Self::RowTwice { id } => vec![("event", Argument::of(id))],
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::UnknownSheet { .. }
            | Self::NoneOpen
            | Self::SeveralOpen { .. }
            | Self::Taken { .. }
            | Self::Closed { .. }
            | Self::NotSigned { .. }
            | Self::NothingScanned { .. }
            | Self::OpenedTwice { .. }
            | Self::SignedTwice { .. } => Some("sheet"),
            Self::Empty { .. } | Self::BeforeSheet { .. } | Self::Future { .. } => Some("date"),
            Self::SignerCounted { .. } => Some("person"),
            Self::Unexplained { .. } => Some("reason"),
            Self::NoDifference { .. } => Some("asset"),
            Self::UnknownScan { .. } => Some("reverses"),
            Self::Missing { field, .. } => Some(field),
            Self::RowTwice { .. } => Some("id"),
        }
    }
}
