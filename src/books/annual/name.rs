//! The names of the figures: how a template writes them, what they count, what they are asked by.

use std::fmt;

use crate::base::edits;
use crate::meters::Utility;

use super::FigureRefusal;

/// What a figure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureUnit {
    /// Things.
    Count,
    /// Money in yuan.
    Money,
    /// An amount in the unit of what is measured.
    Amount,
    /// A rate of counted things, in percent, rounded down to a decimal.
    Rate,
    /// A part of an amount, in percent, rounded to the nearest decimal.
    Share,
    /// How much more or less than before, in percent, with its sign.
    Change,
    /// A mean, rounded to the nearest decimal.
    Mean,
}

impl FigureUnit {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Count => "annual.unit.count",
            Self::Money => "annual.unit.money",
            Self::Amount => "annual.unit.amount",
            Self::Rate | Self::Share => "annual.unit.rate",
            Self::Change => "annual.unit.change",
            Self::Mean => "annual.unit.mean",
        }
    }
}

/// What stands in parentheses behind the name of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// Rules: a code, a topic, or a part of the title; all of them where nothing stands there.
    MayRules,
    /// Items: a code, a category, or a part of the name; all of them where nothing stands there.
    MayItems,
    /// The same, and it must stand there.
    Items,
    /// A utility.
    Utility,
    /// A utility; all of them where nothing stands there.
    MayUtility,
    /// Measures: a code, or a part of the name.
    Measures,
}

impl Takes {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nothing => "annual.takes.nothing",
            Self::MayRules => "annual.takes.may_rules",
            Self::MayItems => "annual.takes.may_items",
            Self::Items => "annual.takes.items",
            Self::Utility => "annual.takes.utility",
            Self::MayUtility => "annual.takes.may_utility",
            Self::Measures => "annual.takes.measures",
        }
    }

    /// What may stand there, for an example.
    pub const fn example(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::MayRules => Some("巡查"),
            Self::MayItems | Self::Items | Self::Measures => Some("灯管"),
            Self::Utility | Self::MayUtility => Some("电"),
        }
    }
}

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $zh:literal, $key:literal,
       $unit:ident, $takes:ident;)+) => {
        /// The name of a figure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FigureName {
            $($(#[$doc])* $name,)+
        }

        impl FigureName {
            /// All of them, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in the files.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The Chinese word in the files, which means the same.
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$name => $zh,)+ }
            }

            /// The key of the label that says what it counts.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// What it is counted in.
            pub const fn unit(self) -> FigureUnit {
                match self { $(Self::$name => FigureUnit::$unit,)+ }
            }

            /// What stands in parentheses behind it.
            pub const fn takes(self) -> Takes {
                match self { $(Self::$name => Takes::$takes,)+ }
            }
        }
    };
}

