//! A disk in memory that knows what was synced and what was not.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::{Creation, Disk, Handle, Kind, LockFile, LockMode, Seen};

/// The disk; `copy` branches it, for the same past with another future.
pub(super) struct MemoryDisk(Arc<Mutex<World>>);

#[derive(Clone)]
struct World {
    nodes: BTreeMap<u64, Node>,
    next: u64,
    pending: Vec<Pending>,
    read_only: bool,
    locks: (u32, bool),
}

/// A file or folder as programs see it, and as it would be after a power failure.
#[derive(Clone, Hash)]
enum Node {
    File { now: Vec<u8>, safe: Vec<u8> },
    Folder { now: BTreeMap<OsString, u64>, safe: BTreeMap<OsString, u64> },
}

/// What programs see and the disk does not have yet.
#[derive(Clone, Hash)]
enum Pending {
    Write { node: u64, at: usize, bytes: Vec<u8> },
    Cut { node: u64, len: usize },
    Names { node: u64, changes: Vec<(OsString, Option<u64>)> },
}

/// What a power failure leaves of what was not synced.
#[derive(Debug, Clone, Copy)]
pub(super) enum Loss {
    /// The process was killed, the machine ran on: everything is as programs saw it.
    Nothing,
    /// Nothing came to the disk.
    All,
    /// Every other change, from the first or from the second.
    Every2nd(usize),
    /// The first half of each write, and every name.
    FirstHalves,
    /// The second half of each write, and no name.
    SecondHalves,
    /// As the bits say, two a change: drop, keep, one half, the other.
    Bits(u64),
}

/// Which part of a change came to the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    All,
    First,
    Second,
}

impl Loss {
    fn part(self, index: usize, names: bool) -> Part {
        match self {
            Self::All => Part::None,
            Self::Every2nd(first) if index % 2 == first => Part::None,
            Self::Nothing | Self::Every2nd(_) => Part::All,
            Self::FirstHalves => Part::First,
            Self::SecondHalves if names => Part::None,
            Self::SecondHalves => Part::Second,
            Self::Bits(bits) => match (bits >> (index * 2 % 64)) & 3 {
                0 => Part::None,
                1 => Part::All,
                2 => Part::First,
                _ => Part::Second,
            },
        }
    }
}

const ROOT: u64 = 1;

impl MemoryDisk {
    /// An empty disk with the folder `/store`.
    pub(super) fn new() -> Self {
        let folder =
            |names: BTreeMap<OsString, u64>| Node::Folder { now: names.clone(), safe: names };
        let root = BTreeMap::from([(OsString::from("store"), 2)]);
        let nodes = BTreeMap::from([(ROOT, folder(root)), (2, folder(BTreeMap::new()))]);
        let world =
            World { nodes, next: 3, pending: Vec::new(), read_only: false, locks: (0, false) };
        Self(Arc::new(Mutex::new(world)))
    }

    /// The same disk once more.
    pub(super) fn copy(&self) -> Self {
        let mut world = self.world().clone();
        world.locks = (0, false);
        Self(Arc::new(Mutex::new(world)))
    }

    /// Time passes, and everything comes to the disk.
    pub(super) fn rest(&self) {
        let mut world = self.world();
        for change in std::mem::take(&mut world.pending) {
            world.make_safe(&change, Part::All);
        }
    }

    /// A number for the disk's whole state, synced and unsynced.
    pub(super) fn state(&self) -> u64 {
        let world = self.world();
        let mut hasher = DefaultHasher::new();
        (&world.nodes, &world.pending).hash(&mut hasher);
        hasher.finish()
    }

