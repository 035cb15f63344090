//! One HTML file that needs nothing beside it: for a browser, a phone, a mail, a printer.
//!
//! `page.rs` is the frame and the plain blocks, `table.rs` the tables, `chart.rs` and
//! `calendar.rs` the pictures and
//! `font.rs` what they are measured with. `page.css` and `page.js` are put into every page; a page
//! loads nothing, and its content policy says so to the browser.

mod calendar;
mod chart;
mod escape;
mod font;
mod page;
mod scale;
mod table;

pub(super) use page::print;
