//! Every domain's rows in one place: what is read for a need, and where a line goes.

use crate::books::{Books, Line, Need, Reading};
use crate::store::load::Loader;
use crate::store::{StoreError, StorePath, layout};
use crate::{assets as of_assets, closing as of_closing, inspections as of_inspections};
use crate::{meters as of_meters, stock as of_papers};
use crate::{stock::purchase as of_purchase, stock::stocktake as of_stock};

use super::{Row, Target, assets, closing, inspections, meters, org, stock, stocktake};

/// Reads what is needed into the books; what is wrong with the data is noted by the loader.
pub(in crate::store) fn load(
    loader: &mut Loader<'_, '_>,
    need: Need,
    books: &mut Books,
) -> Result<(), StoreError> {
    let Need { assets, inspections, remarks, stock, sheets, meters } = need;
    org::load(loader, books)?;
    closing::load(loader, books)?;
    if assets == Reading::Wanted {
        assets::load(loader, books, remarks)?;
    }
    if let Some(window) = stock {
        stock::load(loader, books, window, remarks)?;
    }
    if let Some(window) = sheets {
        stocktake::load(loader, books, window)?;
    }
    if inspections == Reading::Wanted {
        inspections::load(loader, books)?;
    }
    if meters == Reading::Wanted {
        meters::load(loader, books)?;
    }
    Ok(())
}

/// Reads everything that a scan of the readings is held against: the meters without their readings.
pub(in crate::store) fn load_points(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<(), StoreError> {
    org::load(loader, books)?;
    closing::load(loader, books)?;
    meters::load_points(loader, books)?;
    meters::blame(loader, books, &[])
}

/// Where a line goes.
pub(in crate::store) fn target(line: &Line) -> Target {
    match line {
        Line::Org(record) => org::target(record),
        Line::Closing(link) => closing::target(link),
        Line::Asset(record) => assets::target(record),
        Line::Stock(record) => stock::target(record),
        Line::Inspection(record) => inspections::target(record),
        Line::Meter(record) => meters::target(record),
    }
}

/// The columns that a new file of a ledger gets; none for what is no ledger.
pub(in crate::store) fn columns(path: &StorePath) -> Option<&'static [&'static str]> {
    let is = |file: StorePath| *path == file;
    let below = |folder: StorePath| {
        let rest = path.as_str().strip_prefix(folder.as_str());
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    Some(match () {
        () if below(layout::movements()) => stock::LedgerRow::COLUMNS,
        () if below(layout::stocktakes()) => of_stock::SheetEntry::COLUMNS,
        () if below(layout::plans()) => of_purchase::PlanRow::COLUMNS,
        () if below(layout::orders()) => of_purchase::OrderRow::COLUMNS,
        () if below(layout::invoices()) => of_purchase::Invoice::COLUMNS,
        () if is(layout::quotas()) => crate::stock::Quota::COLUMNS,
        () if is(layout::exemptions()) => of_papers::Exemption::COLUMNS,
        () if below(layout::signatures()) => of_papers::Signature::COLUMNS,
        () if is(layout::finance()) => of_papers::FinanceRow::COLUMNS,
        () if below(layout::readings()) => of_meters::Reading::COLUMNS,
        () if is(layout::meter_events()) => of_meters::Event::COLUMNS,
        () if is(layout::weather()) => of_meters::Weather::COLUMNS,
        () if is(layout::targets()) => of_meters::Target::COLUMNS,
        () if is(layout::measures()) => of_meters::Measure::COLUMNS,
        () if is(layout::coverage()) => of_meters::CoverageRow::COLUMNS,
        () if is(layout::drivers()) => of_meters::Driver::COLUMNS,
        () if is(layout::acknowledgements()) => of_meters::Acknowledgement::COLUMNS,
        () if below(layout::inspection_records()) => of_inspections::Inspection::COLUMNS,
        () if below(layout::findings()) => of_inspections::FindingEvent::COLUMNS,
        () if is(layout::excusals()) => of_inspections::Excusal::COLUMNS,
        () if is(layout::service()) => of_inspections::Service::COLUMNS,
        () if below(layout::asset_events()) => of_assets::Event::COLUMNS,
        () if is(layout::seals()) => of_closing::Link::COLUMNS,
        () => return None,
    })
}
