//! Decides what may enter the measures ledger, and folds it: new measures and their corrections.

use crate::base::{
    Day, Decided, Decimal, DepartmentCode, MeasureCode, Money, PointCode, RecordId, SiteCode,
    Stamp, nearest_named,
};
use crate::meters::{Carrier, Meters, Refusal};
use crate::org::Org;

use super::{Load, Measure, MeasureRefusal, Method};

/// A measure as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureRequest {
    /// Its code.
    pub code: MeasureCode,
    /// What was said of it.
    pub fields: MeasureFields,
    /// Whether it is new or corrects the row that stands.
    pub typing: Typing,
}

/// Whether a measure is new or a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// A new measure.
    New,
    /// A correction: what is not said stays as it was.
    Correction,
}

/// What was said of a measure; what is not said is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureFields {
    /// What was done.
    pub name: Option<String>,
    /// What it saves.
    pub carrier: Option<Carrier>,
    /// The site.
    pub site: Option<SiteCode>,
    /// The department.
    pub department: Option<DepartmentCode>,
    /// The points.
    pub points: Vec<PointCode>,
    /// How many parts.
    pub count: Option<u32>,
    /// What it cost.
    pub cost: Option<Money>,
    /// The first day of the works.
    pub start: Option<Day>,
    /// The last day of the works.
    pub end: Option<Day>,
    /// What it was expected to save in a year.
    pub expected: Option<Decimal>,
    /// How many years it is expected to last.
    pub life: Option<Decimal>,
    /// How its saving is verified.
    pub method: Option<Method>,
    /// What Option A needs.
    pub load: Load,
    /// The papers behind it.
    pub evidence: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// Decides whether a measure can be recorded or corrected.
