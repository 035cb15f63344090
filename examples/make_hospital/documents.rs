//! Papers that lie in the store's folder: what a clause rests on, what shows that a task is done.

use std::path::Path;

use houqin::store::{self, RealDisk};

static DISK: RealDisk = RealDisk;

/// What each of them is called, and what it says.
const PAPERS: &[(&str, &str)] = &[
    (
        "应急预案.txt",
        "停水、停电、停气、电梯困人、锅炉故障、汛情的报告、处置和恢复；每半年演练一次。\n",
    ),
    ("外包考评办法.txt", "外包项目专人负责，每月按考评表考评，问题限期整改，得分与付款挂钩。\n"),
    ("制度汇编.txt", "维修、采购、库房、值班、巡查、台账管理制度和流程。\n"),
    ("配电室竣工验收单.txt", "总院配电室改造增容，2025-06-25 验收合格。\n"),
    ("换管竣工验收单.txt", "供暖主管道换管，2025-11-03 试压合格。\n"),
    ("资产清查报告.txt", "全院固定资产清查，差异逐件核实，2025-12-29 报院长办公会。\n"),
];

/// The papers with the sums that they had.
pub(crate) struct Documents(Vec<(String, String)>);

impl Documents {
    /// Lays them into the folder of a store.
    #[expect(clippy::disallowed_methods, reason = "papers as somebody scanned them")]
    pub(crate) fn in_store(store: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let folder = store.join("inspections/evidence");
        std::fs::create_dir_all(&folder)?;
        let mut documents = Vec::new();
        for (name, text) in PAPERS {
            std::fs::write(folder.join(name), text)?;
            documents.push(store::evidence(&DISK, store, &folder.join(name))?);
        }
        Ok(Self(documents))
    }

    /// The path and the sum of one, by its name.
    pub(crate) fn called(&self, name: &str) -> (String, String) {
        let found = self.0.iter().find(|(file, _)| file.ends_with(name));
        found.expect("a paper of the list").clone()
    }
}
