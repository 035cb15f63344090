//! From a line that lacks something to one that is whole: question by question, then the summary
//! and the yes.

use std::ffi::OsString;

use clap::{Arg, ArgMatches, Command, FromArgMatches as _};
use houqin::base::{ItemCode, Message, PointCode, Refuse as _, RuleCode, parse_decimal};
use houqin::books::{Books, Need, Window};
use houqin::meters::Claim;
use houqin::text::Language;

use super::asker::{Asker, Freedom, Question};
use super::candidate::Candidate;
use super::held::Held;
use super::known::{Register, of_quantity};
use super::last::{is_of_stock, last};
use super::line::Line;
use super::missing::{Missing, command, leaf, missing, understood, value_of, writes};
use crate::cli::args::Shared;
use crate::cli::commands::meter::{Dial, Reply, Shown, Way};
use crate::cli::fail::Failure;
use crate::cli::help;
use crate::cli::session::Session;
use crate::cli::spoken;

/// What a command offers to say beside what it must be told, when nothing was typed but its name.
const OFFERED: [&str; 4] = ["room", "date", "slip", "person"];

/// A line that lacks something, on a terminal.
pub(crate) struct Asking {
    /// The tree as it was made, to be read leniently.
    raw: Command,
    tree: Command,
    /// The tree in the language of the questions.
    words: Command,
    session: Session,
    asker: Asker,
    line: Line,
    /// Whether nothing was typed but the command's name.
    alone: bool,
}

/// What becomes of a line.
pub(crate) enum Turn {
    /// It is whole as far as was asked.
    Whole,
    /// What it lacks cannot be asked for.
    Hopeless,
}

impl Asking {
    /// Begins to ask, where there is a terminal, the command writes, and clap names what it lacks.
    pub(crate) fn begin(
        raw: Command,
        error: &clap::Error,
        arguments: &[OsString],
    ) -> anyhow::Result<Option<Self>> {
        let Some(matches) = understood(&raw, arguments) else { return Ok(None) };
        let mut tree = raw.clone();
        tree.build();
        let (path, said) = leaf(&matches);
        let Some(own) = command(&tree, &path).filter(|own| writes(own)) else { return Ok(None) };
        if missing(own, error).is_none() {
            return Ok(None);
        }
        let Ok(shared) = Shared::from_arg_matches(&matches) else { return Ok(None) };
        let session = Session::start(&shared)?;
        let Some(asker) = session.asker() else { return Ok(None) };
        // What no answer would mend is said before the first question.
        let _there = session.folder()?;
        session.must_be_somebody()?;
        let alone = !own.get_arguments().any(|arg| is_said(said, arg) && !arg.is_global_set());
        let words = match session.text().language() {
            Language::English => tree.clone(),
            Language::Chinese => help::translate(tree.clone()),
        };
        let line = Line(arguments.to_vec());
        Ok(Some(Self { raw, tree, words, session, asker, line, alone }))
    }

    /// Asks for everything that an error of clap's names.
    pub(crate) fn ask(&mut self, error: &clap::Error) -> anyhow::Result<Turn> {
        let Some(matches) = understood(&self.raw, &self.line.0) else { return Ok(Turn::Hopeless) };
        let path = leaf(&matches).0;
        let own = command(&self.tree, &path).cloned();
        let Some(lacking) = own.as_ref().and_then(|own| missing(own, error)) else {
            return Ok(Turn::Hopeless);
        };
        let own = own.unwrap_or_default();
        let offered = if self.alone { offered(&own) } else { Vec::new() };
        self.alone = false;
        let args = lacking.iter().flat_map(|missing| match missing {
            Missing::One(arg) => vec![arg.as_ref()],
            Missing::OneOf(args) => args.iter().collect(),
        });
        let books = self.books(&path, args.chain(&offered))?;
        let mut question = Questions { asking: self, books: &books, path };
        // What a dial may show depends on the day: it is asked for last.
        let of_dial = |missing: &&Missing| matches!(missing, Missing::One(arg) if value_of(arg) == "REGISTER");
        for missing in lacking.iter().filter(|missing| !of_dial(missing)) {
            question.missing(missing)?;
        }
        for arg in &offered {
            question.offer(arg)?;
        }
        for missing in lacking.iter().filter(of_dial) {
            question.missing(missing)?;
        }
        Ok(Turn::Whole)
    }

