//! The formats, what can be chosen about them, and the one way in.

use std::io;

use super::{Letterhead, cells, csv, html, json, markdown, table, xlsx};
use crate::report::{Document, Fact};
use crate::text::Text;

/// A format in which a document can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for a terminal.
    Table,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON value, see `json.rs` for its schema.
    Json,
    /// GitHub-flavoured Markdown.
    Markdown,
    /// One file for a browser or a printer.
    Html,
    /// A workbook of a spreadsheet program.
    Xlsx,
    /// Typed records that another run of the tool reads back, see `cells/`.
    Cells,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Self; 8] = [
        Self::Table,
        Self::Csv,
        Self::Tsv,
        Self::Json,
        Self::Markdown,
        Self::Html,
        Self::Xlsx,
        Self::Cells,
    ];

    /// Reads the name of a format.
    pub fn parse(name: &str) -> Option<Self> {
        let name = if name == "md" { "markdown" } else { name };
        Self::ALL.into_iter().find(|format| format.word() == name)
    }

    /// The format of a file by how its name ends.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "tsv" => Some(Self::Tsv),
            "json" => Some(Self::Json),
            "md" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// The name of the format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Cells => "cells",
        }
    }

    /// Whether it is bytes for a program and nothing that a terminal shows.
    pub const fn is_binary(self) -> bool {
        match self {
            Self::Table
            | Self::Csv
            | Self::Tsv
            | Self::Json
            | Self::Markdown
            | Self::Html
            | Self::Cells => false,
            Self::Xlsx => true,
        }
    }
}

/// Whether colour is printed; it is never the only sign of anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// With ANSI colours.
    On,
    /// Without.
    Off,
}

/// What stands above the columns of CSV and TSV, and who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headers {
    /// Words, for people with a spreadsheet: totals are there, texts that a spreadsheet would take
    /// for a formula have an apostrophe before them.
    Words,
    /// ASCII names, for programs: lines only, every text exactly as it is kept.
    Keys,
}

/// Whether CSV and TSV begin with a byte order mark, without which Excel on a Chinese Windows
/// shows Chinese as rubbish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bom {
    /// With the mark.
    With,
    /// Without.
    Without,
}

/// What can be chosen about a printed document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options<'a> {
    /// How many columns the terminal has; none where there is no terminal, and nothing is wrapped.
    pub width: Option<u16>,
    /// Whether tables are coloured.
    pub colour: Colour,
    /// What stands above CSV and TSV columns.
    pub headers: Headers,
    /// Whether CSV and TSV begin with a byte order mark.
    pub bom: Bom,
    /// What stands at the head of a paper that is printed; none where the hospital set nothing.
    pub letterhead: Option<&'a Letterhead>,
    /// From which store and which state of it the document comes.
    pub origin: &'a [Fact],
}

/// Prints a document.
pub fn print(
    format: Format,
    document: &Document<'_>,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Table => table::print(document, text, options, out),
        Format::Csv => csv::print(document, text, options, b',', out),
        Format::Tsv => csv::print(document, text, options, b'\t', out),
        Format::Json => json::print(document, text, out),
        Format::Markdown => markdown::print(document, text, options, out),
        Format::Html => html::print(document, text, options, out),
        Format::Xlsx => xlsx::print(document, text, options, out),
        Format::Cells => cells::write_document(document, out),
    }
}
