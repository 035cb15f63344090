//! From a use to standard coal or carbon dioxide: use × factor, of each run of days by the factor
//! that is valid on it.
//!
//! The one place where energy is converted, for the report, the tables of coal and carbon and
//! whatever else asks. Everything is exact; what has no factor is unknown and never zero.

use std::collections::BTreeSet;

use crate::base::{Argument, Day, Decimal, Fraction, Message, SiteCode, Span, Working, figure};

use super::cost::cut;
use super::tree::{Tree, sum};
use super::{Basis, Carrier, Equivalent, Factor, Lack, Meters, Open, Rate, Usage, View};

/// What a use is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Converted {
    /// So many tonnes.
    Tonnes(Decimal),
    /// The basis does not convert this utility.
    NotConverted,
    /// No factor is valid for some of the days with a use, or no use is known.
    Unknown,
}

impl Converted {
    /// The tonnes, where there are any.
    pub const fn tonnes(self) -> Option<Decimal> {
        match self {
            Self::Tonnes(tonnes) => Some(tonnes),
            Self::NotConverted | Self::Unknown => None,
        }
    }
}

/// A run of days with one factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionPiece {
    /// The days.
    pub span: Span,
    /// What is known of the use.
    pub amount: Decimal,
    /// The factor that is valid on those days.
    pub factor: Option<Factor>,
    /// Their product in kilograms; none without a number.
    pub kilograms: Option<Decimal>,
}

/// What is asked of the factors.
#[derive(Clone, Copy)]
pub(super) struct Converting<'a> {
    pub(super) meters: &'a Meters,
    pub(super) equivalent: Equivalent,
    pub(super) basis: &'a Basis,
}

/// A use, converted.
pub(super) struct ConvertedUse {
    /// Each run of days; none where nothing is known of the use.
    pub(super) pieces: Vec<ConversionPiece>,
    pub(super) converted: Converted,
    /// The factor that was not there.
    pub(super) lack: Option<Lack>,
}

impl Converting<'_> {
    /// The days before which the factor of a carrier changes.
    pub(super) fn cuts(&self, carrier: &Carrier) -> BTreeSet<Day> {
        let series = self.meters.factor_series(carrier, self.equivalent, self.basis);
        let ends = |factor: &&Factor| factor.valid_until.map(Day::next);
        series.iter().map(|own| own.valid_from).chain(series.iter().filter_map(ends)).collect()
    }

    /// Converts what is known of a use, whose parts are those of the pieces; the pieces are cut
    /// by [`Self::cuts`] at least.
    pub(super) fn convert(
        &self,
        carrier: &Carrier,
        pieces: &[Span],
        usage: &Usage,
    ) -> ConvertedUse {
        if usage.covered == 0 {
            let (pieces, converted) = (Vec::new(), Converted::Unknown);
            return ConvertedUse { pieces, converted, lack: None };
        }
        let pieces: Vec<ConversionPiece> = pieces
            .iter()
            .zip(&usage.parts)
            .map(|(span, amount)| self.piece(carrier, *span, *amount))
            .collect();
        let rate = |piece: &ConversionPiece| piece.factor.as_ref().map(|factor| factor.rate);
        let lacks = |piece: &&ConversionPiece| matches!(rate(piece), None | Some(Rate::Unset));
        let used = pieces.iter().filter(lacks).find(|piece| !piece.amount.is_zero());
        // Nothing used needs no factor, where there is one for other days.
        let lacking =
            used.or_else(|| pieces.first().filter(|_| pieces.iter().all(|piece| lacks(&piece))));
        if let Some(piece) = lacking {
            let lack = Lack::Factor {
                carrier: carrier.clone(),
                equivalent: self.equivalent,
                basis: self.basis.clone(),
                day: piece.span.first(),
            };
            return ConvertedUse { converted: Converted::Unknown, lack: Some(lack), pieces };
        }
        let is_number = |piece: &&ConversionPiece| matches!(rate(piece), Some(Rate::PerUnit(_)));
        let numbers: Vec<&ConversionPiece> = pieces.iter().filter(is_number).collect();
        let kilograms: Option<Vec<Decimal>> = numbers.iter().map(|own| own.kilograms).collect();
        let converted = match kilograms {
            Some(kilograms) if kilograms.is_empty() => Converted::NotConverted,
            Some(kilograms) => tonnes(&kilograms),
            None => Converted::Unknown,
        };
        ConvertedUse { pieces, converted, lack: None }
    }

    fn piece(&self, carrier: &Carrier, span: Span, amount: Decimal) -> ConversionPiece {
        let factor = self.meters.factor(carrier, self.equivalent, self.basis, span.first());
        let rate = factor.and_then(|factor| factor.rate.number());
        let kilograms = rate.and_then(|rate| amount.checked_mul(rate));
        ConversionPiece { span, amount, factor: factor.cloned(), kilograms }
    }
}

fn tonnes(kilograms: &[Decimal]) -> Converted {
    let tonnes = sum(kilograms).checked_div(Decimal::ONE_THOUSAND);
    tonnes.map_or(Converted::Unknown, Converted::Tonnes)
}

