//! The gallery of errors: every message with the steps that lead to it and what is then printed.
//!
//! `data/help/errors.*.md` are written by `tests/it/gallery.rs`, which takes the steps that stand
//! beside the words in `data/diagnostics`.

use super::Language;

/// The page in a language.
pub const fn gallery(language: Language) -> &'static str {
    match language {
        Language::Chinese => include_str!("../../data/help/errors.zh.md"),
        Language::English => include_str!("../../data/help/errors.en.md"),
    }
}

/// What is printed where a code is said, as the page of the gallery has it; none where there is no
/// example of it.
pub fn shown(language: Language, code: &str) -> Option<&'static str> {
    let heading = format!("\n### {code}\n");
    let page = gallery(language);
    let entry = &page[page.find(&heading)? + heading.len()..];
    let entry = entry.split("\n### ").next()?.split("\n## ").next()?;
    // The second block between fences; the first has the steps.
    entry.split("```text\n").nth(2)?.split("```").next()
}
