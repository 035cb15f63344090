//! `houqin stock statement`: receipts, issues and balances of a month.

use houqin::base::Span;
use houqin::books::{Books, Need, Window};
use houqin::report::{Document, Present, StatementByKind};
use houqin::stock::{self, AskedOfSteps, Statement, StatementOptions};

use super::flags::Room;
use crate::cli::args::{Clocks, Period};
use crate::cli::clocks::Set;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what was there, what came and went, and what is there, item by item
///
/// The period is this month unless --period says otherwise. Every line cross-foots, and so do the
/// sums.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock statement -p last-month --room ZW
  houqin stock statement -p 2026-03 --kinds
  houqin stock statement -p 2026-03 -f csv -o 收发存.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Show the values by kind of line in place of the items
    #[arg(long)]
    kinds: bool,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let wanted = Wanted::read(session, args)?;
    session.show_known(&wanted.scanned(session)?, &wanted.set)
}

/// The statement that was asked for.
pub(crate) struct Wanted {
    /// The two clocks.
    pub(crate) set: Set,
    /// Which lines.
    pub(crate) options: StatementOptions,
    kinds: bool,
}

impl Wanted {
    /// Understands the flags.
    pub(crate) fn read(session: &Session, args: Args) -> anyhow::Result<Self> {
        let Args { period, room, category, kinds, clocks } = args;
        let span = session.period(period.period.as_deref())?;
        let set = session.clocks(&clocks)?;
        let store = room.read(session)?;
        let options = StatementOptions { span, store, category, as_of: set.as_of() };
        Ok(Self { set, options, kinds })
    }

    /// The days from which lines are needed.
    fn window(&self) -> Window {
        Window::of(self.options.span, self.options.as_of)
    }

    /// The books it is computed from.
    pub(crate) fn need(&self) -> Need {
        Need::stock(self.window())
    }

    /// The statement from lines that stream by, where they can.
    fn scanned(&self, session: &Session) -> anyhow::Result<Asked> {
        let Self { set, options, kinds } = self;
        // Of days that have not come yet there is nothing to be asked.
        let days = Span::new(options.span.first(), options.span.last().min(options.as_of));
        let Some(days) = days else { return self.of(&session.read_known(self.need(), set)?) };
        let of = AskedOfSteps::TurnedOver(days);
        let (books, steps) = session.scan_steps_known((self.window(), &of), set)?;
        let Some(steps) = steps else { return self.of(&books) };
        let statement = stock::statement_of(&books.stock, steps.turned_over, options);
        let statement = statement.map_err(|refusal| Failure::refused(&refusal))?;
        Ok(Asked { statement, kinds: *kinds })
    }

    /// The statement as the books have it.
    pub(crate) fn of(&self, books: &Books) -> anyhow::Result<Asked> {
        let statement = stock::statement(&books.stock, &self.options)
            .map_err(|refusal| Failure::refused(&refusal))?;
        Ok(Asked { statement, kinds: self.kinds })
    }
}

/// A statement, by item or by kind.
pub(crate) struct Asked {
    statement: Statement,
    kinds: bool,
}

impl Present for Asked {
    fn present(&self) -> Document<'_> {
        let Self { statement, kinds } = self;
        if *kinds { StatementByKind(statement).present().made() } else { statement.present() }
    }
}
