//! The report: departments, what nobody carries, the whole, and the proof that they are the same.

use std::collections::BTreeSet;

use crate::assets::Lives;
use crate::base::{Day, DepartmentCode, Fraction, Money, Month, Span, Working};
use crate::books::{Books, PartsOptions, parts};
use crate::meters::{Allocation, Change, DriverKind, DriverOver, Open, change, driver_sum};

use super::draft::Draft;
use super::options::{days_of, year_before};
use super::{
    CostBearer, CostDetail, CostFigure, CostGap, CostLedger, CostOptions, CostPart, CostState,
    OpenCost, depreciation, energy, materials, repairs, working,
};

/// Whose a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CostWhose {
    /// A department's.
    Department {
        /// Its code.
        code: DepartmentCode,
        /// Its name, where the register has it.
        name: Option<String>,
    },
    /// Nobody's: what is not shared out.
    Nobody,
    /// All of it.
    Total,
}

/// What a cost is divided by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Driven {
    /// How much it comes to, as far as it is known; none where nothing is counted.
    pub amount: Option<Fraction>,
    /// The months that are missing, where others are known.
    pub missing: Vec<Month>,
}

impl Driven {
    fn plus(self, other: &Self) -> Self {
        let missing: BTreeSet<Month> = self.missing.iter().chain(&other.missing).copied().collect();
        let amount = match (self.amount, other.amount) {
            (Some(one), Some(more)) => one.checked_add(more),
            (one, more) => one.or(more),
        };
        Self { amount, missing: missing.into_iter().collect() }
    }

    /// The amount, where no month is missing.
    pub fn known(&self) -> Option<Fraction> {
        self.amount.filter(|_| self.missing.is_empty())
    }
}

/// What somebody costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// Whose.
    pub whose: CostWhose,
    /// The parts, in the order of [`CostPart::ALL`].
    pub figures: [CostFigure; 4],
    /// The sum of the same months of the year before.
    pub last_year: CostFigure,
    /// The occupied bed-days.
    pub bed_days: Driven,
    /// The visits.
    pub visits: Driven,
}

impl CostLine {
    /// A part.
    pub fn part(&self, part: CostPart) -> CostFigure {
        self.figures[part.at()]
    }

    /// The sum of the parts.
    pub fn total(&self) -> CostFigure {
        self.figures.into_iter().sum()
    }

    /// The sum against that of the year before.
    pub fn on_last_year(&self) -> Change {
        let yuan = |figure: CostFigure| figure.amount().map(Money::yuan);
        change(yuan(self.total()), yuan(self.last_year))
    }

    /// The cost of one of what it is divided by, to the fen.
    pub fn per(&self, driven: &Driven) -> Option<Money> {
        let cost = Fraction::from_decimal(self.total().amount()?.yuan());
        let each = cost.checked_div(driven.known().filter(|amount| amount.is_positive())?)?;
        Money::round(each.round(2)?)
    }
}

/// What everybody costs in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostMonth {
    /// The month.
    pub month: Month,
    /// The departments, and last what nobody carries.
    pub lines: Vec<CostLine>,
    /// All of them.
    pub total: CostLine,
}

/// That a ledger is shared out in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostProof {
    /// The ledger.
    pub ledger: CostLedger,
    /// What it comes to.
    pub sum: Money,
    /// What departments carry of it.
    pub departments: Money,
    /// What nobody carries of it.
    pub unallocated: Money,
}

impl CostProof {
    /// What is lost; 0.00, or something is wrong with the report.
    pub fn rest(&self) -> Money {
        self.sum - self.departments - self.unallocated
    }
}

/// What departments cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostAccount {
    /// What was looked at.
    pub options: CostOptions,
    /// The days, as far as the months have begun; none where none has.
    pub days: Option<Span>,
    /// The departments, and last what nobody carries, where all departments are looked at.
    pub lines: Vec<CostLine>,
    /// All of them.
    pub total: CostLine,
    /// The same month by month, where there are several.
    pub months: Vec<CostMonth>,
    /// The ledgers; none where only some departments are looked at.
    pub proofs: Vec<CostProof>,
    /// What cannot be computed.
    pub open: Vec<OpenCost>,
    /// From which day on each part is kept; none where its ledger has no row.
    pub begins: [(CostPart, Option<Day>); 4],
    /// Repair parts on repair orders: they are among the materials.
    pub parts_on_orders: Money,
    /// Repairs by the hospital's own people of which nobody said a cost.
    pub repairs_without_cost: usize,
    /// The bills that were shared out, where they were.
    pub bills: Option<Allocation>,
    /// The rows behind the figures, where they were asked for.
    pub workings: Vec<Working>,
}

