//! The report as a picture: reliability on the left, lead time by policy on the right, as SVG.
//!
//! Owns places and colours. It draws what the report has and computes nothing but where to put it.

use crate::accuracy::Point;
use crate::report::Report;
use crate::words::{Language, Words, fill};
use std::fmt::Write;

const WIDTH: f64 = 1040.0;
const HEIGHT: f64 = 500.0;
const TOP: f64 = 96.0;
const SIDE: f64 = 320.0;
const LEFT: f64 = 72.0;
/// Where bars begin, and how long the longest is.
const BARS: f64 = 690.0;
const LONGEST: f64 = 260.0;
const INK: &str = "#1f2933";
const PALE: &str = "#d9dee3";
const OURS: &str = "#0b6e99";
const ORACLE: &str = "#c77800";
const OTHERS: &str = "#9aa5b1";

/// Draws the report, with words of a language.
pub fn draw(report: &Report, language: Language) -> String {
    let words = Words::of(language);
    let mut page = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" \
         height=\"{HEIGHT}\" font-family=\"system-ui, sans-serif\" font-size=\"14\" fill=\"{INK}\" role=\"img\">\n"
    );
    let title = fill(
        words.picture,
        &[
            ("world", report.world.clone()),
            ("promises", report.promises.to_string()),
            ("seeds", report.seeds.len().to_string()),
            ("kept", report.kept_at_p95.map_or_else(|| "—".to_owned(), |kept| format!("{kept:.1}"))),
        ],
    );
    put(&mut page, &format!("<title>{}</title>", escaped(&title)));
    put(&mut page, &format!("<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>"));
    text(&mut page, 24.0, 34.0, "start", 20, &title);
    reliability(&mut page, report, words);
    ways(&mut page, report, words);
    page.push_str("</svg>\n");
    page
}

fn put(page: &mut String, element: &str) {
    // Writing to a text can't fail.
    writeln!(page, "{element}").unwrap_or_default();
}

fn text(page: &mut String, x: f64, y: f64, anchor: &str, size: u32, words: &str) {
    let words = escaped(words);
    put(
        page,
        &format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{words}</text>"
        ),
    );
}

fn line(page: &mut String, from: (f64, f64), to: (f64, f64), colour: &str, more: &str) {
    let ((x1, y1), (x2, y2)) = (from, to);
    put(
        page,
        &format!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\" {more}/>"
        ),
    );
}

/// Where a probability and a share lie, both in percent.
fn place(told: f64, kept: f64) -> (f64, f64) {
    (LEFT + SIDE * told / 100.0, TOP + SIDE * (1.0 - kept.clamp(0.0, 100.0) / 100.0))
}

fn reliability(page: &mut String, report: &Report, words: &Words) {
    text(page, LEFT, TOP - 20.0, "start", 16, words.came_true);
    for step in 0..=5 {
        let at = f64::from(step) * 20.0;
        line(page, place(0.0, at), place(100.0, at), PALE, "");
        line(page, place(at, 0.0), place(at, 100.0), PALE, "");
        let (x, y) = place(0.0, at);
        text(page, x - 8.0, y + 5.0, "end", 12, &format!("{at:.0} %"));
        let (x, y) = place(at, 0.0);
        text(page, x, y + 18.0, "middle", 12, &format!("{at:.0} %"));
    }
    let (x, y) = place(50.0, 0.0);
    text(page, x, y + 40.0, "middle", 13, words.told);
    let middle = TOP + SIDE / 2.0;
    put(
        page,
        &format!(
            "<text transform=\"translate(20 {middle:.1}) rotate(-90)\" text-anchor=\"middle\" \
             font-size=\"13\">{}</text>",
            escaped(words.share)
        ),
    );
    line(page, place(0.0, 0.0), place(100.0, 100.0), INK, "stroke-dasharray=\"4 4\"");
    curve(page, &report.oracle_reliability, ORACLE);
    points(page, &report.reliability, OURS);
    legend(page, report, words);
}

fn curve(page: &mut String, points: &[Point], colour: &str) {
    let places: Vec<String> = points
        .iter()
        .map(|point| {
            let (x, y) = place(point.told, point.kept);
            format!("{x:.1},{y:.1}")
        })
        .collect();
    if !places.is_empty() {
        let places = places.join(" ");
        put(
            page,
            &format!("<polyline points=\"{places}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>"),
        );
    }
}

fn points(page: &mut String, points: &[Point], colour: &str) {
    for point in points {
        let (x, y) = place(point.told, point.kept);
        if let Some(between) = point.between {
            let ((_, high), (_, low)) = (place(point.told, between.high), place(point.told, between.low));
            line(page, (x, low), (x, high), colour, "stroke-width=\"3\" stroke-linecap=\"round\"");
        }
        put(page, &format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"{colour}\"/>"));
        text(page, x - 10.0, y + 5.0, "end", 12, &format!("{:.1} %", point.kept));
    }
}

fn legend(page: &mut String, report: &Report, words: &Words) {
    let y = TOP + SIDE + 66.0;
    put(page, &format!("<circle cx=\"{LEFT}\" cy=\"{y:.1}\" r=\"5\" fill=\"{OURS}\"/>"));
    let ours = if report.seeds.len() > 1 { words.spread } else { "Holdfast" };
    text(page, LEFT + 12.0, y + 5.0, "start", 12, ours);
    if !report.oracle_reliability.is_empty() {
        line(page, (LEFT + 276.0, y), (LEFT + 296.0, y), ORACLE, "stroke-width=\"2\"");
        text(page, LEFT + 302.0, y + 5.0, "start", 12, words.oracle);
    }
}

fn ways(page: &mut String, report: &Report, words: &Words) {
    let left = BARS - 200.0;
    text(page, left, TOP - 20.0, "start", 16, words.lead_times);
    let most = report.ways.iter().map(|way| way.mean_days).fold(0.0, f64::max);
    for (place, way) in report.ways.iter().enumerate() {
        let y = TOP + 14.0 + 60.0 * place as f64;
        let colour = match way.name {
            "holdfast" => OURS,
            "oracle" => ORACLE,
            _ => OTHERS,
        };
        let length = if most > 0.0 { LONGEST * way.mean_days / most } else { 0.0 };
        text(page, BARS - 10.0, y + 21.0, "end", 13, words.way(way.name));
        put(
            page,
            &format!(
                "<rect x=\"{BARS:.1}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"32\" rx=\"3\" fill=\"{colour}\"/>"
            ),
        );
        text(page, BARS + length + 8.0, y + 21.0, "start", 14, &format!("{:.1}", way.mean_days));
    }
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
