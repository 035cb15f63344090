//! Floor 2: what the hospital owns for years (固定资产).
//!
//! A card says what a thing is; the events of its life say when it came, where it went, who keeps
//! it and when it left. The [`Register`] folds both and answers for any day and any state of
//! knowledge. Depreciation follows the government regime: no residual value, from the month of
//! acquisition, none in the month of disposal; the enterprise's rules are a setting. Look next at `register.rs`.

mod agreement;
mod alter;
mod card;
mod charge;
pub mod count;
mod depreciation;
mod dossier;
mod error;
mod event;
mod explain;
mod knowledge;
mod label;
mod life;
mod listing;
mod plan;
mod register;
mod request;
mod reuse;
mod standing;
#[cfg(test)]
mod tests;
mod turnover;
mod warning;

pub use agreement::{
    Agreement, AgreementLine, AgreementOptions, Booked, Unclear, UnclearLine, agreement,
};
pub use alter::{
    ChangeRequest, OpeningRequest, give_back, idle, lend, open_accumulated, revalue, upgrade,
};
pub use card::{Card, CategoryCode, CategoryError, Exemption};
pub use charge::{Charge, ChargeLine, Depreciation, DepreciationOptions, depreciation};
pub use depreciation::{Basis, Schedule, Treatment, basis, schedule, treatment};
pub use dossier::{Dossier, Holding, Told, dossier};
pub use error::Refusal;
pub use event::{Event, EventKind};
pub use label::{Label, LabelContent, LabelOptions, labels};
pub use life::{Confidence, Life, Lives};
pub use listing::{Group, Grouping, Listed, ListedSum, Listing, ListingOptions, Wear, listing};
pub use plan::{Plan, Regime, ScheduleLine, Stretch};
pub use register::{Record, Register};
pub use request::{
    AcquireRequest, Acquired, DisposeRequest, MoveRequest, RepairRequest, ReverseRequest, acquire,
    assign, dispose, repair, reverse, transfer,
};
pub use reuse::{Idle, Reuse, ReuseLine, ReuseOptions, reuse};
pub use standing::{Service, Standing, Status};
pub use turnover::{Holdings, Turnover, TurnoverLine, TurnoverOptions, turnover};
pub use warning::{Warning, warnings};
