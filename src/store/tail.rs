//! The end of the log: which record is the last, whether it is done, and what a crash left behind.
//!
//! The log is read from its end, so opening a store costs the same after ten years. What may
//! stand at the end unsynced is at most the hint of the last record and one further record; so
//! much may be bad or missing after a power failure, and nothing of it was ever acknowledged.

use std::io::{self, Read, SeekFrom};

use super::record::{self, Change, Header, LOG_FORMAT, Line, Record};
use super::{Digest, Handle};

/// What the end of the log says.
#[derive(Debug)]
pub(super) struct Tail {
    /// The first line, unless the log is empty or absent.
    pub(super) header: Option<Header>,
    /// The number of the last record, 0 before the first.
    pub(super) seq: u64,
    /// How many ids this machine has given.
    pub(super) given: u64,
    /// The sum that the next record names as the one before.
    pub(super) previous: Digest,
    /// The last record, when nothing says that it is done.
    pub(super) unfinished: Option<Box<Record>>,
    /// Where begins what is perhaps not on the disk yet: the last line, or the one before it when
    /// the last is a record.
    pub(super) start: u64,
    /// The hint at the end, as it stands there: perhaps it is not on the disk yet.
    pub(super) hint: Vec<u8>,
    /// Where the good lines end.
    pub(super) end: u64,
    /// Where the file ends: beyond `end` when a crash left something.
    pub(super) len: u64,
    /// The change of a good last record behind a bad line: such a record was never acknowledged,
    /// which shows in that no file has it. Otherwise the log is damaged at this byte.
    pub(super) suspect: Option<(u64, Vec<Change>)>,
}

/// Why the end of the log could not be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// The disk said no.
    Io(io::Error),
    /// A bad line where no crash leaves one.
    Damaged(u64),
    /// A format that this program does not know.
    Newer(u32),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// How much of the log is read at first.
const WINDOW: u64 = 8 * 1024;

/// How many whole lines a crash may leave bad.
const BAD_LINES: usize = 2;

impl Tail {
    /// The tail of a log that does not exist yet.
    pub(super) fn empty() -> Self {
        Self {
            header: None,
            seq: 0,
            given: 0,
            previous: Digest::of(b""),
            unfinished: None,
            start: 0,
            hint: Vec::new(),
            end: 0,
            len: 0,
            suspect: None,
        }
    }

    /// Reads the first line and as much of the end as is needed.
    pub(super) fn read(log: &mut dyn Handle) -> Result<Self, Fault> {
        let len = log.seek(SeekFrom::End(0))?;
        if len == 0 {
            return Ok(Self::empty());
        }
        let Some(header) = read_header(log, len)? else {
            return Self::without_header(log, len);
        };
        let mut window = WINDOW.min(len);
        loop {
            let start = len - window;
            log.seek(SeekFrom::Start(start))?;
            let mut bytes = Vec::new();
            (&mut *log).take(window).read_to_end(&mut bytes)?;
            let found = Lines { start, bytes: &bytes }.find()?;
            match found {
                Some(found) => {
                    let line = found.start - start..found.end - start;
                    let line = usize::try_from(line.start).ok().zip(usize::try_from(line.end).ok());
                    let hint = match (&found.last, line) {
                        (Line::Done(_), Some((from, to))) => bytes[from..to].to_vec(),
                        _ => Vec::new(),
                    };
                    return Ok(found.tail(header, hint, len));
                }
                None if start == 0 => return Err(Fault::Damaged(0)),
                None => window = (window * 4).min(len),
            }
        }
    }

    /// A log whose first write a crash cut: all of it goes, if it is no more than such a rest.
    fn without_header(log: &mut dyn Handle, len: u64) -> Result<Self, Fault> {
        log.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        log.read_to_end(&mut bytes)?;
        let mut lines = bytes.split(|byte| *byte == b'\n').map(record::parse);
        // The first write is a header and a record; whoever wrote more had synced the header.
        let suspect = match (lines.next(), lines.next(), lines.next()) {
            (_, Some(Some(Line::Record(record, _))), Some(None)) if record.seq == 1 => {
                Some((0, record.ops))
            }
            (_, None | Some(None), None | Some(None)) => None,
            _ => return Err(Fault::Damaged(0)),
        };
        if lines.next().is_some() {
            return Err(Fault::Damaged(0));
        }
        Ok(Self { len, suspect, ..Self::empty() })
    }
}

