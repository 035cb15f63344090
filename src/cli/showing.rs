//! What a command shows and hands out: a document in its format, bytes as they are, files of a
//! folder; on stdout, in a pager, or where `--output` says.

use std::io::{self, Write};
use std::path::Path;

use houqin::base::{Diagnostic, Message};
use houqin::inspections::Dossier;
use houqin::render::{self, Colour, Format, Options};
use houqin::report::{
    Appointments, Block, Document, DossierPaper, PaperForm, Present, dossier_copies,
    dossier_papers, index_paper,
};
use houqin::store::{self, FolderPart, PartContent};

use super::fail::{Exit, Failure};
use super::heading::Heading;
use super::pager;
use super::session::{DISK, Session, Stage};
use super::settings::terminal_width;
use super::settings::{Pager, Resolved};

impl Session {
    /// Shows a result in the format that was asked for, on stdout or in the file that was named.
    pub(crate) fn show(&self, result: &impl Present) -> anyhow::Result<Exit> {
        self.show_document(result.present())
    }

    /// The same of a document that is laid out already.
    pub(crate) fn show_document(&self, document: Document<'_>) -> anyhow::Result<Exit> {
        let document = match self.stage {
            Stage::Result => document,
            Stage::Summary => summary(document),
            Stage::Kept => {
                self.keep(document.made());
                return Ok(Exit::Done);
            }
        };
        let (document, heading) = self.headed(document)?;
        let Heading { letterhead, origin } = &heading;
        let options = Options { letterhead: letterhead.as_ref(), origin, ..self.options() };
        let print = |out: &mut dyn Write| {
            render::print(self.format(), &document, self.text(), options, out)
        };
        match &self.resolved.output {
            Some(path) if self.stage == Stage::Result => return self.write_out(path, print),
            None if self.streams() => return self.ui.stream(print),
            Some(_) | None => {}
        }
        let mut bytes = Vec::new();
        print(&mut bytes).map_err(Failure::Output)?;
        self.hand_out(&bytes)
    }

    /// Whether what is printed goes straight to stdout, with nothing that wants to see it first.
    fn streams(&self) -> bool {
        self.stage == Stage::Result && self.resolved.pager != Pager::Wanted
    }

    /// Writes the file that was named.
    fn write_out(
        &self,
        path: &Path,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<Exit> {
        store::stream_output(&DISK, path, write).map_err(Failure::from)?;
        let said = Message::new("cli.written").with("path", path.display().to_string());
        self.ui.talk(&said);
        Ok(Exit::Done)
    }

    /// Shows entries as a calendar file, on stdout or in the file that was named.
    pub(crate) fn show_calendar(&self, appointments: &Appointments) -> anyhow::Result<Exit> {
        let mut bytes = Vec::new();
        render::calendar(appointments, self.text(), &mut bytes).map_err(Failure::Output)?;
        self.hand_out(&bytes)
    }

    /// A file is neither as wide as the terminal nor coloured.
    fn options(&self) -> Options<'_> {
        let Resolved { headers, bom, .. } = self.resolved;
        // Read anew: a terminal may have another size by now.
        let options = Options { headers, bom, width: terminal_width(), ..self.ui.options() };
        match self.resolved.output {
            Some(_) => Options { width: None, colour: Colour::Off, ..options },
            None => options,
        }
    }

    /// Hands out bytes as they are, on stdout or in the file that was named.
    pub(crate) fn hand_out(&self, bytes: &[u8]) -> anyhow::Result<Exit> {
        match self.stage {
            Stage::Result => {}
            Stage::Summary => {
                self.ui.aside(bytes);
                return Ok(Exit::Done);
            }
            // No document, so nothing that could be rolled up.
            Stage::Kept => return Ok(Exit::Done),
        }
        match &self.resolved.output {
            None if self.resolved.pager == Pager::Wanted && pager::paged(bytes) => Ok(Exit::Done),
            None => self.ui.data(bytes),
            Some(path) => self.write_out(path, |out| out.write_all(bytes)),
        }
    }

    /// A page of the manual as this terminal, or the file that was named, shows it.
    pub(crate) fn page(&self, markdown: &str) -> String {
        render::page_text(markdown, self.options())
    }

    /// Whether a file or folder was named to write to.
    pub(crate) const fn has_output(&self) -> bool {
        self.resolved.output.is_some()
    }

    /// Makes the folder that was named, of files that need no store.
    pub(crate) fn hand_out_files(&self, files: Vec<(String, Vec<u8>)>) -> anyhow::Result<Exit> {
        let Some(folder) = &self.resolved.output else { return Ok(Exit::Done) };
        let part = |(name, bytes)| FolderPart { name, content: PartContent::Bytes(bytes) };
        let parts: Vec<FolderPart> = files.into_iter().map(part).collect();
        let here = std::env::current_dir()?;
        store::write_folder(&DISK, &here, folder, &parts).map_err(Failure::from)?;
        let said = Message::new("cli.folder_written").with("path", folder.display().to_string());
        self.ui.talk(&said.with("count", parts.len()));
        Ok(Exit::Done)
    }

    /// Shows the index of an evidence folder, or makes the folder that was named.
    pub(crate) fn hand_out_folder(
        &self,
        index: &Document<'_>,
        dossier: &Dossier,
    ) -> anyhow::Result<Exit> {
        let Some(folder) = &self.resolved.output else { return self.show(index) };
        let printed = |document: &Document<'_>, format: Format| {
            let mut bytes = Vec::new();
            render::print(format, document, self.text(), self.options(), &mut bytes)
                .map_err(Failure::Output)?;
            anyhow::Ok(PartContent::Bytes(bytes))
        };
        let mut parts = Vec::new();
        let papers = dossier_papers(dossier).into_iter();
        for DossierPaper { name, form, document } in papers.chain([index_paper(index)]) {
            let format = match form {
                PaperForm::Markdown => Format::Markdown,
                PaperForm::Csv => Format::Csv,
            };
            parts.push(FolderPart { name, content: printed(&document, format)? });
        }
        parts.extend(dossier_copies(dossier).into_iter().map(|(name, copied)| {
            let (file, sha256) = (copied.file.clone(), copied.sha256.clone());
            FolderPart { name, content: PartContent::Copy { file, sha256 } }
        }));
        store::write_folder(&DISK, &self.folder()?, folder, &parts).map_err(Failure::from)?;
        let said = Message::new("cli.folder_written").with("path", folder.display().to_string());
        self.ui.talk(&said.with("count", parts.len()));
        Ok(Exit::Done)
    }

    /// Shows defects as they stand in their files, on stdout or in the file that was named.
    pub(crate) fn show_excerpts(&self, diagnostics: &[Diagnostic]) -> anyhow::Result<Exit> {
        let mut said = Vec::new();
        for diagnostic in diagnostics {
            render::excerpt(diagnostic, self.text(), self.options(), &mut said)
                .map_err(Failure::Output)?;
        }
        self.hand_out(&said)
    }
}

/// A rehearsal as it is shown to somebody who is about to say yes and never typed `--dry-run`.
fn summary(document: Document<'_>) -> Document<'_> {
    let rehearsed = "receipt.rehearsed";
    let key = if document.key == rehearsed { "ask.summary" } else { document.key };
    let blocks = document.blocks.into_iter().filter_map(|block| match block {
        Block::Notes(mut notes) => {
            notes.retain(|note| note.code != rehearsed);
            (!notes.is_empty()).then_some(Block::Notes(notes))
        }
        other => Some(other),
    });
    Document { key, blocks: blocks.collect(), ..document }
}
