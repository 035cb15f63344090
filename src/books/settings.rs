//! What `houqin.toml` says about the store, as plain data.

use crate::stock::{CostMethod, NegativeStock};

/// The store's own settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The hospital's name, printed on reports.
    pub name: String,
    /// The language of the store: `zh` or `en`; none leaves it to the reader.
    pub language: Option<String>,
    /// What happens when a line would leave a store room with less than nothing.
    pub negative_stock: NegativeStock,
    /// How goods that leave a store room are valued.
    pub cost_method: CostMethod,
}
