//! `houqin stock exchange`: old goods come back for new ones.

use houqin::base::DepartmentCode;
use houqin::stock::{self, ExchangeRequest};

use super::flags::{Goods, Head, record, whole};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Take old goods back for new ones: they go to the pool
///
/// With --for they stand under the slip of the issue they are for, in one or in several parts.
/// Without it they meet the oldest issues: first those of the person who is named, then the
/// department's. What came back beyond everything that was asked stands for issues to come.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock exchange TZ01 7 --department NK1 --for CK0033
  houqin stock exchange TZ01 1 --department NK1 --person 张三 --slip JJ0007")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Department that brings them
    #[arg(long, value_name = "DEPARTMENT")]
    department: String,
    /// Issue that they are for: its slip, or the id of its line
    #[arg(long = "for", value_name = "SLIP", conflicts_with = "slip")]
    issue: Option<String>,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, department, issue, head, writing } = args;
    let (goods, slip) = (goods.read(session)?, head.read(session, None)?);
    let about = whole((&goods, &slip), &issue);
    let request = ExchangeRequest {
        goods,
        slip,
        department: session.arg("--department", &department, DepartmentCode::parse)?,
        issue,
    };
    record(session, "stock exchange", about, &writing, |stock, rules, stamp| {
        stock::exchange(stock, rules, &request, stamp)
    })
}
