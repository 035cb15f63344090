//! Everything that is wrong with the store, as the store's settings weigh it: what `check` shows
//! and what sealing asks for.

use houqin::base::{Diagnostic, Severity};
use houqin::books::{Books, Need};
use houqin::text::{Shelf, area_names, entries};

use super::heading;
use super::session::Session;

/// Every defect of the store and every remark about it, sorted by file, line, column and code.
pub(crate) fn defects(session: &Session) -> anyhow::Result<(Books, Vec<Diagnostic>)> {
    let (books, of_rows) = session.look(Need::everything())?;
    let mut remarks = session.beside_the_rows(&books, &of_rows)?;
    remarks.extend(session.verify()?.diagnostics);
    let mut defects = weighed(&books, of_rows, remarks);
    defects.extend(heading::defects(session)?);
    defects.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok((books, defects))
}

/// The defects of rows and the remarks about files together, as the settings weigh them.
pub(crate) fn weighed(
    books: &Books,
    of_rows: Vec<Diagnostic>,
    remarks: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let settings = &books.settings;
    let mut defects: Vec<Diagnostic> =
        of_rows.into_iter().filter_map(|defect| settings.weigh_row(defect)).collect();
    // One defect is told once: what keeps a row from being read is told, not also that it changed.
    let is_told = |remark: &Diagnostic| {
        let same = |defect: &Diagnostic| {
            defect.severity == Severity::Error
                && (&defect.place.file, defect.place.line)
                    == (&remark.place.file, remark.place.line)
        };
        remark.place.line > 0 && defects.iter().any(same)
    };
    let remarks: Vec<Diagnostic> = remarks.into_iter().filter(|remark| !is_told(remark)).collect();
    for remark in remarks.into_iter().filter_map(|remark| settings.weigh(remark)) {
        if !defects.contains(&remark) {
            defects.push(remark);
        }
    }
    defects.extend(settings.check_settings(codes));
    defects.sort_by(|one, other| one.order().cmp(&other.order()));
    defects
}

/// Every code that a message can carry.
pub(crate) fn codes() -> Vec<&'static str> {
    let areas = area_names(Shelf::Messages).into_iter();
    areas.flat_map(|area| entries(Shelf::Messages, area)).map(|entry| entry.key).collect()
}
