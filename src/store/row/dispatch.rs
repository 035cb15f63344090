//! Every domain's rows in one place: what is read for a need, and where a line goes.

use crate::books::{Books, Line, Need};
use crate::store::StoreError;
use crate::store::load::Loader;

use super::{Target, org};

/// Reads what is needed into the books; what is wrong with the data is noted by the loader.
pub(in crate::store) fn load(
    loader: &mut Loader<'_, '_>,
    need: Need,
    books: &mut Books,
) -> Result<(), StoreError> {
    let Need {} = need;
    org::load(loader, books)
}

/// Where a line goes.
pub(in crate::store) fn target(line: &Line) -> Target {
    match line {
        Line::Org(record) => org::target(record),
    }
}
