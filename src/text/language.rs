//! The two languages, and the names by which they are asked for.

/// A language in which the tool speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// 简体中文.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// Reads `zh` or `en`, or a locale name such as `zh_CN.UTF-8`, `en-GB` or `C`; none for a
    /// language that the tool does not speak.
    pub fn parse(name: &str) -> Option<Self> {
        let language = name.split(['_', '-', '.', '@']).next().unwrap_or(name);
        match language.to_ascii_lowercase().as_str() {
            "zh" | "chinese" | "中文" => Some(Self::Chinese),
            "en" | "english" | "c" | "posix" => Some(Self::English),
            _ => None,
        }
    }

    /// The word of settings and flags: `zh` or `en`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// The other of the two.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn locale_names_are_understood() {
        for name in ["zh", "zh_CN.UTF-8", "zh-Hans-CN", "ZH", "zh_TW@radical", "中文"] {
            assert_eq!(Language::parse(name), Some(Language::Chinese), "{name}");
        }
        for name in ["en", "en_GB.UTF-8", "C", "C.UTF-8", "POSIX"] {
            assert_eq!(Language::parse(name), Some(Language::English), "{name}");
        }
        for name in ["", "fr_FR", "zhx", "ende"] {
            assert_eq!(Language::parse(name), None, "{name}");
        }
    }
}
