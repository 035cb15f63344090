//! `houqin contractor import`: contracts from a file.

use houqin::base::{
    ContractCode, Refuse as _, RuleCode, SubjectCode, TemplateCode, parse_count, parse_decimal,
};
use houqin::books::{Need, decide_each};
use houqin::inspections::{self, Contract};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Register the contracts of a file
///
/// The headings are Chinese or English: 合同 code, 承包方 contractor, 单位名称 name, 起 from, 规则 rule,
/// 考评表 templates (several with ; between them), and if they are there 服务内容 scope, 止 to, 付款档 bands
/// (90:100;80:95;0:60), 预警线 alert below, 连续月数 alert months, 备注 note. A contract that is there
/// already in the same words is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin contractor import 外包合同.xlsx --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "contractor.list.code",
        "contractor.list.contractor",
        "contractor.list.name",
        "contractor.list.scope",
        "contractor.list.from",
        "contractor.list.to",
        "contractor.list.rule",
        "contractor.list.templates",
        "contractor.list.bands",
        "contractor.list.alert_below",
        "contractor.list.alert_months",
        "contractor.list.note",
    ],
    needed: &[
        "contractor.list.code",
        "contractor.list.contractor",
        "contractor.list.name",
        "contractor.list.from",
        "contractor.list.rule",
        "contractor.list.templates",
    ],
    one_of: &[],
};

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let task = Task {
        command: "contractor import",
        need: Need::inspections(),
        columns: COLUMNS,
        fields: &[],
    };
    take(session, &intake, task, request, |books, contracts, stamp| {
        verdicts(decide_each(
            books,
            contracts,
            stamp,
            |own| own.from,
            |books, own, stamp| inspections::add_contract(&books.inspections, own, stamp),
        ))
    })
}

fn request(row: &mut Row<'_>) -> Option<Contract> {
    let code = row.required("contractor.list.code", ContractCode::parse);
    let contractor = row.required("contractor.list.contractor", SubjectCode::parse);
    let from = row.day("contractor.list.from");
    let to = row.maybe_day("contractor.list.to");
    let rule = row.required("contractor.list.rule", RuleCode::parse);
    let templates = row.required("contractor.list.templates", |text| {
        let codes = text.split([';', '；', '、']).map(str::trim).filter(|code| !code.is_empty());
        codes.map(TemplateCode::parse).collect::<Result<Vec<_>, _>>()
    });
    let bands = Contract::parse_bands(row.text("contractor.list.bands"))
        .map_err(|refusal| row.defect("contractor.list.bands", refusal.message()))
        .ok();
    let alert_below = row.maybe_number("contractor.list.alert_below", parse_decimal);
    let alert_months = row.optional("contractor.list.alert_months", parse_count);
    let text = |key: &str| row.text(key).to_owned();
    Some(Contract {
        code: code?,
        contractor: contractor?,
        name: text("contractor.list.name"),
        scope: text("contractor.list.scope"),
        from: from?,
        to: to?,
        rule: rule?,
        templates: templates?,
        bands: bands?,
        alert_below: alert_below?,
        alert_months: alert_months?,
        note: text("contractor.list.note"),
        recorded_at: None,
    })
}
