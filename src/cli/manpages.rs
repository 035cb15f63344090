//! Man pages made from the command tree and from the topics of the manual.
//!
//! Synopsis and options are `clap_mangen`'s, with its headings in the language of the page; examples
//! and topics are set by `houqin::render`. Commands are in section 1, topics in section 7.

use std::io::Write as _;

use clap::{Arg, Command};
use clap_mangen::Man;
use houqin::render::page_man;
use houqin::text::{Language, Text, Topic, topic, topics};

use super::tree;

/// Lines are set flush left and no word is divided: Chinese has no blanks to stretch.
const SETTING: &str = ".ad l\n.nh\n";

/// The page of a command, or of a topic where no command has the name; none where neither has.
pub(crate) fn page(words: &[&str], text: Text) -> Option<String> {
    let tree = built(text);
    match below(&tree, words) {
        Some(command) => Some(of_command(command, text)),
        None if words.len() == 1 => topic(words[0]).map(|topic| of_topic(topic, text)),
        None => None,
    }
}

/// Every page in both languages, by its path as `man` looks for it.
pub(crate) fn all() -> Vec<(String, Vec<u8>)> {
    let mut pages = Vec::new();
    for (language, folder) in [(Language::English, ""), (Language::Chinese, "zh_CN/")] {
        let text = Text::new(language);
        let tree = built(text);
        let mut commands = Vec::new();
        collect(&tree, &mut commands);
        for command in commands {
            let name = command.get_display_name().unwrap_or_else(|| command.get_name());
            let page = of_command(command, text);
            pages.push((format!("{folder}man1/{name}.1"), page.into_bytes()));
        }
        for topic in topics() {
            let page = of_topic(topic, text);
            pages.push((format!("{folder}man7/houqin-{}.7", topic.name), page.into_bytes()));
        }
    }
    pages
}

fn built(text: Text) -> Command {
    let mut tree = tree::spoken(tree::tree(), text.language());
    tree.build();
    match text.language() {
        Language::English => tree,
        Language::Chinese => own_flags(tree, text),
    }
}

/// What clap says of its own two flags, in the language of the page.
fn own_flags(command: Command, text: Text) -> Command {
    let said = |arg: Arg| {
        let key = match arg.get_id().as_str() {
            "help" => "help.man.flag_help",
            "version" => "help.man.flag_version",
            _ => return arg,
        };
        arg.help(text.label(key)).long_help(None::<&str>)
    };
    command.mut_args(said).mut_subcommands(|below| own_flags(below, text))
}

/// A command by its words.
fn below<'c>(tree: &'c Command, words: &[&str]) -> Option<&'c Command> {
    words.iter().try_fold(tree, |here, word| here.find_subcommand(word))
}

fn collect<'c>(command: &'c Command, commands: &mut Vec<&'c Command>) {
    commands.push(command);
    let shown = command.get_subcommands().filter(|below| !below.is_hide_set());
    shown.for_each(|below| collect(below, commands));
}

fn of_command(command: &Command, text: Text) -> String {
    let man = Man::new(command.clone()).manual(text.label("help.manual"));
    let mut page = Vec::new();
    let written = man
        .render_title(&mut page)
        .and_then(|()| page.write_all(SETTING.as_bytes()))
        .and_then(|()| man.render_name_section(&mut page))
        .and_then(|()| man.render_synopsis_section(&mut page))
        .and_then(|()| man.render_description_section(&mut page))
        .and_then(|()| man.render_options_section(&mut page))
        .and_then(|()| {
            let group = command.has_subcommands();
            if group { man.render_subcommands_section(&mut page) } else { Ok(()) }
        })
        .and_then(|()| page.write_all(examples(command, text).as_bytes()))
        .and_then(|()| page.write_all(see_also(command, text).as_bytes()));
    written.expect("BUG: a vector that cannot be written to");
    let page = String::from_utf8(page).expect("BUG: a page that is no text");
    headings(&page, text)
}

