//! The rule packs that come with the tool, and rules in files outside the store.

use serde::Deserialize;

use crate::base::{Day, Diagnostic, PackCode};
use crate::inspections::{Confidence, Level, Pack, Rule, SourceText, Topic};
use crate::store::codec::Wrong;
use crate::store::load::toml_defect;

use super::rules::{self, OF_THE_HOSPITAL, Unsaid};
use super::table::{Parsed, Table};

/// The packs by name: the whole country first, the hospital's own after it, then place by place.
const PACKS: [(&str, &str); 28] = [
    ("medical-waste", include_str!("../../../data/packs/medical-waste.toml")),
    ("sewage", include_str!("../../../data/packs/sewage.toml")),
    ("special-equipment", include_str!("../../../data/packs/special-equipment.toml")),
    ("fire", include_str!("../../../data/packs/fire.toml")),
    ("secondary-water", include_str!("../../../data/packs/secondary-water.toml")),
    ("air-conditioning", include_str!("../../../data/packs/air-conditioning.toml")),
    ("canteen", include_str!("../../../data/packs/canteen.toml")),
    ("vehicles", include_str!("../../../data/packs/vehicles.toml")),
    ("licences", include_str!("../../../data/packs/licences.toml")),
    ("operators", include_str!("../../../data/packs/operators.toml")),
    ("smoke-free", include_str!("../../../data/packs/smoke-free.toml")),
    ("energy-reporting", include_str!("../../../data/packs/energy-reporting.toml")),
    ("asset-stocktake", include_str!("../../../data/packs/asset-stocktake.toml")),
    ("hospital", include_str!("../../../data/packs/hospital.toml")),
    ("beijing", include_str!("../../../data/packs/local/beijing.toml")),
    ("chongqing", include_str!("../../../data/packs/local/chongqing.toml")),
    ("dongying", include_str!("../../../data/packs/local/dongying.toml")),
    ("hangzhou", include_str!("../../../data/packs/local/hangzhou.toml")),
    ("henan", include_str!("../../../data/packs/local/henan.toml")),
    ("jinan", include_str!("../../../data/packs/local/jinan.toml")),
    ("qingdao", include_str!("../../../data/packs/local/qingdao.toml")),
    ("shandong", include_str!("../../../data/packs/local/shandong.toml")),
    ("shanghai", include_str!("../../../data/packs/local/shanghai.toml")),
    ("shangqiu", include_str!("../../../data/packs/local/shangqiu.toml")),
    ("weifang", include_str!("../../../data/packs/local/weifang.toml")),
    ("zhejiang", include_str!("../../../data/packs/local/zhejiang.toml")),
    ("zhengzhou", include_str!("../../../data/packs/local/zhengzhou.toml")),
    ("zibo", include_str!("../../../data/packs/local/zibo.toml")),
];

/// A pack and the text of its file, remarks included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSample {
    /// The text of its file.
    pub text: &'static str,
    /// What it reads as.
    pub pack: Pack,
}

/// The shape of a file of rules: a pack has a head, a store's file has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pack: Option<Parsed>,
    #[serde(default)]
    rule: Vec<Parsed>,
    #[serde(default)]
    text: Vec<Parsed>,
}

/// Rules and texts as a file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// The rules.
    pub rules: Vec<Rule>,
    /// The texts.
    pub texts: Vec<SourceText>,
}

/// The rule packs that come with the tool.
///
/// # Panics
/// Never: a test reads them.
pub fn packs() -> Vec<PackSample> {
    let read = |(name, text): &(&'static str, &'static str)| {
        let read = read_file(name, text).ok().and_then(|(head, file)| Some((head?, file)));
        let (head, file) = read.expect("BUG: a pack that is no file of rules");
        PackSample { text, pack: Pack { rules: file.rules, texts: file.texts, ..head } }
    };
    PACKS.iter().map(read).collect()
}

/// Reads rules from the text of a file, or tells everything that is wrong with it.
pub fn read_rules(name: &str, text: &str) -> Result<RuleFile, Vec<Diagnostic>> {
    read_file(name, text).map(|(_, file)| file)
}

