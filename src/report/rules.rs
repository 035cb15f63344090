//! The rules as a register, filtered as somebody asks, and what is remarked about them.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Day, Message, RuleCode};
use crate::inspections::{
    Aspect, Inspections, Level, Rule, RuleCheck, RuleLint, RuleRemark, Topic, terms,
};

/// The rules, every version of them that is asked for.
pub struct Rules<'b> {
    /// The book.
    pub book: &'b Inspections,
    /// Which of them.
    pub which: RuleFilter,
    /// The day on which it is told which rules stand back.
    pub today: Day,
}

/// How surely the text of a rule must be known to be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surety {
    /// In any way.
    Any,
    /// By a quotation only.
    Unverified,
}

/// Which rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleFilter {
    /// Those of one topic.
    pub topic: Option<Topic>,
    /// Those of one level.
    pub level: Option<Level>,
    /// The versions in force on a day.
    pub on: Option<Day>,
    /// By how surely they are known.
    pub surety: Surety,
}

impl RuleFilter {
    fn takes(self, rule: &Rule, versions: &[Rule]) -> bool {
        let in_force = |day: Day| {
            let current = terms(versions).into_iter().find(|term| term.force.contains(day));
            current.is_some_and(|term| term.rule.version == rule.version)
        };
        self.topic.is_none_or(|topic| topic == rule.topic)
            && self.level.is_none_or(|level| level == rule.level)
            && self.on.is_none_or(in_force)
            && (self.surety == Surety::Any || rule.is_unverified())
    }
}

/// A version of a rule, as a receipt shows it.
pub(super) fn written(rule: &Rule) -> Written {
    Written { ledger: RULES, cells: rule_cells(rule) }
}

const RULES: Ledger = Ledger {
    key: "inspect.rules",
    columns: &[
        "inspect.rules.id",
        "inspect.rules.version",
        "inspect.rules.title",
        "inspect.rules.every",
        "inspect.rules.with",
        "inspect.rules.valid_from",
        "inspect.rules.valid_to",
        "inspect.rules.grace",
        "inspect.rules.require",
        "inspect.rules.severity",
        "inspect.rules.target",
        "inspect.rules.level",
        "inspect.rules.source",
        "inspect.rules.article",
        "inspect.rules.confidence",
        "inspect.rules.topic",
        "inspect.rules.matter",
        "inspect.rules.owner",
        "inspect.rules.title_en",
        "inspect.rules.keep",
        "inspect.rules.keep_source",
        "inspect.rules.note",
        "inspect.rules.note_en",
    ],
};

/// The columns of the list: each name once, in the reader's language.
pub(super) const LISTED: &[&str] = &[
    "inspect.rules.id",
    "inspect.rules.version",
    "inspect.rules.title",
    "inspect.rules.topic",
    "inspect.rules.every",
    "inspect.rules.with",
    "inspect.rules.valid_from",
    "inspect.rules.valid_to",
    "inspect.rules.grace",
    "inspect.rules.require",
    "inspect.rules.severity",
    "inspect.rules.target",
    "inspect.rules.level",
    "inspect.rules.source",
    "inspect.rules.article",
    "inspect.rules.confidence",
    "inspect.rules.matter",
    "inspect.rules.owner",
    "inspect.rules.keep",
    "inspect.rules.note",
];

fn rule_cells(rule: &Rule) -> Vec<Cell> {
    vec![
        Cell::of(&rule.id),
        Cell::Count(i64::from(rule.version)),
        Cell::named(&rule.title, &rule.title_en),
        Cell::of(&rule.kind),
        Cell::text(with(rule)),
        Cell::Day(rule.valid_from),
        Cell::maybe(rule.valid_to, Cell::Day),
        Cell::Count(i64::from(rule.grace)),
        Cell::word(rule.require.key()),
        Cell::word(rule.severity.key()),
        Cell::maybe(rule.target_percent(), |percent| Cell::text(format!("{percent}%"))),
        Cell::word(rule.level.key()),
        Cell::text(&rule.source),
        Cell::text(&rule.article),
        Cell::word(rule.confidence.key()),
        said_topic(rule.topic),
        Cell::maybe(rule.matter.as_ref(), Cell::of),
        owner(rule),
        Cell::text(&rule.title_en),
        Cell::maybe(rule.keep, |keep| Cell::of(&keep)),
        Cell::text(&rule.keep_source),
        Cell::text(&rule.note),
        Cell::text(&rule.note_en),
    ]
}

