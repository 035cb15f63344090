//! Settings of one invocation: the flag, then `HOUQIN_*`, then `houqin.toml`, then the default.
//! Resolved once; nothing else reads the environment.

use std::ffi::OsString;
use std::path::PathBuf;

use houqin::base::{Day, Moment};
use houqin::render::{Bom, Colour, Format, Headers};
use houqin::text::{Language, Text};

use super::args::Shared;
use super::fail::{Failure, usage_message};
use super::now;
use super::ui::Ui;

/// What can be known before the arguments are understood: enough to say what is wrong with them.
pub(crate) struct Settings {
    /// The language that the arguments, the environment or the locale ask for.
    language: Language,
    /// Whether a language was asked for by flag or by `HOUQIN_LANG`.
    language_asked: bool,
}

impl Settings {
    /// Looks at the raw arguments and the environment only.
    pub(crate) fn early(arguments: &[OsString]) -> Self {
        let mut flag = None;
        for (at, argument) in arguments.iter().enumerate() {
            let argument = argument.to_string_lossy();
            if argument == "--lang" {
                flag = arguments.get(at + 1).map(|value| value.to_string_lossy().into_owned());
            } else if let Some(value) = argument.strip_prefix("--lang=") {
                flag = Some(value.to_owned());
            }
        }
        Self::resolve(flag.as_deref())
    }

    fn resolve(flag: Option<&str>) -> Self {
        let asked = flag
            .map(str::to_owned)
            .or_else(|| environment("HOUQIN_LANG"))
            .and_then(|name| Language::parse(&name));
        Self { language: asked.unwrap_or_else(Self::of_locale), language_asked: asked.is_some() }
    }

    /// The locale's language; Chinese where it names none that is spoken here or only `C`, since
    /// the tool's users are.
    fn of_locale() -> Language {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(environment)
            .filter(|name| !matches!(name.as_str(), "C" | "POSIX" | "C.UTF-8"))
            .and_then(|name| Language::parse(&name))
            .unwrap_or(Language::Chinese)
    }

    /// A way to speak before there is a session.
    pub(crate) fn ui(&self) -> Ui {
        Ui::new(Text::new(self.language), Colour::Off, false, None)
    }
}

/// The value of an environment variable; empty counts as unset.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Everything an invocation goes by.
#[derive(Clone)]
pub(crate) struct Resolved {
    /// The store's folder, if one was named.
    pub(crate) folder: Option<PathBuf>,
    /// The language, if the store's own does not count.
    pub(crate) language: Option<Language>,
    /// The language if the store names none.
    pub(crate) fallback: Language,
    /// The format of the output.
    pub(crate) format: Format,
    /// What heads the columns of CSV.
    pub(crate) headers: Headers,
    /// Whether CSV begins with a byte order mark.
    pub(crate) bom: Bom,
    /// The file to write the output to.
    pub(crate) output: Option<PathBuf>,
    /// The day that counts as today.
    pub(crate) today: Day,
    /// The moment of recording.
    pub(crate) now: Moment,
    /// Who records.
    pub(crate) by: String,
    /// Whether to keep silent on stderr.
    pub(crate) quiet: bool,
    /// Whether anything may be asked.
    pub(crate) input: Input,
    /// When to colour.
    pub(crate) colour: Colour,
    /// Whether long output is shown in a pager.
    pub(crate) pager: Pager,
    /// The seed of a new machine's tag.
    pub(crate) seed: Vec<u8>,
}

/// Whether long output is shown in a pager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pager {
    /// On a terminal it is.
    Wanted,
    /// It is not.
    Left,
}