    /// The books that the answers come from.
    fn books<'a>(
        &self,
        path: &[String],
        args: impl Iterator<Item = &'a Arg>,
    ) -> anyhow::Result<Books> {
        let mut need = Need::registers();
        for arg in args {
            let value = value_of(arg);
            if let Some(register) = Register::of(&value) {
                register.add_need(&mut need);
            }
            if value == "QUANTITY" {
                of_quantity(&mut need);
            }
            if value == "REGISTER" {
                need.meters = Need::meters().meters;
            }
        }
        if is_of_stock(&path.join(" ")) {
            need.stock = Need::stock(Window::ALL).stock;
        }
        // What is wrong with them is said when the command itself reads them.
        Ok(self.session.look(need)?.0)
    }

    /// The line as it stands.
    pub(crate) fn arguments(&self) -> &[OsString] {
        &self.line.0
    }

    /// The same line as a rehearsal, whose result is the summary; none where it is one already.
    pub(crate) fn rehearsal(&self) -> Option<Vec<OsString>> {
        let matches = understood(&self.raw, &self.line.0)?;
        let is_one = leaf(&matches).1.try_get_one::<bool>("dry_run").ok().flatten() == Some(&true);
        (!is_one).then(|| self.line.rehearsed())
    }

    /// The session that asked.
    pub(crate) const fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// Asks whether what was shown is to be recorded.
    pub(crate) fn confirm(&self) -> Result<(), Failure> {
        self.say_line();
        if self.asker.yes(self.asker.text().label("ask.record"), true)? {
            return Ok(());
        }
        Err(Failure::Left(Message::new("ask.left")))
    }

    /// Says the line as it could be typed: answers are not lost when a rule says no.
    pub(crate) fn say_line(&self) {
        let line = self.line.shown();
        self.session.ui().talk(&Message::new("ask.line").with("line", line));
    }
}

/// Whether an argument was said on the line.
fn is_said(said: &ArgMatches, arg: &Arg) -> bool {
    let source = said.try_contains_id(arg.get_id().as_str()).ok().filter(|there| *there);
    source.is_some()
        && said.value_source(arg.get_id().as_str()) == Some(clap::parser::ValueSource::CommandLine)
}

fn offered(own: &Command) -> Vec<Arg> {
    let of = |name: &str| {
        own.get_arguments()
            .find(|arg| arg.get_id() == name && arg.get_long().is_some() && !arg.is_required_set())
    };
    OFFERED.into_iter().filter_map(of).cloned().collect()
}

/// The questions of one command.
struct Questions<'a> {
    asking: &'a mut Asking,
    books: &'a Books,
    path: Vec<String>,
}

impl<'a> Questions<'a> {
    fn command(&self) -> String {
        self.path.join(" ")
    }

    /// The words of an argument, and what else its help says: the question ends where the first
    /// line goes on with a colon or a semicolon.
    fn words(&self, arg: &Arg) -> (String, Option<String>) {
        let line = self.help_line(arg);
        let end = ["；", "：", "; ", ": "].iter().filter_map(|mark| line.find(mark)).min();
        match end {
            None => (line, None),
            Some(end) => (line[..end].to_owned(), Some(line)),
        }
    }

    /// The first line of an argument's help.
    fn help_line(&self, arg: &Arg) -> String {
        let of = |tree: &Command| -> Option<String> {
            let own = command(tree, &self.path)?;
            let arg = own.get_arguments().find(|own| own.get_id() == arg.get_id())?;
            Some(arg.get_help()?.to_string().lines().next()?.to_owned())
        };
        of(&self.asking.words).unwrap_or_else(|| arg.get_id().to_string())
    }

