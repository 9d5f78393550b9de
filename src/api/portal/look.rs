//! The files that the pages bring along: one style sheet and one script, as they lie in `customer-portal/` and `web-kit/`.

use super::colours;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const TOKENS: &str = include_str!("../../../web-kit/src/look/look.css");
const PORTAL: &str = include_str!("../../../customer-portal/look/portal.css");
/// The script. Everything works without it.
pub const SCRIPT: &str = include_str!("../../../customer-portal/src/portal.js");

static SCRIPT_STAMP: LazyLock<String> = LazyLock::new(|| stamp(SCRIPT));

/// The style sheet in the shop's colour, written as `#rrggbb`. One file, so that a slow line is asked once.
pub fn style(colour: Option<&str>) -> String {
    [TOKENS, PORTAL, &colours::sheet(colour)].concat()
}

/// The address of the style sheet in a colour: another one as soon as what stands in it is another.
pub(super) fn style_address(colour: Option<&str>) -> String {
    format!("/portal/look/portal.css?v={}", stamp(&style(colour)))
}

/// The address of the script.
pub(super) fn script_address() -> String {
    format!("/portal/look/portal.js?v={}", *SCRIPT_STAMP)
}

fn stamp(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
