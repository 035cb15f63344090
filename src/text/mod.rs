//! Floor 4: words for keys, in Chinese and English.
//!
//! Labels come by key from `data/text/<area>.toml`, sentences and hints by code from
//! `data/diagnostics/<area>.toml`; the area is what stands before the key's first dot. The pages of
//! the manual stand in `data/help`. All of it is embedded, and of an area only those
//! keys are parsed that are asked for. This floor holds words and no numbers. Look next at `speak.rs`.

mod catalog;
mod escape;
mod gallery;
mod help;
mod language;
mod recognise;
mod speak;

#[cfg(test)]
mod tests;

pub use catalog::{Entry, Shelf, area_names, entries, entries_below};
pub use escape::clean;
pub use gallery::{gallery, shown};
pub use help::{Topic, topic, topics};
pub use language::Language;
pub use recognise::{is_called, recognise};
pub use speak::Text;
