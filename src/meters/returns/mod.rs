//! The public-institution return (公共机构能源资源消费统计): a template filled from the ledger.
//!
//! The official columns change from year to year and place to place, so the sheets are data: a
//! [`ReturnForm`] names for each cell a quantity that the books know. [`fill()`] computes it with its
//! sources; a cell of which something is missing stays empty and says what. Look next at `form.rs`.

mod error;
mod fill;
mod form;

pub use error::ReturnRefusal;
pub use fill::{FillOptions, FilledCell, FilledReturn, fill};
pub use form::{Content, DueDay, FormRow, ReturnForm};
