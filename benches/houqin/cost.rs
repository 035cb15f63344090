//! What a process costs: wall clock, processor time to the microsecond, peak memory.
//!
//! The bench starts itself once more as a runner, which starts the process, waits for it, and says
//! what the system charged it with: so nothing else is in the figures.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The word by which the bench knows that it is to be a runner.
pub(crate) const RUNNER: &str = "run-one";

/// What one run of a process cost.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
    /// In kB.
    pub(crate) peak: u64,
}

impl Cost {
    /// The least of each figure.
    pub(crate) fn least(self, other: Self) -> Self {
        Self {
            wall: self.wall.min(other.wall),
            cpu: self.cpu.min(other.cpu),
            peak: self.peak.min(other.peak),
        }
    }
}

/// Runs a command through a runner; its stdout goes into a file.
pub(crate) fn cost(command: &Command, out: &Path) -> Cost {
    let own = std::env::current_exe().expect("the bench's own path");
    let mut runner = Command::new(own);
    runner.arg(RUNNER).arg(out).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => runner.env(name, value),
            None => runner.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        runner.current_dir(folder);
    }
    let mut child = runner.stdout(Stdio::piped()).spawn().expect("the runner starts");
    let mut said = String::new();
    child.stdout.take().expect("its words").read_to_string(&mut said).expect("its words");
    assert!(child.wait().expect("it ends").success(), "{command:?} failed");
    let figures: Vec<u64> =
        said.split_whitespace().map(|figure| figure.parse().expect("a figure")).collect();
    let [wall, cpu, peak] = figures[..] else { panic!("not figures: {said}") };
    Cost { wall: Duration::from_micros(wall), cpu: Duration::from_micros(cpu), peak }
}

/// What a command answers, which then must be held against an exact replay.
pub(crate) fn answer(command: &Command, out: &Path) -> String {
    let _cost = cost(command, out);
    std::fs::read_to_string(out).expect("an answer")
}

/// Is the runner: prints microseconds of wall clock and of processor time, and kB.
#[cfg(unix)]
pub(crate) fn run(arguments: &[String]) {
    use nix::sys::resource::{UsageWho, getrusage};
    let [out, program, rest @ ..] = arguments else { panic!("nothing to be run") };
    let out = File::create(out).expect("a file for its output");
    let begin = Instant::now();
    let status = Command::new(program).args(rest).stdout(out).status().expect("it starts");
    let wall = begin.elapsed();
    assert!(status.success(), "{program} {rest:?} ended with {status}");
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what it used");
    let micros = |at: nix::sys::time::TimeVal| at.tv_sec() * 1_000_000 + at.tv_usec();
    let cpu = micros(used.user_time()) + micros(used.system_time());
    println!("{} {cpu} {}", wall.as_micros(), used.max_rss());
}

/// Elsewhere only the wall clock is known.
#[cfg(not(unix))]
pub(crate) fn run(arguments: &[String]) {
    let [out, program, rest @ ..] = arguments else { panic!("nothing to be run") };
    let out = File::create(out).expect("a file for its output");
    let begin = Instant::now();
    let status = Command::new(program).args(rest).stdout(out).status().expect("it starts");
    assert!(status.success(), "{program} {rest:?} ended with {status}");
    let wall = begin.elapsed().as_micros();
    println!("{wall} {wall} 0");
}

/// Runs several commands in turn, so that what else the machine does falls on all of them; the
/// least of each.
pub(crate) fn alternating(runs: usize, commands: &[&Command], out: &Path) -> Vec<Cost> {
    let mut least: Vec<Option<Cost>> = vec![None; commands.len()];
    for _ in 0..runs {
        for (least, command) in least.iter_mut().zip(commands) {
            let cost = cost(command, out);
            *least = Some(least.map_or(cost, |least| least.least(cost)));
        }
    }
    least.into_iter().map(|least| least.expect("a run")).collect()
}
