//! `[letterhead]` of `houqin.toml`: a hospital's own heading, and who signs its papers.

use crate::base::Place;

/// A text of the heading in Chinese and in English; the second may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeadText {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What a hospital puts on its papers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LetterheadSettings {
    /// The name at the head; the store's own where there is none.
    pub name: Option<HeadText>,
    /// The lines under it.
    pub lines: Vec<HeadText>,
    /// The picture beside it.
    pub logo: Option<LogoSetting>,
    /// Who signs which paper.
    pub signs: Vec<SignSetting>,
}

/// The picture at the head of papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoSetting {
    /// Its path below the store's root.
    pub path: String,
    /// Where that is said.
    pub at: Place,
    /// The line as it stands in the file.
    pub original: String,
}

/// Who signs a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignSetting {
    /// The paper: its key, its title in either language, or `*` for every other.
    pub paper: String,
    /// The roles, in order.
    pub roles: Vec<HeadText>,
    /// Where the paper is named.
    pub at: Place,
    /// The line as it stands in the file.
    pub original: String,
}

impl LetterheadSettings {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Who signs a paper that has these names; none where nothing is said of it.
    pub fn roles(&self, names: &[&str]) -> Option<&[HeadText]> {
        let of = |name: &str| self.signs.iter().find(|sign| sign.paper == name);
        let sign = names.iter().find_map(|name| of(name)).or_else(|| of(Self::EVERY_OTHER))?;
        Some(&sign.roles)
    }

    /// Stands for every paper that is not named.
    pub const EVERY_OTHER: &str = "*";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_that_is_named_goes_before_every_other() {
        let sign = |paper: &str, role: &str| SignSetting {
            paper: paper.to_owned(),
            roles: vec![HeadText { zh: role.to_owned(), en: String::new() }],
            at: Place::file("houqin.toml"),
            original: String::new(),
        };
        let mut settings = LetterheadSettings::default();
        let first = |settings: &LetterheadSettings, names: &[&str]| {
            settings.roles(names).map(|roles| roles[0].zh.clone())
        };
        assert_eq!(first(&settings, &["energy.report", "节能报表"]), None);
        settings.signs = vec![sign("*", "院长"), sign("节能报表", "能源管理员")];
        assert_eq!(first(&settings, &["energy.report", "节能报表"]).as_deref(), Some("能源管理员"));
        assert_eq!(first(&settings, &["cost.report"]).as_deref(), Some("院长"));
    }
}
