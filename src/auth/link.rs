//! Signed links for people who do not sign in: what a link is about, and that we wrote it. Whether what it is about can
//! still be done says the store.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a link is good for. One for something else is no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To stop notices to an address.
    Stop,
    /// To say when a purchase comes.
    Deliver,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Deliver => "deliver",
        }
    }
}

fn signature(key: &str, purpose: Purpose, id: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
    for part in [purpose.name(), "\n", id] {
        mac.update(part.as_bytes());
    }
    Some(mac)
}

/// The text of a link about `id`, which stands in it as it is.
pub fn token(key: &str, purpose: Purpose, id: &str) -> String {
    let signed = signature(key, purpose, id).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
    format!("{id}.{}", URL_SAFE_NO_PAD.encode(signed))
}

/// What a link is about; nothing if we did not write it, or not for this purpose.
pub fn read<'t>(key: &str, purpose: Purpose, token: &'t str) -> Option<&'t str> {
    let (id, signed) = token.rsplit_once('.')?;
    let signed = URL_SAFE_NO_PAD.decode(signed).ok()?;
    signature(key, purpose, id)?.verify_slice(&signed).ok()?;
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_about_what_it_was_written_for_and_nothing_else() {
        let link = token("key", Purpose::Stop, "018f");
        assert_eq!(read("key", Purpose::Stop, &link), Some("018f"));
        assert!(link.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)), "{link}");
        assert_eq!(read("other", Purpose::Stop, &link), None);
        assert_eq!(read("key", Purpose::Deliver, &link), None);
        assert_eq!(read("key", Purpose::Stop, &link.replace("018f", "018e")), None);
        for bad in ["", ".", "018f", "018f.", &link[..link.len() - 1], &format!("{link}A")] {
            assert_eq!(read("key", Purpose::Stop, bad), None, "{bad}");
        }
    }
}
