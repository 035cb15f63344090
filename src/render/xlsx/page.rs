//! How a sheet is printed: A4, as wide as the paper, headings on every page, page numbers, and the
//! lines for signatures at the foot of each page of a paper.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::render::Letterhead;
use crate::render::grid::shown;
use crate::report::{Block, Document, Purpose};
use crate::text::{Text, clean};

/// A4 among the paper sizes.
const A4: u8 = 9;
/// The longest header or footer that Excel takes.
const LONGEST: usize = 255;

/// What stands at the head and foot of every page.
pub(super) struct Page {
    header: String,
    footer: String,
}

/// How the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lying {
    /// Upright.
    Portrait,
    /// On its long side.
    Landscape,
}

impl Page {
    /// The head and foot of a document's pages.
    pub(super) fn of(document: &Document<'_>, letterhead: Option<&Letterhead>, text: Text) -> Self {
        let title = escaped(text.label(document.key));
        let hospital = letterhead.map_or("", |head| text.named(&head.name.zh, &head.name.en));
        // Between them the name of the sheet.
        let header = fitting(format!("&L{}&C&A&R{title}", escaped(hospital)));
        let roles: Vec<String> = document
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::SignOff(roles) if document.purpose == Purpose::Paper => Some(roles),
                _ => None,
            })
            .flatten()
            .map(|role| text.pair(&escaped(&shown(role, text)), "__________"))
            .collect();
        let numbers = "&R&P / &N";
        let signed = format!("&L{}{numbers}", roles.join("　"));
        let footer = if signed.chars().count() > LONGEST { numbers.to_owned() } else { signed };
        Self { header, footer }
    }

    /// Sets a sheet up.
    pub(super) fn set(&self, sheet: &mut Worksheet, lying: Lying) {
        match lying {
            Lying::Portrait => sheet.set_portrait(),
            Lying::Landscape => sheet.set_landscape(),
        };
        sheet
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0)
            .set_print_center_horizontally(true)
            .set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3)
            .set_header(&self.header)
            .set_footer(&self.footer);
    }

    /// Repeats the first rows on every page.
    pub(super) fn repeat(sheet: &mut Worksheet, rows: u32) -> Result<(), XlsxError> {
        sheet.set_repeat_rows(0, rows.saturating_sub(1)).map(drop)
    }
}

/// A text in which no sign is an order to the printer.
fn escaped(text: &str) -> String {
    clean(text).replace('&', "&&")
}

/// A header that is too long says nothing rather than half.
fn fitting(header: String) -> String {
    if header.chars().count() > LONGEST { String::new() } else { header }
}
