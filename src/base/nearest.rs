//! "Did you mean": the nearest known name to one that nobody knows.

use super::{Fit, matches};

/// Finds the known name nearest to what was written: the fewest edits, at most a third of its
/// letters (and at least one); the first in order among equals.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let written = written.to_lowercase();
    known
        .into_iter()
        .filter_map(|name| Some((few_edits(&written, name)?, name)))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name.to_owned())
}

/// Finds the code that was meant by a code, by the name of what it stands for, or by the initials of
/// the name's pinyin: the name itself first, then a code with a slip in it, a name that sounds so, a
/// name with a slip in it; the first in order among equals.
pub fn nearest_named<'a>(
    written: &str,
    known: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<String> {
    let lower = written.to_lowercase();
    let distance = |code: &str, name: &str| {
        let fit = matches(written, name);
        let by_name = match fit {
            Some(Fit::Same) => Some((0, 0)),
            Some(Fit::Begins) => Some((2, 0)),
            Some(Fit::Sounds) => Some((2, 1)),
            Some(Fit::SoundsAtFirst) => Some((2, 2)),
            Some(Fit::Within | Fit::SoundsWithin) => Some((2, 3)),
            None => few_edits(&lower, name).map(|edits| (3, edits)),
        };
        let by_code = few_edits(&lower, code).map(|edits| (1, edits));
        by_code.into_iter().chain(by_name).min()
    };
    known
        .into_iter()
        .filter_map(|(code, name)| Some((distance(code, name)?, code)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, code)| code.to_owned())
}

/// The edits between two names, where they are few enough for a slip.
fn few_edits(written: &str, name: &str) -> Option<usize> {
    let most = (written.chars().count() / 3).max(1);
    Some(strsim::osa_distance(written, &name.to_lowercase())).filter(|edits| *edits <= most)
}

/// How many letters must be put in, left out, replaced or swapped to make one word of another.
pub fn edits(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_slip_name_and_pinyin() {
        let known =
            [("BX01", "保险丝"), ("DG18", "灯管 18W"), ("DG36", "灯管 36W"), ("ZQ", "重汽配件")];
        for (written, code) in [
            ("DG63", Some("DG36")),
            ("dg36", Some("DG36")),
            ("灯管36W", Some("DG36")),
            ("灯管", Some("DG18")),
            ("dg", Some("DG18")),
            ("dgg", None),
            ("bxs", Some("BX01")),
            ("baoxian", Some("BX01")),
            ("cqpj", Some("ZQ")),
            ("保险斯", Some("BX01")),
            ("xyzw", None),
        ] {
            assert_eq!(nearest_named(written, known).as_deref(), code, "{written}");
        }
    }
}
