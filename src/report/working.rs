//! A result with the working of its figures below it: what `--explain` adds to any report.

use super::{Cell, Document, Present, Table};
use crate::base::Working;

/// A result and how its figures came about.
pub struct Explained<P> {
    /// The result.
    pub result: P,
    /// The workings, in the order in which they are shown.
    pub workings: Vec<Working>,
}

impl<P: Present> Present for Explained<P> {
    fn present(&self) -> Document<'_> {
        let document = self.result.present();
        if self.workings.is_empty() { document } else { document.table(table(&self.workings)) }
    }
}

fn table(workings: &[Working]) -> Table {
    let mut table = Table::new(
        "working.steps",
        &[
            "working.steps.figure",
            "working.steps.what",
            "working.steps.formula",
            "working.steps.result",
            "working.steps.source",
        ],
    )
    .named_by(&["working.steps.figure", "working.steps.what", "working.steps.formula"]);
    for Working { figure, steps } in workings {
        for step in steps {
            table.line(vec![
                Cell::said(figure.clone()),
                Cell::said(step.what.clone()),
                Cell::text(&step.formula),
                Cell::text(&step.result),
                Cell::text(&step.source),
            ]);
        }
    }
    table
}
