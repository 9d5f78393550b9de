//! Slows down who guesses the codes of orders. An address that guesses has to wait; attempts at one order and all attempts
//! together are only answered later, so that nobody keeps a customer out of their order by guessing at it.

use super::Gate;
use super::throttle::Throttle;
use std::time::{Duration, Instant};

/// No answer waits longer than this because of what others do.
const LATEST: Duration = Duration::from_secs(3);

/// Attempts of whoever has no account: at orders with their codes, and at addresses that a link is mailed to. Neither costs the
/// other anything: whoever asks for a link guesses nothing.
#[derive(Debug)]
pub(super) struct Guesses {
    codes: Attempts,
    sign_ins: Attempts,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { codes: Attempts::new(10), sign_ins: Attempts::new(30) }
    }
}

/// Attempts of one kind.
#[derive(Debug)]
struct Attempts {
    by_address: Throttle,
    by_order: Throttle,
    all: Throttle,
}

impl Attempts {
    /// With so many at once from an address.
    fn new(from_address: u32) -> Self {
        Self {
            by_address: Throttle::new(from_address, Duration::from_secs(6)),
            by_order: Throttle::new(10, Duration::from_secs(6)),
            all: Throttle::new(300, Duration::from_millis(200)),
        }
    }

    fn admit(&self, order: &str, address: &str) -> Result<Guess, u64> {
        let now = Instant::now();
        let (address, order) =
            (place(address), order.trim().chars().take(100).collect::<String>().to_lowercase());
        self.by_address.count(&address, now).map_err(|wait| wait.as_secs() + 1)?;
        let late = |throttle: &Throttle, key: &str| throttle.count(key, now).err().unwrap_or_default();
        let wait = late(&self.by_order, &order).max(late(&self.all, "")).min(LATEST);
        Ok(Guess { address, order, wait })
    }
}

/// An attempt that was let through.
#[derive(Debug)]
pub struct Guess {
    address: String,
    order: String,
    /// How long its answer waits.
    pub wait: Duration,
}

/// An address, or the part of it that one customer has: of IPv6 the first half.
fn place(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => format!("{:x?}", &v6.segments()[..4]),
        },
        _ => address.to_owned(),
    }
}

impl Gate {
    /// Whether somebody at `address` may try a code of `order` now, and how late the answer comes. The attempt counts as a
    /// wrong one until [`Gate::was_customer`].
    ///
    /// # Errors
    ///
    /// The seconds to wait.
    pub fn admit_visitor(&self, order: &str, address: &str) -> Result<Guess, u64> {
        self.guesses().codes.admit(order, address)
    }

    /// Whether somebody at `address` may have a link mailed now, and how late the answer comes.
    ///
    /// # Errors
    ///
    /// The seconds to wait.
    pub fn admit_sign_in(&self, mail: &str, address: &str) -> Result<Guess, u64> {
        self.guesses().sign_ins.admit(mail, address)
    }

    /// Takes back that an attempt counts: the code was right.
    pub fn was_customer(&self, guess: &Guess) {
        let guesses = &self.guesses().codes;
        guesses.by_address.take_back(&guess.address);
        guesses.by_order.take_back(&guess.order);
        guesses.all.take_back("");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::secret::Cost;

    #[test]
    fn who_guesses_waits_and_keeps_no_customer_out() {
        let gate = Gate::new(Cost::CHEAP);
        let tried = (0..10_000).filter(|_| gate.admit_visitor("SO-1", "192.0.2.1").is_ok()).count();
        assert!((10..12).contains(&tried), "{tried}");
        // From elsewhere the same order opens, a little later.
        let guess = gate.admit_visitor("so-1 ", "192.0.2.2").expect("let through");
        assert!(guess.wait > Duration::ZERO && guess.wait <= LATEST, "{:?}", guess.wait);
        let other = gate.admit_visitor("SO-2", "192.0.2.2").expect("let through");
        assert_eq!(other.wait, Duration::ZERO);
    }

    #[test]
    fn colleagues_who_ask_for_their_links_keep_nobody_from_their_code() {
        let gate = Gate::new(Cost::CHEAP);
        let asked = (0..100).filter(|n| gate.admit_sign_in(&format!("{n}@x.example"), "192.0.2.1").is_ok());
        assert!((30..32).contains(&asked.count()));
        let guess = gate.admit_visitor("SO-1", "192.0.2.1").expect("let through");
        assert_eq!(guess.wait, Duration::ZERO);
    }

    #[test]
    fn many_addresses_together_only_make_answers_late() {
        let gate = Gate::new(Cost::CHEAP);
        for n in 0..2_000 {
            let guess = gate.admit_visitor(&format!("SO-{n}"), &format!("198.51.{}.{}", n / 250, n % 250));
            assert!(guess.expect("let through").wait <= LATEST);
        }
        let mine = gate.admit_visitor("SO-7000", "203.0.113.9").expect("let through");
        assert!(mine.wait > Duration::ZERO);
    }

    #[test]
    fn right_codes_do_not_count_and_addresses_are_counted_as_their_owners_have_them() {
        let gate = Gate::new(Cost::CHEAP);
        for _ in 0..100 {
            let guess = gate.admit_visitor("SO-1", "192.0.2.1").expect("right until now");
            gate.was_customer(&guess);
        }
        assert_eq!(place("2001:db8:1:2:3::4"), place("2001:db8:1:2::9"));
        assert_ne!(place("2001:db8:1:2::1"), place("2001:db8:1:3::1"));
        assert_eq!(place("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
