//! The manifest of a seal and the chain's rows, of any content: whatever is not as it was written
//! is told, and nothing panics.
#![no_main]

use std::path::PathBuf;
use std::sync::OnceLock;

use houqin::base::{Day, Decided, Moment, Month};
use houqin::books::{self, Need};
use houqin::closing::{self, Book, SealRequest, Sealable};
use houqin::store::{RealDisk, Rehearsal, Store, Verification, lives};
use libfuzzer_sys::fuzz_target;

#[path = "../store.rs"]
mod store;

static DISK: RealDisk = RealDisk;

/// A store with February of the stock sealed, made once.
fn sealed() -> &'static PathBuf {
    static SEALED: OnceLock<PathBuf> = OnceLock::new();
    SEALED.get_or_init(|| {
        let root = store::folder().to_path_buf();
        let store = Store::open(&DISK, &root).expect("a store");
        let transaction = store.begin(Need::everything(), b"fuzz").expect("the lock");
        let now = Moment::parse("2026-03-10T08:30:00+08:00").expect("a moment");
        let stamp = transaction.stamp(now, "库管员甲");
        let of = Sealable { book: Book::Stock, month: Month::parse("2026-02").expect("a month") };
        let request = SealRequest {
            of,
            today: Day::parse("2026-03-10").expect("a day"),
            demands: Vec::new(),
            waivers: Vec::new(),
            approver: None,
        };
        let chain = &transaction.books().closing;
        let Ok(Decided::New(seal)) = closing::seal(chain, request, &stamp) else {
            panic!("it is not sealed yet")
        };
        let carried = books::carried(transaction.books(), lives(), of);
        let seals = [(seal, Some(carried))];
        transaction.seal(&seals, Rehearsal::No, (stamp, "close seal")).expect("a seal");
        root
    })
}

fuzz_target!(|input: (bool, u8, u16, &[u8])| {
    let (of_chain, keep, at, bytes) = input;
    let root = sealed();
    let file = match of_chain {
        true => "closing/seals.csv",
        false => "closing/2026/2026-02-stock-0001.sha256",
    };
    let path = root.join(file);
    let old = std::fs::read(&path).expect("a file");
    // Something in the middle, or everything.
    let at = usize::from(at) % (old.len() + 1);
    let end = (at + usize::from(keep)).min(old.len());
    let new =
        if keep == u8::MAX { bytes.to_vec() } else { [&old[..at], bytes, &old[end..]].concat() };
    std::fs::write(&path, &new).expect("written");
    let verified = Store::open(&DISK, root).and_then(|store| store.verify());
    std::fs::write(&path, &old).expect("written");
    if let Ok(Verification { diagnostics, .. }) = verified
        && !of_chain
        && new != old
    {
        assert!(!diagnostics.is_empty(), "a manifest that was changed, and nothing is told");
    }
});
