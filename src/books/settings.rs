//! What `houqin.toml` says about the store, as plain data.

/// The store's own settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The hospital's name, printed on reports.
    pub name: String,
    /// The language of the store: `zh` or `en`; none leaves it to the reader.
    pub language: Option<String>,
}
