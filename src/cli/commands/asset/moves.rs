//! What handing over and moving have in common: where to, and to whom.

use houqin::assets::MoveRequest;
use houqin::base::{DepartmentCode, StaffCode};

use super::tag::tag as read_tag;
use crate::cli::session::Session;

/// Where a thing goes
#[derive(Debug, clap::Args)]
pub(super) struct Target {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// Department that gets it
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Where it is from then on
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Person who keeps it from then on
    #[arg(long, value_name = "STAFF")]
    custodian: Option<String>,
    /// Day on which it goes; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Why
    #[arg(long, value_name = "WHY", default_value = "")]
    reason: String,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
}

impl Target {
    /// What is asked for.
    pub(super) fn request(self, session: &Session) -> anyhow::Result<MoveRequest> {
        let Self { tag, department, place, custodian, date, reason, note } = self;
        Ok(MoveRequest {
            asset: read_tag(session, &tag)?,
            date: session.day("--date", date.as_deref())?,
            place,
            department: session.maybe(
                "--department",
                department.as_deref(),
                DepartmentCode::parse,
            )?,
            custodian: session.maybe("--custodian", custodian.as_deref(), StaffCode::parse)?,
            reason,
            note,
        })
    }
}
