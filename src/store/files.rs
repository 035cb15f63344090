//! The store's files on a disk: checked paths to real ones, and every error with its file's name.
//!
//! Nothing outside the store's root is ever opened, and nothing but regular files is. What these
//! calls are for is decided in `journal.rs`, `commit.rs` and `recover.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Read, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::disk::not_permitted;
use super::path::{self, OWN_FOLDER, TEMPORARY, temporary};
use super::{Attempt, Disk, Failure, FileImage, Handle, Kind, Seen, StoreError, StorePath};

/// The most bytes a file of the store may have.
pub(super) const SIZE_LIMIT: u64 = 1 << 30;

/// A store's folder on a disk.
pub(super) struct Files<'d> {
    /// The disk.
    pub(super) disk: &'d dyn Disk,
    /// The root, with every link followed.
    pub(super) root: PathBuf,
    /// The folders below it that no link leads to.
    plain: Mutex<BTreeSet<OsString>>,
    /// What stands in those that a writer has looked through, until he changes anything.
    listed: Mutex<BTreeMap<OsString, Option<Listing>>>,
}

/// What stands in a folder; whatever has no name that a file of a store may have is left out.
struct Listing {
    /// The names, behind each other, as the disk has them.
    names: Vec<u8>,
    /// Where each of them ends, and what it stands for.
    ends: Vec<(usize, Kind)>,
}

impl Listing {
    /// Of nothing yet, with room for the names of a year of months, and some.
    fn new() -> Self {
        Self { names: Vec::with_capacity(256), ends: Vec::with_capacity(16) }
    }

    fn push(&mut self, name: &OsStr, kind: Kind) {
        self.names.extend_from_slice(name.as_encoded_bytes());
        self.ends.push((self.names.len(), kind));
    }

    fn each(&self) -> impl Iterator<Item = (&str, Kind)> {
        // Where all names together are text, so is each that begins and ends between its letters:
        // it is found out for all at a time.
        let (mut from, all) = (0, str::from_utf8(&self.names).ok());
        self.ends.iter().filter_map(move |(end, kind)| {
            let of = std::mem::replace(&mut from, *end)..*end;
            let name = match all {
                Some(all) => all.get(of)?,
                None => str::from_utf8(&self.names[of]).ok()?,
            };
            Some((name, *kind))
        })
    }
}

/// What stands at a path that nothing has to be followed to.
enum Stands {
    /// This, a link among it.
    Plain(Seen),
    /// Nothing.
    Nothing,
    /// It has to be followed, or the disk does not say.
    Other,
}

/// Names a failed call that reads.
pub(super) fn reading(
    file: impl std::fmt::Display,
    attempt: Attempt,
) -> impl FnOnce(io::Error) -> StoreError {
    move |source| StoreError::Read(Failure::new(file, attempt, source))
}

/// Names a failed call that writes.
pub(super) fn writing(
    file: impl std::fmt::Display,
    attempt: Attempt,
) -> impl FnOnce(io::Error) -> StoreError {
    move |source| StoreError::Write(Failure::new(file, attempt, source))
}

