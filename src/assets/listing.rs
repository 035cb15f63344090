//! The register as it stood on a day, in groups with their sums (固定资产台账).

use std::collections::BTreeMap;

use crate::base::{AssetTag, Day, DepartmentCode, Money, StaffCode};

use super::{CategoryCode, Lives, Plan, Register, Standing, Status, Warning, warnings};

/// By what lines are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// By nothing: one group.
    Whole,
    /// By the department that has the thing.
    Department,
    /// By where it is.
    Place,
    /// By the person who keeps it.
    Custodian,
    /// By the class on the card.
    Class,
}

impl Grouping {
    /// What can be asked for.
    pub const ASKED: [Self; 4] = [Self::Department, Self::Place, Self::Custodian, Self::Class];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Whole => "",
            Self::Department => "department",
            Self::Place => "place",
            Self::Custodian => "custodian",
            Self::Class => "class",
        }
    }

    /// The name of the group that an asset falls into; empty when it falls into none.
    pub(super) fn name_of(self, standing: &Standing<'_>) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Department => standing.department().map(ToString::to_string).unwrap_or_default(),
            Self::Place => standing.place().to_owned(),
            Self::Custodian => standing.custodian().map(ToString::to_string).unwrap_or_default(),
            Self::Class => standing.card.class.clone(),
        }
    }
}

/// A group of lines and their sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<Line, Sum> {
    /// Its name: a department, a place, a custodian or a class; empty for what has none.
    pub name: String,
    /// Its lines, by tag.
    pub lines: Vec<Line>,
    /// Their sum.
    pub sum: Sum,
}

/// Puts lines into groups by name, keeping their order within each, and sums each.
pub(super) fn grouped<Line, Sum>(
    lines: impl IntoIterator<Item = (String, Line)>,
    sum: impl Fn(&[Line]) -> Sum,
) -> Vec<Group<Line, Sum>> {
    let mut groups: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for (name, line) in lines {
        groups.entry(name).or_default().push(line);
    }
    groups.into_iter().map(|(name, lines)| Group { name, sum: sum(&lines), lines }).collect()
}

/// How much of its life a thing must have behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wear {
    /// It does not matter.
    Any,
    /// All of it: nothing more is to be depreciated (提足折旧).
    Depreciated,
}

/// What is asked of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingOptions {
    /// The day asked about, to its end.
    pub as_of: Day,
    /// By what the lines are put together.
    pub by: Grouping,
    /// Only what this department has.
    pub department: Option<DepartmentCode>,
    /// Only what is in places that begin like this.
    pub place: String,
    /// Only what this person keeps.
    pub custodian: Option<StaffCode>,
    /// Only what is of this class.
    pub class: Option<String>,
    /// Whether only what is fully depreciated.
    pub wear: Wear,
    /// Only what has this status; everything not disposed of where nothing is asked.
    pub status: Option<Status>,
}

/// An asset as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The tag.
    pub tag: AssetTag,
    /// The name.
    pub name: String,
    /// The code of GB/T 14885.
    pub category: Option<CategoryCode>,
    /// The class on the card.
    pub class: String,
    /// What it was.
    pub status: Status,
    /// Which department had it.
    pub department: Option<DepartmentCode>,
    /// Where it was.
    pub place: String,
    /// Who kept it.
    pub custodian: Option<StaffCode>,
    /// When it was acquired.
    pub acquired_on: Day,
    /// When it left.
    pub disposed_on: Option<Day>,
    /// What it cost.
    pub value: Money,
    /// What was depreciated by the end of the day's month; nothing once it has left.
    pub accumulated: Money,
    /// What is left of the value; nothing once it has left.
    pub net: Money,
}

/// Sums over listed assets that have not left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListedSum {
    /// How many there are.
    pub count: usize,
    /// What they cost.
    pub value: Money,
    /// What was depreciated.
    pub accumulated: Money,
    /// What is left.
    pub net: Money,
}

impl ListedSum {
    /// Counts one more.
    pub(super) fn add(&mut self, line: &Listed) {
        self.count += 1;
        self.value += line.value;
        self.accumulated += line.accumulated;
        self.net += line.net;
    }
}

/// The register as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The day asked about, to its end.
    pub as_of: Day,
    /// By what the lines are put together.
    pub by: Grouping,
    /// The groups, by name.
    pub groups: Vec<Group<Listed, ListedSum>>,
    /// The sum over all groups.
    pub total: ListedSum,
    /// Which status was asked for.
    pub status: Option<Status>,
    /// What should be put right on the cards listed.
    pub warnings: Vec<Warning>,
}

/// Lists the register as it stood on a day.
pub fn listing(register: &Register, lives: &Lives, options: &ListingOptions) -> Listing {
    let wanted = |standing: &Standing<'_>| {
        let status = standing.status();
        options.status.map_or(status != Status::Disposed, |wanted| wanted == status)
            && options
                .department
                .as_ref()
                .is_none_or(|wanted| standing.department() == Some(wanted))
            && (options.wear == Wear::Any
                || Plan::of(standing, lives)
                    .is_some_and(|plan| plan.is_done(options.as_of.month())))
            && standing.place().starts_with(&options.place)
            && options.custodian.as_ref().is_none_or(|wanted| standing.custodian() == Some(wanted))
            && options.class.as_ref().is_none_or(|wanted| standing.card.class == *wanted)
    };
    let standings: Vec<Standing<'_>> = register.standings(options.as_of).filter(wanted).collect();
    let warnings = standings
        .iter()
        .flat_map(|standing| warnings(standing.card, lives))
        .filter(Warning::is_mendable)
        .collect();
    let lines = standings
        .iter()
        .map(|standing| (options.by.name_of(standing), listed(standing, lives, options.as_of)));
    let groups = grouped(lines, |lines| sum(lines));
    let total = sum(groups.iter().flat_map(|group| &group.lines));
    Listing {
        as_of: options.as_of,
        by: options.by,
        groups,
        total,
        status: options.status,
        warnings,
    }
}

pub(super) fn listed(standing: &Standing<'_>, lives: &Lives, as_of: Day) -> Listed {
    let (accumulated, net) = standing.worth(lives, as_of.month());
    Listed {
        tag: standing.card.tag.clone(),
        name: standing.card.name.clone(),
        category: standing.card.category.clone(),
        class: standing.card.class.clone(),
        status: standing.status(),
        department: standing.department().cloned(),
        place: standing.place().to_owned(),
        custodian: standing.custodian().cloned(),
        acquired_on: standing.acquired.date,
        disposed_on: standing.disposed.map(|disposed| disposed.date),
        value: standing.value(),
        accumulated,
        net,
    }
}

fn sum<'a>(lines: impl IntoIterator<Item = &'a Listed>) -> ListedSum {
    lines.into_iter().fold(ListedSum::default(), |mut sum, line| {
        sum.add(line);
        sum
    })
}
