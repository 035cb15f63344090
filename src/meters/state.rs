//! The book of the meters: everything folded from its registers and ledgers.

use std::collections::BTreeMap;

use crate::base::{Day, DepartmentCode, Month, PointCode, RecordId, SiteCode, Span, nearest_named};

use super::bill::Bills;
use super::driver::Drivers;
use super::{
    Acknowledgement, BaselineRefusal, Basis, Bill, Carrier, CoverageRow, Driver, DriverPlace,
    Equivalent, Event, Factor, FactorRefusal, History, Measure, Plausible, Point, Quota,
    QuotaRefusal, Reading, Refusal, ReturnForm, Target, Tariff, Utility, Weather, Yardstick,
    ZoneRule,
};

/// A row of one of the registers or ledgers of the meters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A point and its first meter.
    Point(Point),
    /// A reading.
    Reading(Reading),
    /// A replacement or a reset.
    Event(Event),
    /// A price.
    Tariff(Tariff),
    /// A conversion factor.
    Factor(Factor),
    /// Between which values conversion factors lie.
    Plausible(Plausible),
    /// A target.
    Target(Target),
    /// A measure or its correction.
    Measure(Box<Measure>),
    /// A bill, its correction, or the row that takes it back.
    Bill(Box<Bill>),
    /// A figure that uses are measured against.
    Driver(Driver),
    /// An acknowledgement of an alarm.
    Acknowledgement(Acknowledgement),
    /// How a spot that must be metered is covered.
    Coverage(CoverageRow),
    /// A mean temperature.
    Weather(Weather),
    /// A dated figure that results are held against.
    Yardstick(Yardstick),
    /// The quota of an indicator.
    Quota(Quota),
    /// By which temperatures a climate zone is told.
    ZoneRule(ZoneRule),
}

/// The points with their histories, and the prices, factors and targets held against them.
///
/// The same set of records gives the same state in whatever order it was folded, but that a point
/// comes before its readings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meters {
    pub(super) histories: BTreeMap<PointCode, History>,
    tariffs: Vec<Tariff>,
    factors: Vec<Factor>,
    bands: Vec<Plausible>,
    pub(super) targets: Vec<Target>,
    /// By id.
    pub(super) measures: Vec<Measure>,
    pub(super) bills: Bills,
    pub(super) drivers: Drivers,
    /// By id.
    pub(super) acknowledgements: Vec<Acknowledgement>,
    /// By id.
    pub(super) coverage: Vec<CoverageRow>,
    /// By id: ten years of days are some thousand rows.
    pub(super) weather: BTreeMap<RecordId, Weather>,
    yardsticks: Vec<Yardstick>,
    pub(super) quotas: Vec<Quota>,
    pub(super) zone_rules: Vec<ZoneRule>,
    /// In the order of their files.
    pub(super) forms: Vec<ReturnForm>,
}

