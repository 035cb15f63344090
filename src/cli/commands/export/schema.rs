//! `houqin export schema`: what `-f json` prints, as a JSON Schema.

use houqin::render;

use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Print the JSON Schema of what every command prints with -f json
///
/// The schema is named `houqin.document/1`. Within version 1 members may be added; none is renamed,
/// removed or given another type.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin export schema
  houqin export schema -o houqin-document-1.json")]
pub(crate) struct Args {}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {} = args;
    session.hand_out(render::DOCUMENT_SCHEMA.as_bytes())
}
