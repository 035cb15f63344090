//! One durable line, and the month's stocktake, in a store with ten years of lines: against the
//! machine, against `DuckDB`, and against the same store with one year, in instructions.
//!
//! The store with one year differs from the one with ten in nothing but how long its history is: it
//! has the same registers, the last year of the same lines, and opens with what the nine years before
//! it came to. So both have the same cards on hand, the same count sheet, as many lines in the open
//! month, and are sealed up to the same month.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "ratios, to be read")]

use std::cell::Cell;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::cost::{Cost, alternating};
use super::movements::{History, Truth, fill_with, path, seal, share};
use super::musts::{Musts, ratio};
use super::rivals::Rivals;
use super::shelves::must_hold;

/// A program that appends one line to a file and waits until it is on the disk.
const APPEND: &str = "#include <fcntl.h>\n#include <string.h>\n#include <unistd.h>\n\
    int main(int n, char **of) {\n\
    char line[200]; memset(line, 'x', sizeof line); line[199] = '\\n';\n\
    int file = open(of[1], O_WRONLY | O_APPEND | O_CREAT, 0644);\n\
    return file < 0 || write(file, line, sizeof line) != sizeof line || fdatasync(file);\n}\n";

/// The store room that is counted.
const ROOM: &str = "KF0";

/// What is received.
const RECEIVED: &str = "WZ00001";

/// The sheet.
const SHEET: &str = "PD-2025-12";

/// A store with so many lines in some years, sealed but for its last month and counted at its end.
struct Counted {
    root: std::path::PathBuf,
    truth: Truth,
    /// How many lines were recorded since, each of one piece: issues and receipts.
    issued: Cell<usize>,
    received: Cell<usize>,
}

/// One more.
fn count(cell: &Cell<usize>) {
    cell.set(cell.get() + 1);
}

/// Measures both, in a ledger of so many lines over ten years; and what they take there and in the
/// last of these years.
pub(crate) fn measure(n_rows: usize, musts: &mut Musts) {
    let folder = tempfile::tempdir().expect("a folder");
    let ten = counted(&folder.path().join("ten"), n_rows, History::TenYears);
    let one = counted(&folder.path().join("one"), n_rows, History::LastYear);
    println!("\n| ten years of {n_rows} lines | wall | CPU | peak |");
    println!("| --- | ---: | ---: | ---: |");
    // What is issued afterwards is not what was counted.
    stocktake(folder.path(), &ten, musts);
    grown((&ten, &one), musts);
    println!("\n| ten years of {n_rows} lines | wall | CPU | peak |");
    println!("| --- | ---: | ---: | ---: |");
    append(folder.path(), &ten, musts);
}

/// What each question takes in both stores, in instructions.
fn grown((ten, one): (&Counted, &Counted), musts: &mut Musts) {
    println!("\n| instructions | ten years, {} lines | the last year |", ten.truth.n_rows);
    println!("| --- | ---: | ---: |");
    let questions = [
        ("Q6 stocktake differences", differences(), (1.05, 1.01)),
        ("Q5 stock issue", issue(&ten.truth, "I2"), (1.02, 1.0)),
        ("Q5 stock receive, its price looked at", receive("I3"), (1.02, 1.0)),
    ];
    for (name, line, bounds) in questions.clone() {
        let of = |store: &Counted| {
            if name == questions[1].0 {
                // Whoever records the first line looks at all of the open month, and writes down that
                // it is sound.
                let first = issue(&ten.truth, "I1");
                done(&first, asked(&store.root, &first));
                count(&store.issued);
            }
            let taken = instructions(&asked(&store.root, &line));
            if taken.is_some() && name.starts_with("Q5") {
                count(if line.contains("receive") { &store.received } else { &store.issued });
            }
            taken
        };
        if let (Some(long), Some(short)) = (of(ten), of(one)) {
            println!("| {name} | {long} | {short} |");
            let found = ratio(long as f64, Some(short as f64));
            musts.note(format!("{name}, ten years"), "one year, instructions", bounds, found);
        }
    }
}