figures! {
    /// Repair orders reported in the period.
    RepairsReported = "repairs-reported", "报修次数", "annual.figure.repairs_reported", Count, Nothing;
    /// Repair orders completed in the period.
    RepairsDone = "repairs-done", "完成维修次数", "annual.figure.repairs_done", Count, Nothing;
    /// What those cost, parts from stock with them.
    RepairsCost = "repairs-cost", "维修金额", "annual.figure.repairs_cost", Money, Nothing;
    /// Completed in time, of those reported whose time is over.
    RepairsOnTime = "repairs-on-time", "维修及时率", "annual.figure.repairs_on_time", Rate, Nothing;
    /// Answered in time, of those reported whose time is over.
    RepairsAnswered = "repairs-answered", "维修响应及时率", "annual.figure.repairs_answered", Rate, Nothing;
    /// Reported again shortly after.
    RepairsAgain = "repairs-again", "重复报修次数", "annual.figure.repairs_again", Count, Nothing;
    /// Records of inspections.
    InspectionsDone = "inspections-done", "检查次数", "annual.figure.inspections_done", Count, MayRules;
    /// Those of them that were about a department.
    DepartmentVisits = "department-visits", "下科室次数", "annual.figure.department_visits", Count, MayRules;
    /// The departments visited.
    DepartmentsVisited = "departments-visited", "到过的科室数", "annual.figure.departments_visited", Count, MayRules;
    /// Duties that were due.
    DutiesDue = "duties-due", "应检次数", "annual.figure.duties_due", Count, MayRules;
    /// Duties done in time, of those due.
    DutiesKept = "duties-kept", "按期率", "annual.figure.duties_kept", Rate, MayRules;
    /// Duties missed.
    DutiesMissed = "duties-missed", "漏检次数", "annual.figure.duties_missed", Count, MayRules;
    /// Findings opened.
    FindingsOpened = "findings-opened", "发现问题数", "annual.figure.findings_opened", Count, MayRules;
    /// Those of them that are closed.
    FindingsClosed = "findings-closed", "已销号问题数", "annual.figure.findings_closed", Count, MayRules;
    /// Closed, of those opened.
    FindingsRate = "findings-rate", "问题销号率", "annual.figure.findings_rate", Rate, MayRules;
    /// Those of them that were put right by their first deadline.
    FindingsInTime = "findings-in-time", "按期整改问题数", "annual.figure.findings_in_time", Count, MayRules;
    /// Put right by it, of those whose time is over.
    FindingsKept = "findings-kept", "整改按期率", "annual.figure.findings_kept", Rate, MayRules;
    /// Trainings and drills that were held.
    TrainingsHeld = "trainings-held", "培训演练次数", "annual.figure.trainings_held", Count, MayRules;
    /// How often somebody was at one.
    TrainingAttendance = "training-attendance", "参训人次", "annual.figure.training_attendance", Count, MayRules;
    /// How many persons were at any.
    TrainingPeople = "training-people", "参训人数", "annual.figure.training_people", Count, MayRules;
    /// The hours of all who were there, where they are known.
    TrainingHours = "training-hours", "参训学时", "annual.figure.training_hours", Amount, MayRules;
    /// Came, of those who had to.
    TrainingCoverage = "training-coverage", "参训率", "annual.figure.training_coverage", Rate, MayRules;
    /// Months of contractors that were scored.
    ContractorMonths = "contractor-months", "外包考评月数", "annual.figure.contractor_months", Count, Nothing;
    /// The mean of their scores.
    ContractorScore = "contractor-score", "外包考评平均分", "annual.figure.contractor_score", Mean, Nothing;
    /// Certificates that were valid on the last day.
    CertificatesValid = "certificates-valid", "有效证书数", "annual.figure.certificates_valid", Count, Nothing;
    /// Certificates that were over and not renewed.
    CertificatesOver = "certificates-over", "过期证书数", "annual.figure.certificates_over", Count, Nothing;
    /// Clauses of the accreditation that apply.
    ClausesAll = "clauses-all", "评审条款数", "annual.figure.clauses_all", Count, Nothing;
    /// Those of them that are met in full.
    ClausesMet = "clauses-met", "达到的条款数", "annual.figure.clauses_met", Count, Nothing;
    /// Met, of those that apply.
    ClausesRate = "clauses-rate", "条款达到率", "annual.figure.clauses_rate", Rate, Nothing;
    /// Tasks of the plan.
    TasksPlanned = "tasks-planned", "计划任务数", "annual.figure.tasks_planned", Count, Nothing;
    /// Those of them that are done.
    TasksDone = "tasks-done", "完成任务数", "annual.figure.tasks_done", Count, Nothing;
    /// Done in time, of those whose time is over.
    TasksOnTime = "tasks-on-time", "任务按期率", "annual.figure.tasks_on_time", Rate, Nothing;
    /// Indicators.
    IndicatorsAll = "indicators-all", "考核指标数", "annual.figure.indicators_all", Count, Nothing;
    /// Those of them that met their target.
    IndicatorsMet = "indicators-met", "达标指标数", "annual.figure.indicators_met", Count, Nothing;
    /// What was received from suppliers.
    StockReceived = "stock-received", "采购入库金额", "annual.figure.stock_received", Money, MayItems;
    /// What departments were issued, less what they returned.
    StockIssued = "stock-issued", "领用金额", "annual.figure.stock_issued", Money, MayItems;
    /// How much of it.
    ItemsIssued = "items-issued", "领用数量", "annual.figure.items_issued", Amount, Items;
    /// Old goods that came back for new ones.
    Exchanges = "exchanges", "以旧换新次数", "annual.figure.exchanges", Count, MayItems;
    /// Kinds of goods that the hospital's workshops made.
    MadeKinds = "made-kinds", "自制品种数", "annual.figure.made_kinds", Count, Nothing;
    /// What went into them.
    MadeCost = "made-cost", "自制成本", "annual.figure.made_cost", Money, Nothing;
    /// What they saved.
    MadeSaved = "made-saved", "自制节约金额", "annual.figure.made_saved", Money, Nothing;
    /// Count sheets.
    Counts = "counts", "盘点次数", "annual.figure.counts", Count, Nothing;
    /// Lines counted.
    CountedLines = "counted-lines", "盘点项数", "annual.figure.counted_lines", Count, Nothing;
    /// Lines on which counted and book agree, of those counted.
    MatchRate = "match-rate", "账物相符率", "annual.figure.match_rate", Rate, Nothing;
    /// What was found too much.
    Surplus = "surplus", "盘盈金额", "annual.figure.surplus", Money, Nothing;
    /// What was found missing.
    Shortage = "shortage", "盘亏金额", "annual.figure.shortage", Money, Nothing;
    /// What was used of a utility.
    EnergyUsed = "energy-used", "能源用量", "annual.figure.energy_used", Amount, Utility;
    /// What the plan allowed for.
    EnergyPlanned = "energy-planned", "能源计划用量", "annual.figure.energy_planned", Amount, Utility;
    /// What is left of it; below zero where it was exceeded.
    EnergySaved = "energy-saved", "比计划少用", "annual.figure.energy_saved", Amount, Utility;
    /// The use as a part of the plan.
    EnergyRate = "energy-rate", "用量占计划", "annual.figure.energy_rate", Share, Utility;
    /// What was used the year before.
    EnergyBefore = "energy-before", "上年能源用量", "annual.figure.energy_before", Amount, Utility;
    /// How much more or less that is.
    EnergyChange = "energy-change", "用量比上年", "annual.figure.energy_change", Change, Utility;
    /// What it cost.
    EnergyCost = "energy-cost", "能源费用", "annual.figure.energy_cost", Money, MayUtility;
    /// Measures whose works ended.
    MeasuresDone = "measures-done", "完成节能措施数", "annual.figure.measures_done", Count, Nothing;
    /// What they cost.
    MeasuresCost = "measures-cost", "节能措施投入", "annual.figure.measures_cost", Money, Nothing;
    /// How many parts were changed in them.
    MeasureParts = "measure-parts", "节能更换数量", "annual.figure.measure_parts", Count, Measures;
    /// What is proven that measures saved.
    MeasuresSaved = "measures-saved", "已核证节约量", "annual.figure.measures_saved", Amount, Utility;
    /// Measures whose saving is not proven.
    MeasuresUnproven = "measures-unproven", "未证实的措施数", "annual.figure.measures_unproven", Count, Nothing;
    /// Assets on the last day.
    AssetsHeld = "assets-held", "固定资产数", "annual.figure.assets_held", Count, Nothing;
    /// What they cost.
    AssetsValue = "assets-value", "固定资产原值", "annual.figure.assets_value", Money, Nothing;
    /// Assets acquired.
    AssetsAcquired = "assets-acquired", "新增资产数", "annual.figure.assets_acquired", Count, Nothing;
    /// What they cost.
    AcquiredValue = "acquired-value", "新增资产原值", "annual.figure.acquired_value", Money, Nothing;
    /// Assets disposed of.
    AssetsDisposed = "assets-disposed", "处置资产数", "annual.figure.assets_disposed", Count, Nothing;
    /// What they had cost.
    DisposedValue = "disposed-value", "处置资产原值", "annual.figure.disposed_value", Money, Nothing;
    /// Signed stocktakes of the assets.
    AssetCounts = "asset-counts", "资产清查次数", "annual.figure.asset_counts", Count, Nothing;
    /// Assets found as the register has them, of those that were to be counted.
    AssetMatchRate = "asset-match-rate", "资产账实相符率", "annual.figure.asset_match_rate", Rate, Nothing;
    /// Repairs of assets.
    AssetRepairs = "asset-repairs", "资产维修次数", "annual.figure.asset_repairs", Count, Nothing;
    /// What they cost.
    AssetRepairCost = "asset-repair-cost", "资产维修费用", "annual.figure.asset_repair_cost", Money, Nothing;
}

