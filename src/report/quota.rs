//! Quotas, and a hospital's year graded against them, with the working of every indicator.

use super::driver::steps;
use super::persons::{person_table, person_workings};
use super::receipt::{Ledger, Written};
use super::several::several;
use super::usage::open_table;
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Argument, Decimal, Message, Working, figure};
use crate::meters::{
    ClimateZone, Counting, Denominator, GradeState, Graded, Grades, HospitalClass, Indicator,
    Levels, NoZone, Numerator, Origin, Part, Quota, Sign, UseLine, ZoneFound, ZoneRule,
};

/// The quotas that are known.
pub struct EnergyQuotas(pub Vec<Quota>);

const QUOTAS: Ledger = Ledger {
    key: "quota.rows",
    columns: &[
        "quota.rows.indicator",
        "quota.rows.class",
        "quota.rows.zone",
        "quota.rows.limit",
        "quota.rows.base",
        "quota.rows.guide",
        "quota.rows.general",
        "quota.rows.advanced",
        "quota.rows.unit",
        "quota.rows.basis",
        "quota.rows.valid_from",
        "quota.rows.source",
        "quota.rows.mark",
        "quota.rows.origin",
    ],
};

const ZONES: Ledger = Ledger {
    key: "quota.zones",
    columns: &["quota.zones.zone", "quota.zones.valid_from", "quota.zones.source"],
};

const GRADES: Ledger = Ledger {
    key: "quota.grades",
    columns: &[
        "quota.grades.indicator",
        "quota.grades.value",
        "quota.grades.unit",
        "quota.grades.limit",
        "quota.grades.base",
        "quota.grades.guide",
        "quota.grades.general",
        "quota.grades.advanced",
        "quota.grades.grade",
        "quota.grades.action",
    ],
};

const WORKING: Ledger = Ledger {
    key: "quota.working",
    columns: &[
        "quota.working.indicator",
        "quota.working.amount",
        "quota.working.unit",
        "quota.working.basis",
        "quota.working.per",
        "quota.working.divisor",
        "quota.working.formula",
        "quota.working.value",
    ],
};

const LEFT_OUT: Ledger = Ledger {
    key: "quota.left_out",
    columns: &[
        "quota.left_out.point",
        "quota.left_out.name",
        "quota.left_out.class",
        "quota.left_out.part",
    ],
};

const LACKS: Ledger =
    Ledger { key: "quota.lacks", columns: &["quota.lacks.indicator", "quota.lacks.what"] };

impl Present for EnergyQuotas {
    fn present(&self) -> Document<'_> {
        let mut table = QUOTAS.table().named_by(&[
            "quota.rows.indicator",
            "quota.rows.class",
            "quota.rows.zone",
            "quota.rows.valid_from",
            "quota.rows.origin",
        ]);
        self.0.iter().for_each(|quota| table.line(cells(quota)));
        let table = table.without_unused(&["quota.rows.basis"]);
        let is_sample = self.0.iter().any(|quota| quota.origin == Origin::Sample);
        let notes = is_sample.then(|| Message::new("quota.sample")).into_iter().collect();
        Document::new("quota.rows").table(table).notes(notes)
    }
}

pub(super) fn written(quota: &Quota) -> Written {
    Written { ledger: QUOTAS, cells: cells(quota) }
}

pub(super) fn written_zone(rule: &ZoneRule) -> Written {
    let cells =
        vec![Cell::word(rule.zone.key()), Cell::Day(rule.valid_from), Cell::text(&rule.source)];
    Written { ledger: ZONES, cells }
}

fn cells(quota: &Quota) -> Vec<Cell> {
    let mut cells = vec![
        Cell::word(quota.indicator.key()),
        every(quota.class.map(HospitalClass::key)),
        every(quota.zone.map(ClimateZone::key)),
    ];
    cells.extend(levels(Some(quota)));
    cells.extend([
        Cell::word(quota.indicator.unit().key()),
        Cell::maybe(quota.basis.as_ref(), |basis| {
            basis.key().map_or_else(|| Cell::text(basis.word()), Cell::word)
        }),
        Cell::Day(quota.valid_from),
        Cell::text(&quota.source),
        Cell::maybe(quota.mark.as_ref(), Cell::text),
        Cell::word(quota.origin.key()),
    ]);
    cells
}

