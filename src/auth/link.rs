//! Signed links for people who do not sign in: what a link is about, and that we wrote it. Whether what it is about can
//! still be done says the store.

use super::secret::PLAIN;
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
    /// To see an order.
    Open,
    /// To go on seeing it, in the browser that has opened it.
    Seen,
    /// To follow an order by mail, and to stop that.
    Follow,
    /// To see all orders of a customer.
    SignIn,
    /// To go on seeing them, in the browser that has signed in.
    SignedIn,
    /// The code that stands on the confirmation of an order.
    Code,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Deliver => "deliver",
            Self::Open => "open",
            Self::Seen => "seen",
            Self::Follow => "follow",
            Self::SignIn => "sign-in",
            Self::SignedIn => "signed-in",
            Self::Code => "code",
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

/// Twelve letters and digits that nobody guesses (60 bits), of an alphabet without those that look alike.
pub fn code(key: &str, id: &str) -> String {
    let signed = signature(key, Purpose::Code, id).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
    signed.iter().take(12).map(|byte| char::from(PLAIN[usize::from(byte % 32)])).collect()
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
    fn a_code_belongs_to_one_thing_and_has_no_letters_that_look_alike() {
        let one = code("key", "SO-1\n0");
        assert_eq!(one.len(), 12);
        assert!(
            one.chars().all(|c| c.is_ascii_digit() || (c.is_ascii_uppercase() && !"ILOU".contains(c))),
            "{one}"
        );
        assert_eq!(one, code("key", "SO-1\n0"));
        for other in [code("key", "SO-1\n1"), code("key", "SO-2\n0"), code("other", "SO-1\n0")] {
            assert_ne!(one, other);
        }
    }

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
