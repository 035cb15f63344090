//! A sheet held against the register: every line of the register in scope and every scan falls into
//! exactly one class.
//!
//! The scope is the register at the end of the sheet's day; a scan is held against the register at
//! the end of its own day, because a count may take several days and things move meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use crate::assets::{Register, Standing};
use crate::base::{
    AssetTag, Day, DepartmentCode, Money, Ratio, RecordId, SheetCode, StaffCode, half_width,
    nearest,
};

use super::{Refusal, Row, Sheet, SheetState};

/// What a line of the register or a scan turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Found where the register says, with whom it says (账实相符).
    Matched,
    /// In the register, and nobody scanned it (盘亏).
    Missing,
    /// Found in another place or department (地点不符).
    WrongPlace,
    /// In its place, kept by somebody else (保管人不符).
    WrongCustodian,
    /// Found, and not in the register (盘盈).
    Unregistered,
    /// Found, though it was disposed of (已处置仍在).
    Disposed,
    /// Scanned before on the same sheet (重复扫描).
    Twice,
    /// What was scanned is no tag (无法识别).
    Unreadable,
}

impl Class {
    /// Every class, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::Matched,
        Self::Missing,
        Self::WrongPlace,
        Self::WrongCustodian,
        Self::Unregistered,
        Self::Disposed,
        Self::Twice,
        Self::Unreadable,
    ];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Missing => "missing",
            Self::WrongPlace => "wrong-place",
            Self::WrongCustodian => "wrong-custodian",
            Self::Unregistered => "unregistered",
            Self::Disposed => "disposed",
            Self::Twice => "twice",
            Self::Unreadable => "unreadable",
        }
    }

    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Matched => "asset.count_class.matched",
            Self::Missing => "asset.count_class.missing",
            Self::WrongPlace => "asset.count_class.wrong_place",
            Self::WrongCustodian => "asset.count_class.wrong_custodian",
            Self::Unregistered => "asset.count_class.unregistered",
            Self::Disposed => "asset.count_class.disposed",
            Self::Twice => "asset.count_class.twice",
            Self::Unreadable => "asset.count_class.unreadable",
        }
    }

    /// Whether register, label and thing disagree (账卡物不符), so that something is to be done.
    ///
    /// A second scan says nothing new; what could not be read is scanned again.
    pub const fn is_difference(self) -> bool {
        matches!(
            self,
            Self::Missing
                | Self::WrongPlace
                | Self::WrongCustodian
                | Self::Unregistered
                | Self::Disposed
        )
    }
}

/// What is to be counted; what is blank narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The day of the register, to its end.
    pub date: Day,
    /// Only what is in places that begin like this.
    pub place: String,
    /// Only what this department has.
    pub department: Option<DepartmentCode>,
    /// Only what this person keeps.
    pub custodian: Option<StaffCode>,
    /// Only what is of this class.
    pub class: String,
}

impl Scope {
    pub(super) fn of(opening: &Row) -> Self {
        Self {
            date: opening.date,
            place: opening.place.to_string(),
            department: opening.department.clone(),
            custodian: opening.custodian.clone(),
            class: opening.class.to_string(),
        }
    }

    /// Whether a thing is to be counted.
    fn holds(&self, standing: &Standing<'_>) -> bool {
        standing.disposed.is_none()
            && standing.place().starts_with(&self.place)
            && self.department.as_ref().is_none_or(|wanted| standing.department() == Some(wanted))
            && self.custodian.as_ref().is_none_or(|wanted| standing.custodian() == Some(wanted))
            && (self.class.is_empty() || standing.card.class == self.class)
    }

    /// What is to be counted, by tag.
    pub(super) fn standings<'r>(
        &'r self,
        register: &'r Register,
    ) -> impl Iterator<Item = Standing<'r>> {
        register.standings(self.date).filter(|standing| self.holds(standing))
    }
}

/// Whether a line belongs to what is to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// It does.
    Scope,
    /// It does not, and was scanned all the same.
    Beyond,
}

/// A line of the register, as it stood when it was held against the things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The tag.
    pub tag: AssetTag,
    /// The name.
    pub name: String,
    /// The class on the card.
    pub class: String,
    /// Which department has it.
    pub department: Option<DepartmentCode>,
    /// Where it is.
    pub place: String,
    /// Who keeps it.
    pub custodian: Option<StaffCode>,
    /// What it cost.
    pub value: Money,
    /// Whether it is to be counted.
    pub within: Within,
}

impl Line {
    fn of(standing: &Standing<'_>, within: Within) -> Self {
        Self {
            tag: standing.card.tag.clone(),
            name: standing.card.name.clone(),
            class: standing.card.class.clone(),
            department: standing.department().cloned(),
            place: standing.place().to_owned(),
            custodian: standing.custodian().cloned(),
            value: standing.value(),
            within,
        }
    }
}