/// What a quota is for, or that it is for every one.
fn every(key: Option<&'static str>) -> Cell {
    Cell::word(key.unwrap_or("quota.every"))
}

/// Limit, base and guide, general and advanced.
fn levels(quota: Option<&Quota>) -> [Cell; 5] {
    match quota.map(|quota| quota.levels) {
        Some(Levels::Three { limit, base, guide }) => [
            Cell::Quantity(limit),
            Cell::Quantity(base),
            Cell::Quantity(guide),
            Cell::Blank,
            Cell::Blank,
        ],
        Some(Levels::Two { general, advanced }) => [
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::Quantity(general),
            Cell::Quantity(advanced),
        ],
        None => [Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank],
    }
}

impl Present for Grades {
    fn present(&self) -> Document<'_> {
        let profile = &self.options.profile;
        let heating = profile.heating.map(crate::meters::Heating::key);
        let mut document = Document::new("quota.report")
            .facts(vec![
                ("quota.year", Cell::of(&self.options.span)),
                ("quota.site", Cell::maybe(self.options.site.as_ref(), Cell::of)),
                (
                    "quota.hospital_class",
                    Cell::maybe(profile.class.map(HospitalClass::key), Cell::word),
                ),
                (
                    "quota.climate_zone",
                    Cell::maybe(self.zone.zone().map(ClimateZone::key), Cell::word),
                ),
                ("quota.zone_from", Cell::said(zone_from(&self.zone))),
                ("quota.heated_by", Cell::maybe(heating, Cell::word)),
            ])
            .table(grade_table(self))
            .table(working_table(self));
        if let Some(Denominator::Persons(persons)) =
            self.lines.iter().find_map(|line| match &line.denominator {
                Some(own @ Denominator::Persons(_)) => Some(own),
                _ => None,
            })
        {
            document = document.table(person_table(persons));
        }
        if !self.left_out.is_empty() {
            document = document.table(left_out_table(self));
        }
        if self.lines.iter().any(|line| !line.lacks.is_empty()) {
            document = document.table(lack_table(self));
        }
        let open = self.open();
        if !open.is_empty() {
            document = document.table(open_table(&open));
        }
        document.notes(notes(self))
    }
}

/// Where the climate zone is known from, or why it is not.
fn zone_from(zone: &ZoneFound) -> Message {
    match zone {
        ZoneFound::Said(_) => Message::new("quota.zone.said"),
        ZoneFound::Told(degrees) => Message::new("quota.zone.told")
            .with("station", degrees.station.as_str())
            .with("heating", Argument::of(&degrees.heating))
            .with("cooling", Argument::of(&degrees.cooling))
            .with("source", degrees.rule.source.as_str()),
        ZoneFound::Unknown(NoZone::Station { code: "weather.none" }) => {
            Message::new("quota.zone.no_weather")
        }
        ZoneFound::Unknown(NoZone::Station { .. }) => Message::new("quota.zone.which_station"),
        ZoneFound::Unknown(NoZone::Days { missing }) => {
            Message::new("quota.zone.days").with("missing", missing.to_string())
        }
        ZoneFound::Unknown(NoZone::Elsewhere { heating, cooling }) => {
            Message::new("quota.zone.elsewhere")
                .with("heating", Argument::of(heating))
                .with("cooling", Argument::of(cooling))
        }
        ZoneFound::Unknown(NoZone::Range) => Message::new("meter.range"),
    }
}

/// Each indicator with its value, its levels, its grade and what is to be done.
pub(super) fn grade_table(grades: &Grades) -> Table {
    let mut table = GRADES.table();
    for line in &grades.lines {
        let (grade, action) = verdict(line);
        let mut cells = vec![
            Cell::word(indicator(line)),
            Cell::maybe(line.shown(), Cell::Quantity),
            Cell::word(line.indicator.unit().key()),
        ];
        cells.extend(levels(line.quota.as_ref()));
        cells.extend([grade, action]);
        table.line(cells);
    }
    table
}

