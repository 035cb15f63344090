//! Floor 3: all books at one moment, as plain data.
//!
//! The only place where two domains meet. [`Books::apply`] folds one [`Line`], and loading and
//! committing both go through it. No files, no words. Look next at [`crate::store`], which fills
//! the books, and [`crate::report`], which lays out what they add up to.

pub mod annual;
mod asset_story;
mod batch;
mod carry;
mod change;
mod cost;
mod cross;
mod demand;
mod findings;
mod focus;
mod fold;
mod knowledge;
mod letterhead;
mod morning;
mod near;
mod need;
mod parts;
mod places;
mod repairs;
mod reuse;
mod sealing;
mod settings;
mod upkeep;
#[cfg(test)]
mod upkeep_tests;

pub use asset_story::{AssetStory, asset_story};
pub use batch::{Decision, Decisions, Movements, decide_each, decide_movements};
pub use carry::{Carried, carried};
pub use change::{Change, Line, Receipt};
pub use cost::{
    CostAccount, CostBearer, CostDetail, CostFigure, CostGap, CostLedger, CostLine, CostMonth,
    CostOptions, CostPart, CostProof, CostState, CostWhose, Driven, EnergyShares, OpenCost,
    cost_account,
};
pub use cross::{Ledger, Remark, remarks};
pub use demand::demands;
pub use findings::{open_finding, step_finding};
pub use focus::{About, Focus, NewLine, Whole, WhosePrices};
pub use fold::{Books, Refusal};
pub use knowledge::Bearing;
pub use letterhead::{HeadText, LetterheadSettings, LogoSetting, SignSetting};
pub use morning::{Chore, ChoreLine, Morning, MorningOptions, Pressing, Worst, morning};
pub use near::{Near, Nearby, near};
pub use need::{Need, OfMeters, Reading, WhichSheets, Window};
pub use parts::{PartGap, PartLine, Parts, PartsOptions, knows_repair_order, parts};
pub use places::{add_point, bind};
pub use repairs::{
    IssuedPart, RepairAccount, RepairStory, open_repair, repair_account, repair_list, repair_story,
    whole_repair,
};
pub use reuse::{reuse_before_order, reuse_before_plan};
pub use settings::{CheckSetting, Reports, Settings};
pub use upkeep::{
    AssetRepair, RepairSource, RepairSum, Upkeep, UpkeepLine, UpkeepOptions, UpkeepPolicy,
    UpkeepVerdict, upkeep,
};
