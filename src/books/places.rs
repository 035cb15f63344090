//! Where the subjects of inspections are, and to which asset a point of metering belongs: other
//! registers know it.

use crate::base::{Decided, Stamp, SubjectCode};
use crate::inspections::{self, BindRequest, Record};
use crate::meters::{self, Point};

use super::{Books, Refusal};

impl Books {
    /// Tells the inspections at which site a subject is: one that goes by the code of a department
    /// or of a site, or by the tag of an asset that is in the books.
    pub fn place_subjects(&mut self) {
        let subject = |code: &str| SubjectCode::parse(code).ok();
        let mut sites = std::collections::BTreeMap::new();
        let mut departments = std::collections::BTreeMap::new();
        for department in self.org.departments() {
            let site = department.site.clone();
            let own = subject(department.code.as_str());
            departments.extend(own.clone().map(|subject| (subject, department.code.clone())));
            sites.extend(own.zip(site));
        }
        for site in self.org.sites() {
            sites.extend(subject(site.code.as_str()).map(|subject| (subject, site.code.clone())));
        }
        self.inspections.sites = sites;
        self.inspections.departments = departments;
        self.inspections.bands = self.settings.grades;
    }
}

/// Decides about putting subjects under a rule, at a site that is registered.
pub fn bind(
    books: &Books,
    request: &BindRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let site = request.site.as_ref();
    site.map_or(Ok(()), |site| books.org.known_site(site).map(drop))?;
    Ok(inspections::bind(&books.inspections, request, stamp)?)
}

/// Decides about a point whose asset, where it names one, has a card.
pub fn add_point(books: &Books, point: &Point) -> Result<Decided<Vec<Point>>, Refusal> {
    let asset = point.asset.as_ref();
    asset.map_or(Ok(()), |asset| books.assets.known_card(asset).map(drop))?;
    Ok(meters::add_point(&books.meters, &books.org, point.clone())?)
}
