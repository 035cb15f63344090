//! Rows of the registers of who and where.

use crate::base::{Day, DepartmentCode, SiteCode, StaffCode, parse_count, parse_decimal};
use crate::books::Books;
use crate::org::{Department, Record, Site, Staff};
use crate::store::StoreError;
use crate::store::codec::{Cells, Wrong};
use crate::store::layout;
use crate::store::load::Loader;

use super::shape::written;
use super::{CsvTarget, Row, Target};

/// Reads the three registers, sites first.
pub(super) fn load(loader: &mut Loader<'_, '_>, books: &mut Books) -> Result<(), StoreError> {
    loader.table(&layout::sites(), |site: Site| books.org.apply(&Record::Site(site)))?;
    loader.table(&layout::departments(), |department: Department| {
        books.org.apply(&Record::Department(department))
    })?;
    loader.table(&layout::staff(), |staff: Staff| books.org.apply(&Record::Staff(staff)))
}

/// The register that a record belongs to.
pub(super) fn target(record: &Record) -> Target {
    Target::Upsert(match record {
        Record::Site(site) => CsvTarget::of(layout::sites(), site),
        Record::Department(department) => CsvTarget::of(layout::departments(), department),
        Record::Staff(staff) => CsvTarget::of(layout::staff(), staff),
    })
}

impl Row for Site {
    const COLUMNS: &'static [&'static str] = &["code", "name"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let code = cells.required("code", SiteCode::parse);
        let name = cells.text("name").to_owned();
        Ok(Self { code: code?, name })
    }

    fn encode(&self) -> Vec<String> {
        vec![self.code.to_string(), self.name.clone()]
    }
}

impl Row for Department {
    const COLUMNS: &'static [&'static str] = &["code", "name", "site", "beds", "area", "class"];
    const OPTIONAL: &'static [&'static str] = &["site", "beds", "area", "class"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let code = cells.required("code", DepartmentCode::parse);
        let name = cells.text("name").to_owned();
        let site = cells.optional("site", SiteCode::parse);
        let beds = cells.optional("beds", parse_count);
        let area = cells.optional("area", parse_decimal);
        let class = Some(cells.text("class").to_owned()).filter(|text| !text.is_empty());
        Ok(Self { code: code?, name, site: site?, beds: beds?, area: area?, class })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.code.to_string(),
            self.name.clone(),
            written(self.site.as_ref()),
            written(self.beds.as_ref()),
            written(self.area.as_ref()),
            written(self.class.as_ref()),
        ]
    }
}

impl Row for Staff {
    const COLUMNS: &'static [&'static str] =
        &["code", "name", "department", "role", "entered", "left"];
    const OPTIONAL: &'static [&'static str] = &["department", "role", "entered", "left"];

    fn decode(cells: &mut Cells<'_>) -> Result<Self, Wrong> {
        let code = cells.required("code", StaffCode::parse);
        let name = cells.text("name").to_owned();
        let department = cells.optional("department", DepartmentCode::parse);
        let role = cells.text("role").to_owned();
        let entered = cells.optional("entered", Day::parse);
        let left = cells.optional("left", Day::parse);
        Ok(Self {
            code: code?,
            name,
            department: department?,
            role,
            entered: entered?,
            left: left?,
        })
    }

    fn encode(&self) -> Vec<String> {
        vec![
            self.code.to_string(),
            self.name.clone(),
            written(self.department.as_ref()),
            self.role.clone(),
            written(self.entered.as_ref()),
            written(self.left.as_ref()),
        ]
    }
}
