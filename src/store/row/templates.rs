//! The checklists: a file a version below `inspections/templates/`, and those that come with the
//! tool.

use serde::Deserialize;

use crate::base::{
    Day, Decimal, Diagnostic, Message, QuestionCode, Refuse, SectionCode, TemplateCode,
    parse_count, parse_decimal,
};
use crate::books::{Books, Line};
use crate::inspections::{
    FormRefusal, Item, ItemKind, Limits, Record, Scale, Section, Severity, Template,
};
use crate::store::codec::Wrong;
use crate::store::load::{Loader, place_of, toml_defect};
use crate::store::{Digest, StoreError, layout};

use super::Target;
use super::table::{self, Parsed, Table, Written};

/// The checklists that come with the tool: samples that a hospital takes over and fills in.
const SAMPLES: [(&str, &str); 3] = [
    ("WUYAN", include_str!("../../../data/templates/WUYAN.toml")),
    ("WB-KP", include_str!("../../../data/templates/WB-KP.toml")),
    ("XUNCHA", include_str!("../../../data/templates/XUNCHA.toml")),
];

/// A checklist that comes with the tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its code.
    pub name: &'static str,
    /// The text of its file, remarks included.
    pub text: &'static str,
    /// What it reads as; some of it may be left for the hospital to fill in.
    pub template: Template,
}

/// The shape of a file of a checklist.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    template: Parsed,
    #[serde(default)]
    section: Vec<Parsed>,
    #[serde(default)]
    item: Vec<Parsed>,
}

/// Reads every version of every checklist, in the order of the files' names.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    for path in loader.files(&layout::templates(), ".toml")? {
        let Some((file, text)) = loader.toml::<File>(&path)? else { continue };
        let (template, mut defects) = decode(path.as_str(), &text, file);
        if let Some(template) = template {
            let line = Line::Inspection(Record::Template(Box::new(template)));
            if let Err(refusal) = books.apply(&line) {
                defects.push(at_head(path.as_str(), &text, refusal.message()));
            }
        }
        for defect in defects {
            loader.note(defect);
        }
    }
    Ok(())
}

/// Notes the versions that were edited after records were made with them, at their files.
pub(super) fn note_edited(loader: &mut Loader<'_, '_>, books: &Books) -> Result<(), StoreError> {
    for edited in books.inspections.forms.edited() {
        let Some(record) = edited.records.first().cloned() else { continue };
        let refusal = FormRefusal::Edited {
            template: edited.template.clone(),
            version: edited.version,
            count: edited.records.len(),
            record,
        };
        for path in loader.files(&layout::templates(), ".toml")? {
            let Some((file, text)) = loader.toml::<File>(&path)? else { continue };
            let (template, _) = decode(path.as_str(), &text, file);
            if template
                .is_some_and(|own| own.id == edited.template && own.version == edited.version)
            {
                loader.note(at_head(path.as_str(), &text, refusal.message()));
            }
        }
    }
    Ok(())
}

/// A new version is a file of its own.
pub(super) fn target(template: &Template) -> Target {
    let path = layout::template(&template.id, template.version);
    Target::Block { path, text: encode(template) }
}

/// The checklists that come with the tool.
///
/// # Panics
/// Never: a test reads them.
pub fn template_samples() -> Vec<Sample> {
    let read = |(name, text): &(&'static str, &'static str)| {
        let file: File =
            toml::from_str(text).expect("BUG: a sample that is no file of a checklist");
        let (template, _) = decode(name, text, file);
        let template = template.expect("BUG: a sample that is no checklist");
        Sample { name, text, template }
    };
    SAMPLES.iter().map(read).collect()
}

/// The same version, filled in from another day on.
#[must_use]
pub fn begun_on(template: Template, valid_from: Day) -> Template {
    let mut template = Template { valid_from, ..template };
    template.sum = sum(&template);
    template
}

/// Reads a checklist from the text of a file, or tells everything that is wrong with it.
pub fn read_template(name: &str, text: &str) -> Result<Template, Vec<Diagnostic>> {
    let file: File = toml::from_str(text).map_err(|error| vec![toml_defect(name, text, &error)])?;
    let (template, mut defects) = decode(name, text, file);
    if let Some(Err(refusal)) = template.as_ref().map(Template::check) {
        defects.push(at_head(name, text, refusal.message()));
    }
    template.filter(|_| defects.is_empty()).ok_or(defects)
}

fn at_head(name: &str, text: &str, message: Message) -> Diagnostic {
    let at = text.find("[template]").unwrap_or(0);
    let (place, original) = place_of(name, text, at);
    Diagnostic::error(place, message).with_original(original)
}

fn decode(name: &str, text: &str, file: File) -> (Option<Template>, Vec<Diagnostic>) {
    let mut defects = Vec::new();
    let mut table = Table::new(name, text, file.template);
    let head = head(&mut table);
    defects.extend(table.take_defects());
    let mut each = |parsed: Vec<Parsed>, read: &mut dyn FnMut(&mut Table<'_>) -> bool| {
        let mut all = true;
        for one in parsed {
            let mut table = Table::new(name, text, one);
            all &= read(&mut table);
            defects.extend(table.take_defects());
        }
        all
    };
    let (mut sections, mut items) = (Vec::new(), Vec::new());
    let sections_read = each(file.section, &mut |table| {
        section(table).map(|section| sections.push(section)).is_ok()
    });
    let items_read = each(file.item, &mut |table| item(table).map(|item| items.push(item)).is_ok());
    let template = head.ok().filter(|_| sections_read && items_read).map(|head| {
        let mut template = Template { sections, items, ..head };
        template.sum = sum(&template);
        template
    });
    (template, defects)
}

