//! TOML registers, of any content: read into the books, or told at a place; never a panic.
#![no_main]

#[path = "../store.rs"]
mod store;

use libfuzzer_sys::fuzz_target;

const REGISTERS: [&str; 4] =
    ["houqin.toml", "meters/points.toml", "meters/tariffs.toml", "inspections/rules/hospital.toml"];

fuzz_target!(|input: (u8, &[u8])| {
    let (which, bytes) = input;
    store::with(REGISTERS[usize::from(which) % REGISTERS.len()], |_| bytes.to_vec());
});
