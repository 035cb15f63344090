//! A dial that somebody stands before: what it showed, what it may show, and what is to become of a
//! register that it should not.

use houqin::base::{Argument, Day, Decimal, Message, PointCode, Refuse as _, Stamp, Time};
use houqin::base::{half_width, parse_decimal};
use houqin::meters::{self, Claim, Correction, Meters, ReadingRequest, RouteLine};

use crate::cli::ask::{Asker, Candidate, Freedom, Question};
use crate::cli::fail::Failure;
use crate::cli::session::Session;

/// A dial on a day.
pub(crate) struct Dial<'a> {
    session: &'a Session,
    asker: Asker,
    meters: &'a Meters,
    line: RouteLine,
    date: Day,
}

/// What somebody says of a dial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The register.
    pub(crate) register: Decimal,
    /// How far the reader vouches for it.
    pub(crate) claim: Claim,
    /// The reason, where one was asked for.
    pub(crate) note: Option<String>,
}

/// What becomes of a stop.
pub(crate) enum Reply {
    /// It was read.
    Shown(Shown),
    /// It was not.
    Skipped,
    /// The reader goes.
    Left,
}

/// Where a dial is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By itself: it must be read.
    Alone,
    /// On a round: it may be passed over, and the round left.
    Round,
}

impl<'a> Dial<'a> {
    /// The dial of a point on the day and at the time of the flags; none where nothing can be held
    /// against it, so that the command itself says why.
    pub(crate) fn of(
        session: &'a Session,
        asker: Asker,
        meters: &'a Meters,
        (point, date, time): (&PointCode, Option<&str>, Option<&str>),
    ) -> anyhow::Result<Option<Self>> {
        let date = session.day("--date", date)?;
        let time = session.maybe("--time", time, Time::parse)?;
        let Ok(lines) = meters::dial_sheet(meters, point, date) else { return Ok(None) };
        let line = lines.into_iter().next().map(|line| RouteLine { time, ..line });
        Ok(line.map(|line| Self::at(session, asker, meters, (line, date))))
    }

    /// The dial of a line of a round.
    pub(crate) fn at(
        session: &'a Session,
        asker: Asker,
        meters: &'a Meters,
        (line, date): (RouteLine, Day),
    ) -> Self {
        Self { session, asker, meters, line, date }
    }

    /// Asks what it shows until the register is plausible or somebody vouches for it.
    pub(crate) fn ask(&self, words: &str, way: Way) -> Result<Reply, Failure> {
        loop {
            let typed = self.asker.ask(Question {
                words: words.to_owned(),
                help: Some(self.help(way)),
                default: None,
                candidates: Vec::new(),
                freedom: if way == Way::Round { Freedom::Blank } else { Freedom::Free },
                check: &|typed| self.wrong(typed, way),
            })?;
            match typed.as_str() {
                "" => return Ok(Reply::Skipped),
                "q" | "Q" if way == Way::Round => return Ok(Reply::Left),
                _ => {}
            }
            let Ok((register, claim)) = understood(&typed) else { continue };
            if let Some(shown) = self.vouched(register, claim)? {
                return Ok(Reply::Shown(shown));
            }
        }
    }

    /// What it showed last and what it may show now, and the keys of a round.
    fn help(&self, way: Way) -> String {
        let text = self.session.text();
        let mut said = Vec::new();
        said.push(match self.line.last {
            None => text.say(&Message::new("ask.dial_new")),
            Some((day, register)) => {
                let message = Message::new("ask.dial_last").with("date", Argument::of(&day));
                text.say(&message.with("register", Argument::of(&register)))
            }
        });
        let expected = self.line.expected.as_ref();
        said.extend(expected.map(|expected| {
            let low = Message::new("ask.dial_from").with("low", Argument::of(&expected.low));
            match expected.high {
                None => text.say(&low),
                Some(high) => {
                    let message = Message::new("ask.dial_range");
                    let message = message.with("low", Argument::of(&expected.low));
                    text.say(&message.with("high", Argument::of(&high)))
                }
            }
        }));
        if way == Way::Round {
            said.push(text.say(&Message::new("ask.dial_keys")));
        }
        said.join("\n  ")
    }

