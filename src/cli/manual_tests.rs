//! The help held to account: every leaf has examples, everything that help or manual show as typed is
//! understood, and every command stands in the overview.

use std::collections::BTreeMap;

use clap::Command;
use houqin::text::{Language, Shelf, area_names, entries, topics};

use super::commands::help::GROUPS;
use super::tree::tree;

/// Every leaf command with its words.
fn leaves(command: &Command, path: &str, found: &mut Vec<(String, Command)>) {
    let below: Vec<&Command> = command.get_subcommands().collect();
    if below.is_empty() {
        found.push((path.to_owned(), command.clone()));
    }
    for below in below {
        leaves(below, format!("{path} {}", below.get_name()).trim(), found);
    }
}

fn all_leaves() -> Vec<(String, Command)> {
    let mut found = Vec::new();
    leaves(&tree(), "", &mut found);
    assert!(found.len() > 200, "{}", found.len());
    found
}

/// The words of a line as a shell would hand them over; none of a line that a shell would not take.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut begun) = (String::new(), None, false);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            ('\'' | '"', None) => (quote, begun) = (Some(letter), true),
            (closing, Some(opening)) if closing == opening => quote = None,
            ('\\', None) => {
                word.push(letters.next()?);
                begun = true;
            }
            (' ', None) => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (letter, _) => {
                word.push(letter);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    quote.is_none().then_some(words)
}

/// The `houqin` command lines within a line of a shell: pipes, `&&`, variables before them.
fn of_houqin(line: &str) -> Vec<Vec<String>> {
    let line = line.split("  #").next().unwrap_or_default();
    let words = words(line).unwrap_or_else(|| panic!("a quote is left open: {line}"));
    let ends = |word: &String| {
        matches!(word.as_str(), "|" | "&&" | "||" | ";" | ">" | ">>" | "<" | "2>" | "2>&1")
    };
    let commands = words.split(ends);
    let own = commands.filter_map(|command| {
        let is_houqin = |word: &String| word == "houqin" || word.ends_with("/houqin");
        let at = command.iter().position(is_houqin)?;
        let before_is_plain = command[..at].iter().all(|word| word.contains('=') || word == "exec");
        before_is_plain.then(|| command[at..].to_vec())
    });
    own.collect()
}

/// What is wrong with a command line; nothing where the tree takes it.
fn refused(command: &[String]) -> Option<String> {
    use clap::error::ErrorKind::{DisplayHelp, DisplayVersion};
    let error = tree().try_get_matches_from(command).err()?;
    let is_help = matches!(error.kind(), DisplayHelp | DisplayVersion);
    (!is_help).then(|| format!("{}\n{error}", command.join(" ")))
}