impl<'d> Files<'d> {
    /// Finds the store's folder.
    pub(super) fn at(disk: &'d dyn Disk, root: &Path) -> Result<Self, StoreError> {
        let shown = || root.display().to_string();
        let root = match disk.resolve(root) {
            Ok(root) => root,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(StoreError::NoStore(shown()));
            }
            Err(error) => return Err(reading(shown(), Attempt::Resolve)(error)),
        };
        match disk.look(&root).map_err(reading(shown(), Attempt::Read))? {
            Some(seen) if seen.kind == Kind::Folder => {
                let (plain, listed) = (Mutex::default(), Mutex::default());
                Ok(Self { disk, root, plain, listed })
            }
            _ => Err(StoreError::NoStore(shown())),
        }
    }

    /// The name of a path in messages: below the root where it lies there.
    pub(super) fn name(&self, path: &Path) -> String {
        let Ok(below) = path.strip_prefix(&self.root) else {
            return path.display().to_string();
        };
        if below.as_os_str().is_empty() {
            return path.display().to_string();
        }
        let parts: Vec<_> = below.iter().map(OsStr::to_string_lossy).collect();
        parts.join("/")
    }

    /// This machine's own folder.
    pub(super) fn own(&self) -> PathBuf {
        self.root.join(OWN_FOLDER)
    }

    /// What stands at a real path.
    pub(super) fn look(&self, path: &Path) -> Result<Option<Seen>, StoreError> {
        self.disk.look(path).map_err(reading(self.name(path), Attempt::Read))
    }

    /// Follows every link of a path, which must not lead out of the store.
    ///
    /// What does not exist yet is put below the deepest folder that does.
    pub(super) fn locate(&self, path: &StorePath) -> Result<PathBuf, StoreError> {
        let wanted = path.under(&self.root);
        let mut missing = Vec::new();
        let mut found = wanted.as_path();
        loop {
            match self.disk.resolve(found) {
                Ok(mut real) => {
                    if !self.inside(&real) {
                        return Err(StoreError::Outside(path.to_string()));
                    }
                    real.extend(missing.iter().rev());
                    return Ok(real);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) if error.kind() == ErrorKind::NotADirectory => {
                    return Err(self
                        .no_folder(found)
                        .unwrap_or_else(|| reading(path, Attempt::Resolve)(error)));
                }
                Err(error) => return Err(reading(path, Attempt::Resolve)(error)),
            }
            if self.look(found)?.is_some() {
                // A link to nowhere.
                return Err(StoreError::Outside(path.to_string()));
            }
            let (Some(name), Some(parent)) = (found.file_name(), found.parent()) else {
                return Err(StoreError::Outside(path.to_string()));
            };
            missing.push(name);
            found = parent;
        }
    }

    /// What stands above a path in the place of a folder.
    fn no_folder(&self, path: &Path) -> Option<StoreError> {
        let above = path.ancestors().skip(1).take_while(|above| above.starts_with(&self.root));
        let is_other = |above: &&Path| matches!(self.disk.look(above), Ok(Some(seen)) if seen.kind != Kind::Folder);
        let file = above.into_iter().find(is_other)?;
        Some(StoreError::NotAFolder(self.name(file)))
    }

    /// Whether a real path is the root or may stand in the store.
    fn inside(&self, real: &Path) -> bool {
        real == self.root
            || real.strip_prefix(&self.root).is_ok_and(|_| StorePath::new(&self.name(real)).is_ok())
            || [OWN_FOLDER, ".houqin/quarantine", ".houqin/conflicts"]
                .iter()
                .any(|own| real == self.root.join(own))
    }

    /// Reads a file whole; `None` when there is none.
    pub(super) fn read(&self, path: &StorePath) -> Result<Option<FileImage>, StoreError> {
        self.read_into(path, Vec::new())
    }

    /// The same into memory that is there already.
    pub(super) fn read_into(
        &self,
        path: &StorePath,
        mut bytes: Vec<u8>,
    ) -> Result<Option<FileImage>, StoreError> {
        let Some((real, seen)) = self.find(path)? else { return Ok(None) };
        let handle = self.disk.open(&real).map_err(reading(path, Attempt::Open))?;
        let expected = usize::try_from(seen.len).unwrap_or(0);
        read_whole(handle, expected, &mut bytes).map_err(reading(path, Attempt::Read))?;
        within_limit(path, bytes.len() as u64)?;
        Ok(Some(FileImage { path: path.clone(), bytes, seen }))
    }

    /// Opens a file where it lies, to be read from a byte on.
    pub(super) fn open_from(
        &self,
        (path, real): (&StorePath, &Path),
        at: u64,
    ) -> Result<Box<dyn Handle>, StoreError> {
        let mut handle = self.disk.open(real).map_err(reading(path, Attempt::Open))?;
        if at > 0 {
            handle.seek(SeekFrom::Start(at)).map_err(reading(path, Attempt::Read))?;
        }
        Ok(handle)
    }

    /// Where a regular file lies; `None` when nothing is there.
    pub(super) fn find(&self, path: &StorePath) -> Result<Option<(PathBuf, Seen)>, StoreError> {
        let wanted = path.under(&self.root);
        // What is wrong is for whoever follows the path to tell.
        match self.stands(&wanted) {
            Stands::Nothing => return Ok(None),
            Stands::Plain(seen) if seen.kind == Kind::File => {
                within_limit(path, seen.len)?;
                return Ok(Some((wanted, seen)));
            }
            Stands::Plain(_) | Stands::Other => {}
        }
        let real = self.locate(path)?;
        Ok(self.regular(path, &real)?.map(|seen| (real, seen)))
    }

    /// What stands at a path below the root, as far as no link leads there and nothing has to be
    /// followed.
    fn stands(&self, path: &Path) -> Stands {
        let Some(above) = path.parent() else { return Stands::Other };
        match self.plain_folder(above) {
            Some(true) => {}
            Some(false) => return Stands::Nothing,
            None => return Stands::Other,
        }
        match self.disk.look(path) {
            Ok(Some(seen)) => Stands::Plain(seen),
            Ok(None) => Stands::Nothing,
            Err(_) => Stands::Other,
        }
    }

    /// Whether a folder stands at the root or below it where its path says; none where that has to
    /// be followed.
    fn plain_folder(&self, folder: &Path) -> Option<bool> {
        // Letter by letter: part by part takes ten times as long, and every path is made here.
        let whole = folder.as_os_str();
        if whole == self.root.as_os_str() || self.plain().contains(whole) {
            return Some(true);
        }
        // A writer came there from the root, and not by links.
        if self.listed().contains_key(whole) {
            return Some(true);
        }
        if !folder.starts_with(&self.root) {
            return None;
        }
        match self.stands(folder) {
            Stands::Plain(seen) if seen.kind == Kind::Folder => {
                self.plain().insert(whole.to_os_string());
                Some(true)
            }
            Stands::Nothing => Some(false),
            Stands::Plain(_) | Stands::Other => None,
        }
    }

    fn plain(&self) -> MutexGuard<'_, BTreeSet<OsString>> {
        self.plain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands over what the disk says of files, one after another, with what each is known by; none
    /// where any of them is no regular file that lies where its path says, or where its taker wants
    /// no more of them.
    pub(super) fn each_in_place<'p, T>(
        &self,
        paths: impl Iterator<Item = (&'p StorePath, T)>,
        mut take: impl FnMut(T, Seen) -> Option<()>,
    ) -> Option<()> {
        for (path, of) in paths {
            let real = path.under(&self.root);
            self.plain_folder(real.parent()?)?.then_some(())?;
            let seen = self.disk.look(&real).ok()?;
            take(of, seen.filter(|seen| seen.kind == Kind::File)?)?;
        }
        Some(())
    }

    /// Hands over the names of what stands in a folder, in no order, and what the disk says of it
    /// when asked; none where the folder or what stands there does not lie where its path says, or
    /// where its taker wants no more of it.
    pub(super) fn each_below(
        &self,
        folder: &StorePath,
        mut take: impl FnMut(&str, &mut dyn FnMut() -> Option<Seen>) -> Option<()>,
    ) -> Result<Option<()>, StoreError> {
        let real = folder.under(&self.root);
        let entries = match self.known(&real) {
            Some(entries) => Some(entries),
            None if self.plain_folder(&real) == Some(true) => self.entries(folder)?,
            None => None,
        };
        let Some(entries) = entries else { return Ok(None) };
        let Ok(mut below) = self.disk.below(&real) else { return Ok(None) };
        for (name, kind) in entries.each() {
            let mut look = || {
                let seen = below.look(name).ok().flatten();
                seen.filter(|seen| seen.kind == kind && kind != Kind::Link)
            };
            if take(name, &mut look).is_none() {
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    /// What the disk says of a regular file; `None` when nothing is there.
    pub(super) fn regular(
        &self,
        path: &StorePath,
        real: &Path,
    ) -> Result<Option<Seen>, StoreError> {
        match self.look(real)? {
            None => Ok(None),
            Some(seen) if seen.kind != Kind::File => Err(StoreError::NotAFile(path.to_string())),
            Some(seen) => {
                within_limit(path, seen.len)?;
                Ok(Some(seen))
            }
        }
    }

    /// Names the files directly below a folder, sorted; none when there is no folder.
    ///
    /// A name with an ending is that of a file, whatever stands there: reading it tells. Links
    /// count as what they lead to. Names that cannot stand in a store are passed over.
    pub(super) fn list(&self, folder: &StorePath) -> Result<Vec<StorePath>, StoreError> {
        self.below(folder, |name, kind| kind == Some(Kind::File) || name.contains('.'))
    }

    /// Names the folders directly below a folder, sorted; none when there is no folder.
    ///
    /// A name without an ending is that of a folder, whatever stands there: listing it tells.
    pub(super) fn folders(&self, folder: &StorePath) -> Result<Vec<StorePath>, StoreError> {
        self.below(folder, |name, kind| kind == Some(Kind::Folder) || !name.contains('.'))
    }

    /// Where a folder lies; `None` when nothing is there.
    fn find_folder(&self, folder: &StorePath) -> Result<Option<PathBuf>, StoreError> {
        let wanted = folder.under(&self.root);
        match self.plain_folder(&wanted) {
            Some(true) => return Ok(Some(wanted)),
            Some(false) => return Ok(None),
            None => {}
        }
        let real = self.locate(folder)?;
        match self.look(&real)? {
            None => Ok(None),
            Some(seen) if seen.kind == Kind::Folder => Ok(Some(real)),
            Some(_) => Err(StoreError::NotAFolder(folder.to_string())),
        }
    }

    fn below(
        &self,
        folder: &StorePath,
        wanted: impl Fn(&str, Option<Kind>) -> bool,
    ) -> Result<Vec<StorePath>, StoreError> {
        let Some(entries) = self.entries(folder)? else { return Ok(Vec::new()) };
        let mut files = Vec::new();
        for (name, kind) in entries.each() {
            let Some(path) = folder.child(name) else { continue };
            let found = match kind {
                Kind::Link => self.look(&self.locate(&path)?)?.map(|seen| seen.kind),
                kind => Some(kind),
            };
            if wanted(path.name(), found) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// What stands in a folder; none when there is no folder.
    fn entries(&self, folder: &StorePath) -> Result<Option<Listing>, StoreError> {
        if let Some(known) = self.known(&folder.under(&self.root)) {
            return Ok(Some(known));
        }
        let Some(real) = self.find_folder(folder)? else { return Ok(None) };
        let mut entries = Listing::new();
        let listed = self.disk.each(&real, &mut |name, kind| entries.push(name, kind));
        listed.map_err(reading(folder, Attempt::List))?;
        Ok(Some(entries))
    }

    /// What stands in a folder that a writer has looked through, and came to not by links; hardly
    /// anybody asks twice.
    fn known(&self, folder: &Path) -> Option<Listing> {
        self.listed().get_mut(folder.as_os_str()).and_then(Option::take)
    }

    fn listed(&self) -> MutexGuard<'_, BTreeMap<OsString, Option<Listing>>> {
        self.listed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what stands in folders: something is about to be put there or taken away.
    fn unlist(&self) {
        self.listed().clear();
    }

    /// Creates the folders above a file that are not there, each safe on the disk.
    pub(super) fn create_folders(&self, file: &Path) -> Result<(), StoreError> {
        let Some(folder) = file.parent() else {
            return Ok(());
        };
        self.unlist();
        let mut missing = Vec::new();
        let mut at = folder;
        while at != self.root && self.look(at)?.is_none() {
            missing.push(at);
            at = at.parent().unwrap_or(&self.root);
        }
        for folder in missing.into_iter().rev() {
            let name = self.name(folder);
            self.disk.create_folder(folder).map_err(writing(&name, Attempt::CreateFolder))?;
            self.sync_parent(folder)?;
        }
        Ok(())
    }

    /// Makes sure that the name of a file is on the disk.
    pub(super) fn sync_parent(&self, file: &Path) -> Result<(), StoreError> {
        let folder = file.parent().unwrap_or(&self.root);
        self.disk.sync_folder(folder).map_err(writing(self.name(folder), Attempt::Sync))
    }

    /// Writes a content into a temporary file beside its target, and syncs it.
    ///
    /// The name follows from the number of the record, so that leftovers are found. The mode is
    /// that of the file it will replace.
    pub(super) fn stage(
        &self,
        target: &Path,
        (seq, index): (u64, usize),
        content: &[u8],
    ) -> Result<PathBuf, StoreError> {
        self.unlist();
        let name = self.name(target);
        let temp = target.with_file_name(format!("{TEMPORARY}{seq}-{index}"));
        let mut handle = self.disk.create_new(&temp).map_err(writing(&name, Attempt::Create))?;
        let written = (|| {
            if self.look(target)?.is_some() {
                handle.imitate(target).map_err(writing(&name, Attempt::Create))?;
            }
            handle.write_all(content).map_err(writing(&name, Attempt::Write))?;
            handle.sync().map_err(writing(&name, Attempt::Sync))
        })();
        match written {
            Ok(()) => Ok(temp),
            Err(error) => {
                drop(handle);
                self.discard(&temp);
                Err(error)
            }
        }
    }

    /// Puts a staged file in the place of its target.
    pub(super) fn publish(&self, temp: &Path, target: &Path) -> Result<(), StoreError> {
        self.unlist();
        self.disk.rename(temp, target).map_err(writing(self.name(target), Attempt::Rename))
    }

    /// Removes a temporary file; if that fails too, the next writer removes it.
    pub(super) fn discard(&self, temp: &Path) {
        let _ = self.disk.remove(temp);
    }

    /// Removes the temporary files that a crash left anywhere in the store, and remembers what else
    /// stands there: whoever looks into a folder afterwards finds it looked through already.
    pub(super) fn clear(&self) -> Result<(), StoreError> {
        let (mut folders, mut listed) = (vec![self.root.clone()], BTreeMap::new());
        while let Some(folder) = folders.pop() {
            let (mut entries, mut left) = (Listing::new(), Vec::new());
            let walked = self.disk.each(&folder, &mut |name, kind| {
                let hidden = name.as_encoded_bytes().starts_with(b".");
                if kind == Kind::Folder && (!hidden || name == OWN_FOLDER) {
                    folders.push(path::below(&folder, name));
                } else if kind == Kind::File && hidden && name.to_str().is_some_and(temporary) {
                    left.push(folder.join(name));
                    return;
                }
                entries.push(name, kind);
            });
            match walked {
                Ok(()) => {}
                // Where this user may not look, this user left nothing either: `lost+found`.
                Err(error) if not_permitted(&error) => continue,
                Err(error) => return Err(reading(self.name(&folder), Attempt::List)(error)),
            }
            for path in left {
                self.disk.remove(&path).map_err(writing(self.name(&path), Attempt::Remove))?;
            }
            listed.insert(folder.into_os_string(), Some(entries));
        }
        *self.listed() = listed;
        Ok(())
    }
}

fn within_limit(path: &StorePath, bytes: u64) -> Result<(), StoreError> {
    if bytes > SIZE_LIMIT {
        return Err(StoreError::TooLarge { file: path.to_string(), bytes });
    }
    Ok(())
}

/// Reads a file of which the disk says how long it is.
///
/// It is all there once so many bytes came and no more, though there was room for them; what it
/// grew by meanwhile is read too.
fn read_whole(mut handle: Box<dyn Handle>, expected: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
    bytes.resize(expected + 1, 0);
    let mut n_read = 0;
    while n_read <= expected {
        match handle.read(&mut bytes[n_read..]) {
            Ok(0) => break,
            Ok(more) => n_read += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        if n_read == expected {
            break;
        }
    }
    bytes.truncate(n_read);
    if n_read > expected {
        let room = (SIZE_LIMIT + 1).saturating_sub(n_read as u64);
        handle.take(room).read_to_end(bytes)?;
    }
    Ok(())
}

/// Writes over what is there.
pub(super) fn write_at(handle: &mut dyn Handle, at: u64, bytes: &[u8]) -> io::Result<()> {
    handle.seek(SeekFrom::Start(at))?;
    handle.write_all(bytes)
}

/// Writes at the end of a file, wherever the handle stood.
pub(super) fn write_at_end(handle: &mut dyn Handle, bytes: &[u8]) -> io::Result<()> {
    handle.seek(SeekFrom::End(0))?;
    handle.write_all(bytes)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn names_are_what_each_of_them_is_by_itself() {
        let lamp = "灯".as_bytes();
        for (names, expected) in [
            (vec!["a.csv".as_bytes(), lamp, b"b"], vec!["a.csv", "灯", "b"]),
            (vec![b"a", &lamp[..1], &lamp[1..], b"b"], vec!["a", "b"]),
            (vec![b"a", b"\xFF", lamp], vec!["a", "灯"]),
        ] {
            let mut listing = Listing::new();
            for name in names {
                listing.push(OsStr::from_bytes(name), Kind::File);
            }
            let found: Vec<&str> = listing.each().map(|(name, _)| name).collect();
            assert_eq!(found, expected);
        }
    }
}
