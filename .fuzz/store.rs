//! A small store with a row of everything, in a folder of this process.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use houqin::books::Need;
use houqin::store::{RealDisk, Store};

static DISK: RealDisk = RealDisk;

/// The folder, made once from the store of the gallery of errors.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder").keep();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it/data/gallery");
        copy(&from, &folder);
        folder
    })
}

/// Reads everything in the store while a file of it has another content.
#[allow(dead_code, reason = "not every target changes a file this way")]
pub fn with(file: &str, content: impl FnOnce(&[u8]) -> Vec<u8>) {
    let path = folder().join(file);
    let old = std::fs::read(&path).expect("a file");
    std::fs::write(&path, content(&old)).expect("written");
    if let Ok(store) = Store::open(&DISK, folder()) {
        let _read = store.read(Need::everything());
        let _told = store.lost_rows();
    }
    std::fs::write(&path, &old).expect("written");
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            std::fs::create_dir(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a file");
        }
    }
}