/// What an indicator is called; that of heating names no kind before somebody said which.
fn indicator(line: &Graded) -> &'static str {
    match line.indicator {
        Indicator::Heating(_) if line.quota.is_none() => "quota.indicator.heating",
        own => own.key(),
    }
}

fn verdict(line: &Graded) -> (Cell, Cell) {
    match line.state() {
        GradeState::Graded(grade) => {
            let tone = if grade.is_over() { Tone::Bad } else { Tone::Good };
            (Cell::verdict(grade.key(), tone), Cell::word(grade.action()))
        }
        GradeState::Open => (Cell::verdict("quota.state.open", Tone::Warn), Cell::Blank),
        GradeState::Untold => (Cell::verdict("quota.state.untold", Tone::Plain), Cell::Blank),
    }
}

/// What each value is the quotient of.
pub(super) fn working_table(grades: &Grades) -> Table {
    let mut table = WORKING.table();
    for line in grades.lines.iter().filter(|line| line.state() != GradeState::Untold) {
        let own = line.numerator.as_ref();
        let basis = own.and_then(|own| own.basis.as_ref());
        table.line(vec![
            Cell::word(indicator(line)),
            Cell::maybe(own.and_then(|own| own.amount).map(two), Cell::Quantity),
            Cell::maybe(own, |own| Cell::text(&own.unit)),
            Cell::maybe(basis, |basis| {
                basis.key().map_or_else(|| Cell::text(basis.word()), Cell::word)
            }),
            Cell::maybe(line.denominator.as_ref(), |per| Cell::word(per.key())),
            Cell::maybe(line.denominator.as_ref().and_then(Denominator::decimal), Cell::Quantity),
            Cell::text(formula(line)),
            Cell::maybe(line.shown(), Cell::Quantity),
        ]);
    }
    table.without_unused(&["quota.working.basis"])
}

/// A number without idle decimals beyond the second one.
fn two(amount: Decimal) -> Decimal {
    let mut amount = amount.normalize();
    amount.rescale(amount.scale().max(2));
    amount
}

/// The quotient as one would type it into a pocket calculator; what is missing is a `?`.
fn formula(line: &Graded) -> String {
    let shown = |amount: Option<Decimal>| {
        amount.map_or_else(|| "?".to_owned(), |amount| amount.normalize().to_string())
    };
    let amount = shown(line.numerator.as_ref().and_then(|own| own.amount));
    let per = shown(line.denominator.as_ref().and_then(Denominator::decimal));
    match line.indicator {
        Indicator::Water => format!("{amount} ÷ {per} × 1000"),
        _ => format!("{amount} ÷ {per}"),
    }
}

/// The points that are told to be of a part.
fn left_out_table(grades: &Grades) -> Table {
    let mut table = LEFT_OUT.table().named_by(&["quota.left_out.point", "quota.left_out.part"]);
    for own in &grades.left_out {
        for part in &own.parts {
            table.line(vec![
                Cell::of(&own.point),
                Cell::text(&own.name),
                Cell::text(&own.class),
                Cell::word(part.key()),
            ]);
        }
    }
    table
}

/// What keeps indicators from having a value or a grade.
pub(super) fn lack_table(grades: &Grades) -> Table {
    let mut table = LACKS.table().named_by(&["quota.lacks.indicator", "quota.lacks.what"]);
    for line in &grades.lines {
        for lack in &line.lacks {
            table.line(vec![Cell::word(indicator(line)), Cell::said(lack.message())]);
        }
    }
    table
}

