//! Ten thousand mutations of each kind of file: a defect or a clean read, never a panic or a hang.
//!
//! The seed is fixed, so a failure comes again; its message says which mutation of which file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;

use super::memory::MemoryDisk;
use super::scenario::{ROOT, entry};
use crate::books::Need;
use crate::store::{Act, Store, StorePath, recognise, salvage};

/// A small store with a file of every kind, each behind a line with its name.
const TINY: &str = include_str!("tiny.txt");

const MUTATIONS: u64 = 10_000;

/// What a file may be spoilt with.
const ODD: [&str; 24] = [
    "\"",
    "\"\"\"",
    ",",
    ",,,,,,,,",
    "\n",
    "\r",
    "\r\n\r\n",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "１２",
    "99999999999999999999999999999",
    "-0",
    "1e999",
    "0.0000000000000000000000000001",
    "9999-12-31",
    "0000-00-00",
    "=cmd|' /C calc'!A0",
    "[[[[[[[[",
    "{a={a={a=",
    "\u{1b}[31m",
    "🏥",
    "../../etc/passwd",
];

/// A random sequence that is the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit.max(1) as u64)).expect("a small number")
    }
}

/// The files of the small store.
fn tiny() -> Vec<(String, Vec<u8>)> {
    let files = TINY.split("=== ").filter(|file| !file.is_empty());
    files
        .map(|file| {
            let (name, content) = file.split_once('\n').expect("a name");
            (name.to_owned(), content.as_bytes().to_vec())
        })
        .collect()
}

/// The small store on a disk.
fn store() -> MemoryDisk {
    let disk = MemoryDisk::new();
    for (name, content) in tiny() {
        let path = format!("{ROOT}/{name}");
        let folders: Vec<&Path> = Path::new(&path).ancestors().skip(1).collect();
        for folder in folders.into_iter().rev() {
            let _there = crate::store::Disk::create_folder(&disk, folder);
        }
        disk.scribble(&path, &content);
    }
    disk
}

/// Spoils a content once.
fn spoil(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    match random.below(9) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
        1 if !bytes.is_empty() => {
            let end = (at + 1 + random.below(12)).min(bytes.len());
            bytes.drain(at..end);
        }
        2 => {
            let byte = u8::try_from(random.below(256)).expect("a byte");
            bytes.insert(at, byte);
        }
        3 => bytes.truncate(at),
        4 | 5 => {
            let odd = ODD[random.below(ODD.len())];
            bytes.splice(at..at, odd.bytes());
        }
        number => {
            let mut lines: Vec<Vec<u8>> =
                bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
            let (one, other) = (random.below(lines.len()), random.below(lines.len()));
            if lines.is_empty() {
                return;
            }
            match number {
                6 => lines.insert(one, lines[other].clone()),
                7 => lines.swap(one, other),
                _ => replace_cell(&mut lines[one], random),
            }
            *bytes = lines.concat();
        }
    }
}

/// Puts something odd in the place of a cell.
fn replace_cell(line: &mut Vec<u8>, random: &mut Random) {
    let mut cells: Vec<Vec<u8>> = line.split(|byte| *byte == b',').map(<[u8]>::to_vec).collect();
    let at = random.below(cells.len());
    cells[at] = ODD[random.below(ODD.len())].as_bytes().to_vec();
    *line = cells.join(&b',');
}

/// The books that a folder's files belong to, and what reads them.
const FOLDERS: [(&str, Need); 5] = [
    ("stock", Need::stocktakes()),
    ("assets", Need::assets()),
    ("meters", Need::meters()),
    ("inspections", Need::inspections()),
    ("", Need::registers()),
];

/// Spoils every file of a folder and reads its books, again and again; every hundredth time the
/// store is cared for too.
///
/// A store is read ten thousand times, not once for each file: each file is another every time.
fn mutate(folder: usize) {
    let (name, need) = FOLDERS[folder];
    let of_folder = |file: &str| match name {
        "" => FOLDERS.iter().all(|(other, _)| other.is_empty() || !file.starts_with(other)),
        name => file.starts_with(name),
    };
    let files: Vec<_> = tiny().into_iter().filter(|(file, _)| of_folder(file)).collect();
    let base = store();
    let mut random = Random(2026 + folder as u64);
    for round in 0..MUTATIONS {
        let cared_for = round % 100 == 0;
        let disk = if cared_for { base.copy() } else { base.share() };
        let mut spoilt = Vec::new();
        for (file, content) in &files {
            let mut bytes = content.clone();
            for _ in 0..=random.below(2) {
                spoil(&mut bytes, &mut random);
            }
            disk.scribble(&format!("{ROOT}/{file}"), &bytes);
            spoilt.push((file, bytes));
        }
        let read = AssertUnwindSafe(|| {
            if let Ok(store) = Store::open(&disk, Path::new(ROOT)) {
                let _told = store.read(need).map(drop);
            }
            if cared_for {
                for (file, bytes) in &spoilt {
                    let _told = recognise(file, bytes).map(drop);
                    let path = StorePath::new(file).expect("a path");
                    let _told = crate::store::keyed::rows(&path, bytes);
                }
                let entry = entry("salvage", 0);
                let _told = salvage(&disk, Path::new(ROOT), b"seed", &entry, Act::Do).map(drop);
            }
        });
        if catch_unwind(read).is_err() {
            let shown: Vec<_> =
                spoilt.iter().map(|(file, bytes)| (file, String::from_utf8_lossy(bytes))).collect();
            panic!("round {round} of `{name}`: {shown:#?}");
        }
    }
}

#[test]
fn the_small_store_has_a_file_of_every_kind_and_no_defect() {
    let disk = store();
    let store = Store::open(&disk, Path::new(ROOT)).expect("a store");
    let read = store.read(Need::everything()).expect("books");
    assert_eq!(read.diagnostics, []);
    assert_eq!(tiny().len(), 23);
}

#[test]
fn ten_thousand_mutations_of_each_file_are_told_or_read() {
    thread::scope(|scope| {
        for folder in 0..FOLDERS.len() {
            scope.spawn(move || mutate(folder));
        }
    });
}
