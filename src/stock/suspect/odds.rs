//! How strongly one explanation stands against another: a product of exact shares.

/// Odds in millionths of a millionth; only their order and their ratio mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Odds(u128);

impl Odds {
    /// A share of one.
    pub(super) const ONE: Self = Self(1_000_000_000_000);

    /// A share in hundredths.
    pub(super) const fn percent(percent: u32) -> Self {
        Self(Self::ONE.0 / 100 * percent as u128)
    }

    /// The odds, `part` of `whole` times; a whole of nothing counts as one.
    #[must_use]
    pub(super) fn times(self, part: u128, whole: u128) -> Self {
        Self(self.0.saturating_mul(part) / whole.max(1))
    }

    /// The odds, weighed by other odds.
    #[must_use]
    pub(super) fn by(self, other: Self) -> Self {
        self.times(other.0, Self::ONE.0)
    }

    /// The odds, weighed against other odds.
    #[must_use]
    pub(super) fn against(self, other: Self) -> Self {
        self.times(Self::ONE.0, other.0)
    }

    /// Either of two things that exclude each other.
    #[must_use]
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The number that a candidate shows: millionths.
    pub(super) fn score(self) -> u64 {
        u64::try_from(self.0 / 1_000_000).unwrap_or(u64::MAX)
    }
}
