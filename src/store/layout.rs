//! Every path below the store's root.

use crate::base::{Month, PlanCode, SheetCode, TemplateCode};
use crate::closing::Link;

use super::StorePath;

/// The file that makes a folder a store.
pub(super) const MARKER: &str = "houqin.toml";

fn fixed(path: &str) -> StorePath {
    StorePath::new(path).expect("BUG: a path of the layout that is no path")
}

pub(super) fn marker() -> StorePath {
    fixed(MARKER)
}

pub(super) fn gitattributes() -> StorePath {
    fixed(".gitattributes")
}

pub(super) fn gitignore() -> StorePath {
    fixed(".gitignore")
}

pub(super) fn closing() -> StorePath {
    fixed("closing")
}

pub(super) fn voids() -> StorePath {
    fixed("closing/voids.csv")
}

/// The files that stand alone.
pub(super) fn single_files() -> Vec<StorePath> {
    vec![
        marker(),
        sites(),
        departments(),
        staff(),
        calendar(),
        certificates(),
        asset_cards(),
        items(),
        stores(),
        quotas(),
        exemptions(),
        finance(),
        service(),
        excusals(),
        contractors(),
        roster(),
        indicators(),
        indicator_values(),
        tasks(),
        attendance(),
        clauses(),
        points(),
        tariffs(),
        factors(),
        targets(),
        measures(),
        bills(),
        drivers(),
        acknowledgements(),
        coverage(),
        meter_events(),
        weather(),
        yardsticks(),
        energy_quotas(),
    ]
}

/// The folders whose files are data.
pub(super) fn folders() -> Vec<StorePath> {
    vec![
        plans(),
        orders(),
        invoices(),
        signatures(),
        asset_events(),
        asset_counts(),
        rules(),
        templates(),
        findings(),
        return_forms(),
        batches(),
        repairs(),
        closing(),
        papers(),
    ]
}

/// The folders with a folder of data files for each year.
pub(super) fn folders_by_year() -> Vec<StorePath> {
    vec![movements(), stocktakes(), inspection_records(), answers(), readings()]
}

pub(super) fn sites() -> StorePath {
    fixed("org/sites.csv")
}

pub(super) fn departments() -> StorePath {
    fixed("org/departments.csv")
}

pub(super) fn staff() -> StorePath {
    fixed("org/staff.csv")
}

pub(super) fn calendar() -> StorePath {
    fixed("org/calendar.csv")
}

pub(super) fn certificates() -> StorePath {
    fixed("org/certificates.csv")
}

pub(super) fn asset_cards() -> StorePath {
    fixed("assets/cards.csv")
}

pub(super) fn asset_events() -> StorePath {
    fixed("assets/events")
}

pub(super) fn asset_events_of(year: i32) -> StorePath {
    fixed(&format!("assets/events/{year:04}.csv"))
}

pub(super) fn asset_counts() -> StorePath {
    fixed("assets/stocktakes")
}

pub(super) fn asset_counts_of(year: i32) -> StorePath {
    fixed(&format!("assets/stocktakes/{year:04}.csv"))
}

pub(super) fn items() -> StorePath {
    fixed("stock/items.csv")
}

pub(super) fn stores() -> StorePath {
    fixed("stock/stores.csv")
}

pub(super) fn exemptions() -> StorePath {
    fixed("stock/exemptions.csv")
}

pub(super) fn finance() -> StorePath {
    fixed("stock/finance.csv")
}

pub(super) fn signatures() -> StorePath {
    fixed("stock/signatures")
}

pub(super) fn signatures_of(year: i32) -> StorePath {
    fixed(&format!("stock/signatures/{year:04}.csv"))
}

pub(super) fn movements() -> StorePath {
    fixed("stock/movements")
}

pub(super) fn movements_of(month: Month) -> StorePath {
    fixed(&format!("stock/movements/{:04}/{month}.csv", month.year()))
}

pub(super) fn stocktakes() -> StorePath {
    fixed("stock/stocktakes")
}

pub(super) fn stocktake(year: i32, sheet: &SheetCode) -> StorePath {
    fixed(&format!("stock/stocktakes/{year:04}/{sheet}.csv"))
}

pub(super) fn plans() -> StorePath {
    fixed("stock/plans")
}

pub(super) fn plan(plan: &PlanCode) -> StorePath {
    fixed(&format!("stock/plans/{plan}.csv"))
}

pub(super) fn orders() -> StorePath {
    fixed("stock/orders")
}

pub(super) fn orders_of(year: i32) -> StorePath {
    fixed(&format!("stock/orders/{year:04}.csv"))
}

pub(super) fn invoices() -> StorePath {
    fixed("stock/invoices")
}

pub(super) fn invoices_of(year: i32) -> StorePath {
    fixed(&format!("stock/invoices/{year:04}.csv"))
}

pub(super) fn quotas() -> StorePath {
    fixed("stock/quotas.csv")
}