impl CostAccount {
    /// What nobody carries; nothing where only some departments are looked at.
    pub fn unallocated(&self) -> Money {
        let nobody = self.lines.iter().filter(|line| line.whose == CostWhose::Nobody);
        nobody.map(|line| line.total().known).sum()
    }

    /// Whether something is not shared out, cannot be computed, or was lost.
    pub fn needs_attention(&self) -> bool {
        let is_lost = self.proofs.iter().any(|proof| !proof.rest().is_zero());
        is_lost || !self.open.is_empty() || !self.unallocated().is_zero()
    }

    /// The days on which meters were not read.
    pub fn unread(&self) -> Vec<Open> {
        let mut days: Vec<Open> = Vec::new();
        for own in &self.open {
            if let CostGap::Unread { open, .. } = &own.gap {
                let new = open.iter().filter(|day| !days.contains(day)).cloned();
                days.extend(new.collect::<Vec<_>>());
            }
        }
        days
    }
}

/// Adds up what departments cost.
pub fn cost_account(books: &Books, lives: &Lives, options: &CostOptions) -> CostAccount {
    let asked = options.months();
    let before = year_before(&asked);
    let all: BTreeSet<Month> = asked.iter().chain(&before).copied().collect();
    let all: Vec<Month> = all.into_iter().collect();
    let mut draft = Draft::new(&asked, options.detail);
    let (months, as_of) = ((asked.as_slice(), all.as_slice()), options.as_of);
    materials::gather(books, months, as_of, &mut draft);
    let bills = energy::gather(books, options, months, &mut draft);
    let repairs_without_cost = repairs::gather(books, months, as_of, &mut draft);
    depreciation::gather(books, lives, months, as_of, &mut draft);
    draft.mark_unkept(&all);
    let layout = Layout { books, options, draft: &draft };
    let shown = layout.shown(&all);
    let (lines, total) = layout.lines(&shown, &asked);
    let of_month = |month: &Month| {
        let (lines, total) = layout.lines(&shown, &[*month]);
        CostMonth { month: *month, lines, total }
    };
    let months = if asked.len() > 1 { asked.iter().map(of_month).collect() } else { Vec::new() };
    let workings = match options.detail {
        CostDetail::Sums => Vec::new(),
        CostDetail::Rows => working::workings(books, options, (&asked, &shown, &lines), &draft),
    };
    CostAccount {
        options: options.clone(),
        days: days_of(&asked),
        open: layout.open(&shown, &lines),
        lines,
        total,
        months,
        proofs: layout.proofs(),
        begins: CostPart::ALL.map(|part| (part, draft.first_day(part))),
        parts_on_orders: days_of(&asked)
            .map_or(Money::ZERO, |span| on_orders(books, span, options)),
        repairs_without_cost,
        bills,
        workings,
    }
}

/// What the repair parts on repair orders were worth that did not come back.
fn on_orders(books: &Books, span: Span, options: &CostOptions) -> Money {
    let asked = PartsOptions { span, store: None, as_of: options.as_of };
    // Without a room in the options there is none that it could not know.
    parts(books, &asked).map_or(Money::ZERO, |parts| parts.issued - parts.back - parts.value)
}

/// The lines laid out of what was gathered.
struct Layout<'a> {
    books: &'a Books,
    options: &'a CostOptions,
    draft: &'a Draft,
}

