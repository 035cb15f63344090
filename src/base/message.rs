//! What is to be said, before there are words for it: a code and its arguments.
//!
//! The words come from the floor `text` by the code; numbers are written here, words never.

use std::fmt;

/// One argument of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// Data, shown as it is.
    Text(String),
    /// A key whose word is looked up when the message is said.
    Key(String),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Argument {
    fn from(count: u32) -> Self {
        Self::Text(count.to_string())
    }
}

impl From<usize> for Argument {
    fn from(count: usize) -> Self {
        Self::Text(count.to_string())
    }
}

impl Argument {
    /// Writes a value of the domain as an argument.
    pub fn of(value: &impl fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    /// Names the word that stands for a value.
    pub fn key(key: impl Into<String>) -> Self {
        Self::Key(key.into())
    }
}

/// A code and its named arguments: one sentence in any language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The stable code, such as `stock.short`; the sentence and its hint are found by it.
    pub code: String,
    /// The values that the sentence names.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl Message {
    /// A message without arguments.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), arguments: Vec::new() }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        self.arguments.push((name, argument.into()));
        self
    }
}

/// A way in which a rule can say no: implemented by each domain's `Refusal`.
pub trait Refuse: std::error::Error {
    /// The stable code, such as `stock.short`.
    fn code(&self) -> &'static str;

    /// The values that the sentence names.
    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        Vec::new()
    }

    /// The field of the row or request that the refusal is about, where it is one field.
    fn field(&self) -> Option<&'static str> {
        None
    }

    /// Code and arguments together.
    fn message(&self) -> Message {
        Message { code: self.code().to_owned(), arguments: self.arguments() }
    }
}
