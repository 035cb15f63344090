//! Files from outside, of any content: read, or refused at a place; never a panic.
#![no_main]

use houqin::store::{ImportOptions, import_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ImportOptions {
        delimiter: None,
        tab: None,
        heading: None,
        knows: &|heading| ["物资编码", "数量", "日期"].contains(&heading),
        own: &|heading| heading == "退回原因",
    };
    if let Ok(imported) = import_bytes("in.csv", bytes, &options) {
        let n_headings = imported.headings.len();
        let fit = |row: &houqin::store::ImportedRow| {
            row.defect.is_some() || row.cells.len() == n_headings
        };
        assert!(imported.rows.iter().all(fit), "a row of another length, and no defect");
    }
});