pub fn record_measure(
    meters: &Meters,
    org: &Org,
    today: Day,
    request: &MeasureRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Measure>>, Refusal> {
    let MeasureRequest { code, fields, typing } = request;
    let there = match typing {
        Typing::New => meters.measure(code),
        Typing::Correction => Some(meters.known_measure(code)?),
    };
    let id = RecordId::parse("0").expect("BUG: an id");
    let mut measure = match (there, typing) {
        (Some(there), Typing::Correction) => merged(there, fields),
        _ => fresh(code, fields, id, stamp)?,
    };
    check(meters, org, today, &measure)?;
    match there {
        Some(there) if there.says_the_same(&measure) => {
            return Ok(Decided::Already(there.id.to_string()));
        }
        Some(there) if *typing == Typing::New => {
            let taken = MeasureRefusal::Taken { code: code.clone(), name: there.name.clone() };
            return Err(taken.into());
        }
        _ => {}
    }
    measure.supersedes = there.map(|there| there.id.clone());
    measure.id = stamp.id('J', measure.start);
    measure.recorded_at = stamp.recorded_at;
    measure.recorded_by.clone_from(&stamp.recorded_by);
    Ok(Decided::New(vec![measure]))
}

fn fresh(
    code: &MeasureCode,
    fields: &MeasureFields,
    id: RecordId,
    stamp: &Stamp,
) -> Result<Measure, MeasureRefusal> {
    let missing = |field: &'static str| MeasureRefusal::Missing { field };
    Ok(Measure {
        id,
        code: code.clone(),
        name: fields.name.clone().ok_or_else(|| missing("name"))?,
        carrier: fields.carrier.clone().ok_or_else(|| missing("utility"))?,
        site: fields.site.clone(),
        department: fields.department.clone(),
        points: fields.points.clone(),
        count: fields.count,
        cost: fields.cost,
        start: fields.start.ok_or_else(|| missing("start"))?,
        end: fields.end,
        expected: fields.expected,
        life: fields.life,
        method: fields.method.unwrap_or(Method::None),
        load: fields.load.clone(),
        evidence: fields.evidence.clone(),
        note: fields.note.clone(),
        supersedes: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    })
}

/// The row that stands, with what was said in the place of what it says.
fn merged(there: &Measure, fields: &MeasureFields) -> Measure {
    fn or<T: Clone>(said: Option<&T>, there: Option<&T>) -> Option<T> {
        said.or(there).cloned()
    }
    let (load, old) = (&fields.load, &there.load);
    Measure {
        name: fields.name.clone().unwrap_or_else(|| there.name.clone()),
        carrier: fields.carrier.clone().unwrap_or_else(|| there.carrier.clone()),
        site: or(fields.site.as_ref(), there.site.as_ref()),
        department: or(fields.department.as_ref(), there.department.as_ref()),
        points: match &fields.points[..] {
            [] => there.points.clone(),
            said => said.to_vec(),
        },
        count: fields.count.or(there.count),
        cost: fields.cost.or(there.cost),
        start: fields.start.unwrap_or(there.start),
        end: fields.end.or(there.end),
        expected: fields.expected.or(there.expected),
        life: fields.life.or(there.life),
        method: fields.method.unwrap_or(there.method),
        load: Load {
            before: load.before.or(old.before),
            after: load.after.or(old.after),
            load_error: load.load_error.or(old.load_error),
            hours: load.hours.or(old.hours),
            hours_error: load.hours_error.or(old.hours_error),
            sample: load.sample.or(old.sample),
        },
        evidence: or(fields.evidence.as_ref(), there.evidence.as_ref()),
        note: or(fields.note.as_ref(), there.note.as_ref()),
        ..there.clone()
    }
}

/// Whether a measure makes sense.
fn check(meters: &Meters, org: &Org, today: Day, measure: &Measure) -> Result<(), Refusal> {
    if measure.name.trim().is_empty() {
        return Err(MeasureRefusal::Missing { field: "name" }.into());
    }
    stands_well(meters, org, measure)?;
    if let Some(end) = measure.end {
        if end < measure.start {
            return Err(MeasureRefusal::EndEarly { start: measure.start, end }.into());
        }
        if end > today {
            return Err(MeasureRefusal::EndToCome { end, today }.into());
        }
    }
    let Load { before, after, load_error, hours, hours_error, sample } = &measure.load;
    let sizes = [
        ("cost", measure.cost.map(Money::yuan)),
        ("expected", measure.expected),
        ("life", measure.life),
        ("load_before", *before),
        ("load_after", *after),
        ("load_error", *load_error),
        ("hours", *hours),
        ("hours_error", *hours_error),
        ("sample_sd", sample.map(|(_, sample)| sample.deviation)),
        ("sample_mean", sample.map(|(_, sample)| sample.mean)),
    ];
    for (field, size) in sizes {
        if let Some(value) = size.filter(|size| *size < Decimal::ZERO) {
            return Err(Refusal::Negative { field, value });
        }
    }
    if let Some((_, sample)) = sample {
        let size = sample.size;
        if size < 2 {
            return Err(MeasureRefusal::SampleSize { size, count: None }.into());
        }
        if let Some(count) = measure.count.filter(|count| size > *count) {
            return Err(MeasureRefusal::SampleSize { size, count: Some(count) }.into());
        }
    }
    Ok(())
}

/// Whether the site, the department and the points of a measure are there.
pub(in crate::meters) fn stands_well(
    meters: &Meters,
    org: &Org,
    measure: &Measure,
) -> Result<(), Refusal> {
    if let Some(site) = &measure.site {
        org.known_site(site)?;
    }
    if let Some(department) = &measure.department {
        org.known_department(department)?;
    }
    for point in &measure.points {
        let carrier = &meters.known(point)?.point().carrier;
        if *carrier != measure.carrier {
            let (point, utility) = (point.clone(), carrier.utility());
            return Err(MeasureRefusal::PointUtility { point, utility }.into());
        }
    }
    Ok(())
}

impl Meters {
    /// Folds a row of the measures; the identical row again changes nothing.
    pub(in crate::meters) fn add_measure(&mut self, measure: &Measure) -> Result<(), Refusal> {
        match self.measures.binary_search_by(|there| there.id.cmp(&measure.id)) {
            Ok(at) if self.measures[at] == *measure => Ok(()),
            Ok(_) => Err(Refusal::IdTaken { id: measure.id.clone() }),
            Err(at) => {
                self.measures.insert(at, measure.clone());
                Ok(())
            }
        }
    }

    /// Every row of the measures that was ever recorded, by id.
    pub fn measure_rows(&self) -> &[Measure] {
        &self.measures
    }

    /// The measures as they stand, by code: rows that no other row supersedes, of several for one
    /// code the last recorded.
    pub fn measures(&self) -> Vec<&Measure> {
        let gone: Vec<&RecordId> =
            self.measures.iter().filter_map(|measure| measure.supersedes.as_ref()).collect();
        let mut standing: Vec<&Measure> =
            self.measures.iter().filter(|measure| !gone.contains(&&measure.id)).collect();
        standing.sort_by(|one, other| {
            let key = |measure: &Measure| (measure.recorded_at, measure.id.clone());
            one.code.cmp(&other.code).then_with(|| key(other).cmp(&key(one)))
        });
        standing.dedup_by(|next, kept| next.code == kept.code);
        standing
    }

    /// A measure as it stands, if there is one.
    pub fn measure(&self, code: &MeasureCode) -> Option<&Measure> {
        self.measures().into_iter().find(|measure| measure.code == *code)
    }

    /// A measure as it stands, or the refusal that names the nearest known one.
    pub fn known_measure(&self, code: &MeasureCode) -> Result<&Measure, Refusal> {
        let unknown = || MeasureRefusal::Unknown {
            code: code.to_string(),
            nearest: nearest_named(
                code.as_str(),
                self.measures().iter().map(|own| (own.code.as_str(), own.name.as_str())),
            ),
        };
        self.measure(code).ok_or_else(|| unknown().into())
    }
}
