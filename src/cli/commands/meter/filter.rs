//! What the commands on meters and energy ask for alike: a utility, a site, a view.

use houqin::base::{DepartmentCode, Message, SiteCode};
use houqin::meters::{self, Boundary, Carrier, Utility};
use houqin::org::Org;
use houqin::text::recognise;

use crate::cli::args::Clocks;
use crate::cli::clocks::Set;
use crate::cli::fail::Failure;
use crate::cli::session::Session;

/// From where the ledgers are looked at
#[derive(Debug, clap::Args)]
pub(crate) struct View {
    #[command(flatten)]
    clocks: Clocks,
    /// Take each reading as of the end of its day, not of its beginning
    #[arg(long)]
    end_of_day: bool,
}

impl View {
    /// The view that was asked for.
    pub(crate) fn resolve(self, session: &Session) -> anyhow::Result<(Set, meters::View)> {
        let Self { clocks, end_of_day } = self;
        let set = session.clocks(&clocks)?;
        let boundary = if end_of_day { Boundary::EndOfDay } else { Boundary::StartOfDay };
        Ok((set, meters::View { as_of: Some(set.as_of()), boundary }))
    }
}

/// The utility of an argument, by the word of the files or by its label in either language.
pub(crate) fn utility(flag: &str, text: &str) -> anyhow::Result<Utility> {
    let keys = Utility::ALL.map(Utility::key);
    let by_label = || {
        let key = recognise(text, &keys)?;
        Utility::ALL.into_iter().find(|utility| utility.key() == key)
    };
    Utility::parse(text).or_else(by_label).ok_or_else(|| {
        let message = Message::new("meter.unknown_utility").with("flag", flag);
        Failure::usage(message.with("text", text)).into()
    })
}

/// A utility in its unit.
pub(crate) fn carrier(flag: &str, text: &str, unit: Option<&str>) -> anyhow::Result<Carrier> {
    let utility = utility(flag, text)?;
    Carrier::new(utility, unit).map_err(|refusal| Failure::argument("--unit", &refusal).into())
}

/// A registered site, if one was named.
pub(crate) fn site(
    session: &Session,
    org: &Org,
    text: Option<&str>,
) -> anyhow::Result<Option<SiteCode>> {
    let site = session.maybe("--site", text, SiteCode::parse)?;
    if let Some(code) = &site {
        org.known_site(code).map_err(|refusal| Failure::refused(&refusal))?;
    }
    Ok(site)
}

/// A department, if one was named.
pub(crate) fn department(
    session: &Session,
    text: Option<&str>,
) -> anyhow::Result<Option<DepartmentCode>> {
    session.maybe("--department", text, DepartmentCode::parse)
}

/// A remark, where something stands in it.
pub(crate) fn optional_word(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
