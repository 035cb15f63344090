//! `[letterhead]` of `houqin.toml` as it is written, and the picture that it names.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Value};

use crate::base::Place;
use crate::books::{HeadText, LetterheadSettings, LogoSetting, SignSetting};

use super::layout::MARKER;
use super::load::place_of;
use super::open::WAIT;
use super::{Journal, Store, StoreError, StorePath};

/// `[letterhead]`: the heading, the logo and who signs.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadLines {
    name: Option<Said>,
    #[serde(default)]
    lines: Vec<Said>,
    logo: Option<Spanned<String>>,
    #[serde(default)]
    sign: BTreeMap<Spanned<String>, Vec<Said>>,
}

/// A name: a text, or one in each language as `{ zh = "…", en = "…" }`.
#[derive(Deserialize)]
#[serde(try_from = "Value")]
struct Said(HeadText);

impl TryFrom<Value> for Said {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        let wrong = || "a name is a text, or { zh = \"…\", en = \"…\" }".to_owned();
        let wording = match value {
            Value::String(zh) => HeadText { zh, en: String::new() },
            Value::Table(mut table) => {
                let mut take = |key: &str| match table.remove(key) {
                    None => Ok(String::new()),
                    Some(Value::String(text)) => Ok(text),
                    Some(_) => Err(wrong()),
                };
                let (zh, en) = (take("zh")?, take("en")?);
                if !table.is_empty() {
                    return Err(wrong());
                }
                HeadText { zh, en }
            }
            _ => return Err(wrong()),
        };
        if wording.zh.trim().is_empty() { Err(wrong()) } else { Ok(Self(wording)) }
    }
}

impl HeadLines {
    /// The settings, each with its place in the text.
    pub(super) fn read(self, text: &str) -> LetterheadSettings {
        let Self { name, lines, logo, sign } = self;
        let plain = |lines: Vec<Said>| lines.into_iter().map(|Said(said)| said).collect();
        let mut signs: Vec<SignSetting> = sign
            .into_iter()
            .map(|(paper, roles)| {
                let (at, original) = at(text, &paper);
                SignSetting { paper: paper.into_inner(), roles: plain(roles), at, original }
            })
            .collect();
        signs.sort_by_key(|sign| sign.at.line);
        LetterheadSettings {
            name: name.map(|Said(said)| said),
            lines: plain(lines),
            logo: logo.map(|path| {
                let (at, original) = at(text, &path);
                LogoSetting { path: path.into_inner(), at, original }
            }),
            signs,
        }
    }
}

/// Where a text stands.
fn at(text: &str, said: &Spanned<String>) -> (Place, String) {
    let (mut place, original) = place_of(MARKER, text, said.span().start);
    let length = text.get(said.span()).map_or(1, |text| text.chars().count());
    place.length = u32::try_from(length).unwrap_or(1);
    (place, original)
}

/// What was found where a picture should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// No file.
    Missing,
    /// A file of more bytes than were asked for.
    TooLarge(u64),
    /// Its bytes.
    Bytes(Vec<u8>),
}

impl Store<'_> {
    /// Reads a picture of the store that may have so many bytes.
    pub fn picture(&self, path: &str, most: u64) -> Result<Picture, StoreError> {
        let path = StorePath::new(path)?;
        let journal = Journal::read_only(self.disk(), self.root(), WAIT)?;
        let files = journal.files();
        let real = files.locate(&path)?;
        match files.regular(&path, &real)? {
            None => Ok(Picture::Missing),
            Some(seen) if seen.len > most => Ok(Picture::TooLarge(seen.len)),
            Some(_) => {
                let image = journal.read(&path)?;
                Ok(image.map_or(Picture::Missing, |image| Picture::Bytes(image.bytes)))
            }
        }
    }
}
