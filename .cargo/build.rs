//! What is done before the crate is built: how the program is linked (`link.rs`), and where each key
//! of the catalogs of texts stands (`catalogs.rs`).
#![expect(clippy::disallowed_methods, reason = "so a build script speaks")]

mod catalogs;
mod link;

fn main() {
    link::tell();
    catalogs::write();
}
