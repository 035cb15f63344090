//! The report while its pieces are gathered: cells by month, bearer and ledger.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, DepartmentCode, Money, Month, Step};

use super::{
    CostBearer, CostDetail, CostFigure, CostGap, CostLedger, CostPart, CostState, OpenCost,
};

/// A step of a working with what it is put in order by: its day and its row.
pub(super) type Told = (Day, String, Step);

/// Who carries which part.
pub(super) type Whose = (Option<DepartmentCode>, CostPart);

/// The pieces of all ledgers.
#[derive(Debug, Default)]
pub(super) struct Draft {
    cells: BTreeMap<(Month, Option<DepartmentCode>, CostLedger), CostFigure>,
    /// What each ledger comes to in the period, by another road than the cells.
    ledgers: BTreeMap<CostLedger, Money>,
    /// The months of a part of which not everything is in the ledger.
    open_ledgers: BTreeSet<(CostPart, Month)>,
    /// The months of a part of which nothing is known of anybody.
    unknown: BTreeSet<(CostPart, Month)>,
    /// The day of the first row of each part; a part that is not there is not kept at all.
    begins: BTreeMap<CostPart, Day>,
    gaps: Vec<(Month, CostBearer, CostPart, CostGap)>,
    steps: BTreeMap<Whose, Vec<Told>>,
    /// The months that are asked about; beside them those of the year before are gathered.
    asked: BTreeSet<Month>,
    detail: CostDetail,
}

impl Draft {
    /// A draft of some months.
    pub(super) fn new(asked: &[Month], detail: CostDetail) -> Self {
        Self { asked: asked.iter().copied().collect(), detail, ..Self::default() }
    }

    /// Says from which day on a part is kept.
    pub(super) fn begins(&mut self, part: CostPart, day: Option<Day>) {
        self.begins.extend(day.map(|day| (part, day)));
    }

    /// Says that somebody, or nobody, carries an amount.
    pub(super) fn carry(
        &mut self,
        month: Month,
        department: Option<&DepartmentCode>,
        ledger: CostLedger,
        amount: Money,
    ) {
        let cell = self.cells.entry((month, department.cloned(), ledger)).or_default();
        *cell = cell.plus(CostFigure { known: amount, state: CostState::Known });
    }

    /// Says what a ledger comes to; only what is asked about is shown to be shared out.
    pub(super) fn record(&mut self, ledger: CostLedger, amount: Money) {
        *self.ledgers.entry(ledger).or_default() += amount;
    }

    /// Says that somebody's part cannot be computed, and why.
    pub(super) fn lack(
        &mut self,
        month: Month,
        department: Option<&DepartmentCode>,
        ledger: CostLedger,
        gap: CostGap,
    ) {
        let cell = self.cells.entry((month, department.cloned(), ledger)).or_default();
        *cell = cell.open();
        self.gaps.push((month, CostBearer::of(department), ledger.part(), gap));
    }

    /// Says that a ledger itself lacks something in a month.
    pub(super) fn ledger_is_open(&mut self, month: Month, part: CostPart) {
        self.open_ledgers.insert((part, month));
    }

    /// Says that nothing is known of a part in a month, of anybody.
    pub(super) fn nothing_known(&mut self, month: Month, part: CostPart, gap: CostGap) {
        self.unknown.insert((part, month));
        self.open_ledgers.insert((part, month));
        self.gaps.push((month, CostBearer::Everybody, part, gap));
    }

    /// Says that months lie before the first row of a part.
    pub(super) fn mark_unkept(&mut self, months: &[Month]) {
        for (part, from) in self.begins.clone() {
            for month in months.iter().filter(|month| month.last() < from) {
                self.nothing_known(*month, part, CostGap::NotKept { from });
            }
        }
    }

    /// The day of the first row of a part; none where there is no row.
    pub(super) fn first_day(&self, part: CostPart) -> Option<Day> {
        self.begins.get(&part).copied()
    }

    /// Whether the rows behind the figures of a month are kept.
    pub(super) fn tells(&self, month: Month) -> bool {
        self.detail == CostDetail::Rows && self.asked.contains(&month)
    }

