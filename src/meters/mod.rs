//! Floor 2: what the pipes and wires used.
//!
//! A person reads a dial; everything else is derived. A [`Point`] stands for a place that is
//! measured, its meters follow one another as [`Segment`]s, a [`Reading`] is what the dial showed,
//! and [`consumption()`] turns two of them into an interval with a use, or into an open one with a
//! reason: **unknown is never zero**. Intervals are cut into months by whole days, exactly, so
//! that months always add up to intervals; points add up to departments and utilities by
//! the tree. Look next at `consumption.rs`, then `tree.rs` and `energy.rs`, the report over all.

mod apportion;
mod balance;
mod baseline;
mod basis;
mod bearing;
mod bill;
mod change;
mod compared;
mod consumption;
mod convert;
mod cost;
mod course;
mod defects;
mod dials;
mod draft;
mod driver;
mod energy;
mod energy_working;
mod error;
mod error_arguments;
mod event;
mod expense;
mod explain;
mod factor;
mod factor_error;
mod gather;
mod history;
mod in_force;
mod intraday;
mod judge;
mod knowledge;
mod known;
mod leap;
mod lint;
mod listing;
mod loss;
mod measure;
mod missing;
mod notice;
mod persons;
mod point;
mod point_error;
mod quota;
mod rank;
mod reach;
mod reading;
mod request;
mod returns;
mod route;
mod rules;
mod run;
mod saving;
mod saving_working;
mod slice;
mod state;
mod stop;
mod stream;
mod student;
mod sum;
mod target;
mod tariff;
#[cfg(test)]
mod tests;
mod tree;
mod usage;
mod usual;
mod utility;
mod validate;
mod view;
mod watch;
mod weather;
mod working;
mod yardstick;