impl FigureName {
    /// Reads a name: the word of the files, or the Chinese one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == text || one.chinese() == text)
    }

    /// Reads a name, or refuses it with the ones that are written much the same.
    pub fn known(text: &str) -> Result<Self, FigureRefusal> {
        Self::parse(text)
            .ok_or_else(|| FigureRefusal::Unknown { name: text.to_owned(), near: near(text) })
    }
}

/// How many near names are told.
const MOST_NEAR: usize = 3;

/// The names that are nearest to what was written: by edits, or because one has a part of the other.
fn near(text: &str) -> String {
    let written = text.to_lowercase();
    let most = (written.chars().count() / 3).max(1);
    let parts: Vec<&str> = written.split('-').filter(|part| part.len() > 2).collect();
    let mut found: Vec<(usize, &str)> = Vec::new();
    for name in FigureName::ALL {
        for known in [name.word(), name.chinese()] {
            let edits = edits(&written, known);
            let shared = || {
                let of_word = parts.iter().any(|part| known.split('-').any(|own| own == *part));
                of_word
                    || (!known.is_ascii()
                        && in_common(&written, known) * 2 > written.chars().count())
            };
            if edits <= most || shared() {
                found.push((edits, known));
            }
        }
    }
    found.sort_unstable();
    let names: Vec<&str> = found.into_iter().take(MOST_NEAR).map(|(_, name)| name).collect();
    names.join(", ")
}

