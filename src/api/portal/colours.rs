//! The shop's own colour in the portal, made readable: the company says one, and whatever it is, text in it and on it has a
//! contrast of 4.5:1 or better, in the light and in the dark.

use std::fmt::Write;

/// What the colour is without one of the shop's own: that of the visual language.
const USUAL: Rgb = [0x0a, 0x40, 0x30];
/// The darkest ground that text in the colour stands on in the light, and the lightest in the dark: see `portal.css`.
const LIGHT_GROUND: Rgb = [0xe6, 0xe7, 0xde];
const DARK_GROUND: Rgb = [0x24, 0x2e, 0x29];
const WHITE: Rgb = [0xff; 3];
/// Ink on the colour in the dark.
const DARK_INK: Rgb = [0x0a, 0x11, 0x0e];
/// The contrast that WCAG 2.2 AA asks of text.
const ENOUGH: f64 = 4.5;
/// Steps between a colour and black or white.
const STEPS: u32 = 50;

/// How vivid a colour may be in the dark.
const MOST_VIVID: f64 = 0.5;

type Rgb = [u8; 3];

/// The style sheet of a colour written as `#rrggbb`; of the usual one where there is none or it is none.
pub(super) fn sheet(colour: Option<&str>) -> String {
    let own = colour.and_then(read).unwrap_or(USUAL);
    let light = first(|step| darker(own, step), |colour| contrast(colour, LIGHT_GROUND) >= ENOUGH);
    let dark = first(|step| lighter(own, step), |colour| contrast(colour, DARK_GROUND) >= ENOUGH);
    let mut sheet = rules(light, WHITE);
    let dark = rules(dark, DARK_INK);
    writeln!(sheet, "@media screen and (prefers-color-scheme: dark) {{ {} }}", dark.trim_end())
        .unwrap_or_default();
    sheet
}

fn rules(brand: Rgb, on_brand: Rgb) -> String {
    format!(":root {{ --brand: {}; --on-brand: {}; }}\n", written(brand), written(on_brand))
}

fn written([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn read(text: &str) -> Option<Rgb> {
    let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// The first of the colours of all steps that is good; the last one if none is.
fn first(colour: impl Fn(u32) -> Rgb, good: impl Fn(Rgb) -> bool) -> Rgb {
    (0..=STEPS).map(&colour).find(|colour| good(*colour)).unwrap_or_else(|| colour(STEPS))
}

/// So many steps on the way to black.
fn darker(own: Rgb, step: u32) -> Rgb {
    own.map(|part| (u32::from(part) * (STEPS - step) / STEPS) as u8)
}

/// So many steps on the way to white, in the same hue: mixed with white, a deep colour would only turn grey.
fn lighter(own: Rgb, step: u32) -> Rgb {
    let part = own.map(|part| f64::from(part) / 255.0);
    let (most, least) = (part.into_iter().fold(0.0, f64::max), part.into_iter().fold(1.0, f64::min));
    let (middle, spread) = (f64::midpoint(most, least), most - least);
    let vivid = if spread > 0.0 { spread / (1.0 - (2.0 * middle - 1.0).abs()) } else { 0.0 };
    let light = middle + (1.0 - middle) * f64::from(step) / f64::from(STEPS);
    let wanted = vivid.min(MOST_VIVID) * (1.0 - (2.0 * light - 1.0).abs());
    let scale = if spread > 0.0 && step > 0 { wanted / spread } else { 1.0 };
    part.map(|part| ((light + (part - middle) * scale).clamp(0.0, 1.0) * 255.0).round() as u8)
}

/// Contrast as WCAG reckons it: from 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of a sheet: brand and ink on it, in the light and in the dark.
    fn colours(sheet: &str) -> Vec<Rgb> {
        sheet.match_indices('#').filter_map(|(at, _)| read(sheet.get(at..at + 7)?)).collect()
    }

    #[test]
    fn whatever_colour_a_shop_has_its_words_can_be_read() {
        let parts = ["00", "0a", "33", "66", "99", "cc", "ff"];
        for index in 0..parts.len().pow(3) {
            let part = |place: u32| parts[index / parts.len().pow(place) % parts.len()];
            let own = format!("#{}{}{}", part(0), part(1), part(2));
            let sheet = sheet(Some(&own));
            let [light, on_light, dark, on_dark] = colours(&sheet)[..] else { panic!("{sheet}") };
            for (one, other) in
                [(light, on_light), (light, LIGHT_GROUND), (dark, on_dark), (dark, DARK_GROUND)]
            {
                assert!(contrast(one, other) >= ENOUGH, "{own}: {sheet}");
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        assert!(sheet(Some("#0a4030")).starts_with(":root { --brand: #0a4030; --on-brand: #ffffff; }"));
        assert!(sheet(Some("#7A1F5C")).starts_with(":root { --brand: #7a1f5c;"));
        assert_eq!(sheet(None), sheet(Some("#0a4030")));
    }

    #[test]
    fn what_is_no_colour_changes_nothing() {
        for bad in ["", "red", "#12345", "#1234567", "#gggggg", "#ééé", "#ffffff;}body{display:none"] {
            assert_eq!(sheet(Some(bad)), sheet(None), "{bad}");
        }
    }

    #[test]
    fn contrast_is_reckoned_as_wcag_does() {
        assert!((contrast([0; 3], WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast([0x77; 3], WHITE) - 4.48).abs() < 0.01);
    }
}
