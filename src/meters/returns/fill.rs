//! Fills a template from the ledger, each cell with what it was computed from.

use crate::base::{Day, Decimal, Fraction, Money, SiteCode, Span};
use crate::meters::quota::{Counted, Scoped, of_energy, of_utility};
use crate::meters::tree::Tree;
use crate::meters::{
    Carrier, DriverKind, DriverOrigin, DriverOver, DriverSum, EnergyScope, ExpenseOptions,
    GradeLack, Meters, Numerator, Open, Part, Persons, Sign, UsageBy, View, driver_sum, expense,
    persons,
};
use crate::org::Org;

use super::form::is_period;
use super::{Content, FormRow, ReturnForm, ReturnRefusal};

/// What to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FillOptions {
    /// The days: a whole year, quarter or month.
    pub span: Span,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// Which classes of points belong to which part.
    pub scope: EnergyScope,
    /// The day on which it is looked at: whether the return is overdue.
    pub today: Day,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// A template with its cells filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledReturn {
    /// The template.
    pub form: ReturnForm,
    /// What was asked.
    pub options: FillOptions,
    /// The day by which the return is due, where the template says.
    pub due: Option<Day>,
    /// The cells, in the order of the template.
    pub cells: Vec<FilledCell>,
}

/// A filled cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledCell {
    /// Its row.
    pub row: FormRow,
    /// Its value in the row's unit; none where something is missing.
    pub value: Option<Decimal>,
    /// What it was computed from: points with their signs, ids of rows.
    pub sources: Vec<String>,
    /// What is missing.
    pub lacks: Vec<GradeLack>,
    /// Days without a use.
    pub open: Vec<Open>,
}

impl FilledReturn {
    /// The cells without a value.
    pub fn missing(&self) -> impl Iterator<Item = &FilledCell> {
        self.cells.iter().filter(|cell| cell.value.is_none())
    }

    /// How many days the return is overdue.
    pub fn overdue(&self) -> Option<i64> {
        let late = Span::new(self.due?.next(), self.options.today)?;
        Some(late.days())
    }

    /// The days without a use, each once.
    pub fn open(&self) -> Vec<Open> {
        let mut open: Vec<Open> = Vec::new();
        for days in self.cells.iter().flat_map(|cell| &cell.open) {
            if !open.contains(days) {
                open.push(days.clone());
            }
        }
        open
    }
}

/// Fills a template for a period.
pub fn fill(
    meters: &Meters,
    org: &Org,
    form: &ReturnForm,
    options: &FillOptions,
) -> Result<FilledReturn, ReturnRefusal> {
    let span = options.span;
    if !is_period(span) {
        return Err(ReturnRefusal::Period { span });
    }
    let tree = Tree::new(meters, &options.view);
    let scoped = Scoped { tree: &tree, scope: &options.scope, site: options.site.as_ref() };
    let filling = Filling { meters, org, options, scoped };
    let cells = form.rows.iter().map(|row| filling.cell(row)).collect();
    let is_year = span.months().count() == 12;
    let due = form.due.filter(|_| is_year).and_then(|due| due.of(span.last().year() + 1));
    Ok(FilledReturn { form: form.clone(), options: options.clone(), due, cells })
}

/// A figure with what it was computed from, before it is put into the unit of its row.
struct Found {
    amount: Option<Fraction>,
    sources: Vec<String>,
    lacks: Vec<GradeLack>,
    open: Vec<Open>,
}

/// The return while it is filled.
struct Filling<'a, 's> {
    meters: &'a Meters,
    org: &'a Org,
    options: &'s FillOptions,
    scoped: Scoped<'a, 's>,
}

impl Filling<'_, '_> {
    fn cell(&self, row: &FormRow) -> FilledCell {
        let Found { amount, sources, mut lacks, open } = self.find(&row.content);
        let value = amount
            .and_then(|amount| amount.checked_div(Fraction::from_decimal(row.divide_by)))
            .and_then(|amount| amount.round(row.decimals));
        if value.is_none() && lacks.is_empty() {
            lacks.push(match row.content {
                Content::ByHand => GradeLack::ByHand,
                _ => GradeLack::Range,
            });
        }
        FilledCell { row: row.clone(), value, sources, lacks, open }
    }

