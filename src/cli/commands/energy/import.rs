//! `houqin energy tariff|factor|target import`: prices, factors and targets from files.

use houqin::base::{DepartmentCode, Price, Refuse as _, SiteCode, parse_count, parse_decimal};
use houqin::books::{Need, decide_each};
use houqin::meters::{
    self, Basis, Carrier, Equivalent, Factor, FactorRefusal, Heat, Origin, Pricing, Rate,
    TargetRequest, Tariff, Terms, TierPeriod, Tiers, TimePrices, Utility,
};
use houqin::text::recognise;

use super::tariff;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Set the prices of a file
///
/// The headings are Chinese or English: 能源 utility, 生效日 valid from, 单价 price or 阶梯 blocks
/// (2400=0.5, =0.80, with 计量周期 per: month or year) or 分时单价 prices by the time of day
/// (peak=1.10, valley=0.30), and if they are there 单位 unit, 院区 site, 来源 source. What is set
/// already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy tariff import 价格.csv --dry-run")]
pub(crate) struct Tariffs {
    #[command(flatten)]
    intake: Intake,
}

/// Set the conversion factors of a file
///
/// The headings are Chinese or English: 能源 utility, 折标系数 kgce or 碳排放因子 kgco2, 生效日 valid
/// from, 来源 source, and if they are there 口径 basis (当量值 calorific for coal where nothing
/// stands), 单位 unit, 截止 valid until, 年份 year, 热值 kcal or mj, 含碳量 carbon content, 氧化率
/// oxidation. What is set already as the row says is passed over, and so are the samples that a list
/// shows.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy factor import 折标系数.csv")]
pub(crate) struct Factors {
    #[command(flatten)]
    intake: Intake,
}

/// Set the targets of a file
///
/// The headings are Chinese or English: 月份 month, 能源 utility, 计划用量 target, and if they are there
/// 单位 unit, 科室 department, 备注 note. What is set already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy target import 节能指标.xlsx --tab 2026")]
pub(crate) struct Targets {
    #[command(flatten)]
    intake: Intake,
}

const TARIFFS: Columns = Columns {
    keys: &[
        "energy.tariffs.utility",
        "energy.tariffs.price",
        "energy.tariffs.tiers",
        "energy.tariffs.per",
        "energy.tariffs.periods",
        "energy.tariffs.unit",
        "energy.tariffs.valid_from",
        "energy.tariffs.site",
        "energy.tariffs.source",
    ],
    needed: &["energy.tariffs.utility", "energy.tariffs.valid_from"],
    one_of: &["energy.tariffs.price", "energy.tariffs.tiers", "energy.tariffs.periods"],
};

const FACTORS: Columns = Columns {
    keys: &[
        "energy.factors.utility",
        "energy.factors.basis",
        "energy.factors.kgce",
        "energy.factors.kgco2",
        "energy.factors.unit",
        "energy.factors.valid_from",
        "energy.factors.valid_until",
        "energy.factors.year",
        "energy.factors.kcal",
        "energy.factors.mj",
        "energy.factors.carbon_content",
        "energy.factors.oxidation",
        "energy.factors.source",
        "energy.factors.mark",
        "energy.factors.origin",
    ],
    needed: &["energy.factors.utility", "energy.factors.valid_from"],
    one_of: &["energy.factors.kgce", "energy.factors.kgco2"],
};

const TARGETS: Columns = Columns {
    keys: &[
        "energy.targets.month",
        "energy.targets.utility",
        "energy.targets.department",
        "energy.targets.amount",
        "energy.targets.unit",
        "energy.targets.note",
    ],
    needed: &["energy.targets.month", "energy.targets.utility", "energy.targets.amount"],
    one_of: &[],
};

fn task(command: &'static str, columns: Columns) -> Task {
    Task { command, need: Need::meters(), columns, fields: &[] }
}

pub(super) fn tariffs(session: &Session, args: Tariffs) -> anyhow::Result<Exit> {
    let Tariffs { intake } = args;
    take(session, &intake, task("energy tariff import", TARIFFS), price, |books, rows, stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, tariff: &Tariff, _stamp| {
                meters::set_tariff(&books.meters, &books.org, tariff.clone())
            },
        ))
    })
}

fn price(row: &mut Row<'_>) -> Option<Tariff> {
    let carrier = carrier(row, "energy.tariffs.utility", "energy.tariffs.unit");
    let pricing = pricing(row);
    let valid_from = row.day("energy.tariffs.valid_from");
    let site = row.optional("energy.tariffs.site", SiteCode::parse);
    let source = row.word_of("energy.tariffs.source");
    Some(Tariff {
        carrier: carrier?,
        site: site?,
        valid_from: valid_from?,
        pricing: pricing?,
        source,
    })
}

fn pricing(row: &mut Row<'_>) -> Option<Pricing> {
    let per = row.word_or("energy.tariffs.per", TierPeriod::Month, &TierPeriod::ALL, |one| {
        (one.word(), one.key())
    });
    let flat = row.maybe_number("energy.tariffs.price", Price::parse);
    let counted = per.unwrap_or(TierPeriod::Month);
    let tiers = row.optional("energy.tariffs.tiers", |text| Tiers::parse(text, counted));
    let prices = row.optional("energy.tariffs.periods", TimePrices::parse);
    per?;
    tariff::pricing(flat?, tiers?, prices?)
        .map_err(|refusal| row.defect("energy.tariffs.price", refusal.message()))
        .ok()
}

