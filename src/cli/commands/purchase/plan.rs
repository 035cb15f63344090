//! `houqin purchase plan`: make, show, list, approve.

use clap::Subcommand;
use houqin::base::{Day, PlanCode, Span};
use houqin::books::{Books, Change, Need, Reading, Window, reuse_before_plan};
use houqin::report::Plans;
use houqin::stock::purchase;
use houqin::stock::{self, Formula, Packs, PlanOptions, Planned, PurchasePlan};

use crate::cli::args::{Clocks, Period, Writing};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Make(Make),
    Show(Show),
    List(List),
    Approve(Approve),
}

/// Work out what should be bought, with the working of every line, ready to sign
///
/// By minimum and maximum: where what is on hand and on order is below the minimum, up to the
/// maximum. By use: average use of a day × (lead time + cycle) + safety − on hand − on order. Use is
/// averaged over `window_days`; days at whose end there was none do not count. Lead time and safety
/// are the item's own, or `lead_days` and `safety_days` under `[plan]` in houqin.toml, where
/// `window_days` and `cycle_days` stand too. Estimates take the planned price, else the last one;
/// where nobody knows one it is unknown. The period is next month unless --period says otherwise; it
/// only names the plan. Where assets of the name of an item stand idle, that is said: they come first
/// (行政事业性国有资产管理条例, article 11).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin purchase plan make
  houqin purchase plan make -p 2026-04 --formula use --packs --supplier 华北五金
  houqin purchase plan make -p 2026-04 --save CG-2026-04")]
pub(crate) struct Make {
    #[command(flatten)]
    period: Period,
    /// Formula: min-max, use, or larger for whichever asks for more
    #[arg(long, value_name = "FORMULA", default_value = "larger")]
    formula: String,
    /// Round up to whole ones of the largest unit that the item has
    #[arg(long)]
    packs: bool,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Only what this supplier brings
    #[arg(long, value_name = "SUPPLIER")]
    supplier: Option<String>,
    /// List also what there is enough of
    #[arg(long, conflicts_with = "save")]
    all: bool,
    /// Keep the plan as a document under this code
    #[arg(long, value_name = "CODE", conflicts_with_all = ["as_of", "known_by"])]
    save: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    writing: Writing,
}

/// Show a plan that is kept, ready to sign
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin purchase plan show CG-2026-04 -f markdown")]
pub(crate) struct Show {
    /// Code of the plan
    #[arg(value_name = "CODE")]
    plan: String,
}

/// List the plans that are kept
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin purchase plan list")]
pub(crate) struct List {}

/// Record who approved a plan
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin purchase plan approve CG-2026-04 --approver 科长")]
pub(crate) struct Approve {
    /// Code of the plan
    #[arg(value_name = "CODE")]
    plan: String,
    /// Who approves
    #[arg(long, value_name = "PERSON")]
    approver: String,
    /// Day on which it happened; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Make(args) => make(session, args),
        Group::Show(Show { plan }) => {
            let plan = session.arg("CODE", &plan, PlanCode::parse)?;
            let books = session.read(Need::catalogue())?;
            let document = purchase::document(&books.stock, &plan);
            session.show(&document.map_err(|refusal| Failure::refused(&refusal))?)
        }
        Group::List(List {}) => {
            let books = session.read(Need::catalogue())?;
            session.show(&Plans(purchase::documents(&books.stock)))
        }
        Group::Approve(args) => approve(session, args),
    }
}

fn make(session: &Session, args: Make) -> anyhow::Result<Exit> {
    let Make { period, formula, packs, category, supplier, all, save, clocks, writing } = args;
    let set = session.clocks(&clocks)?;
    let as_of = set.as_of();
    let formula = session
        .choice("--formula", &formula, &Formula::ALL, |formula| (formula.word(), formula.key()))?;
    let span: Span = match period.period {
        None => as_of.month().next().span(),
        Some(period) => session.period(Some(&period))?,
    };
    let save = session.maybe("--save", save.as_deref(), PlanCode::parse)?;
    let plan = |books: &Books| -> Result<PurchasePlan, stock::Refusal> {
        let options = PlanOptions {
            span,
            as_of,
            formula,
            packs: if packs { Packs::Whole } else { Packs::Loose },
            policy: books.settings.plan,
            category: category.clone(),
            supplier: supplier.clone(),
            planned: if all { Planned::All } else { Planned::Needed },
        };
        stock::plan(&books.stock, &options)
    };
    let need = Need { assets: Reading::Wanted, ..Need::stock(Window::until(as_of)) };
    let Some(code) = save else {
        let books = session.read_known(need, &set)?;
        let plan = plan(&books).map_err(|refusal| Failure::refused(&refusal))?;
        let exit = session.show_known(&plan, &set)?;
        let said = reuse_before_plan(&books, &plan, as_of);
        session.ui().talk_of_all(&said);
        return Ok(exit);
    };
    let today = session.today();
    let need = Need { assets: Reading::Wanted, ..Need::stock(Window::ALL) };
    let mut said = Vec::new();
    let exit = session.record("purchase plan make", need, &writing, |books, stamp| {
        let plan = plan(books)?;
        said = reuse_before_plan(books, &plan, as_of);
        let decided = purchase::save_plan(&books.stock, &code, &plan, today, stamp)?;
        Ok::<_, stock::Refusal>(Change::from_decided(decided))
    })?;
    session.ui().talk_of_all(&said);
    Ok(exit)
}

fn approve(session: &Session, args: Approve) -> anyhow::Result<Exit> {
    let Approve { plan, approver, date, note, writing } = args;
    let plan = session.arg("CODE", &plan, PlanCode::parse)?;
    let date: Day = session.day("--date", date.as_deref())?;
    let note = note.unwrap_or_default();
    let (need, today) = (Need::catalogue(), session.today());
    session.record("purchase plan approve", need, &writing, |books, stamp| {
        let days = (date, today);
        let decided = purchase::approve_plan(&books.stock, &plan, &approver, days, &note, stamp)?;
        Ok::<_, stock::Refusal>(Change::from_decided(decided))
    })
}
