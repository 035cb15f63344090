//! Every domain's rows in one place: what is read for a need, and where a line goes.

use crate::books::{Books, Line, Need, Reading};
use crate::store::StoreError;
use crate::store::load::Loader;

use super::{Target, assets, closing, inspections, meters, org, stock, stocktake};

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
