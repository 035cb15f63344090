//! `houqin help`: the manual by topic, the help of commands, and both on one page for a browser.

use houqin::base::{Message, nearest};
use houqin::render::{Format, Page, manual_html};
use houqin::text::{Topic, topic, topics};

use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;
use crate::cli::tree;

/// Show the manual: a topic, a command, or what there is
///
/// Without a word the commands are listed by group, then the topics. A word that is a topic and a
/// command is both, the topic first. With --html the whole manual is one page for a browser, which
/// prints it too.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin help\n  houqin help start\n  houqin help stocktake\n  \
    houqin help stock issue\n  houqin help --html -o 手册.html"
)]
pub(crate) struct Args {
    /// Topic of the manual, or a command
    #[arg(value_name = "TOPIC_OR_COMMAND")]
    words: Vec<String>,
    /// Print the whole manual as one HTML page
    #[arg(long, conflicts_with = "words")]
    html: bool,
}

/// The commands by group, in the order in which they are listed.
pub(crate) const GROUPS: &[(&str, &[&str])] = &[
    ("help.group.store", &["init", "status", "check", "explain", "history", "diff"]),
    ("help.group.damage", &["restore", "salvage", "convert", "migrate"]),
    ("help.group.who", &["org", "certificate", "training"]),
    ("help.group.stock", &["item", "store", "stock", "purchase", "stocktake"]),
    ("help.group.assets", &["asset"]),
    ("help.group.energy", &["meter", "energy"]),
    ("help.group.inspections", &["inspect", "finding", "repair", "contractor", "clause"]),
    ("help.group.plans", &["task", "indicator"]),
    ("help.group.reports", &["report", "group", "export"]),
    ("help.group.closing", &["close", "verify"]),
    ("help.group.manual", &["help", "man", "completions"]),
];

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { words, html } = args;
    let text = session.text();
    let is_html = html || session.format() == Format::Html;
    if is_html && words.is_empty() {
        return browser_page(session, topics());
    }
    if session.format().is_binary() {
        let message = usage_message("cli.unknown_value", "--format");
        let message = message.with("text", session.format().word());
        return Err(Failure::usage(message.with("known", "table, markdown, html")).into());
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let found = match words[..] {
        [] => return session.hand_out(page(session, &overview(session)).as_bytes()),
        [word] => topic(word),
        _ => None,
    };
    if let Some(topic) = found.filter(|_| is_html) {
        return browser_page(session, std::slice::from_ref(topic));
    }
    let topic = found.map(|topic| page(session, topic.page(text.language())));
    let command = tree::help_of(&words, text);
    match (topic, command) {
        (Some(topic), Some(command)) => {
            let heading = text.label("help.commands");
            session.hand_out(format!("{topic}\n{heading}\n\n{command}").as_bytes())
        }
        (Some(said), None) | (None, Some(said)) => session.hand_out(said.as_bytes()),
        (None, None) => Err(unknown(&words).into()),
    }
}

/// Topics as one page for a browser.
fn browser_page(session: &Session, topics: &'static [Topic]) -> anyhow::Result<Exit> {
    let text = session.text();
    let page = |topic: &'static Topic| Page {
        name: topic.name,
        title: topic.title(text.language()),
        markdown: topic.page(text.language()),
    };
    let pages: Vec<Page<'_>> = topics.iter().map(page).collect();
    session.hand_out(manual_html(&pages, text).as_bytes())
}

/// A page in the format that was asked for; what has no columns is read as text.
fn page(session: &Session, markdown: &str) -> String {
    match session.format() {
        Format::Markdown => markdown.to_owned(),
        Format::Table
        | Format::Csv
        | Format::Tsv
        | Format::Json
        | Format::Html
        | Format::Xlsx
        | Format::Cells => session.page(markdown),
    }
}

/// The commands by group and the topics, as a page.
fn overview(session: &Session) -> String {
    let text = session.text();
    let tree = tree::spoken(tree::outline(), text.language());
    let about = tree.get_about().map(ToString::to_string).unwrap_or_default();
    let mut page = format!("# houqin 后勤\n\n{about}\n\n{}\n", text.label("help.how"));
    let row = |name: &str, about: &str| format!("| {name} | {} |\n", about.replace('|', "\\|"));
    for (key, names) in GROUPS {
        page.extend(["\n## ", text.label(key), "\n\n|  |  |\n| --- | --- |\n"]);
        for name in *names {
            let command = tree.find_subcommand(name);
            let about = command.and_then(clap::Command::get_about);
            page.push_str(&row(name, &about.map(ToString::to_string).unwrap_or_default()));
        }
    }
    page.extend(["\n## ", text.label("help.topics"), "\n\n|  |  |\n| --- | --- |\n"]);
    for topic in topics() {
        page.push_str(&row(topic.name, topic.title(text.language())));
    }
    page
}

/// What was asked for is neither topic nor command: the nearest that is.
pub(super) fn unknown(words: &[&str]) -> Failure {
    let tree = tree::tree();
    let (mut here, mut known) = (&tree, Vec::new());
    let mut wrong = "";
    for word in words {
        let Some(below) = here.find_subcommand(word) else {
            wrong = word;
            break;
        };
        here = below;
        known.push(*word);
    }
    let mut names: Vec<&str> = here.get_subcommands().map(clap::Command::get_name).collect();
    if known.is_empty() {
        names.extend(topics().iter().map(|topic| topic.name));
    }
    Failure::usage(match nearest(wrong, names.iter().copied()) {
        None => Message::new("help.unknown").with("name", wrong),
        Some(near) => {
            known.push(&near);
            let nearest = known.join(" ");
            Message::new("help.unknown_near").with("name", wrong).with("nearest", nearest)
        }
    })
}
