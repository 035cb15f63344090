//! Every domain's rows in one place: what is read for a need, and where a line goes.

use crate::base::Moment;
use crate::books::{Books, Focus, Line, Need, OfMeters, Reading, Window};
use crate::stock::{AskedOfSteps, Steps};
use crate::store::load::Loader;
use crate::store::{StoreError, StorePath, layout};
use crate::{assets as of_assets, closing as of_closing, inspections as of_inspections};
use crate::{meters as of_meters, stock as of_papers};
use crate::{stock::purchase as of_purchase, stock::stocktake as of_stock};

use super::{
    Row, Target, annual, assets, closing, focus, inspections, meters, new_line, org, stock,
    stock_load, stocktake,
};

/// Reads what is needed into the books; what is wrong with the data is noted by the loader.
pub(in crate::store) fn load(
    loader: &mut Loader<'_, '_>,
    (need, about): (Need, Option<&Focus>),
    books: &mut Books,
) -> Result<(), StoreError> {
    let Need {
        assets,
        inspections,
        evidence,
        remarks,
        stock,
        traces,
        known_by,
        sheets,
        which_sheets,
        meters,
        papers: forms,
    } = need;
    org::load(loader, books)?;
    closing::load(loader, books)?;
    if assets == Reading::Wanted {
        assets::load(loader, books, remarks)?;
    }
    let is_read = match about {
        Some(Focus::Line(new)) if stock.is_some() => new_line::load(loader, books, new)?,
        _ => false,
    };
    if stock.is_some() && !is_read {
        stock_load::load_registers(loader, books)?;
    }
    let is_read = match about {
        Some(about) if stock.is_some() && !is_read => focus::load(loader, books, about)?,
        _ => is_read,
    };
    if let Some(window) = stock.filter(|_| !is_read) {
        stock_load::load(loader, books, window, (remarks, traces, known_by))?;
    }
    if let Some(window) = sheets.filter(|_| !is_read) {
        stocktake::load(loader, books, window, which_sheets)?;
    }
    if inspections == Reading::Wanted {
        load_inspections(loader, books, about)?;
        books.place_subjects();
    }
    if evidence == Reading::Wanted {
        inspections::look_at_evidence(loader, books, remarks)?;
    }
    if meters != OfMeters::Left {
        load_meters(loader, books, (meters, about))?;
    }
    if forms == Reading::Wanted {
        annual::load(loader, books)?;
    }
    Ok(())
}

/// Reads the inspections, of their records as much as a command is about.
fn load_inspections(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    about: Option<&Focus>,
) -> Result<(), StoreError> {
    if let Some(Focus::Subject { subject, month }) = about {
        let (mark, nothing) = (loader.mark(), books.inspections.clone());
        if inspections::load_some(loader, books, (subject, *month))? {
            return Ok(());
        }
        loader.back_to(mark);
        books.inspections = nothing;
    }
    inspections::load(loader, books)
}

/// Reads the meters, of their readings as much as a command is about.
fn load_meters(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    (what, about): (OfMeters, Option<&Focus>),
) -> Result<(), StoreError> {
    if let Some(Focus::Points { points, month }) = about {
        let (mark, nothing) = (loader.mark(), books.meters.clone());
        if meters::load_some(loader, books, (what, points, *month))? {
            return Ok(());
        }
        loader.back_to(mark);
        books.meters = nothing;
    }
    meters::load(loader, books, what)
}

