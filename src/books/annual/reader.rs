//! Looks figures up: each is computed once, from books that are read once.

use std::cell::OnceCell;

use crate::base::{Day, Span};
use crate::books::{Books, repair_list};
use crate::inspections::{
    Clock, DutyKey, ListOptions, RepairLine, RepairOptions, Status, TaskOptions, TaskWhich, Unit,
    WhichRepairs,
};
use crate::meters::View;
use crate::stock::stocktake::{Differences, SheetState, sheets_of};

use super::{Figure, FigureName, Slot};

/// Of which days, and from where the ledgers are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureOptions {
    /// The days.
    pub span: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// The same for the meters.
    pub view: View,
}

/// The figures of some days.
#[derive(Debug)]
pub struct Figures<'b> {
    pub(super) books: &'b Books,
    pub(super) options: FigureOptions,
    repairs: OnceCell<Vec<RepairLine>>,
    duties: OnceCell<Vec<(DutyKey, Unit)>>,
    sheets: OnceCell<Vec<Differences>>,
}

impl<'b> Figures<'b> {
    /// Begins to look figures up.
    pub const fn new(books: &'b Books, options: FigureOptions) -> Self {
        Self {
            books,
            options,
            repairs: OnceCell::new(),
            duties: OnceCell::new(),
            sheets: OnceCell::new(),
        }
    }

    /// Computes a figure with the rows behind it, or with the reasons why the ledgers lack it.
    pub fn of(&self, slot: &Slot) -> Figure {
        use FigureName as Name;
        let Slot { name, of, .. } = slot;
        let found = match *name {
            Name::RepairsReported
            | Name::RepairsDone
            | Name::RepairsCost
            | Name::RepairsOnTime
            | Name::RepairsAnswered
            | Name::RepairsAgain => self.of_repairs(*name),
            Name::InspectionsDone | Name::DepartmentVisits | Name::DepartmentsVisited => {
                self.of_records(*name, of)
            }
            Name::DutiesDue | Name::DutiesKept | Name::DutiesMissed => self.of_duties(*name, of),
            Name::FindingsOpened
            | Name::FindingsClosed
            | Name::FindingsRate
            | Name::FindingsInTime
            | Name::FindingsKept => self.of_findings(*name, of),
            Name::TrainingsHeld
            | Name::TrainingAttendance
            | Name::TrainingPeople
            | Name::TrainingHours
            | Name::TrainingCoverage => self.of_trainings(*name, of),
            Name::ContractorMonths | Name::ContractorScore => self.of_contractors(*name),
            Name::CertificatesValid | Name::CertificatesOver => self.of_certificates(*name),
            Name::ClausesAll | Name::ClausesMet | Name::ClausesRate => self.of_clauses(*name),
            Name::TasksPlanned | Name::TasksDone | Name::TasksOnTime => self.of_tasks(*name),
            Name::IndicatorsAll | Name::IndicatorsMet => self.of_indicators(*name),
            Name::StockReceived | Name::StockIssued | Name::ItemsIssued | Name::Exchanges => {
                self.of_stock(*name, of)
            }
            Name::MadeKinds | Name::MadeCost | Name::MadeSaved => self.of_workshops(*name),
            Name::Counts
            | Name::CountedLines
            | Name::MatchRate
            | Name::Surplus
            | Name::Shortage => self.of_counts(*name),
            Name::EnergyUsed
            | Name::EnergyPlanned
            | Name::EnergySaved
            | Name::EnergyRate
            | Name::EnergyBefore
            | Name::EnergyChange
            | Name::EnergyCost => self.of_energy(*name, of),
            Name::MeasuresDone
            | Name::MeasuresCost
            | Name::MeasureParts
            | Name::MeasuresSaved
            | Name::MeasuresUnproven => self.of_measures(*name, of),
            Name::AssetsHeld
            | Name::AssetsValue
            | Name::AssetsAcquired
            | Name::AcquiredValue
            | Name::AssetsDisposed
            | Name::DisposedValue
            | Name::AssetRepairs
            | Name::AssetRepairCost => self.of_assets(*name),
            Name::AssetCounts | Name::AssetMatchRate => self.of_asset_counts(*name),
        };
        Figure::new(slot.clone(), found)
    }

    /// The last day that counts.
    pub(super) fn until(&self) -> Day {
        self.options.span.last().min(self.options.clock.as_of)
    }

    /// Whether a row of a day counts.
    pub(super) fn counts(&self, date: Day) -> bool {
        self.options.span.contains(date) && date <= self.options.clock.as_of
    }

    /// What lists of the inspections are asked by.
    pub(super) const fn listed(&self) -> ListOptions {
        let FigureOptions { span, clock, view: _ } = self.options;
        ListOptions { period: span, clock, rule: None, subject: None, site: None }
    }

    /// The tasks whose first deadline is in the days.
    pub(super) const fn tasks(&self) -> TaskOptions {
        let FigureOptions { span, clock, view: _ } = self.options;
        TaskOptions {
            period: span,
            clock,
            which: TaskWhich::All,
            owner: None,
            department: None,
            section: None,
        }
    }

    /// Every repair order of the ledger, whenever it was reported.
    pub(super) fn repairs(&self) -> &[RepairLine] {
        self.repairs.get_or_init(|| {
            let clock = self.options.clock;
            let Some(period) = Span::new(Day::FIRST, clock.as_of) else { return Vec::new() };
            let options = RepairOptions {
                period,
                clock,
                department: None,
                contractor: None,
                subject: None,
                urgency: None,
                site: None,
            };
            repair_list(self.books, &options, WhichRepairs::All)
        })
    }

    /// The units of the days that enter the rates, duty by duty.
    pub(super) fn duties(&self) -> &[(DutyKey, Unit)] {
        self.duties.get_or_init(|| {
            let FigureOptions { span, clock, view: _ } = self.options;
            let required = |unit: &Unit| match unit.status {
                Status::Complied => unit.closed,
                Status::Late | Status::Overdue | Status::Missed => true,
                Status::NotYetDue | Status::Excused | Status::NotApplicable => false,
            };
            let mut units = Vec::new();
            self.books.inspections.each_standing(clock, clock.as_of, |key, standing| {
                let own = standing.units.into_iter();
                let own = own.filter(|unit| span.contains(unit.due) && required(unit));
                units.extend(own.map(|unit| (key.clone(), unit)));
            });
            units
        })
    }

    /// The count sheets of the days, cancelled ones left out.
    pub(super) fn sheets(&self) -> &[Differences] {
        self.sheets.get_or_init(|| {
            let mut sheets = sheets_of(&self.books.stock, Some(self.options.span), &[]);
            sheets.retain(|sheet| {
                sheet.state != SheetState::Cancelled && sheet.date <= self.options.clock.as_of
            });
            sheets
        })
    }
}
