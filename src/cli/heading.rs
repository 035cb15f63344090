//! The head and the foot of a printed paper: the hospital's own heading and signatures, and from
//! which state of which store it comes.

use houqin::base::{Diagnostic, Message, Refuse as _, nearest};
use houqin::books::{HeadText, LetterheadSettings, Settings};
use houqin::render::{Format, Letterhead, Logo, LogoType};
use houqin::report::{Cell, Document, Fact, Purpose, SIGNED, Wording};
use houqin::store::{Picture, Store};
use houqin::text::{Language, Text};

use super::fail::Failure;
use super::session::Session;

/// A logo may have so many bytes: it is carried in every page.
const MOST_BYTES: u64 = 512 * 1024;

/// What is printed around a document.
#[derive(Default)]
pub(crate) struct Heading {
    /// The letterhead.
    pub(crate) letterhead: Option<Letterhead>,
    /// From which store, and which state of it.
    pub(crate) origin: Vec<Fact>,
}

impl Session {
    /// The document as this hospital signs it, and what is printed around it.
    ///
    /// Without a store there is neither; what is wrong with a store is told when it is read.
    pub(crate) fn headed<'d>(
        &self,
        document: Document<'d>,
    ) -> anyhow::Result<(Document<'d>, Heading)> {
        let format = self.format();
        let is_page = matches!(format, Format::Html | Format::Xlsx);
        let is_signed = document.is_signed();
        if !self.has_store() || !(is_page || is_signed) {
            return Ok((document, Heading::default()));
        }
        let Ok(store) = self.store() else { return Ok((document, Heading::default())) };
        let own = &store.settings().letterhead;
        let document = signed(document, own);
        let is_paper = format == Format::Markdown && document.purpose == Purpose::Paper;
        if !is_page && (!is_paper || own.is_empty()) {
            return Ok((document, Heading::default()));
        }
        let logo = if is_page { logo(&store) } else { Ok(None) };
        let logo = logo.map_err(|defect| Failure::Defects(vec![*defect]))?;
        let letterhead = Some(letterhead(store.settings(), logo));
        let origin = if is_page { origin(&store) } else { Vec::new() };
        Ok((document, Heading { letterhead, origin }))
    }
}

/// The document with the hospital's own roles, where it names some.
fn signed<'d>(document: Document<'d>, own: &LetterheadSettings) -> Document<'d> {
    let titles = titles(document.key);
    let [zh, en] = &titles;
    match own.roles(&[document.key, zh, en]) {
        None => document,
        Some(roles) => {
            let named = |role: &HeadText| Cell::named(&role.zh, &role.en);
            document.signed_by(&roles.iter().map(named).collect::<Vec<Cell>>())
        }
    }
}

fn titles(key: &str) -> [String; 2] {
    [Language::Chinese, Language::English].map(|language| Text::new(language).label(key).to_owned())
}

fn letterhead(settings: &Settings, logo: Option<Logo>) -> Letterhead {
    let own = &settings.letterhead;
    let name = match &own.name {
        Some(name) => Wording::new(&name.zh, &name.en),
        None => Wording::new(&settings.name, ""),
    };
    let lines = own.lines.iter().map(|line| Wording::new(&line.zh, &line.en)).collect();
    Letterhead { name, lines, logo }
}

/// The store's name, and the last record of this machine's log where there is one.
fn origin(store: &Store<'_>) -> Vec<Fact> {
    let mut facts =
        vec![Fact { key: "html.books", cell: Cell::text(store.settings().name.clone()) }];
    facts.extend(store.log_head().map(|head| Fact { key: "html.log", cell: Cell::text(head) }));
    facts
}

/// The logo that the settings name, or what is wrong with it.
fn logo(store: &Store<'_>) -> Result<Option<Logo>, Box<Diagnostic>> {
    let Some(setting) = &store.settings().letterhead.logo else { return Ok(None) };
    let path = setting.path.as_str();
    let wrong = |message: Message| {
        let diagnostic = Diagnostic::error(setting.at.clone(), message.with("file", path));
        Err(Box::new(diagnostic.with_original(&setting.original)))
    };
    let bytes = match store.picture(path, MOST_BYTES) {
        Ok(Picture::Bytes(bytes)) => bytes,
        Ok(Picture::Missing) => return wrong(Message::new("store.logo_missing")),
        Ok(Picture::TooLarge(bytes)) => {
            let kilobytes = |bytes: u64| bytes.div_ceil(1024).to_string();
            let message = Message::new("store.logo_large").with("size", kilobytes(bytes));
            return wrong(message.with("most", kilobytes(MOST_BYTES)));
        }
        Err(error) => return wrong(error.message()),
    };
    match LogoType::of(&bytes) {
        None => wrong(Message::new("store.logo_kind")),
        Some(kind) => Ok(Some(Logo { kind, bytes })),
    }
}

/// What is wrong with the letterhead of a store.
pub(crate) fn defects(session: &Session) -> anyhow::Result<Vec<Diagnostic>> {
    let store = session.store()?;
    let mut defects: Vec<Diagnostic> =
        logo(&store).err().map(|defect| *defect).into_iter().collect();
    let known: Vec<String> = SIGNED
        .into_iter()
        .flat_map(|key| std::iter::once(key.to_owned()).chain(titles(key)))
        .collect();
    for sign in &store.settings().letterhead.signs {
        if sign.paper == LetterheadSettings::EVERY_OTHER || known.contains(&sign.paper) {
            continue;
        }
        let message = match nearest(&sign.paper, known.iter().map(String::as_str)) {
            None => Message::new("store.unknown_paper"),
            Some(near) => Message::new("store.unknown_paper_near").with("nearest", near),
        };
        let defect = Diagnostic::error(sign.at.clone(), message.with("name", &sign.paper));
        defects.push(defect.with_original(&sign.original));
    }
    Ok(defects)
}
