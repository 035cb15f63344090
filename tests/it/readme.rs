//! The README and the walkthroughs say what really happens: every `console` block is run.
//!
//! `TRYCMD=overwrite cargo test readme` renews what the commands answer.

use std::path::{Path, PathBuf};

/// Runs the blocks of a document in an empty folder, in the environment of the storekeeper at the
/// end of a month.
fn runs(document: &Path) {
    runs_as(document, "库管员甲", Some("2026-03-31T16:30:00+08:00"));
}

/// Runs the blocks as somebody, at one moment; without it each command says when it is typed.
fn runs_as(document: &Path, person: &str, now: Option<&str>) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let copy = folder.path().join("document.md");
    std::fs::copy(document, &copy).expect("the document is there");
    // The commands run in the folder that bears the document's name.
    let inside = folder.path().join("document.in");
    std::fs::create_dir(&inside).expect("a folder to run in");
    // Files that the walkthrough begins with lie beside it.
    for file in std::fs::read_dir(document.with_extension("in")).into_iter().flatten() {
        let file = file.expect("a file of the walkthrough");
        std::fs::copy(file.path(), inside.join(file.file_name())).expect("a copy");
    }
    let cases = trycmd::TestCases::new();
    if let Some(now) = now {
        cases.env("HOUQIN_NOW", now);
    }
    cases
        .register_bin("houqin", PathBuf::from(env!("CARGO_BIN_EXE_houqin")))
        .env("LC_ALL", "C")
        .env("HOUQIN_LANG", "zh")
        .env("HOUQIN_BY", person)
        .env("HOUQIN_MACHINE", "readme")
        .case(&copy);
    cases.run();
    if std::env::var("TRYCMD").is_ok_and(|wish| wish == "overwrite") {
        std::fs::copy(&copy, document).expect("the document can be renewed");
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_readme() {
    runs(&root().join("README.md"));
}

#[test]
fn the_walkthrough_of_closing() {
    runs(&root().join("examples/closing.md"));
}

#[test]
fn the_walkthrough_of_the_two_clocks() {
    runs(&root().join("examples/clocks.md"));
}

#[test]
fn the_walkthrough_of_a_storekeepers_month() {
    runs(&root().join("examples/month.md"));
}

#[test]
fn the_walkthrough_of_a_meter_readers_year() {
    runs_as(&root().join("examples/energy.md"), "抄表员甲", None);
}

#[test]
fn the_walkthrough_of_an_inspectors_quarter() {
    runs_as(&root().join("examples/inspection.md"), "巡检员甲", None);
}
