//! `houqin repair import`: repair orders from a file, an order a row, or an event a row.

use houqin::base::{Day, DepartmentCode, Money, RecordId, SubjectCode, Time};
use houqin::books::{self, Need, decide_each};
use houqin::inspections::{OpenRepairRequest, Promise, RepairUrgency, WholeRepair, WholeStep};

use super::import_events::{self, EVENTS};
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Table, Task, run_on, verdicts};
use crate::cli::session::Session;

/// Record the repair orders of a file: an order a row, as registers of repairs are kept
///
/// The headings are Chinese or English: 报修日期, 对象, 故障, and if they are there 维修单号, 报修时间,
/// 报修科室, 报修人, 地点, 紧急程度, 维修单位, 承诺日期, 到场日期, 到场时间, 到场人, 完成日期, 完成时间, 维修人,
/// 处理情况, 费用, 验收日期, 验收人, 问题编号. A day that is left out beside a minute is that of the
/// report. Rows with 事项 event are single steps. The same file may come again with more filled in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin repair import 三月维修登记.xlsx --review 退回.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const ORDERS: Columns = Columns {
    keys: &[
        "repair.register.order_number",
        "repair.register.reported_on",
        "repair.register.reported_at",
        "repair.register.reported_by",
        "repair.register.reporting_department",
        "repair.register.broken",
        "repair.register.repair_place",
        "repair.register.trouble",
        "repair.register.urgency",
        "repair.register.repair_contractor",
        "repair.register.promised_on",
        "repair.register.promised_at",
        "repair.register.arrived_on",
        "repair.register.arrived_at",
        "repair.register.arrived_by",
        "repair.register.completed_on",
        "repair.register.completed_at",
        "repair.register.repaired_by",
        "repair.register.repair_done",
        "repair.register.repair_cost",
        "repair.register.accepted_on",
        "repair.register.accepted_by",
        "repair.register.from_finding",
        "repair.register.repair_evidence",
    ],
    needed: &["repair.register.reported_on", "repair.register.broken", "repair.register.trouble"],
    one_of: &[],
};

/// What the registers of who and where call a field, and which column it stands in.
const FIELDS: &[(&str, &str)] = &[
    ("code", "repair.register.reporting_department"),
    ("number", "repair.register.order_number"),
    ("cost", "repair.register.repair_cost"),
    ("note", "repair.register.repair_done"),
    ("due", "repair.register.promised_on"),
    ("date", "repair.register.reported_on"),
    ("person", "repair.register.accepted_by"),
    ("finding", "repair.register.from_finding"),
];

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let source = intake.open(session, &[EVENTS, ORDERS])?;
    if Table::which(&source, &source.imported, &[EVENTS, ORDERS]) == 0 {
        return import_events::run(session, &intake, source);
    }
    let task = Task {
        command: "repair import",
        need: Need::inspections(),
        columns: ORDERS,
        fields: FIELDS,
    };
    let read = |row: &mut Row<'_>| whole(row, session);
    run_on(session, &intake, source, task, read, |books, requests, stamp| {
        let reported = |whole: &WholeRepair| (whole.open.date, whole.open.time);
        verdicts(decide_each(books, requests, stamp, reported, books::whole_repair))
    })
}

fn whole(row: &mut Row<'_>, session: &Session) -> Option<WholeRepair> {
    let date = row.day("repair.register.reported_on");
    let time = row.maybe_time("repair.register.reported_at");
    let subject = row.required("repair.register.broken", SubjectCode::parse);
    let department = row.optional("repair.register.reporting_department", DepartmentCode::parse);
    let urgency =
        row.word_or("repair.register.urgency", RepairUrgency::Routine, RepairUrgency::ALL, |one| {
            (one.word(), one.key())
        });
    let contractor = row.optional("repair.register.repair_contractor", SubjectCode::parse);
    let finding = row.optional("repair.register.from_finding", RecordId::parse);
    let due = row.maybe_day("repair.register.promised_on");
    let due_time = row.maybe_time("repair.register.promised_at");
    let cost = row.maybe_number("repair.register.repair_cost", Money::parse);
    let came = moment(row, "repair.register.arrived_on", Some("repair.register.arrived_at"));
    let works = moment(row, "repair.register.completed_on", Some("repair.register.completed_at"));
    let accepted = moment(row, "repair.register.accepted_on", None);
    let text = |key: &str| row.text(key).to_owned();
    let or = |key: &str, other: &str| {
        let own = text(key);
        if own.is_empty() { other.to_owned() } else { own }
    };
    let reported_by = or("repair.register.reported_by", session.by());
    let repaired_by = or("repair.register.repaired_by", session.by());
    let arrived_by = or("repair.register.arrived_by", &repaired_by);
    let accepted_by = or("repair.register.accepted_by", &reported_by);
    let (date, due, due_time) = (date?, due?, due_time?);
    let step = |at: Option<(Option<Day>, Option<Time>)>, person: &str| {
        let (day, time) = at?;
        let step = |day| WholeStep { date: day, time, person: person.to_owned() };
        Some(day.or(time.map(|_| date)).map(step))
    };
    let accepted_on = step(accepted, &accepted_by)?;
    let evidence = text("repair.register.repair_evidence");
    let pieces = evidence.split(';').map(str::trim).filter(|piece| !piece.is_empty());
    let open = OpenRepairRequest {
        number: text("repair.register.order_number"),
        subject: subject?,
        department: department?,
        place: text("repair.register.repair_place"),
        urgency: urgency?,
        contractor: contractor?,
        finding: finding?,
        date,
        time: time?,
        promise: Promise::of(due, due_time),
        person: reported_by,
        note: text("repair.register.trouble"),
        evidence: pieces.map(str::to_owned).collect(),
        supersedes: None,
        today: session.today(),
    };
    Some(WholeRepair {
        open,
        respond: step(came, &arrived_by)?,
        complete: step(works, &repaired_by)?,
        done: or("repair.register.repair_done", row.text("repair.register.trouble")),
        cost: cost?,
        accept: accepted_on,
    })
}

/// A day and a minute that may be there; none if one of them is wrong, which is noted.
fn moment(
    row: &mut Row<'_>,
    day: &str,
    minute: Option<&str>,
) -> Option<(Option<Day>, Option<Time>)> {
    let day = row.maybe_day(day);
    let minute = minute.map_or(Some(None), |minute| row.maybe_time(minute));
    Some((day?, minute?))
}
