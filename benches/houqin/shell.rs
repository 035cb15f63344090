//! What the tool weighs, and what it takes before it has done anything: `-- shell`.
//!
//! The size of the release binary, the number of crates behind it, and the processor time of the
//! commands that people wait for most often on the bundled hospital.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{children_cpu, houqin};

/// Processor time is told in ticks of 10 ms: so many runs tell a tenth of a millisecond.
const RUNS: u32 = 100;

/// Commands whose help is looked at: a leaf with many flags, a group, and the whole.
const HELPS: [&str; 4] = ["--help", "stock --help", "stock issue --help", "report annual --help"];

/// Prints size, crates and processor time.
pub(super) fn measure() {
    let binary = Path::new(env!("CARGO_BIN_EXE_houqin"));
    let bytes = std::fs::metadata(binary).expect("the binary").len();
    println!("release binary: {bytes} bytes, {}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
    let direct = crates(&["--depth", "1"]).len() - 1;
    println!("dependencies: {direct} direct, {} crates in all", crates(&[]).len() - 1);
    let hospital = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital");
    println!("{:<44} {:>10}", "on the bundled hospital", "cpu");
    for language in ["zh", "en"] {
        for help in HELPS {
            cpu_of(&hospital, &format!("{help} --lang {language}"));
        }
        cpu_of(&hospital, &format!("status --today 2025-12-31 --lang {language}"));
    }
}

/// The crates that the binary is built of on this machine, itself among them.
fn crates(more: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo.args(["tree", "--offline", "--edges", "normal,build", "--prefix", "none"]).args(more);
    let said = cargo.stderr(Stdio::null()).output().expect("cargo tree").stdout;
    let said = String::from_utf8(said).expect("names of crates");
    let name = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    said.lines().filter(|line| !line.is_empty()).map(name).collect()
}

/// Prints the mean processor time of a command.
fn cpu_of(root: &Path, line: &str) {
    let before = children_cpu();
    for _ in 0..RUNS {
        let mut command = houqin(root, line);
        let status = command.stderr(Stdio::null()).status().expect("the binary starts");
        assert!(status.success(), "`houqin {line}` ended with {status}");
    }
    let cpu = before.and_then(|before| Some(children_cpu()?.saturating_sub(before) / RUNS));
    println!("{line:<44} {:>10}", cpu.map_or_else(|| "-".to_owned(), super::shown));
}