/// A line of the register, a scan, or a line and the scan that found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it turned out to be.
    pub class: Class,
    /// The tag, unless the scan was unreadable.
    pub tag: Option<AssetTag>,
    /// The name on the card, if there is one.
    pub name: String,
    /// The line of the register.
    pub line: Option<Line>,
    /// The scan.
    pub scan: Option<Row>,
    /// The scan before it, of what was scanned twice.
    pub before: Option<RecordId>,
}

/// How many entries there are of each class, in the order of [`Class::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// The lines of the register that were to be counted.
    pub lines: usize,
    /// Those of them that were found as the register has them.
    pub right: usize,
    counts: [usize; 8],
}

impl Tally {
    fn of(entries: &[Entry]) -> Self {
        let mut tally = Self::default();
        for entry in entries {
            tally.counts[entry.class as usize] += 1;
            if entry.line.as_ref().is_some_and(|line| line.within == Within::Scope) {
                tally.lines += 1;
                tally.right += usize::from(entry.class == Class::Matched);
            }
        }
        tally
    }

    /// How many entries are of a class.
    pub const fn count(&self, class: Class) -> usize {
        self.counts[class as usize]
    }

    /// How many entries are differences between register and things.
    pub fn differences(&self) -> usize {
        Class::ALL.into_iter().filter(|class| class.is_difference()).map(|of| self.count(of)).sum()
    }

    /// The part of the lines that were found as the register has them (账实相符率).
    pub fn match_rate(&self) -> Ratio {
        let exact = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Ratio::counted(exact(self.right), exact(self.lines))
    }

    /// The classes that occur, as they are kept with a signature: `matched=12;missing=1`.
    pub fn written(&self) -> String {
        let occur = Class::ALL.into_iter().filter(|class| self.count(*class) > 0);
        let words: Vec<String> =
            occur.map(|class| format!("{}={}", class.word(), self.count(class))).collect();
        words.join(";")
    }
}

/// A sheet held against the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The sheet.
    pub sheet: SheetCode,
    /// What was to be counted.
    pub scope: Scope,
    /// How far it is.
    pub state: SheetState,
    /// Who scanned.
    pub counters: Vec<String>,
    /// The row that signed it.
    pub signature: Option<Row>,
    /// The entries: lines by tag, each with the scan that found it, then the other scans.
    pub entries: Vec<Entry>,
    /// How many there are of each class.
    pub tally: Tally,
}

impl Counted {
    /// What was signed, where rows that came in later have changed it since.
    pub fn signed_otherwise(&self) -> Option<&str> {
        let signed = self.signature.as_ref()?.tally.as_str();
        (signed != self.tally.written()).then_some(signed)
    }
}

/// Finds a sheet, or names the nearest.
pub(super) fn known<'r>(register: &'r Register, code: &SheetCode) -> Result<&'r Sheet, Refusal> {
    let counts = register.counts();
    let sheet = counts.sheet(code).filter(|sheet| sheet.opening().is_some());
    sheet.ok_or_else(|| Refusal::UnknownSheet {
        sheet: code.to_string(),
        nearest: nearest(code.as_str(), counts.sheets().map(|(code, _)| code.as_str())),
    })
}

/// Holds a sheet against the register, as it was at the end of a day.
pub fn counted(register: &Register, code: &SheetCode, as_of: Day) -> Result<Counted, Refusal> {
    let sheet = known(register, code)?.until(as_of);
    let Some(scope) = sheet.scope() else {
        return Err(Refusal::UnknownSheet { sheet: code.to_string(), nearest: None });
    };
    let entries = entries(register, &sheet, &scope, |_| true);
    Ok(Counted {
        sheet: code.clone(),
        state: sheet.state(),
        counters: sheet.counters().into_iter().map(str::to_owned).collect(),
        signature: sheet.signature().cloned(),
        tally: Tally::of(&entries),
        entries,
        scope,
    })
}

/// What a sheet that was signed by the end of a day did not find as the register has it, as far as
/// it is asked for, and the day of the sheet; none of a sheet that was not.
pub(super) fn differences(
    register: &Register,
    code: &SheetCode,
    as_of: Day,
    is_asked: impl Fn(Class) -> bool,
) -> Result<Option<(Day, Vec<Entry>)>, Refusal> {
    let sheet = known(register, code)?.until(as_of);
    let Some(scope) = sheet.scope() else {
        return Err(Refusal::UnknownSheet { sheet: code.to_string(), nearest: None });
    };
    if sheet.state() != SheetState::Signed {
        return Ok(None);
    }
    let is_wanted = |class: Class| class.is_difference() && is_asked(class);
    Ok(Some((scope.date, entries(register, &sheet, &scope, is_wanted))))
}

