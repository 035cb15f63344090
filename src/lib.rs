//! houqin 后勤: the ledgers of a hospital's logistics department, and the reports they add up to.
//!
//! # The idea in one breath
//!
//! The domain computes, reports lay out, printers print. Only [`store`] touches files; only `cli`
//! (a module of the binary, so that the compiler keeps the library from it) touches the clock, the
//! environment and the terminal.
//!
//! - **Reading**: [`store::Store::read`] gives [`books::Books`] for a [`books::Need`]; a domain
//!   computes a result from them; the result is a [`report::Present`]; [`render::print`] prints its
//!   [`report::Document`] with the words of a [`text::Text`].
//! - **Printing**: a document borrows the result that it lays out. A short table holds its rows; one
//!   that grows with a ledger makes them anew on each walk ([`report::Rows`]), and a printer walks
//!   and writes row by row: a hundred thousand rows take hardly more memory than their result.
//! - **Writing**: [`store::Store::begin`] takes the lock and recovers; a domain's `request` decides
//!   on the books and gives records or a `Refusal`; the records are a [`books::Change`];
//!   [`store::Transaction::commit`] folds them with the same [`books::Books::apply`] that loading
//!   uses, journals them and appends. There is no second way to write a row into the store; a
//!   checklist that is half filled in is no row, and waits beside the log as this machine's own.
//! - **About little**: what a command records is about some things, not about the book
//!   ([`books::Focus`]), and that much is read. What the stock ledger came to at the last seal stands
//!   in files of this machine's own: reports go on from it, and so does whoever records lines, takes
//!   back what was recorded since or writes on a count sheet. One line asks of the catalogue and of
//!   these files for nothing but its item and its slip. What rests on older lines, as old goods that
//!   are owed, lots, orders and loans do, reads all lines of its items ([`books::Whole`]): the sealed
//!   months are known to be sound, and are looked through for their names. A reading is held against
//!   those of the meters that bear on it, a record against those of its subject.
//!   Where no line is asked for they stream by ([`stock::Stream`]), and leave behind what questions
//!   about single lines need. Nothing rests on either: what is not as it mostly is, is read in full.
//! - **Many stores**: the command that was typed runs on each store of a group, on the cores of this
//!   machine or of a cluster; [`report::RollUp`] puts the documents side by side, and
//!   [`render::write_cells`] and [`render::CellsReader`] carry them from machine to machine.
//! - **Asking**: on a terminal `cli` completes the command line before it is run, shows the rehearsal
//!   and asks for a yes; from there on it is a line as any other.
//!
//! # Floors: look down, never up, never sideways
//!
//! | floor | modules | knows | never |
//! | --- | --- | --- | --- |
//! | 0 | [`base`] | std, dates, decimals | files, clock, words |
//! | 1 | [`org`], [`closing`] | 0 | each other |
//! | 2 | [`stock`], [`assets`], [`meters`], `inspections` | 0, 1 | each other, serde, files, clock, words |
//! | 3 | [`books`] | 0 to 2 | files; the only place where two domains meet |
//! | 4 | [`store`], [`report`], [`text`] | 0 to 3 (`text`: 0) | each other; `report` holds keys, `text` holds words |
//! | 5 | [`render`] | `report`, `text`, 0 | books, domains, files |
//! | 6 | `cli` | all | arithmetic, file names, words of its own |
//!
//! A tidy test holds every `crate::name` in `src/` to this table. The feature `cli` (default) gates
//! clap: the library builds, and its examples run, without it.
//!
//! # Invariants
//!
//! 1. Domain functions are pure: books and options in, value out. The day is an argument.
//! 2. *Decide* (`request.rs`, may refuse) and *apply* (folds one record) are two functions; loading
//!    is folding, and committing folds the same way.
//! 3. Ledgers are append-only; a correction is a new row that reverses or supersedes. State is a
//!    pure function of the *set* of rows: file order, merge order and typing order change nothing.
//! 4. Loading does not stop at a bad line: what is wrong is collected, each defect with its file,
//!    line and column, and shown together.
//! 5. A command's change reaches the disk whole or not at all, whatever happens in between; the
//!    identical row again is no error, so that a retry counts nothing twice.
//! 6. Quantities and money are exact; rates are compared as integers; unknown is never zero.
//! 7. A sealed month takes no row; every later change of its files shows against a chain of sums
//!    that `sha256sum` verifies too. Reopening is a link of the chain, never an erasure.
//! 8. What was known at a moment is the books without the rows recorded later: knowledge is no
//!    argument of a domain, and last month's report comes out again byte for byte.
//! 9. A chart repeats figures of its document: [`report`] says what they mean, each printer draws
//!    them in its own way, and a format that cannot draw loses nothing.
//!
//! # Where words live
//!
//! Labels are in `data/text/<area>.toml`, messages with their hints in
//! `data/diagnostics/<area>.toml`, one file for each first segment of a key, both languages side by
//! side, so that a missing one shows. The pages of the manual are `data/help/<topic>.{zh,en}.md`.

pub mod base;

pub mod closing;
pub mod org;

pub mod assets;
pub mod inspections;
pub mod meters;
pub mod stock;

pub mod books;

pub mod report;
pub mod store;
pub mod text;

pub mod render;
