//! Everything that is wrong with the store, as the store's settings weigh it: what `check` shows
//! and what sealing asks for.

use houqin::base::Diagnostic;
use houqin::books::{Books, Need};
use houqin::text::{Shelf, area_names, entries};

use super::session::Session;

/// Every defect of the store and every remark about it, sorted by file, line, column and code.
pub(crate) fn defects(session: &Session) -> anyhow::Result<(Books, Vec<Diagnostic>)> {
    let (books, of_rows) = session.look(Need::everything())?;
    let settings = &books.settings;
    let mut defects: Vec<Diagnostic> =
        of_rows.into_iter().filter_map(|defect| settings.weigh_row(defect)).collect();
    let remarks = session.lost_rows()?;
    defects.extend(remarks.into_iter().filter_map(|remark| settings.weigh(remark)));
    defects.extend(settings.check_settings(codes));
    defects.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok((books, defects))
}

/// Every code that a message can carry.
pub(crate) fn codes() -> Vec<&'static str> {
    let areas = area_names(Shelf::Messages).into_iter();
    areas.flat_map(|area| entries(Shelf::Messages, area)).map(|entry| entry.key).collect()
}
