//! The files that the pages bring along: one style sheet and one script, as they lie in `customer-portal/` and `web-kit/`.

use super::colours;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const TOKENS: &str = include_str!("../../../web-kit/src/look/look.css");
const PORTAL: &str = include_str!("../../../customer-portal/look/portal.css");
/// The script. Everything works without it.
pub const SCRIPT: &str = include_str!("../../../customer-portal/src/portal.js");

/// What is the same for every shop, in short. The usual colour stands for how colours are made.
static STAMP: LazyLock<String> = LazyLock::new(|| stamp(&[&style(None), SCRIPT].concat()));

/// The style sheet in the shop's colour, written as `#rrggbb`. One file, so that a slow line is asked once.
pub fn style(colour: Option<&str>) -> String {
    [TOKENS, PORTAL, &colours::sheet(colour)].concat()
}

/// The address of the style sheet in a colour: another one as soon as what stands in it is another.
pub(super) fn style_address(colour: Option<&str>) -> String {
    let colour: String = colour.unwrap_or_default().chars().filter(char::is_ascii_hexdigit).take(6).collect();
    format!("/portal/look/portal.css?v={}{colour}", *STAMP)
}

/// A page with its style sheet in it, so that a slow line is asked once for what is painted first, and the hash by which a
/// policy allows that sheet and no other. The page is one that was laid out here: what people wrote in it is escaped, so the
/// first link to a sheet is ours.
pub(super) fn brought_along(page: &str, colour: Option<&str>) -> Option<(String, String)> {
    let (before, rest) = page.split_once("<link rel=\"stylesheet\"")?;
    let (_, after) = rest.split_once('>')?;
    let sheet = style(colour);
    let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(sheet.as_bytes())));
    Some((format!("{before}<style>{sheet}</style>{after}"), hash))
}

/// The address of the script.
pub(super) fn script_address() -> String {
    format!("/portal/look/portal.js?v={}", *STAMP)
}

fn stamp(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..9])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_colour_is_another_style_sheet_under_another_address() {
        assert_ne!(style(Some("#7a1f5c")), style(None));
        assert_ne!(style_address(Some("#7a1f5c")), style_address(None));
        assert!(!style_address(Some("\"><script>")).contains(['"', '<', '>']));
        assert!(style(None).starts_with("/* The visual language"), "the tokens stand before what uses them");
    }

    #[test]
    fn a_page_that_brings_its_sheet_along_is_allowed_that_sheet_alone() {
        let page = "<title>&lt;link</title><link rel=\"stylesheet\" href=\"x\"><p>&lt;link rel=\"stylesheet\"&gt;</p>";
        let (page, hash) = brought_along(page, None).expect("a sheet");
        let sheet = style(None);
        assert_eq!(
            page,
            format!("<title>&lt;link</title><style>{sheet}</style><p>&lt;link rel=\"stylesheet\"&gt;</p>")
        );
        assert!(!sheet.contains("</"), "nothing in it ends it");
        assert_eq!(hash, format!("sha256-{}", STANDARD.encode(Sha256::digest(sheet.as_bytes()))));
        assert_eq!(brought_along("<p>no sheet</p>", None), None);
    }

    #[test]
    fn what_a_phone_loads_first_is_small() {
        assert!(SCRIPT.len() < 8 * 1024, "{}", SCRIPT.len());
        assert!(style(None).len() < 48 * 1024, "{}", style(None).len());
    }
}
