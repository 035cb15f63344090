//! What the four store rooms keep: some 300 items, by kind and size.

use houqin::base::{Fraction, Money, Price, Quantity};
use houqin::stock::{Item, LargerUnit, OldForNew, Store, Supply};

use crate::chance::Chance;

/// Goods of one sort: their code, category, units and rough price in fen.
struct Sort {
    room: &'static str,
    prefix: &'static str,
    category: &'static str,
    unit: &'static str,
    pack: Option<(&'static str, i128)>,
    durable: bool,
    fen: i64,
    names: &'static [&'static str],
    specs: &'static [&'static str],
}

const SORTS: &[Sort] = &[
    Sort {
        room: "ZW",
        prefix: "BG",
        category: "办公用品",
        unit: "个",
        pack: Some(("盒", 12)),
        durable: false,
        fen: 320,
        names: &[
            "中性笔",
            "圆珠笔",
            "记号笔",
            "订书机",
            "回形针",
            "长尾夹",
            "文件夹",
            "档案盒",
            "便签纸",
            "胶水",
        ],
        specs: &["小号", "中号", "大号"],
    },
    Sort {
        room: "ZW",
        prefix: "YS",
        category: "印刷品",
        unit: "本",
        pack: Some(("包", 20)),
        durable: false,
        fen: 450,
        names: &[
            "护理记录单",
            "体温单",
            "医嘱单",
            "处方笺",
            "病历首页",
            "领物单",
            "巡查记录本",
            "交接班本",
            "检验申请单",
            "会诊单",
        ],
        specs: &["普通", "彩印"],
    },
    Sort {
        room: "ZW",
        prefix: "QJ",
        category: "清洁用品",
        unit: "瓶",
        pack: Some(("箱", 24)),
        durable: false,
        fen: 980,
        names: &[
            "洗手液",
            "含氯消毒剂",
            "洁厕剂",
            "玻璃清洁剂",
            "地面清洁剂",
            "洗衣液",
            "空气清新剂",
            "酒精",
        ],
        specs: &["500ml", "1L", "5L"],
    },
    Sort {
        room: "ZW",
        prefix: "YC",
        category: "一次性用品",
        unit: "包",
        pack: Some(("箱", 40)),
        durable: false,
        fen: 760,
        names: &["检查手套", "口罩", "鞋套", "帽子", "纸杯", "垃圾袋", "抽纸", "卷纸"],
        specs: &["小", "中", "大"],
    },
    Sort {
        room: "WJ",
        prefix: "DQ",
        category: "电工器材",
        unit: "只",
        pack: Some(("箱", 24)),
        durable: true,
        fen: 1850,
        names: &[
            "灯管",
            "LED灯管",
            "节能灯",
            "应急灯",
            "开关面板",
            "五孔插座",
            "空气开关",
            "镇流器",
        ],
        specs: &["18W", "24W", "36W"],
    },
    Sort {
        room: "WJ",
        prefix: "SN",
        category: "水暖配件",
        unit: "个",
        pack: Some(("盒", 10)),
        durable: true,
        fen: 2600,
        names: &["节水龙头", "角阀", "软管", "闸阀", "地漏", "冲洗阀", "浮球阀", "弯头"],
        specs: &["DN15", "DN20", "DN25"],
    },
    Sort {
        room: "WJ",
        prefix: "WJ",
        category: "五金材料",
        unit: "个",
        pack: Some(("包", 50)),
        durable: false,
        fen: 560,
        names: &[
            "膨胀螺栓",
            "自攻螺丝",
            "合页",
            "门锁",
            "滑轮",
            "铁丝",
            "砂轮片",
            "电钻头",
            "胶带",
        ],
        specs: &["小", "中", "大"],
    },
    Sort {
        room: "BF",
        prefix: "MZ",
        category: "棉织品",
        unit: "条",
        pack: Some(("打", 12)),
        durable: true,
        fen: 6800,
        names: &[
            "床单",
            "被套",
            "枕套",
            "棉被",
            "枕芯",
            "中单",
            "治疗巾",
            "包布",
            "窗帘",
            "毛巾",
            "隔帘",
            "大单",
        ],
        specs: &["单人", "加宽", "儿童"],
    },
    Sort {
        room: "BF",
        prefix: "GZ",
        category: "工作服",
        unit: "件",
        pack: None,
        durable: true,
        fen: 8800,
        names: &["手术衣", "洗手衣", "隔离衣", "护士服", "医师服", "工勤服", "病员服"],
        specs: &["S", "M", "L", "XL"],
    },
    Sort {
        room: "ST",
        prefix: "LY",
        category: "粮油",
        unit: "公斤",
        pack: Some(("袋", 25)),
        durable: false,
        fen: 620,
        names: &[
            "大米",
            "面粉",
            "小米",
            "玉米面",
            "食用油",
            "黄豆",
            "绿豆",
            "挂面",
            "糯米",
            "淀粉",
        ],
        specs: &["一级", "特级"],
    },
    Sort {
        room: "ST",
        prefix: "TL",
        category: "调料",
        unit: "袋",
        pack: Some(("箱", 20)),
        durable: false,
        fen: 480,
        names: &[
            "食盐",
            "白糖",
            "酱油",
            "食醋",
            "料酒",
            "花椒",
            "八角",
            "干辣椒",
            "鸡精",
            "豆瓣酱",
        ],
        specs: &["小袋", "大袋"],
    },
    Sort {
        room: "ST",
        prefix: "CJ",
        category: "餐厨用具",
        unit: "个",
        pack: Some(("箱", 50)),
        durable: false,
        fen: 1200,
        names: &["餐盘", "汤碗", "筷子", "勺子", "打包盒", "保鲜膜", "百洁布", "砧板"],
        specs: &["小", "中", "大"],
    },
];

