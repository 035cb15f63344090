//! The ledgers as Parquet, read back: every row once, and the sums that the library has; by the
//! format's own crate, and by the two programs that a data lake is mostly looked at with.
//!
//! `DuckDB` and Spark are fetched once (`wheels.rs`, `spark.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::process::Command;

use houqin::base::{Decimal, Month};
use houqin::books::{Books, Need, OfMeters, Window};
use houqin::report::{movement_parts, reading_parts};
use houqin::store::{RealDisk, Store};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};

use crate::lab::Lab;
use crate::spark::spark_home;
use crate::wheels::wheel;

fn hospital() -> Lab {
    Lab::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital"))
}

fn books(lab: &Lab) -> Books {
    let need = Need { meters: OfMeters::All, ..Need::stock(Window::ALL) };
    let store = Store::open(&RealDisk, lab.root()).expect("a store");
    store.read(need).expect("books that can be read").books
}

/// The files below a folder, by their names in it.
fn files(lab: &Lab, folder: &str) -> Vec<String> {
    let below = format!("{folder}/");
    lab.files()
        .into_keys()
        .filter_map(|name| name.strip_prefix(&below).map(str::to_owned))
        .collect()
}

/// The rows of a ledger, each with the site and the month that its folders name.
fn rows(lab: &Lab, ledger: &str) -> Vec<(String, String, Row)> {
    let mut found = Vec::new();
    for name in files(lab, &format!("lake/{ledger}")) {
        let file = File::open(lab.root().join("lake").join(ledger).join(&name)).expect("a file");
        let reader = SerializedFileReader::new(file).expect("a file of Parquet");
        let parts: Vec<&str> = name.split('/').collect();
        let [site, month, "part-0.parquet"] = parts[..] else { panic!("{name}") };
        let value = |part: &str, key| part.strip_prefix(key).expect("a name of Hive").to_owned();
        let (site, month) = (value(site, "site="), value(month, "month="));
        for row in reader.get_row_iter(None).expect("rows") {
            found.push((site.clone(), month.clone(), row.expect("a row")));
        }
    }
    found
}

fn cell<'r>(row: &'r Row, name: &str) -> &'r Field {
    let (_, field) = row.get_column_iter().find(|(own, _)| *own == name).expect(name);
    field
}

fn text(row: &Row, name: &str) -> String {
    match cell(row, name) {
        Field::Str(text) => text.clone(),
        Field::Null => String::new(),
        other => panic!("{name}: {other:?}"),
    }
}

