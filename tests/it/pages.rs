//! The bundled hospital's reports as a browser shows and prints them: nothing overflows on A4 or on
//! a phone, nothing is complained of, tables sort and filter and are said right, and paper has
//! whole tables with their heads on every page.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is looked at, with a word that its page has; every report that the bundled hospital has
/// something to say in.
const REPORTS: [(&str, &str); 18] = [
    ("report energy -p 2025-03", "svg"),
    ("report energy -p 2025", "svg"),
    ("report reconciliation -p 2025-12", "svg"),
    ("report analysis -p 2025", "svg"),
    ("report compliance -p 2025-03", "svg"),
    ("report cost -p 2025", "svg"),
    ("report consumption -p 2025", "svg"),
    ("report statement -p 2025-03", "table"),
    ("report depreciation -p 2025-03", "table"),
    ("report annual -p 2025", "h2"),
    ("report findings -p 2025", "table"),
    ("report repairs -p 2025", "table"),
    ("report indicators -p 2025", "table"),
    ("report tasks -p 2025", "table"),
    ("report ledgers -p 2025-03", "table"),
    ("energy rank -p 2025", "svg"),
    ("energy cusum D-HQ -p 2025", "svg"),
    ("item list", "table"),
];

/// Where a browser is looked for.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn bundled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital")
}

fn page(line: &str, language: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_houqin"))
        .env_clear()
        .env("HOUQIN_LANG", language)
        .env("HOUQIN_NOW", "2026-02-01T08:30:00+08:00")
        .env("HOUQIN_BY", "后勤主任")
        .arg("-C")
        .arg(bundled())
        .args(line.split_whitespace())
        .args(["-f", "html"])
        .output()
        .expect("the binary starts");
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Runs a program that this test needs; without it the test fails and says what to install.
fn needed(program: &str, command: &mut Command) -> Output {
    let output = command.output();
    output.unwrap_or_else(|error| {
        panic!("{program}: {error}; apt-get install -y chromium fonts-noto-cjk poppler-utils")
    })
}

/// A browser without a window, that is given up after a quarter of an hour: on a machine with nothing
/// else to do it takes a few seconds.
fn browser(profile: &Path) -> Command {
    let has = |name: &str| Command::new(name).arg("--version").output().is_ok();
    let found = BROWSERS.into_iter().find(|name| has(name));
    let found =
        found.expect("no browser: apt-get install -y chromium fonts-noto-cjk poppler-utils");
    let mut command = Command::new("timeout");
    command.arg("900").arg(found).args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]);
    command.arg(format!("--user-data-dir={}", profile.display()));
    command
}

/// The widths of a screen as wide as A4, and of a phone, in CSS pixels.
const WIDTHS: [u32; 2] = [794, 390];

/// The width of what is printed on, in CSS pixels: A4 upright or across, less the margins.
fn printed_width(page: &str) -> u32 {
    if page.contains("size: A4 landscape") { 1024 } else { 695 }
}

/// A page that shows others in a frame, one after the other, each in its widths, and writes down
/// what they tell of themselves.
const HARNESS: &str = r#"<!DOCTYPE html><meta charset=utf-8><pre></pre>
<script>
const pages = PAGES;
let at = 0, nth = 0, frame = null;
const show = () => {
  if (at === pages.length) return;
  const { name, page, widths } = pages[at];
  if (nth === 0) {
    if (frame) frame.remove();
    frame = document.createElement("iframe");
    Object.assign(frame, { name, height: 900, width: widths[0], srcdoc: page });
    document.body.append(frame);
  } else {
    frame.width = widths[nth];
  }
};
addEventListener("message", ({ data: { page, width, found } }) => {
  document.querySelector("pre").append([page, width, found.join(" ¦ ").replace(/\s+/g, " ")].join("\t") + "\n");
  nth += 1;
  if (nth === pages[at].widths.length) { at += 1; nth = 0; }
  show();
});
show();
</script>"#;