fn read_file(name: &str, text: &str) -> Result<(Option<Pack>, RuleFile), Vec<Diagnostic>> {
    let file: File = toml::from_str(text).map_err(|error| vec![toml_defect(name, text, &error)])?;
    let mut defects = Vec::new();
    let head = file.pack.and_then(|parsed| {
        let mut table = Table::new(name, text, parsed);
        let head = head(&mut table).ok();
        defects.extend(table.take_defects());
        head
    });
    let unsaid = head
        .as_ref()
        .map_or(OF_THE_HOSPITAL, |head| Unsaid { level: head.level, topic: head.topic });
    let mut rules: Vec<Rule> = Vec::new();
    for parsed in file.rule {
        let mut table = Table::new(name, text, parsed);
        if let Ok(rule) = rules::decode(&mut table, unsaid) {
            match rule.check() {
                Ok(()) => rules.push(rule),
                Err(refusal) => table.refused(&refusal),
            }
        }
        defects.extend(table.take_defects());
    }
    let mut texts: Vec<SourceText> = Vec::new();
    for parsed in file.text {
        let mut table = Table::new(name, text, parsed);
        texts.extend(source_text(&mut table).ok());
        defects.extend(table.take_defects());
    }
    if defects.is_empty() { Ok((head, RuleFile { rules, texts })) } else { Err(defects) }
}

fn head(table: &mut Table<'_>) -> Result<Pack, Wrong> {
    let id = table.required("id", PackCode::parse);
    let title = table.text("title");
    let title_en = table.text("title_en");
    let level = table.word("level", Level::parse, Level::words());
    let topic = table.word("topic", Topic::parse, Topic::words());
    let region = table.text("region");
    let region_en = table.text("region_en");
    Ok(Pack {
        id: id?,
        title: title?,
        title_en: title_en?,
        level: level?.unwrap_or(Level::Hospital),
        topic: topic?.unwrap_or(Topic::Other),
        region: region?,
        region_en: region_en?,
        rules: Vec::new(),
        texts: Vec::new(),
    })
}

fn source_text(table: &mut Table<'_>) -> Result<SourceText, Wrong> {
    let name = table.text("name");
    let valid_from = table.required("valid_from", Day::parse);
    let valid_to = table.optional("valid_to", Day::parse);
    let replaces = table.text("replaces");
    let confidence = table.required_word("confidence", Confidence::parse, Confidence::words());
    let note = table.text("note");
    let note_en = table.text("note_en");
    Ok(SourceText {
        name: name?,
        valid_from: valid_from?,
        valid_to: valid_to?,
        replaces: replaces?,
        confidence: confidence?,
        note: note?,
        note_en: note_en?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::base::RuleCode;

    #[test]
    fn every_rule_of_every_pack_says_where_it_comes_from() {
        let mut seen: BTreeSet<(RuleCode, u32)> = BTreeSet::new();
        let mut wrong = Vec::new();
        for PackSample { pack, .. } in packs() {
            for rule in &pack.rules {
                let mut tell = |what: &str| wrong.push(format!("{} {}: {what}", pack.id, rule.id));
                if !seen.insert((rule.id.clone(), rule.version)) {
                    tell("is in two packs");
                }
                if rule.title_en.is_empty() || rule.note.is_empty() != rule.note_en.is_empty() {
                    tell("lacks words of one language");
                }
                if rule.source.is_empty() {
                    tell("names no text");
                }
                if rule.level != Level::Hospital && rule.article.is_empty() && rule.note.is_empty()
                {
                    tell("names no article, and not why");
                }
                if rule.level != Level::Hospital && rule.confidence == Confidence::Own {
                    tell("is law by the hospital's decision");
                }
                if rule.topic == Topic::Other {
                    tell("has no topic");
                }
            }
            if pack.title_en.is_empty() || pack.region.is_empty() != pack.region_en.is_empty() {
                wrong.push(format!("{}: lacks words of one language", pack.id));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_pack_is_called_as_its_file() {
        for ((name, _), sample) in PACKS.iter().zip(packs()) {
            assert_eq!(*name, sample.pack.id.as_str());
        }
    }
}
