//! What may be answered to a placeholder of the help: the codes and names that the books know.
//!
//! A register is found by the name of the value (`ITEM`, `DEPARTMENT`, …), so that a new command
//! asks as it should from the first day. A code that a command is about to make is typed freely.

use std::collections::BTreeMap;

use houqin::base::Day;
use houqin::books::{Books, Need, OfMeters, Reading, Window};
use houqin::inspections::{Clock, DayState, Outcome, Repair, Task, TaskEvent};
use houqin::meters::{self, Utility};
use houqin::stock::Place;
use houqin::text::Text;

use super::asker::Freedom;
use super::candidate::Candidate;

/// A register that answers come from.
pub(super) struct Register {
    /// The placeholders that stand for it.
    values: &'static [&'static str],
    /// The command that adds to it: there a new code is typed.
    made_by: &'static str,
    /// Whether only what it lists may be answered.
    freedom: Freedom,
    /// The books that it is in.
    need: fn(&mut Need),
    /// What it lists.
    list: fn(&Books, Text) -> Vec<Candidate>,
}

const REGISTERS: &[Register] = &[
    listed(&["ITEM"], "item add", catalogue, items),
    listed(&["DEPARTMENT"], "org department add", nothing, departments),
    listed(&["SITE"], "org site add", nothing, sites),
    listed(&["STAFF"], "org staff add", nothing, staff),
    listed(&["ROOM"], "store add", catalogue, rooms),
    listed(&["POINT"], "meter add", of_meters, points),
    listed(&["ROUTE"], "", of_meters, routes),
    listed(&["TAG"], "asset add", of_assets, tags),
    listed(&["RULE"], "inspect rules add", of_inspections, rules),
    listed(&["TEMPLATE"], "", of_inspections, templates),
    listed(&["FINDING"], "", of_inspections, findings),
    listed(&["REPAIR"], "", of_inspections, repairs),
    listed(&["TASK"], "task add", of_inspections, tasks),
    listed(&["INDICATOR"], "indicator add", of_inspections, indicators),
    listed(&["CLAUSE"], "clause add", of_inspections, clauses),
    listed(&["CONTRACT"], "contractor add", of_inspections, contracts),
    listed(&["RESULT"], "", nothing, results),
    listed(&["UTILITY"], "", nothing, utilities),
    free(&["PERSON", "OWNER", "HOLDER"], nothing, people),
    free(&["SUBJECT"], of_subjects, subjects),
    free(&["SUPPLIER"], of_ledger, suppliers),
    free(&["UNIT"], catalogue, units),
    free(&["CATEGORY"], catalogue, categories),
];

const fn listed(
    values: &'static [&'static str],
    made_by: &'static str,
    need: fn(&mut Need),
    list: fn(&Books, Text) -> Vec<Candidate>,
) -> Register {
    Register { values, made_by, freedom: Freedom::Listed, need, list }
}

const fn free(
    values: &'static [&'static str],
    need: fn(&mut Need),
    list: fn(&Books, Text) -> Vec<Candidate>,
) -> Register {
    Register { values, made_by: "", freedom: Freedom::Free, need, list }
}

/// The books in which a quantity's unit is looked up.
pub(super) fn of_quantity(need: &mut Need) {
    catalogue(need);
}

impl Register {
    /// The register behind a placeholder.
    pub(super) fn of(value: &str) -> Option<&'static Self> {
        REGISTERS.iter().find(|register| register.values.contains(&value))
    }

    /// Asks for its books too.
    pub(super) fn add_need(&self, need: &mut Need) {
        (self.need)(need);
    }

    /// What may be answered where a command asks for it, and what else.
    pub(super) fn answers(
        &self,
        command: &str,
        books: &Books,
        text: Text,
    ) -> (Vec<Candidate>, Freedom) {
        let candidates = (self.list)(books, text);
        if self.made_by == command {
            return (Vec::new(), Freedom::Free);
        }
        (candidates, self.freedom)
    }
}

fn nothing(_need: &mut Need) {}

fn catalogue(need: &mut Need) {
    need.stock = need.stock.or(Need::catalogue().stock);
}

fn of_ledger(need: &mut Need) {
    need.stock = Some(Window::ALL);
}

fn of_meters(need: &mut Need) {
    need.meters = OfMeters::All;
}

fn of_assets(need: &mut Need) {
    need.assets = Reading::Wanted;
}

fn of_inspections(need: &mut Need) {
    need.inspections = Reading::Wanted;
}

fn of_subjects(need: &mut Need) {
    of_inspections(need);
    of_assets(need);
}

fn items(books: &Books, _text: Text) -> Vec<Candidate> {
    let items = books.stock.items.values().filter(|item| item.active);
    let name = |name: &str, spec: &str| format!("{name} {spec}").trim().to_owned();
    items.map(|item| Candidate::new(&item.code, name(&item.name, &item.spec))).collect()
}

fn departments(books: &Books, _text: Text) -> Vec<Candidate> {
    books.org.departments().map(|own| Candidate::new(&own.code, &own.name)).collect()
}

fn sites(books: &Books, _text: Text) -> Vec<Candidate> {
    books.org.sites().map(|own| Candidate::new(&own.code, &own.name)).collect()
}

