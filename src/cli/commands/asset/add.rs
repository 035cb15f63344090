//! `houqin asset add`: a card, and the event that brings the thing into the books.

use houqin::assets::{self, AcquireRequest, Card, CategoryCode, Idle};
use houqin::base::{AssetTag, Decided, DepartmentCode, Money, StaffCode, parse_count};
use houqin::books::{Change, Need};
use houqin::store;

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Register a thing that was acquired
///
/// Writes its card and its acquisition. Says so where things of the name or class stand idle, which
/// come before what is bought (行政事业性国有资产管理条例, article 11). Depreciation begins in the month of --date. The useful life
/// is the table's minimum for the class, unless --months says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31
  houqin asset add CH-07 --name 病床 --class 家具 --value 900 --bulk --department NK1")]
pub(crate) struct Args {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// What it is called
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Class that decides its useful life; `houqin asset classes` lists them
    #[arg(long, value_name = "CLASS")]
    class: String,
    /// What it cost, in yuan
    #[arg(long, value_name = "YUAN")]
    value: String,
    /// Day of acquisition; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// First day of use; the day of acquisition if left out
    #[arg(long, value_name = "DAY")]
    in_service: Option<String>,
    /// Useful life in months, in place of the table's
    #[arg(long, value_name = "MONTHS")]
    months: Option<String>,
    /// Code of GB/T 14885: 2010104 or A02010105
    #[arg(long, value_name = "CATEGORY")]
    category_code: Option<String>,
    /// Department that has it
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Where it is
    #[arg(long, value_name = "PLACE", default_value = "")]
    place: String,
    /// Person who keeps it
    #[arg(long, value_name = "STAFF")]
    custodian: Option<String>,
    /// One of many goods of one kind, kept as an asset below the threshold of value
    #[arg(long)]
    bulk: bool,
    /// Where the money came from
    #[arg(long, value_name = "FUNDING", default_value = "")]
    funding: String,
    /// Who sold it
    #[arg(long, value_name = "SUPPLIER", default_value = "")]
    supplier: String,
    /// Serial number of the maker
    #[arg(long, value_name = "SERIAL", default_value = "")]
    serial: String,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: &Args) -> anyhow::Result<Exit> {
    let writing = &args.writing;
    let request = request(session, args)?;
    let mut said = Vec::new();
    let today = session.today();
    let exit = session.record("asset add", Need::assets(), writing, |books, stamp| {
        let Card { name, class, category, .. } = request.card.clone();
        let decided = assets::acquire(&books.assets, &books.org, store::lives(), request, stamp)?;
        let idle = Idle::on(&books.assets, today);
        Ok::<_, assets::Refusal>(match decided {
            Decided::Already(id) => Decided::Already(id),
            Decided::New(acquired) => {
                said.extend(acquired.warnings.iter().map(assets::Warning::message));
                said.extend(idle.before_buying(&name, Some(&class), category.as_ref()));
                Change::from_decided(Decided::New(acquired.records))
            }
        })
    })?;
    session.ui().talk_of_all(&said);
    Ok(exit)
}

fn request(session: &Session, args: &Args) -> anyhow::Result<AcquireRequest> {
    let Args {
        tag,
        name,
        class,
        value,
        date,
        in_service,
        months,
        category_code,
        department,
        place,
        custodian,
        bulk,
        funding,
        supplier,
        serial,
        note,
        writing: _,
    } = args;
    let card = Card {
        tag: session.arg("TAG", tag, AssetTag::parse)?,
        name: name.clone(),
        category: session.maybe(
            "--category-code",
            category_code.as_deref(),
            CategoryCode::parse,
        )?,
        class: class.clone(),
        months: session.maybe("--months", months.as_deref(), parse_count)?,
        original_value: session.arg("--value", value, Money::parse)?,
        acquired_on: session.day("--date", date.as_deref())?,
        in_service_from: session.maybe_day("--in-service", in_service.as_deref())?,
        funding: funding.clone(),
        bulk: *bulk,
        supplier: supplier.clone(),
        serial: serial.clone(),
        note: note.clone(),
    };
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    let custodian = session.maybe("--custodian", custodian.as_deref(), StaffCode::parse)?;
    Ok(AcquireRequest { card, place: place.clone(), department, custodian })
}
