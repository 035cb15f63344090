//! The templates of returns: the sample that comes with the tool, the store's own, and a file from
//! outside. A word that a template uses and nobody knows is refused at its line and column.

use std::path::Path;

use serde::Deserialize;

use crate::base::{Decimal, Diagnostic, Message, Place, parse_count, parse_decimal};
use crate::books::Books;
use crate::meters::{
    Basis, Carrier, Content, DriverKind, DueDay, Equivalent, FormRow, Origin, Part, ReturnForm,
    Utility,
};
use crate::store::codec::Wrong;
use crate::store::load::{Loader, toml_defect};
use crate::store::{Disk, StoreError, import_text, layout};

use super::meter_registers::note;
use super::table::{Parsed, Table};

/// The template that comes with the tool.
const SAMPLE: &str = include_str!("../../../data/returns/public-institution.toml");
const SAMPLE_PATH: &str = "data/returns/public-institution.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    form: Vec<Parsed>,
    #[serde(default)]
    row: Vec<Parsed>,
}

/// The text of the template that comes with the tool, to be changed.
pub const fn sample_form() -> &'static str {
    SAMPLE
}

/// Reads a template from outside the store, with everything that is wrong with it.
pub fn read_form(
    disk: &dyn Disk,
    path: &Path,
) -> Result<(Option<ReturnForm>, Vec<Diagnostic>), StoreError> {
    let text = import_text(disk, path)?;
    let name = path.display().to_string();
    Ok(match toml::from_str(&text) {
        Ok(file) => decode(&name, &text, file, Origin::Store),
        Err(error) => (None, vec![toml_defect(&name, &text, &error)]),
    })
}

/// Reads the templates, the sample first.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    let sample: File = toml::from_str(SAMPLE).expect("BUG: data/returns");
    take(decode(SAMPLE_PATH, SAMPLE, sample, Origin::Sample), loader, books);
    for path in loader.files(&layout::return_forms(), ".toml")? {
        let Some((file, text)) = loader.toml::<File>(&path)? else { continue };
        take(decode(path.as_str(), &text, file, Origin::Store), loader, books);
    }
    Ok(())
}

fn take(
    (form, defects): (Option<ReturnForm>, Vec<Diagnostic>),
    loader: &mut Loader<'_, '_>,
    books: &mut Books,
) {
    for defect in defects {
        loader.note(defect);
    }
    if let Some(form) = form {
        books.meters.add_form(form);
    }
}

/// A template, if nothing is wrong with it, and what is.
fn decode(
    path: &str,
    text: &str,
    file: File,
    origin: Origin,
) -> (Option<ReturnForm>, Vec<Diagnostic>) {
    let mut defects = Vec::new();
    let mut rows = Vec::new();
    for parsed in file.row {
        let mut table = Table::new(path, text, parsed);
        rows.extend(row(&mut table));
        defects.extend(table.take_defects());
    }
    let mut form = None;
    for parsed in file.form {
        let mut table = Table::new(path, text, parsed);
        let found = head(&mut table, path, origin);
        if form.is_some() {
            let _wrong = table.defect("title", Message::new("return.two_forms"));
        }
        form = found.ok().or(form);
        defects.extend(table.take_defects());
    }
    if form.is_none() && defects.is_empty() {
        defects.push(Diagnostic::error(Place::file(path), Message::new("return.no_form")));
    }
    let form = form.filter(|_| defects.is_empty());
    (form.map(|form| ReturnForm { rows, ..form }), defects)
}

fn head(table: &mut Table<'_>, path: &str, origin: Origin) -> Result<ReturnForm, Wrong> {
    let title = table.text("title");
    let due = table.word("due", DueDay::parse, &["03-31"]);
    let due_source = table.text("due_source");
    let source = table.text("source");
    let mark = note(table, "mark");
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    Ok(ReturnForm {
        name: file.strip_suffix(".toml").unwrap_or(file).to_owned(),
        title: title?,
        due: due?,
        due_source: due_source?,
        source: source?,
        mark: mark?,
        origin,
        rows: Vec::new(),
    })
}

fn row(table: &mut Table<'_>) -> Result<FormRow, Wrong> {
    let text = |table: &mut Table<'_>, key: &'static str| {
        table.required_word(key, |text| (!text.is_empty()).then(|| text.to_owned()), &[])
    };
    let sheet = text(table, "sheet");
    let line = table.text("line");
    let name = text(table, "name");
    let unit = table.text("unit");
    let content = content(table);
    let divide_by = table.optional("divide_by", parse_decimal);
    let decimals = table.optional("decimals", parse_count);
    let divide_by = divide_by?.unwrap_or(Decimal::ONE);
    if divide_by <= Decimal::ZERO {
        return Err(table.defect("divide_by", Message::new("return.divide_by")));
    }
    Ok(FormRow {
        sheet: sheet?,
        line: line?,
        name: name?,
        unit: unit?,
        content: content?,
        divide_by,
        decimals: decimals?.unwrap_or(0).min(6),
    })
}

/// What belongs into the cell: the keys that go with its quantity, and no others.
fn content(table: &mut Table<'_>) -> Result<Content, Wrong> {
    let known = |word: &str| Content::WORDS.into_iter().find(|known| *known == word);
    Ok(match table.required_word("quantity", known, &Content::WORDS)? {
        "use" => {
            let carrier = carrier(table);
            let part = part(table);
            Content::Use { carrier: carrier?, part: part? }
        }
        "cost" => Content::Cost(carrier(table)?),
        "driver" => {
            let words: Vec<String> = DriverKind::KNOWN.iter().map(DriverKind::word).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            Content::Driver(table.required_word("of", DriverKind::parse, &words)?)
        }
        "persons" => Content::Persons,
        "by_hand" => Content::ByHand,
        converted => {
            let equivalent =
                if converted == "coal" { Equivalent::Coal } else { Equivalent::Carbon };
            let basis = table.required_word("basis", Basis::parse, &Basis::KNOWN);
            let part = part(table);
            Content::Converted { equivalent, basis: basis?, part: part? }
        }
    })
}

fn part(table: &mut Table<'_>) -> Result<Option<Part>, Wrong> {
    table.word("part", Part::parse, &Part::ALL.map(Part::word))
}

fn carrier(table: &mut Table<'_>) -> Result<Carrier, Wrong> {
    let utility = table.required_word("of", Utility::parse, &Utility::ALL.map(Utility::word))?;
    let unit = utility.unit().unwrap_or("-");
    Carrier::new(utility, Some(unit)).map_err(|_| Wrong)
}