impl Layout<'_> {
    /// The departments that are shown.
    fn shown(&self, months: &[Month]) -> BTreeSet<DepartmentCode> {
        let CostOptions { site, department, .. } = self.options;
        let mut shown = self.draft.bearers(months);
        shown.extend(department.clone());
        let at_site = |code: &DepartmentCode| {
            let own = self.books.org.department(code).and_then(|own| own.site.as_ref());
            site.is_none() || own == site.as_ref()
        };
        shown.retain(|code| {
            department.as_ref().is_none_or(|department| department == code) && at_site(code)
        });
        shown
    }

    /// The lines of some months, and their sum.
    fn lines(
        &self,
        shown: &BTreeSet<DepartmentCode>,
        months: &[Month],
    ) -> (Vec<CostLine>, CostLine) {
        let mut lines: Vec<CostLine> =
            shown.iter().map(|code| self.line(Some(code), months)).collect();
        if !self.options.is_partial() && !months.is_empty() {
            lines.push(self.line(None, months));
        }
        let mut total = CostLine {
            whose: CostWhose::Total,
            figures: CostPart::ALL.map(|part| lines.iter().map(|line| line.part(part)).sum()),
            last_year: lines.iter().map(|line| line.last_year).sum(),
            bed_days: lines.iter().fold(Driven::default(), |sum, own| sum.plus(&own.bed_days)),
            visits: lines.iter().fold(Driven::default(), |sum, own| sum.plus(&own.visits)),
        };
        if !self.options.is_partial() {
            // A ledger may be known as a whole where it is not known whose its parts are.
            let before = year_before(months);
            for part in CostPart::ALL {
                let figure = &mut total.figures[part.at()];
                *figure = self.whole(*figure, months, part);
            }
            let parts = CostPart::ALL.map(|part| {
                let own = lines.iter().map(|line| self.before(line, &before, part)).sum();
                self.whole(own, &before, part)
            });
            total.last_year = parts.into_iter().sum();
        }
        (lines, total)
    }

    fn whole(&self, figure: CostFigure, months: &[Month], part: CostPart) -> CostFigure {
        let state = match figure.state {
            _ if self.draft.is_open(months, part) => CostState::Open,
            CostState::Absent => CostState::Absent,
            CostState::Known | CostState::Open => CostState::Known,
        };
        CostFigure { state, ..figure }
    }

    fn before(&self, line: &CostLine, before: &[Month], part: CostPart) -> CostFigure {
        let code = match &line.whose {
            CostWhose::Department { code, .. } => Some(code),
            CostWhose::Nobody | CostWhose::Total => None,
        };
        self.draft.figure(before, code, part)
    }

    fn line(&self, code: Option<&DepartmentCode>, months: &[Month]) -> CostLine {
        let before = year_before(months);
        let whose = code.map_or(CostWhose::Nobody, |code| CostWhose::Department {
            code: code.clone(),
            name: self.books.org.department(code).map(|department| department.name.clone()),
        });
        let driven = |kind: DriverKind| {
            code.map_or_else(Driven::default, |code| self.driven(code, kind, months))
        };
        CostLine {
            whose,
            figures: CostPart::ALL.map(|part| self.draft.figure(months, code, part)),
            last_year: CostPart::ALL
                .map(|part| self.draft.figure(&before, code, part))
                .into_iter()
                .sum(),
            bed_days: driven(DriverKind::OccupiedBedDays),
            visits: driven(DriverKind::Visits),
        }
    }

    /// What a department's cost is divided by; a department of which no month is known has none.
    fn driven(&self, code: &DepartmentCode, kind: DriverKind, months: &[Month]) -> Driven {
        let Some(span) = days_of(months) else { return Driven::default() };
        let over = DriverOver { kind, site: None, department: Some(code.clone()), span };
        let sum = driver_sum(&self.books.meters, &self.books.org, &over);
        if sum.months.is_empty() {
            return Driven::default();
        }
        Driven { amount: sum.total(), missing: sum.missing }
    }

    fn proofs(&self) -> Vec<CostProof> {
        if self.options.is_partial() {
            return Vec::new();
        }
        let proof = |(ledger, sum, departments, unallocated)| CostProof {
            ledger,
            sum,
            departments,
            unallocated,
        };
        self.draft.shared().into_iter().map(proof).collect()
    }

    /// What cannot be computed of what is shown.
    fn open(&self, shown: &BTreeSet<DepartmentCode>, lines: &[CostLine]) -> Vec<OpenCost> {
        let mut open = self.draft.open();
        open.retain(|own| match &own.bearer {
            CostBearer::Department(code) => shown.contains(code),
            CostBearer::Nobody => !self.options.is_partial(),
            CostBearer::Everybody => true,
        });
        for line in lines {
            let CostWhose::Department { code, .. } = &line.whose else { continue };
            let missing = [
                (&line.bed_days, CostGap::BedDays { months: line.bed_days.missing.clone() }),
                (&line.visits, CostGap::Visits { months: line.visits.missing.clone() }),
            ];
            for (_, gap) in missing.into_iter().filter(|(driven, _)| !driven.missing.is_empty()) {
                let bearer = CostBearer::Department(code.clone());
                open.push(OpenCost { bearer, month: None, part: None, known: Money::ZERO, gap });
            }
        }
        open.sort_by(|one, two| {
            (one.month, one.part, &one.bearer).cmp(&(two.month, two.part, &two.bearer))
        });
        open
    }
}
