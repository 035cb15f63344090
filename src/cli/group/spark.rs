//! A Spark cluster: the statements go to `spark-sql`, the rows it prints are read back as stores.
//!
//! Spark schedules the stores, runs them where there is room, and runs them again where a machine is
//! lost. What it prints is held to account: every store that was asked for comes back once and
//! whole, or is named.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use clap::ArgMatches;
use houqin::base::Message;
use houqin::render::CellsReader;
use houqin::report::StoreReport;
use houqin::store::{Scratch, replace_output};

use super::flags::{Asked, Cluster, Detail, OWN};
use super::one::failed;
use super::retyped;
use super::sql::{MARK, MapStep, statements};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{DISK, Session};
use crate::cli::settings::environment;
use crate::cli::tree;

/// How many lines of what Spark says last are kept, and how many of them are shown.
const KEPT: usize = 200;
const SHOWN: usize = 6;

/// Flags of every command that concern this run and its output, not what a store's report is.
const OF_THIS_RUN: [&str; 9] =
    ["store", "lang", "format", "headers", "bom", "output", "today", "quiet", "color"];

/// Runs the stores on a cluster and takes what came of each, in the order of their paths.
pub(super) fn each(
    session: &Session,
    matches: &ArgMatches,
    asked: &Asked,
    cluster: &Cluster,
    mut take: impl FnMut(StoreReport) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let spark_sql = spark_sql()?;
    // The machines of the cluster share the folders, not the working folder.
    let here = std::env::current_dir()?;
    let real = |shown: &String| here.join(shown).display().to_string();
    let paths: Vec<String> = asked.stores.iter().map(real).collect();
    let program = std::env::current_exe()?;
    let step = MapStep {
        program: &program,
        now: session.now().to_string(),
        words: words(session, matches, asked.detail),
    };
    let name = format!("houqin-spark-{}", std::process::id());
    let scratch = Scratch::new(&DISK, &std::env::temp_dir(), &name).map_err(Failure::from)?;
    let file = scratch.path().join("many.sql");
    let sql = statements(&step, &paths);
    replace_output(&DISK, &file, sql.as_bytes()).map_err(Failure::from)?;
    let child = start(&spark_sql, cluster, scratch.path(), &file)?;
    let mut found = collect(child)?;
    for (shown, path) in asked.stores.iter().zip(paths) {
        let report = match found.remove(&path) {
            Some(report) => StoreReport { path: shown.clone(), ..report },
            None => StoreReport {
                path: shown.clone(),
                name: String::new(),
                warnings: 0,
                exit: Exit::Io as u8,
                outcome: failed(Message::new("group.lost"), String::new(), 0),
            },
        };
        take(report)?;
    }
    Ok(())
}

/// Where Spark's SQL shell is.
fn spark_sql() -> anyhow::Result<PathBuf> {
    let Some(home) = environment("SPARK_HOME") else {
        return Err(Failure::NoInput(Message::new("group.no_spark_home")).into());
    };
    Ok(Path::new(&home).join("bin").join("spark-sql"))
}

/// The command line of a worker: the report that was typed, as cells of the stores that it is given.
fn words(session: &Session, matches: &ArgMatches, detail: Detail) -> Vec<std::ffi::OsString> {
    let without = [&OWN[..], &OF_THIS_RUN[..]].concat();
    let mut words = retyped(&tree::tree(), matches, &without);
    let today = format!("--today={}", session.today());
    let lang = format!("--lang={}", session.text().language().word());
    let own = ["--stores-from=-", "--jobs=1", "--format=cells", "--quiet", &today, &lang];
    let at = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let sums = (detail == Detail::Sums).then_some("--sums");
    words.splice(at..at, own.into_iter().chain(sums).map(Into::into));
    words
}