/// What follows the flags, as it stands.
fn examples(command: &Command, text: Text) -> String {
    let Some(after) = command.get_after_help().map(ToString::to_string) else {
        return String::new();
    };
    let title = text.label("help.man.examples");
    let lines = after.lines().filter(|line| !matches!(*line, "Examples:" | "Example:"));
    let block: Vec<&str> = lines.collect();
    page_man("", &format!("## {title}\n\n```\n{}\n```\n", block.join("\n")), "")
}

fn see_also(command: &Command, text: Text) -> String {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let above = name.rsplit_once('-').map(|(above, _)| above);
    let mut pages: Vec<String> = above.map(|above| format!("{above}(1)")).into_iter().collect();
    let own = name.split('-').nth(1).unwrap_or_default();
    let of_manual = topics().iter().filter(|topic| own.is_empty() || topic.name == own);
    pages.extend(of_manual.map(|topic| format!("houqin-{}(7)", topic.name)));
    if pages.is_empty() {
        return String::new();
    }
    let title = text.label("help.man.see_also");
    page_man("", &format!("## {title}\n\n{}\n", pages.join(", ")), "")
}

fn of_topic(topic: &Topic, text: Text) -> String {
    let (name, version) = (format!("houqin-{}", topic.name), env!("CARGO_PKG_VERSION"));
    let manual = text.label("help.manual");
    let title = format!(".TH {name} 7 \"\" \"houqin {version}\" \"{manual}\"\n");
    let page = page_man(&name, topic.page(text.language()), text.label("help.man.name"));
    title + SETTING + &page
}

/// The headings that `clap_mangen` sets, by the keys whose English they are.
const HEADINGS: [&str; 5] = [
    "help.man.name",
    "help.man.synopsis",
    "help.man.description",
    "help.man.options",
    "help.man.subcommands",
];

/// A page with the headings of `clap_mangen` in its language.
fn headings(page: &str, text: Text) -> String {
    let english = Text::new(Language::English);
    let mut said = String::with_capacity(page.len());
    for line in page.lines() {
        let heading = line.strip_prefix(".SH ").map(|heading| heading.trim_matches('"'));
        match heading.and_then(|set| HEADINGS.iter().find(|key| english.label(key) == set)) {
            Some(key) => said.extend([".SH \"", text.label(key), "\"\n"]),
            None => said.extend([line, "\n"]),
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_command_and_topic_has_a_page_in_both_languages() {
        let pages = all();
        let names: BTreeSet<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.len(), pages.len(), "two pages of one name");
        for name in ["man1/houqin.1", "man1/houqin-stock-issue.1", "man7/houqin-stocktake.7"] {
            assert!(names.contains(name), "{name}");
            assert!(names.contains(format!("zh_CN/{name}").as_str()), "zh_CN/{name}");
        }
        assert!(names.len() > 2 * (200 + topics().len()), "{}", names.len());
    }

    #[test]
    fn a_page_has_its_sections_and_no_line_that_is_an_unknown_request() {
        let known = [
            ".TH", ".SH", ".SS", ".PP", ".TP", ".IP", ".RS", ".RE", ".nf", ".fi", ".br", ".ie",
            ".el", ".sp", ".ad", ".nh",
        ];
        for (name, page) in all() {
            let page = String::from_utf8(page).expect("text");
            assert!(page.contains("\n.SH ") && page.contains(".TH "), "{name}");
            for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
                let request = line.split(' ').next().unwrap_or_default();
                assert!(known.contains(&request), "{name}: {line}");
            }
        }
    }

    #[test]
    fn a_chinese_page_has_chinese_headings() {
        let page = page(&["stock", "issue"], Text::new(Language::Chinese)).expect("a page");
        for line in page.lines().filter_map(|line| line.strip_prefix(".SH ")) {
            assert!(!line.chars().any(|letter| letter.is_ascii_alphabetic()), "{line}");
        }
        assert!(page.contains("houqin stock issue DG36 4"), "{page}");
    }
}
