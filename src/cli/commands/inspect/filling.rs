//! `houqin inspect record --template`: a checklist filled in item by item, left and resumed.

use std::path::{Path, PathBuf};

use houqin::base::{Day, Message, QuestionCode, Refuse as _, RuleCode, SubjectCode};
use houqin::books::Need;
use houqin::inspections::{
    Given, Item, ItemKind, Refusal, Template, TemplateRef, Tick, Value, mark,
};
use houqin::store::DraftRow;

use super::answering::{self, Answered};
use crate::cli::ask::{Asker, Candidate, Freedom, Question};
use crate::cli::fail::Failure;
use crate::cli::session::{Session, Stage};

/// A checklist that was filled in on the terminal.
#[derive(Debug, Clone)]
pub(crate) struct Filled {
    template: TemplateRef,
    given: Vec<Given>,
    evidence: Vec<PathBuf>,
    /// What its draft is kept under.
    name: String,
    /// Whether it was filled in just now, and not before the summary.
    new: bool,
}

impl Filled {
    /// Asks for the answers, and for what proves them where nothing was named; what was filled in
    /// for the summary is not asked for again.
    pub(super) fn get(
        session: &Session,
        (rule, subject, date): (&RuleCode, &SubjectCode, Day),
        template: Option<&str>,
        evidence: &mut Vec<PathBuf>,
    ) -> anyhow::Result<Self> {
        if let Some(filled) = session.take_filled() {
            evidence.extend(filled.evidence.iter().cloned());
            return Ok(filled);
        }
        let needed =
            || Failure::usage(Message::new("usage.required").with("arguments", "--result"));
        let (asker, template) = session.asker().zip(template).ok_or_else(needed)?;
        session.must_be_somebody()?;
        let named = answering::named(session, template)?;
        let books = session.read(Need::inspections())?;
        let book = &books.inspections;
        // What would be refused at the end is refused before the first question.
        let refused = |refusal: Refusal| Failure::refused(&refusal);
        book.rule_on(rule, date).map_err(refused)?;
        book.check_service(rule, subject, date).map_err(refused)?;
        let own = book.forms.template_on(&named.id, date).map_err(|own| refused(own.into()))?;
        let other = named.version.is_some_and(|version| version != own.version);
        let filling = Filling { session, asker, rule, subject, template: own };
        // The domain says why another version cannot be filled in.
        let given = if other { Vec::new() } else { filling.fill()? };
        if evidence.is_empty() && !other {
            *evidence = filling.evidence()?;
        }
        let (evidence, name) = (evidence.clone(), filling.name());
        let filled = Self { template: named, given, evidence, name, new: true };
        if session.stage() == Stage::Summary {
            session.remember_filled(Self { new: false, ..filled.clone() });
        }
        Ok(filled)
    }

    /// What was answered.
    pub(super) fn answered(&self) -> Answered {
        Answered { template: Some(self.template.clone()), given: self.given.clone() }
    }

    /// Whether it was filled in just now.
    pub(super) const fn is_new(&self) -> bool {
        self.new
    }

    /// Asks for a yes.
    pub(super) fn confirm(&self, session: &Session) -> anyhow::Result<()> {
        let Some(asker) = session.asker() else { return Ok(()) };
        if asker.yes(asker.text().label("ask.record"), true)? {
            return Ok(());
        }
        let count = self.given.len();
        let message = Message::new("ask.form_kept").with("count", count).with("items", count);
        Err(Failure::Left(message).into())
    }

    /// Forgets the draft: it is recorded.
    pub(super) fn forget(&self, session: &Session) -> anyhow::Result<()> {
        session.drop_draft(&self.name)
    }
}

/// A checklist that somebody fills in.
struct Filling<'a> {
    session: &'a Session,
    asker: Asker,
    rule: &'a RuleCode,
    subject: &'a SubjectCode,
    template: &'a Template,
}

/// What is typed to an item.
enum Typed {
    Answer(Given),
    /// Nothing: an item that may be left open.
    Open,
    /// The item before once more.
    Back,
    /// No more for now.
    Leave,
}

