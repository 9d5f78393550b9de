//! Secrets: made, hashed, compared. What is stored of them can't be turned back.

use crate::store::Failure;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// How hard a password is to guess once its hash is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory that one guess takes, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for Cost {
    /// What OWASP's Password Storage Cheat Sheet recommends for argon2id: 19 MiB, two passes.
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2 }
    }
}

impl Cost {
    /// For tests and demos: quick, and no protection.
    pub const CHEAP: Self = Self { memory: 8, passes: 1 };

    fn argon2(self) -> Result<Argon2<'static>, Failure> {
        let params = Params::new(self.memory, self.passes, 1, None);
        let params = params.map_err(|error| Failure::Broken(format!("argon2: {error}")))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// A password under argon2id. Slow on purpose: call it on a thread that may block, outside of transactions.
///
/// # Errors
///
/// The machine has no randomness or memory.
pub fn hashed(password: &str, cost: Cost) -> Result<String, Failure> {
    let hash = cost.argon2()?.hash_password(password.as_bytes());
    Ok(hash.map_err(|error| Failure::Broken(format!("argon2: {error}")))?.to_string())
}

/// Whether `password` is the one behind `hash`. As slow as [`hashed`].
pub fn is_right(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

/// A new secret of 256 random bits, as text.
pub fn new() -> String {
    let bytes: [u8; 32] = rand::random();
    hex(&bytes)
}

/// Whether two secrets are the same, in a time that says nothing about where they differ.
pub fn same(one: &str, other: &str) -> bool {
    fingerprint(one) == fingerprint(other)
}

/// SHA-256 of a secret: enough for secrets that nobody can guess.
pub fn fingerprint(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Letters and digits that are told apart when read aloud or typed.
pub(super) const PLAIN: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new code of 50 random bits that people can type: for what is good for minutes and guessed slowly.
pub fn new_code() -> String {
    let bytes: [u8; 10] = rand::random();
    bytes.iter().map(|byte| char::from(PLAIN[usize::from(byte % 32)])).collect()
}

/// What somebody typed as such a code: small letters, blanks and dashes are no matter, nor is O for 0.
pub fn typed_code(text: &str) -> String {
    let plain = text.chars().filter(char::is_ascii_alphanumeric).map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    plain.collect()
}

/// What somebody is called who is not to be named: the same for ever, and no way back without the key.
pub fn pseudonym(key: &str, code: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(code.as_bytes());
    format!("p-{}", &hex(&mac.finalize().into_bytes())[..10])
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let hash = hashed("correct horse", Cost::CHEAP).expect("a hash");
        assert!(hash.starts_with("$argon2id$"));
        assert!(is_right("correct horse", &hash));
        assert!(!is_right("battery staple", &hash));
        assert!(!is_right("", ""));
    }

    #[test]
    fn codes_are_read_as_they_are_typed() {
        let code = new_code();
        assert_eq!((code.len(), typed_code(&code)), (10, code.clone()));
        assert_eq!(typed_code(&format!(" {}-{} ", &code[..5].to_lowercase(), &code[5..])), code);
        assert_eq!(typed_code("oil"), "011");
    }

    #[test]
    fn secrets_differ() {
        assert_ne!(new(), new());
        assert_eq!(fingerprint("a").len(), 64);
    }
}
