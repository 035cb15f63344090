//! Which texts of a day's lines are kept: those of which more is asked than their row says, and
//! those of the same item on the same day, which are then carried out together.

use crate::stock::{Act, Mark, Row, Shares};

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
    /// The lines, in shares by their items.
    pub(super) rows: Shares,
    /// Each share has two to the power of this of items.
    power: u32,
    /// The texts that are kept of them; but for today's, where not all are kept.
    pub(super) kept: String,
    /// Where today's lines begin in each share.
    from: Vec<usize>,
    /// The texts from where today's begin on, and of all that was read behind them.
    texts: String,
    begins: usize,
    /// Where the block that is being read begins among them, or among those that are kept.
    block: usize,
    /// How many days have begun, and on which of them more was last asked of a line of an item.
    n_days: u32,
    asked: Vec<u32>,
}

/// Room for lines and for their texts.
pub(super) type Memory = (Shares, String);

/// A line that stands nowhere.
pub(super) const NOWHERE: u32 = u32::MAX;

impl Today {
    /// Before the first line, in memory with nothing in it; there are so many items, and as many
    /// shares as `rows` has.
    pub(super) fn new(keep: Keep, (rows, kept): Memory, n_items: usize) -> Self {
        let n_shares = rows.0.len();
        Self {
            keep,
            rows,
            power: Shares::power(n_items, n_shares),
            kept,
            from: vec![0; n_shares],
            texts: String::new(),
            begins: 0,
            block: 0,
            n_days: 1,
            // Which texts are asked for is of no matter where all are kept.
            asked: vec![0; if keep == Keep::All { 0 } else { n_items }],
        }
    }

    /// Goes on with another block of lines; none where a day has more than can be counted.
    pub(super) fn go_on(&mut self, text: &str) -> Option<()> {
        let texts = if self.keep == Keep::All {
            &mut self.kept
        } else {
            let gone = u32::try_from(std::mem::take(&mut self.begins)).ok()?;
            self.texts.drain(..gone as usize);
            for (rows, from) in self.rows.0.iter_mut().zip(&self.from) {
                rows[*from..].iter_mut().for_each(|row| row.at -= gone);
            }
            &mut self.texts
        };
        self.block = texts.len();
        texts.push_str(text);
        u32::try_from(texts.len()).ok().filter(|length| *length < NOWHERE).map(drop)
    }

    /// Adds a line that begins there in the block.
    #[inline]
    pub(super) fn push(&mut self, row: Row, from: usize) -> Option<()> {
        let is_plain = matches!(row.act, Act::In { .. } | Act::Out { .. } | Act::Old { .. });
        if self.keep == Keep::Asked && (!is_plain || row.mark != Mark::None) {
            self.asked[row.item as usize] = self.n_days;
        }
        let at = u32::try_from(self.block + from).ok()?;
        self.rows.0.get_mut((row.item >> self.power) as usize)?.push(Row { at, ..row });
        Some(())
    }

    /// Ends the day before the line that begins there in the block; `all` says that all of its texts
    /// are kept, as where others of its lines stand in another piece.
    pub(super) fn end(&mut self, all: bool, from: usize) -> Option<()> {
        if self.keep == Keep::All {
            end_line(&mut self.kept);
            return Some(());
        }
        let ends = (self.block + from).min(self.texts.len());
        let behind = u32::try_from(self.kept.len()).ok()?;
        if all {
            self.kept.push_str(&self.texts[self.begins..ends]);
            end_line(&mut self.kept);
        }
        let begins = u32::try_from(self.begins).ok()?;
        for (rows, from) in self.rows.0.iter_mut().zip(&mut self.from) {
            for row in &mut rows[*from..] {
                row.at = if all {
                    (row.at - begins).checked_add(behind)?
                } else if self.asked[row.item as usize] == self.n_days {
                    let text = &self.texts[row.at as usize..];
                    let end = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
                    let at = u32::try_from(self.kept.len()).ok()?;
                    self.kept.push_str(&text[..end]);
                    self.kept.push('\n');
                    at
                } else {
                    NOWHERE
                };
            }
            *from = rows.len();
        }
        self.begins = ends;
        self.n_days += 1;
        Some(())
    }
}

/// Ends a line that the end of its file ends.
fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}
