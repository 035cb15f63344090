//! stdout for data, stderr for talk. The only place that writes to either.

use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use houqin::base::{Diagnostic, Message};
use houqin::render::{self, Bom, Colour, Headers, Options};
use houqin::text::Text;

use super::fail::{Exit, Failure, MOST_SHOWN};

/// How the tool speaks in one invocation.
pub(crate) struct Ui {
    text: Text,
    colour: Colour,
    loudness: Loudness,
    width: Option<u16>,
    n_unsaid: AtomicUsize,
}

/// What is said on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loudness {
    /// Everything.
    Aloud,
    /// What is wrong.
    Quiet,
    /// Nothing: whoever runs many stores tells of each.
    Mute,
}

impl Ui {
    /// A way to speak.
    pub(crate) const fn new(text: Text, colour: Colour, quiet: bool, width: Option<u16>) -> Self {
        let loudness = if quiet { Loudness::Quiet } else { Loudness::Aloud };
        Self { text, colour, loudness, width, n_unsaid: AtomicUsize::new(0) }
    }

    /// A way to keep silent, and only count what is wrong.
    pub(crate) const fn mute(text: Text) -> Self {
        let (loudness, width) = (Loudness::Mute, None);
        Self { text, colour: Colour::Off, loudness, width, n_unsaid: AtomicUsize::new(0) }
    }

    /// How many defects were not shown.
    pub(crate) fn n_unsaid(&self) -> usize {
        self.n_unsaid.load(Ordering::Relaxed)
    }

    /// The words.
    pub(crate) const fn text(&self) -> Text {
        self.text
    }

    /// How defects and documents are printed here.
    pub(crate) const fn options(&self) -> Options<'_> {
        Options {
            width: self.width,
            colour: self.colour,
            headers: Headers::Words,
            bom: Bom::Without,
            letterhead: None,
            origin: &[],
        }
    }

    /// Writes data to stdout. A closed pipe ends quietly with success, as `head` expects.
    pub(crate) fn data(&self, bytes: &[u8]) -> anyhow::Result<Exit> {
        self.stream(|out| out.write_all(bytes))
    }

    /// Writes data to stdout as it is made, so that it is never in memory as a whole.
    pub(crate) fn stream(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<Exit> {
        let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
        match write(&mut out).and_then(|()| out.flush()) {
            Ok(()) => Ok(Exit::Done),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Done),
            Err(error) => Err(Failure::Output(error).into()),
        }
    }

    /// Says something that is not data, unless it was told to be quiet.
    pub(crate) fn talk(&self, message: &Message) {
        if self.loudness == Loudness::Aloud {
            self.line(&self.text.say(message));
            self.hint(message);
        }
    }

    /// Says several things that are not data.
    pub(crate) fn talk_of_all(&self, messages: &[Message]) {
        for message in messages {
            self.talk(message);
        }
    }

    /// Says an error, and what to type next.
    pub(crate) fn error(&self, message: &Message) {
        let word = self.text.label("severity.error");
        self.line(&self.text.pair(word, &self.text.say(message)));
        self.hint(message);
    }

    fn hint(&self, message: &Message) {
        if let Some(hint) = self.text.hint(message) {
            self.line(&format!("  {}", self.text.pair(self.text.label("word.hint"), &hint)));
        }
    }

    /// Shows defects of the data as excerpts.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        if self.loudness == Loudness::Mute {
            self.n_unsaid.fetch_add(diagnostics.len(), Ordering::Relaxed);
            return;
        }
        let mut said = Vec::new();
        for diagnostic in diagnostics {
            let written = render::excerpt(diagnostic, self.text, self.options(), &mut said);
            written.expect("BUG: a vector that cannot be written to");
        }
        self.aside(&said);
    }

    /// Shows the first of many defects.
    pub(crate) fn some_diagnostics(&self, diagnostics: &[Diagnostic]) {
        self.diagnostics(&diagnostics[..diagnostics.len().min(MOST_SHOWN)]);
    }

    /// Shows something on stderr that is no result.
    pub(crate) fn aside(&self, bytes: &[u8]) {
        if self.loudness == Loudness::Mute {
            return;
        }
        let mut out = io::stderr().lock();
        let _unheard = out.write_all(bytes);
    }

    /// Goes below a question that somebody left, and clears what was explained under it.
    pub(crate) fn leave_question(&self) {
        self.aside(b"\n\x1b[J");
    }

    /// A line on stderr. If even that cannot be written, nobody is there to be told.
    pub(crate) fn line(&self, line: &str) {
        self.aside(format!("{line}\n").as_bytes());
    }
}