/// Who answers for it, where the rule says so.
fn owner(rule: &Rule) -> Cell {
    if rule.owner.is_empty() { Cell::Blank } else { Cell::text(&rule.owner) }
}

/// The topic, where the rule says one.
fn said_topic(topic: Topic) -> Cell {
    if topic == Topic::Other { Cell::Blank } else { Cell::word(topic.key()) }
}

pub(super) fn listed_cells(rule: &Rule) -> Vec<Cell> {
    vec![
        Cell::of(&rule.id),
        Cell::Count(i64::from(rule.version)),
        Cell::named(&rule.title, &rule.title_en),
        Cell::word(rule.topic.key()),
        Cell::of(&rule.kind),
        Cell::text(with(rule)),
        Cell::Day(rule.valid_from),
        Cell::maybe(rule.valid_to, Cell::Day),
        Cell::Count(i64::from(rule.grace)),
        Cell::word(rule.require.key()),
        Cell::word(rule.severity.key()),
        Cell::maybe(rule.target_percent(), |percent| Cell::text(format!("{percent}%"))),
        Cell::word(rule.level.key()),
        Cell::text(&rule.source),
        Cell::text(&rule.article),
        Cell::word(rule.confidence.key()),
        Cell::maybe(rule.matter.as_ref(), Cell::of),
        owner(rule),
        Cell::maybe(rule.keep, |keep| Cell::of(&keep)),
        Cell::named(&rule.note, &rule.note_en),
    ]
}

/// What stands beside how often, as `rules add --with` takes it.
fn with(rule: &Rule) -> String {
    let fields = rule.reckoning().into_iter().map(|(field, value)| format!("{field}={value}"));
    fields.collect::<Vec<_>>().join("; ")
}

impl Present for Rules<'_> {
    fn present(&self) -> Document<'_> {
        let Self { book, which, today } = self;
        let mut columns = LISTED.to_vec();
        columns.push("inspect.rules.n_subjects");
        let mut table = Table::new(RULES.key, &columns);
        let mut notes: Vec<Message> = Vec::new();
        for (id, versions) in book.rules() {
            let n_subjects = book.duties().filter(|(rule, _)| rule == id).count();
            let n_rows = table.rows.len();
            for rule in versions.iter().filter(|rule| which.takes(rule, versions)) {
                let mut cells = listed_cells(rule);
                cells.push(Cell::count(n_subjects));
                table.line(cells);
            }
            if n_subjects == 0 && table.rows.len() > n_rows {
                notes.push(Message::new("inspect.unbound").with("rule", id.to_string()));
            }
        }
        for ((rule, by), n_subjects) in book.standing_back_on(which.on.unwrap_or(*today)) {
            notes.extend(stands_back(book, &rule, &by, n_subjects, *today));
        }
        if table.rows.is_empty() {
            let none = if book.rules().next().is_none() {
                "inspect.no_rules"
            } else {
                "inspect.no_such_rules"
            };
            notes.push(Message::new(none));
        }
        let unused = [
            "inspect.rules.with",
            "inspect.rules.matter",
            "inspect.rules.owner",
            "inspect.rules.keep",
            "inspect.rules.note",
        ];
        Document::new(RULES.key).table(table.without_unused(&unused)).notes(notes)
    }
}

