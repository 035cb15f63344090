//! The grade of a period: by its rate on time, and never good where a critical duty was missed.

use crate::base::Fraction;

use super::status::Tally;
use super::word::words;

words! {
    /// How a period is graded, best first.
    Grade {
        /// From the highest band on.
        Excellent = "excellent", "inspect.grade.excellent";
        /// From the second band on.
        Good = "good", "inspect.grade.good";
        /// From the third band on; the most there is where a critical duty was missed.
        Pass = "pass", "inspect.grade.pass";
        /// Below every band.
        Fail = "fail", "inspect.grade.fail";
    }
}

/// The least rates on time of the grades, as fractions of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// From here on it is excellent.
    pub excellent: Fraction,
    /// From here on it is good.
    pub good: Fraction,
    /// From here on it passes.
    pub pass: Fraction,
}

impl Default for Bands {
    fn default() -> Self {
        let percent = |percent| Fraction::new(percent, 100).unwrap_or(Fraction::ONE);
        Self { excellent: percent(95), good: percent(90), pass: percent(80) }
    }
}

impl Bands {
    /// The grade of a tally, decided exactly; none where nothing was required.
    pub fn grade(self, tally: Tally) -> Option<Grade> {
        if tally.required() == 0 {
            return None;
        }
        let rate = tally.on_time();
        let bands = [
            (self.excellent, Grade::Excellent),
            (self.good, Grade::Good),
            (self.pass, Grade::Pass),
        ];
        let reached = bands.into_iter().find(|(least, _)| rate.reaches(*least));
        let grade = reached.map_or(Grade::Fail, |(_, grade)| grade);
        Some(if tally.critical_missed > 0 { grade.max(Grade::Pass) } else { grade })
    }
}
