//! The tag of a thing, as it is typed or as a scanner reads it off a label.

use houqin::assets::count;
use houqin::base::AssetTag;

use crate::cli::session::Session;

/// Reads a tag, or the tag out of what stands on a label.
pub(super) fn tag(session: &Session, text: &str) -> anyhow::Result<AssetTag> {
    session.arg("TAG", text, |text| {
        count::tag_of(text).map_or_else(|| AssetTag::parse(text.trim()), Ok)
    })
}
