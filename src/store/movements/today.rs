//! Which texts of a day's lines are kept: those of which more is asked than their row says, and
//! those of the same item on the same day, which are then carried out together.

use crate::stock::{Act, Mark, Row};

/// The texts of which lines are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Keep {
    /// Of those of which more is asked than their row says.
    #[default]
    Asked,
    /// Of all.
    All,
}

/// The lines of the day that is being read, and the texts that are kept of those before.
pub(super) struct Today {
    keep: Keep,
    /// The lines.
    pub(super) rows: Vec<Row>,
    /// The texts that are kept of them; but for today's, where not all are kept.
    pub(super) kept: String,
    /// Where today's lines begin, and their texts.
    from: usize,
    texts: String,
    /// How many days have begun, and on which of them more was last asked of a line of an item.
    n_days: u32,
    asked: Vec<u32>,
}

/// Room for lines and for their texts.
pub(super) type Memory = (Vec<Row>, String);

/// A line that stands nowhere.
pub(super) const NOWHERE: u32 = u32::MAX;

impl Today {
    /// Before the first line, in memory with nothing in it; there are so many items.
    pub(super) fn new(keep: Keep, (rows, kept): Memory, n_items: usize) -> Self {
        // Which texts are asked for is of no matter where all are kept.
        let n_items = if keep == Keep::All { 0 } else { n_items };
        let asked = vec![0; n_items];
        Self { keep, rows, kept, from: 0, texts: String::new(), n_days: 1, asked }
    }

    /// Adds a line; none where a day has more than can be counted.
    pub(super) fn push(&mut self, row: Row, text: &str) -> Option<()> {
        let all = self.keep == Keep::All;
        let texts = if all { &mut self.kept } else { &mut self.texts };
        let at = u32::try_from(texts.len()).ok().filter(|at| *at < NOWHERE)?;
        texts.push_str(text);
        texts.push('\n');
        if all {
            self.rows.push(Row { at, ..row });
            return Some(());
        }
        let is_plain = matches!(row.act, Act::In { .. } | Act::Out { .. } | Act::Old { .. });
        if !is_plain || row.mark != Mark::None {
            self.asked[row.item as usize] = self.n_days;
        }
        self.rows.push(Row { at, ..row });
        Some(())
    }

    /// Ends the day; `all` says that all of its texts are kept, as where others of its lines stand
    /// in another piece.
    pub(super) fn end(&mut self, all: bool) -> Option<()> {
        if self.keep == Keep::All {
            return Some(());
        }
        let behind = u32::try_from(self.kept.len()).ok()?;
        if all {
            self.kept.push_str(&self.texts);
        }
        for row in &mut self.rows[self.from..] {
            row.at = if all {
                row.at.checked_add(behind)?
            } else if self.asked[row.item as usize] == self.n_days {
                let text = &self.texts[row.at as usize..];
                let end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
                let at = u32::try_from(self.kept.len()).ok()?;
                self.kept.push_str(&text[..end]);
                at
            } else {
                NOWHERE
            };
        }
        self.texts.clear();
        self.from = self.rows.len();
        self.n_days += 1;
        Some(())
    }
}
