//! The flags by which many stores are named, and who runs them.

use std::io::Read as _;
use std::path::PathBuf;

use houqin::base::{Message, parse_count};
use houqin::store::{stores_listed, stores_named};

use crate::cli::fail::{Failure, usage_message};
use crate::cli::session::{DISK, Session};

/// Many stores at once
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options for many stores")]
pub(crate) struct Many {
    /// Make the report of every store in these folders and roll them up, as 'group/*'
    #[arg(long, global = true, value_name = "PATTERN")]
    stores: Vec<String>,
    /// The same for the folders that this file lists, one a line; - for stdin
    #[arg(long, global = true, value_name = "FILE")]
    stores_from: Option<PathBuf>,
    /// Show each store's totals in place of its lines, where it has any
    #[arg(long, global = true)]
    sums: bool,
    /// How many stores to read at once on this machine; one a core if left out
    #[arg(long, global = true, value_name = "COUNT")]
    jobs: Option<String>,
    /// Who runs the stores: local, this machine; spark, a cluster; local if left out
    #[arg(long, global = true, value_name = "ENGINE")]
    engine: Option<String>,
    /// Master of the Spark cluster, as `spark://10.0.0.5:7077`; --engine spark needs it
    #[arg(long, global = true, value_name = "URL")]
    master: Option<String>,
    /// Setting for Spark, as spark.executor.memory=1g
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    spark_conf: Vec<String>,
}

/// The flags whose part is played before a store is opened: no store is told of them.
pub(super) const OWN: [&str; 7] =
    ["stores", "stores_from", "sums", "jobs", "engine", "master", "spark_conf"];

/// What was asked for.
pub(super) struct Asked {
    /// The folders, in order, each once.
    pub(super) stores: Vec<String>,
    /// How much of each report.
    pub(super) detail: Detail,
    /// How many at once.
    pub(super) jobs: usize,
    /// Who runs them.
    pub(super) engine: Engine,
}

/// How much of each store's report is rolled up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Every line.
    Lines,
    /// Its totals in place of its lines.
    Sums,
}

/// Who runs the stores.
pub(super) enum Engine {
    /// The cores of this machine.
    Local,
    /// A Spark cluster.
    Spark(Cluster),
}

/// A Spark cluster, as it was named.
pub(super) struct Cluster {
    /// Its master.
    pub(super) master: String,
    /// Settings for this run, each `KEY=VALUE`.
    pub(super) conf: Vec<String>,
}

impl Many {
    /// Whether many stores are meant, and not the one that is found.
    pub(crate) fn is_asked(&self) -> bool {
        let Self { stores, stores_from, sums, jobs, engine, master, spark_conf } = self;
        let named = !stores.is_empty() || stores_from.is_some() || !spark_conf.is_empty();
        named || *sums || jobs.is_some() || engine.is_some() || master.is_some()
    }

    /// Reads the flags and looks up the folders.
    pub(super) fn read(&self, session: &Session) -> anyhow::Result<Asked> {
        let Self { stores, stores_from, sums, jobs, engine, master, spark_conf } = self;
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let jobs = session.maybe("--jobs", jobs.as_deref(), parse_count)?;
        if jobs == Some(0) {
            return Err(Failure::usage(usage_message("group.no_jobs", "--jobs")).into());
        }
        let jobs = jobs.map_or_else(cores, |jobs| usize::try_from(jobs).unwrap_or(usize::MAX));
        let engine = session.word("--engine", engine.as_deref(), &["local", "spark"], |one| one)?;
        let engine = match (engine, master) {
            (Some("spark"), None) => {
                return Err(Failure::usage(usage_message("group.no_master", "--master")).into());
            }
            (Some("spark"), Some(master)) => {
                let not_set = spark_conf.iter().find(|setting| !setting.contains('='));
                if let Some(setting) = not_set {
                    let message = usage_message("group.no_setting", "--spark-conf");
                    return Err(Failure::usage(message.with("text", setting)).into());
                }
                Engine::Spark(Cluster { master: master.clone(), conf: spark_conf.clone() })
            }
            (_, None) if spark_conf.is_empty() => Engine::Local,
            (_, _) => {
                return Err(Failure::usage(usage_message("group.not_spark", "--engine")).into());
            }
        };
        if stores.is_empty() && stores_from.is_none() {
            return Err(Failure::usage(usage_message("group.which_stores", "--stores")).into());
        }
        let stores = self.folders(session)?;
        let detail = if *sums { Detail::Sums } else { Detail::Lines };
        Ok(Asked { stores, detail, jobs, engine })
    }

    fn folders(&self, session: &Session) -> anyhow::Result<Vec<String>> {
        let mut found = Vec::new();
        for pattern in &self.stores {
            found.extend(stores_named(&DISK, pattern).map_err(Failure::from)?);
        }
        if let Some(file) = &self.stores_from {
            let list = if file.as_os_str() == "-" {
                let mut list = String::new();
                std::io::stdin().lock().read_to_string(&mut list)?;
                list
            } else {
                session.text_of(file)?
            };
            found.extend(stores_listed(&list));
        }
        found.sort();
        found.dedup();
        if found.is_empty() {
            let named = self.stores.iter().cloned();
            let named = named.chain(self.stores_from.iter().map(|file| file.display().to_string()));
            let named: Vec<String> = named.collect();
            let message = Message::new("group.no_stores").with("named", named.join(" "));
            return Err(Failure::NoInput(message).into());
        }
        Ok(found)
    }
}