    /// Keeps a step of a working; of the year before none is kept.
    pub(super) fn tell(
        &mut self,
        day: Day,
        department: Option<&DepartmentCode>,
        part: CostPart,
        step: Step,
    ) {
        if self.tells(day.month()) {
            let steps = self.steps.entry((department.cloned(), part)).or_default();
            steps.push((day, step.source.clone(), step));
        }
    }

    /// The steps of everybody's parts, each in the order of its days.
    pub(super) fn told(&self) -> BTreeMap<Whose, Vec<Told>> {
        let mut steps = self.steps.clone();
        for told in steps.values_mut() {
            told.sort_by(|one, two| (one.0, &one.1).cmp(&(two.0, &two.1)));
        }
        steps
    }

    /// Everybody who carries something in some months.
    pub(super) fn bearers(&self, months: &[Month]) -> BTreeSet<DepartmentCode> {
        let keys = self.cells.keys().filter(|(month, _, _)| months.contains(month));
        keys.filter_map(|(_, department, _)| department.clone()).collect()
    }

    /// What somebody carries of a part in some months.
    pub(super) fn figure(
        &self,
        months: &[Month],
        department: Option<&DepartmentCode>,
        part: CostPart,
    ) -> CostFigure {
        months.iter().map(|month| self.of_month(*month, department, part)).sum()
    }

    fn of_month(
        &self,
        month: Month,
        department: Option<&DepartmentCode>,
        part: CostPart,
    ) -> CostFigure {
        let key = |ledger: CostLedger| (month, department.cloned(), ledger);
        let own = self.cells.range(key(CostLedger::FIRST)..=key(CostLedger::LAST));
        let own = own.filter(|((_, _, ledger), _)| ledger.part() == part);
        let figure: CostFigure = own.map(|(_, cell)| *cell).sum();
        if self.unknown.contains(&(part, month)) {
            return figure.open();
        }
        // A department without a meter has no energy of its own: what it uses nobody carries.
        let is_attributed = part != CostPart::Energy || department.is_none();
        if figure.state == CostState::Absent && is_attributed && self.begins.contains_key(&part) {
            return CostFigure::ZERO;
        }
        figure
    }

    /// Whether a part lacks something in some months, whoever would carry it.
    pub(super) fn is_open(&self, months: &[Month], part: CostPart) -> bool {
        months.iter().any(|month| self.open_ledgers.contains(&(part, *month)))
    }

    /// What each ledger comes to, what departments carry of it, and what nobody does.
    pub(super) fn shared(&self) -> Vec<(CostLedger, Money, Money, Money)> {
        let of_asked = |(month, _, _): &&(Month, Option<DepartmentCode>, CostLedger)| {
            self.asked.contains(month)
        };
        let mut ledgers: BTreeSet<CostLedger> = self.ledgers.keys().copied().collect();
        ledgers.extend(self.cells.keys().filter(of_asked).map(|(_, _, ledger)| *ledger));
        let line = |ledger: CostLedger| {
            let (mut departments, mut nobody) = (Money::ZERO, Money::ZERO);
            for (key, cell) in self.cells.iter().filter(|(key, _)| key.2 == ledger) {
                match key {
                    (month, _, _) if !self.asked.contains(month) => {}
                    (_, Some(_), _) => departments += cell.known,
                    (_, None, _) => nobody += cell.known,
                }
            }
            let sum = self.ledgers.get(&ledger).copied().unwrap_or_default();
            (ledger, sum, departments, nobody)
        };
        let is_anything = |(_, sum, departments, nobody): &(_, Money, Money, Money)| {
            [sum, departments, nobody].iter().any(|amount| !amount.is_zero())
        };
        ledgers.into_iter().map(line).filter(is_anything).collect()
    }

    /// What cannot be computed in the months that are asked about.
    pub(super) fn open(&self) -> Vec<OpenCost> {
        let asked = self.gaps.iter().filter(|(month, _, _, _)| self.asked.contains(month));
        let open = asked.map(|(month, bearer, part, gap)| {
            let known = match bearer {
                CostBearer::Department(code) => self.figure(&[*month], Some(code), *part).known,
                CostBearer::Nobody => self.figure(&[*month], None, *part).known,
                CostBearer::Everybody => Money::ZERO,
            };
            let (bearer, gap) = (bearer.clone(), gap.clone());
            OpenCost { bearer, month: Some(*month), part: Some(*part), known, gap }
        });
        open.collect()
    }
}
