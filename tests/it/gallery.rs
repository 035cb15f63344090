//! The gallery of errors: every message of `data/diagnostics` is brought about by the steps that
//! stand beside it, in both languages, and the pages show what was printed.
//!
//! Steps are taken in a copy of the small store `tests/it/data/gallery`, on 2026-03-10:
//! `houqin …` runs a command; `on DAY` lets it be another day; `edit FILE: OLD => NEW`, `append FILE: LINE`, `write FILE: TEXT`,
//! `remove FILE`, `rmdir FOLDER`, `cut FILE: BYTES`, `bytes FILE: HEX`, `utf16 FILE`, `huge FILE`,
//! `link FILE: TARGET`, `share FILE` and `book FILE: TABLES` (a workbook; an empty line between two sheets) do to a file what editors, spreadsheets and bad days do. Where no command
//! comes last, `houqin check` does.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;

use houqin::base::Check;
use houqin::text::{Entry, Language, Shelf, Text, area_names, entries};
use snapbox::{assert_data_eq, file};

use crate::lab::{Lab, words};

/// Both languages, as the environment names them.
const LANGUAGES: [(Language, &str); 2] = [(Language::Chinese, "zh"), (Language::English, "en")];

fn all() -> Vec<Entry> {
    let areas = area_names(Shelf::Messages).into_iter();
    areas.flat_map(|area| entries(Shelf::Messages, area)).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The steps of an example, the check at their end included.
fn steps(example: &str) -> Vec<&str> {
    let mut steps: Vec<&str> = example.lines().filter(|line| !line.is_empty()).collect();
    if !steps.last().is_some_and(|step| step.starts_with("houqin ")) {
        steps.push("houqin check");
    }
    steps
}

/// Runs a command; gives what it said on stdout and then on stderr, and whether it went well.
fn run(lab: &Lab, line: &str, language: &str) -> (String, bool) {
    let output = lab
        .command()
        .args(words(line))
        .env("HOUQIN_LANG", language)
        .env("COLUMNS", "2000")
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).expect("output in UTF-8");
    (said.replace(&lab.root().display().to_string(), "[STORE]"), output.status.success())
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\r", "\r").replace("\\0", "\0")
}

