//! Q4: what each meter used in each month, from its hourly registers, against `DuckDB` and Polars on
//! the same files.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "ratios, to be read")]

use super::cost::{alternating, answer};
use super::musts::{Musts, ratio};
use super::readings::{Filled, USAGE, must_be};
use super::rivals::{Rivals, newlines};

/// The rivals take the least and the greatest register of each meter and month, of the readings that
/// count: less than what is asked of us, which minds rollovers, replaced meters and gaps.
const STATEMENT: &str = "select point, date_trunc('month', date) as month, \
    max(register) - min(register) as used \
    from read_csv('meters/readings/*/*.csv', header=true, delim=',', quote='\"', escape='\"', \
    types={'date':'DATE','register':'DECIMAL(18,6)','supersedes':'VARCHAR'}) \
    where kind <> 'doubtful' group by all";
const PROGRAM: &str = "import polars as pl\n\
    r = pl.scan_csv('meters/readings/*/*.csv', schema_overrides={'register': pl.Float64})\n\
    r = r.filter(pl.col('kind') != 'doubtful').with_columns(pl.col('date').str.slice(0, 7))\n\
    r = r.group_by('point', 'date').agg(\n\
      (pl.col('register').max() - pl.col('register').min()).alias('used'))\n\
    print(r.collect(engine='streaming').write_csv())";

/// Measures a year of hourly readings of so many meters.
pub(crate) fn measure(n_meters: usize, musts: &mut Musts) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let n_meters = n_meters.clamp(20, 2_000);
    let Filled { n_rows, bounds, .. } = super::readings::fill(root, n_meters);
    let rivals = Rivals::find();
    let mut own = super::houqin(root, USAGE);
    own.env("HOUQIN_NOW", "2026-01-02T08:30:00+08:00");
    let lines = newlines(root, "meters/readings");
    let (duckdb, polars) = (rivals.duckdb(root, STATEMENT), rivals.polars(root, PROGRAM));
    let mut all = vec![&own, &lines];
    all.extend(&duckdb);
    all.extend(&polars);
    let costs = alternating(3, &all, &root.join("out"));
    must_be(&answer(&own, &root.join("answer")), &bounds);
    let mut others = costs[2..].iter().map(|cost| cost.cpu.as_secs_f64());
    let duckdb = duckdb.and_then(|_| others.next());
    let polars = polars.and_then(|_| others.next());
    let cpu = costs[0].cpu.as_secs_f64();
    let shown = |found: Option<f64>| found.map_or("–".to_owned(), |found| format!("{found:.3}"));
    println!("\n| question | rows | rows/s | CPU | peak | / newlines | / `DuckDB` | / Polars |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    println!(
        "| Q4 use by meter and month | {n_rows} | {:.0} | {cpu:.3} s | {:.1} MB | {} | {} | {} |",
        n_rows as f64 / costs[0].wall.as_secs_f64(),
        costs[0].peak as f64 / 1024.0,
        shown(ratio(cpu, Some(costs[1].cpu.as_secs_f64()))),
        shown(ratio(cpu, duckdb)),
        shown(ratio(cpu, polars)),
    );
    let name = format!("Q4, {n_rows} readings");
    musts.note(name.clone(), "DuckDB CLI, CPU", (0.35, 0.17), ratio(cpu, duckdb));
    musts.note(name, "Polars streaming, CPU", (0.5, 0.25), ratio(cpu, polars));
}
