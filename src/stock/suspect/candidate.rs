//! One possible explanation of a difference: what it says, and what it would explain.

use crate::base::{Argument, Message, Quantity, RecordId};
use crate::stock::Line;

use super::{Odds, Subject};

/// What may have gone wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mistake {
    /// The same goods were entered twice (重复登记).
    Duplicate,
    /// A line was entered the wrong way round (方向记反).
    WrongSign,
    /// Two digits were swapped, or a zero or the point slipped (数字颠倒、错位).
    Digits,
    /// Packs were entered as pieces, or pieces as packs (单位弄错).
    Pack,
    /// Entered, or counted, under another item (串户).
    Neighbour,
    /// Entered in another store room (串库).
    OtherRoom,
    /// Entered under another lot (串批).
    OtherLot,
    /// A slip of the series was never entered (漏记).
    MissingSlip,
    /// A line on the wrong side of the cut-off (跨截止点).
    Cutoff,
    /// Goods on the way from one store room to another (在途).
    InTransit,
    /// Goods that were lent (借出).
    OnLoan,
}

impl Mistake {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Duplicate,
        Self::WrongSign,
        Self::Digits,
        Self::Pack,
        Self::Neighbour,
        Self::OtherRoom,
        Self::OtherLot,
        Self::MissingSlip,
        Self::Cutoff,
        Self::InTransit,
        Self::OnLoan,
    ];

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Duplicate => "stock.mistake.duplicate",
            Self::WrongSign => "stock.mistake.wrong_sign",
            Self::Digits => "stock.mistake.digits",
            Self::Pack => "stock.mistake.pack",
            Self::Neighbour => "stock.mistake.neighbour",
            Self::OtherRoom => "stock.mistake.other_room",
            Self::OtherLot => "stock.mistake.other_lot",
            Self::MissingSlip => "stock.mistake.missing_slip",
            Self::Cutoff => "stock.mistake.cutoff",
            Self::InTransit => "stock.mistake.in_transit",
            Self::OnLoan => "stock.mistake.on_loan",
        }
    }

    /// How often the mistake is made, as a share of all mistakes that make a difference.
    ///
    /// Rough on purpose: it only decides where the lines themselves do not.
    pub(super) const fn often(self) -> Odds {
        Odds::percent(match self {
            Self::MissingSlip => 20,
            Self::Duplicate | Self::Neighbour => 15,
            Self::WrongSign | Self::Digits | Self::Pack => 10,
            Self::OtherRoom | Self::OtherLot | Self::Cutoff | Self::InTransit | Self::OnLoan => 5,
        })
    }
}

/// How much of a difference a candidate explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Explains {
    /// All of it: without the mistake counted and book would agree.
    All,
    /// A part of it.
    Part,
}

/// A possible explanation of a difference. A suggestion, never a verdict: nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What may have gone wrong.
    pub mistake: Mistake,
    /// The slips it points at, or the ids of lines that have none; the missing slip's number.
    pub slips: Vec<String>,
    /// The lines it points at; none of a slip that is missing.
    pub lines: Vec<RecordId>,
    /// What the line would have been in base units, where it is one line; above zero what comes
    /// in.
    pub would_be: Option<Quantity>,
    /// How much the book would change; of the same sign as the variance.
    pub effect: Quantity,
    /// Whether that is the whole variance.
    pub explains: Explains,
    /// Its odds; only the order and the ratio to other candidates mean something.
    pub score: u64,
    /// The sentence.
    pub said: Message,
}

impl Candidate {
    /// A candidate about some lines, by whose slips its sentence names it.
    ///
    /// None when it does not lead from the book towards what was counted, or beyond.
    pub(super) fn of(
        subject: &Subject<'_>,
        mistake: Mistake,
        lines: &[&Line],
        effect: Quantity,
        odds: Odds,
        said: Message,
    ) -> Option<Self> {
        let explains = subject.explains(effect)?;
        let odds = match explains {
            Explains::All => odds,
            Explains::Part => odds.by(PART),
        };
        let mut slips: Vec<String> = lines.iter().map(|line| name(line).to_owned()).collect();
        slips.dedup();
        Some(Self {
            mistake,
            slips,
            lines: lines.iter().map(|line| line.movement.id.clone()).collect(),
            would_be: None,
            effect,
            explains,
            score: mistake.often().by(odds).score(),
            said,
        })
    }

    /// The same candidate, with what its line would have been.
    #[must_use]
    pub(super) fn would_be(mut self, quantity: Quantity) -> Self {
        self.would_be = Some(quantity);
        self
    }
}

/// The odds that something else explains the rest of a difference.
const PART: Odds = Odds::percent(2);

/// A line by its slip, or by its id where it has none.
pub(super) fn name(line: &Line) -> &str {
    let movement = &line.movement;
    if movement.slip.is_empty() { movement.id.as_str() } else { &movement.slip }
}

/// A message that names a line: its slip, its day, its quantity as it was typed.
pub(super) fn about(code: &'static str, line: &Line) -> Message {
    let movement = &line.movement;
    Message::new(code)
        .with("slip", name(line))
        .with("date", Argument::of(&movement.date))
        .with("kind", Argument::key(movement.kind.key()))
        .with("quantity", typed(movement.quantity, &movement.unit))
}

/// A quantity with its unit.
pub(super) fn typed(quantity: Quantity, unit: &str) -> String {
    format!("{quantity} {unit}")
}
