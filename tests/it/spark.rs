//! The same stores on a cluster: one master and two workers on this machine, a worker lost in the
//! middle, stores that nobody can read; every row as the local engine has it.
//!
//! Needs Java 17 or newer. Spark is that of `SPARK_HOME`; else the test gets it once from `PyPI` into a
//! folder of its own below the target folder, which needs `python3` with pip and a network. Where
//! one of them is missing it fails and says so: a cluster that nobody tried is no cluster that works.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::group::{group, spoil};
use crate::lab::Lab;
use crate::wheels::wheel;

/// The wheel that has all of Spark; what it needs for Python is left out.
const WHEEL: &str = "pyspark==4.3.0";

const NO_JAVA: &str =
    "the test of the cluster needs Java 17 or newer: apt-get install -y openjdk-17-jre-headless";

const NO_SPARK: &str = "the test of the cluster needs Spark: set SPARK_HOME, or let it be installed \
     here (python3 with pip, apt-get install -y python3-pip, and a network that has PyPI)";

/// Where Spark is; it is installed where it is not.
pub(crate) fn spark_home() -> PathBuf {
    let java = Command::new("java").arg("-version").output();
    assert!(java.is_ok_and(|output| output.status.success()), "{NO_JAVA}");
    let is_spark = |home: &Path| home.join("bin/spark-class").exists();
    if let Some(home) = std::env::var_os("SPARK_HOME").map(PathBuf::from) {
        assert!(is_spark(&home), "{}: no Spark is there\n{NO_SPARK}", home.display());
        return home;
    }
    let home = wheel(WHEEL, NO_SPARK).join("pyspark");
    assert!(is_spark(&home), "{WHEEL} has no bin/spark-class\n{NO_SPARK}");
    home
}

/// A process that ends with the test, however that ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _waited = self.0.wait();
    }
}

/// Starts a part of the cluster, with little memory and no cores that it does not need.
fn start(home: &Path, folder: &Path, words: &[&str]) -> Server {
    let log = std::fs::File::create(folder.join("log")).expect("a log");
    let child = Command::new(home.join("bin/spark-class"))
        .args(words)
        .current_dir(folder)
        .env("SPARK_HOME", home)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .env("SPARK_DAEMON_MEMORY", "256m")
        // Names of stores are Chinese; the machines of a cluster need not know that.
        .env("LC_ALL", "C")
        .env_remove("JAVA_TOOL_OPTIONS")
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a log"))
        .stderr(log)
        .spawn()
        .expect("bash, which starts Spark");
    Server(child)
}

/// Waits until something is so; a minute on a quiet machine is ten on a busy one.
fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(10), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// How many tasks the executor below a worker's folder has done; the first only read the list.
fn n_done(folder: &Path) -> usize {
    let below = std::fs::read_dir(folder).into_iter().flatten().flatten();
    below
        .map(|entry| {
            let path = entry.path();
            let is_log = path.file_name().is_some_and(|own| own == "stderr");
            let log = || std::fs::read_to_string(&path).unwrap_or_default();
            match path.is_dir() {
                true => n_done(&path),
                false if is_log => log().matches("Finished task").count(),
                false => 0,
            }
        })
        .sum()
}

/// Runs the report on the cluster and kills the first worker once it has handed in some stores.
fn run_and_lose_a_worker(
    lab: &Lab,
    home: &Path,
    line: &[&str],
    worker: Server,
    of_worker: &Path,
) -> (i32, String, String) {
    let stdout = lab.root().join("spark.out");
    let stderr = lab.root().join("spark.err");
    let mut child = lab
        .command()
        .args(line)
        .env("SPARK_HOME", home)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdout(std::fs::File::create(&stdout).expect("a file"))
        .stderr(std::fs::File::create(&stderr).expect("a file"))
        .spawn()
        .expect("the binary starts");
    wait_for("no store was handed in", || {
        n_done(of_worker) >= 8 || child.try_wait().expect("a child").is_some()
    });
    let was_running = child.try_wait().expect("a child").is_none();
    drop(worker);
    let said = || std::fs::read_to_string(&stderr).expect("what it said");
    assert!(was_running, "it was over before a worker was lost\n{}", said());
    let status = child.wait().expect("it ends");
    let shown = std::fs::read_to_string(&stdout).expect("what it printed");
    (status.code().unwrap_or(-1), shown, said())
}

#[test]
fn a_cluster_gives_every_row_that_this_machine_gives() {
    let home = spark_home();
    let lab = group(1000);
    spoil(&lab, "0500");
    lab.write("group/院 0123/houqin.toml", "name = 1\n");
    let folders = ["master", "first", "second"].map(|name| lab.root().join(name));
    for folder in &folders {
        std::fs::create_dir(folder).expect("a folder");
    }
    let [of_master, of_first, of_second] = &folders;
    let port = free_port().to_string();
    let url = format!("spark://127.0.0.1:{port}");
    let class = "org.apache.spark.deploy.master.Master";
    let words = [class, "--host", "127.0.0.1", "--port", &port, "--webui-port", "0"];
    let _master = start(&home, of_master, &words);
    let log = |folder: &Path| std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    wait_for("no master", || log(of_master).contains("I have been elected leader"));
    let class = "org.apache.spark.deploy.worker.Worker";
    let worker = |folder: &Path| {
        let folder = folder.display().to_string();
        let work = ["--work-dir", &folder, "--cores", "1", "--memory", "768m"];
        let here = [class, "--host", "127.0.0.1", "--webui-port", "0", &url];
        start(&home, Path::new(&folder), &[&here[..1], &work[..], &here[1..]].concat())
    };
    let (first, _second) = (worker(of_first), worker(of_second));
    wait_for("no workers", || log(of_master).matches("Registering worker").count() == 2);

    let report = ["report", "statement", "-p", "2026-03", "-f", "json", "--stores", "group/*"];
    let conf = ["spark.executor.memory=512m", "spark.driver.memory=768m"];
    let conf = conf.map(|setting| ["--spark-conf", setting]).concat();
    let cluster = ["--engine", "spark", "--master", &url];
    let line = [&report[..], &cluster[..], &conf[..]].concat();
    let (code, on_cluster, said) = run_and_lose_a_worker(&lab, &home, &line, first, of_first);
    let here = lab.command().args(report).output().expect("the binary runs");
    let here = (here.status.code(), String::from_utf8(here.stdout).expect("UTF-8"));
    assert_eq!(here.0, Some(65));
    assert!(here.1.contains("第 1000 医院") && here.1.contains("group/院 0123"));
    assert_eq!(code, 65, "{said}\n{}", log(of_master));
    for (number, (cluster, here)) in on_cluster.lines().zip(here.1.lines()).enumerate() {
        assert_eq!(cluster, here, "line {}", number + 1);
    }
    assert_eq!(on_cluster.len(), here.1.len());
    assert!(log(of_master).contains("Removing worker"), "{}", log(of_master));

    let nobody = format!("spark://127.0.0.1:{}", free_port());
    let none = [&report[..], &["--engine", "spark", "--master", &nobody]].concat();
    let none = lab.command().args(none).env("SPARK_HOME", lab.root()).output();
    let none = none.expect("the binary runs");
    let said = String::from_utf8_lossy(&none.stderr).into_owned();
    assert_eq!((none.status.code(), none.stdout.len()), (Some(66), 0), "{said}");
    assert!(said.contains("bin/spark-sql"), "{said}");
}
