//! The widths that charts are laid out by: a font without shapes, made here.
//!
//! The chart library measures with the font that it brings, which knows no Chinese: names would be
//! drawn over each other. This one has a box for each width of character: whatever is not ASCII is
//! as wide as it is high. It is never shown; the page sets the text in the reader's own fonts.

use std::sync::Once;

/// The family under which it is registered.
pub(super) const FAMILY: &str = "houqin";

/// The units of an em.
const EM: u16 = 1000;

/// The widths of the glyphs; the first is that of every character not named below.
const WIDTHS: [u16; 4] = [1000, 320, 560, 900];

/// Registers the font, once.
pub(super) fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        charts_rs::add_fonts(&[&file()]).expect("BUG: a font that cannot be read");
    });
}

/// The glyph of an ASCII character.
const fn glyph(letter: u8) -> u16 {
    match letter {
        b' ' | b'!' | b'\'' | b'(' | b')' | b',' | b'.' | b':' | b';' | b'I' | b'i' | b'j'
        | b'l' | b't' | b'f' | b'r' | b'|' => 1,
        b'M' | b'W' | b'm' | b'w' | b'@' | b'%' => 3,
        _ => 2,
    }
}

/// A TrueType file of boxes.
fn file() -> Vec<u8> {
    let glyphs: Vec<Vec<u8>> = WIDTHS.iter().map(|width| boxed(*width)).collect();
    let mut places = vec![0_u32];
    for glyph in &glyphs {
        let last = places.last().copied().unwrap_or(0);
        places.push(last + u32::try_from(glyph.len()).unwrap_or(0));
    }
    let count = u16::try_from(WIDTHS.len()).unwrap_or(0);
    let tables: [(&[u8; 4], Vec<u8>); 8] = [
        (b"cmap", cmap()),
        (b"glyf", glyphs.concat()),
        (b"head", head()),
        (b"hhea", hhea(count)),
        (b"hmtx", words(WIDTHS.iter().flat_map(|width| [*width, 0]))),
        (b"loca", places.iter().flat_map(|place| place.to_be_bytes()).collect()),
        (b"maxp", [0x0001_0000_u32.to_be_bytes().to_vec(), words([count]), vec![0; 26]].concat()),
        (b"name", name()),
    ];
    let n_tables = u16::try_from(tables.len()).unwrap_or(0);
    let mut file = [0x0001_0000_u32.to_be_bytes().to_vec(), words([n_tables, 128, 3, 0])].concat();
    let mut offset = 12 + 16 * u32::from(n_tables);
    for (tag, table) in &tables {
        let length = u32::try_from(table.len()).unwrap_or(0);
        file.extend_from_slice(*tag);
        // Nobody checks the sums of a font that never leaves the program.
        file.extend([0_u32, offset, length].iter().flat_map(|word| word.to_be_bytes()));
        offset += length.next_multiple_of(4);
    }
    for (_, mut table) in tables {
        table.resize(table.len().next_multiple_of(4), 0);
        file.extend(table);
    }
    file
}

fn words(words: impl IntoIterator<Item = u16>) -> Vec<u8> {
    words.into_iter().flat_map(u16::to_be_bytes).collect()
}

/// A glyph: one contour, a box over the whole width.
fn boxed(width: u16) -> Vec<u8> {
    let height = EM * 7 / 10;
    let mut glyph = words([1, 0, 0, width, height, 3, 0]);
    // Four points on the curve, each with both steps as words.
    glyph.extend([1_u8; 4]);
    glyph.extend(words([0, width, 0, width.wrapping_neg(), 0, 0, height, 0]));
    glyph.resize(glyph.len().next_multiple_of(4), 0);
    glyph
}

/// Which glyph each ASCII character has: a group for each run of the same (format 13).
fn cmap() -> Vec<u8> {
    let mut groups: Vec<[u32; 3]> = Vec::new();
    for letter in b' '..=b'~' {
        let (at, glyph) = (u32::from(letter), u32::from(glyph(letter)));
        match groups.last_mut() {
            Some([_, last, same]) if *same == glyph => *last = at,
            _ => groups.push([at, at, glyph]),
        }
    }
    let n_groups = u32::try_from(groups.len()).unwrap_or(0);
    let mut table = words([0, 1, 3, 10]);
    table.extend(12_u32.to_be_bytes());
    table.extend(words([13, 0]));
    table.extend([16 + 12 * n_groups, 0, n_groups].iter().flat_map(|word| word.to_be_bytes()));
    table.extend(groups.iter().flatten().flat_map(|word| word.to_be_bytes()));
    table
}

fn head() -> Vec<u8> {
    let mut table = words([1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, EM]);
    table.extend([0; 16]);
    // The box of all glyphs, no style, readable from 8 pixels, left to right, long places.
    table.extend(words([0, 0, EM, EM, 0, 8, 2, 1, 0]));
    table
}

fn hhea(count: u16) -> Vec<u8> {
    let mut table = words([1, 0, 900, 100_u16.wrapping_neg(), 0, EM]);
    table.extend([0; 22]);
    table.extend(words([count]));
    table
}

/// The family's name, for Windows in English.
fn name() -> Vec<u8> {
    let family: Vec<u16> = FAMILY.encode_utf16().collect();
    let length = u16::try_from(family.len() * 2).unwrap_or(0);
    let mut table = words([0, 1, 18, 3, 1, 0x0409, 1, length, 0]);
    table.extend(words(family));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_as_wide_as_it_is_high() {
        register();
        let width = |text: &str| {
            charts_rs::measure_text_width_family(FAMILY, 10.0, text).expect("measured").width()
        };
        assert_eq!(
            [width("内科"), width("内科病房")].map(f32::to_bits),
            [20.0, 40.0].map(f32::to_bits)
        );
        assert!(width("2026-03") < width("内科病房楼"));
        assert!(width("il") < width("WM"));
    }
}
