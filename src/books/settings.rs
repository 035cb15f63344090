//! What `houqin.toml` says about the store, as plain data.

use super::LetterheadSettings;
use crate::assets::Regime;
use crate::base::{
    Check, Diagnostic, Fraction, Message, Moment, Month, Place, Severity, Weight, nearest,
};
use crate::inspections::{self, Bands};
use crate::meters::{HospitalProfile, SavingPolicy, WatchPolicy};
use crate::stock::{
    ClassPolicy, CostMethod, ExchangePolicy, ExpiryPolicy, NegativeStock, PlanPolicy, PricePolicy,
    stocktake,
};

use super::upkeep::UpkeepPolicy;

/// The store's own settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The hospital's name, printed on reports.
    pub name: String,
    /// The language of the store: `zh` or `en`; none leaves it to the reader.
    pub language: Option<String>,
    /// What happens when a line would leave a store room with less than nothing.
    pub negative_stock: NegativeStock,
    /// How goods that leave a store room are valued.
    pub cost_method: CostMethod,
    /// When a lot is near its expiry.
    pub expiry: ExpiryPolicy,
    /// What old goods have to come back for new ones.
    pub exchange: ExchangePolicy,
    /// Within how many days every store room and item is to be counted; none where the store
    /// does not say.
    pub count_days: Option<u32>,
    /// How much checks and codes weigh, as the store has it.
    pub checks: Vec<CheckSetting>,
    /// When the reports of a month are made.
    pub reports: Reports,
    /// Up to which share of all use an item is of a class.
    pub abc: ClassPolicy,
    /// The match rate by line that a month's counts are to reach, as a fraction of one; none where
    /// the store sets none.
    pub match_target: Option<Fraction>,
    /// When the price of a receipt is looked at more closely.
    pub price: PricePolicy,
    /// How a purchase plan is made.
    pub plan: PlanPolicy,
    /// Who is rewarded or warned by the saving plan.
    pub saving: SavingPolicy,
    /// What is demanded of the counts of store rooms.
    pub counting: stocktake::Policy,
    /// When a meter is said to have gone off.
    pub watch: WatchPolicy,
    /// What the quotas on energy and water ask of the hospital.
    pub hospital: HospitalProfile,
    /// What is asked of findings and repairs.
    pub handling: inspections::Policy,
    /// From which rate on time a period of inspections is graded how.
    pub grades: Bands,
    /// By which rules assets are depreciated.
    pub regime: Regime,
    /// From which share of an asset's value on its repairs are worth a thought.
    pub upkeep: UpkeepPolicy,
    /// The hospital's own heading, and who signs its papers.
    pub letterhead: LetterheadSettings,
}

/// A line of `[checks]`: how much a check or a code weighs in this store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckSetting {
    /// The check's name, or a code.
    pub name: String,
    /// `error`, `warning` or `off`.
    pub value: String,
    /// Where the name stands.
    pub name_at: Place,
    /// Where the value stands.
    pub value_at: Place,
    /// The line as it stands in the file.
    pub original: String,
}

impl Settings {
    /// How much a code weighs by the store's own settings: its own line goes before that of its
    /// check; none where there is neither.
    pub fn weight_of(&self, code: &str) -> Option<Weight> {
        let named = |name: &str| {
            let setting = self.checks.iter().find(|setting| setting.name == name)?;
            Weight::parse(&setting.value)
        };
        named(code).or_else(|| named(Check::of(code)?.name()))
    }

    /// A remark as this store weighs it; none where it is switched off.
    pub fn weigh(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        match self.weight_of(&diagnostic.message.code) {
            Some(Weight::Off) => return None,
            Some(Weight::Is(severity)) => diagnostic.severity = severity,
            None => {}
        }
        Some(diagnostic)
    }

    /// A defect of the rows themselves as this store weighs it.
    ///
    /// What keeps a row out of the books stays an error, whatever the settings say; what the
    /// books stand with follows them.
    pub fn weigh_row(&self, diagnostic: Diagnostic) -> Option<Diagnostic> {
        match diagnostic.severity {
            Severity::Error => Some(diagnostic),
            Severity::Warning => self.weigh(diagnostic),
        }
    }

    /// What is wrong with `[checks]` itself: names that nobody knows, and words that are no
    /// severity.
    pub fn check_settings(&self, codes: impl Fn() -> Vec<&'static str>) -> Vec<Diagnostic> {
        let mut defects = Vec::new();
        for setting in &self.checks {
            let CheckSetting { name, value, name_at, value_at, original } = setting;
            let mut found = |place: &Place, message: Message| {
                defects.push(Diagnostic::error(place.clone(), message).with_original(original));
            };
            let known = Check::parse(name).is_some()
                || (Check::of(name).is_some() && codes().contains(&name.as_str()));
            if !known {
                let names = Check::ALL.into_iter().map(Check::name);
                let defects = codes().into_iter().filter(|code| Check::of(code).is_some());
                let message = match nearest(name, names.chain(defects)) {
                    None => Message::new("check.unknown_name"),
                    Some(near) => Message::new("check.unknown_name_near").with("nearest", near),
                };
                found(name_at, message.with("name", name));
            }
            if Weight::parse(value).is_none() {
                found(value_at, Message::new("check.unknown_severity").with("text", value));
            }
        }
        defects
    }
}

/// When the reports of a month are made, where no seal says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reports {
    /// The day of the next month at whose end they are.
    pub made_by: u32,
}

impl Default for Reports {
    fn default() -> Self {
        Self { made_by: 5 }
    }
}

impl Reports {
    /// The days of a month that can be named.
    pub const DAYS: std::ops::RangeInclusive<u32> = 1..=28;

    /// The moment at which the reports of a month are made.
    pub fn made(self, month: Month) -> Moment {
        let days = i64::from(self.made_by.saturating_sub(1));
        Moment::end_of(month.last().next().plus_days(days))
    }
}