pub use apportion::apportion;
pub use balance::{Balance, BalanceOptions, balances};
pub use baseline::{
    Baseline, BaselineOptions, BaselineRefusal, Candidate, Coefficient, Compared, Cut, Family,
    Figure, Forecasts, Form, Fractional, Gauge, Grain, Inflation, LeftOut, Needed, Observation,
    OptionC, OptionCOptions, Outcome, Prove, ProveOptions, Regressor, Rejection, Scope, Screened,
    Select, Wander, WanderSource, WhyLeft, baseline, expected, option_c, prove,
};
pub use basis::Basis;
pub use bearing::bearing_on;
pub use bill::{
    AllocateOptions, Allocated, Allocation, AskedBills, Bill, BillCheck, BillCheckOptions,
    BillFields, BillGap, BillKind, BillLine, BillList, BillListOptions, BillNotice, BillOpen,
    BillRefusal, BillRequest, BillShare, BillTotal, BillVerdict, BillWeight, GapKind, NotShared,
    RestBy, RestShare, ReverseBill, ShareBy, WeightOrigin, allocate, bill_notices, check_bills,
    list_bills, record_bill, reverse_bill, split,
};
pub use change::{Change, change, change_per_day};
pub use compared::{Against, UsageCompared, usage_compared};
pub use consumption::{Consumption, Interval, Posted, Served, consumption};
pub use convert::{
    Conversion, ConversionLine, ConversionOptions, ConversionPiece, Converted, conversion,
};
pub use cost::{Band, Charge, ChargeItem};
pub use course::{Course, CourseMonth, course};
pub use defects::{Culprit, Defect, defects};
pub use draft::energy;
pub use driver::{
    Driver, DriverKind, DriverOrigin, DriverOver, DriverPlace, DriverRequest, DriverSum, Nature,
    driver_sum, set_drivers,
};
pub use energy::{Comparison, EnergyLine, EnergyOptions, EnergyReport, Lack, Remark};
pub use energy_working::energy_workings;
pub use error::Refusal;
pub use event::{Event, EventKind};
pub use expense::{Expense, ExpenseLine, ExpenseOptions, expense, expenses};
pub use factor::{Combustion, Equivalent, Factor, Heat, Origin, Plausible, Rate, Terms};
pub use factor_error::FactorRefusal;
pub use gather::{Gathered, Gathering, Place, PlainRow, Sieve};
pub use history::{History, Segment};
pub use in_force::{InForce, InForceOptions, factors_in_force};
pub use intraday::{Intraday, intraday};
pub use lint::{FactorFinding, FactorFlaw, lint_factors, lint_own_factors};
pub use listing::{ListOptions, ListOrder, Listed, points};
pub use loss::{Imbalance, Metered, Tolerance, Verdict, imbalance};
pub use measure::{
    Agreement, Claimed, Finding, Load, Measure, MeasureFields, MeasureRefusal, MeasureRequest,
    Method, NoPayback, OptionA, Overlap, Payback, Proof, Sample, SampleOf, Typing, Unsaid,
    Verification, Verifications, VerifyOptions, Whole, WhyNot, Worth, option_a, record_measure,
    verify,
};
pub use missing::{Missing, MissingOptions, missing, missing_in};
pub use notice::{Doubt, Gap, Notice, Why};
pub use persons::{PersonKind, PersonTerm, Persons, persons, year_span};
pub use point::{Counting, Meter, Multiplier, Point, Reset, Sign};
pub use point_error::PointRefusal;
pub use quota::{
    ClimateZone, Degrees, Denominator, Grade, GradeLack, GradeOptions, GradeState, Graded, Grades,
    Heating, HospitalClass, HospitalProfile, Indicator, IndicatorUnit, Levels, NoZone, Numerator,
    Part, Quota, QuotaRefusal, Scope as EnergyScope, ToldApart, UseLine, ZoneFound, ZoneRule,
    grade_year, set_quota,
};
pub use rank::{Rank, RankLine, RankOptions, RankPer, RankState, RankTotal, rank, shown_rate};
pub use reading::{Reading, ReadingKind};
pub use request::{
    EventRequest, High, Replaces, TargetRequest, add_point, change_meter, set_factor, set_targets,
    set_tariff,
};
pub use returns::{
    Content, DueDay, FillOptions, FilledCell, FilledReturn, FormRow, ReturnForm, ReturnRefusal,
    fill,
};
pub use route::{RouteLine, dial_sheet, read_route, route_sheet, routes};
pub use rules::{Breach, Rule, breaches, notes_on, subs_above_mains};
pub use run::{More, Row};
pub use saving::{
    Judgement, JudgementKind, SavingLine, SavingMonth, SavingOptions, SavingPlan, SavingPolicy,
    SavingState, saving_plan,
};
pub use slice::{Open, Slice, Usage};
pub use state::{Meters, Record};
pub use stop::{ReadAt, Stop};
pub use stream::{Contradiction, Question, Scanned, Stream, usage_scanned};
pub use student::{Confidence, t_quantile};
pub use sum::{Sum, Term};
pub use target::Target;
pub use tariff::{Block, DayPart, Pricing, Tariff, TierPeriod, Tiers, TimePrices};
pub use tree::{Contribution, Node, Tree, Used};
pub use usage::{Subject, UsageBy, UsageLine, UsageOptions, UsageTable, usage};
pub use usual::{Expected, Known, Usual};
pub use utility::{Carrier, Utility};
pub use validate::{
    Claim, Correction, Decision, ReadingRequest, brought, brought_by_change, read, read_each,
};
pub use view::{Boundary, View};
pub use watch::{
    AcknowledgeRequest, Acknowledgement, AlarmCourse, AlarmOptions, Alarms, Continuous, Coverage,
    CoverageLine, CoverageRequest, CoverageRow, CoverageState, Covers, Cusum, CusumAlarm,
    CusumMonth, CusumOptions, CusumPolicy, CusumStep, Drift, Expectation, Modelled, Night,
    NightAlarm, NightBaseline, NightFlow, NightOptions, NightPolicy, NightSource, NightState,
    NightVerdict, NightWatch, Spot, Standard, Tabular, WatchPolicy, WatchRefusal, acknowledge,
    alarms, cover, coverage, cusum, judge_nights, night_flows, night_watches, tabular,
};
pub use weather::{
    Climate, Weather, WeatherDate, WeatherGaps, WeatherMonth, WeatherRequest, set_weather_each,
    weather_gaps,
};
pub use working::usage_workings;
pub use yardstick::Yardstick;
