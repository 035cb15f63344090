//! Several codes in one cell or sentence: the first ones, and how many more there are.

/// Writes codes one after another; of many only the first.
pub(super) fn several(all: &[String]) -> String {
    const SHOWN: usize = 6;
    let shown = all.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(" ");
    match all.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        Some(more) => format!("{shown} …+{more}"),
        None => shown,
    }
}
