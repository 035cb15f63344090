//! How a figure came about: steps that a person can follow with a pocket calculator.
//!
//! Domains fill it for `--explain`; numbers are written here as they are used, words never.

use super::{Argument, Message};

/// The working of one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    /// What the figure is, by its key and what tells it from others of its kind.
    pub figure: Message,
    /// The steps, in the order in which one would take them; the last one gives the figure.
    pub steps: Vec<Step>,
}

/// One step of a working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is computed, or which datum is taken over.
    pub what: Message,
    /// The formula with its numbers, such as `4000 × (1260.10 − 1234.56)`; empty for a datum.
    pub formula: String,
    /// What comes out, with its unit where it has one.
    pub result: String,
    /// Where the numbers come from: the ids of rows, a factor's source; empty where from above.
    pub source: String,
}

impl Working {
    /// A working without steps yet.
    pub const fn new(figure: Message) -> Self {
        Self { figure, steps: Vec::new() }
    }

    /// Adds a step.
    pub fn step(
        &mut self,
        what: Message,
        formula: impl Into<String>,
        result: impl Into<String>,
        source: impl Into<String>,
    ) {
        let (formula, result, source) = (formula.into(), result.into(), source.into());
        self.steps.push(Step { what, formula, result, source });
    }
}

/// A figure by the label of its column or fact, and by what it is about.
pub fn figure(key: &'static str, about: impl Into<Argument>) -> Message {
    Message::new("working.figure").with("figure", Argument::key(key)).with("about", about)
}

/// The same of somebody's: a department's use of a utility.
pub fn figure_of(
    key: &'static str,
    whose: impl Into<Argument>,
    about: impl Into<Argument>,
) -> Message {
    let message = Message::new("working.figure_of").with("figure", Argument::key(key));
    message.with("whose", whose).with("about", about)
}

/// The same of one stretch of days.
pub fn figure_in(
    key: &'static str,
    whose: impl Into<Argument>,
    about: impl Into<Argument>,
    when: impl Into<Argument>,
) -> Message {
    let message = Message::new("working.figure_in").with("figure", Argument::key(key));
    message.with("whose", whose).with("about", about).with("when", when)
}
