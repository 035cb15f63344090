//! The pages of the manual: Markdown for a terminal, for a browser and for `man`.
//!
//! `page.rs` cuts a page into blocks for the two that print text; the browser's printer is the
//! Markdown library's own. Look next at `crate::text::topics`, which has the pages.

mod html;
mod man;
mod page;
mod terminal;

#[cfg(test)]
mod tests;

pub use html::{Page, manual_html};
pub use man::page_man;
pub use terminal::page_text;
