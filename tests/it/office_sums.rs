//! More figures of the bundled hospital's year, added up from its files by hand: repair orders, the
//! desk's tasks and indicators, contractors, trainings, certificates, clauses, what the stores gave
//! out and miscounted, the stocktake of the assets.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};
use sha2::{Digest as _, Sha256};

use crate::annual::rate;
use crate::shelf_sums::{Valued, fen, valued};
use crate::year_sums::{
    Line, YEAR, asset_events, decimal, duties, lines, number, of_year, records, root, slots,
    standing, sum, tables, titles,
};

/// How a figure is put down.
type Put<'p> = dyn FnMut(&'static str, String) + 'p;

fn count(number: usize) -> i64 {
    number.try_into().expect("few")
}

fn yuan(fen: i128) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// All of them.
pub(crate) fn expected(put: &mut Put<'_>) {
    let moved = valued();
    repairs(put, &moved);
    stores(put, &moved);
    let done = tasks(put);
    let met = indicators(put);
    clauses(put, &done, &met);
    certificates(put);
    contractors(put);
    trainings(put);
    asset_counts(put);
}

/// The orders of the year: how many, how many of them completed by the standard, and their cost.
fn repairs(put: &mut Put<'_>, moved: &[Valued]) {
    let mut orders: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in standing(lines("inspections/repairs"), "supersedes") {
        orders.entry(line["repair"].clone()).or_default().push(line);
    }
    orders.retain(|_, rows| rows.iter().all(|row| row["kind"] != "cancel"));
    let minute = |row: &Line| {
        let (hour, minute) = row["time"].split_once(':').expect("a minute");
        let part = |text: &str| -> i64 { text.parse().expect("a number") };
        number(&row["date"]) * 1440 + part(hour) * 60 + part(minute)
    };
    let (mut n_reported, mut n_done, mut n_kept, mut cost) = (0, 0, 0, 0);
    for rows in orders.values() {
        let opened = rows.iter().find(|row| row["kind"] == "open").expect("a report");
        let completions = || rows.iter().filter(|row| row["kind"] == "complete");
        let last = completions().max_by_key(|row| minute(row)).expect("all of them are mended");
        let hours = match opened["urgency"].as_str() {
            "emergency" => 4,
            "urgent" => 24,
            _ => 72,
        };
        assert!(of_year(opened) && of_year(last), "the example's orders are of one year");
        n_reported += 1;
        n_done += 1;
        n_kept += i64::from(minute(last) - minute(opened) <= hours * 60);
        let stated = completions().filter(|row| !row["cost"].is_empty());
        cost += stated.map(|row| fen(&row["cost"])).sum::<i128>();
        let parts = moved.iter().filter(|own| own.line.get("repair") == opened.get("number"));
        cost += parts.map(|own| own.fen).sum::<i128>();
    }
    put("报修次数", n_reported.to_string());
    put("完成维修次数", n_done.to_string());
    put("维修及时率", rate(n_kept, n_reported));
    put("维修金额", yuan(cost));
}

fn stores(put: &mut Put<'_>, moved: &[Valued]) {
    let own = || moved.iter().filter(|own| of_year(&own.line));
    let of_kind = |kind: &'static str| own().filter(move |own| own.line["kind"] == kind);
    let issued: i128 = of_kind("issue").map(|own| own.fen).sum();
    let back: i128 = of_kind("return").map(|own| own.fen).sum();
    put("领用金额", yuan(issued - back));
    let counted = || of_kind("count").map(|own| own.fen);
    put("盘盈金额", yuan(counted().filter(|fen| *fen > 0).sum()));
    put("盘亏金额", yuan(-counted().filter(|fen| *fen < 0).sum::<i128>()));
}

/// The tasks that are done, be it late.
fn tasks(put: &mut Put<'_>) -> BTreeSet<String> {
    let rows = lines("inspections/tasks.csv");
    let of_kind = |kind: &'static str| rows.iter().filter(move |row| row["kind"] == kind);
    let mut due: BTreeMap<&str, &str> = BTreeMap::new();
    for row in of_kind("open").chain(of_kind("extend")) {
        let own = due.entry(row["task"].as_str()).or_default();
        *own = (*own).max(row["due"].as_str());
    }
    for row in of_kind("cancel") {
        let due = due.remove(row["task"].as_str()).expect("a task");
        assert!(row["date"].as_str() <= due, "given up in time");
    }
    let done: BTreeMap<&str, &str> =
        of_kind("done").map(|row| (row["task"].as_str(), row["date"].as_str())).collect();
    let in_time = due.iter().filter(|(task, due)| done.get(*task).is_some_and(|day| day <= *due));
    assert!(due.values().all(|due| (YEAR.0..YEAR.1).contains(due)));
    put("计划任务数", due.len().to_string());
    put("完成任务数", due.keys().filter(|task| done.contains_key(*task)).count().to_string());
    put("任务按期率", rate(count(in_time.count()), count(due.len())));
    done.into_keys().map(str::to_owned).collect()
}

