//! Packages of `PyPI` that tests look through other programs with: fetched once, into folders of
//! their own below the target folder.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of a wheel such as `pyspark==4.3.0`, without what it needs for Python; `needs` is said
/// where it cannot be had.
pub(crate) fn wheel(name: &str, needs: &str) -> PathBuf {
    let whole = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.replace("==", "-"));
    if whole.exists() {
        return whole;
    }
    // What breaks off in the middle must not look as if it were whole.
    let begun = whole.with_extension("begun");
    let _none = std::fs::remove_dir_all(&begun);
    let installed = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"])
        .arg(&begun)
        .arg(name)
        .output()
        .unwrap_or_else(|error| panic!("python3: {error}\n{needs}"));
    let said = String::from_utf8_lossy(&installed.stderr);
    assert!(installed.status.success(), "{said}\n{needs}");
    std::fs::rename(&begun, &whole).expect("a folder below the target folder");
    whole
}
