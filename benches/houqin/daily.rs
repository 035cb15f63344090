//! What is done many times a day, against what the machine itself takes for it: starting, one
//! durable line, and a hundred thousand rows printed.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "ratios, to be read")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::cost::{Cost, alternating};
use super::movements::fill;

/// How often a command is run that takes milliseconds.
const RUNS: usize = 40;

/// A program that ends at once.
const EMPTY: &str = "int main(void) { return 0; }\n";

/// A program that appends one line to a file and waits until it is on the disk.
const APPEND: &str = "#include <fcntl.h>\n#include <string.h>\n#include <unistd.h>\n\
    int main(int n, char **of) {\n\
    char line[200]; memset(line, 'x', sizeof line); line[199] = '\\n';\n\
    int file = open(of[1], O_WRONLY | O_APPEND | O_CREAT, 0644);\n\
    return file < 0 || write(file, line, sizeof line) != sizeof line || fdatasync(file);\n}\n";

/// Measures all of it; the ledger that one line is recorded in has so many lines.
pub(crate) fn measure(n_rows: usize) {
    println!("\n| every day | wall | CPU | peak | against | ratio |");
    println!("| --- | ---: | ---: | ---: | --- | ---: |");
    let folder = tempfile::tempdir().expect("a folder");
    start(folder.path());
    append(folder.path(), n_rows);
    print(folder.path());
}

fn line(name: &str, cost: Cost, against: &str, ratio: Option<f64>) {
    let ratio = ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
    println!(
        "| {name} | {:.2} ms | {:.2} ms | {:.1} MB | {against} | {ratio} |",
        cost.wall.as_secs_f64() * 1e3,
        cost.cpu.as_secs_f64() * 1e3,
        cost.peak as f64 / 1024.0
    );
}

/// Compiles a program, where there is a compiler.
fn compiled(folder: &Path, name: &str, text: &str) -> Option<PathBuf> {
    let (source, program) = (folder.join(format!("{name}.c")), folder.join(name));
    std::fs::write(&source, text).expect("written");
    let mut compiler = Command::new("cc");
    compiler.arg("-O2").arg("-o").arg(&program).arg(&source).stderr(Stdio::null());
    compiler.status().is_ok_and(|status| status.success()).then_some(program)
}

fn start(folder: &Path) {
    let own = super::houqin(folder, "--version");
    let empty = compiled(folder, "empty", EMPTY).map(Command::new);
    let mut all = vec![&own];
    all.extend(&empty);
    let costs = alternating(RUNS, &all, &folder.join("out"));
    let ratio = costs.get(1).map(|empty| costs[0].cpu.as_secs_f64() / empty.cpu.as_secs_f64());
    line("houqin --version", costs[0], "an empty C program, CPU", ratio);
}

/// Q5: one durable line into a ledger that has many.
fn append(folder: &Path, n_rows: usize) {
    let root = folder.join("store");
    std::fs::create_dir_all(&root).expect("a folder");
    let truth = fill(&root, n_rows);
    let program = compiled(folder, "append", APPEND);
    let out = folder.join("out");
    let mut costs: Vec<Cost> = Vec::new();
    for run in 0..7 {
        let said =
            format!("stock receive WZ00001 1 --room KF0 --supplier S --price 5 --slip B{run} -q");
        let mut own = super::houqin(&root, &said);
        own.env("HOUQIN_NOW", "2026-01-02T08:30:00+08:00");
        let floor = program.as_ref().map(|program| {
            let mut command = Command::new(program);
            command.arg(root.join("appended"));
            command
        });
        let mut all = vec![&own];
        all.extend(&floor);
        let new = alternating(1, &all, &out);
        costs = if costs.is_empty() {
            new
        } else {
            costs.into_iter().zip(new).map(|(one, other)| one.least(other)).collect()
        };
    }
    let ratio = costs.get(1).map(|floor| costs[0].wall.as_secs_f64() / floor.wall.as_secs_f64());
    let name = format!("Q5 stock receive, {} lines there", truth.n_rows);
    line(&name, costs[0], "append and fdatasync in C, wall", ratio);
}

/// A hundred thousand rows in each format.
fn print(folder: &Path) {
    let root = folder.join("catalogue");
    std::fs::create_dir_all(&root).expect("a folder");
    super::run(&root, "init --name bench -q");
    let mut items = String::from("code,name,spec,unit,category\n");
    for at in 0..100_000 {
        let _ = writeln!(items, "WZ{at:06},灯管 {at},T8 18W,支,照明 {}", at % 40);
    }
    std::fs::create_dir_all(root.join("stock")).expect("a folder");
    std::fs::write(root.join("stock/items.csv"), items).expect("a catalogue");
    let commands: Vec<Command> = ["csv", "table", "json"]
        .iter()
        .map(|format| super::houqin(&root, &format!("item list -f {format}")))
        .collect();
    let costs = alternating(2, &commands.iter().collect::<Vec<_>>(), &folder.join("out"));
    for (cost, name) in costs.iter().zip(["CSV", "a table", "JSON"]) {
        let ratio = cost.peak as f64 / costs[0].peak as f64;
        line(&format!("100,000 rows as {name}"), *cost, "as CSV, peak memory", Some(ratio));
    }
}