    /// The very same disk, not a copy.
    pub(super) fn share(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    /// From now on this user may not write.
    pub(super) fn make_read_only(&self) {
        self.world().read_only = true;
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The machine stops and starts again with what came to the disk.
    pub(super) fn lose(&self, loss: Loss) {
        if matches!(loss, Loss::Nothing) {
            return;
        }
        let mut world = self.world();
        let pending = std::mem::take(&mut world.pending);
        for (index, change) in pending.iter().enumerate() {
            let part = loss.part(index, matches!(change, Pending::Names { .. }));
            if part != Part::None {
                world.make_safe(change, part);
            }
        }
        for node in world.nodes.values_mut() {
            match node {
                Node::File { now, safe } => now.clone_from(safe),
                Node::Folder { now, safe } => now.clone_from(safe),
            }
        }
    }

    /// Drops what was written into a file and not synced from what will ever come to the disk, as
    /// Linux does when syncing fails; programs go on seeing it.
    pub(super) fn forget(&self, node: u64) {
        self.world()
            .pending
            .retain(|change| !matches!(change, Pending::Write { node: of, .. } if *of == node));
    }

    /// Every file that programs see below a folder, without those of this machine's own folder.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        self.world().collect(2, "", &mut files);
        files
    }

    /// The content of a file as programs see it.
    pub(super) fn content(&self, path: &str) -> Option<Vec<u8>> {
        let world = self.world();
        match world.nodes.get(&world.find(Path::new(path)).ok()?)? {
            Node::File { now, .. } => Some(now.clone()),
            Node::Folder { .. } => None,
        }
    }

    /// The contents of all files directly below a folder, in no order.
    pub(super) fn contents_below(&self, folder: &str) -> Vec<Vec<u8>> {
        let entries = self.list(Path::new(folder)).unwrap_or_default();
        let content = |(name, _): (OsString, Kind)| {
            self.content(&format!("{folder}/{}", name.to_string_lossy()))
        };
        entries.into_iter().filter_map(content).collect()
    }

    /// Another program writes a file: into it, as the simplest editors do.
    pub(super) fn scribble(&self, path: &str, content: &[u8]) {
        let path = Path::new(path);
        let mut world = self.world();
        let node = world.find(path).unwrap_or_else(|_| {
            world.add(path, Node::File { now: Vec::new(), safe: Vec::new() }).expect("a folder")
        });
        if let Some(Node::File { now, safe }) = world.nodes.get_mut(&node) {
            (*now, *safe) = (content.to_vec(), content.to_vec());
        }
        world.pending.retain(|change| change.node() != node);
    }

    /// Another program replaces a file, as most editors do.
    pub(super) fn substitute(&self, path: &str, content: &[u8]) {
        let path = Path::new(path);
        let mut world = self.world();
        let bytes = content.to_vec();
        world.add(path, Node::File { now: bytes.clone(), safe: bytes }).expect("a folder");
    }
}

impl Pending {
    fn node(&self) -> u64 {
        match self {
            Self::Write { node, .. } | Self::Cut { node, .. } | Self::Names { node, .. } => *node,
        }
    }
}

fn error<T>(kind: ErrorKind) -> io::Result<T> {
    Err(io::Error::from(kind))
}

fn put(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if content.len() < at + bytes.len() {
        content.resize(at + bytes.len(), 0);
    }
    content[at..at + bytes.len()].copy_from_slice(bytes);
}

impl World {
    fn find(&self, path: &Path) -> io::Result<u64> {
        let mut node = ROOT;
        for name in path.iter().skip(1) {
            match self.nodes.get(&node) {
                Some(Node::Folder { now, .. }) => match now.get(name) {
                    Some(child) => node = *child,
                    None => return error(ErrorKind::NotFound),
                },
                _ => return error(ErrorKind::NotADirectory),
            }
        }
        Ok(node)
    }

    fn folder(&self, path: &Path) -> io::Result<(u64, OsString)> {
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return error(ErrorKind::InvalidInput);
        };
        Ok((self.find(parent)?, name.to_owned()))
    }

    /// Changes names in a folder, together.
    fn rename(&mut self, node: u64, changes: Vec<(OsString, Option<u64>)>) -> io::Result<()> {
        if self.read_only {
            return error(ErrorKind::ReadOnlyFilesystem);
        }
        match self.nodes.get_mut(&node) {
            Some(Node::Folder { now, .. }) => apply(now, &changes),
            _ => return error(ErrorKind::NotADirectory),
        }
        self.pending.push(Pending::Names { node, changes });
        Ok(())
    }

    fn add(&mut self, path: &Path, new: Node) -> io::Result<u64> {
        let (folder, name) = self.folder(path)?;
        let node = self.next;
        self.next += 1;
        self.nodes.insert(node, new);
        self.rename(folder, vec![(name, Some(node))])?;
        Ok(node)
    }