/// An item, the room that keeps it and what one costs, in fen.
pub(crate) struct Good {
    pub(crate) item: Item,
    pub(crate) room: &'static str,
    pub(crate) fen: i64,
}

/// The four store rooms.
pub(crate) fn rooms() -> Vec<Store> {
    [("ZW", "总务库"), ("WJ", "五金库"), ("BF", "被服库"), ("ST", "食堂库")]
        .into_iter()
        .map(|(code, name)| Store {
            code: code.parse().expect("a code"),
            name: name.to_owned(),
            site: Some("ZY".parse().expect("a code")),
            keeper: String::new(),
        })
        .collect()
}

/// The whole catalogue, room by room.
pub(crate) fn goods() -> Vec<Good> {
    let mut chance = Chance::new("catalogue");
    let mut goods = Vec::new();
    for sort in SORTS {
        let sizes =
            sort.names.iter().flat_map(|name| sort.specs.iter().map(move |spec| (name, spec)));
        for ((name, spec), number) in sizes.zip(1..) {
            let units = sort.pack.map(|(name, factor)| LargerUnit {
                name: name.to_owned(),
                factor: Fraction::new(factor, 1).expect("not by zero"),
            });
            let minimum = chance.between(5, 40);
            let fen = sort.fen * chance.between(70, 180) / 100;
            let item = Item {
                code: format!("{}{number:03}", sort.prefix).parse().expect("a code"),
                name: (*name).to_owned(),
                spec: (*spec).to_owned(),
                category: sort.category.to_owned(),
                unit: sort.unit.to_owned(),
                scale: u32::from(sort.unit == "公斤"),
                units: units.into_iter().collect(),
                minimum: Quantity::whole(minimum),
                durable: sort.durable,
                lot_kept: false,
                active: true,
                shelf: format!("{}-{}", sort.prefix, (number + 5) / 6),
                class: None,
                part: sort.category == "水暖配件",
                supply: Supply {
                    maximum: Quantity::whole(minimum * 3),
                    safety: None,
                    lead_days: Some(7),
                    supplier: supplier(sort.room).to_owned(),
                    plan_price: Price::parse(&Money::from_fen(fen).to_string()).ok(),
                },
                old: OldForNew::default(),
            };
            goods.push(Good { item, room: sort.room, fen });
        }
    }
    goods
}

/// Who usually supplies a room.
fn supplier(room: &str) -> &'static str {
    match room {
        "WJ" => "华北五金商行",
        "BF" => "惠民纺织",
        "ST" => "绿洲粮油",
        _ => "城东百货批发",
    }
}