/// That one rule counts in place of another, with the texts of both.
fn stands_back(
    book: &Inspections,
    rule: &RuleCode,
    by: &RuleCode,
    n_subjects: usize,
    on: Day,
) -> Option<Message> {
    let version =
        |code: &RuleCode| book.rule_on(code, on).ok().or_else(|| book.rule(code).ok()?.last());
    Some(said_back(version(rule)?, version(by)?, n_subjects))
}

/// The text of a rule and its article; what it asks where it names no text.
fn cited(rule: &Rule) -> String {
    if rule.source.is_empty() {
        return rule.title.clone();
    }
    [rule.source.as_str(), rule.article.as_str()].join(" ").trim().to_owned()
}

/// That one rule counts in place of another.
pub(super) fn said_back(rule: &Rule, by: &Rule, n_subjects: usize) -> Message {
    Message::new("inspect.stands_back")
        .with("rule", rule.id.to_string())
        .with("source", cited(rule))
        .with("by", by.id.to_string())
        .with("by_source", cited(by))
        .with("count", n_subjects)
}

impl Present for RuleCheck {
    fn present(&self) -> Document<'_> {
        let n_wrong = self.lints.iter().filter(|lint| lint.what.is_wrong()).count();
        let document = Document::new("inspect.check").facts(vec![
            ("inspect.check.on", Cell::Day(self.on)),
            ("inspect.check.n_rules", Cell::count(self.n_rules)),
            ("inspect.check.n_wrong", Cell::count(n_wrong)),
        ]);
        if self.n_rules == 0 {
            return document.prose(Message::new("inspect.no_rules"));
        }
        if self.lints.is_empty() {
            return document.prose(Message::new("inspect.rules_in_order"));
        }
        let mut table = Table::new(
            "inspect.check.lints",
            &[
                "inspect.check.what",
                "inspect.check.rule",
                "inspect.check.version",
                "inspect.check.title",
                "inspect.check.source",
                "inspect.check.other",
                "inspect.check.other_source",
                "inspect.check.more",
            ],
        )
        .named_by(&["inspect.check.what", "inspect.check.rule", "inspect.check.other"]);
        for lint in &self.lints {
            table.line(lint_cells(lint));
        }
        let unused = ["inspect.check.other", "inspect.check.other_source", "inspect.check.more"];
        document.table(table.without_unused(&unused))
    }
}

fn lint_cells(lint: &RuleLint) -> Vec<Cell> {
    let RuleLint { what, rule, other, more, lacks } = lint;
    let tone = match what {
        what if what.is_wrong() => Tone::Bad,
        RuleRemark::Strictest | RuleRemark::Same => Tone::Good,
        RuleRemark::Both | RuleRemark::Unverified => Tone::Warn,
        _ => Tone::Plain,
    };
    vec![
        Cell::verdict(what.key(), tone),
        Cell::of(&rule.id),
        Cell::Count(i64::from(rule.version)),
        Cell::named(&rule.title, &rule.title_en),
        Cell::text(cited(rule)),
        Cell::maybe(other.as_ref(), |other| Cell::of(&other.id)),
        Cell::maybe(other.as_ref(), |other| Cell::text(cited(other))),
        match (more, less(lacks)) {
            (Some(more), _) => Cell::text(more),
            (None, cell) => cell,
        },
    ]
}

/// In what the one asks for less, or the other; the first of each.
fn less(lacks: &(Vec<Aspect>, Vec<Aspect>)) -> Cell {
    let key = |aspect: &Aspect| crate::base::Argument::key(aspect.key());
    match (lacks.0.first(), lacks.1.first()) {
        (None, None) => Cell::Blank,
        (Some(own), None) => Cell::said(Message::new("inspect.asks_less").with("aspect", key(own))),
        (None, Some(other)) => {
            Cell::said(Message::new("inspect.other_asks_less").with("aspect", key(other)))
        }
        (Some(own), Some(other)) => Cell::said(
            Message::new("inspect.both_ask_less").with("own", key(own)).with("other", key(other)),
        ),
    }
}
