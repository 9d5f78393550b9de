//! Where requests may go: never to an address inside the house or the machine, unless a setting allows it.
//!
//! What counts is the address that is connected to, not the name: it is looked at after the name was resolved, in the
//! one place from which the client takes its addresses, for addresses that were written as numbers too. So neither a
//! name that leads inside nor one that leads elsewhere the second time gets through.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Inside addresses that requests may go to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside {
    all: bool,
    networks: Vec<(IpAddr, u8)>,
}

impl FromStr for Inside {
    type Err = ();

    /// Nothing, `all`, or addresses and networks between commas: `10.1.2.3, 192.168.0.0/16`.
    fn from_str(text: &str) -> Result<Self, ()> {
        if text.trim() == "all" {
            return Ok(Self { all: true, networks: Vec::new() });
        }
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let networks = parts.map(|part| {
            let (address, bits) = part.split_once('/').unwrap_or((part, ""));
            let address: IpAddr = address.parse().map_err(|_| ())?;
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits = if bits.is_empty() { most } else { bits.parse().map_err(|_| ())? };
            if bits <= most { Ok((address, bits)) } else { Err(()) }
        });
        Ok(Self { all: false, networks: networks.collect::<Result<_, _>>()? })
    }
}

impl Inside {
    fn allows(&self, address: IpAddr) -> bool {
        let within = |network: &(IpAddr, u8)| match (network.0, address) {
            (IpAddr::V4(network_address), IpAddr::V4(address)) => {
                let differs = network_address.to_bits() ^ address.to_bits();
                differs.checked_shr(32 - u32::from(network.1)).unwrap_or(0) == 0
            }
            (IpAddr::V6(network_address), IpAddr::V6(address)) => {
                let differs = network_address.to_bits() ^ address.to_bits();
                differs.checked_shr(128 - u32::from(network.1)).unwrap_or(0) == 0
            }
            _ => false,
        };
        self.all || self.networks.iter().any(within)
    }
}

/// Whether an address is one of this machine, of a private network, or of no single machine of the open network.
pub(super) fn is_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => inside_v4(address),
        IpAddr::V6(address) => inside_v6(address),
    }
}

fn inside_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation()
        || matches!((a, b, c), (0 | 240.., _, _) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _))
}

fn inside_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        inside_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // This machine, nobody, and IPv4 in other clothes.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => (high, low) == (0, 1) || v4(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => v4(high, low),
        [0x64, 0xff9b, ..] | [0x100, ..] | [0x2001, 0 | 0xdb8, ..] => true,
        // Private, of one link, of one site, of many.
        [first, ..] => first & 0xfe00 == 0xfc00 || first & 0xff80 == 0xfe80 || first >= 0xff00,
    }
}

/// What an error bears that comes from here.
pub(super) const REFUSED: &str = "holdfast: inside address";

/// Resolves names and lets through only what may be connected to.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) inside: Inside,
    pub(super) usual: DefaultResolver,
}

impl Guard {
    /// Whether `address` may be connected to, without TLS or with it. Without it only inside, where that is allowed.
    fn admits(&self, address: IpAddr, encrypted: bool) -> bool {
        if is_inside(address) { self.inside.allows(address) } else { encrypted }
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.usual.resolve(uri, config, timeout)?;
        let encrypted = uri.scheme_str() == Some("https");
        // One address that is not for us and none is believed: who mixes them means no good.
        match found.iter().find(|at| !self.admits(at.ip(), encrypted)) {
            None => Ok(found),
            Some(at) => Err(ureq::Error::Other(format!("{REFUSED} {}", at.ip()).into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn inside_addresses_are_known_in_all_their_clothes() {
        for inside in [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "240.0.0.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
        ] {
            assert!(is_inside(ip(inside)), "{inside}");
        }
        for outside in
            ["9.9.9.9", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1", "::ffff:9.9.9.9"]
        {
            assert!(!is_inside(ip(outside)), "{outside}");
        }
    }

    #[test]
    fn a_setting_allows_what_it_names_and_no_more() {
        let guard = |text: &str| Guard {
            inside: text.parse().expect("a setting"),
            usual: DefaultResolver::default(),
        };
        let some = guard("10.1.2.3, 192.168.0.0/16, fd00::/8");
        for (address, admitted) in [
            ("10.1.2.3", true),
            ("10.1.2.4", false),
            ("192.168.7.7", true),
            ("127.0.0.1", false),
            ("fd00::7", true),
        ] {
            assert_eq!(some.admits(ip(address), true), admitted, "{address}");
        }
        assert!(guard("all").admits(ip("127.0.0.1"), false));
        assert!(!guard("").admits(ip("127.0.0.1"), true));
        assert!(guard("0.0.0.0/0").admits(ip("127.0.0.1"), true));
        // Outside only where nobody can read along.
        assert!(guard("").admits(ip("9.9.9.9"), true) && !guard("all").admits(ip("9.9.9.9"), false));
        for bad in ["localhost", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.1;10.0.0.2"] {
            assert!(bad.parse::<Inside>().is_err(), "{bad}");
        }
    }
}
