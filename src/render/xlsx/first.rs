//! The first sheet: whose paper it is, what it is about, what was said, which sheets follow, and
//! where to sign.

use rust_xlsxwriter::{Format, Image, Url, Workbook, Worksheet, XlsxError};

use super::book::{Content, Leaf, Scene};
use super::cell::{Square, shortened};
use super::page::Lying;
use super::style::{Styles, Weight};
use crate::base::Message;
use crate::render::passage::lines;
use crate::render::{Letterhead, LogoType};
use crate::report::{Block, Cell, Fact, Passage};
use crate::text::{Text, clean};

/// The column of names, and that of values.
const NAMES: u16 = 0;
const VALUES: u16 = 1;
/// How wide they are.
const NAMES_WIDTH: u32 = 22;
const VALUES_WIDTH: u32 = 66;
/// How high a logo stands, in pixels.
const LOGO: u32 = 56;

/// What the tab of the first sheet is called.
pub(super) fn tab(text: Text) -> String {
    text.label("word.summary").to_owned()
}

/// Writes the first sheet.
pub(super) fn write(
    book: &mut Workbook,
    scene: &Scene<'_>,
    styles: &mut Styles,
    leaves: &[Leaf<'_>],
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(tab(scene.text))?;
    sheet.set_column_width(NAMES, f64::from(NAMES_WIDTH))?;
    sheet.set_column_width(VALUES, f64::from(VALUES_WIDTH))?;
    sheet.set_screen_gridlines(false);
    let mut paper = Paper { sheet, styles, text: scene.text, row: 0 };
    if let Some(head) = scene.letterhead {
        paper.letterhead(head)?;
    }
    let title = paper.styles.title(16);
    paper.across(scene.text.label(scene.document.key), &title, 1)?;
    paper.row += 1;
    let mut roles: Vec<&Cell> = Vec::new();
    for block in &scene.document.blocks {
        match block {
            Block::Facts(facts) => paper.facts(facts)?,
            Block::Prose(message) => paper.paragraph(&scene.text.say(message))?,
            Block::Passage(passage) => paper.passage(passage)?,
            Block::Notes(messages) => paper.notes(messages)?,
            Block::SignOff(more) => roles.extend(more),
            // Each has a sheet of its own.
            Block::Table(_) | Block::Bars(_) | Block::Chart(_) => {}
        }
    }
    paper.facts(scene.origin)?;
    paper.contents(leaves)?;
    paper.signatures(&roles)?;
    scene.page.set(paper.sheet, Lying::Portrait);
    Ok(())
}

/// The sheet as far as it is written.
struct Paper<'a> {
    sheet: &'a mut Worksheet,
    styles: &'a mut Styles,
    text: Text,
    row: u32,
}

impl Paper<'_> {
    /// A text over both columns, in so many lines.
    fn across(&mut self, said: &str, format: &Format, n_lines: usize) -> Result<(), XlsxError> {
        self.sheet.merge_range(self.row, NAMES, self.row, VALUES, "", format)?;
        let said = shortened(said.to_owned());
        self.sheet.write_string_with_format(self.row, NAMES, said, format)?;
        self.sheet.set_row_height_pixels(self.row, Styles::height(n_lines))?;
        self.row += 1;
        Ok(())
    }

    fn letterhead(&mut self, head: &Letterhead) -> Result<(), XlsxError> {
        let Letterhead { name, lines, logo } = head;
        let shown = logo.as_ref().filter(|logo| logo.kind != LogoType::Svg);
        if let Some(image) = shown.and_then(|logo| Image::new_from_buffer(&logo.bytes).ok()) {
            let image = image.set_scale_to_size(LOGO * 3, LOGO, true);
            self.sheet.insert_image_with_offset(self.row, NAMES, &image, 4, 4)?;
        }
        let format = self.styles.title(18);
        self.across(self.text.named(&name.zh, &name.en), &format, 2)?;
        let format = self.styles.centred();
        for line in lines.iter().filter(|line| !line.is_empty()) {
            self.across(&clean(self.text.named(&line.zh, &line.en)), &format, 1)?;
        }
        Ok(())
    }

    fn facts(&mut self, facts: &[Fact]) -> Result<(), XlsxError> {
        for Fact { key, cell } in facts {
            let name = self.text.label(key);
            self.sheet.write_string_with_format(self.row, NAMES, name, &self.styles.name())?;
            let value = Square::of(cell, self.text);
            value.write(self.sheet, (self.row, VALUES), self.styles, Weight::Free)?;
            let width = usize::try_from(VALUES_WIDTH).unwrap_or(usize::MAX);
            self.sheet.set_row_height_pixels(self.row, Styles::height(value.n_lines(width)))?;
            self.row += 1;
        }
        self.row += u32::from(!facts.is_empty());
        Ok(())
    }

    fn paragraph(&mut self, said: &str) -> Result<(), XlsxError> {
        let said = clean(said);
        let format = self.styles.paragraph();
        let room = usize::try_from(NAMES_WIDTH + VALUES_WIDTH - 4).unwrap_or(usize::MAX);
        self.across(&said, &format, lines(&said, Some(room)).len())
    }

    fn passage(&mut self, passage: &Passage) -> Result<(), XlsxError> {
        let Passage { heading, paragraphs } = passage;
        if !heading.is_empty() {
            let format = self.styles.name();
            let heading = clean(self.text.named(&heading.zh, &heading.en)).into_owned();
            self.across(&heading, &format, 1)?;
        }
        for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.is_empty()) {
            self.paragraph(self.text.named(&paragraph.zh, &paragraph.en))?;
        }
        self.row += 1;
        Ok(())
    }

    fn notes(&mut self, messages: &[Message]) -> Result<(), XlsxError> {
        let text = self.text;
        for message in messages {
            self.paragraph(&text.pair(text.label("word.note"), &text.say(message)))?;
            if let Some(hint) = text.hint(message) {
                self.paragraph(&text.pair(text.label("word.hint"), &hint))?;
            }
        }
        self.row += 1;
        Ok(())
    }

    /// The sheets that follow, and how many lines each has.
    fn contents(&mut self, leaves: &[Leaf<'_>]) -> Result<(), XlsxError> {
        let name = self.styles.name();
        for (at, leaf) in leaves.iter().enumerate() {
            if at == 0 {
                let contents = self.text.label("word.contents");
                self.sheet.write_string_with_format(self.row, NAMES, contents, &name)?;
            }
            let shown = match leaf.content {
                Content::Table(part) => format!("{}（{}）", leaf.name, part.n_lines),
                Content::Chart(_) => leaf.name.clone(),
            };
            let quoted = leaf.name.replace('\'', "''");
            let to = Url::new(format!("internal:'{quoted}'!A1")).set_text(shown);
            let link = self.styles.link();
            self.sheet.write_url_with_format(self.row, VALUES, to, &link)?;
            self.sheet.set_row_height_pixels(self.row, Styles::height(1))?;
            self.row += 1;
        }
        self.row += u32::from(!leaves.is_empty());
        Ok(())
    }

    fn signatures(&mut self, roles: &[&Cell]) -> Result<(), XlsxError> {
        let format = self.styles.signature();
        for role in roles {
            let said = crate::render::grid::shown(role, self.text);
            let name = self.text.pair(&said, "");
            let name_format = self.styles.name();
            self.sheet.write_string_with_format(self.row, NAMES, name.trim(), &name_format)?;
            self.sheet.write_blank(self.row, VALUES, &format)?;
            self.sheet.set_row_height_pixels(self.row, Styles::height(2))?;
            self.row += 1;
        }
        Ok(())
    }
}
