//! `houqin meter read --route`: a round, dial by dial, each register recorded at once.

use std::collections::BTreeMap;

use houqin::base::{Day, Message, PointCode, Time};
use houqin::books::Need;
use houqin::meters::{self, Claim, Correction, ReadingRequest, RouteLine};
use houqin::report::{RoundWalk, StopState};

use super::read::record;
use super::{Dial, Reply, Shown, Way};
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Which round, when and by whom.
pub(super) struct Options {
    /// The round.
    pub(super) route: String,
    /// The day.
    pub(super) date: Day,
    /// Who reads; else who records.
    pub(super) person: Option<String>,
}

/// A dial at one of its times.
type Stop = (PointCode, Option<Time>);

/// Goes a round from its first dial that is not read yet, until its end or until somebody leaves.
pub(super) fn walk(session: &Session, options: Options) -> anyhow::Result<Exit> {
    let Options { route, date, person } = options;
    let route = route.trim().to_owned();
    let no_terminal = || Failure::usage(Message::new("ask.round").with("route", route.as_str()));
    let asker = session.asker().ok_or_else(no_terminal)?;
    session.must_be_somebody()?;
    let mut done: BTreeMap<Stop, StopState> = BTreeMap::new();
    let mut left = None;
    let lines = loop {
        // Each register changes what is expected of the next one of its dial.
        let books = session.read(Need::meters())?;
        let lines = meters::route_sheet(&books.meters, &route, date)
            .map_err(|refusal| Failure::refused(&refusal))?;
        let is_open = |line: &&RouteLine| {
            line.read.or(line.doubted).is_none() && !done.contains_key(&stop(line))
        };
        if done.is_empty() {
            let message = Message::new("ask.round_begin").with("route", route.as_str());
            let message = message.with("points", lines.len());
            session.ui().talk(&message.with("open", lines.iter().filter(is_open).count()));
        }
        let Some((at, line)) = lines.iter().enumerate().find(|(_, line)| is_open(line)) else {
            break lines;
        };
        let words = format!("{}/{} {}", at + 1, lines.len(), named(line));
        let dial = Dial::at(session, asker, &books.meters, (line.clone(), date));
        let state = match dial.ask(&words, Way::Round) {
            Ok(Reply::Left) => break lines,
            Ok(Reply::Skipped) => StopState::Skipped,
            Ok(Reply::Shown(shown)) => {
                let request = request(line, date, &shown, person.as_ref());
                let (_, said) = record(session, &request, &Writing { dry_run: false })?;
                for said in &said {
                    session.ui().talk(said);
                }
                state(shown.claim)
            }
            Err(failure) => {
                session.ui().leave_question();
                left = Some(failure);
                break lines;
            }
        };
        done.insert(stop(line), state);
    };
    let stops = lines.into_iter().map(|line| {
        let before = line.read.or(line.doubted).map(|_| StopState::Before);
        let state = done.get(&stop(&line)).copied().or(before).unwrap_or(StopState::Remaining);
        (line, state)
    });
    let walk = RoundWalk { route, date, stops: stops.collect() };
    let remaining = walk.count(&[StopState::Remaining, StopState::Skipped]);
    let exit = session.show(&walk)?;
    if remaining > 0 {
        let message = Message::new("ask.round_left").with("route", walk.route.as_str());
        session.ui().talk(&message.with("count", remaining));
    }
    left.map_or(Ok(exit), |failure| match failure {
        // What was read is recorded and shown; there is nothing else to say.
        Failure::Left(_) => Ok(Exit::Left),
        other => Err(other.into()),
    })
}

fn stop(line: &RouteLine) -> Stop {
    (line.point.clone(), line.time)
}

/// What a reader looks for on the wall.
fn named(line: &RouteLine) -> String {
    let time = line.time.map(|time| time.to_string());
    let parts = [Some(line.point.to_string()), Some(line.name.clone())];
    let more = [line.place.clone(), line.serial.clone(), time];
    parts.into_iter().chain(more).flatten().collect::<Vec<_>>().join(" ")
}

fn request(line: &RouteLine, date: Day, shown: &Shown, person: Option<&String>) -> ReadingRequest {
    ReadingRequest {
        point: line.point.clone(),
        date,
        time: line.time,
        register: shown.register,
        claim: shown.claim,
        correction: Correction::None,
        person: person.cloned(),
        note: shown.note.clone(),
    }
}

const fn state(claim: Claim) -> StopState {
    match claim {
        Claim::Actual => StopState::Read,
        Claim::Estimated => StopState::Estimated,
        Claim::Confirmed => StopState::Confirmed,
        Claim::Doubtful => StopState::Doubtful,
    }
}
