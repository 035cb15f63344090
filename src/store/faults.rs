//! A first life sign of the journal on the real disk.
#![expect(clippy::disallowed_methods, reason = "tests look at the disk behind the store's back")]

use std::time::Duration;

use super::*;
use crate::base::Moment;

const WAIT: Duration = Duration::from_secs(5);

fn entry(command: &str, given: u64) -> Entry {
    let when = Moment::parse("2026-03-05T08:30:00+08:00").expect("a moment");
    Entry { who: "库管员甲".to_owned(), when, command: command.to_owned(), given }
}

#[test]
fn first_life_sign() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let path = StorePath::new("stock/movements/2026/2026-03.csv").expect("a path");
    let journal = Journal::exclusive(&RealDisk, root, WAIT, b"seed").expect("a journal");
    assert!(journal.read(&path).expect("no file").is_none());
    let data = b"id,item\nM1,a\n".to_vec();
    let ops = vec![Op::Append { path: path.clone(), pre: None, data }];
    assert_eq!(journal.commit(ops, entry("one", 1)).expect("a commit").seq, 1);
    for round in 2..5_u64 {
        let journal = Journal::exclusive(&RealDisk, root, WAIT, b"other").expect("a journal");
        assert_eq!((journal.given(), journal.notes()), (round - 1, &[][..]));
        let pre = journal.read(&path).expect("a file").map(|image| image.pre());
        let data = format!("M{round},b\n").into_bytes();
        let ops = vec![Op::Append { path: path.clone(), pre, data }];
        assert_eq!(journal.commit(ops, entry("more", round)).expect("a commit").seq, round);
    }
    let text = std::fs::read_to_string(root.join(path.as_str())).expect("a file");
    assert_eq!(text, "id,item\nM1,a\nM2,b\nM3,b\nM4,b\n");
    let report = Journal::read_only(&RealDisk, root, WAIT).expect("a journal");
    assert_eq!(report.tag().len(), 4);
}
