//! Fills a template: every figure in its place, a visible blank where the ledgers lack one.

use std::collections::BTreeMap;

use crate::books::Books;

use super::{
    Figure, FigureOptions, Figures, Frame, PaperForm, Piece, PlanTable, Slot, Spoken, plan,
};

/// What stands where the ledgers cannot say.
const BLANK: &str = "＿＿";

/// A text in both languages, filled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// In Chinese, or in the language in which the hospital writes.
    pub zh: String,
    /// In English; empty where nobody wrote it.
    pub en: String,
}

/// A part of a filled paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledPart {
    /// Its heading.
    pub heading: Said,
    /// Its paragraphs.
    pub paragraphs: Vec<Said>,
    /// The part of the plan under it.
    pub table: Option<PlanTable>,
}

/// A filled paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledPaper {
    /// The template.
    pub form: PaperForm,
    /// Of which days, and from where.
    pub options: FigureOptions,
    /// The title.
    pub title: Said,
    /// The parts.
    pub parts: Vec<FilledPart>,
    /// The figures that the text has, each once, in the order in which they stand.
    pub figures: Vec<Figure>,
}

impl FilledPaper {
    /// The figures that stayed blank.
    pub fn blanks(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(|figure| figure.value().is_none())
    }

    /// Whether a part of the plan is not kept.
    pub fn is_behind(&self) -> bool {
        let tables = self.parts.iter().filter_map(|part| part.table.as_ref());
        tables.flat_map(|table| &table.items).any(|item| item.state.is_behind())
    }
}

/// Fills a template.
pub fn fill_paper(books: &Books, form: &PaperForm, options: FigureOptions) -> FilledPaper {
    let figures = Figures::new(books, options);
    let mut filling = Filling { figures, seen: BTreeMap::new(), order: Vec::new() };
    let title = filling.say(&form.title);
    let parts = form
        .parts
        .iter()
        .map(|part| FilledPart {
            heading: filling.say(&part.heading),
            paragraphs: part.paragraphs.iter().map(|own| filling.say(own)).collect(),
            table: part.table.map(|part| plan::table(&filling.figures, part)),
        })
        .collect();
    let Filling { mut seen, order, .. } = filling;
    let figures = order.iter().filter_map(|slot| seen.remove(slot)).collect();
    FilledPaper { form: form.clone(), options, title, parts, figures }
}

struct Filling<'b> {
    figures: Figures<'b>,
    seen: BTreeMap<Slot, Figure>,
    order: Vec<Slot>,
}

impl Filling<'_> {
    fn say(&mut self, spoken: &Spoken) -> Said {
        let [zh, en] = spoken.both().map(|pieces| {
            let written: Vec<String> = pieces.iter().map(|piece| self.piece(piece)).collect();
            written.concat()
        });
        Said { zh, en }
    }

    fn piece(&mut self, piece: &Piece) -> String {
        match piece {
            Piece::Words(words) => words.clone(),
            Piece::Frame(frame) => self.frame(*frame),
            Piece::Figure(slot) => {
                let plain = slot.plain();
                if !self.seen.contains_key(&plain) {
                    self.order.push(plain.clone());
                    self.seen.insert(plain.clone(), self.figures.of(&plain));
                }
                let value = self.seen[&plain].value();
                value.and_then(|value| slot.shape.write(value)).unwrap_or_else(|| BLANK.to_owned())
            }
        }
    }

    fn frame(&self, frame: Frame) -> String {
        let FigureOptions { span, clock, view: _ } = self.figures.options;
        let year = span.last().year();
        match frame {
            Frame::Hospital => match self.figures.books.settings.name.as_str() {
                "" => BLANK.to_owned(),
                name => name.to_owned(),
            },
            Frame::Year => year.to_string(),
            Frame::NextYear => (year + 1).to_string(),
            Frame::LastYear => (year - 1).to_string(),
            Frame::Period => span.to_string(),
            Frame::AsOf => clock.as_of.to_string(),
        }
    }
}
