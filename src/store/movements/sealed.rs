//! Lines by their names, out of months of which it is written down that nothing is wrong with them:
//! what is not wanted is not looked at.

use crate::base::Month;
use crate::stock::Movement;
use crate::store::load::Loader;
use crate::store::named::{Named, rows_named};
use crate::store::row::LedgerRow;
use crate::store::{StoreError, StorePath};

use super::one::Wanted;

/// Finds the lines that are wanted in some months; none where that cannot be said without reading them
/// in full.
pub(in crate::store) fn lines_of_sealed(
    loader: &Loader<'_, '_>,
    months: &[(Month, StorePath)],
    wanted: &Wanted,
) -> Result<Option<Vec<Movement>>, StoreError> {
    let named = Named {
        names: wanted.names().collect(),
        columns: ["item", "slip", "id"],
        is_wanted: |[item, slip, id]: [&str; 3]| wanted.has(item, slip, id),
    };
    let paths = months.iter().map(|(_, path)| path.clone());
    let rows: Option<Vec<LedgerRow>> = rows_named(loader, paths, &named)?;
    // The approval of a sheet has the sheet's code where lines have a slip.
    Ok(rows.map(|rows| rows.into_iter().filter_map(LedgerRow::into_movement).collect()))
}
