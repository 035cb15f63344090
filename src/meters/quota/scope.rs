//! What is counted where: points are told apart by their class.
//!
//! The settings name the classes of each part; a point that has none of them takes that of the
//! nearest point above that has. What no part claims is general use and counts everywhere. Water
//! that is left out is the water of the classes of [`Part::OutsideWater`] besides.

use std::collections::BTreeSet;

use crate::base::{PointCode, SiteCode, Span};
use crate::meters::tree::{Contribution, Node, Tree, is_at};
use crate::meters::{Carrier, Counting};

/// A part of a hospital's use that some indicators leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Heating: an indicator of its own, and not in 非供暖 and 常规.
    Heating,
    /// Special systems (kitchen, laundry, large equipment): only in 综合能耗.
    Special,
    /// The data centre: a special system with an indicator of its own.
    DataCentre,
    /// The IT equipment of the data centre, metered apart.
    ItEquipment,
    /// Not the hospital's use at all: dormitories, shops, what is sold on.
    Outside,
    /// Not in the water quota: laundry, pharmacy production, dormitories, sold water.
    OutsideWater,
}

impl Part {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Heating,
        Self::Special,
        Self::DataCentre,
        Self::ItEquipment,
        Self::Outside,
        Self::OutsideWater,
    ];

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Heating => "quota.part.heating",
            Self::Special => "quota.part.special",
            Self::DataCentre => "quota.part.data_centre",
            Self::ItEquipment => "quota.part.it_equipment",
            Self::Outside => "quota.part.outside",
            Self::OutsideWater => "quota.part.outside_water",
        }
    }

    /// The word in the settings, and in templates of returns.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Heating => "heating",
            Self::Special => "special",
            Self::DataCentre => "data_centre",
            Self::ItEquipment => "it_equipment",
            Self::Outside => "outside",
            Self::OutsideWater => "outside_water",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// Which classes of points belong to which part: `[energy.scope]` of `houqin.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    classes: BTreeSet<(Part, String)>,
}

impl Scope {
    /// Puts a class of points into a part.
    pub fn insert(&mut self, part: Part, class: &str) {
        self.classes.insert((part, class.trim().to_owned()));
    }

    /// Whether some class belongs to a part.
    pub fn tells(&self, part: Part) -> bool {
        self.classes.iter().any(|(own, _)| *own == part)
    }

    /// Whether nothing is told at all.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    fn holds(&self, class: &str) -> bool {
        self.classes.iter().any(|(_, own)| own == class)
    }

    fn parts(&self, class: &str) -> BTreeSet<Part> {
        self.classes.iter().filter(|(_, own)| own == class).map(|(part, _)| *part).collect()
    }
}

/// A point that begins a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldApart {
    /// The point.
    pub point: PointCode,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: String,
    /// The parts that its class belongs to.
    pub parts: Vec<Part>,
    /// Whether it is counted; what a check meter measures cannot be taken out.
    pub counting: Counting,
}

/// The tree of points, with what belongs to which part at one site or at all.
pub(in crate::meters) struct Scoped<'a, 's> {
    pub(in crate::meters) tree: &'s Tree<'a>,
    pub(in crate::meters) scope: &'s Scope,
    pub(in crate::meters) site: Option<&'s SiteCode>,
}

impl<'a> Scoped<'a, '_> {
    /// The parts that a point belongs to.
    fn parts(&self, node: &Node<'a>) -> BTreeSet<Part> {
        let class = self.tree.class_above(node, |class| self.scope.holds(class));
        class.map(|class| self.scope.parts(class)).unwrap_or_default()
    }

    /// Whether a point belongs to one of some parts.
    pub(in crate::meters) fn is_in(&self, node: &Node<'a>, parts: &[Part]) -> bool {
        let own = self.parts(node);
        parts.iter().any(|part| own.contains(part))
    }

    /// What was measured of a carrier for the points that are of some parts, or of none of them.
    pub(in crate::meters) fn measured(
        &self,
        carrier: &Carrier,
        span: Span,
        pieces: &[Span],
        counted: Counted<'_>,
    ) -> Vec<Contribution<'a>> {
        self.tree.measured_within(carrier, span, pieces, |node| {
            is_at(node, self.site)
                && match counted {
                    Counted::Of(parts) => self.is_in(node, parts),
                    Counted::Without(parts) => !self.is_in(node, parts),
                }
        })
    }

    /// The points at which parts begin.
    pub(in crate::meters) fn left_out(&self) -> Vec<ToldApart> {
        let nodes = self.tree.nodes().filter(|node| is_at(node, self.site));
        nodes
            .filter_map(|node| {
                let class = node.point().class.as_deref()?;
                Some(ToldApart {
                    point: node.point().code.clone(),
                    name: node.point().name.clone(),
                    class: class.to_owned(),
                    parts: Some(self.scope.parts(class))
                        .filter(|own| !own.is_empty())?
                        .into_iter()
                        .collect(),
                    counting: node.point().counting,
                })
            })
            .collect()
    }
}

/// Which points count.
#[derive(Debug, Clone, Copy)]
pub(in crate::meters) enum Counted<'p> {
    /// Those of some parts.
    Of(&'p [Part]),
    /// Those of none of some parts.
    Without(&'p [Part]),
}
