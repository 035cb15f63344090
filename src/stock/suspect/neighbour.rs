//! Goods entered under another item, in another room, under another lot; or counted as another.
//!
//! Where the other card was counted too, it speaks: the opposite variance there is strong
//! evidence, agreement there speaks against it.

use std::collections::BTreeMap;

use crate::base::{Argument, ItemCode, Message, Quantity, edits};
use crate::stock::{Item, Kind, Line};

use super::candidate::{about, typed};
use super::scene::CountedCard;
use super::subject::is_entry;
use super::{
    Candidate, Explains, Habits, Mistake, Odds, Subject, Suspects, Way, is_inward, number, partner,
    signed,
};

/// What it takes off the odds that the other card was counted, and not with the opposite variance.
const CONTRADICTED: Odds = Odds::percent(1);

/// Where else goods may have been entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Elsewhere {
    Item,
    Room,
    Lot,
}

impl Elsewhere {
    const fn mistake(self) -> Mistake {
        match self {
            Self::Item => Mistake::Neighbour,
            Self::Room => Mistake::OtherRoom,
            Self::Lot => Mistake::OtherLot,
        }
    }
}

/// Lines of other cards that belong here, lines of this card that belong there, and goods that
/// were counted as others.
pub(super) fn find(suspects: &Suspects<'_>, subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let mut habits: BTreeMap<ItemCode, Habits<'_>> = BTreeMap::new();
    for line in suspects.lines_that_may_be(subject.store, subject.variance) {
        let item = &line.movement.item;
        let elsewhere = if *item == subject.item.code { Elsewhere::Lot } else { Elsewhere::Item };
        let is_here = elsewhere == Elsewhere::Lot
            && (subject.lot.is_empty() || line.movement.lot == subject.lot);
        let Some(other) = subject.stock.items.get(item).filter(|_| !is_here) else { continue };
        let here = as_item(line, subject.item);
        if here != subject.variance || !suspects.is_since_count(line, subject.day) {
            continue;
        }
        let there = habits.entry(item.clone()).or_insert_with(|| suspects.habits(line, other));
        let odds = subject
            .odds_of_line(line)
            .by(alike((&subject.habits, here), (there, line.base), line))
            .by(closeness(subject.item, other, elsewhere))
            .by(evidence(suspects, subject, line));
        let said = match elsewhere {
            Elsewhere::Lot => about("stock.suspect.lot_there", line)
                .with("lot", &line.movement.lot)
                .with("own", subject.lot),
            _ => named(about("stock.suspect.code_there", line), other, subject.item),
        };
        push(subject, elsewhere, line, odds, said, found);
    }
    other_rooms(suspects, subject, found);
    lines_of_others(suspects, subject, found);
    counted_as_others(suspects, subject, found);
}

/// What a line would change if it stood under an item: the number that was typed, in the unit of
/// that name, or in base units where the item has no such unit.
fn as_item(line: &Line, item: &Item) -> Quantity {
    let (typed, unit) = (line.movement.quantity, &line.movement.unit);
    let base = item.base(typed, unit).unwrap_or(line.base);
    if is_inward(&line.movement) { base } else { -base }
}

/// The same item in other rooms: a line there that belongs here.
fn other_rooms(suspects: &Suspects<'_>, subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let there = |line: &&Line| {
        signed(line) == subject.variance
            && line.movement.store().is_some_and(|store| store != subject.store)
            && line.movement.kind != Kind::Opening
            && line.movement.date <= subject.day
            && is_entry(subject.stock, line)
            && suspects.is_since_count(line, subject.day)
    };
    for line in subject.stock.lines_of(&subject.item.code).iter().filter(there) {
        let habits = suspects.habits(line, subject.item);
        let odds = subject
            .odds_of_line(line)
            .by(alike((&subject.habits, line.base), (&habits, line.base), line))
            .by(evidence(suspects, subject, line));
        let room = line.movement.store().map(ToString::to_string).unwrap_or_default();
        let said = about("stock.suspect.room_there", line)
            .with("room", room)
            .with("own", Argument::of(subject.store));
        push(subject, Elsewhere::Room, line, odds, said, found);
    }
}

/// Another card that has a variance of its own, as it is seen from a subject.
fn beside<'a>(subject: &Subject<'a>, card: &CountedCard<'_>) -> Option<(Elsewhere, &'a Item)> {
    match subject.stock.items.get(card.item) {
        _ if card.store != subject.store => Some((Elsewhere::Room, subject.item)),
        Some(_) if *card.item == subject.item.code => Some((Elsewhere::Lot, subject.item)),
        Some(other) => Some((Elsewhere::Item, other)),
        None => None,
    }
}

