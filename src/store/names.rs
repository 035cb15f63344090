//! The codes and names of a register as far as they can be read, for completion.
//!
//! Somebody has pressed a key and waits: no lock is taken, nothing is recovered, no ledger of
//! readings or movements is opened, and what cannot be read is passed over in silence. No other
//! command may take its data from here.

use std::collections::BTreeMap;
use std::path::Path;

use super::codec::split;
use super::files::Files;
use super::{Disk, StorePath, encoding, layout};

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// The items of the catalogue.
    Items,
    /// The categories of the items.
    Categories,
    /// The store rooms.
    Rooms,
    /// The departments.
    Departments,
    /// The sites.
    Sites,
    /// The staff, by code.
    Staff,
    /// The staff, by name.
    People,
    /// The monitoring points.
    Points,
    /// The saving measures.
    Measures,
    /// The assets, by tag.
    Assets,
    /// The sheets of stock counts.
    CountSheets,
    /// The sheets of asset counts.
    AssetSheets,
    /// The inspection rules.
    Rules,
    /// What rules are about.
    Subjects,
    /// The checklists.
    Templates,
    /// The findings that are not closed.
    Findings,
    /// The repair orders.
    Repairs,
    /// The contracts with contractors.
    Contracts,
    /// The indicators.
    Indicators,
    /// The tasks of the years' plans.
    Tasks,
    /// The clauses of the accreditation.
    Clauses,
}

/// A code and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What is typed.
    pub code: String,
    /// What it stands for; nothing where it says all by itself.
    pub name: String,
}

/// Lists codes and names, in the order of the codes.
pub fn listed(disk: &dyn Disk, root: &Path, what: Listed) -> Vec<Named> {
    let Ok(files) = Files::at(disk, root) else { return Vec::new() };
    let mut names = BTreeMap::new();
    collect(&files, what, &mut names);
    names.remove("");
    names.into_iter().map(|(code, name)| Named { code, name }).collect()
}

type Names = BTreeMap<String, String>;

fn collect(files: &Files<'_>, what: Listed, names: &mut Names) {
    let mut columns = |path: StorePath, code: &str, name: &str| {
        rows(files, &path, [code, name], |[code, name]| {
            names.insert(code, name);
        });
    };
    match what {
        Listed::Items => columns(layout::items(), "code", "name"),
        Listed::Categories => columns(layout::items(), "category", ""),
        Listed::Rooms => columns(layout::stores(), "code", "name"),
        Listed::Departments => columns(layout::departments(), "code", "name"),
        Listed::Sites => columns(layout::sites(), "code", "name"),
        Listed::Staff => columns(layout::staff(), "code", "name"),
        Listed::People => columns(layout::staff(), "name", "role"),
        Listed::Measures => columns(layout::measures(), "code", "name"),
        Listed::Assets => columns(layout::asset_cards(), "tag", "name"),
        Listed::Contracts => columns(layout::contractors(), "code", "name"),
        Listed::Indicators => columns(layout::indicators(), "code", "name"),
        Listed::Tasks => tasks(files, names),
        Listed::Subjects => {
            columns(layout::service(), "subject", "");
            for register in [Listed::Departments, Listed::Assets, Listed::Points] {
                let mut known = Names::new();
                collect(files, register, &mut known);
                names.iter_mut().filter(|(_, name)| name.is_empty()).for_each(|(code, name)| {
                    *name = known.remove(code).unwrap_or_default();
                });
            }
        }
        Listed::AssetSheets => {
            for path in files.list(&layout::asset_counts()).unwrap_or_default() {
                columns(path, "sheet", "");
            }
        }
        Listed::Repairs => {
            for path in files.list(&layout::repairs()).unwrap_or_default() {
                columns(path, "repair", "subject");
            }
        }
        Listed::Findings => findings(files, names),
        Listed::CountSheets => {
            for year in files.folders(&layout::stocktakes()).unwrap_or_default() {
                file_names(files, &year, ".csv", names);
            }
        }
        Listed::Templates => file_names(files, &layout::templates(), ".toml", names),
        Listed::Points => tables(files, &layout::points(), "point", ["code", "name"], names),
        Listed::Clauses => tables(files, &layout::clauses(), "clause", ["code", "title"], names),
        Listed::Rules => {
            for path in files.list(&layout::rules()).unwrap_or_default() {
                tables(files, &path, "rule", ["id", "title"], names);
            }
        }
    }
}

fn text(files: &Files<'_>, path: &StorePath) -> Option<String> {
    let image = files.read(path).ok()??;
    Some(encoding::decode(path.as_str(), &image.bytes).ok()?.text.to_owned())
}

