//! Which texts of a day's lines are kept: those of which more is asked than their row says, and
//! those of the same item on the same day, which are then carried out together.

use std::io::Read;

use crate::stock::{Act, Mark, Row, Shares};
use crate::store::blocks::Blocks;
use crate::store::encoding::utf8;

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
///
/// The blocks in which its lines stand are kept as they were read: to copy their texts would take
/// longer than to look a few of them up.
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
    /// The blocks in which today's lines stand, each with where it begins, but for the one that is
    /// being read.
    blocks: Vec<(u32, Vec<u8>)>,
    /// Memory for others.
    pub(super) spare: Vec<Vec<u8>>,
    /// Where today's lines begin, among all that are read, and where the block does that is being
    /// read.
    begins: u32,
    block: u32,
    /// How many days have begun, and on which of them more was last asked of a line of an item.
    n_days: u32,
    asked: Vec<u32>,
}

/// Room for lines, for their texts, and for blocks.
pub(super) type Memory = (Shares, String, Vec<Vec<u8>>);

/// A line that stands nowhere.
pub(super) const NOWHERE: u32 = u32::MAX;

impl Today {
    /// Before the first line, in memory with nothing in it; there are so many items, and as many
    /// shares as `rows` has.
    pub(super) fn new(keep: Keep, (rows, kept, spare): Memory, n_items: usize) -> Self {
        let n_shares = rows.0.len();
        Self {
            keep,
            rows,
            power: Shares::power(n_items, n_shares),
            kept,
            from: vec![0; n_shares],
            blocks: Vec::new(),
            spare,
            begins: 0,
            block: 0,
            n_days: 1,
            // Which texts are asked for is of no matter where all are kept.
            asked: vec![0; if keep == Keep::All { 0 } else { n_items }],
        }
    }

    /// Begins with a block of lines.
    pub(super) fn begin(&mut self, text: &str) {
        if self.keep == Keep::All {
            self.kept.push_str(text);
        }
    }

    /// Adds a line that begins there in the block.
    #[inline]
    pub(super) fn push(&mut self, row: Row, from: usize) -> Option<()> {
        let is_plain = matches!(row.act, Act::In { .. } | Act::Out { .. } | Act::Old { .. });
        if self.keep == Keep::Asked && (!is_plain || row.mark != Mark::None) {
            self.asked[row.item as usize] = self.n_days;
        }
        let at = self.block.checked_add(u32::try_from(from).ok()?)?;
        self.rows.0.get_mut((row.item >> self.power) as usize)?.push(Row { at, ..row });
        Some(())
    }

    /// Ends the day before the line that begins there in the block, of this text; `all` says that all
    /// of its texts are kept, as where others of its lines stand in another piece.
    pub(super) fn end(&mut self, text: &str, all: bool, from: usize) -> Option<()> {
        if self.keep == Keep::All {
            return Some(());
        }
        let behind = u32::try_from(self.kept.len()).ok()?;
        let blocks = self.blocks.iter().map(|(begins, block)| (*begins, &block[..]));
        let blocks: Vec<(u32, &[u8])> =
            blocks.chain([(self.block, &text.as_bytes()[..from])]).collect();
        if all {
            for (begins, block) in &blocks {
                let today = block.get(self.begins.saturating_sub(*begins) as usize..);
                self.kept.push_str(utf8(today.unwrap_or_default())?);
            }
        }
        for (rows, from) in self.rows.0.iter_mut().zip(&mut self.from) {
            for row in &mut rows[*from..] {
                row.at = if all {
                    (row.at - self.begins).checked_add(behind)?
                } else if self.asked[row.item as usize] == self.n_days {
                    let (begins, block) = blocks.iter().rfind(|(begins, _)| *begins <= row.at)?;
                    let text = &block[(row.at - begins) as usize..];
                    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
                    let at = u32::try_from(self.kept.len()).ok()?;
                    self.kept.push_str(utf8(&text[..end])?);
                    self.kept.push('\n');
                    at
                } else {
                    NOWHERE
                };
            }
            *from = rows.len();
        }
        self.begins = self.block.checked_add(u32::try_from(from).ok()?)?;
        self.n_days += 1;
        // The next day begins in the block that is being read.
        self.spare.extend(self.blocks.drain(..).map(|(_, block)| block));
        Some(())
    }

    /// Goes on behind a block of so many bytes, and takes it where its texts may be asked for; none
    /// where there are more bytes than can be counted.
    pub(super) fn go_on<R: Read>(&mut self, n_bytes: usize, blocks: &mut Blocks<R>) -> Option<()> {
        let begins = self.block;
        self.block = u32::try_from(n_bytes).ok().and_then(|n| begins.checked_add(n))?;
        if self.keep == Keep::Asked && n_bytes > 0 {
            let memory = self.spare.pop().unwrap_or_default();
            self.blocks.push((begins, blocks.exchange(memory)));
        }
        (self.block < NOWHERE).then_some(())
    }
}