/// What the room has most of.
fn most_held(truth: &Truth) -> (String, String) {
    let held = truth.cards.iter().filter(|((room, item), _)| room == ROOM && item != RECEIVED);
    held.max_by_key(|(_, (held, _))| *held).expect("something is held").0.clone()
}

/// An issue of that.
fn issue(truth: &Truth, slip: &str) -> String {
    let (_, item) = most_held(truth);
    format!("stock issue {item} 1 --room {ROOM} --department KS01 --slip {slip} -q")
}

fn receive(slip: &str) -> String {
    format!("stock receive {RECEIVED} 1 --room {ROOM} --supplier S --price 5 --slip {slip} -q")
}

/// What was recorded must be what an exact replay makes of it, and nothing else.
fn must_be_recorded(folder: &Path, store: &Counted) {
    const ONE: i64 = 1_000_000;
    let mut cards = store.truth.cards.clone();
    let card = cards.get_mut(&most_held(&store.truth)).expect("it is held");
    for _ in 0..store.issued.get() {
        *card = (card.0 - ONE, card.1 - share(card.1, ONE, card.0));
    }
    let card = cards.entry((ROOM.to_owned(), RECEIVED.to_owned())).or_default();
    let received = i64::try_from(store.received.get()).expect("few");
    *card = (card.0 + ONE * received, card.1 + 500 * received);
    cards.retain(|_, card| *card != (0, 0));
    must_hold("Q5", (&store.root, &folder.join("recorded")), &cards);
}

fn differences() -> String {
    format!("stocktake differences {SHEET} --all --candidates 0 -f csv --headers keys")
}

fn asked(root: &Path, line: &str) -> Command {
    let mut command = super::houqin(root, line);
    command.env("HOUQIN_NOW", "2025-12-31T18:30:00+08:00");
    command
}

fn counted(root: &Path, n_rows: usize, history: History) -> Counted {
    std::fs::create_dir_all(root).expect("a folder");
    let truth = fill_with(root, n_rows, history);
    seal(root, "2025-11");
    let run = |line: &str| {
        done(line, asked(root, line));
    };
    run(&format!("stocktake open {SHEET} --room {ROOM} --date 2025-12-31 --cutoff close -q"));
    let mut counts = String::from("物资编码,实盘数量\n");
    for ((room, item), (quantity, _)) in &truth.cards {
        if room == ROOM {
            let _ = writeln!(counts, "{item},{}", quantity / 1_000_000);
        }
    }
    let counts_file = root.join("counts.csv");
    std::fs::write(&counts_file, counts).expect("written");
    let line = format!("stocktake enter --sheet {SHEET} -q -");
    let mut enter = asked(root, &line);
    enter.stdin(std::fs::File::open(&counts_file).expect("the counts"));
    done(&line, enter);
    std::fs::remove_file(&counts_file).expect("removed");
    let (issued, received) = (Cell::new(0), Cell::new(0));
    Counted { root: root.to_path_buf(), truth, issued, received }
}

/// Runs a command that must succeed; what it remarks of sheets that have no file is nothing new.
fn done(line: &str, mut command: Command) {
    let told = command.output().expect("the binary starts");
    let words = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "`houqin {line}` ended with {}: {words:.2000}", told.status);
}

fn line(name: &str, cost: Cost) {
    println!(
        "| {name} | {:.2} ms | {:.2} ms | {:.1} MB |",
        cost.wall.as_secs_f64() * 1e3,
        cost.cpu.as_secs_f64() * 1e3,
        cost.peak as f64 / 1024.0
    );
}