/// Reads the first line, if it is good.
fn read_header(log: &mut dyn Handle, len: u64) -> Result<Option<Header>, Fault> {
    log.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    (&mut *log).take(512.min(len)).read_to_end(&mut bytes)?;
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
        return Ok(None);
    };
    match record::parse(&bytes[..end]) {
        Some(Line::Header(header, _)) if header.log > LOG_FORMAT => Err(Fault::Newer(header.log)),
        Some(Line::Header(header, _)) => Ok(Some(header)),
        _ => Ok(None),
    }
}

/// The end of the log as bytes, and where they begin in it.
struct Lines<'a> {
    start: u64,
    bytes: &'a [u8],
}

/// The last good line, and what stands behind it.
struct Found {
    last: Line,
    start: u64,
    end: u64,
    suspect: Option<(u64, Vec<Change>)>,
}

impl Lines<'_> {
    /// Looks for the last good line; `None` when more of the log must be read.
    ///
    /// A record is good only together with the line before it, whose sum it names. When that line
    /// is bad, record and bad line are both of the unsynced end.
    fn find(&self) -> Result<Option<Found>, Fault> {
        let damaged = |at: usize| Err(Fault::Damaged(self.start + at as u64));
        let found = |last, (start, end): (usize, usize), ops: Option<Vec<Change>>| {
            let (start, end) = (self.start + start as u64, self.start + end as u64);
            Ok(Some(Found { last, start, end, suspect: ops.map(|ops| (end, ops)) }))
        };
        // Whole lines only: what stands behind the last newline was never acknowledged.
        let mut end = self.bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let mut bad = 0;
        let (start, good) = loop {
            match self.line_before(end) {
                None => return Ok(None),
                Some((start, Some(line))) => break (start, line),
                Some((start, None)) if bad < BAD_LINES && start > 0 => {
                    bad += 1;
                    end = start;
                }
                Some((start, None)) => return damaged(start),
            }
        };
        let Line::Record(record, sum) = good else {
            return found(good, (start, end), None);
        };
        match self.line_before(start) {
            None => Ok(None),
            Some((hint, Some(before))) if before.sum() == record.previous => {
                found(Line::Record(record, sum), (hint, end), None)
            }
            Some((hint, None)) if bad == 0 && hint > 0 => match self.line_before(hint) {
                None => Ok(None),
                Some((start, Some(Line::Record(before, sum)))) if sum == record.previous => {
                    found(Line::Record(before, sum), (start, hint), Some(record.ops))
                }
                Some(_) => damaged(hint),
            },
            Some((before, _)) => damaged(before),
        }
    }

    /// The line that ends just before `end`, where it begins, and what it says if it is good;
    /// `None` when it begins before the bytes.
    fn line_before(&self, end: usize) -> Option<(usize, Option<Line>)> {
        let body = self.bytes.get(..end.checked_sub(1)?)?;
        let start = match body.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => at + 1,
            None if self.start == 0 => 0,
            None => return None,
        };
        Some((start, record::parse(&body[start..])))
    }
}

impl Line {
    /// The sum by which the next record names what is before it.
    fn sum(&self) -> Digest {
        match self {
            Self::Header(_, sum) | Self::Record(_, sum) => *sum,
            Self::Done(done) => done.record,
        }
    }
}

impl Found {
    fn tail(self, header: Header, hint: Vec<u8>, len: u64) -> Tail {
        let previous = self.last.sum();
        let (seq, given, unfinished) = match self.last {
            Line::Header(..) => (0, 0, None),
            Line::Record(record, _) => (record.seq, record.given, Some(record)),
            Line::Done(done) => (done.seq, done.given, None),
        };
        let Self { start, end, suspect, .. } = self;
        Tail {
            header: Some(header),
            seq,
            given,
            previous,
            unfinished,
            start,
            hint,
            end,
            len,
            suspect,
        }
    }
}