pub(super) fn factors(session: &Session, args: Factors) -> anyhow::Result<Exit> {
    let Factors { intake } = args;
    take(session, &intake, task("energy factor import", FACTORS), factor, |books, rows, stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, factor: &Factor, _stamp| meters::set_factor(&books.meters, factor.clone()),
        ))
    })
}

fn factor(row: &mut Row<'_>) -> Option<Factor> {
    let text = row.text("energy.factors.origin");
    if recognise(text, &["energy.origin.sample"]).is_some() {
        return None;
    }
    let carrier = carrier(row, "energy.factors.utility", "energy.factors.unit");
    let rate = rate(row);
    let terms = terms(row);
    let year = row.maybe_number("energy.factors.year", parse_count);
    let valid_from = row.day("energy.factors.valid_from");
    let valid_until = row.maybe_day("energy.factors.valid_until");
    let (carrier, (equivalent, rate)) = (carrier?, rate?);
    let basis = match row.text("energy.factors.basis") {
        "" => Basis::to_set(equivalent, &carrier),
        text => {
            let by_label = recognise(text, &Basis::keys()).and_then(Basis::of_key);
            by_label.or_else(|| Basis::parse(text))?
        }
    };
    Some(Factor {
        carrier,
        equivalent,
        basis,
        origin: Origin::Store,
        valid_from: valid_from?,
        valid_until: valid_until?,
        year: year?.and_then(|year| i32::try_from(year).ok()),
        rate,
        terms: terms?,
        source: row.text("energy.factors.source").to_owned(),
        mark: row.word_of("energy.factors.mark"),
    })
}

/// What a row converts to, and at which rate: one of the two columns is filled.
fn rate(row: &mut Row<'_>) -> Option<(Equivalent, Rate)> {
    let (coal, carbon) = ("energy.factors.kgce", "energy.factors.kgco2");
    let (equivalent, key) = match (row.is_blank(coal), row.is_blank(carbon)) {
        (false, true) => (Equivalent::Coal, coal),
        (true, false) => (Equivalent::Carbon, carbon),
        _ => {
            row.defect(coal, FactorRefusal::OneValue.message());
            return None;
        }
    };
    let words = ["energy.coal.not_converted", "energy.factor.unset"];
    let rate = match recognise(row.text(key), &words) {
        Some("energy.coal.not_converted") => Rate::NotConverted,
        Some(_) => Rate::Unset,
        None => Rate::PerUnit(row.number(key, parse_decimal)?),
    };
    Some((equivalent, rate))
}

/// What a rate was derived from.
fn terms(row: &mut Row<'_>) -> Option<Terms> {
    let kcal = row.maybe_number("energy.factors.kcal", parse_decimal);
    let mj = row.maybe_number("energy.factors.mj", parse_decimal);
    let content = row.maybe_number("energy.factors.carbon_content", parse_decimal);
    let oxidation = row.maybe_number("energy.factors.oxidation", parse_decimal);
    let heat = match (kcal?, mj?) {
        (Some(_), Some(_)) => {
            row.defect("energy.factors.mj", FactorRefusal::OneHeat.message());
            return None;
        }
        (Some(kcal), None) => Some(Heat::Kilocalories(kcal)),
        (None, mj) => mj.map(Heat::Megajoules),
    };
    Terms::new(heat, content?, oxidation?)
        .map_err(|refusal| row.defect("energy.factors.carbon_content", refusal.message()))
        .ok()
}

pub(super) fn targets(session: &Session, args: Targets) -> anyhow::Result<Exit> {
    let Targets { intake } = args;
    take(session, &intake, task("energy target import", TARGETS), target, |books, rows, stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, request, stamp| meters::set_targets(&books.meters, &books.org, request, stamp),
        ))
    })
}

fn target(row: &mut Row<'_>) -> Option<TargetRequest> {
    let month = row.month("energy.targets.month");
    let carrier = carrier(row, "energy.targets.utility", "energy.targets.unit");
    let whole = recognise(row.text("energy.targets.department"), &["meter.subject.utility"]);
    let department = match whole {
        Some(_) => Some(None),
        None => row.optional("energy.targets.department", DepartmentCode::parse),
    };
    let amount = row.number("energy.targets.amount", parse_decimal);
    Some(TargetRequest {
        carrier: carrier?,
        department: department?,
        months: vec![month?],
        amount: amount?,
        note: row.word_of("energy.targets.note"),
    })
}

/// What a row is about, in its unit.
pub(crate) fn carrier(row: &mut Row<'_>, utility: &str, unit: &str) -> Option<Carrier> {
    let utility = row.word(utility, &Utility::ALL, |one| (one.word(), one.key()))?;
    let written = row.word_of(unit);
    let carrier = Carrier::new(utility, written.as_deref());
    carrier.map_err(|refusal| row.defect(unit, refusal.message())).ok()
}