/// Q5: one durable line, against a C program that appends one.
fn append(folder: &Path, ten: &Counted, musts: &mut Musts) {
    let program = super::daily::compiled(folder, "append", APPEND);
    let (out, mut costs) = (folder.join("out"), Vec::<Cost>::new());
    for run in 0..20 {
        let own = asked(&ten.root, &issue(&ten.truth, &format!("B{run}")));
        let floor = program.as_ref().map(|program| {
            let mut command = Command::new(program);
            command.arg(ten.root.join("appended"));
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
        count(&ten.issued);
    }
    must_be_recorded(folder, ten);
    line("Q5 stock issue", costs[0]);
    let floor = costs.get(1).copied();
    if let Some(floor) = floor {
        line("append and fdatasync in C", floor);
    }
    let found = ratio(costs[0].wall.as_secs_f64(), floor.map(|floor| floor.wall.as_secs_f64()));
    let name = format!("Q5 append with all checks, {} lines", ten.truth.n_rows);
    musts.note(name, "append and fdatasync in C, wall", (4.0, 2.0), found);
}

/// Q6: every card of a store room held against its count.
fn stocktake(folder: &Path, ten: &Counted, musts: &mut Musts) {
    let own = asked(&ten.root, &differences());
    let statement = format!(
        "with book as (select item, sum(case when \"to\" = 'store:{ROOM}' then quantity else 0 \
         end) - sum(case when \"from\" = 'store:{ROOM}' then quantity else 0 end) as held \
         from read_csv('stock/movements/*/*.csv', header=true, delim=',', quote='\"', escape='\"', \
         types={{'date':'DATE','quantity':'DECIMAL(18,6)','unit_price':'DECIMAL(18,6)'}}) \
         where date <= '2025-12-31' group by item) \
         select item, held, counted, counted - held from book \
         join read_csv('stock/stocktakes/2025/*.csv') using (item) where counted is not null"
    );
    let rival = Rivals::find().duckdb(&ten.root, &statement);
    let mut all = vec![&own];
    all.extend(&rival);
    let costs = alternating(3, &all, &folder.join("out"));
    must_match(&super::cost::answer(&own, &folder.join("answer")), &ten.truth);
    line("Q6 stocktake differences", costs[0]);
    let rival = costs.get(1).copied();
    if let Some(rival) = rival {
        line("`DuckDB` on the same files", rival);
    }
    let found = ratio(costs[0].wall.as_secs_f64(), rival.map(|rival| rival.wall.as_secs_f64()));
    let name = format!("Q6 the month's stocktake, {} lines", ten.truth.n_rows);
    assert!(path(&ten.root, 2025, 12).exists(), "the month that was counted");
    musts.note(name, "DuckDB CLI, wall", (0.08, 0.04), found);
}

/// What was counted is what the replay has: so must be what the books have.
fn must_match(answer: &str, truth: &Truth) {
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(answer.as_bytes());
    let names = rows.headers().expect("a header").clone();
    let at = |name: &str| {
        names.iter().position(|own| own == name).unwrap_or_else(|| panic!("no {name}: {names:?}"))
    };
    let [item, book, counted] = ["item", "book", "counted"].map(at);
    let mut n_matched = 0;
    for row in rows.records() {
        let row = row.expect("a row");
        let key = (ROOM.to_owned(), row[item].to_owned());
        let Some((held, _)) = truth.cards.get(&key) else { continue };
        let held = (held / 1_000_000).to_string();
        assert_eq!([&row[book], &row[counted]], [&held; 2], "Q6: {key:?} is not what was counted");
        n_matched += 1;
    }
    let n_held = truth.cards.iter().filter(|((room, _), card)| room == ROOM && card.0 != 0).count();
    assert!(n_matched >= n_held, "Q6: {n_matched} of {n_held} cards in: {answer:.400}");
}

/// The instructions that a command takes, where callgrind is installed.
fn instructions(command: &Command) -> Option<u64> {
    let mut callgrind = Command::new("valgrind");
    callgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    callgrind.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            callgrind.env(name, value);
        }
    }
    if let Some(folder) = command.get_current_dir() {
        callgrind.current_dir(folder);
    }
    let told = callgrind.stdout(Stdio::null()).output().ok()?;
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    let line = told.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}