/// The entries of the classes that are wanted.
fn entries(
    register: &Register,
    sheet: &Sheet,
    scope: &Scope,
    is_wanted: impl Fn(Class) -> bool,
) -> Vec<Entry> {
    let mut first: BTreeMap<&AssetTag, &Row> = BTreeMap::new();
    let mut others: Vec<Entry> = Vec::new();
    for scan in sheet.scans() {
        let Some(tag) = &scan.asset else {
            others.push(Entry {
                class: Class::Unreadable,
                tag: None,
                name: String::new(),
                line: None,
                scan: Some(scan.clone()),
                before: None,
            });
            continue;
        };
        match first.get(tag) {
            Some(before) => others.push(Entry {
                class: Class::Twice,
                tag: Some(tag.clone()),
                name: register.card(tag).map(|card| card.name.clone()).unwrap_or_default(),
                line: None,
                scan: Some(scan.clone()),
                before: Some(before.id.clone()),
            }),
            None => drop(first.insert(tag, scan)),
        }
    }
    others.retain(|entry| is_wanted(entry.class));
    let lines: BTreeMap<&AssetTag, Standing<'_>> =
        scope.standings(register).map(|standing| (&standing.card.tag, standing)).collect();
    let tags: BTreeSet<&AssetTag> = lines.keys().chain(first.keys()).copied().collect();
    let found = tags.into_iter().filter_map(|tag| {
        let line = lines.get(tag);
        match first.get(tag) {
            Some(scan) => found(register, tag, line, scan, &is_wanted),
            None => is_wanted(Class::Missing).then(|| Entry {
                class: Class::Missing,
                tag: Some(tag.clone()),
                name: line.map(|standing| standing.card.name.clone()).unwrap_or_default(),
                line: line.map(|standing| Line::of(standing, Within::Scope)),
                scan: None,
                before: None,
            }),
        }
    });
    found.chain(others).collect()
}

/// What the first scan of a tag says, where its class is wanted; `line` is what was to be counted.
fn found(
    register: &Register,
    tag: &AssetTag,
    line: Option<&Standing<'_>>,
    scan: &Row,
    is_wanted: &impl Fn(Class) -> bool,
) -> Option<Entry> {
    let standing = register.standing(tag, scan.date);
    let class = match &standing {
        None => Class::Unregistered,
        Some(standing) if standing.disposed.is_some() => Class::Disposed,
        Some(standing) if !is_in_place(standing, scan) => Class::WrongPlace,
        Some(standing) if !is_kept_by(standing, scan) => Class::WrongCustodian,
        Some(_) => Class::Matched,
    };
    if !is_wanted(class) {
        return None;
    }
    // The line tells what the scan was held against; whether it is in scope, the sheet's day.
    let within = if line.is_some() { Within::Scope } else { Within::Beyond };
    let there = standing.as_ref().filter(|standing| standing.disposed.is_none());
    let line = there
        .map(|standing| Line::of(standing, within))
        .or_else(|| line.map(|standing| Line::of(standing, Within::Scope)));
    Some(Entry {
        class,
        tag: Some(tag.clone()),
        name: register.card(tag).map(|card| card.name.clone()).unwrap_or_default(),
        line,
        scan: Some(scan.clone()),
        before: None,
    })
}

/// Whether a thing was seen where the register has it, as far as the scan and the register say.
///
/// A place that was seen may be the beginning of the one in the register: 3楼 is true of 3楼机房.
pub(super) fn is_in_place(standing: &Standing<'_>, scan: &Row) -> bool {
    let place = standing.place();
    let there = scan.department.as_ref().is_none_or(|seen| standing.department() == Some(seen));
    there && (place.is_empty() || place.starts_with(scan.place.as_str()))
}

/// Whether a thing was seen with the person who keeps it, as far as scan and register say.
pub(super) fn is_kept_by(standing: &Standing<'_>, scan: &Row) -> bool {
    let (keeper, seen) = (standing.custodian(), scan.custodian.as_ref());
    seen.is_none() || keeper.is_none() || keeper == seen
}

/// Reads the tag out of what a scanner gave.
///
/// A label has the tag, or the tag before other fields: `FWQ-01`, `FWQ-01|服务器|XXK`. None where
/// there is no tag in it.
pub fn tag_of(text: &str) -> Option<AssetTag> {
    let text = half_width(text);
    let edge = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
    let text = text.trim_matches(edge);
    let field = text.split(['|', ',', ';', '\t', '\n']).next()?;
    AssetTag::parse(field.trim_matches(edge)).ok()
}
