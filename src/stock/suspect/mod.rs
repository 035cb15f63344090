//! What may have gone wrong where counted and book differ: ranked candidates, never verdicts.
//!
//! Only lines since the card's last count are looked at: that count set the shelf, whatever had
//! been wrong before. Every kind of mistake has its file and says, for each line that could be
//! it, what the book would be without it; what comes out at the counted figure, or part of the
//! way there, is a [`Candidate`].
//!
//! # How candidates are ranked
//!
//! By odds, as a careful clerk would weigh them, from exact shares (`odds.rs`):
//!
//! > how often the mistake is made (`Mistake::often`)
//! > × how likely it hit just this line: one of the lines since the last count, the recent ones
//! > first
//! > × how much more the corrected line looks like the card's other lines than the recorded one
//! > does (`habits.rs`: way, size, and for mixed up goods the place on the other side)
//! > ÷ how likely what speaks for it is there by chance: a twin in a card that has the same line
//! > every day, a missing number in a series in which numbers are often missing, a neighbour with
//! > the opposite variance on a sheet full of differences.
//!
//! What explains only a part has to share the odds with whatever explains the rest. What is less
//! likely than a loss without any paper is not named: no candidate is an answer too.

mod candidate;
mod cutoff;
mod digits;
mod duplicate;
mod gaps;
mod habits;
mod missing;
mod neighbour;
mod odds;
mod pack;
mod scene;
mod sign;
mod subject;
#[cfg(test)]
mod tests;
mod transit;

pub use candidate::{Candidate, Explains, Mistake};
pub use gaps::{Gap, SlipSeries, slip_series};
pub use scene::{Suspects, candidates};

use habits::{Habits, Way, is_inward, number, partner, signed};
use odds::Odds;
use subject::Subject;