/// Hands out some columns of every row that can be read; a column that is not there is empty.
fn rows<const N: usize>(
    files: &Files<'_>,
    path: &StorePath,
    columns: [&str; N],
    mut take: impl FnMut([String; N]),
) {
    let Some(text) = text(files, path) else { return };
    let mut lines = text.lines();
    let Some(Ok(header)) = lines.next().map(split) else { return };
    let places = columns.map(|column| header.iter().position(|field| field.text == column));
    for fields in lines.filter_map(|line| split(line).ok()) {
        if fields.len() == header.len() {
            take(places.map(|at| at.map_or_else(String::new, |at| fields[at].text.to_string())));
        }
    }
}

/// Notes two keys of every table of an array of tables.
fn tables(files: &Files<'_>, path: &StorePath, array: &str, keys: [&str; 2], names: &mut Names) {
    let Some(text) = text(files, path) else { return };
    let Ok(file) = text.parse::<toml::Table>() else { return };
    let tables = file.get(array).and_then(toml::Value::as_array);
    for table in tables.into_iter().flatten() {
        let [code, name] = keys
            .map(|key| table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned());
        names.insert(code, name);
    }
}

/// Notes what the files of a folder are called, without a version at the end.
fn file_names(files: &Files<'_>, folder: &StorePath, ending: &str, names: &mut Names) {
    for path in files.list(folder).unwrap_or_default() {
        let Some(name) = path.name().strip_suffix(ending) else { continue };
        let code = match name.rsplit_once("-v") {
            Some((code, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => code,
            Some(_) | None => name,
        };
        names.insert(code.to_owned(), String::new());
    }
}

/// The tasks, by the row that gave each its title.
fn tasks(files: &Files<'_>, names: &mut Names) {
    rows(files, &layout::tasks(), ["task", "title"], |[task, title]| {
        let known = names.entry(task).or_default();
        if !title.is_empty() {
            *known = title;
        }
    });
}

/// The findings that nobody has closed, each with what was found.
fn findings(files: &Files<'_>, names: &mut Names) {
    for path in files.list(&layout::findings()).unwrap_or_default() {
        rows(
            files,
            &path,
            ["finding", "kind", "subject", "note"],
            |[finding, kind, subject, note]| match kind.as_str() {
                "open" => {
                    names.insert(finding, format!("{subject} {note}"));
                }
                "verify" => {
                    names.remove(&finding);
                }
                _ => {}
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RealDisk;

    fn codes(what: Listed, root: &Path) -> Vec<String> {
        listed(&RealDisk, root, what)
            .into_iter()
            .map(|named| format!("{} {}", named.code, named.name).trim().to_owned())
            .collect()
    }

    /// A store of these files.
    #[expect(clippy::disallowed_methods, reason = "a test makes the files that it reads")]
    fn store(parts: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in parts {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            std::fs::write(path, text).expect("a file");
        }
        folder
    }

    #[test]
    fn registers_are_listed_by_code_and_name() {
        let store = store(&[
            ("stock/items.csv", "code,name,category\nDG36,灯管,五金\nBX,\"保,险\",五金\n"),
            ("org/staff.csv", "code,name,department,role\nK1,库管员甲,HQ,库管员\n"),
            ("meters/points.toml", "[[point]]\ncode = \"S-01\"\nname = \"总水表\"\n"),
            ("inspections/rules/a.toml", "[[rule]]\nid = \"XC\"\ntitle = \"巡查\"\n"),
            ("inspections/templates/XUNCHA-v2.toml", ""),
            ("stock/stocktakes/2026/PD-1.csv", ""),
            (
                "inspections/findings/2026.csv",
                "id,finding,kind,subject,note\n1,F1,open,NK1,漏水\n2,F2,open,NK1,灯坏\n3,F1,verify,,\n",
            ),
        ]);
        let root = store.path();
        assert_eq!(codes(Listed::Items, root), ["BX 保,险", "DG36 灯管"]);
        assert_eq!(codes(Listed::Categories, root), ["五金"]);
        assert_eq!(codes(Listed::People, root), ["库管员甲 库管员"]);
        assert_eq!(codes(Listed::Points, root), ["S-01 总水表"]);
        assert_eq!(codes(Listed::Rules, root), ["XC 巡查"]);
        assert_eq!(codes(Listed::Templates, root), ["XUNCHA"]);
        assert_eq!(codes(Listed::CountSheets, root), ["PD-1"]);
        assert_eq!(codes(Listed::Findings, root), ["F2 NK1 灯坏"]);
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        let store = store(&[
            ("stock/items.csv", "code,name\nDG36,灯管\nA,\"open\nB,x,y\nC\n"),
            ("stock/stores.csv", "name\nx\n"),
            ("meters/points.toml", "[[point]\n"),
        ]);
        assert_eq!(codes(Listed::Items, store.path()), ["DG36 灯管"]);
        assert!(codes(Listed::Rooms, store.path()).is_empty());
        assert!(codes(Listed::Points, store.path()).is_empty());
        assert!(codes(Listed::Departments, store.path()).is_empty());
        assert!(codes(Listed::Items, &store.path().join("gone")).is_empty());
    }
}