/// A workbook as a spreadsheet program writes it: `=…` is a formula that nobody calculated, `#…`
/// one that came to an error.
fn workbook(tables: &str) -> Vec<u8> {
    use rust_xlsxwriter::{Formula, Workbook};
    let mut book = Workbook::new();
    for table in tables.split("\n\n") {
        let sheet = book.add_worksheet();
        for (row, line) in (0..).zip(table.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                let formula = match cell.split_at_checked(1) {
                    Some(("=", formula)) => Formula::new(formula).set_result(""),
                    Some(("#", _)) => Formula::new("NA()").set_result(cell),
                    _ => {
                        sheet.write(row, column, cell).expect(line);
                        continue;
                    }
                };
                sheet.write_formula(row, column, formula).expect(line);
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Does to a file what a step says.
fn spoil(lab: &Lab, step: &str) {
    let (verb, rest) = step.split_once(' ').expect(step);
    let (path, text) = rest.split_once(": ").unwrap_or((rest.trim_end_matches(':'), ""));
    let file = lab.root().join(path);
    let bytes = || std::fs::read(&file).expect(step);
    match verb {
        "edit" => {
            let (old, new) = text.split_once(" =>").expect(step);
            let (old, new) = (unescaped(old), unescaped(new.strip_prefix(' ').unwrap_or(new)));
            let content = lab.read(path);
            assert!(content.contains(&old), "{step}: not there");
            lab.write(path, content.replacen(&old, &new, 1));
        }
        "append" => lab.write(path, [bytes(), unescaped(text).into_bytes(), vec![b'\n']].concat()),
        "write" => lab.write(path, unescaped(text)),
        "remove" => std::fs::remove_file(&file).expect(step),
        "rmdir" => std::fs::remove_dir(&file).expect(step),
        "cut" => {
            let content = bytes();
            let kept = content.len() - text.parse::<usize>().expect(step);
            lab.write(path, &content[..kept]);
        }
        "bytes" => {
            let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect(step);
            let more: Vec<u8> = (0..text.len()).step_by(2).map(digit).collect();
            lab.write(path, [bytes(), more].concat());
        }
        "utf16" => {
            let content = lab.read(path);
            let units = content.encode_utf16().flat_map(u16::to_le_bytes);
            lab.write(path, b"\xFF\xFE".iter().copied().chain(units).collect::<Vec<u8>>());
        }
        "huge" => {
            let file = std::fs::OpenOptions::new().write(true).open(&file).expect(step);
            file.set_len((1 << 30) + 1).expect(step);
        }
        "link" => {
            std::fs::remove_file(&file).expect(step);
            std::os::unix::fs::symlink(text, &file).expect(step);
        }
        "share" => {
            let all = std::os::unix::fs::PermissionsExt::from_mode(0o666);
            std::fs::set_permissions(&file, all).expect(step);
        }
        "book" => lab.write(path, workbook(&unescaped(text))),
        _ => panic!("{step}: no such step"),
    }
}

/// Takes the steps in a store of their own; gives what the last command printed in each language.
///
/// A command that did not go well has changed nothing: it is asked again in the same store.
fn take(example: &str) -> [String; 2] {
    let steps = steps(example);
    let (last, before) = steps.split_last().expect("a step");
    let last = last.strip_prefix("houqin ").expect("a command at the end");
    let prepare = || {
        let mut lab = Lab::of(&root().join("tests/it/data/gallery"));
        lab.on("2026-03-10");
        for step in before {
            match step.split_once(' ') {
                Some(("houqin", line)) => drop(run(&lab, line, "zh")),
                Some(("on", day)) => lab.on(day),
                _ => spoil(&lab, step),
            }
        }
        lab
    };
    let lab = prepare();
    let (zh, went_well) = run(&lab, last, "zh");
    let lab = if went_well { prepare() } else { lab };
    [zh, run(&lab, last, "en").0]
}

/// The pieces of a sentence between its arguments.
fn pieces(sentence: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        pieces.push(before);
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    pieces.push(rest);
    pieces
}

/// Whether a line says a sentence, whatever its arguments are.
fn says(line: &str, sentence: &str) -> bool {
    let mut rest = line;
    let pieces = pieces(sentence);
    let all = pieces.iter().all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    });
    // A sentence that ends with words of its own ends there, or it is the beginning of another.
    let ends = pieces.last().is_some_and(|last| last.is_empty());
    all && (ends || rest.is_empty() || rest.starts_with([' ', '：', ':']))
}

/// The line in which a sentence is said, with the excerpt and the hint that stand below it.
fn told(said: &str, sentence: &str) -> Option<String> {
    let mut lines = said.lines().skip_while(|line| !says(line, sentence));
    let first = lines.next()?;
    let below = lines.take_while(|line| line.starts_with("  "));
    let told: Vec<&str> = std::iter::once(first).chain(below).collect();
    Some(told.join("\n") + "\n")
}

/// Whether something was left open that an argument should have filled.
fn unfilled(said: &str) -> bool {
    let inner = said.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    inner.map(|(name, _)| name).any(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    })
}

/// What an example prints in both languages, or what is wrong with it.
fn shown(entry: &Entry, example: &str) -> Result<[String; 2], String> {
    let mut shown = [String::new(), String::new()];
    let both = take(example);
    for (at, (_, language)) in LANGUAGES.into_iter().enumerate() {
        let sentence = if at == 0 { entry.zh } else { entry.en };
        let said = &both[at];
        // In English clap says by itself what is wrong with a command line.
        let of_clap = entry.area == "usage" && at == 1;
        let told = if of_clap { Some(said.clone()) } else { told(said, sentence.unwrap_or("?")) };
        let wrong = |what: &str| format!("{} ({language}): {what}\n{example}\n{said}", entry.key);
        let told = told.ok_or_else(|| wrong("not said"))?;
        if unfilled(&told) {
            return Err(wrong("an argument is missing"));
        }
        shown[at] = told;
    }
    Ok(shown)
}

/// Takes all examples, as many at a time as there are processors.
fn take_all(entries: &[(Entry, &'static str)]) -> Vec<Result<[String; 2], String>> {
    let next = Mutex::new(0..entries.len());
    let done = Mutex::new(vec![Err(String::new()); entries.len()]);
    let n_threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                loop {
                    let Some(at) = next.lock().expect("no panic").next() else { return };
                    let (entry, example) = &entries[at];
                    let shown = shown(entry, example);
                    done.lock().expect("no panic")[at] = shown;
                }
            });
        }
    });
    done.into_inner().expect("no panic")
}

