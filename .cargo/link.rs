//! How the program is linked: at a fixed address where Linux with glibc runs it.
//!
//! A program that may lie anywhere has its thirty thousand addresses written into it anew each time
//! it starts, which touches a hundred pages before the first line of it runs: a quarter of what
//! `houqin --version` took. What an address that cannot be guessed is good for, keeping a written-over
//! return address from being of use, safe code does not need: `unsafe` is forbidden here. Libraries,
//! stack and heap lie anywhere all the same.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "so a build script speaks")]

use std::env::var;

fn main() {
    println!("cargo::rerun-if-changed=.cargo/link.rs");
    let is = |name: &str, value: &str| var(name).is_ok_and(|own| own == value);
    let features = var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    // Whoever links glibc in has chosen how, too.
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
