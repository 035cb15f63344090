//! What the rules of meters and energy come to: worked cases, each refusal, and the laws.

mod alarms;
mod bill_checks;
mod bills;
mod cases;
mod chain;
mod course;
mod coverage;
mod drivers;
mod energy;
mod factors;
mod intraday;
mod lab;
mod laws;
mod measures;
mod quota;
mod registers;
mod returns;
mod route;
mod rules;
mod saving;
mod sums;
mod tariffs;
mod tree;
mod validate;
mod watch;
