//! What was known when: forgetting the events recorded later, and telling who wrote which.

use crate::base::{Day, Moment, Written};

use super::Register;

impl Register {
    /// Drops every event and every row of a stocktake recorded after a moment; the cards stay as
    /// they are.
    pub fn forget_after(&mut self, moment: Moment) {
        if self.count_written(|recorded_at, _| recorded_at > moment) == 0 {
            return;
        }
        for history in self.histories.values_mut() {
            history.events.retain(|event| event.recorded_at <= moment);
        }
        self.counts.forget_after(moment);
        let kept = self.histories.values().flat_map(|history| &history.events);
        self.owners = kept.map(|event| (event.id.clone(), event.asset.clone())).collect();
    }

    /// How many events and rows of stocktakes were written as is asked, by moment of recording and day.
    pub fn count_written(&self, asked: impl Fn(Moment, Day) -> bool) -> usize {
        let events = self.histories.values().flat_map(|history| &history.events);
        let rows = self.counts.rows().filter(|row| asked(row.recorded_at, row.date));
        events.filter(|event| asked(event.recorded_at, event.date)).count() + rows.count()
    }

    /// The events that bear on the days up to one, with who wrote them and why.
    pub fn written(&self, until: Day) -> Vec<Written> {
        let events = self.histories.values().flat_map(|history| &history.events);
        let events = events.filter(|event| event.date <= until);
        let written = events.map(|event| {
            let said = [event.reason.as_str(), event.note.as_str()];
            let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
            Written {
                id: event.id.clone(),
                date: event.date,
                kind: event.kind.key(),
                about: vec![event.asset.to_string()],
                corrects: event.reverses.clone(),
                why: said.join(" · "),
                recorded_at: event.recorded_at,
                recorded_by: event.recorded_by.to_string(),
            }
        });
        written.chain(self.counts.written(until)).collect()
    }
}