/// How many letters of one word the other has too.
fn in_common(one: &str, other: &str) -> usize {
    one.chars().filter(|letter| other.contains(*letter)).count()
}

/// The Chinese words for the utilities, as a template may write them.
pub(super) const UTILITIES: [(&str, Utility); 17] = [
    ("电", Utility::Electricity),
    ("水", Utility::ColdWater),
    ("冷水", Utility::ColdWater),
    ("热水", Utility::HotWater),
    ("天然气", Utility::Gas),
    ("蒸汽", Utility::Steam),
    ("热力", Utility::Heat),
    ("医用氧", Utility::Oxygen),
    ("软化水", Utility::SoftenedWater),
    ("除氧水", Utility::DeaeratedWater),
    ("压缩空气", Utility::CompressedAir),
    ("柴油", Utility::Diesel),
    ("汽油", Utility::Petrol),
    ("液化石油气", Utility::Lpg),
    ("燃料油", Utility::FuelOil),
    ("原煤", Utility::RawCoal),
    ("其他", Utility::Other),
];

/// Reads a utility as a template writes it.
pub(super) fn utility(text: &str) -> Result<Utility, FigureRefusal> {
    let chinese = || UTILITIES.iter().find(|(word, _)| *word == text).map(|(_, utility)| *utility);
    Utility::parse(text).or_else(chinese).ok_or_else(|| FigureRefusal::Utility {
        text: text.to_owned(),
        known: Utility::ALL.map(Utility::word).join(", "),
    })
}

impl fmt::Display for FigureName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}