pub(super) fn rules() -> StorePath {
    fixed("inspections/rules")
}

pub(super) fn rules_of(level: &str) -> StorePath {
    fixed(&format!("inspections/rules/{level}.toml"))
}

pub(super) fn service() -> StorePath {
    fixed("inspections/service.csv")
}

pub(super) fn inspection_records() -> StorePath {
    fixed("inspections/records")
}

pub(super) fn inspection_records_of(month: Month) -> StorePath {
    fixed(&format!("inspections/records/{:04}/{month}.csv", month.year()))
}

pub(super) fn templates() -> StorePath {
    fixed("inspections/templates")
}

/// A version of a checklist.
pub(super) fn template(id: &TemplateCode, version: u32) -> StorePath {
    fixed(&format!("inspections/templates/{id}-v{version}.toml"))
}

pub(super) fn answers() -> StorePath {
    fixed("inspections/answers")
}

pub(super) fn answers_of(month: Month) -> StorePath {
    fixed(&format!("inspections/answers/{:04}/{month}.csv", month.year()))
}

pub(super) fn contractors() -> StorePath {
    fixed("inspections/contractors.csv")
}

pub(super) fn clauses() -> StorePath {
    fixed("inspections/clauses.toml")
}

pub(super) fn excusals() -> StorePath {
    fixed("inspections/excusals.csv")
}

pub(super) fn findings() -> StorePath {
    fixed("inspections/findings")
}

pub(super) fn findings_of(year: i32) -> StorePath {
    fixed(&format!("inspections/findings/{year:04}.csv"))
}

pub(super) fn roster() -> StorePath {
    fixed("inspections/roster.csv")
}

pub(super) fn indicators() -> StorePath {
    fixed("inspections/indicators.csv")
}

pub(super) fn indicator_values() -> StorePath {
    fixed("inspections/values.csv")
}

pub(super) fn tasks() -> StorePath {
    fixed("inspections/tasks.csv")
}

pub(super) fn attendance() -> StorePath {
    fixed("inspections/attendance.csv")
}

pub(super) fn batches() -> StorePath {
    fixed("inspections/batches")
}

pub(super) fn batches_of(year: i32) -> StorePath {
    fixed(&format!("inspections/batches/{year:04}.csv"))
}

pub(super) fn repairs() -> StorePath {
    fixed("inspections/repairs")
}

pub(super) fn repairs_of(year: i32) -> StorePath {
    fixed(&format!("inspections/repairs/{year:04}.csv"))
}

pub(super) fn points() -> StorePath {
    fixed("meters/points.toml")
}

pub(super) fn tariffs() -> StorePath {
    fixed("meters/tariffs.toml")
}

pub(super) fn factors() -> StorePath {
    fixed("meters/factors.toml")
}

pub(super) fn targets() -> StorePath {
    fixed("meters/targets.csv")
}

pub(super) fn coverage() -> StorePath {
    fixed("meters/coverage.csv")
}

pub(super) fn acknowledgements() -> StorePath {
    fixed("meters/acknowledgements.csv")
}

pub(super) fn measures() -> StorePath {
    fixed("meters/measures.csv")
}

pub(super) fn bills() -> StorePath {
    fixed("meters/bills.csv")
}

pub(super) fn drivers() -> StorePath {
    fixed("meters/drivers.csv")
}

pub(super) fn weather() -> StorePath {
    fixed("meters/weather.csv")
}

pub(super) fn yardsticks() -> StorePath {
    fixed("meters/yardsticks.toml")
}

pub(super) fn energy_quotas() -> StorePath {
    fixed("meters/quotas.toml")
}

pub(super) fn return_forms() -> StorePath {
    fixed("meters/returns")
}

pub(super) fn papers() -> StorePath {
    fixed("reports")
}

pub(super) fn meter_events() -> StorePath {
    fixed("meters/events.csv")
}

pub(super) fn readings() -> StorePath {
    fixed("meters/readings")
}

pub(super) fn readings_of(month: Month) -> StorePath {
    fixed(&format!("meters/readings/{:04}/{month}.csv", month.year()))
}

pub(super) fn seals() -> StorePath {
    fixed("closing/seals.csv")
}

/// Whether a path is that of a link's own file: below the year's folder, where the chain is not.
pub(super) fn is_of_a_seal(path: &str) -> bool {
    let below = path.strip_prefix(closing().as_str()).and_then(|path| path.strip_prefix('/'));
    below.is_some_and(|path| path.contains('/'))
}

/// A file of a link: `closing/2026/2026-03-stock-0007.` and an ending.
pub(super) fn seal_file(link: &Link, ending: &str) -> StorePath {
    let (book, month) = (link.of.book.word(), link.of.month);
    let number = link.number;
    fixed(&format!("closing/{:04}/{month}-{book}-{number:04}.{ending}", month.year()))
}
