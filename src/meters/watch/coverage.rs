//! Metering coverage: what a standard wants metered on its own, against what the house has.
//!
//! Where a spot is metered, or why the house has none of it, is said by rows; what nobody said
//! anything of is missing, never "not applicable".

use std::collections::BTreeMap;

use crate::base::{Day, Decided, Moment, PointCode, RecordId, Stamp, nearest};
use crate::meters::{Meters, Refusal, Tree, Utility, View};

use super::WatchRefusal;

/// A standard that says what must be metered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// Its number.
    pub name: String,
    /// Where the list comes from.
    pub source: String,
    /// How far it can be trusted.
    pub mark: String,
    /// What must be metered.
    pub spots: Vec<Spot>,
    /// How many of a hundred meters must be fitted, by utility: at the entrance, at departments, at
    /// main equipment.
    pub rates: Vec<(Utility, [u32; 3])>,
}

/// Something that must be metered on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Its code; the word for it is `watch.spot.<code>`.
    pub code: String,
    /// For which utilities.
    pub utilities: Vec<Utility>,
}

/// A row of the coverage ledger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoverageRow {
    /// Its id.
    pub id: RecordId,
    /// The day from which it holds.
    pub date: Day,
    /// The spot's code.
    pub spot: String,
    /// The utility.
    pub utility: Utility,
    /// How it is covered.
    pub covers: Covers,
    /// A remark.
    pub note: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// How a spot is covered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Covers {
    /// By a point, beside those that were named before.
    By(PointCode),
    /// The house has none of it, and why.
    Absent(String),
    /// What was said before does not hold any more.
    Nothing,
}

/// A coverage row as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRequest {
    /// The spot's code.
    pub spot: String,
    /// The utility.
    pub utility: Utility,
    /// How it is covered.
    pub covers: Covers,
    /// A remark.
    pub note: Option<String>,
}

/// The spots of a standard with how they are covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The standard.
    pub standard: Standard,
    /// Its spots, a line a utility.
    pub lines: Vec<CoverageLine>,
}

impl Coverage {
    /// How many lines have a state.
    pub fn count(&self, asked: impl Fn(&CoverageState) -> bool) -> usize {
        self.lines.iter().filter(|line| asked(&line.state)).count()
    }

    /// Whether something that must be metered is not.
    pub fn is_open(&self) -> bool {
        self.count(|state| *state == CoverageState::Missing) > 0
    }
}

/// A spot and one utility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageLine {
    /// The spot's code.
    pub spot: String,
    /// The utility.
    pub utility: Utility,
    /// How it stands.
    pub state: CoverageState,
    /// The row that said so last.
    pub row: Option<RecordId>,
}

/// How a spot stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoverageState {
    /// Metered by these points, in service.
    Metered(Vec<PointCode>),
    /// The house has none of it, and why.
    Absent(String),
    /// Nobody said how it is metered, or the meter is out of service.
    Missing,
}

/// Decides whether a coverage row can be recorded.
pub fn cover(
    meters: &Meters,
    standard: &Standard,
    today: Day,
    request: &CoverageRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<CoverageRow>>, Refusal> {
    let CoverageRequest { spot, utility, covers, note } = request;
    let unknown = || {
        let codes = standard.spots.iter().map(|known| known.code.as_str());
        let nearest = nearest(spot, codes.clone());
        let known = codes.collect::<Vec<_>>().join(", ");
        WatchRefusal::UnknownSpot { spot: spot.clone(), nearest, known }
    };
    let known = standard.spots.iter().find(|known| known.code == *spot).ok_or_else(unknown)?;
    if !known.utilities.contains(utility) {
        let (spot, utility) = (spot.clone(), *utility);
        return Err(WatchRefusal::NotOfSpot { spot, utility }.into());
    }
    match covers {
        Covers::By(code) => {
            let point = meters.known(code)?.point();
            if point.carrier.utility() != *utility {
                let (point, utility) = (code.clone(), point.carrier.utility());
                return Err(WatchRefusal::PointUtility { point, utility }.into());
            }
        }
        Covers::Absent(reason) if reason.trim().is_empty() => {
            return Err(WatchRefusal::NoAbsence { spot: spot.clone() }.into());
        }
        Covers::Absent(_) | Covers::Nothing => {}
    }
    let said = meters.coverage.iter().filter(|row| row.spot == *spot && row.utility == *utility);
    let last = said.max_by_key(|row| (row.recorded_at, &row.id));
    if let Some(last) = last.filter(|last| last.covers == *covers && last.note == *note) {
        return Ok(Decided::Already(last.id.to_string()));
    }
    Ok(Decided::New(vec![CoverageRow {
        id: stamp.id('C', today),
        date: today,
        spot: spot.clone(),
        utility: *utility,
        covers: covers.clone(),
        note: note.clone(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }]))
}

/// Holds what the house says against a standard, on the day looked from.
pub fn coverage(meters: &Meters, standard: &Standard, view: &View, today: Day) -> Coverage {
    let tree = Tree::new(meters, view);
    let day = view.as_of.unwrap_or(today);
    let in_service = |point: &PointCode| {
        let node = tree.node(point)?;
        let until = node.consumption().and_then(|own| own.until);
        Some(until.is_none_or(|until| day < until))
    };
    let mut said: BTreeMap<(&str, Utility), (CoverageState, &RecordId)> = BTreeMap::new();
    let mut rows: Vec<&CoverageRow> =
        meters.coverage.iter().filter(|row| view.reaches(row.date)).collect();
    rows.sort_by_key(|row| (row.recorded_at, &row.id));
    for row in rows {
        let (state, id) = said
            .entry((row.spot.as_str(), row.utility))
            .or_insert((CoverageState::Missing, &row.id));
        *id = &row.id;
        match (&row.covers, &mut *state) {
            (Covers::By(point), CoverageState::Metered(points)) => points.push(point.clone()),
            (Covers::By(point), _) => *state = CoverageState::Metered(vec![point.clone()]),
            (Covers::Absent(why), _) => *state = CoverageState::Absent(why.clone()),
            (Covers::Nothing, _) => *state = CoverageState::Missing,
        }
    }
    let mut lines = Vec::new();
    for spot in &standard.spots {
        for utility in &spot.utilities {
            let found = said.get(&(spot.code.as_str(), *utility));
            let state = match found.map(|(state, _)| state.clone()) {
                Some(CoverageState::Metered(mut points)) => {
                    points.sort();
                    points.dedup();
                    points.retain(|point| in_service(point) == Some(true));
                    if points.is_empty() {
                        CoverageState::Missing
                    } else {
                        CoverageState::Metered(points)
                    }
                }
                Some(state) => state,
                None => CoverageState::Missing,
            };
            let row = found.map(|(_, id)| (*id).clone());
            lines.push(CoverageLine { spot: spot.code.clone(), utility: *utility, state, row });
        }
    }
    Coverage { standard: standard.clone(), lines }
}

impl Meters {
    /// Folds a coverage row; the identical row again changes nothing.
    pub(in crate::meters) fn add_coverage(&mut self, row: &CoverageRow) -> Result<(), Refusal> {
        if let Covers::By(point) = &row.covers {
            self.known(point)?;
        }
        match self.coverage.binary_search_by(|there| there.id.cmp(&row.id)) {
            Ok(at) if self.coverage[at] == *row => Ok(()),
            Ok(_) => Err(Refusal::IdTaken { id: row.id.clone() }),
            Err(at) => {
                self.coverage.insert(at, row.clone());
                Ok(())
            }
        }
    }
}