/// The indicators that reached their targets over the year.
fn indicators(put: &mut Put<'_>) -> BTreeSet<String> {
    let values = standing(lines("inspections/values.csv"), "supersedes");
    let listed = lines("inspections/indicators.csv");
    let mut met = BTreeSet::new();
    for own in &listed {
        let target = decimal(own["target"].trim_end_matches('%'));
        let reached = |value: Decimal| match own["direction"].as_str() {
            "at_least" => value >= target,
            "at_most" => value <= target,
            _ => value == target,
        };
        let months: Vec<Line> =
            values.iter().filter(|row| row["indicator"] == own["code"]).cloned().collect();
        assert_eq!(months.len(), 12, "{} has every month", own["code"]);
        let kept = if own["unit"] == "%" {
            let (part, whole) = (sum(&months, "numerator"), sum(&months, "denominator"));
            reached(part * Decimal::ONE_HUNDRED / whole)
        } else {
            months.iter().all(|row| reached(decimal(&row["value"])))
        };
        if kept {
            met.insert(own["code"].clone());
        }
    }
    put("考核指标数", listed.len().to_string());
    put("达标指标数", met.len().to_string());
    met
}

/// A clause is met if all that it rests on holds.
fn clauses(put: &mut Put<'_>, done: &BTreeSet<String>, met: &BTreeSet<String>) {
    let tables = tables("inspections/clauses.toml");
    let bases = || tables.iter().filter(|table| table.contains_key("clause"));
    let holds = |basis: &Line| {
        if let Some(rule) = basis.get("rule") {
            let (due, kept) = duties(Some(rule));
            let target: i64 = titles()[rule]["target"].parse().expect("a target in percent");
            return due > 0 && kept * 100 >= target * due;
        }
        if let Some(file) = basis.get("document") {
            let bytes = std::fs::read(root().join(file)).expect("the document");
            let digest = Sha256::digest(bytes);
            let pairs = basis["sha256"].as_bytes().chunks(2);
            let written: Vec<u8> = pairs
                .map(|pair| std::str::from_utf8(pair).expect("hexadecimal"))
                .map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal"))
                .collect();
            return digest.as_slice() == written;
        }
        let is_in = |key: &str, all: &BTreeSet<String>| {
            basis.get(key).is_some_and(|code| all.contains(code))
        };
        is_in("task", done) || is_in("indicator", met)
    };
    let (mut n_apply, mut n_met) = (0, 0);
    for clause in tables.iter().filter(|table| table.contains_key("chapter")) {
        let own: Vec<&Line> = bases().filter(|basis| basis["clause"] == clause["code"]).collect();
        if own.iter().any(|basis| basis.contains_key("not_applicable")) {
            continue;
        }
        n_apply += 1;
        n_met += i64::from(!own.is_empty() && own.iter().all(|basis| holds(basis)));
    }
    put("评审条款数", n_apply.to_string());
    put("达到的条款数", n_met.to_string());
    put("条款达到率", rate(n_met, n_apply));
}

/// Of the certificates that had begun by the last day: those that were valid, and those that were
/// over with no later one of the kind.
fn certificates(put: &mut Put<'_>) {
    let last = "2025-12-31";
    let mut rows = standing(lines("org/certificates.csv"), "supersedes");
    rows.retain(|row| row["from"].as_str() <= last);
    let is_over = |row: &Line| !row["to"].is_empty() && row["to"].as_str() < last;
    let renewed = |row: &Line| {
        rows.iter().any(|next| {
            (&next["holder"], &next["kind"]) == (&row["holder"], &row["kind"])
                && next["to"] > row["to"]
        })
    };
    let over = rows.iter().filter(|row| is_over(row));
    put("过期证书数", over.filter(|row| !renewed(row)).count().to_string());
    put("有效证书数", rows.iter().filter(|row| !is_over(row)).count().to_string());
}

