//! The manual: its topics in the order in which they are read, `data/help/<topic>.{zh,en}.md`.
//!
//! A page is `CommonMark` with tables. Its first line is the title, `# 盘点：从开表到过账`; what stands
//! before the colon is the topic's name in that language. Every fenced block is run or parsed by a
//! test (`tests/it/manual.rs`, `src/cli/manual_tests.rs`). Look next at `render/manual`.

use super::Language;

/// A topic of the manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic {
    /// The name by which it is asked for.
    pub name: &'static str,
    zh: &'static str,
    en: &'static str,
}

macro_rules! topics {
    ($($name:literal)+) => {
        &[$(Topic {
            name: $name,
            zh: include_str!(concat!("../../data/help/", $name, ".zh.md")),
            en: include_str!(concat!("../../data/help/", $name, ".en.md")),
        }),+]
    };
}

/// In the order of the manual, one a line.
static TOPICS: &[Topic] = topics!(
    "start"
    "stock"
    "purchase"
    "stocktake"
    "assets"
    "meters"
    "energy"
    "bills"
    "inspect"
    "findings"
    "repair"
    "evidence"
    "compliance"
    "annual"
    "close"
    "clocks"
    "import"
    "formats"
    "files"
    "settings"
    "check"
    "troubleshooting"
    "cron"
    "git"
    "group"
    "completions"
    "exit-codes"
);

/// Every topic, in the order of the manual.
pub fn topics() -> &'static [Topic] {
    TOPICS
}

/// The topic of a name, or of the word for it in either language.
pub fn topic(name: &str) -> Option<&'static Topic> {
    let called = |topic: &&Topic| {
        let words = [Language::Chinese, Language::English].map(|language| topic.word(language));
        topic.name == name || words.contains(&name)
    };
    TOPICS.iter().find(called)
}

impl Topic {
    /// The page in a language.
    pub const fn page(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }

    /// The title in a language.
    pub fn title(&self, language: Language) -> &'static str {
        let line = self.page(language).lines().next().unwrap_or_default();
        line.trim_start_matches("# ")
    }

    /// The word for the topic in a language: the title up to its colon.
    pub fn word(&self, language: Language) -> &'static str {
        self.title(language).split(['：', ':']).next().unwrap_or_default()
    }

    /// What the topic is about in a language: the title after its colon.
    pub fn about(&self, language: Language) -> &'static str {
        let title = self.title(language);
        title.split_once(['：', ':']).map_or(title, |(_, about)| about.trim())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

    #[test]
    fn every_page_has_a_word_and_says_what_it_is_about() {
        let mut words = BTreeSet::new();
        for topic in topics() {
            for language in LANGUAGES {
                let page = topic.page(language);
                assert!(page.starts_with("# "), "{} has no title", topic.name);
                assert!(topic.title(language).contains(['：', ':']), "{}", topic.name);
                assert!(topic.word(language).chars().count() < 24, "{}", topic.name);
                assert!(words.insert((language, topic.word(language))), "{}", topic.name);
                assert!(!page.contains('\t') && page.ends_with('\n'), "{}", topic.name);
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_sections_and_examples() {
        for topic in topics() {
            let [zh, en] = LANGUAGES.map(|language| {
                let lines = topic.page(language).lines();
                let count =
                    |prefix: &str| lines.clone().filter(|line| line.starts_with(prefix)).count();
                (count("## "), count("```"), count("$ houqin"))
            });
            assert_eq!(zh, en, "{}: sections, fences, commands", topic.name);
        }
    }

    #[test]
    fn a_topic_is_known_by_its_name_and_by_its_word() {
        let stocktake = topic("stocktake").map(|topic| topic.name);
        assert_eq!(stocktake, Some("stocktake"));
        assert_eq!(topic("盘点").map(|topic| topic.name), stocktake);
        assert_eq!(topic("no-such"), None);
    }
}
