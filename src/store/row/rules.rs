//! The inspection rules: `[[rule]]` tables of the files below `inspections/rules/`.

use crate::base::{Day, MatterCode, Moment, Refuse, RuleCode, parse_count};
use crate::books::{Books, Line};
use crate::inspections::{
    Calendar, Confidence, Kind, Level, Record, Require, Rule, Severity, Topic,
};
use crate::store::codec::Wrong;
use crate::store::load::Loader;
use crate::store::{StoreError, layout};

use super::Target;
use super::blocks::register;
use super::table::{self, Table, Written};

register! {
    /// The shape of a file of rules.
    File: one [] many [rule]
}

/// Reads every file of rules, in the order of their names.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    for path in loader.files(&layout::rules(), ".toml")? {
        let Some((file, text)) = loader.register::<File>(&path)? else { continue };
        for parsed in file.rule {
            let mut table = Table::new(path.as_str(), &text, parsed);
            if let Ok(rule) = decode(&mut table, OF_THE_HOSPITAL)
                && let Err(refusal) = books.apply(&Line::Inspection(Record::Rule(rule)))
            {
                table.refused(&refusal);
            }
            table.take_defects().into_iter().for_each(|defect| loader.note(defect));
        }
    }
    Ok(())
}

/// A new rule goes to the file of its level.
pub(super) fn target(rule: &Rule) -> Target {
    Target::Block { path: layout::rules_of(rule.level.word()), text: encode(rule) }
}

/// What a rule is where it does not say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unsaid {
    pub(super) level: Level,
    pub(super) topic: Topic,
}

/// A rule in the store that does not say is the hospital's.
pub(super) const OF_THE_HOSPITAL: Unsaid = Unsaid { level: Level::Hospital, topic: Topic::Other };

