//! What a register that was just recorded means, said beside its receipt.

use houqin::base::{Argument, Message, PointCode};
use houqin::meters::{History, Interval, Meters, Notice};

use crate::cli::session::Session;

/// The use up to the register, and what to know about it; nothing where no interval ends there.
pub(super) fn brought(
    session: &Session,
    meters: &Meters,
    point: &PointCode,
    interval: Option<Interval>,
) -> Vec<Message> {
    let Some(interval) = interval else { return Vec::new() };
    let posted = match &interval.outcome {
        Ok(posted) => posted,
        Err(gap) => {
            let reason = session.text().say(&gap.message());
            return vec![Message::new("meter.brought_open").with("reason", reason)];
        }
    };
    let unit = meters.history(point).map(History::point).map_or("", |point| point.carrier.unit());
    let brought = Message::new("meter.brought")
        .with("from", Argument::of(&interval.from))
        .with("days", Argument::of(&interval.days()))
        .with("amount", Argument::of(&posted.amount))
        .with("unit", unit);
    let remark = |notice: &Notice| {
        let remark = session.text().say(&notice.message());
        Message::new("meter.brought_remark").with("remark", remark)
    };
    std::iter::once(brought).chain(interval.notices.iter().map(remark)).collect()
}