/// Writes down what the shelves came to at the last seal, where that stands nowhere yet.
pub(in crate::store) fn remember_shelves(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<(), StoreError> {
    org::load(loader, books)?;
    closing::load(loader, books)?;
    stock_load::load_registers(loader, books)?;
    stock_load::remember_shelves(loader, books)
}

/// Reads everything that a scan of the inspection records is held against.
pub(in crate::store) fn load_without_records(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<(), StoreError> {
    org::load(loader, books)?;
    closing::load(loader, books)?;
    inspections::load_without_records(loader, books)?;
    books.place_subjects();
    Ok(())
}

/// Whether all evidence that the books' rows name is what it was.
pub(in crate::store) fn evidence_holds(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<bool, StoreError> {
    inspections::look_at_evidence(loader, books, Reading::Left)?;
    Ok(books.inspections.breaches().is_empty())
}

/// Reads the catalogue, and of the stock ledger only what is asked of its steps.
pub(in crate::store) fn scan_steps(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
    known: (Window, Moment),
    of: &AskedOfSteps,
) -> Result<Option<Steps>, StoreError> {
    org::load(loader, books)?;
    closing::load(loader, books)?;
    stock_load::scan_steps(loader, books, known, of)
}

/// Reads everything that a scan of the readings is held against: the meters without their readings.
pub(in crate::store) fn load_points(
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) -> Result<(), StoreError> {
    org::load(loader, books)?;
    closing::load(loader, books)?;
    meters::load_points(loader, books, OfMeters::All)?;
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

/// The columns of a table, and those of them that a file may lack.
pub(in crate::store) type Shape = (&'static [&'static str], &'static [&'static str]);

fn shape<R: Row>() -> Shape {
    (R::COLUMNS, R::OPTIONAL)
}

/// The columns that a new file of a ledger gets; none for what is no ledger.
pub(in crate::store) fn columns(path: &StorePath) -> Option<&'static [&'static str]> {
    shape_of(path).map(|(columns, _)| columns)
}

/// The columns of a ledger's file, and those of them that it may lack because it was begun before
/// they were thought of; none for what is no ledger.
pub(in crate::store) fn shape_of(path: &StorePath) -> Option<Shape> {
    let is = |file: StorePath| *path == file;
    let below = |folder: StorePath| {
        let rest = path.as_str().strip_prefix(folder.as_str());
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    Some(match () {
        () if below(layout::movements()) => shape::<stock::LedgerRow>(),
        () if below(layout::stocktakes()) => shape::<of_stock::SheetEntry>(),
        () if below(layout::plans()) => shape::<of_purchase::PlanRow>(),
        () if below(layout::orders()) => shape::<of_purchase::OrderRow>(),
        () if below(layout::invoices()) => shape::<of_purchase::Invoice>(),
        () if is(layout::quotas()) => shape::<crate::stock::Quota>(),
        () if is(layout::exemptions()) => shape::<of_papers::Exemption>(),
        () if below(layout::signatures()) => shape::<of_papers::Signature>(),
        () if is(layout::finance()) => shape::<of_papers::FinanceRow>(),
        () if below(layout::readings()) => shape::<of_meters::Reading>(),
        () if is(layout::meter_events()) => shape::<of_meters::Event>(),
        () if is(layout::weather()) => shape::<of_meters::Weather>(),
        () if is(layout::targets()) => shape::<of_meters::Target>(),
        () if is(layout::measures()) => shape::<of_meters::Measure>(),
        () if is(layout::bills()) => shape::<of_meters::Bill>(),
        () if is(layout::coverage()) => shape::<of_meters::CoverageRow>(),
        () if is(layout::drivers()) => shape::<of_meters::Driver>(),
        () if is(layout::acknowledgements()) => shape::<of_meters::Acknowledgement>(),
        () if below(layout::inspection_records()) => shape::<of_inspections::Inspection>(),
        () if below(layout::answers()) => shape::<of_inspections::Answer>(),
        () if below(layout::repairs()) => shape::<of_inspections::RepairEvent>(),
        () if below(layout::findings()) => shape::<of_inspections::FindingEvent>(),
        () if is(layout::excusals()) => shape::<of_inspections::Excusal>(),
        () if below(layout::batches()) => shape::<of_inspections::BatchEvent>(),
        () if is(layout::roster()) => shape::<of_inspections::OnDuty>(),
        () if is(layout::indicators()) => shape::<of_inspections::Indicator>(),
        () if is(layout::indicator_values()) => shape::<of_inspections::IndicatorValue>(),
        () if is(layout::tasks()) => shape::<of_inspections::TaskEvent>(),
        () if is(layout::attendance()) => shape::<of_inspections::Attendance>(),
        () if is(layout::certificates()) => shape::<crate::org::Certificate>(),
        () if is(layout::service()) => shape::<of_inspections::Service>(),
        () if below(layout::asset_events()) => shape::<of_assets::Event>(),
        () if below(layout::asset_counts()) => shape::<of_assets::count::Row>(),
        () if is(layout::seals()) => shape::<of_closing::Link>(),
        () => return None,
    })
}
