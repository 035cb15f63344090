//! The registers of who and where as tables.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present};
use crate::org::{Department, Org, Record, Site, Staff};

/// The sites.
pub struct Sites<'b>(pub &'b Org);

/// The departments.
pub struct Departments<'b>(pub &'b Org);

/// The staff.
pub struct StaffList<'b>(pub &'b Org);

impl Present for Sites<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = SITES.table();
        self.0.sites().for_each(|site| table.line(site_cells(site)));
        Document::new("org.sites").table(table)
    }
}

impl Present for Departments<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = DEPARTMENTS.table();
        self.0.departments().for_each(|department| table.line(department_cells(department)));
        Document::new("org.departments").table(table.without_unused(&["org.departments.class"]))
    }
}

impl Present for StaffList<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = STAFF.table();
        self.0.staff().for_each(|staff| table.line(staff_cells(staff)));
        let seldom = ["org.staff_list.entered", "org.staff_list.left"];
        Document::new("org.staff_list").table(table.without_unused(&seldom))
    }
}

const SITES: Ledger = Ledger { key: "org.sites", columns: &["org.sites.code", "org.sites.name"] };

const DEPARTMENTS: Ledger = Ledger {
    key: "org.departments",
    columns: &[
        "org.departments.code",
        "org.departments.name",
        "org.departments.site",
        "org.departments.beds",
        "org.departments.area",
        "org.departments.class",
    ],
};

const STAFF: Ledger = Ledger {
    key: "org.staff_list",
    columns: &[
        "org.staff_list.code",
        "org.staff_list.name",
        "org.staff_list.department",
        "org.staff_list.role",
        "org.staff_list.entered",
        "org.staff_list.left",
    ],
};

/// A row of these registers, as a receipt shows it.
pub(super) fn written(record: &Record) -> Written {
    match record {
        Record::Site(site) => Written { ledger: SITES, cells: site_cells(site) },
        Record::Department(department) => {
            Written { ledger: DEPARTMENTS, cells: department_cells(department) }
        }
        Record::Staff(staff) => Written { ledger: STAFF, cells: staff_cells(staff) },
    }
}

fn site_cells(site: &Site) -> Vec<Cell> {
    vec![Cell::of(&site.code), Cell::text(&site.name)]
}

fn department_cells(department: &Department) -> Vec<Cell> {
    vec![
        Cell::of(&department.code),
        Cell::text(&department.name),
        Cell::maybe(department.site.as_ref(), Cell::of),
        Cell::maybe(department.beds, |beds| Cell::Count(i64::from(beds))),
        Cell::maybe(department.area, Cell::from),
        Cell::text(department.class.clone().unwrap_or_default()),
    ]
}

fn staff_cells(staff: &Staff) -> Vec<Cell> {
    vec![
        Cell::of(&staff.code),
        Cell::text(&staff.name),
        Cell::maybe(staff.department.as_ref(), Cell::of),
        Cell::text(&staff.role),
        Cell::maybe(staff.entered, Cell::Day),
        Cell::maybe(staff.left, Cell::Day),
    ]
}