    fn make_safe(&mut self, change: &Pending, part: Part) {
        let Some(node) = self.nodes.get_mut(&change.node()) else {
            return;
        };
        match (node, change) {
            (Node::File { safe, .. }, Pending::Write { at, bytes, .. }) => {
                let half = bytes.len() / 2;
                match part {
                    Part::None => {}
                    Part::All => put(safe, *at, bytes),
                    Part::First => put(safe, *at, &bytes[..half]),
                    Part::Second => put(safe, *at + half, &bytes[half..]),
                }
            }
            (Node::File { safe, .. }, Pending::Cut { len, .. }) => safe.resize(*len, 0),
            (Node::Folder { safe, .. }, Pending::Names { changes, .. }) => apply(safe, changes),
            _ => {}
        }
    }

    fn sync(&mut self, node: u64) {
        let all = std::mem::take(&mut self.pending);
        let (ours, others) = all.into_iter().partition(|change| change.node() == node);
        self.pending = others;
        let ours: Vec<Pending> = ours;
        for change in &ours {
            self.make_safe(change, Part::All);
        }
    }

    fn collect(&self, folder: u64, below: &str, files: &mut BTreeMap<String, String>) {
        let Some(Node::Folder { now, .. }) = self.nodes.get(&folder) else {
            return;
        };
        for (name, node) in now {
            let name = name.to_string_lossy();
            match self.nodes.get(node) {
                Some(Node::File { now, .. }) => {
                    let text = String::from_utf8_lossy(now).into_owned();
                    files.insert(format!("{below}{name}"), text);
                }
                _ if name == ".houqin" => {}
                _ => self.collect(*node, &format!("{below}{name}/"), files),
            }
        }
    }
}

fn apply(names: &mut BTreeMap<OsString, u64>, changes: &[(OsString, Option<u64>)]) {
    for (name, node) in changes {
        match node {
            Some(node) => names.insert(name.clone(), *node),
            None => names.remove(name),
        };
    }
}

impl Disk for MemoryDisk {
    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        let world = self.world();
        match world.find(path) {
            Ok(node) => Ok(Some(world.seen(node))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.world().find(path).map(|_| path.to_path_buf())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        let world = self.world();
        let node = world.find(folder)?;
        let Some(Node::Folder { now, .. }) = world.nodes.get(&node) else {
            return error(ErrorKind::NotADirectory);
        };
        Ok(now.iter().map(|(name, node)| (name.clone(), world.seen(*node).kind)).collect())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let node = self.world().find(path)?;
        Ok(Box::new(MemoryFile { world: Arc::clone(&self.0), node, at: 0, append: false }))
    }

    fn open_append(&self, path: &Path, create: Creation) -> io::Result<Box<dyn Handle>> {
        let mut world = self.world();
        if world.read_only {
            return error(ErrorKind::PermissionDenied);
        }
        let node = match (world.find(path), create) {
            (Err(error), Creation::IfAbsent) if error.kind() == ErrorKind::NotFound => {
                world.add(path, Node::File { now: Vec::new(), safe: Vec::new() })?
            }
            (found, _) => found?,
        };
        Ok(Box::new(MemoryFile { world: Arc::clone(&self.0), node, at: 0, append: true }))
    }

    fn open_write(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let world = self.world();
        if world.read_only {
            return error(ErrorKind::PermissionDenied);
        }
        let node = world.find(path)?;
        Ok(Box::new(MemoryFile { world: Arc::clone(&self.0), node, at: 0, append: false }))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let mut world = self.world();
        if world.find(path).is_ok() {
            return error(ErrorKind::AlreadyExists);
        }
        let node = world.add(path, Node::File { now: Vec::new(), safe: Vec::new() })?;
        Ok(Box::new(MemoryFile { world: Arc::clone(&self.0), node, at: 0, append: false }))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world();
        if world.find(path).is_ok() {
            return error(ErrorKind::AlreadyExists);
        }
        let names = BTreeMap::new();
        world.add(path, Node::Folder { now: names.clone(), safe: names }).map(|_| ())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world();
        let node = world.find(from)?;
        let ((folder, from), (other, to)) = (world.folder(from)?, world.folder(to)?);
        assert_eq!(folder, other, "a rename from folder to folder is not what this disk can do");
        world.rename(folder, vec![(from, None), (to, Some(node))])
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.find(path)?;
        let (folder, name) = world.folder(path)?;
        world.rename(folder, vec![(name, None)])
    }

    /// What is in the folder goes with it: nobody here asks for a folder that is not empty.
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.remove(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut world = self.world();
        let node = world.find(folder)?;
        world.sync(node);
        Ok(())
    }

    fn open_lock(&self, path: &Path) -> io::Result<Box<dyn LockFile>> {
        let writable = !self.world().read_only;
        if writable {
            self.open_append(path, Creation::IfAbsent)?;
        } else {
            self.open(path).map_err(|_| io::Error::from(ErrorKind::PermissionDenied))?;
        }
        let held = Mutex::new(None);
        Ok(Box::new(MemoryLock { world: Arc::clone(&self.0), held, writable }))
    }
}

impl World {
    fn seen(&self, node: u64) -> Seen {
        let (kind, len) = match self.nodes.get(&node) {
            Some(Node::File { now, .. }) => (Kind::File, now.len() as u64),
            _ => (Kind::Folder, 0),
        };
        Seen { kind, len, device: 1, inode: node, open_to_all: false, modified: None }
    }
}

/// An open file.
struct MemoryFile {
    world: Arc<Mutex<World>>,
    node: u64,
    at: usize,
    append: bool,
}

impl MemoryFile {
    fn with<T>(&self, action: impl FnOnce(&mut World, &mut Vec<u8>) -> T) -> T {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        let mut content = match world.nodes.get_mut(&self.node) {
            Some(Node::File { now, .. }) => std::mem::take(now),
            _ => panic!("a file that is none"),
        };
        let result = action(&mut world, &mut content);
        if let Some(Node::File { now, .. }) = world.nodes.get_mut(&self.node) {
            *now = content;
        }
        result
    }
}

impl Read for MemoryFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let at = self.at;
        let read = self.with(|_, content| {
            let rest = content.get(at..).unwrap_or(&[]);
            let len = rest.len().min(buffer.len());
            buffer[..len].copy_from_slice(&rest[..len]);
            len
        });
        self.at += read;
        Ok(read)
    }
}