#[test]
fn every_page_is_whole_on_a_screen_a_phone_and_paper() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let probe = include_str!("data/probe.js");
    let mut pages = Vec::new();
    let mut expected = BTreeSet::new();
    for (at, (line, word)) in REPORTS.into_iter().enumerate() {
        for language in ["zh", "en"] {
            let page = page(line, language);
            assert!(page.contains(&format!("<{word}")), "{line} has no {word}");
            let probed = page.replacen("<style>", &format!("<script>{probe}</script><style>"), 1);
            let on_paper = probed.replace("@media print {", "@media all {");
            assert_ne!(on_paper, probed);
            let paper = printed_width(&page);
            for (name, page, widths) in [
                (format!("{at}-{language}"), probed, &WIDTHS[..]),
                (format!("{at}-{language}-paper"), on_paper, &[paper]),
            ] {
                expected.extend(widths.iter().map(|width| format!("{name}\t{width}")));
                pages.push(serde_json::json!({ "name": name, "page": page, "widths": widths }));
            }
        }
    }
    let file = folder.path().join("harness.html");
    // Within a script nothing but its own end ends it.
    let pages = serde_json::Value::from(pages).to_string().replace("</", "<\\/");
    std::fs::write(&file, HARNESS.replace("PAGES", &pages)).expect("written");
    let mut command = browser(&folder.path().join("profile"));
    command.args(["--virtual-time-budget=2400000", "--dump-dom"]);
    let output = needed("chromium", command.arg(format!("file://{}", file.display())));
    let dom = String::from_utf8_lossy(&output.stdout);
    let told = dom.split_once("<pre>").and_then(|(_, rest)| rest.split_once("</pre>"));
    let told = told.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr))).0;
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for line in told.lines() {
        let (page, found) = line.rsplit_once('\t').expect("a page and what was found");
        seen.insert(page.to_owned());
        if !found.is_empty() {
            let at: usize =
                page.split('-').next().and_then(|at| at.parse().ok()).expect("a number");
            wrong.push(format!("{}, {page}: {found}", REPORTS[at].0));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen, expected, "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_page_has_the_same_bytes_each_time() {
    for line in ["report energy -p 2025", "report compliance -p 2025-03"] {
        assert_eq!(page(line, "zh"), page(line, "zh"), "{line}");
    }
}

/// The pages of a printed report, as text.
fn printed(folder: &Path, line: &str, language: &str) -> (Vec<String>, String) {
    let (html, pdf) = (folder.join("page.html"), folder.join("page.pdf"));
    std::fs::write(&html, page(line, language)).expect("written");
    let mut command = browser(&folder.join("profile"));
    command.arg("--no-pdf-header-footer").arg(format!("--print-to-pdf={}", pdf.display()));
    needed("chromium", command.arg(format!("file://{}", html.display())));
    let text = |program: &str, arguments: &[&str]| {
        let output = needed(program, Command::new(program).args(arguments).arg(&pdf).arg("-"));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let pages = text("pdftotext", &["-layout"]);
    let info = needed("pdfinfo", Command::new("pdfinfo").arg(&pdf));
    let pages = pages.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect();
    (pages, String::from_utf8_lossy(&info.stdout).into_owned())
}

#[test]
fn paper_has_heads_on_every_page_and_numbers_them() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let cases = [
        ("item list", "zh", Some("物资编码"), None),
        ("report compliance -p 2025-03", "zh", None, Some("负责人")),
        ("report statement -p 2025-03", "en", Some("store room"), Some("storekeeper")),
    ];
    for (line, language, head, role) in cases {
        let (pages, info) = printed(folder.path(), line, language);
        assert!(info.contains("A4"), "{line}: {info}");
        let count = info.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a count");
        assert_eq!(count.trim(), pages.len().to_string(), "{line}");
        for (at, page) in pages.iter().enumerate() {
            let foot = format!("{}/{}", at + 1, pages.len());
            assert!(page.replace(' ', "").contains(&foot), "{line}: {foot} is not on {page}");
            assert!(page.contains("示范医院"), "{line}: no head on page {}", at + 1);
            let lacks_head = head.is_some_and(|head| !page.contains(head));
            assert!(!lacks_head, "{line}: the table's head is not on page {}: {page}", at + 1);
        }
        let last = pages.last().expect("a page");
        assert!(role.is_none_or(|role| last.contains(role)), "{line}: nobody signs: {last}");
    }
}
