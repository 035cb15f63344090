//! An empty store, a cleared environment, a fixed day, user, width and machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with a store in it, and the commands run there.
pub(crate) struct Lab {
    folder: tempfile::TempDir,
    now: String,
    language: &'static str,
    more: Vec<(&'static str, &'static str)>,
}

/// What a command did.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Lab {
    /// An empty store that speaks Chinese.
    pub(crate) fn new() -> Self {
        let lab = Self::bare();
        lab.ok("init --name 示范医院 -q");
        lab
    }

    /// A folder that is no store yet.
    pub(crate) fn bare() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Self {
            folder,
            now: "2026-03-05T08:30:00+08:00".to_owned(),
            language: "zh",
            more: Vec::new(),
        }
    }

    /// A store of its own with the same files, as fast as they can be copied.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self { now: self.now.clone(), language: self.language, ..Self::bare() };
        copy_below(self.root(), copy.root());
        copy
    }

    /// A store of its own with the files of a folder.
    pub(crate) fn of(folder: &Path) -> Self {
        let lab = Self::bare();
        copy_below(folder, lab.root());
        lab
    }

    /// The same store in English.
    pub(crate) fn english(mut self) -> Self {
        self.language = "en";
        self
    }

    /// Sets the day on which the following commands are typed, at 08:30.
    pub(crate) fn on(&mut self, day: &str) {
        self.now = format!("{day}T08:30:00+08:00");
    }

    /// Sets a variable of the environment for the following commands.
    pub(crate) fn set(&mut self, name: &'static str, value: &'static str) {
        self.more.push((name, value));
    }

    /// The store's folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A command with the store's environment and nothing else from outside.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_houqin"));
        command
            .current_dir(self.root())
            .env_clear()
            .env("LC_ALL", "C")
            .env("HOUQIN_LANG", self.language)
            .env("HOUQIN_NOW", &self.now)
            .env("HOUQIN_BY", "库管员甲")
            .env("HOUQIN_MACHINE", "test")
            .env("COLUMNS", "160")
            .envs(self.more.iter().copied());
        command
    }

    /// Runs a command line, words split as a shell does.
    pub(crate) fn run(&self, line: &str) -> Ran {
        self.run_with(line, "")
    }

    /// Runs a command line with something on stdin.
    pub(crate) fn run_with(&self, line: &str, stdin: &str) -> Ran {
        use std::io::Write as _;
        let mut child = self
            .command()
            .args(words(line))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut pipe = child.stdin.take().expect("a pipe to stdin");
        // A command that does not read stdin closes it early; that is no failure of the test.
        let _unread = pipe.write_all(stdin.as_bytes());
        drop(pipe);
        let output = child.wait_with_output().expect("the binary ends");
        self.ran(&output)
    }

    fn ran(&self, output: &Output) -> Ran {
        let text = |bytes: &[u8]| {
            String::from_utf8(bytes.to_vec())
                .expect("output in UTF-8")
                .replace(&self.root().display().to_string(), "[STORE]")
        };
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Runs a command that must succeed and keep silent on stderr; gives its stdout.
    #[track_caller]
    pub(crate) fn ok(&self, line: &str) -> String {
        let ran = self.run(line);
        assert!(ran.code == 0 && ran.stderr.is_empty(), "{}", self.told(line, &ran));
        ran.stdout
    }

    /// Runs a command that must end with a code; gives its stderr.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, line: &str) -> String {
        let ran = self.run(line);
        assert!(ran.code == code, "expected exit {code}\n{}", self.told(line, &ran));
        ran.stderr
    }

    /// Runs a command that must end with a code and leave every file as it is; gives its stderr.
    #[track_caller]
    pub(crate) fn refuses(&self, code: i32, line: &str) -> String {
        let before = self.files();
        let said = self.fails(code, line);
        assert!(before == self.files(), "`{line}` changed the store");
        said
    }

    fn told(&self, line: &str, ran: &Ran) -> String {
        let files: Vec<String> = self.files().into_keys().collect();
        format!(
            "houqin {line}\nexit {}\n--- stdout\n{}\n--- stderr\n{}\n--- files\n{}",
            ran.code,
            ran.stdout,
            ran.stderr,
            files.join("\n")
        )
    }

    /// Writes a file of the store.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(path, content).expect("the file is written");
    }

    /// Reads a file of the store.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        let bytes = std::fs::read(self.root().join(path)).expect(path);
        String::from_utf8(bytes).expect("a file in UTF-8")
    }

    /// Every file of the store but this machine's own, with its content.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders: Vec<PathBuf> = vec![self.root().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder that can be listed") {
                let path = entry.expect("an entry").path();
                let name = path.strip_prefix(self.root()).expect("below the root");
                let name = name.to_string_lossy().into_owned();
                if name == ".houqin" {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(name, std::fs::read(&path).expect("a file that can be read"));
                }
            }
        }
        files
    }
}

/// Copies every file and folder below a folder.
pub(crate) fn copy_below(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder that can be listed") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            std::fs::create_dir(&to).expect("the folder is made");
            copy_below(&from, &to);
        } else {
            std::fs::copy(&from, &to).expect("the file is copied");
        }
    }
}

/// Splits a line into words; single and double quotes hold words together.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, letter) if letter.is_whitespace() => words.extend(word.take()),
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}
