//! `houqin init`: makes a store.

use houqin::base::Message;
use houqin::books::Settings;
use houqin::text::Language;

use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;

/// Make a store in this folder, or in the one named by --store
///
/// The store is a folder of plain files: houqin.toml and, as they are needed, ledgers and registers
/// below it. A folder that is a store already is left as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin init --store wards --name 示范医院 --language zh")]
pub(crate) struct Args {
    /// Name of the hospital, printed on reports
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    name: String,
    /// Language of the store: zh or en
    #[arg(long, value_name = "LANG")]
    language: Option<String>,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { name, language } = args;
    if let Some(text) = &language
        && Language::parse(text).is_none()
    {
        let message = usage_message("cli.unknown_value", "--language");
        return Err(Failure::usage(message.with("text", text).with("known", "zh, en")).into());
    }
    let language = language.as_deref().and_then(Language::parse).map(Language::word);
    let language = language.map(str::to_owned);
    let settings = Settings { name, language, ..Settings::default() };
    let folder = session.init(&settings)?;
    session.ui().talk(&Message::new("cli.init_done").with("path", folder.display().to_string()));
    Ok(Exit::Done)
}
