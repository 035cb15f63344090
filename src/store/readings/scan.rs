//! Months side by side on the cores of the machine, each folded behind the one before it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use crate::base::{Month, PointCode};
use crate::meters::{Gathered, Gathering, Meters, Question, Reading, Scanned, Sieve, Stream};
use crate::store::StoreError;
use crate::store::blocks::Stopped;
use crate::store::codec::Header;
use crate::store::encoding;
use crate::store::layout;
use crate::store::load::Loader;
use crate::store::row::Row as _;
use crate::store::source::Source;

use super::again::{batches, rows_of_month, settle};
use super::lines::{Decoder, Taker};

/// How many months are decoded at a time, at most.
const AT_ONCE: usize = 4;

/// Up to how many bytes all months together are not worth a second thread; in tests none are.
const SMALL: usize = if cfg!(test) { 1 } else { 512 * 1024 };

/// Streams the readings by; none where they have to be read in full.
pub(in crate::store) fn scan(
    loader: &mut Loader<'_, '_>,
    meters: &Meters,
    question: Question,
) -> Result<Option<Scanned>, StoreError> {
    let paths = loader.months(&layout::readings())?;
    let mut months = Vec::with_capacity(paths.len());
    for (month, path) in &paths {
        let Some(source) = Source::of(loader.files_below(), path)? else { return Ok(None) };
        months.push((*month, source));
    }
    let sieve = Sieve::new(meters, &question);
    let mut stream = Stream::new(meters, question);
    let codes: Vec<PointCode> = stream.codes().cloned().collect();
    let ledger = Ledger { sieve: &sieve, codes: &codes };
    let mut answer = Ok(Some(()));
    let gather = |(month, source): &(Month, Source<'_, '_>), memory: &mut Vec<u8>| {
        ledger.gather(*month, source, memory)
    };
    let n_threads = n_threads(&months);
    in_order(&months, n_threads, gather, |(month, source), gathered| {
        answer = gathered.and_then(|gathered| match gathered {
            Some(gathered) => ledger.fold((*month, source), gathered, &mut stream),
            None => Ok(None),
        });
        matches!(answer, Ok(Some(())))
    });
    if answer?.is_none() || settle(meters, &months, &mut stream)?.is_none() {
        return Ok(None);
    }
    Ok(Some(stream.end()))
}

/// How many months are worth being decoded at a time.
fn n_threads(months: &[(Month, Source<'_, '_>)]) -> usize {
    let n_bytes: usize = months.iter().map(|(_, source)| source.len()).sum();
    if n_bytes < SMALL {
        return 1;
    }
    let most = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    most.min(AT_ONCE).min(months.len())
}

/// What the lines of all months are read by.
#[derive(Clone, Copy)]
pub(super) struct Ledger<'s> {
    pub(super) sieve: &'s Sieve,
    pub(super) codes: &'s [PointCode],
}

impl Ledger<'_> {
    /// Decodes a month's file and gathers its rows; none where anything is wrong with it.
    fn gather(
        self,
        month: Month,
        source: &Source<'_, '_>,
        memory: &mut Vec<u8>,
    ) -> Result<Option<Gathered>, StoreError> {
        let gathering = Gathering::new(self.sieve, month);
        let gathering = self.read((month, source), gathering, memory)?;
        Ok(gathering.map(Gathering::end))
    }

    /// Folds a month's rows.
    fn fold(
        self,
        month: (Month, &Source<'_, '_>),
        gathered: Gathered,
        stream: &mut Stream,
    ) -> Result<Option<()>, StoreError> {
        for points in batches(stream.take_month(gathered)) {
            let Some(rows) = rows_of_month(self, month, &points)? else { return Ok(None) };
            for (point, rows) in rows {
                stream.take_again(point, rows);
            }
        }
        Ok(Some(()))
    }

    /// Hands the rows of a month's file over; none where anything is wrong with them.
    pub(super) fn read<T: Taker>(
        self,
        (month, source): (Month, &Source<'_, '_>),
        taker: T,
        memory: &mut Vec<u8>,
    ) -> Result<Option<T>, StoreError> {
        let failed =
            |error| source.stopped(Stopped::Failed(error)).map_or(Ok(None), Err::<Option<T>, _>);
        let mut blocks = source.blocks((0, source.len()), std::mem::take(memory))?;
        let first = match blocks.next_bytes() {
            Ok(first) => first.unwrap_or_default(),
            Err(error) => return failed(error),
        };
        let (line, rest) = match memchr::memchr(b'\n', first) {
            Some(at) => (&first[..at], &first[at + 1..]),
            None => (first, &first[..0]),
        };
        let Ok(line) = encoding::decode("", line) else { return Ok(None) };
        let Some(header) = head(line.text) else { return Ok(None) };
        let Some(mut decoder) = Decoder::new(self, month, &header, taker) else { return Ok(None) };
        if decoder.lines(rest).is_none() {
            return Ok(None);
        }
        loop {
            match blocks.next_bytes() {
                Ok(Some(block)) if decoder.lines(block).is_none() => return Ok(None),
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) => return failed(error),
            }
        }
        *memory = blocks.into_memory();
        Ok(Some(decoder.end()))
    }
}

/// The columns of a file by its first line; none where that is not one of the ledger's.
pub(super) fn head(text: &str) -> Option<Header> {
    Header::read("", text, Reading::COLUMNS, Reading::OPTIONAL).ok()
}

/// Does the same to many things, several at a time, each with memory that is used again; takes the
/// answers in the order of the things as long as it is not enough.
fn in_order<T: Sync, R: Send>(
    things: &[T],
    n_threads: usize,
    work: impl Fn(&T, &mut Vec<u8>) -> R + Sync,
    mut take: impl FnMut(&T, R) -> bool,
) {
    if n_threads < 2 {
        let mut memory = Vec::new();
        let _ = things.iter().all(|thing| take(thing, work(thing, &mut memory)));
        return;
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(n_threads);
        for _ in 0..n_threads {
            let (next, work, sender) = (&next, &work, sender.clone());
            scope.spawn(move || {
                let mut memory = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(at) else { break };
                    if sender.send((at, work(thing, &mut memory))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut turn = 0;
        for (at, answer) in receiver {
            waiting.insert(at, answer);
            while let Some(answer) = waiting.remove(&turn) {
                if !take(&things[turn], answer) {
                    return next.store(things.len(), Ordering::Relaxed);
                }
                turn += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_in_order_up_to_the_first_that_is_enough() {
        let things: Vec<usize> = (0..100).collect();
        for n_threads in [1, 2, 3, 8] {
            for enough in [0, 7, 99, 100] {
                let mut taken = Vec::new();
                in_order(
                    &things,
                    n_threads,
                    |thing, _| thing * 2,
                    |thing, answer| {
                        taken.push((*thing, answer));
                        *thing != enough
                    },
                );
                let expected: Vec<_> =
                    (0..=enough.min(99)).map(|thing| (thing, thing * 2)).collect();
                assert_eq!(taken, expected);
            }
        }
    }
}
