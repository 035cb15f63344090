//! The gathering: each book is asked by the function that its own command asks.

use crate::assets::{Status, count};
use crate::base::{Day, Month, SiteCode, Span};
use crate::closing::{Book, MonthState, Sealable};
use crate::inspections::{
    self, Clock, DeadlineKind, Due, DueKind, DueOptions, RegisterOptions, Urgency,
    WhichCertificates,
};
use crate::meters::{MissingOptions, Tree, View, missing_in};

use super::chore::{Chore, ChoreLine, Pressing, Worst};
use super::shelves::shelves;
use crate::books::Books;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MorningOptions {
    /// The day that is running.
    pub clock: Clock,
    /// How many days ahead to look.
    pub within: u32,
    /// Only what is at this site: duties, findings, repairs, meters and store rooms.
    pub site: Option<SiteCode>,
    /// How many defects the books have.
    pub n_defects: usize,
}

/// What the morning brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Morning {
    /// The day that is running.
    pub today: Day,
    /// The last day that was looked at.
    pub until: Day,
    /// The site that was asked for.
    pub site: Option<SiteCode>,
    /// What there is to do, the worst first.
    pub lines: Vec<ChoreLine>,
    /// What is due, one by one.
    pub due: Due,
}

impl Morning {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Gathers from every book what is to be done.
///
/// What is over comes first, then what is to be done now, then what comes soon; of the same kind the
/// one that presses most is named. A store room of another site, and what belongs to no site, is
/// left out where a site is asked for.
pub fn morning(books: &Books, options: &MorningOptions) -> Morning {
    let MorningOptions { clock, within, site, n_defects } = options;
    let today = clock.as_of;
    let until = today.plus_days(i64::from(*within));
    let mut defects = ChoreLine::new(Chore::Defects);
    for _ in 0..*n_defects {
        defects.add(Pressing::Over, None, Worst::default);
    }
    let due = inspections::due(
        &books.inspections,
        &DueOptions {
            clock: *clock,
            within: *within,
            since: DueOptions::a_month_before(today),
            topic: None,
            site: site.clone(),
        },
    );
    let mut lines = vec![defects];
    lines.extend(inspected(&due));
    lines.push(readings(books, options));
    lines.extend(shelves(books, options));
    if site.is_none() {
        lines.push(certificates(books, options));
        lines.extend(assets(books, today));
        lines.push(months(books, today));
    }
    lines.retain(|line| !line.is_empty());
    lines.sort_by_key(|line| (line.pressing(), line.chore));
    Morning { today, until, site: site.clone(), lines, due }
}

/// How much a line of the inspections presses.
const fn of(urgency: Urgency) -> Pressing {
    match urgency {
        Urgency::Missed | Urgency::Overdue => Pressing::Over,
        Urgency::Today => Pressing::Now,
        Urgency::Soon => Pressing::Soon,
    }
}

/// Duties, findings, repair orders and tasks.
fn inspected(due: &Due) -> [ChoreLine; 5] {
    let mut duties = ChoreLine::new(Chore::Duties);
    let mut uncovered = ChoreLine::new(Chore::Uncovered);
    for line in &due.lines {
        let worst = || Worst {
            code: format!("{} {}", line.rule, line.subject),
            title: line.title.clone(),
            title_en: line.title_en.clone(),
        };
        match line.kind {
            DueKind::Perform => duties.add(of(line.urgency), Some(line.due), worst),
            DueKind::Uncovered => uncovered.add(of(line.urgency), Some(line.due), worst),
            // The register of certificates tells of it, also of those that no rule asks for.
            DueKind::Apply => {}
        }
    }
    let mut findings = ChoreLine::new(Chore::Findings);
    for line in &due.findings {
        findings.add(of(line.urgency), Some(line.due), || {
            Worst::new(line.finding.id.as_str(), &line.finding.note)
        });
    }
    let mut repairs = ChoreLine::new(Chore::Repairs);
    let mut tasks = ChoreLine::new(Chore::Tasks);
    for line in &due.deadlines {
        let lines = match line.kind {
            DeadlineKind::Task => &mut tasks,
            DeadlineKind::Respond | DeadlineKind::Complete => &mut repairs,
        };
        lines.add(of(line.urgency), Some(line.due), || Worst::new(&line.code, &line.title));
    }
    [duties, uncovered, findings, repairs, tasks]
}

/// Certificates that are over, end, or are to be applied for.
fn certificates(books: &Books, options: &MorningOptions) -> ChoreLine {
    let MorningOptions { clock, within, .. } = options;
    let which = WhichCertificates::Within(*within);
    let asked = RegisterOptions { clock: *clock, which, holder: None, kind: None };
    let register = inspections::certificate_register(&books.inspections, &asked);
    let (today, until) = (clock.as_of, clock.as_of.plus_days(i64::from(*within)));
    let mut line = ChoreLine::new(Chore::Certificates);
    for of_register in register.lines.iter().filter(|line| line.is_open(until)) {
        let row = &of_register.line.certificate;
        let apply_by = of_register.line.apply_by;
        let pressing = if of_register.is_over(today) {
            Pressing::Over
        } else if apply_by.is_some_and(|day| day <= today) {
            Pressing::Now
        } else {
            Pressing::Soon
        };
        let worst = || Worst::new(row.holder.as_str(), &row.kind);
        line.add(pressing, row.to.or(apply_by), worst);
    }
    line
}

/// Meters that nobody read in the month that is over, or at a time of yesterday or today.
///
/// A reading of the month is over its day once the month's reports are made.
fn readings(books: &Books, options: &MorningOptions) -> ChoreLine {
    let MorningOptions { clock, site, .. } = options;
    let today = clock.as_of;
    let month = today.month().previous();
    let view = View { as_of: Some(today), ..View::NOW };
    let mut line = ChoreLine::new(Chore::Readings);
    let tree = Tree::served(&books.meters, &view);
    let whole = MissingOptions { window: month.span(), site: site.clone(), view };
    for row in missing_in(&tree, &whole).iter().filter(|row| row.slot.is_none()) {
        let worst = || Worst::new(row.point.as_str(), &row.name);
        line.add(after_month(books, month, today), Some(month.last()), worst);
    }
    let window = Span::new(today.previous(), today).unwrap_or_else(|| Span::day(today));
    let slots = MissingOptions { window, site: site.clone(), view };
    for row in missing_in(&tree, &slots) {
        let Some((day, time)) = row.slot else { continue };
        let pressing = if day < today { Pressing::Over } else { Pressing::Now };
        let worst = || Worst::new(row.point.as_str(), format!("{} {time}", row.name));
        line.add(pressing, Some(day), worst);
    }
    line
}

/// How much something presses that was to be done when a month was over.
fn after_month(books: &Books, month: Month, today: Day) -> Pressing {
    let made = books.settings.reports.made(month).day();
    if today > made { Pressing::Over } else { Pressing::Now }
}

/// Sheets of assets that are open, what they did not find, and what is lent.
fn assets(books: &Books, today: Day) -> [ChoreLine; 3] {
    let register = &books.assets;
    let mut sheets = ChoreLine::new(Chore::AssetSheets);
    for (code, sheet) in register.counts().sheets() {
        let Some(opening) = sheet.opening() else { continue };
        let is_open =
            matches!(sheet.state(), count::SheetState::Open | count::SheetState::Counting);
        if is_open && opening.date <= today {
            sheets.add(Pressing::Now, Some(opening.date), || {
                Worst::new(code.as_str(), opening.person.as_str())
            });
        }
    }
    let mut differences = ChoreLine::new(Chore::AssetDifferences);
    let asked = count::FollowOptions {
        as_of: today,
        sheet: None,
        class: None,
        listed: count::Followed::Open,
    };
    for one in count::follow_ups(register, &asked).unwrap_or_default() {
        let since = today.plus_days(-one.days);
        differences
            .add(Pressing::Now, Some(since), || Worst::new(one.tag.as_str(), one.name.as_str()));
    }
    let mut lent = ChoreLine::new(Chore::AssetsLent);
    for standing in register.standings(today).filter(|one| one.status() == Status::Lent) {
        lent.add(Pressing::Soon, Some(standing.located.date), || {
            Worst::new(standing.card.tag.as_str(), standing.place())
        });
    }
    [sheets, differences, lent]
}

/// Months that are over, are not sealed, and lie behind the first row of their book: those of the
/// last year, and every one since the first seal of all.
fn months(books: &Books, today: Day) -> ChoreLine {
    let mut line = ChoreLine::new(Chore::Months);
    let a_year_ago = today.month().plus(-12);
    let sealed = Book::ALL.iter().filter_map(|book| books.closing.first_month(*book)).min();
    let begun = sealed.map_or(a_year_ago, |sealed| sealed.min(a_year_ago));
    for book in Book::ALL {
        let Some(first) = books.first_day(book) else { continue };
        let first = first.month().max(begun);
        let months = std::iter::successors(Some(first), |month| Some(month.next()));
        for month in months.take_while(|month| month.last() < today) {
            if !matches!(books.closing.state(Sealable { book, month }), MonthState::Sealed(_)) {
                line.add(after_month(books, month, today), Some(month.last()), || {
                    Worst::new(month.to_string(), "")
                });
            }
        }
    }
    line
}
