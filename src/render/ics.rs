//! A calendar file (RFC 5545) of entries that each take a whole day.
//!
//! The few rules of the form that such a file needs are here: CRLF, lines of at most 75 octets
//! folded between characters, and the escapes of texts. The crate for it (`icalendar` 0.17) folds
//! the last piece of a line at 76 octets, and takes a clock and random names along.

use std::io;

use super::grid::sign;
use crate::base::Day;
use crate::report::{Appointment, Appointments, Cell};
use crate::text::{Text, clean};

/// The most octets of a line, its CRLF not counted.
const LIMIT: usize = 75;

/// Prints entries as a calendar file.
pub fn calendar(
    appointments: &Appointments,
    text: Text,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let owner = clean(&appointments.owner);
    let title = text.label(appointments.key);
    let name = if owner.is_empty() { title.to_owned() } else { format!("{owner} {title}") };
    let mut file = File(String::new());
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", &format!("-//houqin//houqin//{}", text.language().word().to_uppercase()));
    file.line("CALSCALE", "GREGORIAN");
    file.line("METHOD", "PUBLISH");
    file.text("X-WR-CALNAME", &name);
    for entry in &appointments.entries {
        event(entry, &owner, appointments.as_of, text, &mut file);
    }
    if appointments.entries.is_empty() {
        zone(&mut file);
    }
    file.line("END", "VCALENDAR");
    out.write_all(file.0.as_bytes())
}

/// The site's zone. A calendar has one component at least, also when nothing is to be done: a
/// subscriber that gets such a file drops what is done and keeps the subscription.
fn zone(file: &mut File) {
    file.line("BEGIN", "VTIMEZONE");
    file.line("TZID", "Asia/Shanghai");
    file.line("BEGIN", "STANDARD");
    file.line("DTSTART", "19910915T010000");
    file.line("TZOFFSETFROM", "+0900");
    file.line("TZOFFSETTO", "+0800");
    file.line("TZNAME", "CST");
    file.line("END", "STANDARD");
    file.line("END", "VTIMEZONE");
}

fn event(entry: &Appointment, owner: &str, as_of: Day, text: Text, file: &mut File) {
    let summary: Vec<String> = entry.summary.iter().map(|cell| shown(cell, text)).collect();
    let facts: Vec<String> = entry
        .facts
        .iter()
        .map(|fact| text.pair(text.label(fact.key), &shown(&fact.cell, text)))
        .collect();
    // Two stores may have rules and subjects of the same codes: the owner tells them apart.
    let from = if owner.is_empty() { "houqin" } else { owner };
    file.line("BEGIN", "VEVENT");
    file.text("UID", &format!("{}@{from}", clean(&entry.name)));
    // A stamp is in UTC; the day's own midnight there is its morning at the site.
    file.line("DTSTAMP", &format!("{}T000000Z", basic(as_of)));
    file.line("DTSTART;VALUE=DATE", &basic(entry.day));
    file.line("DTEND;VALUE=DATE", &basic(entry.day.next()));
    file.text("SUMMARY", &summary.join(" "));
    file.text("DESCRIPTION", &facts.join("\n"));
    file.text("CATEGORIES", text.label(entry.category));
    file.line("PRIORITY", &entry.priority.to_string());
    // A deadline keeps nobody busy for a day.
    file.line("TRANSP", "TRANSPARENT");
    file.line("END", "VEVENT");
}

/// The file as it grows.
struct File(String);

impl File {
    /// Adds a property whose value is a text.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len() + 8);
        for letter in value.chars() {
            match letter {
                '\\' | ',' | ';' => escaped.extend(['\\', letter]),
                '\n' => escaped.push_str("\\n"),
                letter => escaped.push(letter),
            }
        }
        self.line(name, &escaped);
    }

    /// Adds a property as it is, folded: every line after the first begins with a blank.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            if length + letter.len_utf8() > LIMIT {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn basic(day: Day) -> String {
    day.naive().format("%Y%m%d").to_string()
}

fn shown(cell: &Cell, text: Text) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => clean(text).into_owned(),
        Cell::Count(count) => count.to_string(),
        Cell::Quantity(quantity) => quantity.to_string(),
        Cell::Money(money) => money.to_string(),
        Cell::Ratio(ratio) => ratio.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Verdict { key, tone } => format!("{}{}", sign(*tone), text.label(key)),
        Cell::Named(name) => clean(text.named(&name.zh, &name.en)).into_owned(),
        Cell::Said(message) => text.say(message),
    }
}
