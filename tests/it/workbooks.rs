//! Workbooks as `LibreOffice` opens and prints them, and as the command line hands them out.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use rust_decimal::Decimal;

use crate::hospital::bundled;
use crate::lab::Lab;

/// What `LibreOffice` makes of a workbook, in the folder it lies in.
fn converted(folder: &Path, file: &str, to: &str) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let output = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", to, "--outdir", "."])
        .arg(file)
        .current_dir(folder)
        .output();
    let output = output.expect(
        "LibreOffice is there; on Debian and Ubuntu: apt-get install libreoffice-calc-nogui",
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The numbers of a CSV text, and whether each is a rate in percent.
fn figures(text: &str) -> Vec<(Decimal, bool)> {
    let mut reader = csv::ReaderBuilder::new();
    let rows = reader.flexible(true).has_headers(false).from_reader(text.as_bytes()).into_records();
    let fields = rows.flat_map(|row| {
        let row = row.expect("a row");
        row.iter().map(str::to_owned).collect::<Vec<_>>()
    });
    let figure = |field: String| {
        let number = field.trim_end_matches('%').parse::<Decimal>().ok()?;
        Some((number.normalize(), field.ends_with('%')))
    };
    fields.filter_map(figure).collect()
}

/// Every sheet as CSV.
const ALL_SHEETS: &str =
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";

#[test]
fn libreoffice_shows_what_the_document_says_and_prints_it_on_a4() {
    let mut lab = Lab::of(&bundled());
    lab.on("2026-01-03");
    lab.write("out/here", "");
    let said = lab.run("report energy -p 2025 -f xlsx -o out/energy.xlsx");
    assert_eq!(said.code, 0, "{}", said.stderr);
    let folder = lab.root().join("out");
    converted(&folder, "energy.xlsx", ALL_SHEETS);
    let names: Vec<String> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let sheet = |part: &str| {
        let name = names.iter().find(|name| name.contains(part));
        let name = name.unwrap_or_else(|| panic!("{part} is not among {names:?}"));
        lab.read(&format!("out/{name}"))
    };
    let first = sheet("说明");
    assert!(first.contains("2025-01-01") && first.contains("截至,2026-01-03"), "{first}");
    // Every figure of our own CSV is the same number there, rates in percent.
    let own = lab.ok("report energy -p 2025 -f csv -q");
    let theirs: Vec<String> = names.iter().map(|name| lab.read(&format!("out/{name}"))).collect();
    let theirs: BTreeSet<_> = theirs.iter().flat_map(|sheet| figures(sheet)).collect();
    let own = figures(&own);
    assert!(own.len() > 1000, "{}", own.len());
    let missing: Vec<_> = own.iter().filter(|figure| !theirs.contains(figure)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    converted(&folder, "energy.xlsx", "pdf");
    let pdf = std::fs::read(folder.join("energy.pdf")).expect("a PDF");
    let text = String::from_utf8_lossy(&pdf);
    // A4 upright and lying, in points.
    let is_a4 = |page: &str| page.contains("595") && page.contains("841");
    let pages = text.split("/Type/Page/Parent").skip(1);
    let boxes: Vec<&str> =
        pages.filter_map(|page| page.split_once("/MediaBox")?.1.split(']').next()).collect();
    assert!(!boxes.is_empty() && boxes.iter().all(|page| is_a4(page)), "{boxes:?}");
}

#[test]
fn a_workbook_goes_to_a_file_or_a_pipe_and_is_read_in_again() {
    let lab = Lab::new();
    lab.ok("item add WZ001 --name =灯管 --unit 支 --minimum 5 -q");
    lab.ok("item add WZ002 --name 胶带 --unit 卷 -q");
    let output = lab.command().args(["item", "list", "-f", "xlsx"]).output().expect("it starts");
    assert!(output.status.success() && output.stdout.starts_with(b"PK"));
    lab.ok("item list -f xlsx -o items.xlsx -q");
    assert!(std::fs::read(lab.root().join("items.xlsx")).expect("a file") == output.stdout);
    // A table that was handed out can be handed in.
    let other = Lab::new();
    other.write("items.xlsx", &output.stdout);
    let said = other.run("item import items.xlsx");
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    assert_eq!(other.ok("item list -f csv"), lab.ok("item list -f csv"));
}
