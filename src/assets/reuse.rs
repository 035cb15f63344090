//! What could be used again before something is bought: things that stand idle, and things that
//! nobody was ever given.
//!
//! 《行政事业性国有资产管理条例》（国务院令第738号）第十一条: what is needed comes first from what is
//! there already; only what cannot be had so is bought, built or rented.

use std::cmp::Reverse;

use crate::base::{Argument, AssetTag, Day, DepartmentCode, Message, Money, half_width};

use super::{CategoryCode, Lives, Plan, Register, Standing, Status};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReuseOptions {
    /// The day asked about, to its end.
    pub as_of: Day,
    /// What must all occur in what is known of the thing, in any order.
    pub words: Vec<String>,
    /// Only what is of this class.
    pub class: Option<String>,
    /// Only what has a category code that begins like this.
    pub category: Option<CategoryCode>,
}

/// A thing that could be used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReuseLine {
    /// The tag.
    pub tag: AssetTag,
    /// The name.
    pub name: String,
    /// The class on the card.
    pub class: String,
    /// The code of GB/T 14885.
    pub category: Option<CategoryCode>,
    /// Whether it is idle, or in store.
    pub status: Status,
    /// Since when.
    pub since: Day,
    /// The days since then.
    pub days: i64,
    /// Why, as was said then.
    pub reason: String,
    /// Where it is.
    pub place: String,
    /// Which department has it.
    pub department: Option<DepartmentCode>,
    /// When it was acquired.
    pub acquired_on: Day,
    /// What it cost, after every change.
    pub value: Money,
    /// What is left of the value.
    pub net: Money,
    /// How many months of its life are left; none for what is not depreciated.
    pub left: Option<u32>,
    /// What the card says beside: supplier, serial number, remark.
    pub said: String,
}

/// What could be used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reuse {
    /// What was looked for.
    pub options: ReuseOptions,
    /// The things, those with most of their life left first.
    pub lines: Vec<ReuseLine>,
    /// How many things there are that could be used again, whatever they are.
    pub n_free: usize,
}

/// Looks for things that could be used again.
pub fn reuse(register: &Register, lives: &Lives, options: &ReuseOptions) -> Reuse {
    let is_free =
        |standing: &Standing<'_>| matches!(standing.status(), Status::Idle | Status::InStore);
    let free: Vec<Standing<'_>> = register.standings(options.as_of).filter(is_free).collect();
    let words: Vec<String> = options.words.iter().map(|word| plain(word)).collect();
    let fits = |standing: &&Standing<'_>| {
        let card = standing.card;
        let known = plain(&known_of(standing));
        words.iter().all(|word| known.contains(word.as_str()))
            && options.class.as_ref().is_none_or(|class| card.class == *class)
            && options.category.as_ref().is_none_or(|wanted| {
                let own = card.category.as_ref();
                own.is_some_and(|own| own.as_str().starts_with(wanted.as_str()))
            })
    };
    let mut lines: Vec<ReuseLine> =
        free.iter().filter(fits).map(|standing| line(standing, lives, options.as_of)).collect();
    lines.sort_by(|one, two| {
        let order = |line: &ReuseLine| (Reverse(line.left.unwrap_or(u32::MAX)), Reverse(line.net));
        order(one).cmp(&order(two)).then_with(|| one.tag.cmp(&two.tag))
    });
    Reuse { options: options.clone(), lines, n_free: free.len() }
}

/// The things that stood idle on a day.
///
/// What is in store is not among them: what was bought for somebody lies there too, until it is
/// handed out.
pub struct Idle<'r>(Vec<Standing<'r>>);

impl<'r> Idle<'r> {
    /// Those of a day, to its end.
    pub fn on(register: &'r Register, as_of: Day) -> Self {
        let is_idle = |standing: &Standing<'_>| standing.status() == Status::Idle;
        Self(register.standings(as_of).filter(is_idle).collect())
    }

    /// What should be said before something is bought: that things of its name stand idle, or else
    /// that things of its category or class do.
    pub fn before_buying(
        &self,
        name: &str,
        class: Option<&str>,
        category: Option<&CategoryCode>,
    ) -> Option<Message> {
        let name = name.trim();
        let wanted = plain(name);
        // A single letter says nothing of a thing.
        let enough = |text: &str| text.chars().count() > 1;
        let is_named = |own: &str| {
            let own = plain(own);
            (enough(&wanted) && own.contains(&wanted)) || (enough(&own) && wanted.contains(&own))
        };
        let names = self.0.iter().map(|standing| standing.card.name.as_str());
        let names: Vec<&str> = names.filter(|own| is_named(own)).collect();
        let say =
            |code: &str, count: usize| Message::new(code).with("name", name).with("count", count);
        if !names.is_empty() {
            // By the shortest of the names the command finds the others too.
            let text = names.iter().copied().chain([name]).min_by_key(|own| own.chars().count());
            return Some(say("asset.reuse_named", names.len()).with("text", text.unwrap_or(name)));
        }
        let own = |standing: &&Standing<'_>| standing.card.category.as_ref() == category;
        let count = category.map_or(0, |_| self.0.iter().filter(own).count());
        if let Some(category) = category.filter(|_| count > 0) {
            let message = say("asset.reuse_category", count);
            return Some(message.with("category", Argument::of(category)));
        }
        let class = class?;
        let count = self.0.iter().filter(|standing| standing.card.class == class).count();
        (count > 0).then(|| say("asset.reuse_class", count).with("class", class))
    }
}

/// A text as it is searched: in small letters, full-width ones in the width of the others.
fn plain(text: &str) -> String {
    half_width(text.trim()).to_lowercase()
}

fn known_of(standing: &Standing<'_>) -> String {
    let card = standing.card;
    let category = card.category.as_ref().map(CategoryCode::as_str).unwrap_or_default();
    let known = [
        card.tag.as_str(),
        &card.name,
        &card.class,
        category,
        &card.supplier,
        &card.serial,
        &card.note,
        standing.place(),
        &standing.located.reason,
        &standing.located.note,
    ];
    known.join("\n")
}

fn line(standing: &Standing<'_>, lives: &Lives, as_of: Day) -> ReuseLine {
    let card = standing.card;
    let month = as_of.month();
    let plan = Plan::of(standing, lives);
    let (_, net) = standing.worth(lives, month);
    let said = [card.supplier.as_str(), card.serial.as_str(), card.note.as_str()];
    let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
    ReuseLine {
        tag: card.tag.clone(),
        name: card.name.clone(),
        class: card.class.clone(),
        category: card.category.clone(),
        status: standing.status(),
        since: standing.located.date,
        days: standing.located.date.days_until(as_of),
        reason: standing.located.reason.clone(),
        place: standing.place().to_owned(),
        department: standing.department().cloned(),
        acquired_on: standing.acquired.date,
        value: standing.value(),
        net,
        left: plan.map(|plan| plan.months().saturating_sub(plan.elapsed(month))),
        said: said.join(" · "),
    }
}