/// The sum over what a version says, however its file is laid out.
fn sum(template: &Template) -> String {
    let digest = Digest::of(encode(template).as_bytes()).to_string();
    digest.chars().take(16).collect()
}

fn head(table: &mut Table<'_>) -> Result<Template, Wrong> {
    let id = table.required("id", TemplateCode::parse);
    let version = table.optional("version", parse_count);
    let title = table.text("title");
    let valid_from = table.required("valid_from", Day::parse);
    let source = table.text("source");
    let scale = table.word("scale", Scale::parse, Scale::words());
    let pass_mark = table.optional("pass_mark", parse_decimal);
    let na_cap = table.optional("na_cap", parse_decimal);
    let zero = table.word("zero_section_fails", yes_or_no, YES_OR_NO);
    Ok(Template {
        id: id?,
        version: version?.unwrap_or(1),
        title: title?,
        valid_from: valid_from?,
        source: source?,
        scale: scale?.unwrap_or(Scale::Percent),
        pass_mark: pass_mark?.map(|mark| mark.normalize()),
        na_cap: na_cap?.map(|cap| cap.normalize()),
        zero_section_fails: zero?.unwrap_or(false),
        sections: Vec::new(),
        items: Vec::new(),
        sum: String::new(),
    })
}

fn section(table: &mut Table<'_>) -> Result<Section, Wrong> {
    let id = table.required("id", SectionCode::parse);
    let title = table.text("title");
    let points = number(table, "points");
    Ok(Section { id: id?, title: title?, points: points? })
}

fn item(table: &mut Table<'_>) -> Result<Item, Wrong> {
    let id = table.required("id", QuestionCode::parse);
    let section = table.required("section", SectionCode::parse);
    let title = table.text("title");
    let kind = table.word("kind", ItemKind::parse, ItemKind::words());
    let points = number(table, "points");
    let of = number(table, "of");
    let per = number(table, "per");
    let unit = table.text("unit");
    let (min, max) = (number(table, "min"), number(table, "max"));
    let veto = table.word("veto", yes_or_no, YES_OR_NO);
    let mandatory = table.word("mandatory", yes_or_no, YES_OR_NO);
    let severity = table.word("severity", Severity::parse, Severity::words());
    Ok(Item {
        id: id?,
        section: section?,
        title: title?,
        kind: kind?.unwrap_or(ItemKind::Check),
        points: points?,
        of: of?,
        per: per?,
        unit: unit?,
        limits: Limits { min: min?, max: max? },
        veto: veto?.unwrap_or(false),
        mandatory: mandatory?.unwrap_or(true),
        severity: severity?,
    })
}

fn number(table: &mut Table<'_>, key: &'static str) -> Result<Option<Decimal>, Wrong> {
    Ok(table.optional(key, parse_decimal)?.map(|number| number.normalize()))
}

const YES_OR_NO: &[&str] = &["true", "false"];

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A whole number bare, any other in quotes: TOML's own decimals lose digits.
fn decimal(number: Option<Decimal>) -> Written {
    match number {
        Some(number) if number.scale() > 0 => Written::Text(number.to_string()),
        number => Written::Bare(number.map(|number| number.to_string())),
    }
}

/// A word that is left out where it is what goes without saying.
fn flag(value: bool, unsaid: bool) -> Written {
    Written::Bare((value != unsaid).then(|| value.to_string()))
}

fn encode(template: &Template) -> String {
    let text = |text: &str| Written::Text(text.to_owned());
    let bare = |value: &dyn ToString| Written::Bare(Some(value.to_string()));
    let head = vec![
        ("id", text(template.id.as_str())),
        ("version", bare(&template.version)),
        ("title", text(&template.title)),
        ("valid_from", bare(&template.valid_from)),
        ("source", text(&template.source)),
        ("scale", text(template.scale.word())),
        ("pass_mark", decimal(template.pass_mark)),
        ("na_cap", decimal(template.na_cap)),
        ("zero_section_fails", flag(template.zero_section_fails, false)),
    ];
    let mut written = table::write("template", head).replacen("[[template]]", "[template]", 1);
    for section in &template.sections {
        written.push('\n');
        let values = vec![
            ("id", text(section.id.as_str())),
            ("title", text(&section.title)),
            ("points", decimal(section.points)),
        ];
        written.push_str(&table::write("section", values));
    }
    for item in &template.items {
        written.push('\n');
        let values = vec![
            ("id", text(item.id.as_str())),
            ("section", text(item.section.as_str())),
            ("title", text(&item.title)),
            ("kind", text(item.kind.word())),
            ("points", decimal(item.points)),
            ("of", decimal(item.of)),
            ("per", decimal(item.per)),
            ("unit", text(&item.unit)),
            ("min", decimal(item.limits.min)),
            ("max", decimal(item.limits.max)),
            ("veto", flag(item.veto, false)),
            ("mandatory", flag(item.mandatory, true)),
            ("severity", text(item.severity.map(Severity::word).unwrap_or_default())),
        ];
        written.push_str(&table::write("item", values));
    }
    written
}
