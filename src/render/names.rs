//! Short ASCII names for programs: the last part of a key, as long as it is the only one.

/// The last part of a key: `book_quantity` of `stock.reconcile.book_quantity`.
pub(super) fn short(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// A name for each key: its last part; the whole key where an earlier one took that name.
pub(super) fn short_names<'a>(keys: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for key in keys {
        let name = short(key);
        names.push(if names.contains(&name) { key } else { name });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::short_names;

    #[test]
    fn two_columns_never_share_a_name() {
        assert_eq!(short_names(["a.b.item", "a.c.item", "total"]), ["item", "a.c.item", "total"]);
    }
}
