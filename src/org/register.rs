//! The three registers together, folded from their rows.

use std::collections::BTreeMap;

use crate::base::{Decided, DepartmentCode, SiteCode, StaffCode, nearest_named};

use super::{Department, Refusal, Site, Staff};

/// A row of one of the registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A site.
    Site(Site),
    /// A department.
    Department(Department),
    /// A person.
    Staff(Staff),
}

/// Who and where, by code.
#[derive(Debug, Clone, Default)]
pub struct Org {
    sites: BTreeMap<SiteCode, Site>,
    departments: BTreeMap<DepartmentCode, Department>,
    staff: BTreeMap<StaffCode, Staff>,
}

impl Org {
    /// Folds one row; a later row of the same code takes the place of the earlier one.
    ///
    /// Refuses a site or department that is named before it is registered.
    pub fn apply(&mut self, record: &Record) -> Result<(), Refusal> {
        match record {
            Record::Site(site) => {
                self.sites.insert(site.code.clone(), site.clone());
            }
            Record::Department(department) => {
                if let Some(site) = &department.site {
                    self.known_site(site)?;
                }
                self.departments.insert(department.code.clone(), department.clone());
            }
            Record::Staff(staff) => {
                check_days(staff)?;
                if let Some(department) = &staff.department {
                    self.known_department(department)?;
                }
                self.staff.insert(staff.code.clone(), staff.clone());
            }
        }
        Ok(())
    }

    /// The sites, by code.
    pub fn sites(&self) -> impl Iterator<Item = &Site> {
        self.sites.values()
    }

    /// The departments, by code.
    pub fn departments(&self) -> impl Iterator<Item = &Department> {
        self.departments.values()
    }

    /// The staff, by code.
    pub fn staff(&self) -> impl Iterator<Item = &Staff> {
        self.staff.values()
    }

    /// A person, if registered.
    pub fn person(&self, code: &StaffCode) -> Option<&Staff> {
        self.staff.get(code)
    }

    /// The person, or the refusal that names the nearest known one.
    pub fn known_person(&self, code: &StaffCode) -> Result<&Staff, Refusal> {
        self.staff.get(code).ok_or_else(|| Refusal::UnknownStaff {
            code: code.to_string(),
            nearest: nearest_named(
                code.as_str(),
                self.staff.values().map(|own| (own.code.as_str(), own.name.as_str())),
            ),
        })
    }

    /// A department, if it is registered.
    pub fn department(&self, code: &DepartmentCode) -> Option<&Department> {
        self.departments.get(code)
    }

    /// The site, or the refusal that names the nearest known one.
    pub fn known_site(&self, code: &SiteCode) -> Result<&Site, Refusal> {
        self.sites.get(code).ok_or_else(|| Refusal::UnknownSite {
            code: code.to_string(),
            nearest: nearest_named(
                code.as_str(),
                self.sites.values().map(|own| (own.code.as_str(), own.name.as_str())),
            ),
        })
    }

    /// The department of a code, or of a name that only one has.
    pub fn department_called(&self, text: &str) -> Result<&Department, Refusal> {
        if let Some(known) = self.departments.get(text) {
            return Ok(known);
        }
        let mut named = self.departments.values().filter(|department| department.name == text);
        if let (Some(known), None) = (named.next(), named.next()) {
            return Ok(known);
        }
        let nearest = self.nearest_department(text);
        Err(Refusal::UnknownDepartment { code: text.to_owned(), nearest })
    }

    fn nearest_department(&self, text: &str) -> Option<String> {
        let known = self.departments.values();
        nearest_named(text, known.map(|own| (own.code.as_str(), own.name.as_str())))
    }

    /// The department, or the refusal that names the nearest known one.
    pub fn known_department(&self, code: &DepartmentCode) -> Result<&Department, Refusal> {
        self.departments.get(code).ok_or_else(|| Refusal::UnknownDepartment {
            code: code.to_string(),
            nearest: self.nearest_department(code.as_str()),
        })
    }
}

/// Decides about a person as the register has him from now on.
///
/// The register keeps no history: what it said before is in the log.
pub fn edit_staff(org: &Org, staff: &Staff) -> Result<Decided<Vec<Record>>, Refusal> {
    let there = org.known_person(&staff.code)?;
    if there == staff {
        return Ok(Decided::Already(staff.code.to_string()));
    }
    if let Some(department) = &staff.department {
        org.known_department(department)?;
    }
    check_staff(staff)?;
    Ok(Decided::New(vec![Record::Staff(staff.clone())]))
}

fn check_staff(staff: &Staff) -> Result<(), Refusal> {
    if staff.name.trim().is_empty() {
        return Err(Refusal::Nameless { code: staff.code.to_string() });
    }
    check_days(staff)
}

/// Refuses days of work that end before they begin: nothing would be asked of such a person.
fn check_days(staff: &Staff) -> Result<(), Refusal> {
    match (staff.entered, staff.left) {
        (Some(entered), Some(left)) if left < entered => {
            Err(Refusal::LeftEarly { code: staff.code.to_string(), entered, left })
        }
        _ => Ok(()),
    }
}

/// Decides whether a new row may enter its register.
///
/// The identical row again is [`Decided::Already`]; the same code with other values is refused.
pub fn add(org: &Org, record: Record) -> Result<Decided<Vec<Record>>, Refusal> {
    let (register, code, name, there) = match &record {
        Record::Site(site) => {
            let there = org.sites.get(&site.code).cloned().map(Record::Site);
            ("org.site", site.code.as_str(), &site.name, there)
        }
        Record::Department(department) => {
            if let Some(site) = &department.site {
                org.known_site(site)?;
            }
            let there = org.departments.get(&department.code).cloned().map(Record::Department);
            ("org.department", department.code.as_str(), &department.name, there)
        }
        Record::Staff(staff) => {
            if let Some(department) = &staff.department {
                org.known_department(department)?;
            }
            check_staff(staff)?;
            let there = org.staff.get(&staff.code).cloned().map(Record::Staff);
            ("org.staff", staff.code.as_str(), &staff.name, there)
        }
    };
    if name.trim().is_empty() {
        return Err(Refusal::Nameless { code: code.to_owned() });
    }
    match there {
        None => Ok(Decided::New(vec![record])),
        Some(there) if there == record => Ok(Decided::Already(code.to_owned())),
        Some(there) => Err(Refusal::Taken {
            register,
            code: code.to_owned(),
            name: match there {
                Record::Site(site) => site.name,
                Record::Department(department) => department.name,
                Record::Staff(staff) => staff.name,
            },
        }),
    }
}