fn notes(grades: &Grades) -> Vec<Message> {
    let mut notes = Vec::new();
    // What to type, each once: a table has no room for hints.
    for lack in grades.lines.iter().flat_map(|line| &line.lacks) {
        let message = lack.message();
        if !notes.contains(&message) && !lack.is_untold() {
            notes.push(message);
        }
    }
    let scope = &grades.options.profile.scope;
    if scope.is_empty() {
        notes.push(Message::new("quota.no_scope"));
    } else if !scope.tells(Part::Heating) {
        notes.push(Message::new("quota.heating_untold"));
    }
    let checks = grades.left_out.iter().filter(|own| own.counting == Counting::Check);
    let checks: Vec<String> = checks.map(|own| own.point.to_string()).collect();
    if !checks.is_empty() {
        notes.push(Message::new("quota.check_meter").with("points", several(&checks)));
    }
    let falls_back = |line: &Graded| match &line.denominator {
        Some(Denominator::Driver(sum)) => line.indicator == Indicator::Water && sum.falls_back(),
        _ => false,
    };
    if grades.lines.iter().any(falls_back) {
        notes.push(Message::new("quota.beds_by_days"));
    }
    let quotas = || grades.lines.iter().filter_map(|line| line.quota.as_ref());
    if quotas().any(|quota| quota.origin == Origin::Sample) {
        notes.push(Message::new("quota.sample"));
    }
    notes.push(Message::new("quota.rules"));
    notes
}

/// How the values came about: uses, factors, what they are divided by.
pub fn grade_workings(grades: &Grades) -> Vec<Working> {
    let mut workings = Vec::new();
    for line in &grades.lines {
        let Some(own) = &line.numerator else { continue };
        let about = Argument::key(indicator(line));
        let mut working = Working::new(figure("quota.grades.value", about));
        of_numerator(own, &mut working);
        match &line.denominator {
            Some(Denominator::Area { area, special }) => {
                steps(area, &mut working);
                if let Some(special) = special {
                    steps(special, &mut working);
                }
            }
            Some(Denominator::Driver(sum)) => steps(sum, &mut working),
            Some(Denominator::Use(own)) => of_numerator(own, &mut working),
            Some(Denominator::Persons(persons)) => {
                let counted = person_workings(persons).into_iter();
                working.steps.extend(counted.flat_map(|own| own.steps));
            }
            None => {}
        }
        let value = line.shown().map(|value| value.to_string()).unwrap_or_default();
        let source = line.quota.as_ref().map(|quota| quota.source.clone()).unwrap_or_default();
        let per = line.denominator.as_ref().map_or("quota.state.open", Denominator::key);
        let what = Message::new("quota.step.divide").with("per", Argument::key(per));
        working.step(what, formula(line), value, source);
        workings.push(working);
    }
    workings
}

fn of_numerator(own: &Numerator, working: &mut Working) {
    own.lines.iter().for_each(|line| of_line(line, working));
    if own.lines.len() > 1 {
        let parts: Vec<String> = own
            .lines
            .iter()
            .map(|line| line.kilograms.or_else(|| line.usage.amount()))
            .map(|part| part.map_or_else(|| "?".to_owned(), |part| part.normalize().to_string()))
            .collect();
        let sum = own.amount.map(|amount| format!("{} {}", amount.normalize(), own.unit));
        working.step(
            Message::new("quota.step.sum"),
            parts.join(" + "),
            sum.unwrap_or_default(),
            "",
        );
    }
}

/// The use of a carrier by its points, then each run of days by its factor.
fn of_line(line: &UseLine, working: &mut Working) {
    let unit = line.carrier.unit();
    let mut points = String::new();
    for (sign, point) in &line.points {
        let sign = match sign {
            Sign::Plus if points.is_empty() => "",
            Sign::Plus => " + ",
            Sign::Minus => " - ",
        };
        points.push_str(sign);
        points.push_str(point.as_str());
    }
    let known = line.usage.amount().filter(|_| line.usage.is_complete());
    let utility = Argument::key(line.carrier.utility().key());
    working.step(
        Message::new("quota.step.use").with("utility", utility.clone()),
        points,
        known.map(|amount| format!("{amount} {unit}")).unwrap_or_default(),
        "",
    );
    for piece in &line.pieces {
        let Some((factor, own)) = piece.factor.as_ref().zip(piece.kilograms) else { continue };
        working.step(
            Message::new("quota.step.coal")
                .with("utility", utility.clone())
                .with("days", piece.span.to_string()),
            format!("{} × {}", piece.amount, factor.rate),
            format!("{} kgce", own.normalize()),
            factor.source.clone(),
        );
    }
}
