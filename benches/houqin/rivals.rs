//! The same files read by others: a count of their line ends, `DuckDB`'s command line, Polars.
//!
//! `HOUQIN_BENCH_DUCKDB` names `DuckDB`'s command line (else `duckdb`), `HOUQIN_BENCH_PYTHON` a
//! Python that has Polars (else `python3`); who is not installed is left out. Neither can carry a
//! running average in one statement; they are asked for the sums below it, which is less.

use std::path::Path;
use std::process::{Command, Stdio};

/// Who else is installed.
pub(crate) struct Rivals {
    duckdb: Option<String>,
    python: Option<String>,
}

impl Rivals {
    /// Looks for them.
    pub(crate) fn find() -> Self {
        let named =
            |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_owned());
        let runs = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let duckdb = named("HOUQIN_BENCH_DUCKDB", "duckdb");
        let python = named("HOUQIN_BENCH_PYTHON", "python3");
        Self {
            duckdb: Some(duckdb).filter(|program| runs(program, &["--version"])),
            python: Some(python).filter(|program| runs(program, &["-c", "import polars"])),
        }
    }

    /// A statement for `DuckDB`, read by its command line.
    pub(crate) fn duckdb(&self, root: &Path, statement: &str) -> Option<Command> {
        let mut command = Command::new(self.duckdb.as_ref()?);
        command.current_dir(root).args(["-csv", "-c", statement]);
        Some(command)
    }

    /// A program for Polars.
    pub(crate) fn polars(&self, root: &Path, program: &str) -> Option<Command> {
        let mut command = Command::new(self.python.as_ref()?);
        command.current_dir(root).args(["-c", program]);
        Some(command)
    }
}

/// Counts the line ends of all files below a folder.
pub(crate) fn newlines(root: &Path, folder: &str) -> Command {
    let mut command = Command::new("sh");
    command.current_dir(root).args(["-c", &format!("cat {folder}/*/*.csv | wc -l")]);
    command
}