impl Resolved {
    /// Resolves the shared flags.
    pub(crate) fn new(shared: &Shared) -> anyhow::Result<Self> {
        let wrong = |flag: &'static str, text: &str, known: &str| {
            Failure::usage(
                usage_message("cli.unknown_value", flag).with("text", text).with("known", known),
            )
        };
        if let Some(name) = &shared.lang
            && Language::parse(name).is_none()
        {
            return Err(wrong("--lang", name, "zh, en").into());
        }
        let early = Settings::resolve(shared.lang.as_deref());
        // A file's name says more than a general setting, and less than a flag.
        let named = || {
            let extension = shared.output.as_ref()?.extension()?.to_str()?;
            Some(Format::of_extension(extension)?.word().to_owned())
        };
        let format = shared.format.clone().or_else(named);
        let format = match format.or_else(|| environment("HOUQIN_FORMAT")) {
            None => Format::Table,
            Some(name) => Format::parse(&name).ok_or_else(|| {
                wrong("--format", &name, &Format::ALL.map(Format::word).join(", "))
            })?,
        };
        let headers = match shared.headers.as_deref() {
            None | Some("words") => Headers::Words,
            Some("keys") => Headers::Keys,
            Some(name) => return Err(wrong("--headers", name, "words, keys").into()),
        };
        let now = match environment("HOUQIN_NOW") {
            None => now::moment(),
            Some(text) => {
                Moment::parse(&text).map_err(|refusal| Failure::argument("HOUQIN_NOW", &refusal))?
            }
        };
        let asked = shared.today.clone().map(|text| ("--today", text));
        let today = match asked.or_else(|| Some(("HOUQIN_TODAY", environment("HOUQIN_TODAY")?))) {
            None => now.day(),
            Some((source, text)) => {
                Day::parse(&text).map_err(|refusal| Failure::argument(source, &refusal))?
            }
        };
        let by = shared
            .by
            .clone()
            .or_else(|| environment("HOUQIN_BY"))
            .or_else(|| environment("USER"))
            .unwrap_or_default();
        Ok(Self {
            folder: shared.store.clone().or_else(|| environment("HOUQIN_STORE").map(Into::into)),
            language: early.language_asked.then_some(early.language),
            fallback: early.language,
            format,
            headers,
            bom: if shared.bom { Bom::With } else { Bom::Without },
            output: shared.output.clone(),
            today,
            now,
            by,
            quiet: shared.quiet,
            input: input(shared),
            colour: colour(shared.color.as_deref()).ok_or_else(|| {
                let text = shared.color.clone().unwrap_or_default();
                wrong("--color", &text, "auto, always, never")
            })?,
            pager: if shared.no_pager { Pager::Left } else { Pager::Wanted },
            seed: environment("HOUQIN_MACHINE").map_or_else(now::seed, String::into_bytes),
        })
    }
}

/// Whether anything may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// Somebody sits before a terminal.
    Asked,
    /// Nobody does, or nobody wants to be asked.
    Never,
}

/// Asks only where questions can be both seen and answered: stdin and stderr are a terminal that
/// can move its cursor, and neither flag nor environment forbids it.
fn input(shared: &Shared) -> Input {
    use std::io::IsTerminal;
    let forbidden = shared.no_input || shared.quiet || environment("HOUQIN_NO_INPUT").is_some();
    let dumb = environment("TERM").is_none_or(|term| term == "dumb");
    let there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if there && !dumb && !forbidden { Input::Asked } else { Input::Never }
}

/// Whether to colour: as asked, else as `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR` and the terminal
/// have it, in this order.
fn colour(asked: Option<&str>) -> Option<Colour> {
    use std::io::IsTerminal;
    match asked {
        Some("always") => Some(Colour::On),
        Some("never") => Some(Colour::Off),
        None | Some("auto") => {
            let says = |name: &str| environment(name).is_some_and(|value| value != "0");
            let denies = |name: &str, word: &str| environment(name).is_some_and(|own| own == word);
            let is_on = if environment("NO_COLOR").is_some() {
                false
            } else if says("CLICOLOR_FORCE") {
                true
            } else {
                std::io::stdout().is_terminal()
                    && !denies("CLICOLOR", "0")
                    && !denies("TERM", "dumb")
            };
            Some(if is_on { Colour::On } else { Colour::Off })
        }
        Some(_) => None,
    }
}

/// The width of the terminal that stdout is, if it is one; `COLUMNS` where it is set.
pub(super) fn terminal_width() -> Option<u16> {
    environment("COLUMNS")
        .and_then(|columns| columns.parse().ok())
        .or_else(|| terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0))
        .filter(|width| *width > 0)
}