pub(super) fn decode(table: &mut Table<'_>, unsaid: Unsaid) -> Result<Rule, Wrong> {
    let id = table.required("id", RuleCode::parse);
    let version = table.optional("version", parse_count);
    let title = table.text("title");
    let title_en = table.text("title_en");
    let topic = table.word("topic", Topic::parse, Topic::words());
    let matter = table.optional("matter", MatterCode::parse);
    let kind = table.required("every", Kind::parse);
    let valid_from = table.required("valid_from", Day::parse);
    let valid_to = table.optional("valid_to", Day::parse);
    let level = table.word("level", Level::parse, Level::words());
    let source = table.text("source");
    let article = table.text("article");
    let confidence = table.word("confidence", Confidence::parse, Confidence::words());
    let keep = table.optional("keep", Rule::parse_keep);
    let keep_source = table.text("keep_source");
    let note = table.text("note");
    let note_en = table.text("note_en");
    let grace = table.optional("grace", parse_count);
    let require = table.word("require", Require::parse, Require::words());
    let evidence_min = table.optional("evidence_min", parse_count);
    let severity = table.word("severity", Severity::parse, Severity::words());
    let excusable = table.word("excusable", true_or_false, &["true", "false"]);
    let late_entry_hours = table.optional("late_entry_hours", parse_count);
    let target = table.optional("target", Rule::parse_target);
    let anchor = table.optional("anchor", Day::parse);
    let rectify_days = table.optional("rectify_days", parse_count);
    let owner = table.text("owner");
    let recorded_at = table.optional("recorded_at", Moment::parse);
    // Asked for whether or not the rest is right, so that no key among them counts as unknown.
    let reckoning: Vec<(&'static str, Result<String, Wrong>)> =
        Rule::reckoning_fields().map(|field| (field, table.text(field))).collect();
    let level = level?.unwrap_or(unsaid.level);
    let mut rule = Rule {
        id: id?,
        version: version?.unwrap_or(1),
        title: title?,
        title_en: title_en?,
        topic: topic?.unwrap_or(unsaid.topic),
        matter: matter?,
        valid_from: valid_from?,
        valid_to: valid_to?,
        level,
        source: source?,
        article: article?,
        confidence: confidence?.unwrap_or(level.unsaid_confidence()),
        keep: keep?,
        keep_source: keep_source?,
        note: note?,
        note_en: note_en?,
        kind: kind?,
        grace: grace?.unwrap_or(0),
        require: require?.unwrap_or(Require::Performed),
        evidence_min: evidence_min?.unwrap_or(0),
        severity: severity?.unwrap_or(Severity::Major),
        excusable: excusable?.unwrap_or(true),
        late_entry_hours: late_entry_hours?.unwrap_or(Rule::LATE_ENTRY_HOURS),
        target: target?,
        anchor: anchor?,
        rectify_days: rectify_days?,
        calendar: Calendar::EveryDay,
        min_workdays: None,
        weight: None,
        owner: owner?,
        recorded_at: recorded_at?,
    };
    let mut wrong = None;
    for (field, text) in reckoning {
        let text = text?;
        if !text.is_empty()
            && let Err(refusal) = rule.set(field, &text)
        {
            wrong = Some(table.defect(field, refusal.message()));
        }
    }
    wrong.map_or(Ok(rule), Err)
}

fn true_or_false(word: &str) -> Option<bool> {
    match word {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn encode(rule: &Rule) -> String {
    let text = |text: &str| Written::Text(text.to_owned());
    let bare = |value: &dyn ToString| Written::Bare(Some(value.to_string()));
    let day = |day: Option<Day>| Written::Bare(day.map(|day| day.to_string()));
    let maybe = |count: Option<u32>| Written::Bare(count.map(|count| count.to_string()));
    let unless = |count: u32, unsaid: u32| maybe(Some(count).filter(|count| *count != unsaid));
    let plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_digit());
    let reckoning = rule.reckoning().into_iter().map(|(field, value)| {
        (field, if plain(&value) { Written::Bare(Some(value)) } else { Written::Text(value) })
    });
    let topic = if rule.topic == Topic::Other { "" } else { rule.topic.word() };
    let keep = rule.keep.map(|keep| keep.to_string()).unwrap_or_default();
    let matter = rule.matter.as_ref().map_or("", MatterCode::as_str);
    let recorded_at = rule.recorded_at.map(|moment| moment.to_string()).unwrap_or_default();
    let target = rule.target_percent().map(|percent| percent.to_string()).unwrap_or_default();
    let mut values = vec![
        ("id", text(rule.id.as_str())),
        ("version", bare(&rule.version)),
        ("title", text(&rule.title)),
        ("title_en", text(&rule.title_en)),
        ("topic", text(topic)),
        ("matter", text(matter)),
        ("every", text(&rule.kind.to_string())),
        ("grace", unless(rule.grace, 0)),
        ("valid_from", bare(&rule.valid_from)),
        ("valid_to", day(rule.valid_to)),
        ("level", text(rule.level.word())),
        ("source", text(&rule.source)),
        ("article", text(&rule.article)),
        ("confidence", text(rule.confidence.word())),
        ("keep", text(&keep)),
        ("keep_source", text(&rule.keep_source)),
        ("note", text(&rule.note)),
        ("note_en", text(&rule.note_en)),
        ("require", text(rule.require.word())),
        ("evidence_min", unless(rule.evidence_min, 0)),
        ("severity", text(rule.severity.word())),
        ("excusable", Written::Bare((!rule.excusable).then(|| "false".to_owned()))),
        ("late_entry_hours", unless(rule.late_entry_hours, Rule::LATE_ENTRY_HOURS)),
        ("target", text(&target)),
        ("anchor", day(rule.anchor)),
        ("rectify_days", maybe(rule.rectify_days)),
        ("owner", text(&rule.owner)),
        ("recorded_at", text(&recorded_at)),
    ];
    let after_every = values.iter().position(|(key, _)| *key == "grace").unwrap_or(values.len());
    values.splice(after_every..after_every, reckoning);
    table::write("rule", values)
}