impl Write for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (node, append, at) = (self.node, self.append, self.at);
        self.at = self.with(|world, content| {
            let at = if append { content.len() } else { at };
            put(content, at, bytes);
            world.pending.push(Pending::Write { node, at, bytes: bytes.to_vec() });
            at + bytes.len()
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for MemoryFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let len = self.with(|_, content| content.len());
        self.at = match to {
            SeekFrom::Start(at) => usize::try_from(at).expect("a small file"),
            SeekFrom::End(0) => len,
            _ => return error(ErrorKind::Unsupported),
        };
        Ok(self.at as u64)
    }
}

impl Handle for MemoryFile {
    fn seen(&self) -> io::Result<Seen> {
        let len = self.with(|_, content| content.len() as u64);
        Ok(Seen {
            kind: Kind::File,
            len,
            device: 1,
            inode: self.node,
            open_to_all: false,
            modified: None,
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner).sync(self.node);
        Ok(())
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        let (node, len) = (self.node, usize::try_from(len).expect("a small file"));
        self.with(|world, content| {
            content.resize(len, 0);
            world.pending.push(Pending::Cut { node, len });
        });
        Ok(())
    }

    fn imitate(&mut self, _original: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// An open lock file; nobody waits on it, since these tests run one thread.
struct MemoryLock {
    world: Arc<Mutex<World>>,
    held: Mutex<Option<LockMode>>,
    writable: bool,
}

impl LockFile for MemoryLock {
    fn try_lock(&self, mode: LockMode) -> io::Result<bool> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        let (shared, exclusive) = &mut world.locks;
        match mode {
            LockMode::Shared if !*exclusive => *shared += 1,
            LockMode::Exclusive if !*exclusive && *shared == 0 => *exclusive = true,
            _ => return Ok(false),
        }
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(mode);
        Ok(true)
    }

    fn lock(&self, _mode: LockMode) -> io::Result<()> {
        error(ErrorKind::WouldBlock)
    }

    fn writable(&self) -> bool {
        self.writable
    }
}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        match *self.held.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(LockMode::Shared) => world.locks.0 -= 1,
            Some(LockMode::Exclusive) => world.locks.1 = false,
            None => {}
        }
    }
}