/// What to compute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionOptions {
    /// The days.
    pub span: Span,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// What is converted to.
    pub equivalent: Equivalent,
    /// By which convention.
    pub basis: Basis,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// The standard coal, or the carbon, of everything that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// What was asked.
    pub options: ConversionOptions,
    /// A line for each carrier in service.
    pub lines: Vec<ConversionLine>,
    /// The sum of the lines that are known, in tonnes; none where none is.
    pub tonnes: Option<Decimal>,
    /// The carriers of which nothing could be converted, and which the sum lacks.
    pub unknown: Vec<Carrier>,
    /// The factors that were not there.
    pub lacks: Vec<Lack>,
    /// Days without a use, of which the sum lacks what they used.
    pub open: Vec<Open>,
}

/// What one carrier comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionLine {
    /// The carrier.
    pub carrier: Carrier,
    /// What is known of its use.
    pub usage: Usage,
    /// Each run of days with its factor.
    pub pieces: Vec<ConversionPiece>,
    /// What it comes to.
    pub converted: Converted,
}

/// Converts what was used in a span.
pub fn conversion(meters: &Meters, options: &ConversionOptions) -> Conversion {
    let ConversionOptions { span, site, equivalent, basis, view } = options;
    let tree = Tree::new(meters, view);
    let converting = Converting { meters, equivalent: *equivalent, basis };
    let mut lines = Vec::new();
    let (mut lacks, mut unknown, mut open) = (Vec::new(), Vec::new(), Vec::new());
    for carrier in tree.carriers() {
        let pieces = cut(*span, converting.cuts(carrier));
        let usage = tree.total(carrier, site.as_ref(), *span, &pieces);
        if usage.expected == 0 {
            continue;
        }
        let ConvertedUse { pieces, converted, lack } = converting.convert(carrier, &pieces, &usage);
        if converted == Converted::Unknown {
            unknown.push(carrier.clone());
        }
        lacks.extend(lack);
        // What is not converted keeps no sum open.
        if converted != Converted::NotConverted {
            open.extend(usage.open.iter().cloned());
        }
        lines.push(ConversionLine { carrier: carrier.clone(), usage, pieces, converted });
    }
    let known: Vec<Decimal> = lines.iter().filter_map(|line| line.converted.tonnes()).collect();
    Conversion {
        options: options.clone(),
        tonnes: (!known.is_empty()).then(|| sum(&known)),
        lines,
        unknown,
        lacks,
        open,
    }
}

impl Conversion {
    /// Whether the sum lacks something.
    pub fn needs_attention(&self) -> bool {
        !self.unknown.is_empty() || !self.lacks.is_empty() || !self.open.is_empty()
    }

    /// How the figures came about: each run of days of each carrier, then the sum.
    pub fn workings(&self) -> Vec<Working> {
        let mut workings: Vec<Working> =
            self.lines.iter().filter_map(|line| self.of_line(line)).collect();
        let known: Vec<Decimal> =
            self.lines.iter().filter_map(|line| line.converted.tonnes()).collect();
        if let Some(total) = self.tonnes {
            let about = Argument::key("word.total");
            let mut working = Working::new(figure(self.options.equivalent.key(), about));
            working.step(
                Message::new("factor.step.sum"),
                plus(&known),
                self.shown(total),
                String::new(),
            );
            workings.push(working);
        }
        workings
    }

    fn of_line(&self, line: &ConversionLine) -> Option<Working> {
        let equivalent = self.options.equivalent;
        let about = Argument::key(line.carrier.utility().key());
        let mut working = Working::new(figure(equivalent.key(), about));
        let mut kilograms = Vec::new();
        for piece in &line.pieces {
            let (Some(factor), Some(own)) = (&piece.factor, piece.kilograms) else { continue };
            kilograms.push(own);
            let what = Message::new("factor.step.use").with("days", piece.span.to_string());
            let formula = format!("{} {} × {}", piece.amount, line.carrier.unit(), factor.rate);
            let result = format!("{} {}", own.normalize(), equivalent.kilogram());
            let source = format!("{} {} {}", factor.basis, factor.valid_from, factor.source);
            working.step(what, formula, result, source);
        }
        let tonnes = line.converted.tonnes()?;
        let formula = match &kilograms[..] {
            [one] => format!("{} / 1000", one.normalize()),
            several => format!("({}) / 1000", plus(several)),
        };
        let what = Message::new("factor.step.tonnes");
        working.step(what, formula, self.shown(tonnes), String::new());
        Some(working)
    }

    fn shown(&self, tonnes: Decimal) -> String {
        let rounded = Fraction::from_decimal(tonnes).round(4).unwrap_or(tonnes);
        format!("{rounded} {}", self.options.equivalent.tonne())
    }
}

fn plus(numbers: &[Decimal]) -> String {
    let written: Vec<String> = numbers.iter().map(|own| own.normalize().to_string()).collect();
    written.join(" + ")
}
