//! A pseudo-terminal before the binary: waits for what is asked, types what is answered.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::lab::{Lab, words};

/// How long to wait for what should come at once.
const PATIENCE: Duration = Duration::from_mins(1);

/// A command that believes that somebody sits before it.
pub(crate) struct Terminal {
    child: Child,
    keys: File,
    heard: Receiver<Vec<u8>>,
    raw: Vec<u8>,
    /// How far the plain text was looked through.
    seen: usize,
}

/// The key that leaves.
pub(crate) const CTRL_C: &str = "\u{3}";
/// The key that closes the input.
pub(crate) const CTRL_D: &str = "\u{4}";
/// The key that completes.
pub(crate) const TAB: &str = "\t";
/// The key that chooses the next candidate.
pub(crate) const DOWN: &str = "\u{1b}[B";

impl Terminal {
    /// Starts a command line on a terminal of its own.
    pub(crate) fn start(lab: &Lab, line: &str) -> Self {
        let pty = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&pty).expect("a pseudo-terminal that is ours");
        unlockpt(&pty).expect("a pseudo-terminal that is open");
        let name = ptsname(&pty, Vec::new()).expect("the name of the other side");
        let size = Winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&pty, size).expect("a size");
        let side = || {
            let flags = OFlags::RDWR | OFlags::NOCTTY;
            let side = rustix::fs::open(&name, flags, Mode::empty()).expect("the other side");
            Stdio::from(side)
        };
        let child = lab
            .command()
            .args(words(line))
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("COLUMNS", "120")
            .stdin(side())
            .stdout(side())
            .stderr(side())
            .spawn()
            .expect("the binary starts");
        let keys = File::from(pty);
        let mut ears = keys.try_clone().expect("a second handle");
        let (tell, heard) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The other side closed reads as an error.
            while let Ok(count @ 1..) = ears.read(&mut buffer) {
                if tell.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, keys, heard, raw: Vec::new(), seen: 0 }
    }

    /// Everything that was shown so far, without the movements of the cursor.
    fn plain(&self) -> String {
        let text = String::from_utf8_lossy(&self.raw).into_owned();
        anstream::adapter::strip_str(&text).to_string().replace('\r', "")
    }

    /// Waits until something is shown, behind what was waited for before.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) -> &mut Self {
        let begun = Instant::now();
        loop {
            let plain = self.plain();
            if let Some(at) = plain[self.seen..].find(text) {
                self.seen += at + text.len();
                return self;
            }
            match self.heard.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) {
                Ok(more) => self.raw.extend(more),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!(
                        "`{text}` is not shown behind\n{}\n--- but\n{}",
                        &plain[..self.seen],
                        &plain[self.seen..]
                    );
                }
            }
        }
    }

    /// Types keys.
    pub(crate) fn types(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).expect("a terminal that takes keys");
        self
    }

    /// Waits for a question and answers it.
    #[track_caller]
    pub(crate) fn answers(&mut self, question: &str, answer: &str) -> &mut Self {
        self.sees(question).types(answer).types("\r")
    }

    /// Waits for the end, which must have this exit code; gives everything that was shown.
    #[track_caller]
    pub(crate) fn ends(mut self, code: i32) -> String {
        let begun = Instant::now();
        let status = loop {
            if let Ok(more) = self.heard.recv_timeout(Duration::from_millis(5)) {
                self.raw.extend(more);
                continue;
            }
            if let Some(status) = self.child.try_wait().expect("a child of ours") {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "it goes on and on\n{}", self.plain());
        };
        // What it said last may still be on its way: it is all here when the terminal is closed.
        while let Ok(more) = self.heard.recv_timeout(PATIENCE) {
            self.raw.extend(more);
        }
        let plain = self.plain();
        assert!(status.code() == Some(code), "expected exit {code}, got {status}\n{plain}");
        plain
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A question that nobody answers any more must not wait for ever.
        let _over = self.child.kill();
        let _gone = self.child.wait();
    }
}
