//! The codes that scanners read: what stands in them, and their squares.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// What the code of a work order says.
pub fn order_code(work_order: &str) -> String {
    format!("HF:WO:{work_order}")
}

/// What the code of an operation says.
pub fn operation_code(work_order: &str, operation: &str) -> String {
    format!("HF:WO:{work_order}:{operation}")
}

/// A code as rows of squares, dark ones `true`. A fourth of it may be dirty or torn. Empty if the text is too long for a
/// code, which a work order's number never is.
pub(super) fn squares(text: &str) -> Vec<Vec<bool>> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::Q) else { return Vec::new() };
    let colors = code.to_colors();
    colors.chunks(code.width()).map(|row| row.iter().map(|color| *color == Color::Dark).collect()).collect()
}

/// A code as SVG of so many millimetres, without the quiet zone around it.
pub(super) fn svg(text: &str, millimetres: f32) -> String {
    let squares = squares(text);
    let mut path = String::new();
    for (y, row) in squares.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            write!(path, "M{x} {y}h1v1h-1z").unwrap_or_default();
        }
    }
    let side = squares.len().max(1);
    format!(
        "<svg class=\"code\" width=\"{millimetres}mm\" height=\"{millimetres}mm\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"{}\"><path d=\"{path}\"/></svg>",
        super::page::escaped(text)
    )
}