/// Each contractor's month is the sum of the points on its one sheet.
fn contractors(put: &mut Put<'_>) {
    let answers = lines("inspections/answers");
    let own: BTreeSet<String> =
        lines("inspections/contractors.csv").iter().map(|row| row["contractor"].clone()).collect();
    let mut months: BTreeMap<(String, String), Decimal> = BTreeMap::new();
    for record in records(&["外包考评"]) {
        assert!(own.contains(&record["subject"]));
        let points = answers.iter().filter(|row| row["record"] == record["id"]);
        let points = points.map(|row| decimal(&row["value"])).sum();
        let month = (record["subject"].clone(), record["date"][..7].to_owned());
        assert!(months.insert(month, points).is_none(), "one sheet a month");
    }
    let mean = months.values().sum::<Decimal>() / Decimal::from(months.len());
    let half_up = RoundingStrategy::MidpointAwayFromZero;
    put("外包考评月数", months.len().to_string());
    put("外包考评平均分", format!("{:.1}", mean.round_dp_with_strategy(1, half_up)));
}

/// Who came to what is called so, and of the staff that had to come in each slot, who did.
fn trainings(put: &mut Put<'_>) {
    let titles = titles();
    let mut rows = standing(lines("inspections/attendance.csv"), "supersedes");
    rows.retain(|row| of_year(row) && row["kind"] == "present");
    let n_staff = count(lines("org/staff.csv").len());
    let named = |row: &Line, texts: &[&str]| {
        texts.iter().any(|text| titles[&row["rule"]]["title"].contains(text))
    };
    let mut of = |texts: &[&str], names: [&'static str; 3]| {
        let own: Vec<Line> = rows.iter().filter(|row| named(row, texts)).cloned().collect();
        let held = records(texts);
        let days: BTreeSet<(&String, &String)> =
            own.iter().chain(&held).map(|row| (&row["rule"], &row["date"])).collect();
        put(names[0], days.len().to_string());
        put(names[1], own.len().to_string());
        let (mut came, mut due) = (0, 0);
        let rules: BTreeSet<&String> = held.iter().map(|row| &row["rule"]).collect();
        for rule in rules {
            let (times, unit) = titles[rule]["every"].split_once('/').expect("so many a slot");
            assert_eq!(times, "1");
            for (first, last) in slots(unit) {
                let there: BTreeSet<&String> = own
                    .iter()
                    .filter(|row| {
                        row["rule"] == *rule && (first..=last).contains(&number(&row["date"]))
                    })
                    .map(|row| &row["person"])
                    .collect();
                came += count(there.len());
                due += n_staff;
            }
        }
        put(names[2], rate(came, due));
        sum(&own, "hours")
    };
    let names = ["培训演练次数(培训|教育)", "参训人次(培训|教育)", "参训率(培训|教育)"];
    let hours = of(&["培训", "教育"], names);
    let _drills = of(&["演练"], ["培训演练次数(演练)", "参训人次(演练)", "参训率(演练)"]);
    put("参训学时(培训|教育)", hours.normalize().to_string());
    let people: BTreeSet<&String> = rows.iter().map(|row| &row["person"]).collect();
    put("参训人数", people.len().to_string());
}

/// What stood in the register when the sheet was opened, held against where its tags were scanned.
fn asset_counts(put: &mut Put<'_>) {
    let rows = lines("assets/stocktakes");
    let signed: Vec<&Line> =
        rows.iter().filter(|row| row["act"] == "sign" && of_year(row)).collect();
    let [signed] = signed[..] else { panic!("one sheet is signed") };
    let opened = rows.iter().find(|row| row["act"] == "open").expect("the sheet");
    assert_eq!(opened["sheet"], signed["sheet"]);
    let by = |events: Vec<Line>, day: &str| -> Vec<Line> {
        events.into_iter().filter(|event| event["date"].as_str() <= day).collect()
    };
    let gone: BTreeSet<String> = by(asset_events("dispose"), &opened["date"])
        .into_iter()
        .map(|event| event["asset"].clone())
        .collect();
    let mut held = by(asset_events("acquire"), &opened["date"]);
    held.retain(|event| !gone.contains(&event["asset"]));
    let holder = |tag: &str, day: &str| {
        let mut moves = by(asset_events("acquire"), day);
        moves.extend(by(asset_events("transfer"), day));
        moves.retain(|event| event["asset"] == tag);
        moves.sort_by_key(|event| (event["date"].clone(), event["recorded_at"].clone()));
        moves.last().map(|event| event["department"].clone())
    };
    let scans: BTreeMap<&str, &Line> = rows
        .iter()
        .filter(|row| row["act"] == "scan")
        .map(|row| (row["asset"].as_str(), row))
        .collect();
    let right = held.iter().filter(|event| {
        let scan = scans.get(event["asset"].as_str());
        scan.is_some_and(|scan| {
            holder(&event["asset"], &scan["date"]).as_ref() == Some(&scan["department"])
        })
    });
    put("资产清查次数", "1".to_owned());
    put("资产账实相符率", rate(count(right.count()), count(held.len())));
}
