//! Weighted least squares by Householder QR.

use nalgebra::{DMatrix, DVector};

use super::figure::count;

/// A fitted line through weighted points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// One coefficient a column.
    pub(super) coefficients: Vec<f64>,
    /// Their standard errors.
    pub(super) errors: Vec<f64>,
    /// The weighted sum of squared residuals; the weights have the mean one.
    pub(super) sse: f64,
    /// The weighted sum of squares about the weighted mean.
    pub(super) sst: f64,
    /// The weighted sum of squares about zero: what rounding is measured by.
    pub(super) size: f64,
    /// How many points there are.
    pub(super) n: usize,
}

/// Squares below this share of a series' own are the noise of rounding.
const ROUNDING: f64 = 1e-18;

impl Fit {
    /// The share of the scatter that is explained; zero of a series that has none.
    pub(super) fn r2(&self) -> f64 {
        if self.sst > ROUNDING * self.size { 1.0 - self.sse / self.sst } else { 0.0 }
    }

    /// The same, less what any further column explains by chance.
    pub(super) fn adjusted_r2(&self) -> f64 {
        let (n, k) = (count(self.n), count(self.coefficients.len()));
        if n > k { 1.0 - (1.0 - self.r2()) * (n - 1.0) / (n - k) } else { f64::NEG_INFINITY }
    }

    /// `n·ln(SSE/n) + k·ln n`, the smaller the better; `k` counts what was chosen, change points
    /// included.
    ///
    /// What is left of an exact fit is the noise of rounding; below that, simpler is better.
    pub(super) fn bic(&self, k: usize) -> f64 {
        let n = count(self.n);
        let floor = (ROUNDING * self.size / n).max(f64::MIN_POSITIVE);
        n * (self.sse / n).max(floor).ln() + count(k) * n.ln()
    }

    /// The coefficient of a column in standard errors.
    pub(super) fn t(&self, column: usize) -> f64 {
        self.coefficients[column] / self.errors[column]
    }
}

/// Fits `y` by columns; none where the columns depend on one another or outnumber the points.
pub(super) fn fit(columns: &[Vec<f64>], y: &[f64], weights: &[f64]) -> Option<Fit> {
    let (n, k) = (y.len(), columns.len());
    if n < k || k == 0 {
        return None;
    }
    let mean_weight = weights.iter().sum::<f64>() / count(n);
    let roots: Vec<f64> = weights.iter().map(|weight| (weight / mean_weight).sqrt()).collect();
    let design = DMatrix::from_fn(n, k, |row, column| columns[column][row] * roots[row]);
    let target = DVector::from_fn(n, |row, _| y[row] * roots[row]);
    let sizes: Vec<f64> = design.column_iter().map(|column| column.norm()).collect();
    let qr = design.clone().qr();
    let upper = qr.r();
    if (0..k).any(|at| upper[(at, at)].abs() <= 1e-10 * sizes[at]) {
        return None;
    }
    let coefficients = upper.solve_upper_triangular(&(qr.q().transpose() * &target))?;
    let sse = (&target - &design * &coefficients).norm_squared();
    let inverse = upper.solve_upper_triangular(&DMatrix::identity(k, k))?;
    let variance = if n > k { sse / count(n - k) } else { f64::NAN };
    let errors = (0..k).map(|at| (variance * inverse.row(at).norm_squared()).sqrt()).collect();
    let weighted: f64 = target.iter().zip(&roots).map(|(own, root)| own * root).sum();
    let mean = weighted / count(n);
    let sst = target.iter().zip(&roots).map(|(own, root)| (own - mean * root).powi(2)).sum();
    let size = target.norm_squared();
    Some(Fit { coefficients: coefficients.iter().copied().collect(), errors, sse, sst, size, n })
}

/// What one or two further columns explain, for searching many change points.
///
/// The columns that every try has are taken out of the others once; the fit itself is [`fit`]'s.
pub(super) struct Search {
    /// The orthonormal columns that every try has.
    basis: Vec<Vec<f64>>,
    roots: Vec<f64>,
    /// What they leave of `y`.
    rest: Vec<f64>,
    /// Columns that one can add before they outnumber the points.
    room: usize,
}

/// A column less what the common ones say already.
pub(super) struct Reduced {
    values: Vec<f64>,
    size: f64,
    with_rest: f64,
}

/// What is left unexplained, and the slopes of the columns that were added.
pub(super) struct Tried {
    pub(super) left: f64,
    pub(super) slopes: Vec<f64>,
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

impl Search {
    /// Takes the common columns; none where they depend on one another.
    pub(super) fn new(common: &[&[f64]], y: &[f64], weights: &[f64]) -> Option<Self> {
        let roots: Vec<f64> = weights.iter().map(|weight| weight.sqrt()).collect();
        let mut search = Self {
            basis: Vec::new(),
            room: y.len().checked_sub(common.len())?,
            rest: Vec::new(),
            roots,
        };
        for column in common {
            let Reduced { values, size, .. } = search.reduce(column)?;
            let norm = size.sqrt();
            search.basis.push(values.into_iter().map(|value| value / norm).collect());
        }
        search.rest = search.orthogonal(y);
        Some(search)
    }

    /// A weighted column made orthogonal to the common ones, twice, as rounding asks for.
    fn orthogonal(&self, column: &[f64]) -> Vec<f64> {
        let mut own: Vec<f64> =
            column.iter().zip(&self.roots).map(|(value, root)| value * root).collect();
        for _ in 0..2 {
            for other in &self.basis {
                let share = dot(&own, other);
                own.iter_mut().zip(other).for_each(|(own, other)| *own -= share * other);
            }
        }
        own
    }

    /// A further column; none where the common ones say all of it.
    pub(super) fn reduce(&self, column: &[f64]) -> Option<Reduced> {
        let before: f64 =
            column.iter().zip(&self.roots).map(|(value, root)| (value * root).powi(2)).sum();
        let values = self.orthogonal(column);
        let size = dot(&values, &values);
        let with_rest = dot(&values, &self.rest);
        (size > 1e-20 * before && size > 0.0).then_some(Reduced { values, size, with_rest })
    }

    /// What is left with one further column.
    pub(super) fn one(&self, column: &Reduced) -> Option<Tried> {
        let slope = column.with_rest / column.size;
        let left = dot(&self.rest, &self.rest) - slope * column.with_rest;
        (self.room >= 1).then(|| Tried { left, slopes: vec![slope] })
    }

    /// What is left with two; none where one says what the other does.
    pub(super) fn two(&self, one: &Reduced, other: &Reduced) -> Option<Tried> {
        let both = dot(&one.values, &other.values);
        let determinant = one.size * other.size - both * both;
        if self.room < 2 || determinant <= 1e-10 * one.size * other.size {
            return None;
        }
        let first = (one.with_rest * other.size - other.with_rest * both) / determinant;
        let second = (other.with_rest * one.size - one.with_rest * both) / determinant;
        let explained = first * one.with_rest + second * other.with_rest;
        let left = dot(&self.rest, &self.rest) - explained;
        Some(Tried { left, slopes: vec![first, second] })
    }
}
