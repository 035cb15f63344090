//! What has changed in a month since it was sealed before: nothing that was closed changes unsaid.

use std::collections::BTreeMap;

use super::lines::{self, LineSums};

/// A row that is not as it was when the month was sealed before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The file.
    pub file: String,
    /// The line: of an added row now, of a row that is gone then.
    pub line: u32,
    /// Whether it came or went; a changed row did both.
    pub how: How,
    /// The row, where it is there.
    pub row: Option<String>,
}

/// Whether a row came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It was not there.
    Added,
    /// It is not there any more.
    Gone,
}

impl How {
    /// The word in the account.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Gone => "gone",
        }
    }

    /// The code of the sentence that says so.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "closing.changed_added",
            Self::Gone => "closing.changed_gone",
        }
    }
}

/// Compares the lines of files as they were sealed with what they hold now.
pub(super) fn changes(sealed: &LineSums, now: &BTreeMap<String, String>) -> Vec<Changed> {
    let mut changes = Vec::new();
    let none = Vec::new();
    for (file, text) in now {
        let before = sealed.get(file).unwrap_or(&none);
        let sums = lines::sums(text.as_bytes());
        for ((sum, row), line) in sums.iter().zip(text.lines()).zip(1_u32..) {
            // The first line of a file that was not there is no row.
            let is_heading = line == 1 && before.is_empty();
            if !is_heading && !before.contains(sum) {
                let row = Some(row.to_owned());
                changes.push(Changed { file: file.clone(), line, how: How::Added, row });
            }
        }
        for (sum, line) in before.iter().zip(1_u32..) {
            if !sums.contains(sum) {
                changes.push(Changed { file: file.clone(), line, how: How::Gone, row: None });
            }
        }
    }
    for (file, before) in sealed.iter().filter(|(file, _)| !now.contains_key(*file)) {
        changes.extend(before.iter().zip(1_u32..).map(|(_, line)| Changed {
            file: file.clone(),
            line,
            how: How::Gone,
            row: None,
        }));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_and_what_went_is_named() {
        let sealed = BTreeMap::from([("a".to_owned(), lines::sums(b"id\n1\n2\n"))]);
        let now = BTreeMap::from([("a".to_owned(), "id\n1\n7\n3\n".to_owned())]);
        let said: Vec<String> = changes(&sealed, &now)
            .iter()
            .map(|changed| format!("{} {} {:?}", changed.how.word(), changed.line, changed.row))
            .collect();
        assert_eq!(said, ["added 3 Some(\"7\")", "added 4 Some(\"3\")", "gone 3 None"]);
        let same = BTreeMap::from([("a".to_owned(), "id\n1\n2\n".to_owned())]);
        assert_eq!(changes(&sealed, &same), []);
    }
}
