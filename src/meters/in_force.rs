//! Which factor is in force on a day, for each carrier and basis, or that none is.

use std::collections::BTreeSet;

use crate::base::Day;

use super::{Basis, Carrier, Equivalent, Factor, Meters, Origin, Utility};

/// What to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForceOptions {
    /// The day.
    pub day: Day,
    /// Only this utility.
    pub utility: Option<Utility>,
    /// Only this basis.
    pub basis: Option<Basis>,
}

/// The factor of a carrier on a basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// The carrier.
    pub carrier: Carrier,
    /// What it is converted to.
    pub equivalent: Equivalent,
    /// The basis that was asked for.
    pub basis: Basis,
    /// The factor that is in force; none where there is none for the day.
    pub factor: Option<Factor>,
}

/// Lists the factors that are in force on a day.
///
/// Every carrier that is measured (every known one where none is) is listed on the usual bases, on
/// those the hospital named and on the one that is asked for, so that what is missing shows; on
/// any other basis only where there is a factor.
pub fn factors_in_force(meters: &Meters, options: &InForceOptions) -> Vec<InForce> {
    let InForceOptions { day, utility, basis } = options;
    let measured: BTreeSet<&Carrier> =
        meters.histories().map(|history| &history.point().carrier).collect();
    let known = || meters.factors().iter().map(|factor| &factor.carrier).collect();
    let carriers = if measured.is_empty() { known() } else { measured };
    let mut listed = Vec::new();
    for equivalent in Equivalent::ALL {
        let own = || meters.factors().iter().filter(|own| own.equivalent == equivalent);
        let mut bases: BTreeSet<&Basis> = own().map(|factor| &factor.basis).collect();
        let usual = Basis::usual(equivalent);
        bases.insert(&usual);
        let common = Basis::common();
        match basis {
            Some(basis) => bases.retain(|own| *own == basis),
            // What is common shows on the bases that it stands in for.
            None => drop(bases.remove(&common)),
        }
        let in_full = |of: &Basis| {
            let named = own().any(|own| own.origin == Origin::Store && own.basis == *of);
            *of == usual || named || basis.is_some()
        };
        for carrier in &carriers {
            if utility.is_some_and(|utility| carrier.utility() != utility) {
                continue;
            }
            for basis in bases.iter().copied() {
                let has = own().any(|own| own.carrier == **carrier && own.basis == *basis);
                if !has && !in_full(basis) {
                    continue;
                }
                let factor = meters.factor(carrier, equivalent, basis, *day).cloned();
                let (carrier, basis) = ((*carrier).clone(), basis.clone());
                listed.push(InForce { carrier, equivalent, basis, factor });
            }
        }
    }
    listed
}
