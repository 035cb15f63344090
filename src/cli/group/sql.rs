//! What is asked of Spark: one statement whose map step is this program.
//!
//! The program itself goes along (`ADD FILE`), so that every machine reads with the same rules as
//! this one. A store's rows stay together and in order; nothing else is computed by the cluster,
//! neither a rule nor a sum. All of it is ASCII, whatever the names: neither the locale of a machine
//! nor the charset of a virtual one can change a letter.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::Path;

/// How many stores are one task: a machine that is lost costs so many stores' work, not more.
const STORES_A_TASK: usize = 16;

/// What stands before each of our rows, so that nothing else that is printed is taken for one.
pub(super) const MARK: &str = "houqin.cells/1";

/// What the workers run.
pub(super) struct MapStep<'m> {
    /// This program's file.
    pub(super) program: &'m Path,
    /// The moment that counts as now, on every machine.
    pub(super) now: String,
    /// The words of the command line.
    pub(super) words: Vec<OsString>,
}

/// The statements over these stores.
pub(super) fn statements(step: &MapStep<'_>, stores: &[String]) -> String {
    let MapStep { program, now, words } = step;
    let name = program.file_name().unwrap_or_default();
    let mut command = format!("HOUQIN_NOW={} ./{}", shell(now.as_ref()), shell(name));
    for word in words {
        command.extend([" ", &shell(word)]);
    }
    let fields = ["store", "n", "part", "what", "row", "column", "key", "kind", "value", "more"];
    let fields: Vec<String> = fields.iter().map(|field| format!("`{field}` STRING")).collect();
    let values: Vec<String> = stores.iter().map(|store| format!("({})", literal(store))).collect();
    let n_tasks = stores.len().div_ceil(STORES_A_TASK);
    format!(
        "ADD FILE {program};\n\
         SELECT {mark}, cells.* FROM (\n\
         SELECT TRANSFORM(path) USING {command}\n\
         AS ({fields})\n\
         FROM (SELECT /*+ REPARTITION({n_tasks}) */ path FROM VALUES\n{values}\nAS stores(path))\n\
         ) AS cells\n\
         DISTRIBUTE BY store SORT BY store, CAST(n AS BIGINT);\n",
        program = literal(&program.to_string_lossy()),
        mark = literal(MARK),
        command = literal(&command),
        fields = fields.join(", "),
        values = values.join(",\n"),
    )
}

/// A word for bash, which runs the map step.
fn shell(word: &OsStr) -> String {
    let bytes = word.as_encoded_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./:=+,@%".contains(byte);
    if !bytes.is_empty() && bytes.iter().all(plain) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut quoted = String::from("$'");
    for byte in bytes {
        match byte {
            b'\'' | b'\\' => quoted.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => quoted.push(char::from(*byte)),
            other => write!(quoted, "\\{other:03o}").expect("BUG: a text that cannot be written"),
        }
    }
    quoted.push('\'');
    quoted
}

/// A text in SQL.
fn literal(text: &str) -> String {
    let mut quoted = String::from("'");
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => quoted.extend(['\\', letter]),
            ' '..='~' => quoted.push(letter),
            // Two units where one is not enough, as UTF-16 has it.
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    write!(quoted, "\\u{unit:04x}").expect("BUG: a text that cannot be written");
                }
            }
        }
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData as _, assert_data_eq, str};

    use super::*;

    #[test]
    fn the_map_step_is_the_report_itself() {
        let words = ["report", "cost", "--period=2026-03", "--department=内科 2'", "--jobs=1"];
        let step = MapStep {
            program: Path::new("/opt/后勤/houqin"),
            now: "2026-03-05T08:30:00+08:00".to_owned(),
            words: words.map(OsString::from).to_vec(),
        };
        let stores = ["/data/group/a", "/data/group/医院's 𠀀"].map(str::to_owned);
        let said = statements(&step, &stores);
        assert!(said.is_ascii());
        assert_data_eq!(
            said,
            str![[r#"
ADD FILE '/opt/\u540e\u52e4/houqin';
SELECT 'houqin.cells/1', cells.* FROM (
SELECT TRANSFORM(path) USING 'HOUQIN_NOW=2026-03-05T08:30:00+08:00 ./houqin report cost --period=2026-03 $\'--department=\\345\\206\\205\\347\\247\\221 2\\\'\' --jobs=1'
AS (`store` STRING, `n` STRING, `part` STRING, `what` STRING, `row` STRING, `column` STRING, `key` STRING, `kind` STRING, `value` STRING, `more` STRING)
FROM (SELECT /*+ REPARTITION(1) */ path FROM VALUES
('/data/group/a'),
('/data/group/\u533b\u9662\'s \ud840\udc00')
AS stores(path))
) AS cells
DISTRIBUTE BY store SORT BY store, CAST(n AS BIGINT);

"#]].raw()
        );
    }
}
