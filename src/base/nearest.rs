//! "Did you mean": the nearest known name to one that nobody knows.

/// Finds the known name nearest to what was written: the fewest edits, at most a third of its
/// letters (and at least one); the first in order among equals.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let most = (written.chars().count() / 3).max(1);
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&written, &name.to_lowercase()), name))
        .filter(|(edits, _)| *edits <= most)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name.to_owned())
}

/// How many letters must be put in, left out, replaced or swapped to make one word of another.
pub fn edits(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}
