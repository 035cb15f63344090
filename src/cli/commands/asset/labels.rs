//! `houqin asset labels`: sheets of labels with a code on each.

use houqin::assets::{self, LabelContent, LabelOptions};
use houqin::base::{Message, parse_count};
use houqin::books::Need;
use houqin::render;
use houqin::report::{LabelGrid, LabelSheets};
use houqin::store;

use super::filter::Filter;
use super::tag::tag;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure, usage_message};
use crate::cli::session::Session;

/// In which form the labels are handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    Svg,
    List,
}

impl Form {
    const ALL: [Self; 3] = [Self::Html, Self::Svg, Self::List];

    const fn word(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Svg => "svg",
            Self::List => "list",
        }
    }
}

/// Make label sheets with a QR code, tag, name and department of each asset
///
/// A page for the browser, which prints it on A4 label sheets, without margins and at 100 %; or one
/// sheet as SVG; or the list, for the program of a label printer. What a scanner reads off a label
/// leads back to the card: `houqin asset show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset labels -o 标签.html
  houqin asset labels FWQ-01 CH-07 --skip 5 -o 标签.html
  houqin asset labels --department NK1 --grid 3x7 --qr full -o 标签.html
  houqin asset labels --make svg --page 2 -o 标签.svg
  houqin asset labels --make list -f csv")]
pub(crate) struct Args {
    /// Tag on the thing; everything that the filter lets through if none is named
    #[arg(value_name = "TAG")]
    tags: Vec<String>,
    #[command(flatten)]
    filter: Filter,
    /// What to make: html, svg or list
    #[arg(long = "make", value_name = "WHAT", default_value = "html")]
    form: String,
    /// Columns by rows of a label sheet: 3x8 (70 by 37 mm), 3x7, 2x7 or 5x13
    #[arg(long, value_name = "GRID", default_value = "3x8")]
    grid: String,
    /// What the code says: tag, or full for tag, name and department
    #[arg(long, value_name = "WHAT", default_value = "tag")]
    qr: String,
    /// Labels of the first sheet that are used up already
    #[arg(long, value_name = "COUNT", default_value = "0")]
    skip: String,
    /// Which sheet, as SVG; may be left out while there is only one
    #[arg(long, value_name = "SHEET_NUMBER")]
    page: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { tags, filter, form, grid, qr, skip, page, clocks } = args;
    let set = session.clocks(&clocks)?;
    let form = session.word("--make", Some(&form), &Form::ALL, Form::word)?.unwrap_or(Form::Html);
    let grid = session.word("--grid", Some(&grid), &LabelGrid::ALL, |grid| grid.name)?;
    let content = session.word("--qr", Some(&qr), &LabelContent::ALL, LabelContent::word)?;
    let skip = session.arg("--skip", &skip, parse_count)?;
    let page = session.maybe("--page", page.as_deref(), parse_count)?;
    let options = LabelOptions {
        tags: tags.iter().map(|text| tag(session, text)).collect::<anyhow::Result<_>>()?,
        listing: filter.read(session, set.as_of())?,
        content: content.unwrap_or(LabelContent::Tag),
    };
    let books = session.read_known(Need::assets(), &set)?;
    Filter::check(&options.listing, &books)?;
    let labels = assets::labels(&books.assets, &books.org, store::lives(), &options)
        .map_err(|refusal| Failure::refused(&refusal))?;
    if labels.is_empty() {
        return Err(Failure::Refused(Message::new("asset.no_labels")).into());
    }
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let sheets = LabelSheets { grid: grid.unwrap_or(LabelGrid::ALL[0]), skip, labels };
    let mut bytes = Vec::new();
    match form {
        Form::List => return session.show(&sheets),
        Form::Html => render::label_html(&sheets, session.text(), &mut bytes),
        Form::Svg => {
            let sheet = one_sheet(&sheets, page)?;
            render::label_svg(&sheets, sheet, &mut bytes)
        }
    }
    .map_err(Failure::Output)?;
    session.hand_out(&bytes)
}

/// The sheet that was asked for, from zero; the only one if nothing was said.
fn one_sheet(sheets: &LabelSheets, page: Option<u32>) -> anyhow::Result<usize> {
    let n_sheets = sheets.n_sheets();
    let wrong = || {
        let message = usage_message("asset.label_page", "--page");
        Failure::usage(message.with("sheets", n_sheets))
    };
    let page = match page {
        None if n_sheets == 1 => 1,
        None => return Err(wrong().into()),
        Some(page) => usize::try_from(page).unwrap_or(usize::MAX),
    };
    let sheet = page.checked_sub(1).filter(|sheet| *sheet < n_sheets);
    Ok(sheet.ok_or_else(wrong)?)
}