#[test]
fn every_leaf_command_has_examples_and_its_own_among_them() {
    let without: Vec<String> = all_leaves()
        .into_iter()
        .filter(|(path, command)| {
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            !after.starts_with("Example") || !after.contains(&format!("houqin {path}"))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(without.is_empty(), "without an example:\n{}", without.join("\n"));
}

#[test]
fn every_example_of_the_help_is_understood() {
    let mut wrong = Vec::new();
    for (path, command) in all_leaves() {
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        for line in after.lines().filter(|line| line.contains("houqin ")) {
            let commands = of_houqin(line.trim());
            let found = commands.iter().filter_map(|command| refused(command));
            wrong.extend(found.map(|found| format!("{path}: {found}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The fenced blocks of a page: what is written behind the fence, and the lines.
fn fenced(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            blocks.push((kind, lines.by_ref().take_while(|line| line.trim() != "```").collect()));
        }
    }
    blocks
}

/// A crontab entry: five times, or a word such as `@daily`, then what runs; none of a setting.
fn of_crontab(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') || line.split(' ').next()?.contains('=') {
        return None;
    }
    let fields: Vec<&str> = line.splitn(6, ' ').collect();
    for field in &fields[..5] {
        let fits = |byte: u8| byte.is_ascii_digit() || b"*,-/".contains(&byte);
        assert!(field.bytes().all(fits), "{field} is no time: {line}");
    }
    Some(fields[5])
}

#[test]
fn every_block_of_the_manual_is_one_that_is_tested() {
    let mut wrong = Vec::new();
    let mut n_cron = 0;
    for topic in topics() {
        for language in [Language::Chinese, Language::English] {
            for (kind, lines) in fenced(topic.page(language)) {
                match kind {
                    // Run by `tests/it/manual.rs`.
                    "console" => {}
                    "toml" => {
                        let text = lines.join("\n");
                        let settings = format!("name = \"x\"\nformat = 1\n{text}\n");
                        if let Err(why) = houqin::store::read_settings(&settings) {
                            wrong.push(format!("{}: {why:?}\n{text}", topic.name));
                        }
                    }
                    "toml mapping" => {
                        let folder = tempfile::tempdir().expect("a folder");
                        let file = folder.path().join("映射.toml");
                        let (disk, text) = (&super::session::DISK, lines.join("\n"));
                        houqin::store::replace_output(disk, &file, text.as_bytes())
                            .expect("a file");
                        if let Err(why) = houqin::store::mapping(&super::session::DISK, &file) {
                            wrong.push(format!("{}: {why:?}", topic.name));
                        }
                    }
                    "crontab" => {
                        for command in lines.into_iter().filter_map(of_crontab) {
                            n_cron += 1;
                            let commands = of_houqin(command);
                            assert!(!commands.is_empty(), "{}: {command}", topic.name);
                            wrong.extend(commands.iter().filter_map(|command| refused(command)));
                        }
                    }
                    // Needs what no test has at hand: many stores, a cluster, another program.
                    "sh" => {
                        let commands = lines.into_iter().flat_map(of_houqin);
                        wrong.extend(commands.filter_map(|command| refused(&command)));
                    }
                    other => wrong.push(format!("{}: nobody tests ```{other}", topic.name)),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_cron > 8, "{n_cron} lines of crontab");
}

#[test]
fn every_command_that_the_manual_names_is_there() {
    let tree = tree();
    let mut wrong = Vec::new();
    for topic in topics() {
        for language in [Language::Chinese, Language::English] {
            let page = topic.page(language);
            for named in page.split('`').filter(|part| part.starts_with("houqin ")) {
                let mut here = &tree;
                for word in named.split(' ').skip(1) {
                    match here.find_subcommand(word) {
                        Some(below) => here = below,
                        None => break,
                    }
                }
                let is_help = named.starts_with("houqin -");
                if std::ptr::eq(here, &raw const tree) && !is_help {
                    wrong.push(format!("{}: {named}", topic.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_hint_names_a_command_that_is_there() {
    let tree = tree();
    let mut wrong = Vec::new();
    for entry in
        area_names(Shelf::Messages).into_iter().flat_map(|area| entries(Shelf::Messages, area))
    {
        for hint in [entry.hint_zh, entry.hint_en].into_iter().flatten() {
            for named in hint.split("houqin ").skip(1) {
                let is_word = |letter: char| letter.is_ascii_lowercase() || letter == '-';
                let mut here = &tree;
                for word in named.split(' ') {
                    let word = word.trim_end_matches(|letter: char| !is_word(letter));
                    match here.find_subcommand(word) {
                        Some(below) => here = below,
                        // A group needs one of its commands; a leaf has arguments.
                        None if here.has_subcommands()
                            && !word.is_empty()
                            && word.chars().all(is_word)
                            && !word.starts_with('-') =>
                        {
                            wrong.push(format!("{}: houqin {named}", entry.key));
                            break;
                        }
                        None => break,
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_stands_in_one_group_of_the_overview() {
    let mut counts: BTreeMap<String, usize> =
        tree().get_subcommands().map(|command| (command.get_name().to_owned(), 0)).collect();
    for name in GROUPS.iter().flat_map(|(_, names)| *names) {
        *counts.get_mut(*name).unwrap_or_else(|| panic!("{name} is no command")) += 1;
    }
    counts.retain(|_, count| *count != 1);
    assert!(counts.is_empty(), "{counts:?}");
}
