//! Where something is shown to people, below the server's address: what the links of messages lead to.

use std::fmt::Write;

/// The board.
pub const BOARD: &str = "/";

/// The board with one order.
pub fn to_order(number: &str) -> String {
    format!("/?order={}", escaped(number))
}

/// A text as it may stand in one part of an address or of a query, whatever is in it (RFC 3986, 2.3).
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => safe.push(byte.into()),
            // Writing to a text does not fail.
            other => drop(write!(safe, "%{other:02X}")),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_of_any_number_is_led_to() {
        assert_eq!(to_order("SO-26-00017"), "/?order=SO-26-00017");
        assert_eq!(to_order("17/3 &b=订"), "/?order=17%2F3%20%26b%3D%E8%AE%A2");
    }
}
