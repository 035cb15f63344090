//! How cells look: one font, quiet lines, figures by their decimals, tones by colour.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::report::{RowKind, Tone};
use crate::text::Language;

/// What a cell holds, as far as its look goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// A text, broken where the column ends.
    Text,
    /// A text that a spreadsheet would calculate once somebody touched it.
    Guarded,
    /// A figure that is too long for a number: a text on the right.
    Long,
    /// A number with so many decimals.
    Number(u32),
    /// A rate with so many decimals of a percent.
    Percent(u32),
    /// A civil day.
    Day,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    pub(super) shape: Shape,
    pub(super) tone: Shade,
    pub(super) line: Weight,
}

/// The colour of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shade {
    Plain,
    Good,
    Warn,
    Bad,
}

impl From<Tone> for Shade {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Plain => Self::Plain,
            Tone::Good => Self::Good,
            Tone::Warn => Self::Warn,
            Tone::Bad => Self::Bad,
        }
    }
}

/// How much a line stands out among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// A named value of the first sheet: no lines about it.
    Free,
    /// A line of a table.
    Line,
    /// A sum of a group.
    Subtotal,
    /// A sum of all.
    Total,
}

impl From<RowKind> for Weight {
    fn from(kind: RowKind) -> Self {
        match kind {
            RowKind::Line => Self::Line,
            RowKind::Subtotal => Self::Subtotal,
            RowKind::Total => Self::Total,
        }
    }
}

const LINES: Color = Color::RGB(0xBF_BF_BF);
const HEAD: Color = Color::RGB(0xDD_E6_EF);
const SUM: Color = Color::RGB(0xF2_F2_F2);
/// The charset of simplified Chinese: by it a program that has not got the font takes another one
/// for Chinese.
const GB2312: u8 = 134;
/// The family of fonts with serifs, and of those without.
const ROMAN: u8 = 1;
const SWISS: u8 = 2;

/// The looks of a workbook.
pub(super) struct Styles {
    language: Language,
    looks: BTreeMap<Look, Format>,
}

impl Styles {
    pub(super) const fn new(language: Language) -> Self {
        Self { language, looks: BTreeMap::new() }
    }

    /// The look of every cell that has no other: 宋体 is on every Chinese Windows, and WPS takes its
    /// own Song for it.
    pub(super) fn base(&self) -> Format {
        let format = Format::new().set_font_size(11);
        match self.language {
            Language::Chinese => {
                format.set_font_name("宋体").set_font_family(ROMAN).set_font_charset(GB2312)
            }
            Language::English => format.set_font_name("Calibri").set_font_family(SWISS),
        }
    }

    /// The height of a row in pixels, as the font has it.
    pub(super) const fn row_height(&self) -> u32 {
        match self.language {
            Language::Chinese => 18,
            Language::English => 20,
        }
    }

    /// The height in pixels of a row of so many lines. It is set: what takes another font for this
    /// one would cut its letters, and no program makes room for broken lines when it prints.
    pub(super) fn height(n_lines: usize) -> u32 {
        // Excel draws no row higher.
        u32::try_from(n_lines).unwrap_or(u32::MAX).saturating_mul(20).saturating_add(4).min(545)
    }

    /// The width of a column in pixels, as the font has it.
    pub(super) const fn column_width(&self) -> u32 {
        match self.language {
            Language::Chinese => 72,
            Language::English => 64,
        }
    }

    /// The heading of a column.
    pub(super) fn heading(&self) -> Format {
        self.base()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(HEAD)
            .set_border(FormatBorder::Thin)
            .set_border_color(LINES)
    }

    /// A title, of so many points.
    pub(super) fn title(&self, points: u8) -> Format {
        self.base()
            .set_bold()
            .set_font_size(points)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
    }

    /// A line in the middle under a title.
    pub(super) fn centred(&self) -> Format {
        self.base().set_align(FormatAlign::Center)
    }

    /// The name of a value, or a heading within the first sheet.
    pub(super) fn name(&self) -> Format {
        self.base().set_bold().set_align(FormatAlign::VerticalCenter)
    }

    /// A paragraph.
    pub(super) fn paragraph(&self) -> Format {
        self.base().set_text_wrap().set_align(FormatAlign::Top)
    }

    /// The line on which somebody signs.
    pub(super) fn signature(&self) -> Format {
        self.base().set_border_bottom(FormatBorder::Thin)
    }

    /// The way to another sheet.
    pub(super) fn link(&self) -> Format {
        let blue = Color::RGB(0x1F_4E_79);
        self.base().set_font_color(blue).set_align(FormatAlign::VerticalCenter)
    }

    /// The look of a cell.
    pub(super) fn of(&mut self, look: Look) -> &Format {
        if !self.looks.contains_key(&look) {
            let format = self.made(look);
            self.looks.insert(look, format);
        }
        &self.looks[&look]
    }

    fn made(&self, look: Look) -> Format {
        let Look { shape, tone, line } = look;
        let base = self.base().set_align(FormatAlign::VerticalCenter);
        let format = match shape {
            Shape::Text => base.set_text_wrap(),
            Shape::Guarded => base.set_text_wrap().set_quote_prefix(),
            Shape::Long => base.set_align(FormatAlign::Right),
            Shape::Number(scale) => base.set_num_format(decimals("#,##0", scale, "")),
            Shape::Percent(scale) => base.set_num_format(decimals("0", scale, "%")),
            Shape::Day => base.set_num_format("yyyy-mm-dd"),
        };
        let format = match tone {
            Shade::Plain => format,
            Shade::Good => format.set_font_color(Color::RGB(0x37_56_23)),
            Shade::Warn => format.set_font_color(Color::RGB(0x83_3C_0B)),
            Shade::Bad => format.set_font_color(Color::RGB(0xC0_00_00)),
        };
        let ruled = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(LINES);
        match line {
            Weight::Free => format.set_align(FormatAlign::Left),
            Weight::Line => ruled(format),
            Weight::Subtotal => ruled(format).set_bold().set_background_color(SUM),
            Weight::Total => ruled(format)
                .set_bold()
                .set_background_color(SUM)
                .set_border_top(FormatBorder::Medium)
                .set_border_top_color(Color::RGB(0x40_40_40)),
        }
    }
}

/// A number's format with so many decimals.
fn decimals(whole: &str, scale: u32, after: &str) -> String {
    let zeros = "0".repeat(usize::try_from(scale.min(30)).unwrap_or(30));
    if zeros.is_empty() { format!("{whole}{after}") } else { format!("{whole}.{zeros}{after}") }
}