    /// What no looking again would mend: no number, or one that the dial cannot show.
    fn wrong(&self, typed: &str, way: Way) -> Option<String> {
        let text = self.session.text();
        if way == Way::Round && matches!(typed, "" | "q" | "Q") {
            return None;
        }
        let (register, claim) = match understood(typed) {
            Ok(understood) => understood,
            Err(message) => return Some(text.say(&message)),
        };
        let refused = self.refused(register, claim, None)?;
        let mends = |claim| self.refused(register, claim, Some("?")).is_none();
        let mended = claim == Claim::Actual && (mends(Claim::Confirmed) || mends(Claim::Doubtful));
        (!mended).then(|| text.say(&refused))
    }

    /// The register as somebody vouches for it; none where it is to be read again.
    fn vouched(&self, register: Decimal, claim: Claim) -> Result<Option<Shown>, Failure> {
        let Some(refused) = self.refused(register, claim, None) else {
            return Ok(Some(Shown { register, claim, note: None }));
        };
        let text = self.session.text();
        self.session.ui().line(&format!("! {}", text.say(&refused)));
        let ways = [
            ("1", "ask.dial.again", None),
            ("2", "ask.dial.confirm", Some(Claim::Confirmed)),
            ("3", "ask.dial.doubt", Some(Claim::Doubtful)),
        ];
        let possible = ways.into_iter().filter(|(_, _, claim)| {
            claim.is_none_or(|claim| self.refused(register, claim, Some("?")).is_none())
        });
        let possible: Vec<_> = possible.collect();
        let candidate = |(name, key, _): &(&str, &str, _)| Candidate::new(name, text.label(key));
        let which = self.asker.ask(Question {
            words: text.label("ask.which").to_owned(),
            help: None,
            default: Some("1".to_owned()),
            candidates: possible.iter().map(candidate).collect(),
            freedom: Freedom::Listed,
            check: &|_| None,
        })?;
        let chosen = possible.iter().find(|(name, _, _)| *name == which);
        let Some(claim) = chosen.and_then(|(_, _, claim)| *claim) else { return Ok(None) };
        let note = self.asker.ask(Question {
            words: text.label("ask.why").to_owned(),
            help: None,
            default: None,
            candidates: Vec::new(),
            freedom: Freedom::Free,
            check: &|_| None,
        })?;
        Ok(Some(Shown { register, claim, note: Some(note) }))
    }

    /// Why a register would be refused or questioned; nothing is recorded.
    fn refused(&self, register: Decimal, claim: Claim, note: Option<&str>) -> Option<Message> {
        let request = ReadingRequest {
            point: self.line.point.clone(),
            date: self.date,
            time: self.line.time,
            register,
            claim,
            correction: Correction::None,
            person: None,
            note: note.map(str::to_owned),
        };
        let mut stamp = Stamp {
            recorded_at: self.session.now(),
            recorded_by: self.session.by().to_owned(),
            tag: "ask".to_owned(),
            given: 0,
        };
        let today = self.session.today();
        let decided = meters::read_route(self.meters, today, &[request], &mut stamp);
        decided.into_iter().find_map(|(_, decided)| Some(decided.err()?.message()))
    }
}

/// A register as it is typed; `~` before it says that it is an estimate.
fn understood(typed: &str) -> Result<(Decimal, Claim), Message> {
    let typed = half_width(typed);
    let typed = typed.trim();
    let (number, claim) = match typed.strip_prefix(['~', '～']) {
        Some(number) => (number.trim(), Claim::Estimated),
        None => (typed, Claim::Actual),
    };
    parse_decimal(number).map(|register| (register, claim)).map_err(|refusal| refusal.message())
}
