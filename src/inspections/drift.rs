//! How rules differ: those of the store from those of the packs, and a version from the one before.

use crate::base::{Argument, Day, MatterCode, PackCode, RuleCode};

use super::pack::Pack;
use super::rule::{Rule, terms};
use super::word::words;
use super::{Inspections, Refusal};

words! {
    /// What became of a rule of a pack in the store, or of a rule of the store.
    Drift {
        /// The store does not have the rule.
        Missing = "missing", "inspect.drift.missing";
        /// The pack has a version that the store does not have.
        Newer = "newer", "inspect.drift.newer";
        /// A field of the same version says something else.
        Changed = "changed", "inspect.drift.changed";
        /// No pack has the rule.
        Own = "own", "inspect.drift.own";
        /// It binds on the later day and not on the earlier one.
        Begun = "begun", "inspect.drift.begun";
        /// It binds on the earlier day and not on the later one.
        Ended = "ended", "inspect.drift.ended";
        /// A version says something else than the one before.
        Version = "version", "inspect.drift.version";
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftLine {
    /// The rule.
    pub rule: RuleCode,
    /// Its version.
    pub version: u32,
    /// The pack, where it is one's.
    pub pack: Option<PackCode>,
    /// What is different.
    pub what: Drift,
    /// The field, where one is different.
    pub field: Option<&'static str>,
    /// What the store says, or the version before.
    pub old: Option<Argument>,
    /// What the pack says, or the version.
    pub new: Option<Argument>,
}

impl DriftLine {
    /// Whether a pack says something else than the store; what the hospital added is its own affair.
    pub fn is_of_a_pack(&self) -> bool {
        self.pack.is_some()
    }

    fn of(rule: &Rule, pack: Option<&Pack>, what: Drift) -> Self {
        let pack = pack.map(|pack| pack.id.clone());
        let (field, old, new) = (None, None, None);
        Self { rule: rule.id.clone(), version: rule.version, pack, what, field, old, new }
    }
}

/// Tells how the rules of the store differ from those of packs.
///
/// The first day is passed over where the store's is the later one: it was begun on a day of the
/// hospital's own. So is who answers for a rule: a pack cannot know.
pub fn drift(book: &Inspections, packs: &[&Pack]) -> Vec<DriftLine> {
    let mut lines = Vec::new();
    for pack in packs {
        for rule in &pack.rules {
            let versions = book.rule(&rule.id).unwrap_or_default();
            let Some(last) = versions.last() else {
                if lines.last().is_none_or(|line: &DriftLine| line.rule != rule.id) {
                    lines.push(DriftLine::of(rule, Some(pack), Drift::Missing));
                }
                continue;
            };
            match versions.iter().find(|own| own.version == rule.version) {
                Some(own) => lines.extend(
                    changes(own, rule)
                        .filter(|(field, ..)| match *field {
                            "valid_from" => own.valid_from < rule.valid_from,
                            "owner" => false,
                            _ => true,
                        })
                        .map(|change| DriftLine {
                            ..changed(rule, Some(pack), Drift::Changed, change)
                        }),
                ),
                None if rule.version > last.version => {
                    lines.push(DriftLine::of(rule, Some(pack), Drift::Newer));
                }
                None => {}
            }
        }
    }
    let in_a_pack =
        |code: &RuleCode| packs.iter().any(|pack| pack.rules.iter().any(|rule| rule.id == *code));
    let own = book.rules().filter(|(code, _)| !in_a_pack(code));
    lines.extend(own.filter_map(|(_, versions)| {
        versions.last().map(|rule| DriftLine::of(rule, None, Drift::Own))
    }));
    lines
}

/// Tells how each version of a rule differs from the one before.
pub fn versions_apart(book: &Inspections, rule: &RuleCode) -> Result<Vec<DriftLine>, Refusal> {
    let versions = book.rule(rule)?;
    let pairs = versions.iter().zip(versions.iter().skip(1));
    let lines = pairs.flat_map(|(old, new)| {
        changes(old, new).map(move |change| changed(new, None, Drift::Version, change))
    });
    Ok(lines.collect())
}

/// Tells how the rules that bind on one day differ from those that bind on another.
pub fn days_apart(book: &Inspections, earlier: Day, later: Day) -> Vec<DriftLine> {
    let mut lines = Vec::new();
    for (_, versions) in book.rules() {
        let terms = terms(versions);
        let on =
            |day: Day| terms.iter().find(|term| term.force.contains(day)).map(|term| term.rule);
        match (on(earlier), on(later)) {
            (None, Some(rule)) => lines.push(DriftLine::of(rule, None, Drift::Begun)),
            (Some(rule), None) => lines.push(DriftLine::of(rule, None, Drift::Ended)),
            (Some(old), Some(new)) => {
                let changes = changes(old, new);
                lines.extend(changes.map(|change| changed(new, None, Drift::Version, change)));
            }
            (None, None) => {}
        }
    }
    lines
}

type Change = (&'static str, Argument, Argument);

fn changed(rule: &Rule, pack: Option<&Pack>, what: Drift, change: Change) -> DriftLine {
    let (field, old, new) = change;
    DriftLine {
        field: Some(field),
        old: Some(old),
        new: Some(new),
        ..DriftLine::of(rule, pack, what)
    }
}

/// The fields in which two versions differ, with what each says.
fn changes(old: &Rule, new: &Rule) -> impl Iterator<Item = Change> {
    let pairs = fields(old).into_iter().zip(fields(new));
    pairs.filter(|(old, new)| old.1 != new.1).map(|((field, old), (_, new))| (field, old, new))
}

/// What a version says, field by field.
fn fields(rule: &Rule) -> Vec<(&'static str, Argument)> {
    let day = |day: Option<Day>| Argument::Text(day.map(|day| day.to_string()).unwrap_or_default());
    let excusable = if rule.excusable { "word.yes" } else { "word.no" };
    vec![
        ("title", (&rule.title).into()),
        ("title_en", (&rule.title_en).into()),
        ("topic", Argument::key(rule.topic.key())),
        ("matter", rule.matter.as_ref().map_or("", MatterCode::as_str).into()),
        ("every", rule.every().into()),
        ("valid_from", day(Some(rule.valid_from))),
        ("valid_to", day(rule.valid_to)),
        ("grace", rule.grace.into()),
        ("require", Argument::key(rule.require.key())),
        ("evidence_min", rule.evidence_min.into()),
        ("severity", Argument::key(rule.severity.key())),
        ("excusable", Argument::key(excusable)),
        ("late_entry_hours", rule.late_entry_hours.into()),
        ("target", rule.target_percent().map(|one| format!("{one}%")).unwrap_or_default().into()),
        ("anchor", day(rule.anchor)),
        ("rectify_days", rule.rectify_days.map(|days| days.to_string()).unwrap_or_default().into()),
        ("owner", (&rule.owner).into()),
        ("level", Argument::key(rule.level.key())),
        ("source", (&rule.source).into()),
        ("article", (&rule.article).into()),
        ("confidence", Argument::key(rule.confidence.key())),
        ("keep", rule.keep.map(|keep| keep.to_string()).unwrap_or_default().into()),
        ("keep_source", (&rule.keep_source).into()),
        ("note", (&rule.note).into()),
        ("note_en", (&rule.note_en).into()),
    ]
}