fn staff(books: &Books, _text: Text) -> Vec<Candidate> {
    books.org.staff().map(|own| Candidate::new(&own.code, &own.name)).collect()
}

fn rooms(books: &Books, _text: Text) -> Vec<Candidate> {
    books.stock.stores.values().map(|own| Candidate::new(&own.code, &own.name)).collect()
}

fn points(books: &Books, _text: Text) -> Vec<Candidate> {
    let points = books.meters.histories().map(meters::History::point);
    points.map(|own| Candidate::new(&own.code, &own.name)).collect()
}

fn routes(books: &Books, _text: Text) -> Vec<Candidate> {
    meters::routes(&books.meters).into_iter().map(|(name, _)| Candidate::plain(name)).collect()
}

fn tags(books: &Books, _text: Text) -> Vec<Candidate> {
    books.assets.cards().map(|own| Candidate::new(&own.tag, &own.name)).collect()
}

fn rules(books: &Books, text: Text) -> Vec<Candidate> {
    let last = books.inspections.rules().filter_map(|(_, versions)| versions.last());
    last.map(|rule| Candidate::new(&rule.id, text.named(&rule.title, &rule.title_en))).collect()
}

fn templates(books: &Books, _text: Text) -> Vec<Candidate> {
    let last = books.inspections.forms.templates().filter_map(|(_, versions)| versions.last());
    last.map(|own| Candidate::new(&own.id, &own.title)).collect()
}

fn findings(books: &Books, _text: Text) -> Vec<Candidate> {
    let open = books.inspections.findings().filter(|finding| !finding.is_closed());
    open.map(|own| Candidate::new(&own.id, format!("{} {}", own.subject, own.note))).collect()
}

fn repairs(books: &Books, _text: Text) -> Vec<Candidate> {
    let clock = Clock { as_of: Day::LAST, state: DayState::Over };
    let open = books.inspections.repairs(clock).filter(Repair::is_open);
    open.map(|own| Candidate::new(own.name(), own.subject.as_str())).collect()
}

fn tasks(books: &Books, _text: Text) -> Vec<Candidate> {
    let mut events: BTreeMap<_, Vec<TaskEvent>> = BTreeMap::new();
    for row in books.inspections.task_rows() {
        events.entry(&row.task).or_default().push(row.clone());
    }
    let tasks = events.into_values().filter_map(|events| Task::now(&events));
    tasks
        .filter(|task| !task.is_settled())
        .map(|own| Candidate::new(&own.code, own.title))
        .collect()
}

fn indicators(books: &Books, text: Text) -> Vec<Candidate> {
    let own = books.inspections.indicators();
    let last: BTreeMap<_, _> = own.map(|indicator| (&indicator.code, indicator)).collect();
    let named = last.into_iter();
    named.map(|(code, own)| Candidate::new(code, text.named(&own.name, &own.name_en))).collect()
}

fn clauses(books: &Books, text: Text) -> Vec<Candidate> {
    let own = books.inspections.clauses.clauses();
    own.map(|own| Candidate::new(&own.code, text.named(&own.title, &own.title_en))).collect()
}

fn contracts(books: &Books, _text: Text) -> Vec<Candidate> {
    books.inspections.contracts().map(|own| Candidate::new(&own.code, &own.name)).collect()
}

fn results(_books: &Books, text: Text) -> Vec<Candidate> {
    Outcome::ALL.iter().map(|own| Candidate::new(own.word(), text.label(own.key()))).collect()
}

fn utilities(_books: &Books, text: Text) -> Vec<Candidate> {
    Utility::ALL.iter().map(|own| Candidate::new(own.word(), text.label(own.key()))).collect()
}

fn people(books: &Books, _text: Text) -> Vec<Candidate> {
    books.org.staff().map(|own| Candidate::plain(&own.name)).collect()
}

/// What rules bind, assets and departments.
fn subjects(books: &Books, text: Text) -> Vec<Candidate> {
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for (_, subject) in books.inspections.duties() {
        named.entry(subject.to_string()).or_default();
    }
    let known = tags(books, text).into_iter().chain(departments(books, text));
    for Candidate { code, name } in known {
        named.insert(code, name);
    }
    named.into_iter().map(|(code, name)| Candidate { code, name }).collect()
}

fn suppliers(books: &Books, _text: Text) -> Vec<Candidate> {
    plain(books.stock.lines().filter_map(|line| match &line.movement.from {
        Place::Supplier(name) => Some(name.as_str()),
        _ => None,
    }))
}

fn units(books: &Books, _text: Text) -> Vec<Candidate> {
    plain(books.stock.items.values().map(|item| item.unit.as_str()))
}

fn categories(books: &Books, _text: Text) -> Vec<Candidate> {
    plain(books.stock.items.values().map(|item| item.category.as_str()))
}

/// Names that were used, each once, the most used first.
fn plain<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Candidate> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names.filter(|name| !name.is_empty()) {
        *counted.entry(name).or_default() += 1;
    }
    let mut names: Vec<(&str, usize)> = counted.into_iter().collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    names.into_iter().map(|(name, _)| Candidate::plain(name)).collect()
}
