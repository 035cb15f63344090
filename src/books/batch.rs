//! Many decisions in a row, each on the books that the ones before it leave.

use std::collections::BTreeMap;

use crate::base::{Decided, Refuse, Stamp};
use crate::stock::{self, Repeats, RowDecision, RowRequest, Rules};

use super::{Books, Line, Refusal};

/// What was decided about a request: rows, the row that is there, or a refusal.
pub type Decision = Result<Decided<Vec<Line>>, Refusal>;

/// What was decided about requests, each with its number from zero.
pub type Decisions = Vec<(usize, Decision)>;

/// Decides about each request, in the order of their keys, on the books as they stand after those
/// before it.
///
/// A request that is refused leaves the books as they were, and takes no number; it is tried again
/// after the others. The answers come in
/// the order of the decisions, each with the number of its request from zero.
pub fn decide_each<T, R, E, K: Ord>(
    books: &Books,
    requests: &[T],
    stamp: &mut Stamp,
    key: impl Fn(&T) -> K,
    decide: impl Fn(&Books, &T, &mut Stamp) -> Result<Decided<Vec<R>>, E>,
) -> Decisions
where
    R: Into<Line>,
    E: Refuse + Into<Refusal>,
{
    let mut order: Vec<usize> = (0..requests.len()).collect();
    order.sort_by_key(|at| key(&requests[*at]));
    let mut books = books.clone();
    let mut one = |request: &T| {
        let mut given = stamp.clone();
        let lines: Vec<Line> = match decide(&books, request, &mut given).map_err(Into::into)? {
            Decided::Already(name) => return Ok(Decided::Already(name)),
            Decided::New(rows) => rows.into_iter().map(Into::into).collect(),
        };
        // Of several rows either all are folded or none.
        lines.iter().try_for_each(|line| books.admit(line))?;
        if let [line] = &lines[..] {
            books.apply(line)?;
        } else {
            let mut after = books.clone();
            lines.iter().try_for_each(|line| after.apply(line))?;
            books = after;
        }
        *stamp = given;
        Ok(Decided::New(lines))
    };
    in_rounds(order, |at| one(&requests[at]))
}

/// Decides about every row of a table of movements, as [`stock::decide_rows`] does; lines of sealed
/// months are refused, and the other rows decided without them.
pub fn decide_movements(
    books: &Books,
    rules: &Rules<'_>,
    rows: &[RowRequest],
    repeats: Repeats,
    stamp: &mut Stamp,
) -> Movements {
    let mut sealed: BTreeMap<usize, Refusal> = BTreeMap::new();
    loop {
        let open: Vec<usize> = (0..rows.len()).filter(|at| !sealed.contains_key(at)).collect();
        let requests: Vec<RowRequest> = open.iter().map(|at| rows[*at].clone()).collect();
        let mut given = stamp.clone();
        let mut decided = stock::decide_rows(&books.stock, rules, &requests, repeats, &mut given);
        for (at, decision) in &mut decided {
            *at = open[*at];
            if let RowDecision::Repeats(first) = decision {
                *first = open[*first];
            }
        }
        let n_sealed = sealed.len();
        for (at, decision) in &decided {
            let RowDecision::New(movements) = decision else { continue };
            let refused = |line: &stock::Movement| books.admit(&line.clone().into()).err();
            sealed.extend(movements.iter().find_map(refused).map(|refusal| (*at, refusal)));
        }
        if sealed.len() == n_sealed {
            *stamp = given;
            return Movements { decided, sealed };
        }
    }
}

/// What was decided about the rows of a table of movements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movements {
    /// The rows that may enter their months, in the order of the decisions, by their numbers.
    pub decided: Vec<(usize, RowDecision)>,
    /// The others, and why not.
    pub sealed: BTreeMap<usize, Refusal>,
}

/// How often what was refused is tried again.
const MOST_ROUNDS: usize = 16;

/// Decides about numbered requests; what is refused is tried again after the others, as long as
/// that helps: a row may rest on a later one.
fn in_rounds(mut waiting: Vec<usize>, mut decide: impl FnMut(usize) -> Decision) -> Decisions {
    let mut answers = Vec::with_capacity(waiting.len());
    for round in 1..=MOST_ROUNDS {
        let (refused, decided): (Vec<_>, Vec<_>) =
            waiting.iter().map(|at| (*at, decide(*at))).partition(|(_, answer)| answer.is_err());
        let helped = !decided.is_empty() && !refused.is_empty();
        answers.extend(decided);
        if !helped || round == MOST_ROUNDS {
            answers.extend(refused);
            break;
        }
        waiting = refused.into_iter().map(|(at, _)| at).collect();
    }
    answers
}
