//! `houqin energy bill`: add, reverse, list; import, check and allocate are beside it.

use clap::Subcommand;
use houqin::base::{Decided, Money, PointCode, SiteCode, parse_decimal};
use houqin::books::{Change, Line, Need};
use houqin::meters::{
    self, BillFields, BillKind, BillListOptions, BillRequest, Record, ReverseBill, Typing,
};
use houqin::report::bill_note;

use super::measure::year;
use super::{bill_allocate, bill_check, bill_import};
use crate::cli::args::{Period, Writing};
use crate::cli::commands::meter::{View, carrier, optional_word, site, utility};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Box<Add>),
    Reverse(Reverse),
    Import(bill_import::Args),
    List(List),
    Check(bill_check::Args),
    Allocate(bill_allocate::Args),
}

/// Record a bill, or correct one with --correct
///
/// A bill is known by its number and supplier. Days that another bill of the account is for are
/// refused; a later charge or refund for such days is an --adjustment. A bill that does not say how
/// much leaves the quantity open, it is not zero. Without --point it is held against the meters
/// furthest up at its site, or in the whole hospital.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    houqin energy bill add DF202602-118 --supplier 国网供电 --account 0310088 --utility 电 \
    --first-day 2026-02-01 --last-day 2026-02-28 --quantity 28000 --amount 18200 --point D-ZY\n  \
    houqin energy bill add DF202602-118 --correct --amount 18210.40\n  \
    houqin energy bill add TF-0042 --supplier 国网供电 --account 0310088 --utility 电 --first-day \
    2026-02-01 --last-day 2026-02-28 --amount=-120.00 --adjustment --note 退补力调电费")]
pub(crate) struct Add {
    /// Number of the bill
    #[arg(value_name = "BILL")]
    bill: String,
    /// Supplier's name
    #[arg(long, value_name = "SUPPLIER", required_unless_present = "correct")]
    supplier: Option<String>,
    /// Account at the supplier, where there are several
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<String>,
    /// What is billed: electricity, `cold_water`, `hot_water`, gas, steam, heat, oxygen or other
    #[arg(long, value_name = "UTILITY", required_unless_present = "correct")]
    utility: Option<String>,
    /// Unit, where the utility is other
    #[arg(long, value_name = "UNIT", requires = "utility")]
    unit: Option<String>,
    /// First day that is billed
    #[arg(long, value_name = "DAY", required_unless_present = "correct")]
    first_day: Option<String>,
    /// Last day that is billed
    #[arg(long, value_name = "DAY", required_unless_present = "correct")]
    last_day: Option<String>,
    /// How much is billed, in the unit of the utility
    #[arg(long, value_name = "QUANTITY", allow_negative_numbers = true)]
    quantity: Option<String>,
    /// Money of the bill in yuan
    #[arg(
        long,
        value_name = "YUAN",
        allow_negative_numbers = true,
        required_unless_present = "correct"
    )]
    amount: Option<String>,
    /// Main meter that measures what is billed
    #[arg(long, value_name = "POINT")]
    point: Option<String>,
    /// Site that is billed
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// A later charge or refund for days that were billed before
    #[arg(long)]
    adjustment: bool,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    /// Take the place of the row that stands for this number
    #[arg(long)]
    correct: bool,
    #[command(flatten)]
    writing: Writing,
}

/// Take a bill back that should not have been recorded
///
/// Both rows stay in the ledger; the number may be recorded anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy bill reverse DF202602-118 --reason 供应商录错")]
pub(crate) struct Reverse {
    /// Number of the bill
    #[arg(value_name = "BILL")]
    bill: String,
    /// Supplier's name, where two have given the number
    #[arg(long, value_name = "SUPPLIER")]
    supplier: Option<String>,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

/// List the bills with a day in a period, and what they come to
///
/// The period is this year unless --period says otherwise. Where a bill does not say how much, the
/// sum of the quantities is open.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy bill list\n  \
    houqin energy bill list -p 2026-Q1 --utility 电 --supplier 国网供电")]
pub(crate) struct List {
    #[command(flatten)]
    period: Period,
    /// Only bills of this supplier
    #[arg(long, value_name = "SUPPLIER")]
    supplier: Option<String>,
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
    /// Only bills that name this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, *args),
        Group::Reverse(args) => reverse(session, args),
        Group::Import(args) => bill_import::run(session, args),
        Group::List(args) => list(session, args),
        Group::Check(args) => bill_check::run(session, args),
        Group::Allocate(args) => bill_allocate::run(session, args),
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add {
        bill,
        supplier,
        account,
        utility,
        unit,
        first_day,
        last_day,
        quantity,
        amount,
        point,
        site,
        adjustment,
        note,
        correct,
        writing,
    } = args;
    let utility = utility.map(|text| carrier("--utility", &text, unit.as_deref()));
    let fields = BillFields {
        supplier: optional_word(supplier),
        account: optional_word(account),
        carrier: utility.transpose()?,
        kind: adjustment.then_some(BillKind::Adjustment),
        from: session.maybe_day("--first-day", first_day.as_deref())?,
        until: session.maybe_day("--last-day", last_day.as_deref())?,
        quantity: session.maybe("--quantity", quantity.as_deref(), parse_decimal)?,
        amount: session.maybe("--amount", amount.as_deref(), Money::parse)?,
        point: session.maybe("--point", point.as_deref(), PointCode::parse)?,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        note: optional_word(note),
    };
    let typing = if correct { Typing::Correction } else { Typing::New };
    let request = BillRequest { number: bill, fields, typing };
    let today = session.today();
    session.record_noting("energy bill add", Need::meters(), &writing, |books, stamp| {
        let decided = meters::record_bill(&books.meters, &books.org, today, &request, stamp)
            .map(Change::from_decided)?;
        let mut notes = Vec::new();
        if let Decided::New(change) = &decided {
            for line in &change.lines {
                let Line::Meter(Record::Bill(bill)) = line else { continue };
                let found = meters::bill_notices(&books.meters, today, bill);
                notes.extend(found.iter().map(|notice| bill_note(bill, notice)));
            }
        }
        Ok::<_, meters::Refusal>((decided, notes))
    })
}

fn reverse(session: &Session, args: Reverse) -> anyhow::Result<Exit> {
    let Reverse { bill, supplier, reason, writing } = args;
    let request = ReverseBill { number: bill, supplier: optional_word(supplier), reason };
    session.record("energy bill reverse", Need::meters(), &writing, |books, stamp| {
        meters::reverse_bill(&books.meters, &request, stamp).map(Change::from_decided)
    })
}

fn list(session: &Session, args: List) -> anyhow::Result<Exit> {
    let List { period: Period { period }, supplier, utility: of, site: at, view } = args;
    let span = year(session, period.as_deref())?;
    let utility = of.map(|of| utility("--utility", &of)).transpose()?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let supplier = optional_word(supplier);
    let options = BillListOptions { span, supplier, utility, site, view };
    session.show_known(&meters::list_bills(&books.meters, &options), &set)
}
