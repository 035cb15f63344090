//! `houqin stock`: what comes into the store rooms, what goes out, what is there.

mod adjust;
mod card;
mod classes;
mod consumption;
mod cover;
mod exchange;
mod exchanges;
mod exempt;
mod expiring;
pub(crate) mod finance;
pub(crate) mod flags;
mod give_back;
mod group;
mod idle;
mod import;
mod issue;
mod lend;
mod loans;
mod mend;
mod onhand;
mod opening;
mod pool;
pub(crate) mod prices;
mod quota;
mod receive;
mod reverse;
mod scrap;
mod self_made;
mod sell_old;
mod sign;
pub(crate) mod statement;
mod transfer;

pub(crate) use flags::split_unit;
pub(crate) use group::{DAILY, Group, run};
