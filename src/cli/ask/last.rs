//! What was answered last time: taken from the ledgers themselves, so that nothing is written for it.

use houqin::books::Books;
use houqin::stock::{Kind, Line, Place};

use crate::cli::session::Session;

/// The answer that is offered to a question of a command; none where nothing suggests itself.
///
/// Of the person's own rows the last one counts, of others' only where there is none.
pub(super) fn last(
    session: &Session,
    books: &Books,
    command: &str,
    (value, name): (&str, &str),
) -> Option<String> {
    match (value, name) {
        ("DAY", "date" | "from" | "valid_from") => Some(session.today().to_string()),
        ("MONTH", _) => Some(session.today().month().previous().to_string()),
        ("TIME", "time") => Some(session.now().time().to_string()),
        ("PERSON", "person") => {
            of_stock(session, books, command, |line| Some(line.movement.person.clone()))
        }
        ("DEPARTMENT", _) => of_stock(session, books, command, |line| {
            let of = |place: &Place| match place {
                Place::Department(code) => Some(code.to_string()),
                _ => None,
            };
            of(&line.movement.to).or_else(|| of(&line.movement.from))
        }),
        ("ROOM", "room") => {
            of_stock(session, books, command, |line| Some(line.movement.store()?.to_string()))
        }
        ("SUPPLIER", _) => of_stock(session, books, command, |line| match &line.movement.from {
            Place::Supplier(name) => Some(name.clone()),
            _ => None,
        }),
        ("RULE", _) if command == "inspect record" => {
            let own = |by: &&str| *by == session.by();
            let rows = books.inspections.inspections();
            let last = rows.max_by_key(|row| (own(&row.recorded_by.as_str()), row.recorded_at));
            last.map(|row| row.rule.to_string())
        }
        _ => None,
    }
}

/// What the last line of the command's kind says.
fn of_stock(
    session: &Session,
    books: &Books,
    command: &str,
    field: impl Fn(&Line) -> Option<String>,
) -> Option<String> {
    let kind = match command {
        "stock issue" => Kind::Issue,
        "stock receive" => Kind::Receipt,
        "stock return" => Kind::Return,
        "stock transfer" => Kind::Transfer,
        "stock exchange" => Kind::Exchange,
        "stock scrap" => Kind::Scrap,
        "stock adjust" => Kind::Adjustment,
        "stock lend" => Kind::Lend,
        _ => return None,
    };
    let lines = books.stock.lines().filter(|line| line.movement.kind == kind);
    let last = lines.max_by_key(|line| {
        let movement = &line.movement;
        (movement.recorded_by == session.by(), movement.recorded_at, &movement.id)
    })?;
    field(last).filter(|said| !said.is_empty())
}

/// Whether a command's last values stand in the stock ledger.
pub(super) fn is_of_stock(command: &str) -> bool {
    command.starts_with("stock ")
}