impl Meters {
    /// Folds one record; the identical record again changes nothing.
    pub fn apply(&mut self, record: &Record) -> Result<(), Refusal> {
        match record {
            Record::Point(point) => {
                if let Some(there) = self.histories.get(&point.code) {
                    return if there.point() == point {
                        Ok(())
                    } else {
                        let name = there.point().name.clone();
                        Err(Refusal::PointTaken { code: point.code.clone(), name })
                    };
                }
                self.histories.insert(point.code.clone(), History::new(point.clone()));
                Ok(())
            }
            Record::Reading(_) => self.take(record.clone()),
            Record::Event(event) => {
                let event = event.clone();
                self.known_mut(&event.point)?.add_event(event)
            }
            Record::Tariff(tariff) => {
                insert(&mut self.tariffs, tariff, Tariff::same_place, |there| {
                    Refusal::ValidFromTaken {
                        utility: there.carrier.utility(),
                        date: there.valid_from,
                        recorded: there.pricing.to_string(),
                    }
                })
            }
            Record::Factor(factor) => {
                factor.must_hold()?;
                insert(&mut self.factors, factor, Factor::same_place, |there| {
                    Refusal::ValidFromTaken {
                        utility: there.carrier.utility(),
                        date: there.valid_from,
                        recorded: there.rate.to_string(),
                    }
                })
            }
            Record::Plausible(band) => {
                if band.low > band.high {
                    return Err(FactorRefusal::Band { low: band.low, high: band.high }.into());
                }
                insert(&mut self.bands, band, Plausible::same_place, |_| {
                    FactorRefusal::BandTaken.into()
                })
            }
            Record::Measure(measure) => self.add_measure(measure),
            Record::Acknowledgement(row) => self.add_acknowledgement(row),
            Record::Coverage(row) => self.add_coverage(row),
            Record::Target(target) => insert(
                &mut self.targets,
                target,
                |one, other| one.id == other.id,
                |there| Refusal::IdTaken { id: there.id.clone() },
            ),
            Record::Bill(bill) => self.bills.apply(bill),
            Record::Driver(driver) => self.drivers.apply(driver),
            Record::Weather(weather) => match self.weather.get(&weather.id) {
                Some(there) if there == weather => Ok(()),
                Some(there) => Err(Refusal::IdTaken { id: there.id.clone() }),
                None => {
                    self.weather.insert(weather.id.clone(), weather.clone());
                    Ok(())
                }
            },
            Record::Yardstick(yardstick) => {
                insert(&mut self.yardsticks, yardstick, Yardstick::same_place, |there| {
                    let (kind, date) = (there.kind.clone(), there.valid_from);
                    BaselineRefusal::YardstickTaken { kind, date }.into()
                })
            }
            Record::Quota(quota) => {
                quota.must_hold()?;
                insert(&mut self.quotas, quota, Quota::same_place, |there| there.taken().into())
            }
            Record::ZoneRule(rule) => {
                insert(&mut self.zone_rules, rule, ZoneRule::same_place, |there| {
                    let (zone, date) = (there.zone.word(), there.valid_from);
                    QuotaRefusal::ZoneTaken { zone, date }.into()
                })
            }
        }
    }

    /// Folds one record that nobody needs afterwards.
    pub fn take(&mut self, record: Record) -> Result<(), Refusal> {
        let Record::Reading(reading) = record else { return self.apply(&record) };
        match self.histories.get_mut(&reading.point) {
            Some(history) => history.add_reading(reading),
            None => Err(self.unknown(&reading.point)),
        }
    }

    /// The histories of all points, by code.
    pub fn histories(&self) -> impl Iterator<Item = &History> {
        self.histories.values()
    }

    /// The history of a point, if there is one.
    pub fn history(&self, code: &PointCode) -> Option<&History> {
        self.histories.get(code)
    }

    /// The history of a point, or the refusal that names the nearest known one.
    pub fn known(&self, code: &PointCode) -> Result<&History, Refusal> {
        self.histories.get(code).ok_or_else(|| self.unknown(code))
    }

    fn known_mut(&mut self, code: &PointCode) -> Result<&mut History, Refusal> {
        if !self.histories.contains_key(code) {
            return Err(self.unknown(code));
        }
        Ok(self.histories.get_mut(code).expect("BUG: a point that was just there"))
    }

    fn unknown(&self, code: &PointCode) -> Refusal {
        Refusal::UnknownPoint {
            code: code.to_string(),
            nearest: nearest_named(
                code.as_str(),
                self.histories().map(|own| (own.point().code.as_str(), own.point().name.as_str())),
            ),
        }
    }

    /// The prices, by utility and day.
    pub fn tariffs(&self) -> &[Tariff] {
        &self.tariffs
    }

    /// The factors, by utility, basis and day.
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// The targets that were ever set.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The figures that were ever entered, by id.
    pub fn drivers(&self) -> impl Iterator<Item = &Driver> {
        self.drivers.rows()
    }

    /// The figure that stands for a kind, a place and a month: the one recorded last.
    pub fn driver_at(&self, place: &DriverPlace) -> Option<&Driver> {
        self.drivers.at(place)
    }

    /// The figures that stand for the months of a span, by kind, place and month.
    pub fn standing_drivers(&self, span: Span) -> impl Iterator<Item = &Driver> {
        self.drivers.standing(span)
    }