    fn find(&self, content: &Content) -> Found {
        let span = self.options.span;
        match content {
            Content::Use { carrier, part } => self.in_part(*part, |counted| {
                used(&of_utility(&self.scoped, carrier.utility(), span, counted), Fraction::ONE)
            }),
            Content::Converted { equivalent, basis, part } => self.in_part(*part, |counted| {
                let own = of_energy(self.meters, &self.scoped, (*equivalent, basis), span, counted);
                used(&own, Fraction::new(1000, 1).unwrap_or(Fraction::ONE))
            }),
            Content::Cost(carrier) => self.cost(carrier),
            Content::Driver(kind) => self.driver(kind),
            Content::Persons => self.persons(),
            Content::ByHand => {
                Found { amount: None, sources: Vec::new(), lacks: Vec::new(), open: Vec::new() }
            }
        }
    }

    /// What counts for a part; of a part that nothing is told to be of, nothing is known.
    fn in_part(&self, part: Option<Part>, find: impl Fn(Counted<'_>) -> Found) -> Found {
        match part {
            None => find(Counted::Without(&[Part::Outside])),
            Some(part) if self.options.scope.tells(part) => match part {
                Part::DataCentre => find(Counted::Of(&[Part::DataCentre, Part::ItEquipment])),
                part => find(Counted::Of(&[part])),
            },
            Some(part) => Found {
                amount: None,
                sources: Vec::new(),
                lacks: vec![GradeLack::Part(part)],
                open: Vec::new(),
            },
        }
    }

    fn cost(&self, carrier: &Carrier) -> Found {
        let FillOptions { span, site, view, .. } = self.options;
        let options = ExpenseOptions {
            span: *span,
            by: UsageBy::Utility,
            site: site.clone(),
            utility: Some(carrier.utility()),
            view: *view,
        };
        let expense = expense(self.meters, self.org, &options);
        let mut sources: Vec<String> = Vec::new();
        for tariff in expense.charges.iter().filter_map(|charge| charge.tariff.as_ref()) {
            let source = format!("{} {}", tariff.valid_from, tariff.pricing);
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let costs: Vec<Option<Money>> = expense.lines.iter().map(|line| line.cost).collect();
        let whole = !expense.needs_attention() && !costs.is_empty();
        let all: Option<Vec<Money>> = costs.into_iter().collect();
        let amount = all.filter(|_| whole).map(|all| all.into_iter().sum::<Money>().yuan());
        let lacks = match amount {
            Some(_) => Vec::new(),
            None if expense.lines.is_empty() => vec![GradeLack::Unmetered(carrier.utility())],
            None => vec![GradeLack::Cost { utility: carrier.utility(), span: *span }],
        };
        let amount = amount.map(Fraction::from_decimal);
        Found { amount, sources, lacks, open: expense.open }
    }

    fn driver(&self, kind: &DriverKind) -> Found {
        let (site, span) = (self.options.site.clone(), self.options.span);
        let over = DriverOver { kind: kind.clone(), site, department: None, span };
        let sum = driver_sum(self.meters, self.org, &over);
        let amount = sum.amount();
        let sources = rows(&sum);
        let lacks = if amount.is_none() { vec![GradeLack::Driver(sum)] } else { Vec::new() };
        Found { amount, sources, lacks, open: Vec::new() }
    }

    fn persons(&self) -> Found {
        let (site, span) = (self.options.site.as_ref(), self.options.span);
        let Some(own) = persons(self.meters, self.org, site, span) else {
            let lacks = vec![GradeLack::WholeYear];
            return Found { amount: None, sources: Vec::new(), lacks, open: Vec::new() };
        };
        let sums = |own: &Persons| -> Vec<DriverSum> {
            own.terms.iter().flat_map(|term| term.drivers.clone()).collect()
        };
        let mut sources: Vec<String> = sums(&own).iter().flat_map(rows).collect();
        sources.sort();
        sources.dedup();
        let lacks = own.missing().cloned().map(GradeLack::Driver).collect();
        Found { amount: own.total(), sources, lacks, open: Vec::new() }
    }
}

/// What was used, divided by so much.
fn used(own: &Numerator, divide_by: Fraction) -> Found {
    let amount = own.amount.map(Fraction::from_decimal);
    let mut sources: Vec<String> = Vec::new();
    for (sign, point) in own.lines.iter().flat_map(|line| &line.points) {
        sources.push(match sign {
            Sign::Plus => point.to_string(),
            Sign::Minus => format!("-{point}"),
        });
    }
    Found {
        amount: amount.and_then(|amount| amount.checked_div(divide_by)),
        sources,
        lacks: own.lacks.clone(),
        open: own.open().cloned().collect(),
    }
}

/// The ids of the rows that a figure was taken from, each once.
fn rows(sum: &DriverSum) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for (_, _, origin) in &sum.months {
        if let DriverOrigin::Row(id) | DriverOrigin::BedsByDays(Some(id)) = origin {
            let id = id.to_string();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids
}
