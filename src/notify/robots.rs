//! The group robots of DingTalk and WeCom, in the formats that they document: markdown, an answer with `errcode`.
//!
//! DingTalk's requests are signed with the robot's secret: HMAC-SHA256 over the time in milliseconds, a line feed and the
//! secret, beside the time in the address. WeCom signs nothing: the key in the robot's address is all there is.

use super::fault::{Fault, Kind};
use super::render::Rendered;
use super::web::sign;
use crate::domain::outbox::Channel;
use serde_json::{Value, json};

/// Bytes of markdown that WeCom takes; DingTalk takes more.
const WE_COM_BYTES: usize = 4_096;
/// Bytes of markdown that DingTalk takes.
const DING_TALK_BYTES: usize = 20_000;

/// The address of a DingTalk robot, signed where it has a secret.
pub(super) fn ding_talk_address(url: &str, secret: Option<&str>, millis: i64) -> String {
    let Some(secret) = secret else { return url.to_owned() };
    let signature = sign(secret.as_bytes(), format!("{millis}\n{secret}").as_bytes());
    let escaped = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let more = if url.contains('?') { '&' } else { '?' };
    format!("{url}{more}timestamp={millis}&sign={escaped}")
}

/// What a DingTalk robot is sent.
pub(super) fn ding_talk(rendered: &Rendered) -> Value {
    let text = shortened(&rendered.markdown, DING_TALK_BYTES);
    json!({ "msgtype": "markdown", "markdown": { "title": rendered.subject, "text": text } })
}

/// What a WeCom robot is sent.
pub(super) fn we_com(rendered: &Rendered) -> Value {
    json!({ "msgtype": "markdown", "markdown": { "content": shortened(&rendered.markdown, WE_COM_BYTES) } })
}

/// What a robot's answer means. Who calls too often is told so, and may call again later.
pub(super) fn taken(channel: Channel, answer: &str) -> Result<(), Fault> {
    let said: Option<Value> = serde_json::from_str(answer).ok();
    let Some(code) = said.as_ref().and_then(|said| said["errcode"].as_i64()) else {
        return Err(Fault::temporary(Kind::Answer, "no errcode".to_owned()));
    };
    let words = said.as_ref().and_then(|said| said["errmsg"].as_str()).unwrap_or_default();
    let passes = match channel {
        Channel::DingTalk => [-1, 130_101, 410_100],
        _ => [-1, 45_009, 45_033],
    };
    match code {
        0 => Ok(()),
        code if passes.contains(&code) => Err(Fault::temporary(Kind::Refused, format!("{code} {words}"))),
        code => Err(Fault::lasting(Kind::Refused, format!("{code} {words}"))),
    }
}

/// Whole lines of a text, as many as fit.
fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for line in text.lines() {
        if kept.len() + line.len() + "…\n".len() > most {
            break;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_robots_address_is_signed() {
        let signed = ding_talk_address(
            "https://oapi.example/robot/send?access_token=x",
            Some("SECabc"),
            1_700_000_000_000,
        );
        let (before, sign) = signed.split_once("&sign=").expect("a signature");
        assert_eq!(before, "https://oapi.example/robot/send?access_token=x&timestamp=1700000000000");
        assert!(sign.ends_with("%3D") && !sign.contains(['+', '/', '=']), "{sign}");
        assert_eq!(ding_talk_address("https://a", None, 1), "https://a");
    }

    #[test]
    fn an_answer_says_whether_to_try_again() {
        let lasting = |channel, answer| taken(channel, answer).map_err(|fault| fault.lasting);
        assert_eq!(lasting(Channel::DingTalk, r#"{"errcode":0,"errmsg":"ok"}"#), Ok(()));
        assert_eq!(lasting(Channel::DingTalk, r#"{"errcode":130101,"errmsg":"too fast"}"#), Err(false));
        assert_eq!(lasting(Channel::DingTalk, r#"{"errcode":310000,"errmsg":"sign not match"}"#), Err(true));
        assert_eq!(lasting(Channel::WeCom, r#"{"errcode":45009,"errmsg":"freq out of limit"}"#), Err(false));
        assert_eq!(lasting(Channel::WeCom, r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#), Err(true));
        assert_eq!(lasting(Channel::WeCom, "<html>"), Err(false));
    }

    #[test]
    fn a_long_message_ends_with_a_whole_line() {
        let text = "第一行的内容\n".repeat(400);
        let short = shortened(&text, WE_COM_BYTES);
        assert!(short.len() <= WE_COM_BYTES && short.ends_with("第一行的内容\n…"));
        assert_eq!(shortened("short", 10), "short");
    }
}
