//! The clauses of the accreditation, and what each of them rests on: rules that are kept, indicators
//! that reach their targets, tasks that are done, documents.

use houqin::base::Day;
use houqin::inspections::{self, AdoptRequest, Clause, ClauseRequest, Ground};
use houqin::store;

use crate::clerk::Clerk;
use crate::documents::Documents;

/// What a clause rests on.
enum On {
    Rule(&'static str),
    Indicator(&'static str),
    Task(&'static str),
    Document(&'static str),
    Nothing(&'static str),
}

/// A clause: number, chapter, what it asks, what it rests on.
struct Asked(&'static str, &'static str, &'static str, &'static [On]);

const CLAUSES: &[Asked] = &[
    Asked("1.1", "1", "后勤管理制度、流程健全并定期修订", &[On::Task("2025-01")]),
    Asked("1.2", "1", "各种台账完善，责任到人", &[On::Task("2025-02"), On::Rule("AQH")]),
    Asked("2.1", "2", "配电室有人值守，每日记录", &[On::Rule("PD"), On::Indicator("ZB-TD")]),
    Asked("2.2", "2", "锅炉按期检修、检验", &[On::Task("2025-05"), On::Rule("GL-NJ")]),
    Asked("3.1", "3", "特种设备每月自行检查", &[On::Rule("TZ-YJ")]),
    Asked("3.2", "3", "电梯按期维护保养", &[On::Rule("DT-WB")]),
    Asked("4.1", "4", "定期防火检查，灭火器完好", &[On::Rule("XF-JC"), On::Rule("MHQ")]),
    Asked(
        "5.1",
        "5",
        "重点部位有监控，无责任安全事故",
        &[On::Task("2025-08"), On::Indicator("ZB-SG")],
    ),
    Asked("5.2", "5", "危险化学品仓库专人管理", &[On::Nothing("本院不设危险化学品仓库")]),
    Asked(
        "6.1",
        "6",
        "医疗废物分类收集、交接登记完整",
        &[On::Task("2025-06"), On::Indicator("ZB-YF")],
    ),
    Asked("6.2", "6", "污水处理达标排放", &[On::Indicator("ZB-WS")]),
    Asked("7.1", "7", "二次供水设施定期清洗消毒", &[On::Rule("SX")]),
    Asked("8.1", "8", "医用气体管理人员持证上岗", &[On::Task("2025-12")]),
    Asked("9.1", "9", "膳食满足需要，有满意度调查", &[On::Task("2025-16")]),
    Asked("10.1", "10", "主动下科室服务，临床满意", &[On::Rule("XC"), On::Indicator("ZB-KS")]),
    Asked(
        "11.1",
        "11",
        "外包业务有制度、有考评",
        &[On::Document("外包考评办法.txt"), On::Rule("WB")],
    ),
    Asked("12.1", "12", "固定资产定期清查，账物相符", &[On::Task("2025-15")]),
    Asked("13.1", "13", "节能有计划、有措施、有核证", &[On::Task("2025-09"), On::Task("2025-10")]),
    Asked(
        "15.1",
        "15",
        "应急预案完善，定期培训和演练",
        &[On::Document("应急预案.txt"), On::Rule("PX"), On::Rule("YL")],
    ),
];

/// Takes over the chapters, and enters the clauses.
pub(crate) fn enters(clerk: &mut Clerk, documents: &Documents) {
    let day = Day::new(2025, 11, 10).expect("a day");
    clerk.sits_down("后勤主任", day, 9);
    let (name, text) = store::clause_samples()[0];
    let text = text
        .replace("由本院填写所用版本 (to be filled in)", "2022 年版")
        .replace("由本院填写文号 (to be filled in)", "评审办公室存");
    let rows = store::read_clauses(name, &text).expect("the sample");
    let Clerk { books, stamp, .. } = clerk;
    let decided = inspections::adopt(&books.inspections, &AdoptRequest { rows }, stamp);
    clerk.enters(decided);
    for Asked(code, chapter, title, grounds) in CLAUSES {
        let clause = Clause {
            code: code.parse().expect("a code"),
            chapter: chapter.parse().expect("a code"),
            title: (*title).to_owned(),
            title_en: String::new(),
            text: String::new(),
        };
        let grounds = grounds.iter().map(|on| ground(on, documents, day)).collect();
        let request = ClauseRequest { clause, chapter_title: String::new(), grounds };
        let Clerk { books, stamp, .. } = clerk;
        let decided = inspections::add_clause(&books.inspections, &request, stamp);
        clerk.enters(decided);
    }
}

fn ground(on: &On, documents: &Documents, day: Day) -> Ground {
    match on {
        On::Rule(code) => Ground::Rule(code.parse().expect("a code"), None),
        On::Indicator(code) => Ground::Indicator(code.parse().expect("a code")),
        On::Task(code) => Ground::Task(code.parse().expect("a code")),
        On::Document(name) => {
            let (file, sum) = documents.called(name);
            Ground::Document(file, sum)
        }
        On::Nothing(why) => Ground::NotApplicable((*why).to_owned(), "分管院长".to_owned(), day),
    }
}
