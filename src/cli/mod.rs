//! Floor 6: the shell around the library. It parses, asks the clock and the environment, opens the
//! store, shows what came of it, and turns errors into words and exit codes. No arithmetic, no file
//! names, no words of its own.
#![expect(
    clippy::disallowed_methods,
    reason = "the one floor that may ask the environment and the clock"
)]
#![allow(
    clippy::unused_self,
    clippy::needless_pass_by_value,
    reason = "a command owns its arguments, and speaks through its session and ui alone"
)]

mod args;
mod ask;
mod checking;
mod clocks;
mod commands;
mod completing;
mod fail;
mod group;
mod grow;
mod heading;
mod help;
mod intake;
mod manpages;
#[cfg(test)]
mod manual_tests;
mod now;
mod pager;
mod progress;
mod session;
mod settings;
mod showing;
mod signer;
mod spoken;
mod tree;
mod ui;
mod usage;

pub(crate) use tree::run;
