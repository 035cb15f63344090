//! Every kind of ledger cut at every byte of its last 200: it is told, and where.

use houqin::books::Need;
use houqin::store::{RealDisk, Store};

use crate::lab::Lab;

static DISK: RealDisk = RealDisk;

/// The files in which `check` finds something, as far as it has to look to find anything in one.
fn told(lab: &Lab, ledger: &str) -> Vec<String> {
    let store = match Store::open(&DISK, lab.root()) {
        Ok(store) => store,
        Err(error) => panic!("{error:?}"),
    };
    let files = |found: &[houqin::base::Diagnostic]| -> Vec<String> {
        found.iter().map(|defect| defect.place.file.clone()).collect()
    };
    let lost = files(&store.lost_rows().expect("a disk that can be read"));
    if lost.iter().any(|file| file == ledger) {
        return lost;
    }
    let Ok(read) = store.read(Need::everything()) else { panic!("not read") };
    let verified = store.verify().expect("a disk that can be read");
    [lost, files(&read.diagnostics), files(&verified.diagnostics)].concat()
}

/// Cuts ledgers of a store that some commands made.
fn every_cut_is_told(lab: &Lab, commands: &[&str], ledgers: &[&str]) {
    for line in commands {
        lab.ok(line);
    }
    for ledger in ledgers {
        assert!(!told(lab, ledger).iter().any(|file| file == ledger), "{ledger}: told uncut");
        let bytes = lab.read(ledger).into_bytes();
        assert!(bytes.len() > 200, "{ledger}: too short");
        for cut in bytes.len() - 200..bytes.len() {
            lab.write(ledger, &bytes[..cut]);
            let told = told(lab, ledger);
            assert!(told.iter().any(|file| file == ledger), "{ledger} cut at {cut}: {told:?}");
        }
        lab.write(ledger, &bytes);
    }
}

#[test]
fn movements_and_count_sheets() {
    let commands = [
        "store add ZW --name 总务库",
        "item add DG36 --name 灯管 --unit 支",
        "stock receive DG36 20 --price 8.50 --supplier 灯具厂 --slip RK01",
        "stock receive DG36 3 --price 8.50 --supplier 灯具厂 --slip RK02",
        "stocktake open PD-03 --cutoff close",
        "stocktake enter --sheet PD-03 DG36=23",
    ];
    let ledgers = ["stock/movements/2026/2026-03.csv", "stock/stocktakes/2026/PD-03.csv"];
    every_cut_is_told(&Lab::new(), &commands, &ledgers);
}

#[test]
fn readings_and_what_happened_to_meters() {
    let commands = [
        "meter add W-01 --name 总水表 --utility 冷水 --digits 5 --from 2026-03-01 --initial 100",
        "meter read W-01 140 --date 2026-03-02 -q",
        "meter read W-01 150 --date 2026-03-03 -q",
        "meter replace W-01 --date 2026-03-04 --old-final 160 -q",
        "meter read W-01 10 --date 2026-03-05 -q",
    ];
    let ledgers = ["meters/readings/2026/2026-03.csv", "meters/events.csv"];
    every_cut_is_told(&Lab::new(), &commands, &ledgers);
}

#[test]
fn records_and_findings() {
    let commands = [
        "inspect rules add XS-1 --title 巡查 --every 1/week --from 2026-03-02 --subject 内科",
        "inspect record XS-1 内科 --result pass --date 2026-03-03",
        "inspect record XS-1 内科 --result fail --note 应急灯不亮 --date 2026-03-04",
        "finding open 内科 --note 地下室渗水 --severity minor --date 2026-03-05",
        "repair open 内科 --number WX-1 --note 灯不亮 --date 2026-03-05 --time 08:00",
        "repair respond WX-1 --person 电工 --date 2026-03-05 --time 08:20",
    ];
    let ledgers = [
        "inspections/records/2026/2026-03.csv",
        "inspections/findings/2026.csv",
        "inspections/repairs/2026.csv",
    ];
    every_cut_is_told(&Lab::new(), &commands, &ledgers);
}

#[test]
fn events_of_assets_and_the_chain_of_seals() {
    let commands = [
        "org department add NK1 --name 内科一病区",
        "org department add NK2 --name 内科二病区",
        "asset add FWQ-01 --name 服务器 --class 计算机设备 --value 36000 --date 2024-03-31",
        "asset assign FWQ-01 --department NK1 --date 2026-03-03",
        "asset repair FWQ-01 --cost 300 --reason 电源 --date 2026-03-04",
        "asset transfer FWQ-01 --department NK2 --date 2026-03-05",
    ];
    let mut lab = Lab::new();
    for line in commands {
        lab.ok(line);
    }
    lab.on("2026-04-02");
    let sealed = ["close seal 2026-02 --book assets", "close seal 2026-03 --book assets"];
    every_cut_is_told(&lab, &sealed, &["assets/events/2026.csv", "closing/seals.csv"]);
}
