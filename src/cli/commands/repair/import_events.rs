//! `houqin repair import` of single steps: what the other commands rehearse, as rows.

use houqin::base::{Day, DepartmentCode, Message, Money, RecordId, SubjectCode, Time};
use houqin::books::{self, Need, decide_each};
use houqin::inspections::{
    self, OpenRepairRequest, Promise, RepairKind, RepairStep, RepairStepRequest, RepairUrgency,
};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Source, Task, run_on, verdicts};
use crate::cli::session::Session;

pub(super) const EVENTS: Columns = Columns {
    keys: &[
        "repair.events.repair",
        "repair.events.date",
        "repair.events.time",
        "repair.events.kind",
        "repair.events.number",
        "repair.events.subject",
        "repair.events.department",
        "repair.events.place",
        "repair.events.urgency",
        "repair.events.contractor",
        "repair.events.finding",
        "repair.events.due",
        "repair.events.due_time",
        "repair.events.cost",
        "repair.events.person",
        "repair.events.note",
        "repair.events.evidence",
        "repair.events.supersedes",
    ],
    needed: &["repair.events.date", "repair.events.kind"],
    one_of: &["repair.events.subject", "repair.events.repair"],
};

/// What the register of departments calls a field, and which column it stands in.
const FIELDS: &[(&str, &str)] = &[("code", "repair.events.department")];

/// What a row asks for.
enum Request {
    Open(Box<OpenRepairRequest>),
    Step(RepairStepRequest),
}

impl Request {
    const fn at(&self) -> (Day, Option<Time>) {
        match self {
            Self::Open(request) => (request.date, request.time),
            Self::Step(request) => (request.date, request.time),
        }
    }
}

pub(super) fn run(session: &Session, intake: &Intake, source: Source) -> anyhow::Result<Exit> {
    let task = Task {
        command: "repair import",
        need: Need::inspections(),
        columns: EVENTS,
        fields: FIELDS,
    };
    let read = |row: &mut Row<'_>| request(row, session);
    run_on(session, intake, source, task, read, |books, requests, stamp| {
        let decided =
            decide_each(
                books,
                requests,
                stamp,
                Request::at,
                |books, request, stamp| match request {
                    Request::Open(request) => books::open_repair(books, request, stamp),
                    Request::Step(request) => {
                        Ok(inspections::repair_step(&books.inspections, request, stamp)?)
                    }
                },
            );
        verdicts(decided)
    })
}

fn request(row: &mut Row<'_>, session: &Session) -> Option<Request> {
    let kind = row.word("repair.events.kind", RepairKind::ALL, |one| (one.word(), one.key()));
    let date = row.day("repair.events.date");
    let time = row.maybe_time("repair.events.time");
    let due = row.maybe_day("repair.events.due");
    let due_time = row.maybe_time("repair.events.due_time");
    let contractor = row.optional("repair.events.contractor", SubjectCode::parse);
    let supersedes = row.optional("repair.events.supersedes", RecordId::parse);
    let person = row.word_of("repair.events.person").unwrap_or_else(|| session.by().to_owned());
    let note = row.text("repair.events.note").to_owned();
    let evidence = row.text("repair.events.evidence").split(';').map(str::trim);
    let evidence: Vec<String> =
        evidence.filter(|piece| !piece.is_empty()).map(str::to_owned).collect();
    let today = session.today();
    if kind? == RepairKind::Open {
        let subject = row.required("repair.events.subject", SubjectCode::parse);
        let department = row.optional("repair.events.department", DepartmentCode::parse);
        let urgency = row.word_or(
            "repair.events.urgency",
            RepairUrgency::Routine,
            RepairUrgency::ALL,
            |one| (one.word(), one.key()),
        );
        let finding = row.optional("repair.events.finding", RecordId::parse);
        return Some(Request::Open(Box::new(OpenRepairRequest {
            number: row.text("repair.events.number").to_owned(),
            subject: subject?,
            department: department?,
            place: row.text("repair.events.place").to_owned(),
            urgency: urgency?,
            contractor: contractor?,
            finding: finding?,
            date: date?,
            time: time?,
            promise: Promise::of(due?, due_time?),
            person,
            note,
            evidence,
            supersedes: supersedes?,
            today,
        })));
    }
    let cost = row.maybe_number("repair.events.cost", Money::parse);
    let promise = Promise::of(due?, due_time?);
    let contractor = contractor?;
    let step = match (kind?, promise) {
        (RepairKind::Respond, promise) => RepairStep::Respond { contractor, promise },
        (RepairKind::Complete, _) => RepairStep::Complete { contractor, cost: cost? },
        (RepairKind::Accept, _) => RepairStep::Accept,
        (RepairKind::Cancel, _) => RepairStep::Cancel,
        (RepairKind::Extend, Some(promise)) => RepairStep::Extend(promise),
        (RepairKind::Extend, None) => {
            row.defect("repair.events.due", Message::new("import.blank"));
            return None;
        }
        (RepairKind::Open | RepairKind::Reject, _) => RepairStep::Reject,
    };
    let repair = row
        .required("repair.events.repair", |text| Ok::<_, houqin::base::CodeError>(text.to_owned()));
    let (repair, date, time) = (repair?, date?, time?);
    Some(Request::Step(RepairStepRequest {
        repair,
        step,
        date,
        time,
        person,
        note,
        evidence,
        supersedes: supersedes?,
        today,
    }))
}