impl Filling<'_> {
    /// Asks for every item that is not answered yet; each answer is kept at once, so that whoever
    /// leaves goes on there.
    fn fill(&self) -> anyhow::Result<Vec<Given>> {
        let items = &self.template.items;
        let mut answers: Vec<Option<Given>> = self.resumed()?;
        let ui = self.session.ui();
        let about = Message::new("ask.form_begin").with("title", self.template.title.as_str());
        let open = answers.iter().filter(|answer| answer.is_none()).count();
        ui.talk(&about.with("items", items.len()).with("open", open));
        // Whoever answered all and went gets to see it all again.
        let mut at = answers.iter().position(Option::is_none).unwrap_or_default();
        let mut section = None;
        while let Some(item) = items.get(at) {
            if section != Some(&item.section) {
                section = Some(&item.section);
                let own = self.template.sections.iter().find(|own| own.id == item.section);
                ui.line(&own.map_or_else(String::new, |own| format!("— {} {}", own.id, own.title)));
            }
            match self.ask(at, item, answers[at].as_ref()) {
                Ok(Typed::Answer(given)) => {
                    answers[at] = Some(given);
                    self.keep(&answers)?;
                    at += 1;
                }
                Ok(Typed::Open) => at += 1,
                Ok(Typed::Back) => at = at.saturating_sub(1),
                Ok(Typed::Leave) | Err(Failure::Left(_)) => {
                    let answered = answers.iter().flatten().count();
                    let kept = if answered == 0 { "ask.left" } else { "ask.form_kept" };
                    let message = Message::new(kept).with("count", answered);
                    return Err(Failure::Left(message.with("items", items.len())).into());
                }
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(answers.into_iter().flatten().collect())
    }

    /// What a draft is kept under: another version of a checklist asks other things.
    fn name(&self) -> String {
        let Template { id, version, .. } = self.template;
        format!("{}/{}/{id}@{version}", self.rule, self.subject)
    }

    /// The answers of an earlier time, if somebody wants to go on with them.
    fn resumed(&self) -> anyhow::Result<Vec<Option<Given>>> {
        let nothing = vec![None; self.template.items.len()];
        let rows = self.session.read_draft(&self.name())?.unwrap_or_default();
        let given = |item: &Item| -> Option<Given> {
            let row = rows.iter().find(|row| row.item == item.id.as_str())?;
            let value = Value::parse(&row.value).ok().filter(|value| value.suits(item))?;
            Some(Given { item: item.id.clone(), value, note: row.note.clone() })
        };
        let answers: Vec<Option<Given>> = self.template.items.iter().map(given).collect();
        let count = answers.iter().flatten().count();
        if count == 0 {
            return Ok(nothing);
        }
        let last = rows.iter().map(|row| row.date.as_str()).max().unwrap_or_default();
        let message = Message::new("ask.form_resume").with("count", count).with("date", last);
        if self.asker.yes(&self.session.text().say(&message), true)? {
            return Ok(answers);
        }
        Ok(nothing)
    }

    fn keep(&self, answers: &[Option<Given>]) -> anyhow::Result<()> {
        let date = self.session.today().to_string();
        let row = |given: &Given| DraftRow {
            item: given.item.to_string(),
            value: given.value.to_string(),
            note: given.note.clone(),
            date: date.clone(),
        };
        let rows: Vec<DraftRow> = answers.iter().flatten().map(row).collect();
        self.session.keep_draft(&self.name(), &rows)
    }

    /// Asks for one item, and what was seen where it fails.
    fn ask(&self, at: usize, item: &Item, before: Option<&Given>) -> Result<Typed, Failure> {
        let text = self.session.text();
        let words = format!("{}/{} {} {}", at + 1, self.template.items.len(), item.id, item.title);
        let typed = self.asker.ask(Question {
            words,
            help: Some(self.help(item)),
            default: before.map(|before| before.value.to_string()),
            candidates: Vec::new(),
            freedom: if item.mandatory { Freedom::Free } else { Freedom::Blank },
            check: &|typed| {
                let wrong = understood(item, typed).err()?;
                Some(text.say(&wrong))
            },
        })?;
        let Ok(Typed::Answer(mut given)) = understood(item, &typed) else {
            return Ok(understood(item, &typed).unwrap_or(Typed::Open));
        };
        if let Some(before) = before.filter(|own| own.value == given.value && given.note.is_empty())
        {
            given.note.clone_from(&before.note);
        }
        let answers = [given.clone()];
        let fails = mark(self.template, &answers).failing().any(|own| own.item.id == item.id);
        if fails && given.note.is_empty() {
            given.note = self.asker.ask(Question {
                words: text.label("ask.seen").to_owned(),
                help: Some(text.say(&Message::new("ask.form_fails"))),
                default: None,
                candidates: Vec::new(),
                freedom: Freedom::Blank,
                check: &|_| None,
            })?;
        }
        Ok(Typed::Answer(given))
    }

    fn help(&self, item: &Item) -> String {
        let text = self.session.text();
        let wanted = match item.kind {
            ItemKind::Check => text.say(&Message::new("ask.form_check")),
            ItemKind::Score => {
                let message = Message::new("ask.form_score");
                text.say(&message.with("most", item.most().normalize().to_string()))
            }
            ItemKind::Count => {
                text.say(&Message::new("ask.form_count").with("unit", item.unit.as_str()))
            }
            ItemKind::Measure if item.limits.are_open() => {
                text.say(&Message::new("ask.form_measure").with("unit", item.unit.as_str()))
            }
            ItemKind::Measure => {
                let message = Message::new("ask.form_limits").with("unit", item.unit.as_str());
                text.say(&message.with("limits", item.limits.to_string()))
            }
        };
        let keys = if item.mandatory { "ask.form_keys" } else { "ask.form_keys_open" };
        format!("{wanted}\n  {}", text.say(&Message::new(keys)))
    }

    /// Asks for what proves the record, until nothing is answered.
    fn evidence(&self) -> Result<Vec<PathBuf>, Failure> {
        let text = self.session.text();
        let mut files = Vec::new();
        loop {
            let typed = self.asker.ask(Question {
                words: text.label("ask.evidence").to_owned(),
                help: Some(text.say(&Message::new("ask.form_evidence"))),
                default: None,
                candidates: Vec::<Candidate>::new(),
                freedom: Freedom::Blank,
                check: &|typed| {
                    let wrong = self.session.piece(Path::new(typed)).err()?;
                    Some(text.say(&wrong.message()))
                },
            })?;
            if typed.is_empty() {
                return Ok(files);
            }
            files.push(typed.into());
        }
    }
}

/// What somebody typed to an item: a key, a word, a number; behind a colon what was seen.
fn understood(item: &Item, typed: &str) -> Result<Typed, Message> {
    let typed = typed.trim();
    match typed {
        "" => return Ok(Typed::Open),
        "q" | "Q" => return Ok(Typed::Leave),
        "b" | "B" => return Ok(Typed::Back),
        _ => {}
    }
    let (value, note) = typed.split_once([':', '：']).unwrap_or((typed, ""));
    let value = match (value.trim(), item.kind) {
        ("-" | "－", _) => Value::Tick(Tick::Na),
        ("y" | "Y" | "1", ItemKind::Check) => Value::Tick(Tick::Pass),
        ("n" | "N" | "0", ItemKind::Check) => Value::Tick(Tick::Fail),
        (value, _) => answering::value(value).map_err(|_| unsuited(item, value))?,
    };
    if !value.suits(item) {
        return Err(unsuited(item, typed));
    }
    let (item, note): (QuestionCode, _) = (item.id.clone(), note.trim().to_owned());
    Ok(Typed::Answer(Given { item, value, note }))
}

fn unsuited(item: &Item, typed: &str) -> Message {
    let code = match item.kind {
        ItemKind::Check => "ask.form_no_check",
        ItemKind::Score | ItemKind::Count | ItemKind::Measure => "ask.form_no_number",
    };
    Message::new(code).with("text", typed)
}