    /// The price of a day: that of the site before that of all sites, the latest first.
    pub fn tariff(&self, carrier: &Carrier, site: Option<&SiteCode>, day: Day) -> Option<&Tariff> {
        let valid = |tariff: &&Tariff| tariff.carrier == *carrier && tariff.valid_from <= day;
        let at = |site: Option<&SiteCode>| {
            self.tariffs
                .iter()
                .filter(valid)
                .filter(|tariff| tariff.site.as_ref() == site)
                .max_by_key(|tariff| tariff.valid_from)
        };
        site.and_then(|site| at(Some(site))).or_else(|| at(None))
    }

    /// The factor of a day on a basis: the latest one begun by then, where it has not ended.
    pub fn factor(
        &self,
        carrier: &Carrier,
        equivalent: Equivalent,
        basis: &Basis,
        day: Day,
    ) -> Option<&Factor> {
        self.factor_series(carrier, equivalent, basis)
            .into_iter()
            .filter(|factor| factor.valid_from <= day)
            .max_by_key(|factor| factor.valid_from)
            .filter(|factor| factor.valid_until.is_none_or(|until| day <= until))
    }

    /// The factors of a carrier that follow one another on a basis, by day.
    ///
    /// What is common to every basis stands in where the basis has none for the carrier, and the
    /// samples stand in only where the store has none at all.
    pub fn factor_series(
        &self,
        carrier: &Carrier,
        equivalent: Equivalent,
        basis: &Basis,
    ) -> Vec<&Factor> {
        let of = |basis: &Basis| {
            let own = |factor: &&Factor| {
                (&factor.carrier, factor.equivalent, &factor.basis) == (carrier, equivalent, basis)
            };
            let all: Vec<&Factor> = self.factors.iter().filter(own).collect();
            let origin = all.iter().map(|factor| factor.origin).min()?;
            Some(all.into_iter().filter(|factor| factor.origin == origin).collect())
        };
        of(basis).or_else(|| of(&Basis::common())).unwrap_or_default()
    }

    /// Between which values factors lie.
    pub fn bands(&self) -> &[Plausible] {
        &self.bands
    }

    /// The figures that results are held against.
    pub fn yardsticks(&self) -> &[Yardstick] {
        &self.yardsticks
    }

    /// The figure of a kind on a day: that of the utility before that of every one, the latest
    /// first.
    pub fn yardstick(&self, kind: &str, utility: Option<Utility>, day: Day) -> Option<&Yardstick> {
        let of = |utility: Option<Utility>| {
            self.yardsticks
                .iter()
                .filter(|own| own.kind == kind && own.utility == utility && own.valid_from <= day)
                .max_by_key(|own| own.valid_from)
        };
        utility.and_then(|utility| of(Some(utility))).or_else(|| of(None))
    }

    /// The targets that stand for the months of a span, by month, utility and department.
    pub fn standing_targets(&self, span: Span) -> Vec<Target> {
        let mut standing: BTreeMap<_, &Target> = BTreeMap::new();
        let within = |target: &&Target| target.month.span().overlap(span).is_some();
        for target in self.targets.iter().filter(within) {
            let (month, department) = (target.month, target.department.as_ref());
            let found = self.target(&target.carrier, department, month);
            standing.extend(found.map(|found| ((month, &target.carrier, department), found)));
        }
        standing.into_values().cloned().collect()
    }

    /// The target that stands for a month: the one recorded last.
    pub fn target(
        &self,
        carrier: &Carrier,
        department: Option<&DepartmentCode>,
        month: Month,
    ) -> Option<&Target> {
        self.targets
            .iter()
            .filter(|target| target.carrier == *carrier && target.month == month)
            .filter(|target| target.department.as_ref() == department)
            .max_by_key(|target| (target.recorded_at, &target.id))
    }
}

/// Inserts a row in order, refusing another one in its place.
fn insert<T: Clone + Ord>(
    rows: &mut Vec<T>,
    row: &T,
    same_place: impl Fn(&T, &T) -> bool,
    taken: impl Fn(&T) -> Refusal,
) -> Result<(), Refusal> {
    match rows.iter().find(|there| same_place(there, row)) {
        Some(there) if there == row => return Ok(()),
        Some(there) => return Err(taken(there)),
        None => {}
    }
    let at = rows.partition_point(|there| there < row);
    rows.insert(at, row.clone());
    Ok(())
}
