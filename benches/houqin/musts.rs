//! What is promised of the answers, as ratios, and whether a run has kept it.
#![expect(clippy::float_arithmetic, reason = "ratios, to be read")]

/// A promise: what is asked, to what its cost is held, what the ratio must not pass and should not.
struct Must {
    question: String,
    to: &'static str,
    bound: f64,
    aim: f64,
    found: f64,
}

/// All that were looked at in one run.
#[derive(Default)]
pub(crate) struct Musts(Vec<Must>);

impl Musts {
    /// Notes what was found; where there was nothing to hold it to, nothing is noted.
    pub(crate) fn note(
        &mut self,
        question: String,
        to: &'static str,
        (bound, aim): (f64, f64),
        found: Option<f64>,
    ) {
        self.0.extend(found.map(|found| Must { question, to, bound, aim, found }));
    }

    /// Prints them, each with whether it is kept.
    pub(crate) fn print(&self) {
        println!("\n| question | to | must | aim | found | |");
        println!("| --- | --- | ---: | ---: | ---: | --- |");
        for Must { question, to, bound, aim, found } in &self.0 {
            let kept = match found {
                found if *found <= *aim => "aim",
                found if *found <= *bound => "kept",
                _ => "missed",
            };
            println!("| {question} | {to} | {bound} | {aim} | {found:.3} | {kept} |");
        }
    }
}

/// How many times the one is the other; none where there is no other.
pub(crate) fn ratio(own: f64, other: Option<f64>) -> Option<f64> {
    other.filter(|other| *other > 0.0).map(|other| own / other)
}
