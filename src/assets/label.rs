//! Labels of assets: which are wanted, and what their codes say (资产标签).

use crate::base::{AssetTag, Day, DepartmentCode};
use crate::org::Org;

use super::{ListingOptions, Lives, Refusal, Register, listing};

/// What the code on a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelContent {
    /// The tag alone: what every scanner types as it is, and what no transfer makes wrong.
    Tag,
    /// Tag, name and department, for people with a telephone; the tag comes first.
    Full,
}

impl LabelContent {
    /// What can be asked for.
    pub const ALL: [Self; 2] = [Self::Tag, Self::Full];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Full => "full",
        }
    }
}

/// Which labels are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelOptions {
    /// Those of these tags; of everything that the filter lets through where none is named.
    pub tags: Vec<AssetTag>,
    /// The filter, and the day of the register.
    pub listing: ListingOptions,
    /// What the code says.
    pub content: LabelContent,
}

/// A label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The tag.
    pub tag: AssetTag,
    /// The name.
    pub name: String,
    /// Which department has it, by its name where the register of departments has one.
    pub department: String,
    /// Where it is.
    pub place: String,
    /// When it was acquired.
    pub acquired_on: Day,
    /// What a scanner reads.
    pub text: String,
}

/// Makes the labels, by tag or in the order in which the tags were named.
pub fn labels(
    register: &Register,
    org: &Org,
    lives: &Lives,
    options: &LabelOptions,
) -> Result<Vec<Label>, Refusal> {
    let LabelOptions { tags, listing: wanted, content } = options;
    let groups = listing(register, lives, wanted).groups;
    let mut lines: Vec<_> = groups.into_iter().flat_map(|group| group.lines).collect();
    if !tags.is_empty() {
        let mut named = Vec::new();
        for tag in tags {
            register.known(tag)?;
            let line = lines.iter().find(|line| line.tag == *tag).cloned();
            named.push(
                line.ok_or_else(|| Refusal::NotAcquired { tag: tag.clone(), date: wanted.as_of })?,
            );
        }
        lines = named;
    }
    let name_of = |code: &DepartmentCode| {
        let department = org.known_department(code);
        department.map_or_else(|_| code.to_string(), |department| department.name.clone())
    };
    Ok(lines
        .into_iter()
        .map(|line| {
            let department = line.department.as_ref().map(name_of).unwrap_or_default();
            let text = match content {
                LabelContent::Tag => line.tag.to_string(),
                LabelContent::Full => format!("{}|{}|{department}", line.tag, line.name),
            };
            Label {
                tag: line.tag,
                name: line.name,
                department,
                place: line.place,
                acquired_on: line.acquired_on,
                text,
            }
        })
        .collect())
}