/// What stands above the entries of the page.
fn head(language: Language) -> &'static str {
    match language {
        Language::Chinese => {
            "# 提示信息大全\n\n\
             每一条提示信息的代号、怎样会遇到、会看到什么。例子都在同一个小账库里做（`tests/it/data/gallery`，\
             当天是 2026-03-10），\n由测试逐条运行，本页由测试写成。`houqin explain 代号` 显示其中一条。\n\n\
             例子里除 houqin 命令外：`on 日期` 换到另一天，`edit 文件: 旧 => 新` 改一处，`append` 加一行，`write` 写文件，`remove`、\
             `rmdir` 删除，`cut` 截掉末尾若干字节，\n`bytes` 加上字节，`utf16` 改编码，`huge` 撑大，`link` 换成链接，\n`share` 让这台机器上谁都能改写，`book` 做一个工作簿（空行隔开两张表）。\n"
        }
        Language::English => {
            "# Every message\n\n\
             The code of every message, how one meets it, and what one sees. All examples are of one small \
             store (`tests/it/data/gallery`,\non 2026-03-10); a test runs each of them and writes this page. \
             `houqin explain CODE` shows one entry.\n\n\
             Beside houqin commands: `on DAY` makes it another day, `edit FILE: OLD => NEW` changes one spot, `append` adds a line, `write` \
             writes a file, `remove` and `rmdir`\ntake away, `cut` takes bytes off the end, `bytes` adds some, \
             `utf16` changes the encoding, `huge` blows it up, `link` puts a link in its place,\n`share` lets everybody on the machine write it, `book` makes a workbook (an empty line between two sheets).\n"
        }
    }
}

/// One entry of the page.
fn write_entry(page: &mut String, entry: &Entry, example: &str, said: &str, language: Language) {
    let check = Check::of(entry.key).map_or("—", Check::name);
    let word = match language {
        Language::Chinese => "检查项目",
        Language::English => "check",
    };
    let text = Text::new(language);
    let sentence = text.sentence(entry.key).unwrap_or_default();
    let steps = steps(example).join("\n");
    write!(
        page,
        "\n### {}\n\n{sentence}\n\n{word}: {check}\n\n```text\n{steps}\n```\n\n```text\n{}\n```\n",
        entry.key,
        said.trim_end()
    )
    .expect("a string takes any text");
}

#[test]
fn every_example_says_what_it_is_an_example_of() {
    let with: Vec<(Entry, &'static str)> = all()
        .into_iter()
        .filter_map(|entry| entry.example.map(|example| (entry, example)))
        .collect();
    let shown = take_all(&with);
    let wrong: Vec<&str> =
        shown.iter().filter_map(|shown| shown.as_ref().err().map(String::as_str)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), with.len(), wrong.join("\n\n"));
    let mut pages = LANGUAGES.map(|(language, _)| head(language).to_owned());
    for (at, (language, _)) in LANGUAGES.into_iter().enumerate() {
        let mut area = "";
        for ((entry, example), shown) in with.iter().zip(&shown) {
            if entry.area != area {
                area = entry.area;
                write!(pages[at], "\n## {area}\n").expect("a string takes any text");
            }
            let said = shown.as_ref().map(|shown| shown[at].as_str()).unwrap_or_default();
            write_entry(&mut pages[at], entry, example, said, language);
        }
    }
    let [zh, en] = pages;
    assert_data_eq!(zh, file!["../../data/help/errors.zh.md"].raw());
    assert_data_eq!(en, file!["../../data/help/errors.en.md"].raw());
}

#[test]
fn what_has_no_example_says_why() {
    let mut without = String::new();
    for entry in all() {
        match (entry.example, entry.example_none) {
            (Some(_), None) => {}
            (None, why) => {
                writeln!(without, "{}: {}", entry.key, why.unwrap_or("TO BE WRITTEN"))
                    .expect("a string takes any text");
            }
            (Some(_), Some(_)) => panic!("{} has an example and says why not", entry.key),
        }
    }
    // Few, each with its reason; a new message gets an example.
    assert_data_eq!(without, file!["data/no_example.txt"].raw());
}
