//! Whatever the tool shows as data can be presented, so that one set of printers prints it all.

use super::Document;

/// A result, a change, a receipt or a list of defects that has a printable shape.
pub trait Present {
    /// Lays the value out.
    fn present(&self) -> Document<'_>;
}

impl<P: Present> Present for &P {
    fn present(&self) -> Document<'_> {
        (*self).present()
    }
}

impl Present for Document<'_> {
    fn present(&self) -> Document<'_> {
        self.clone()
    }
}