    fn question<'q>(&self, arg: &Arg, check: &'q dyn Fn(&str) -> Option<String>) -> Question<'q> {
        let (value, command) = (value_of(arg), self.command());
        let text = self.asking.asker.text();
        let register = Register::of(&value);
        let (mut candidates, freedom) = register.map_or((Vec::new(), Freedom::Free), |register| {
            register.answers(&command, self.books, text)
        });
        if value == "SUBJECT" {
            let held = self.held();
            candidates.retain(|own| held.rule.is_none() || held.is_bound(&own.code));
        }
        let name = arg.get_id().as_str();
        let default = last(&self.asking.session, self.books, &command, (&value, name));
        // A register that lacks what was last used, or has nothing yet, must not trap anybody.
        let is_there = |code: &String| candidates.iter().any(|own| own.code == *code);
        let (default, freedom) = match freedom {
            Freedom::Listed if candidates.is_empty() => (default, Freedom::Free),
            Freedom::Listed => (default.filter(is_there), freedom),
            _ => (default, freedom),
        };
        let (words, more) = self.words(arg);
        let help = more.filter(|_| candidates.is_empty());
        Question { words, help, default, candidates, freedom, check }
    }

    fn missing(&mut self, missing: &Missing) -> anyhow::Result<()> {
        match missing {
            Missing::One(arg) => self.one(arg),
            Missing::OneOf(args) => self.one_of(args),
        }
    }

    /// Asks for a value, of what may be said several times until nothing is answered.
    fn one(&mut self, arg: &Arg) -> anyhow::Result<()> {
        let value = value_of(arg);
        if value == "REGISTER"
            && let Some(point) = self.point()
        {
            return self.register(arg, &point);
        }
        let text = self.asking.asker.text();
        let held = self.held();
        let check = |typed: &str| held.wrong(&value, typed);
        let several = arg.get_long().is_none()
            && arg.get_num_args().is_some_and(|count| count.max_values() > 1);
        let mut question = self.question(arg, &check);
        loop {
            let (words, candidates) = (question.words.clone(), question.candidates.clone());
            let typed = self.asking.asker.ask(question)?;
            if typed.is_empty() {
                return Ok(());
            }
            self.asking.line.add(arg, &held.written(&value, typed));
            if !several {
                return Ok(());
            }
            let more = Message::new("ask.another").with("what", words.as_str());
            question = Question {
                words,
                help: Some(text.say(&more)),
                default: None,
                candidates,
                freedom: Freedom::Blank,
                check: &check,
            };
        }
    }

    /// Asks which of several arguments is meant, then for its value.
    fn one_of(&mut self, args: &[Arg]) -> anyhow::Result<()> {
        let name =
            |arg: &Arg| arg.get_long().map_or_else(|| value_of(arg).to_lowercase(), str::to_owned);
        let candidates: Vec<Candidate> =
            args.iter().map(|arg| Candidate::new(name(arg), self.help_line(arg))).collect();
        let which = self.asking.asker.ask(Question {
            words: self.asking.asker.text().label("ask.which").to_owned(),
            help: None,
            default: candidates.first().map(|first| first.code.clone()),
            candidates,
            freedom: Freedom::Listed,
            check: &|_| None,
        })?;
        let Some(arg) = args.iter().find(|arg| name(arg) == which) else { return Ok(()) };
        if arg.get_action().takes_values() {
            return self.one(arg);
        }
        self.asking.line.add(arg, "");
        Ok(())
    }

    /// Asks for what may be left out; what was used last is offered.
    fn offer(&mut self, arg: &Arg) -> anyhow::Result<()> {
        let value = value_of(arg);
        let text = self.asking.asker.text();
        if value == "ROOM" && self.books.stock.stores.len() < 2 {
            return Ok(());
        }
        let nothing = |typed: &str| typed == "-";
        let held = self.held();
        let check = |typed: &str| if nothing(typed) { None } else { held.wrong(&value, typed) };
        let mut question = self.question(arg, &check);
        if question.freedom == Freedom::Free {
            question.freedom = Freedom::Blank;
            let help = if question.default.is_some() { "ask.leave_default" } else { "ask.leave" };
            question.help = Some(text.say(&Message::new(help)));
        }
        let is_today =
            |typed: &str| value == "DAY" && typed == self.asking.session.today().to_string();
        let typed = held.written(&value, self.asking.asker.ask(question)?);
        if !typed.is_empty() && !nothing(&typed) && !is_today(&typed) {
            self.asking.line.add(arg, &typed);
        }
        Ok(())
    }

    /// What the line says of an argument as it stands.
    fn said(&self, name: &str) -> Option<String> {
        let matches = understood(&self.asking.raw, &self.asking.line.0)?;
        leaf(&matches).1.try_get_one::<String>(name).ok().flatten().cloned()
    }

    /// The point of the line as it stands.
    fn point(&self) -> Option<PointCode> {
        PointCode::parse(&self.said("point")?).ok()
    }

    /// What the next answer is held against.
    fn held(&self) -> Held<'a> {
        let today = self.asking.session.today();
        let is_known =
            |code: &RuleCode| self.books.inspections.rules().any(|(known, _)| known == code);
        let rule = || RuleCode::parse(&self.said("rule")?).ok().filter(is_known);
        Held {
            books: self.books,
            text: self.asking.asker.text(),
            today,
            item: self.said("item").and_then(|item| ItemCode::parse(&item).ok()),
            rule: (self.command() == "inspect record").then(rule).flatten(),
            date: self.said("date").and_then(|date| spoken::day(&date, today).ok()),
        }
    }

    /// Asks what a dial shows, held against what was expected of it before anything is written.
    ///
    /// Whoever said already how far to trust it, or what it corrects, is only asked for the number.
    fn register(&mut self, arg: &Arg, point: &PointCode) -> anyhow::Result<()> {
        let matches = understood(&self.asking.raw, &self.asking.line.0);
        let said = matches.as_ref().map(|matches| leaf(matches).1);
        let own = command(&self.asking.tree, &self.path).cloned().unwrap_or_default();
        let find = |name: &str| own.get_arguments().find(|arg| arg.get_id() == name);
        let is_there =
            |name: &&str| said.zip(find(name)).is_some_and(|(said, arg)| is_said(said, arg));
        let vouched = ["estimated", "confirm", "doubt", "correct", "supersedes"];
        let word = |name: &str| -> Option<String> {
            said?.try_get_one::<String>(name).ok().flatten().cloned()
        };
        let (date, time) = (word("date"), word("time"));
        let when = (point, date.as_deref(), time.as_deref());
        let (session, asker) = (&self.asking.session, self.asking.asker);
        let dial = Dial::of(session, asker, &self.books.meters, when)?;
        let dial = dial.filter(|_| !vouched.iter().any(is_there));
        let reply = dial.map(|dial| dial.ask(&self.words(arg).0, Way::Alone)).transpose()?;
        let Some(Reply::Shown(Shown { register, claim, note })) = reply else {
            return self.number(arg);
        };
        let flag = match claim {
            Claim::Actual => None,
            Claim::Estimated => find("estimated"),
            Claim::Confirmed => find("confirm"),
            Claim::Doubtful => find("doubt"),
        };
        let note = note.filter(|_| !is_there(&"note")).zip(find("note"));
        self.asking.line.add(arg, &register.to_string());
        if let Some(flag) = flag {
            self.asking.line.add(flag, "");
        }
        if let Some((note, flag)) = note {
            self.asking.line.add(flag, &note);
        }
        Ok(())
    }

    /// Asks for a number that nothing is held against.
    fn number(&mut self, arg: &Arg) -> anyhow::Result<()> {
        let text = self.asking.asker.text();
        let check = |typed: &str| {
            let wrong = parse_decimal(typed).err()?;
            Some(text.say(&wrong.message()))
        };
        let question = self.question(arg, &check);
        let typed = self.asking.asker.ask(question)?;
        self.asking.line.add(arg, &typed);
        Ok(())
    }
}
