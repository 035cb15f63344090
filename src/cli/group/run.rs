//! The run over many stores: each handed to the engine, what comes back rolled up and shown.

use clap::ArgMatches;
use houqin::render::{Format, write_cells};
use houqin::report::{RollUp, StoreReport};

use super::flags::{Asked, Engine, Many};
use super::one::report_of;
use super::{local, spark};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Makes the report of every store and shows them as one.
///
/// As cells they are not rolled up: that is the form in which they travel to where they are.
pub(crate) fn run(session: &Session, matches: &ArgMatches, many: &Many) -> anyhow::Result<Exit> {
    let asked = many.read(session)?;
    if session.format() == Format::Cells {
        return pass_on(session, matches, &asked);
    }
    let mut rolled = RollUp::default();
    let take = |store: StoreReport| {
        rolled.take(store);
        Ok(())
    };
    match &asked.engine {
        Engine::Local => on_this_machine(session, matches, &asked, take)?,
        Engine::Spark(cluster) => spark::each(session, matches, &asked, cluster, take)?,
    }
    let (n_failed, is_open) = (rolled.n_failed(), rolled.has_something_open());
    let exit = session.show_document(rolled.finish())?;
    Ok(match (n_failed, is_open) {
        (0, false) => exit,
        (0, true) => Exit::Found,
        (_, _) => Exit::BadData,
    })
}

fn on_this_machine(
    session: &Session,
    matches: &ArgMatches,
    asked: &Asked,
    mut take: impl FnMut(StoreReport) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Asked { stores, detail, jobs, engine: _ } = asked;
    let make = |at: usize| report_of(session, matches, &stores[at], *detail);
    local::each(stores.len(), *jobs, make, |store| take(store?))
}

/// Hands out each store's cells as they come; whoever asked for them sees to what failed.
fn pass_on(session: &Session, matches: &ArgMatches, asked: &Asked) -> anyhow::Result<Exit> {
    let mut kept = Vec::new();
    on_this_machine(session, matches, asked, |store| {
        write_cells(&store, &mut kept).map_err(Failure::Output)?;
        if !session.has_output() {
            session.ui().data(&kept)?;
            kept.clear();
        }
        Ok(())
    })?;
    if session.has_output() { session.hand_out(&kept) } else { Ok(Exit::Done) }
}
