//! Requests to other programs: signed webhooks. No redirects, no proxies, no cookies, a short answer in a short time.
//!
//! Webhooks follow the convention of Standard Webhooks, for which there are libraries: `webhook-id`, the same whenever
//! a message is sent; `webhook-timestamp`; and `webhook-signature`, HMAC-SHA256 over `id.timestamp.body`.

use super::fault::{Fault, Kind};
use super::guard::{Guard, Inside, REFUSED};
use super::render::Rendered;
use super::{Target, Unusable, robots};
use crate::domain::outbox::Channel;
use crate::domain::value::Moment;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;

/// A request takes no longer, from looking up the name to the last byte of the answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Of an answer no more is read.
const LONGEST_ANSWER: u64 = 64 * 1024;
/// What a secret begins with that is written in base64.
const ENCODED: &str = "whsec_";

/// What sends requests.
pub(super) struct Web(Agent);

impl Web {
    pub(super) fn new(inside: Inside, authorities: &[u8]) -> Result<Self, Unusable> {
        let mut roots = Vec::new();
        // Files of the machine that can't be read are its administrator's concern; the others count.
        for certificate in rustls_native_certs::load_native_certs().certs {
            roots.push(Certificate::from_der(&certificate).to_owned());
        }
        for certificate in CertificateDer::pem_slice_iter(authorities) {
            let certificate = certificate.map_err(|error| Unusable::Authorities(error.to_string()))?;
            roots.push(Certificate::from_der(&certificate).to_owned());
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&roots))
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(None)
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .user_agent("holdfast")
            .build();
        let guard = Guard { inside, usual: DefaultResolver::default() };
        Ok(Self(Agent::with_parts(config, DefaultConnector::default(), guard)))
    }

    /// Posts a message as a signed webhook.
    pub(super) fn hook(
        &self,
        target: &Target,
        id: &str,
        template: &str,
        facts: &Value,
        at: Moment,
    ) -> Result<(), Fault> {
        let body = json!({ "id": id, "at": at, "template": template, "facts": facts }).to_string();
        let timestamp = at.utc().timestamp();
        let mut headers = vec![("webhook-id", id.to_owned()), ("webhook-timestamp", timestamp.to_string())];
        if let Some(secret) = &target.secret {
            let signature = sign(&key(secret.reveal()), format!("{id}.{timestamp}.{body}").as_bytes());
            headers.push(("webhook-signature", format!("v1,{signature}")));
        }
        let (status, answer) = self.send(target.url.reveal(), &headers, body)?;
        taken(status, &answer)
    }

    /// Posts a message to a chat robot.
    pub(super) fn robot(&self, target: &Target, rendered: &Rendered, at: Moment) -> Result<(), Fault> {
        let secret = target.secret.as_ref().map(super::Secret::reveal);
        let (url, body) = match target.channel {
            Channel::DingTalk => (
                robots::ding_talk_address(target.url.reveal(), secret, at.utc().timestamp_millis()),
                robots::ding_talk(rendered),
            ),
            _ => (target.url.reveal().to_owned(), robots::we_com(rendered)),
        };
        let (status, answer) = self.send(&url, &[], body.to_string())?;
        taken(status, &answer)?;
        robots::taken(target.channel, &answer)
    }

    fn send(&self, url: &str, headers: &[(&str, String)], body: String) -> Result<(u16, String), Fault> {
        let mut request = self.0.post(url).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let mut response = request.send(body).map_err(|error| fault(&error))?;
        let status = response.status().as_u16();
        let answer = response.body_mut().with_config().limit(LONGEST_ANSWER).read_to_vec();
        // Whoever took the message may say about it what they like.
        let answer = answer.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        Ok((status, answer))
    }
}

/// HMAC-SHA256 in base64.
pub(super) fn sign(key: &[u8], text: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text);
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The bytes of a secret: behind `whsec_` in base64, as it stands otherwise.
fn key(secret: &str) -> Vec<u8> {
    let encoded = secret.strip_prefix(ENCODED).and_then(|text| STANDARD.decode(text).ok());
    encoded.unwrap_or_else(|| secret.as_bytes().to_vec())
}

/// What a status means. A redirect is no answer: where it leads nobody has looked at.
fn taken(status: u16, answer: &str) -> Result<(), Fault> {
    let beginning: String = answer.chars().take(200).collect();
    let said = format!("{status} {beginning}");
    match status {
        200..=299 => Ok(()),
        408 | 425 | 429 | 500..=599 => Err(Fault::temporary(Kind::Refused, said)),
        400..=499 => Err(Fault::lasting(Kind::Refused, said)),
        _ => Err(Fault::lasting(Kind::Answer, format!("{status}"))),
    }
}

/// What went wrong, without the address: a robot's is a secret.
fn fault(error: &ureq::Error) -> Fault {
    use ureq::Timeout;
    let temporary = |kind, said: &str| Fault::temporary(kind, said.to_owned());
    match error {
        ureq::Error::Timeout(
            Timeout::Resolve | Timeout::Connect | Timeout::SendRequest | Timeout::SendBody,
        ) => temporary(Kind::Timeout, ""),
        ureq::Error::Timeout(_) => temporary(Kind::Unheard, "no answer in time"),
        ureq::Error::HostNotFound => temporary(Kind::Connection, "the name leads nowhere"),
        ureq::Error::ConnectionFailed => temporary(Kind::Connection, "no connection"),
        ureq::Error::Tls(said) => temporary(Kind::Tls, said),
        ureq::Error::Rustls(error) => temporary(Kind::Tls, &error.to_string()),
        ureq::Error::Io(error) => {
            match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
                Some(_) => temporary(Kind::Tls, &error.to_string()),
                None => temporary(Kind::Connection, &error.kind().to_string()),
            }
        }
        ureq::Error::Other(error) if error.to_string().starts_with(REFUSED) => {
            Fault::lasting(Kind::InsideAddress, error.to_string()[REFUSED.len()..].trim().to_owned())
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            Fault::lasting(Kind::Connection, "no address".to_owned())
        }
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => temporary(Kind::Answer, "no HTTP"),
        _ => temporary(Kind::Own, "the request failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_convention() {
        // The example of the Standard Webhooks libraries.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let text = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
        assert_eq!(sign(&key(secret), text.as_bytes()), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(key("plain words"), b"plain words");
    }

    #[test]
    fn a_status_says_whether_to_try_again() {
        let lasting = |status| taken(status, "").map_err(|fault| fault.lasting);
        assert_eq!([200, 204, 299].map(lasting), [Ok(()); 3]);
        assert_eq!([408, 429, 500, 503].map(lasting), [Err(false); 4]);
        assert_eq!([301, 307, 400, 401, 404, 410].map(lasting), [Err(true); 6]);
    }
}
