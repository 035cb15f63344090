//! What stands beside the units in the compliance report, as tables; those without a row are left
//! out.

use super::{Cell, Rows, Table, Tone, contractor, due, duties, repair, task};
use crate::base::Day;
use crate::inspections::{Beside, CoverLine, OutLine, OutWhy, Outlook};

/// The tables that have anything to say.
pub(super) fn tables<'o>(
    outlook: &'o Outlook,
    beside: &Beside,
    as_of: Day,
) -> Vec<Table<Rows<'o>>> {
    let mut tables: Vec<Table<Rows<'o>>> = Vec::new();
    if !outlook.out.is_empty() {
        tables.push(out(&outlook.out).into());
    }
    if !outlook.certificates.is_empty() {
        tables.push(certificates(&outlook.certificates, as_of).into());
    }
    if !outlook.contractors.lines.is_empty() {
        let key = "inspect.compliance.contractors";
        tables.push(contractor::months(key, &outlook.contractors).into());
    }
    if !outlook.next.lines.is_empty() {
        tables.push(due::lines("inspect.compliance.next", &outlook.next));
    }
    if !outlook.next.findings.is_empty() {
        tables.push(due::findings("inspect.compliance.next_findings", &outlook.next).into());
    }
    let repairs: Vec<_> = beside.repairs_until(outlook.until).cloned().collect();
    if !repairs.is_empty() {
        tables.push(repair::table("inspect.compliance.next_repairs", &repairs).made().into());
    }
    if !outlook.next_tasks.is_empty() {
        let tasks = || outlook.next_tasks.iter();
        tables.push(task::table("inspect.compliance.next_tasks", as_of, tasks));
    }
    tables
}

fn out(lines: &[OutLine]) -> Table {
    let mut table = Table::new(
        "inspect.compliance.out",
        &[
            "inspect.compliance.subject",
            "inspect.compliance.rule",
            "inspect.compliance.out_why",
            "inspect.compliance.out_day",
            "inspect.compliance.back",
            "inspect.compliance.reason",
        ],
    )
    .named_by(&[
        "inspect.compliance.subject",
        "inspect.compliance.rule",
        "inspect.compliance.out_day",
    ]);
    for line in lines {
        let tone = if line.why == OutWhy::PastScrap { Tone::Bad } else { Tone::Plain };
        table.line(vec![
            Cell::of(&line.subject),
            Cell::of(&line.rule),
            Cell::verdict(line.why.key(), tone),
            Cell::Day(line.day),
            Cell::maybe(line.back, Cell::Day),
            Cell::text(&line.reason),
        ]);
    }
    table
}

fn certificates(lines: &[CoverLine], as_of: Day) -> Table {
    let mut table = Table::new(
        "inspect.compliance.certificates",
        &[
            "certificate.list.holder",
            "certificate.list.kind",
            "certificate.list.number",
            "certificate.list.to",
            "certificate.list.apply_by",
            "certificate.list.state",
            "inspect.compliance.n_uncovered",
        ],
    )
    .named_by(&["certificate.list.holder", "certificate.list.kind", "certificate.list.number"]);
    for line in lines {
        let own = line.certificate.as_ref();
        table.line(vec![
            Cell::of(&line.holder),
            Cell::text(&line.kind),
            Cell::maybe(own, |own| Cell::text(&own.certificate.number)),
            Cell::maybe(own.and_then(|own| own.certificate.to), Cell::Day),
            Cell::maybe(own.and_then(|own| own.apply_by), Cell::Day),
            Cell::maybe(own, |own| duties::state(own, as_of)),
            Cell::Count(i64::try_from(line.n_uncovered).unwrap_or(i64::MAX)),
        ]);
    }
    table
}
