//! A sign of life on stderr while something takes long: never in the way of data, gone at the end.

use std::io::IsTerminal as _;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use houqin::base::Message;
use houqin::text::Text;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What takes less is over before anybody has read that it goes on.
const PATIENCE: Duration = Duration::from_millis(400);
/// How often the sign moves.
const BEAT: Duration = Duration::from_millis(120);

/// Shown as long as it lives; nothing where stderr is no terminal, or somebody asked for quiet.
pub(crate) struct Progress {
    beating: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait; `n_files` tells how many files were opened so far.
    pub(crate) fn start(text: Text, quiet: bool, n_files: fn() -> usize) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self { beating: None };
        }
        let before = n_files();
        let (over, awaited) = mpsc::channel();
        let thread = thread::spawn(move || {
            if awaited.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
            bar.set_style(style.expect("BUG: the template is a constant"));
            loop {
                let count = n_files().saturating_sub(before);
                bar.set_message(text.say(&Message::new("cli.working").with("count", count)));
                bar.tick();
                if awaited.recv_timeout(BEAT) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
            bar.finish_and_clear();
        });
        Self { beating: Some((over, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((over, thread)) = self.beating.take() {
            drop(over);
            // A sign that could not be drawn is no reason to fail.
            let _drawn = thread.join();
        }
    }
}
