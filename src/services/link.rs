//! Where something is shown to people, below the server's address: what the links of messages lead to.

use std::fmt::Write;

/// The board.
pub const BOARD: &str = "/";

/// The board with one order.
pub fn to_order(number: &str) -> String {
    let mut link = "/?order=".to_owned();
    for byte in number.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => link.push(byte.into()),
            // Writing to a text does not fail.
            other => drop(write!(link, "%{other:02X}")),
        }
    }
    link
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
