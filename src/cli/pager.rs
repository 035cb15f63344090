//! Output that is longer than the terminal, through the reader's own pager.

use std::io::{IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

use super::settings::environment;

/// What a reader is asked for: quit at once where one screen is enough, colours as they are, leave
/// the screen as it is, and end with Ctrl-C as the tool does.
const LESS: &str = "FRXK";

/// Shows bytes in a pager; false where that is not wanted or not there, and nothing was shown.
///
/// Whoever closes the pager has seen enough: that is no error.
pub(crate) fn paged(bytes: &[u8]) -> bool {
    if !std::io::stdout().is_terminal() || !is_longer_than_screen(bytes) {
        return false;
    }
    let asked = environment("HOUQIN_PAGER").or_else(|| environment("PAGER"));
    let command = asked.unwrap_or_else(|| "less".to_owned());
    let mut words = command.split_whitespace();
    let Some(program) = words.next().filter(|program| *program != "cat") else { return false };
    let mut pager = Command::new(program);
    pager.args(words).stdin(Stdio::piped());
    for (name, value) in [("LESS", LESS), ("LESSCHARSET", "utf-8")] {
        if environment(name).is_none() {
            pager.env(name, value);
        }
    }
    let Ok(mut child) = pager.spawn() else { return false };
    if let Some(mut pipe) = child.stdin.take() {
        let _closed_early = pipe.write_all(bytes);
    }
    // What it ended with is between it and its reader.
    let _ended = child.wait();
    true
}

/// Whether there are more lines than the terminal has.
fn is_longer_than_screen(bytes: &[u8]) -> bool {
    let Some((_, height)) = terminal_size::terminal_size_of(std::io::stdout()) else {
        return false;
    };
    let n_lines = bytes.split(|byte| *byte == b'\n').count();
    n_lines > usize::from(height.0)
}