/// A decimal as a count of its last place, and its places; none where it is null.
fn decimal(row: &Row, name: &str) -> Option<(i128, i32)> {
    match cell(row, name) {
        Field::Decimal(decimal) => {
            let bytes = decimal.data().try_into().expect("sixteen bytes");
            Some((i128::from_be_bytes(bytes), decimal.scale()))
        }
        Field::Null => None,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn movements_come_back_with_the_sums_of_the_library() {
    let lab = hospital();
    lab.ok("export parquet -o lake -q");
    let stock = books(&lab).stock;
    let (mut sums, mut ids) = (BTreeMap::<String, (usize, i128, i128)>::new(), BTreeSet::new());
    for (site, month, row) in rows(&lab, "movements") {
        let Field::Date(day) = cell(&row, "date") else { panic!("no date") };
        let sum = sums.entry(format!("{} {month}", text(&row, "kind"))).or_default();
        let (quantity, places) = decimal(&row, "base_quantity").expect("every row has one");
        let (value, fen) = decimal(&row, "stated_value").unwrap_or((0, 2));
        assert_eq!((places, fen), (6, 2));
        *sum = (sum.0 + 1, sum.1 + quantity, sum.2 + value);
        let line = stock.lines().find(|line| line.movement.id.as_str() == text(&row, "id"));
        let line = line.expect("a line of the ledger");
        assert_eq!(*day, line.movement.date.since_epoch());
        assert_eq!(month, line.movement.date.month().to_string());
        assert_eq!(text(&row, "from_place"), line.movement.from.to_string());
        assert_eq!(text(&row, "note"), line.movement.note);
        let store = line.movement.store().and_then(|code| stock.store(code).ok());
        let own = store.and_then(|store| store.site.as_ref());
        assert_eq!(site, own.map_or("__HIVE_DEFAULT_PARTITION__", |site| site.as_str()));
        assert!(ids.insert(text(&row, "id")), "a row stands twice");
    }
    let mut own = BTreeMap::<String, (usize, i128, i128)>::new();
    for line in stock.lines() {
        let movement = &line.movement;
        let key = format!("{} {}", movement.kind.word(), movement.date.month());
        let sum = own.entry(key).or_default();
        let millionths = (line.base.decimal() * Decimal::from(1_000_000)).normalize();
        assert_eq!(millionths.scale(), 0);
        let fen = line.stated.map_or(0, |money| i128::from(money.fen()));
        *sum = (sum.0 + 1, sum.1 + millionths.mantissa(), sum.2 + fen);
    }
    assert!(own.len() > 12 && own.values().map(|sum| sum.0).sum::<usize>() > 100, "{own:?}");
    assert_eq!(sums, own);
}

/// What every month comes to: its rows, base units to the millionth, yuan to the fen.
fn by_month(lab: &Lab) -> Vec<String> {
    let mut months = BTreeMap::<Month, (usize, i128, i128)>::new();
    for line in books(lab).stock.lines() {
        let sum = months.entry(line.movement.date.month()).or_default();
        let millionths = (line.base.decimal() * Decimal::from(1_000_000)).normalize();
        let fen = line.stated.map_or(0, |money| i128::from(money.fen()));
        *sum = (sum.0 + 1, sum.1 + millionths.mantissa(), sum.2 + fen);
    }
    let (million, hundred) = (1_000_000, 100);
    let months = months.into_iter().map(|(month, (n_rows, units, fen))| {
        let (whole, part) = (units / million, units % million);
        format!("{month}\t{n_rows}\t{whole}.{part:06}\t{}.{:02}", fen / hundred, fen % hundred)
    });
    months.collect()
}

/// The question about every month, of movements that are read from somewhere.
fn question(from: &str) -> String {
    format!(
        "SELECT month, count(*), CAST(sum(base_quantity) AS STRING), \
         CAST(coalesce(sum(stated_value), 0.00) AS STRING) FROM {from} GROUP BY month ORDER BY month"
    )
}

#[test]
fn duckdb_reads_the_sums_of_the_library() {
    let lab = hospital();
    lab.ok("export parquet -o lake -q");
    let needs = "the test reads Parquet with DuckDB: python3 with pip, and a network that has PyPI";
    let from = "read_parquet('lake/movements/*/*/*.parquet', hive_partitioning = true)";
    let asked = "import duckdb, sys\n\
        for row in duckdb.sql(sys.argv[1]).fetchall(): print(*row, sep='\\t')";
    let told = Command::new("python3")
        .args(["-c", asked, &question(from)])
        .env("PYTHONPATH", wheel("duckdb==2.0.1", needs))
        .current_dir(lab.root())
        .output()
        .unwrap_or_else(|error| panic!("python3: {error}\n{needs}"));
    let (found, said) =
        (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{said}");
    let own = by_month(&lab);
    assert!(own.len() > 12, "{own:?}");
    assert_eq!(found.lines().collect::<Vec<_>>(), own);
}

#[test]
fn spark_reads_the_sums_of_the_library() {
    let lab = hospital();
    lab.ok("export parquet -o lake -q");
    let home = spark_home();
    let told = Command::new(home.join("bin/spark-sql"))
        .args(["--master", "local[1]", "--conf", "spark.sql.catalogImplementation=in-memory"])
        .args(["--conf", "spark.ui.enabled=false"])
        .args(["-S", "-e", &question("parquet.`lake/movements`")])
        .env("SPARK_HOME", &home)
        .env("SPARK_LOCAL_IP", "127.0.0.1")
        .env_remove("JAVA_TOOL_OPTIONS")
        .current_dir(lab.root())
        .output()
        .expect("bash, which starts Spark");
    let (found, said) =
        (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{said}");
    let rows: Vec<&str> = found.lines().filter(|line| line.contains('\t')).collect();
    assert_eq!(rows, by_month(&lab), "{said}");
}

#[test]
fn readings_come_back_digit_by_digit() {
    let lab = hospital();
    lab.ok("export parquet -o lake -q");
    let meters = books(&lab).meters;
    let own: BTreeMap<String, _> = meters
        .histories()
        .flat_map(houqin::meters::History::readings)
        .map(|reading| (reading.id.to_string(), reading))
        .collect();
    let found = rows(&lab, "readings");
    assert!(own.len() > 100 && found.len() == own.len(), "{} of {}", found.len(), own.len());
    for (_, month, row) in found {
        let reading = own[&text(&row, "id")];
        let (count, places) = decimal(&row, "register").expect("every row has one");
        let register = reading.register.normalize();
        let more = 18 - register.scale();
        assert_eq!((count, places), (register.mantissa() * 10_i128.pow(more), 18));
        assert_eq!(month, reading.date.month().to_string());
        let Field::TimestampMicros(moment) = cell(&row, "recorded_at") else { panic!("no moment") };
        assert_eq!(*moment, reading.recorded_at.since_epoch() * 1_000_000);
        assert_eq!(text(&row, "point"), reading.point.to_string());
    }
}

#[test]
fn a_period_has_its_own_rows_only_and_the_folder_is_whole_or_not_there() {
    let lab = hospital();
    lab.ok("export parquet -o lake -p 2025-03 -q");
    let march = Month::parse("2025-03").expect("a month").span();
    let own = books(&lab);
    let n_rows = |folders: Vec<usize>| folders.into_iter().sum::<usize>();
    let movements = movement_parts(&own.stock, Some(march));
    let movements = n_rows(movements.iter().map(|part| part.rows.len()).collect());
    let readings = reading_parts(&own.meters, Some(march));
    let readings = n_rows(readings.iter().map(|part| part.rows.len()).collect());
    assert!(movements > 0 && readings > 0);
    assert_eq!(
        (rows(&lab, "movements").len(), rows(&lab, "readings").len()),
        (movements, readings)
    );
    assert!(rows(&lab, "movements").iter().all(|(_, month, _)| month == "2025-03"));
    assert!(files(&lab, "lake").contains(&"SHA256SUMS".to_owned()));

    // The folder must be new or empty; the same rows give the same bytes.
    lab.refuses(73, "export parquet -o lake");
    lab.ok("export parquet -o again -p 2025-03 -q");
    assert_eq!(lab.read("lake/SHA256SUMS"), lab.read("again/SHA256SUMS"));
    let said = lab.run("export parquet -o nothing -p 2031-01");
    assert!(said.code == 0 && said.stderr.contains("没有可以写出的行"), "{}", said.stderr);
}
