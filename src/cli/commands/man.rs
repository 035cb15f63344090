//! `houqin man`: the man pages, for every command and every topic of the manual.

use crate::cli::fail::Exit;
use crate::cli::manpages;
use crate::cli::session::Session;

/// Print a man page, or make a folder of all of them
///
/// With --output a new folder is made, for man to look into: the pages of the commands in section 1,
/// those of the topics in section 7, in English and, below `zh_CN`, in Chinese.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin man -o 手册页\n  houqin man stock issue\n  \
    houqin man stocktake --lang en")]
pub(crate) struct Args {
    /// Command or topic; houqin itself if left out
    #[arg(value_name = "TOPIC_OR_COMMAND")]
    words: Vec<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { words } = args;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.is_empty() && session.has_output() {
        return session.hand_out_files(manpages::all());
    }
    let text = session.text();
    match manpages::page(&words, text) {
        Some(page) => session.hand_out(page.as_bytes()),
        None => Err(super::help::unknown(&words).into()),
    }
}
