//! The cores of this machine: stores side by side, handed on one after the other in their order.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// The stack of the main thread; reading the command line needs more than threads have by default.
const STACK: usize = 8 << 20;

/// How many results may wait for an earlier one, for each thread: that bounds the memory.
const AHEAD: usize = 4;

struct Board<T> {
    next: usize,
    taken: usize,
    made: BTreeMap<usize, T>,
    stopped: bool,
}

/// Makes `n` results on `jobs` threads and takes them in order, until one of them is an error.
///
/// The bytes that come of it are the same however many threads there are.
pub(super) fn each<T: Send>(
    n: usize,
    jobs: usize,
    make: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let jobs = jobs.min(n);
    let board = Board { next: 0, taken: 0, made: BTreeMap::new(), stopped: false };
    let (board, changed) = (Mutex::new(board), Condvar::new());
    let work = || {
        loop {
            let free = board.lock().unwrap_or_else(PoisonError::into_inner);
            let too_far = |board: &mut Board<T>| {
                !board.stopped && board.next < n && board.next >= board.taken + jobs * AHEAD
            };
            let mut free =
                changed.wait_while(free, too_far).unwrap_or_else(PoisonError::into_inner);
            if free.stopped || free.next >= n {
                return;
            }
            let at = free.next;
            free.next += 1;
            drop(free);
            let made = make(at);
            board.lock().unwrap_or_else(PoisonError::into_inner).made.insert(at, made);
            changed.notify_all();
        }
    };
    thread::scope(|scope| {
        let mut started = 0_usize;
        for _ in 0..jobs {
            let thread = thread::Builder::new().stack_size(STACK);
            match thread.spawn_scoped(scope, work) {
                Ok(_) => started += 1,
                Err(error) if started == 0 => return Err(error.into()),
                // The machine has no more threads to give: fewer do the same work.
                Err(_) => break,
            }
        }
        for at in 0..n {
            let waited = board.lock().unwrap_or_else(PoisonError::into_inner);
            let mut waited = changed
                .wait_while(waited, |board| !board.made.contains_key(&at))
                .unwrap_or_else(PoisonError::into_inner);
            let made = waited.made.remove(&at).expect("BUG: what was waited for");
            waited.taken = at + 1;
            drop(waited);
            changed.notify_all();
            if let Err(error) = take(made) {
                board.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
                changed.notify_all();
                return Err(error);
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn results_come_in_order_however_many_threads_there_are() {
        for jobs in [1, 2, 7] {
            let mut taken = Vec::new();
            let done = each(
                100,
                jobs,
                |at| at * at,
                |square| {
                    taken.push(square);
                    Ok(())
                },
            );
            assert!(done.is_ok());
            assert_eq!(taken, (0..100).map(|at| at * at).collect::<Vec<usize>>());
        }
    }

    #[test]
    fn the_first_error_ends_it() {
        let mut n_taken = 0;
        let done = each(
            1000,
            3,
            |at| at,
            |at| {
                n_taken += 1;
                if at == 5 { Err(anyhow::anyhow!("enough")) } else { Ok(()) }
            },
        );
        assert!(done.is_err());
        assert_eq!(n_taken, 6);
    }
}