/// Lines of this card that belong on another one, which lacks just that.
fn lines_of_others(suspects: &Suspects<'_>, subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let belongs_elsewhere =
        |line: &&&Line| -signed(line) == subject.variance && line.movement.kind != Kind::Opening;
    for line in subject.since.iter().filter(belongs_elsewhere) {
        for card in suspects.differing_beside(subject) {
            let Some((elsewhere, other)) = beside(subject, card) else { continue };
            let change =
                if elsewhere == Elsewhere::Item { as_item(line, other) } else { signed(line) };
            if card.variance != change {
                continue;
            }
            let there = suspects.habits_of(card.store, other);
            let odds = subject
                .odds_of_line(line)
                .by(alike((&there, change), (&subject.habits, line.base), line))
                .by(closeness(subject.item, other, elsewhere))
                .by(suspects.evidence_of(subject, card.variance));
            let said = match elsewhere {
                Elsewhere::Item => {
                    named(about("stock.suspect.code_here", line), other, subject.item)
                }
                Elsewhere::Room => about("stock.suspect.room_here", line)
                    .with("room", Argument::of(card.store))
                    .with("own", Argument::of(subject.store)),
                Elsewhere::Lot => about("stock.suspect.lot_here", line)
                    .with("lot", card.lot)
                    .with("own", subject.lot),
            };
            push(subject, elsewhere, line, odds, said, found);
        }
    }
}

/// Cards with just the opposite variance: goods may have been counted as the others.
fn counted_as_others(suspects: &Suspects<'_>, subject: &Subject<'_>, found: &mut Vec<Candidate>) {
    let opposite = |card: &&&CountedCard<'_>| card.variance == -subject.variance;
    let cards: Vec<_> = suspects.differing_beside(subject).collect();
    for card in cards.iter().filter(opposite) {
        let Some((elsewhere, other)) = beside(subject, card) else { continue };
        let odds = closeness(subject.item, other, elsewhere)
            .by(suspects.evidence_of(subject, card.variance));
        let said = match elsewhere {
            Elsewhere::Item => named(Message::new("stock.suspect.counted_as"), other, subject.item),
            Elsewhere::Room => {
                Message::new("stock.suspect.counted_in_room").with("room", Argument::of(card.store))
            }
            Elsewhere::Lot => Message::new("stock.suspect.counted_as_lot").with("lot", card.lot),
        };
        let said = said
            .with("quantity", typed(subject.variance.abs(), &subject.item.unit))
            .with("sheet", Argument::of(card.sheet));
        found.push(Candidate {
            mistake: elsewhere.mistake(),
            slips: vec![card.sheet.to_string()],
            lines: Vec::new(),
            would_be: None,
            effect: subject.variance,
            explains: Explains::All,
            score: elsewhere.mistake().often().by(COUNTED_AS).by(odds).score(),
            said,
        });
    }
}

/// How much rarer goods are counted as others than entered as others.
const COUNTED_AS: Odds = Odds::percent(2);

fn push(
    subject: &Subject<'_>,
    elsewhere: Elsewhere,
    line: &Line,
    odds: Odds,
    said: Message,
    found: &mut Vec<Candidate>,
) {
    let effect = subject.variance;
    found.extend(Candidate::of(subject, elsewhere.mistake(), &[line], effect, odds, said));
}

fn named(said: Message, other: &Item, own: &Item) -> Message {
    said.with("other", other.code.as_str())
        .with("other_name", &other.name)
        .with("own", own.code.as_str())
        .with("own_name", &own.name)
}

/// How much more a line looks like those of the card where it may belong than like those of the
/// card on which it stands: its way, its size there, and who is on the other side.
fn alike(
    (belongs, size): (&Habits<'_>, Quantity),
    (stands, recorded): (&Habits<'_>, Quantity),
    line: &Line,
) -> Odds {
    let (way, doubted) = (Way::of(&line.movement), Some(&line.movement.id));
    let share = |habits: &Habits<'_>, size: Quantity| {
        let of_partner = habits.share_of_partner(partner(&line.movement), doubted);
        habits.share(way, size, doubted).by(of_partner)
    };
    share(belongs, size).against(share(stands, recorded))
}

/// How likely one item of the room is mixed up with just this other one.
fn closeness(own: &Item, other: &Item, elsewhere: Elsewhere) -> Odds {
    if elsewhere != Elsewhere::Item {
        return Odds::percent(50);
    }
    let head = |item: &Item| item.name.chars().take(2).collect::<String>();
    let same_head = own.name.chars().count() > 1 && head(own) == head(other);
    let same_category = !own.category.is_empty() && own.category == other.category;
    Odds::percent(match edits(own.code.as_str(), other.code.as_str()) {
        0 | 1 => 15,
        _ if same_head => 8,
        2 => 4,
        _ if same_category => 2,
        _ => 1,
    })
}

/// What the count of the card on which a line stands says of it.
fn evidence(suspects: &Suspects<'_>, subject: &Subject<'_>, line: &Line) -> Odds {
    match suspects.variance_of(line, subject.day) {
        Some(variance) if variance == -signed(line) => suspects.evidence_of(subject, variance),
        Some(_) => CONTRADICTED,
        None => Odds::ONE,
    }
}

impl Suspects<'_> {
    /// What a variance that fits speaks for: one over the share of the counted cards that have it
    /// anyhow.
    fn evidence_of(&self, subject: &Subject<'_>, variance: Quantity) -> Odds {
        let alike = |card: &&CountedCard<'_>| card.variance == variance;
        let n_alike = self.differing_beside(subject).filter(alike).count();
        Odds::ONE.times(number(self.n_counted()) + 1, number(n_alike.max(1)))
    }
}
