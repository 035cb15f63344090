//! How the program is linked: at a fixed address where Linux with glibc runs it, and with what a
//! panic needs in it.
//!
//! A program that may lie anywhere has its thirty thousand addresses written into it anew each time
//! it starts, which touches a hundred pages before the first line of it runs: a quarter of what
//! `houqin --version` took. What an address that cannot be guessed is good for, keeping a written-over
//! return address from being of use, safe code does not need: `unsafe` is forbidden here. Libraries,
//! stack and heap lie anywhere all the same.
//!
//! What walks back through the calls after a panic lies in a library of its own, `libgcc_s`, which is
//! looked up and mapped, and asks the processor what it can, at every start: an eighth of one. The
//! same code comes with the compiler to be linked in; with it the library is not asked for.

use std::env::var;
use std::path::Path;
use std::process::Command;

/// Tells cargo.
pub(crate) fn tell() {
    println!("cargo::rerun-if-changed=.cargo");
    let is = |name: &str, value: &str| var(name).is_ok_and(|own| own == value);
    let features = var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    // Whoever links glibc in has chosen how, too.
    let is_static = features.split(',').any(|feature| feature == "crt-static");
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        if let Some(unwinding) = unwinding() {
            println!(
                "cargo::rustc-link-arg-bins=-Wl,--whole-archive,{unwinding},--no-whole-archive"
            );
        }
    }
}

/// Where the linker has what walks back through calls; none where it does not say.
fn unwinding() -> Option<String> {
    let linker = var("RUSTC_LINKER").ok();
    // Without one that was chosen, `cc` links for the machine that it runs on.
    let own = var("HOST").ok()? == var("TARGET").ok()?;
    let linker = linker.or_else(|| own.then(|| "cc".to_owned()))?;
    let said = Command::new(linker).arg("-print-file-name=libgcc_eh.a").output().ok()?;
    let path = String::from_utf8(said.stdout).ok()?.trim().to_owned();
    // What is not found is said as it was asked for. A comma would end the argument of the linker.
    (Path::new(&path).is_absolute() && !path.contains(',')).then_some(path)
}
