//! The command line while it is being completed.

use std::ffi::{OsStr, OsString};

use clap::Arg;

/// What was typed, and what was added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line(pub(super) Vec<OsString>);

impl Line {
    /// Adds the answer to an argument; of a flag that takes no value, the flag alone.
    ///
    /// Flags stand before a `--`, values without a flag behind one: `-3` is then no flag.
    pub(super) fn add(&mut self, arg: &Arg, value: &str) {
        let end = self.0.iter().position(|word| word == "--");
        let Some(long) = arg.get_long() else {
            if end.is_none() {
                self.0.push("--".into());
            }
            self.0.push(value.into());
            return;
        };
        let flag = if arg.get_action().takes_values() {
            format!("--{long}={value}")
        } else {
            format!("--{long}")
        };
        self.0.insert(end.unwrap_or(self.0.len()), flag.into());
    }

    /// The same line as a rehearsal.
    pub(super) fn rehearsed(&self) -> Vec<OsString> {
        let end = self.0.iter().position(|word| word == "--").unwrap_or(self.0.len());
        let mut words = self.0.clone();
        words.insert(end, "--dry-run".into());
        words
    }

    /// The line as somebody would type it, so that it can be typed again.
    pub(super) fn shown(&self) -> String {
        let minus = |word: &OsString| word.to_string_lossy().starts_with('-');
        let end = self.0.iter().position(|word| word == "--");
        let needed = end.is_some_and(|at| self.0[at + 1..].iter().any(minus));
        let words = self.0.iter().skip(1).enumerate();
        let kept =
            words.filter(|(at, _)| needed || Some(at + 1) != end).map(|(_, word)| quoted(word));
        std::iter::once("houqin".to_owned()).chain(kept).collect::<Vec<_>>().join(" ")
    }
}

/// A word as a shell takes it.
fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |letter: char| letter.is_alphanumeric() || "-_=./@:,%+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tree::tree;

    fn arg(id: &str) -> Arg {
        let tree = tree();
        let stock = tree.find_subcommand("stock").expect("a group");
        let issue = stock.find_subcommand("issue").expect("a command");
        issue.get_arguments().find(|arg| arg.get_id() == id).expect("an argument").clone()
    }

    #[test]
    fn answers_find_their_place() {
        let mut line = Line(["houqin", "stock", "issue"].map(OsString::from).to_vec());
        line.add(&arg("item"), "DG36");
        line.add(&arg("quantity"), "-3");
        line.add(&arg("department"), "NK 1");
        line.add(&arg("dry_run"), "");
        assert_eq!(
            line.0,
            ["houqin", "stock", "issue", "--department=NK 1", "--dry-run", "--", "DG36", "-3"]
        );
        assert_eq!(line.shown(), "houqin stock issue '--department=NK 1' --dry-run -- DG36 -3");
        line.0.pop();
        line.0.push("4".into());
        assert_eq!(line.shown(), "houqin stock issue '--department=NK 1' --dry-run DG36 4");
    }
}
