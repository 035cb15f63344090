//! The account of a link: who sealed or reopened what, what was demanded and waived, and what has
//! changed since the month was sealed before.

use serde::{Deserialize, Serialize};

use crate::closing::{Link, Met, Seal};
use crate::store::row::written_number;

use super::Changed;

/// The account as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    id: String,
    kind: String,
    book: String,
    month: String,
    recorded_at: String,
    recorded_by: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    approver: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reason: String,
    #[serde(default, rename = "demand", skip_serializing_if = "Vec::is_empty")]
    demands: Vec<Demanded>,
    #[serde(default, rename = "changed", skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Demanded {
    name: String,
    state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    file: String,
    line: u32,
    how: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    row: String,
}

/// Writes the account of a link.
pub(super) fn write(seal: &Seal, changes: &[Changed]) -> String {
    let demands = seal.demands.iter().map(|demand| {
        let (state, count, reason) = match &demand.met {
            Met::Yes => ("met", None, String::new()),
            Met::No { count, .. } => ("open", Some(*count), String::new()),
            Met::Waived { count, reason } => ("waived", Some(*count), reason.clone()),
        };
        Demanded { name: demand.name.clone(), state: state.to_owned(), count, reason }
    });
    let changes = changes.iter().map(|changed| Change {
        file: changed.file.clone(),
        line: changed.line,
        how: changed.how.word().to_owned(),
        row: changed.row.clone().unwrap_or_default(),
    });
    let account = Account {
        demands: demands.collect(),
        changes: changes.collect(),
        ..Account::of(&seal.link)
    };
    toml::to_string(&account).expect("BUG: an account that is not TOML")
}

impl Account {
    fn of(link: &Link) -> Self {
        Self {
            id: written_number(link.number),
            kind: link.kind.word().to_owned(),
            book: link.of.book.word().to_owned(),
            month: link.of.month.to_string(),
            recorded_at: link.recorded_at.to_string(),
            recorded_by: link.recorded_by.clone(),
            approver: link.approver.clone(),
            reason: link.reason.clone(),
            demands: Vec::new(),
            changes: Vec::new(),
        }
    }
}

/// Whether an account is that of a link: whether its row in the chain says the same.
pub(super) fn agrees(text: &str, link: &Link) -> bool {
    let Ok(account) = toml::from_str::<Account>(text) else { return false };
    Account { demands: Vec::new(), changes: Vec::new(), ..account } == Account::of(link)
}
