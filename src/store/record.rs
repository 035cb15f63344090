//! The lines of the log: a header, records, and the hint that a record is done.
//!
//! Each line is one JSON object that a person can read; its last member is the SHA-256 of all
//! before it. A record also names the sum of the record before it, so that none can be taken out.

use serde::{Deserialize, Serialize};

use crate::base::Moment;

use super::image::{from_hex, to_hex};
use super::{Digest, Fingerprint, StoreError, StorePath};

/// The format of the log that this program writes and reads.
pub(super) const LOG_FORMAT: u32 = 1;

/// The first line: whose log it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// The format of the log.
    pub(super) log: u32,
    /// The tag of this machine, a part of every id it gives.
    pub(super) tag: String,
}

/// What one command changed, in full: from it the change can be done again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The number of the record, from 1.
    pub(super) seq: u64,
    /// When it was recorded.
    pub(super) time: String,
    /// Who recorded it.
    pub(super) who: String,
    /// The command as it was given.
    pub(super) command: String,
    /// How many ids this machine has given, this record's included.
    pub(super) given: u64,
    /// What changes in which file.
    pub(super) ops: Vec<Change>,
    /// The sum of the record before, or of the header.
    pub(super) previous: Digest,
}

/// The change of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    /// Whether the data is added to the file or is all of it.
    pub(super) op: Way,
    /// The file below the store's root.
    pub(super) path: String,
    /// The content before; none where there was no file.
    pub(super) pre: Option<Fingerprint>,
    /// The content after.
    pub(super) post: Fingerprint,
    /// The data where it is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The data where it is not, in hexadecimal letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
}

/// How a change is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    /// The data is added at the end.
    Append,
    /// The data is the new content.
    Write,
}

/// The hint that a record's change is complete, with what the next record needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Done {
    /// The record that is done.
    #[serde(rename = "done")]
    pub(super) seq: u64,
    /// Its count of given ids.
    pub(super) given: u64,
    /// Its sum.
    pub(super) record: Digest,
}

/// A good line, with its sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// The first line.
    Header(Header, Digest),
    /// A record.
    Record(Box<Record>, Digest),
    /// A record is done.
    Done(Done),
}

impl Change {
    /// Describes a change with its data.
    pub(super) fn new(
        op: Way,
        path: &StorePath,
        (pre, post): (Option<Fingerprint>, Fingerprint),
        data: Vec<u8>,
    ) -> Self {
        let path = path.as_str().to_owned();
        let (text, hex) = match String::from_utf8(data) {
            Ok(text) => (Some(text), None),
            Err(bytes) => (None, Some(to_hex(bytes.as_bytes()))),
        };
        Self { op, path, pre, post, text, hex }
    }

    /// The data as bytes.
    ///
    /// # Errors
    /// None for a record whose sum is right, unless another program wrote it.
    pub(super) fn data(&self) -> Option<Vec<u8>> {
        match (&self.text, &self.hex) {
            (Some(text), None) => Some(text.as_bytes().to_vec()),
            (None, Some(hex)) => from_hex(hex),
            _ => None,
        }
    }

    /// The file, if its path may stand in a store.
    pub(super) fn path(&self) -> Result<StorePath, StoreError> {
        StorePath::new(&self.path)
    }
}

impl Record {
    /// When it was recorded, where that can be read.
    pub(super) fn moment(&self) -> Option<Moment> {
        Moment::parse(&self.time).ok()
    }
}

/// What stands between the members that are summed up and the sum.
const SUM: &str = ",\"check\":\"";

/// How many bytes the sum and what is around it take: 64 letters, a quote and a brace.
const TAIL: usize = SUM.len() + 64 + 2;

/// Writes a line with its sum, newline included.
pub(super) fn line(of: &impl Serialize) -> (String, Digest) {
    let mut text = serde_json::to_string(of).expect("BUG: a log line that is not JSON");
    text.pop();
    let sum = Digest::of(text.as_bytes());
    text.push_str(SUM);
    text.push_str(&sum.to_string());
    text.push_str("\"}\n");
    (text, sum)
}

/// Reads a line without its newline; `None` when it is not a good one.
pub(super) fn parse(line: &[u8]) -> Option<Line> {
    let text = std::str::from_utf8(line).ok()?;
    let cut = text.len().checked_sub(TAIL)?;
    let (body, tail) = (text.get(..cut)?, text.get(cut..)?);
    let sum = Digest::parse(tail.strip_prefix(SUM)?.strip_suffix("\"}")?)?;
    if Digest::of(body.as_bytes()) != sum {
        return None;
    }
    let whole = format!("{body}}}");
    if body.starts_with("{\"seq\":") {
        Some(Line::Record(Box::new(serde_json::from_str(&whole).ok()?), sum))
    } else if body.starts_with("{\"done\":") {
        Some(Line::Done(serde_json::from_str(&whole).ok()?))
    } else {
        Some(Line::Header(serde_json::from_str(&whole).ok()?, sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(data: &[u8]) -> Change {
        let path = StorePath::new("stock/a.csv").expect("a path");
        Change::new(Way::Append, &path, (None, Fingerprint::of(data)), data.to_vec())
    }

    fn record(data: &[u8]) -> Record {
        Record {
            seq: 7,
            time: "2026-03-05T08:30:00+08:00".to_owned(),
            who: "库管员甲".to_owned(),
            command: "stock issue --note \"a\nb\"".to_owned(),
            given: 12,
            ops: vec![change(data)],
            previous: Digest::of(b"before"),
        }
    }

    #[test]
    fn a_record_reads_back_whatever_its_data() {
        for data in [&b"1,a\n2,b\n"[..], b"", b"\xB5\xC6\0\r\n", "灯\u{202e}\n".as_bytes()] {
            let (text, sum) = line(&record(data));
            let body = text.strip_suffix('\n').expect("one line");
            assert!(!body.contains('\n'), "{body}");
            assert_eq!(parse(body.as_bytes()), Some(Line::Record(Box::new(record(data)), sum)));
            assert_eq!(change(data).data().as_deref(), Some(data));
        }
    }

    #[test]
    fn a_line_with_any_byte_changed_or_missing_is_bad() {
        let (text, _) = line(&record(b"1,a\n"));
        let good = text.trim_end().as_bytes();
        for at in 0..good.len() {
            let mut bad = good.to_vec();
            bad[at] ^= 1;
            assert_eq!(parse(&bad), None, "byte {at}");
            assert_eq!(parse(&good[..at]), None, "cut at {at}");
        }
    }
}
