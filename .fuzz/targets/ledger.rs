//! Rows of ledgers, of any content: read into the books, or told at a place; never a panic.
#![no_main]

#[path = "../store.rs"]
mod store;

use libfuzzer_sys::fuzz_target;

const LEDGERS: [&str; 5] = [
    "stock/movements/2026/2026-02.csv",
    "stock/stocktakes/2026/PD-02-ZW.csv",
    "meters/readings/2026/2026-02.csv",
    "inspections/records/2026/2026-02.csv",
    "assets/events/2026.csv",
];

fuzz_target!(|input: (u8, &[u8])| {
    let (which, rows) = input;
    let file = LEDGERS[usize::from(which) % LEDGERS.len()];
    store::with(file, |old| {
        let header = old.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        [&old[..header], rows].concat()
    });
});
