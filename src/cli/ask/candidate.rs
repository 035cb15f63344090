//! What may be answered: codes with their names, found as people type them.

use houqin::base::{Fit, matches};

/// Something that may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// What stands on the command line.
    pub(crate) code: String,
    /// What people call it; empty where the code says it all.
    pub(crate) name: String,
}

impl Candidate {
    /// A code and its name.
    pub(crate) fn new(code: impl ToString, name: impl Into<String>) -> Self {
        Self { code: code.to_string(), name: name.into() }
    }

    /// A name that is its own code.
    pub(crate) fn plain(name: impl Into<String>) -> Self {
        Self { code: name.into(), name: String::new() }
    }

    /// Code and name in a line.
    pub(crate) fn shown(&self) -> String {
        if self.name.is_empty() || self.name == self.code {
            return self.code.clone();
        }
        format!("{}  {}", self.code, self.name)
    }

    fn fit(&self, typed: &str) -> Option<Fit> {
        [&self.code, &self.name].into_iter().filter_map(|own| matches(typed, own)).min()
    }
}

/// Those that fit what was typed, the best first; all where nothing was typed.
pub(super) fn fitting<'c>(candidates: &'c [Candidate], typed: &str) -> Vec<&'c Candidate> {
    if typed.trim().is_empty() {
        return candidates.iter().collect();
    }
    let mut found: Vec<(Fit, &Candidate)> =
        candidates.iter().filter_map(|own| Some((own.fit(typed)?, own))).collect();
    // Stable: among equals the order of the register stays.
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, own)| own).collect()
}

/// The one that is meant: by its code or its line, else the only one that fits.
pub(super) fn meant<'c>(
    candidates: &'c [Candidate],
    typed: &str,
) -> Result<&'c Candidate, Vec<&'c Candidate>> {
    let typed = typed.trim();
    if let Some(own) = candidates.iter().find(|own| own.code == typed || own.shown() == typed) {
        return Ok(own);
    }
    let found = fitting(candidates, typed);
    let exact: Vec<&&Candidate> =
        found.iter().filter(|own| own.fit(typed) == Some(Fit::Same)).collect();
    match (&exact[..], &found[..]) {
        ([own], _) => Ok(own),
        ([], [own]) => Ok(own),
        _ => Err(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Candidate> {
        [("DG36", "灯管"), ("DX25", "电线"), ("DGS", "灯管支架"), ("ZC1", "轴承")]
            .map(|(code, name)| Candidate::new(code, name))
            .to_vec()
    }

    fn codes(typed: &str) -> Vec<String> {
        fitting(&items(), typed).into_iter().map(|own| own.code.clone()).collect()
    }

    #[test]
    fn initials_names_and_codes_find() {
        assert_eq!(codes("dg"), ["DG36", "DGS"]);
        assert_eq!(codes("灯管支"), ["DGS"]);
        assert_eq!(codes("zhouc"), ["ZC1"]);
        assert_eq!(codes(""), ["DG36", "DX25", "DGS", "ZC1"]);
        assert!(codes("没有").is_empty());
    }

    #[test]
    fn only_one_that_fits_is_meant() {
        let items = items();
        let meant = |typed: &str| meant(&items, typed).map(|own| own.code.as_str());
        assert_eq!(meant("dx25"), Ok("DX25"));
        assert_eq!(meant("DG36  灯管"), Ok("DG36"));
        // A whole name goes before names that begin with it.
        assert_eq!(meant("灯管"), Ok("DG36"));
        assert_eq!(meant("zc"), Ok("ZC1"));
        assert_eq!(meant("dg").map_err(|several| several.len()), Err(2));
        assert_eq!(meant("没有").map_err(|several| several.len()), Err(0));
    }
}
