//! Where the subjects of inspections are: the registers of who and where know it.

use crate::base::SubjectCode;

use super::Books;

impl Books {
    /// Tells the inspections at which site a subject is: one that goes by the code of a department
    /// or of a site, or by the tag of an asset that is in the books.
    pub fn place_subjects(&mut self) {
        let subject = |code: &str| SubjectCode::parse(code).ok();
        let mut sites = std::collections::BTreeMap::new();
        for department in self.org.departments() {
            let site = department.site.clone();
            sites.extend(subject(department.code.as_str()).zip(site));
        }
        for site in self.org.sites() {
            sites.extend(subject(site.code.as_str()).map(|subject| (subject, site.code.clone())));
        }
        self.inspections.sites = sites;
        self.inspections.bands = self.settings.grades;
    }
}
