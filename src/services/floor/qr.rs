//! A text as the picture that a tablet's camera reads.

use crate::store::Failure;
use qrcode::render::{svg, unicode};
use qrcode::{EcLevel, QrCode};

fn code(text: &str) -> Result<QrCode, Failure> {
    QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| Failure::Broken(format!("a QR code of {} bytes: {error}", text.len())))
}

/// As an SVG document, black on white with its quiet zone.
///
/// # Errors
///
/// The text is longer than any QR code.
pub fn svg(text: &str) -> Result<String, Failure> {
    let drawn = code(text)?.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    // Without the declaration, so that it can stand inside a page.
    Ok(drawn.split_once("?>").map_or(drawn.clone(), |(_, svg)| svg.trim_start().to_owned()))
}

/// As lines of blocks, for a terminal.
///
/// # Errors
///
/// Those of [`svg()`].
pub fn lines(text: &str) -> Result<String, Failure> {
    Ok(code(text)?.render::<unicode::Dense1x2>().quiet_zone(true).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_stands_inside_a_page() {
        let drawn = svg("https://shop.example/floor/#enrol=7QK2M9XP4D").expect("a picture");
        assert!(drawn.starts_with("<svg") && drawn.trim_end().ends_with("</svg>"), "{drawn}");
        assert!(lines("HF:B:1").expect("lines").lines().count() > 10);
        assert!(svg(&"x".repeat(10_000)).is_err());
    }
}
