//! What is done many times a day, against what the machine itself takes for it: starting, and a hundred thousand rows printed.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "ratios, to be read")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::cost::{Cost, alternating};
use super::musts::Musts;

/// How often a command is run that takes milliseconds.
const RUNS: usize = 40;

/// A program that ends at once.
const EMPTY: &str = "int main(void) { return 0; }\n";

/// Measures all of it.
pub(crate) fn measure(musts: &mut Musts) {
    println!("\n| every day | wall | CPU | peak | against | ratio |");
    println!("| --- | ---: | ---: | ---: | --- | ---: |");
    let folder = tempfile::tempdir().expect("a folder");
    start(folder.path(), musts);
    print(folder.path(), musts);
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
pub(crate) fn compiled(folder: &Path, name: &str, text: &str) -> Option<PathBuf> {
    let (source, program) = (folder.join(format!("{name}.c")), folder.join(name));
    std::fs::write(&source, text).expect("written");
    let mut compiler = Command::new("cc");
    compiler.arg("-O2").arg("-o").arg(&program).arg(&source).stderr(Stdio::null());
    compiler.status().is_ok_and(|status| status.success()).then_some(program)
}

fn start(folder: &Path, musts: &mut Musts) {
    let own = super::houqin(folder, "--version");
    let empty = compiled(folder, "empty", EMPTY).map(Command::new);
    let mut all = vec![&own];
    all.extend(&empty);
    let costs = alternating(RUNS, &all, &folder.join("out"));
    let ratio = costs.get(1).map(|empty| costs[0].cpu.as_secs_f64() / empty.cpu.as_secs_f64());
    line("houqin --version", costs[0], "an empty C program, CPU", ratio);
    let name = "start-up (`houqin --version`)".to_owned();
    musts.note(name, "an empty C program, CPU", (2.5, 1.8), ratio);
}

/// A hundred thousand rows in each format.
fn print(folder: &Path, musts: &mut Musts) {
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
        if name == "a table" {
            let name = "100,000 rows printed as a table".to_owned();
            musts.note(name, "as CSV, peak memory", (1.5, 1.1), Some(ratio));
        }
    }
}
