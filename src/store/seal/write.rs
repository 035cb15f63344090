//! Making a link: the month's files are summed up, its balances and its account written, and all of
//! it named in a manifest.

use std::collections::BTreeMap;

use crate::base::{Argument, Message};
use crate::books::{Books, Carried};
use crate::closing::{Link, LinkKind, Seal, Sealable};
use crate::store::codec::write_line;
use crate::store::journal::Journal;
use crate::store::{Digest, Op, StoreError, StorePath, encoding, layout};

use super::sources::{Part, Source, copy, sources};
use super::{Changed, account, changes, lines, manifest};

/// The link that a new one follows: its manifest and the manifest's sum.
pub(in crate::store) type Previous = Option<(StorePath, Digest)>;

/// A link that is ready to be written.
pub(in crate::store) struct Made {
    /// The link, with its head.
    pub(in crate::store) link: Link,
    /// Its files.
    pub(in crate::store) ops: Vec<Op>,
    /// What has changed since the month was sealed before.
    pub(in crate::store) changes: Vec<Changed>,
    /// The link that the next one follows.
    pub(in crate::store) previous: (StorePath, Digest),
}

/// Makes a link; `balances` are those that a seal carries forward.
pub(in crate::store) fn make(
    journal: &Journal<'_>,
    books: &Books,
    (seal, balances): (&Seal, Option<&Carried>),
    previous: Previous,
) -> Result<Made, StoreError> {
    let link = &seal.link;
    let of_month = match link.kind {
        LinkKind::Seal => Month::read(journal, books, link)?,
        LinkKind::Reopen => Month::default(),
    };
    let changes = match before(journal, books, link)? {
        Some(sealed) => changes::changes(&sealed, &of_month.texts),
        None => Vec::new(),
    };
    let own = |ending: &str| layout::seal_file(link, ending);
    let mut files = vec![(own("toml"), account::write(seal, &changes).into_bytes())];
    files.extend(balances.map(|carried| (own("balances.csv"), table(carried).into_bytes())));
    files.extend(of_month.copies);
    let summed = files.iter().chain(&of_month.whole);
    let sums = lines::write(summed.map(|(path, bytes)| (path, bytes.as_slice())));
    files.push((own("lines"), sums.into_bytes()));
    let mut entries: Vec<(StorePath, Digest)> = previous.into_iter().collect();
    let listed = files.iter().chain(&of_month.whole);
    entries.extend(listed.map(|(path, bytes)| (path.clone(), Digest::of(bytes))));
    let text = manifest::write(&manifest::title(link), &entries);
    let head = Digest::of(text.as_bytes());
    files.push((own("sha256"), text.into_bytes()));
    let ops = files.into_iter().map(|(path, data)| Op::Write { path, pre: None, data });
    Ok(Made {
        ops: ops.collect(),
        changes,
        previous: (own("sha256"), head),
        link: Link { head: head.to_string(), ..link.clone() },
    })
}

/// What a month of a book consists of, read.
#[derive(Default)]
struct Month {
    /// The files that belong to the month as a whole.
    whole: Vec<(StorePath, Vec<u8>)>,
    /// Copies of its rows in files that go on growing.
    copies: Vec<(StorePath, Vec<u8>)>,
    /// All of it as text, by the file it comes from.
    texts: BTreeMap<String, String>,
}

impl Month {
    fn read(journal: &Journal<'_>, books: &Books, link: &Link) -> Result<Self, StoreError> {
        let mut month = Self::default();
        let part = Part::of(&books.closing, link.of);
        for source in sources(journal, part)? {
            let (Source::Whole(path) | Source::Rows { path, .. }) = &source;
            let Some(image) = journal.read(path)? else { continue };
            let text = encoding::decode(path.as_str(), &image.bytes)?.text;
            match source {
                Source::Whole(path) => {
                    month.texts.insert(path.to_string(), text.to_owned());
                    month.whole.push((path, image.bytes));
                }
                Source::Rows { path, column, name } => {
                    let Some(copy) = copy(text, column, part) else { continue };
                    let own = layout::seal_file(link, &format!("{name}.csv"));
                    month.texts.insert(path.to_string(), copy.clone());
                    month.copies.push((own, copy.into_bytes()));
                }
            }
        }
        Ok(month)
    }
}

/// The sums of the lines of a month when it was sealed before; none if it never was.
fn before(
    journal: &Journal<'_>,
    books: &Books,
    link: &Link,
) -> Result<Option<lines::LineSums>, StoreError> {
    if link.kind == LinkKind::Reopen {
        return Ok(None);
    }
    let seals = books.closing.links().iter();
    let mut earlier =
        seals.filter(|earlier| earlier.kind == LinkKind::Seal && earlier.of == link.of);
    let Some(earlier) = earlier.next_back() else { return Ok(None) };
    let Some(image) = journal.read(&layout::seal_file(earlier, "lines"))? else { return Ok(None) };
    let mut sums = lines::read(&image.bytes);
    // The seal's own files are not the month's; a copy of rows stands for the file they came from.
    let own = layout::seal_file(earlier, "");
    let copies: BTreeMap<String, String> = sources(journal, Part::of(&books.closing, link.of))?
        .into_iter()
        .filter_map(|source| match source {
            Source::Rows { path, name, .. } => {
                let own = layout::seal_file(earlier, &format!("{name}.csv"));
                Some((own.to_string(), path.to_string()))
            }
            Source::Whole(_) => None,
        })
        .collect();
    let named = sums.into_iter().filter_map(|(file, sums)| match copies.get(&file) {
        Some(path) => Some((path.clone(), sums)),
        None => (!file.starts_with(own.as_str())).then_some((file, sums)),
    });
    sums = named.collect();
    Ok(Some(sums))
}

pub(super) fn table(carried: &Carried) -> String {
    let mut text = write_line(carried.columns.iter().copied(), "\n");
    for row in &carried.rows {
        text.push_str(&write_line(row.iter().map(String::as_str), "\n"));
    }
    text
}

/// Names the month's files that do not end their lines as the store does: git would change them
/// when it checks them out elsewhere, and the seal would no longer fit.
pub(in crate::store) fn crlf_files(
    journal: &Journal<'_>,
    books: &Books,
    of: Sealable,
) -> Result<Vec<Message>, StoreError> {
    let mut named = Vec::new();
    for source in sources(journal, Part::of(&books.closing, of))? {
        let Source::Whole(path) = source else { continue };
        let image = journal.read(&path)?;
        if image.is_some_and(|image| image.bytes.contains(&b'\r')) {
            named.push(Message::new("closing.crlf").with("file", Argument::of(&path)));
        }
    }
    Ok(named)
}