fn start(
    spark_sql: &Path,
    cluster: &Cluster,
    scratch: &Path,
    file: &Path,
) -> anyhow::Result<Child> {
    // Rows are UTF-8, whatever the locale of this machine is.
    let java = environment("JAVA_TOOL_OPTIONS").unwrap_or_default();
    let mut command = Command::new(spark_sql);
    command
        .args(["--master", &cluster.master, "--name", "houqin", "-S"])
        .args(cluster.conf.iter().flat_map(|setting| ["--conf", setting]))
        .arg("-f")
        .arg(file)
        // Spark keeps a catalog of its own in the working folder.
        .current_dir(scratch)
        .env("JAVA_TOOL_OPTIONS", format!("{java} -Dfile.encoding=UTF-8").trim_start())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().map_err(|error| {
        let message = Message::new("group.no_spark");
        let message = message.with("path", spark_sql.display().to_string());
        Failure::NoInput(message.with("reason", error.to_string())).into()
    })
}

/// Reads what Spark prints until it is done.
fn collect(mut child: Child) -> anyhow::Result<BTreeMap<String, StoreReport>> {
    let said = child.stderr.take().map(|said| thread::spawn(move || last_lines(said)));
    let rows = child.stdout.take().expect("BUG: stdout is a pipe");
    let read = read_rows(rows);
    if read.is_err() {
        // Nobody reads any more: what is still computed is for nothing.
        let _ended = child.kill();
    }
    let status = child.wait()?;
    let said = said.and_then(|said| said.join().ok()).unwrap_or_default();
    let Rows { found, unfinished } = read?;
    if !status.success() {
        return Err(Failure::Spark(gone_wrong(status, &said)).into());
    }
    match unfinished {
        None => Ok(found),
        Some(path) => {
            Err(Failure::Malformed(Message::new("group.cut_off").with("store", path)).into())
        }
    }
}

/// What came back.
struct Rows {
    /// What each store gave, by its path.
    found: BTreeMap<String, StoreReport>,
    /// The store whose end never came.
    unfinished: Option<String>,
}

/// Reads all rows. Lines without our mark are what Java has to say.
fn read_rows(rows: impl Read) -> Result<Rows, Failure> {
    let mut reader = CellsReader::default();
    let mut found = BTreeMap::new();
    for line in BufReader::new(rows).lines() {
        let line = line.map_err(|error| {
            Failure::Spark(Message::new("group.stream").with("reason", error.to_string()))
        })?;
        let Some(row) = line.strip_prefix(MARK).and_then(|row| row.strip_prefix('\t')) else {
            continue;
        };
        if let Some(store) = reader.take(row).map_err(Failure::Malformed)? {
            let twice = found.insert(store.path.clone(), store);
            if let Some(StoreReport { path, .. }) = twice {
                let message = Message::new("group.twice").with("store", path);
                return Err(Failure::Malformed(message));
            }
        }
    }
    Ok(Rows { found, unfinished: reader.unfinished().map(str::to_owned) })
}

fn last_lines(said: impl Read) -> Vec<String> {
    let mut kept = VecDeque::new();
    for line in BufReader::new(said).split(b'\n').map_while(Result::ok) {
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(String::from_utf8_lossy(&line).trim_end().to_owned());
    }
    kept.into()
}

/// What Spark said of it: the lines that name a cause; the last ones where none does.
fn gone_wrong(status: ExitStatus, said: &[String]) -> Message {
    let names_a_cause = |line: &&String| {
        let is_frame = line.trim_start().starts_with("at ");
        !is_frame && ["rror", "xception", "aused by"].iter().any(|word| line.contains(word))
    };
    let mut causes: Vec<&String> = said.iter().filter(names_a_cause).take(SHOWN).collect();
    if causes.is_empty() {
        causes = said.iter().skip(said.len().saturating_sub(SHOWN)).collect();
    }
    let short = |line: &&String| line.chars().take(300).collect::<String>();
    let causes: Vec<String> = causes.iter().map(short).collect();
    let code = status.code().map_or_else(|| status.to_string(), |code| code.to_string());
    Message::new("group.spark_failed").with("code", code).with("reason", causes.join(" | "))
}
