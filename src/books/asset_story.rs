//! One asset as one card: its value and events, and what the other books know of it: repairs,
//! duties, certificates, meters.

use crate::assets::{self, Lives, Status};
use crate::base::{AssetTag, Day, Ratio, SubjectCode};
use crate::inspections::{
    self, CertificateRegister, Clock, RegisterOptions, SubjectDuty, WhichCertificates,
};
use crate::meters;

use super::Books;
use super::upkeep::{AssetRepair, RepairSum, UpkeepVerdict, repairs_by_asset, share};

/// Everything that all books know of one asset, seen from a day.
#[derive(Debug, Clone, PartialEq)]
pub struct AssetStory {
    /// Its card, its events and its value.
    pub dossier: assets::Dossier,
    /// Its repairs, the oldest first.
    pub repairs: Vec<AssetRepair>,
    /// The repairs added up.
    pub upkeep: RepairSum,
    /// What they cost as a share of its value; none before it was acquired.
    pub share: Option<Ratio>,
    /// What that says of it; nothing of what has left.
    pub verdict: Option<UpkeepVerdict>,
    /// The duties that name it as their subject, by rule.
    pub duties: Vec<SubjectDuty>,
    /// The certificates that it holds, and those that it should hold.
    pub certificates: CertificateRegister,
    /// The points that measure what it uses.
    pub points: Vec<meters::Listed>,
}

impl AssetStory {
    /// When it was repaired last.
    pub fn last_repair(&self) -> Option<Day> {
        self.repairs.last().map(|repair| repair.date)
    }

    /// Whether it left, and duties bind it still.
    pub fn is_bound_though_gone(&self) -> bool {
        let gone = |holding: &assets::Holding| holding.status == Status::Disposed;
        let as_of = self.dossier.as_of;
        let binds = |duty: &SubjectDuty| duty.until.is_none_or(|until| until >= as_of);
        self.dossier.holding.as_ref().is_some_and(gone) && self.duties.iter().any(binds)
    }
}

/// Puts together everything that all books know of one asset.
pub fn asset_story(
    books: &Books,
    lives: &Lives,
    tag: &AssetTag,
    clock: Clock,
) -> Result<AssetStory, assets::Refusal> {
    let as_of = clock.as_of;
    let dossier = assets::dossier(&books.assets, lives, tag, as_of)?;
    let repairs = repairs_by_asset(books, clock).remove(&Some(tag.clone())).unwrap_or_default();
    let upkeep = RepairSum::of(&repairs);
    let share = dossier.holding.as_ref().map(|holding| share(upkeep.total(), holding.value));
    let worn = dossier.holding.as_ref().filter(|holding| {
        let policy = books.settings.upkeep;
        holding.status != Status::Disposed && policy.reached(upkeep.total(), holding.value)
    });
    let verdict = worn.map(|_| UpkeepVerdict::Replace);
    // Whatever is a tag may be a subject: both are codes.
    let subject = SubjectCode::parse(tag.as_str()).ok();
    let duties = subject
        .as_ref()
        .map(|subject| inspections::subject_duties(&books.inspections, subject, clock));
    let options =
        RegisterOptions { clock, which: WhichCertificates::All, holder: subject, kind: None };
    let certificates = inspections::certificate_register(&books.inspections, &options);
    Ok(AssetStory {
        dossier,
        repairs,
        upkeep,
        share,
        verdict,
        duties: duties.unwrap_or_default(),
        certificates,
        points: points(books, tag, as_of),
    })
}

fn points(books: &Books, tag: &AssetTag, as_of: Day) -> Vec<meters::Listed> {
    let view = meters::View { as_of: Some(as_of), ..meters::View::NOW };
    let order = meters::ListOrder::Code;
    let options = meters::ListOptions { utility: None, site: None, order, view };
    let mut points = meters::points(&books.meters, &options);
    points.retain(|listed| listed.point.asset.as_ref() == Some(tag));
    points
}
