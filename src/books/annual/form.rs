//! The template of a paper: headings, paragraphs with the places of figures, and tables of the plan.

use crate::books::Books;

use super::{FigureRefusal, Piece, PlanPart};

/// Which paper a template is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperKind {
    /// The yearly summary (年度总结).
    Summary,
    /// The yearly plan (年度计划).
    Plan,
}

impl PaperKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Summary, Self::Plan];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Plan => "plan",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Summary => "annual.summary",
            Self::Plan => "annual.plan",
        }
    }
}

/// Where a template comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormOrigin {
    /// The hospital wrote it.
    Store,
    /// It came with the tool.
    Sample,
}

/// A text in both languages, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spoken {
    /// In Chinese, or in the language in which the hospital writes.
    pub zh: Vec<Piece>,
    /// In English; empty where nobody wrote it.
    pub en: Vec<Piece>,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperPart {
    /// Its heading; empty where it has none.
    pub heading: Spoken,
    /// Its paragraphs.
    pub paragraphs: Vec<Spoken>,
    /// The part of the plan that stands under it as a table.
    pub table: Option<PlanPart>,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperForm {
    /// The name by which it is asked for.
    pub name: String,
    /// Which paper it is of.
    pub kind: PaperKind,
    /// The title.
    pub title: Spoken,
    /// Where its text comes from.
    pub source: String,
    /// The same in English; empty where only one is written.
    pub source_en: String,
    /// Whether the hospital wrote it or it came with the tool.
    pub origin: FormOrigin,
    /// Its parts, in order.
    pub parts: Vec<PaperPart>,
}

impl Spoken {
    /// The text in both languages.
    pub(super) const fn both(&self) -> [&Vec<Piece>; 2] {
        [&self.zh, &self.en]
    }
}

impl PaperForm {
    /// Refuses a template of the other paper.
    pub fn must_be(&self, kind: PaperKind) -> Result<(), FigureRefusal> {
        if self.kind == kind {
            return Ok(());
        }
        Err(FigureRefusal::OtherKind { name: self.name.clone(), kind: self.kind.key() })
    }
}

/// The template of a kind and a name; where none is named, the store's only one, or the sample.
pub fn choose_form<'b>(
    books: &'b Books,
    kind: PaperKind,
    name: Option<&str>,
) -> Result<&'b PaperForm, FigureRefusal> {
    let names = |forms: &[&PaperForm]| {
        let names: Vec<&str> = forms.iter().map(|form| form.name.as_str()).collect();
        names.join(", ")
    };
    let mut all: Vec<&PaperForm> = books.papers.iter().filter(|form| form.kind == kind).collect();
    // The store's own goes before a sample of the same name.
    all.sort_by_key(|form| form.origin);
    if let Some(name) = name {
        let found = all.iter().copied().find(|form| form.name == name);
        let other = || books.papers.iter().find(|form| form.name == name);
        return found.or_else(other).ok_or_else(|| FigureRefusal::UnknownForm {
            name: name.to_owned(),
            known: names(&all),
        });
    }
    let own: Vec<&PaperForm> =
        all.iter().copied().filter(|form| form.origin == FormOrigin::Store).collect();
    match (&own[..], all.first()) {
        ([only], _) => Ok(only),
        ([], Some(sample)) => Ok(sample),
        _ => Err(FigureRefusal::WhichForm { known: names(&own) }),
    }
}
