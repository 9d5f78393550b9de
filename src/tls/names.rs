//! The names and addresses under which a server is reached.
//!
//! Owns which of them a certificate carries and what the plant's authority may speak for. A tablet keeps its queue by the
//! name under which it knows the server, so a name once used should stay.

use rcgen::{CidrSubnet, GeneralSubtree, NameConstraints, SanType};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks whose addresses mean nothing outside: RFC 1918, RFC 4193, RFC 3927, RFC 4291.
const PRIVATE: [(IpAddr, u8); 8] = [
    (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(169, 254, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 12),
    (IpAddr::V4(Ipv4Addr::new(192, 168, 0, 0)), 16),
    (IpAddr::V6(Ipv6Addr::LOCALHOST), 128),
    (IpAddr::V6(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0)), 7),
    (IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)), 10),
];

/// Longest name of a host, in characters: RFC 1035.
const LONGEST: usize = 253;

/// What is no name of a host and no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongName(pub String);

/// Names and addresses of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Names of hosts, in lower case.
    pub hosts: BTreeSet<String>,
    /// Addresses.
    pub addresses: BTreeSet<IpAddr>,
}

impl Names {
    /// Reads names and addresses between commas.
    ///
    /// # Errors
    ///
    /// The one that is neither.
    pub fn read(text: &str) -> Result<Names, WrongName> {
        let mut names = Names::default();
        for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            if let Ok(address) = one.trim_start_matches('[').trim_end_matches(']').parse() {
                names.addresses.insert(address);
            } else if is_host(one) {
                names.hosts.insert(one.to_ascii_lowercase());
            } else {
                return Err(WrongName(one.to_owned()));
            }
        }
        Ok(names)
    }

    /// How this machine is reached where nobody says more: by its own name, with `.local` behind it too, by its private
    /// addresses, and from itself.
    pub fn of_this_machine() -> Names {
        let mut names = Names::default();
        names.hosts.insert("localhost".to_owned());
        names.addresses.extend([IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]);
        if let Some(own) = own_name().filter(|own| is_host(own)) {
            let own = own.to_ascii_lowercase();
            if !own.contains('.') {
                names.hosts.insert(format!("{own}.local"));
            }
            names.hosts.insert(own);
        }
        // A machine that does not know its addresses is reached by its name.
        let known = if_addrs::get_if_addrs().unwrap_or_default();
        names.addresses.extend(known.iter().map(if_addrs::Interface::ip).filter(|ip| is_private(*ip)));
        names
    }

    /// These and others.
    #[must_use]
    pub fn and(mut self, other: Names) -> Names {
        self.hosts.extend(other.hosts);
        self.addresses.extend(other.addresses);
        self
    }

    /// These, but none of the others.
    pub(super) fn without(&self, others: &Names) -> Names {
        Names {
            hosts: self.hosts.difference(&others.hosts).cloned().collect(),
            addresses: self.addresses.difference(&others.addresses).copied().collect(),
        }
    }

    /// All of them as texts, hosts first.
    pub fn texts(&self) -> Vec<String> {
        self.hosts.iter().cloned().chain(self.addresses.iter().map(ToString::to_string)).collect()
    }

    /// As a certificate carries them.
    pub(super) fn alternatives(&self) -> Result<Vec<SanType>, rcgen::Error> {
        let hosts = self.hosts.iter().map(|host| Ok(SanType::DnsName(host.as_str().try_into()?)));
        hosts.chain(self.addresses.iter().map(|address| Ok(SanType::IpAddress(*address)))).collect()
    }

    /// What an authority for these may speak for: these hosts and what is below them, private addresses, and those of
    /// these that are not private.
    pub(super) fn constraints(&self) -> NameConstraints {
        let hosts = self.hosts.iter().cloned().map(GeneralSubtree::DnsName);
        let private = PRIVATE.iter().map(|&(ip, bits)| CidrSubnet::from_addr_prefix(ip, bits));
        let public = self.addresses.iter().filter(|ip| !is_private(**ip));
        let public = public.map(|&ip| CidrSubnet::from_addr_prefix(ip, if ip.is_ipv4() { 32 } else { 128 }));
        let addresses = private.chain(public).map(GeneralSubtree::IpAddress);
        NameConstraints {
            permitted_subtrees: hosts.chain(addresses).collect(),
            excluded_subtrees: Vec::new(),
        }
    }
}

/// Those of `names` for which an authority that is bound to `hosts` and `networks` may not speak.
pub(super) fn outside(names: &Names, hosts: &[String], networks: &[(Vec<u8>, Vec<u8>)]) -> Names {
    let below = |host: &str, known: &str| {
        host == known || host.strip_suffix(known).is_some_and(|before| before.ends_with('.'))
    };
    let within = |ip: IpAddr, (base, mask): &(Vec<u8>, Vec<u8>)| {
        let octets = match ip {
            IpAddr::V4(ip) => ip.octets().to_vec(),
            IpAddr::V6(ip) => ip.octets().to_vec(),
        };
        octets.len() == base.len() && octets.iter().zip(base).zip(mask).all(|((a, b), m)| a & m == b & m)
    };
    let unknown_host = |host: &&String| !hosts.iter().any(|known| below(host, known));
    let unknown_ip = |ip: &&IpAddr| !networks.iter().any(|network| within(**ip, network));
    Names {
        hosts: names.hosts.iter().filter(unknown_host).cloned().collect(),
        addresses: names.addresses.iter().filter(unknown_ip).copied().collect(),
    }
}

/// Whether an address means nothing outside of its network.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        let fits = (1..=63).contains(&label.len());
        fits && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // What looks like an address and is none must not pass for a name.
    let is_number =
        text.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    text.len() <= LONGEST && !is_number && text.split('.').all(label)
}

#[cfg(target_os = "linux")]
fn own_name() -> Option<String> {
    rustix::system::uname().nodename().to_str().ok().map(str::to_owned)
}

#[cfg(not(target_os = "linux"))]
fn own_name() -> Option<String> {
    ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_stand_between_commas() {
        let names = Names::read(" Shop.example , 192.168.1.7,[fd00::7],").expect("names");
        assert_eq!(names.texts(), ["shop.example", "192.168.1.7", "fd00::7"]);
        assert_eq!(Names::read("").expect("none"), Names::default());
        for wrong in
            ["a b", "-shop", "shop_1", "1.2.3", "192.168.1.300", "https://shop", "*.shop", "shop.", "文"]
        {
            assert_eq!(Names::read(&format!("good,{wrong}")), Err(WrongName(wrong.to_owned())));
        }
    }

    #[test]
    fn a_machine_is_reached_from_itself_and_by_no_public_address_unasked() {
        let names = Names::of_this_machine();
        assert!(
            names.hosts.contains("localhost") && names.addresses.contains(&IpAddr::V4(Ipv4Addr::LOCALHOST))
        );
        assert!(names.addresses.iter().all(|ip| is_private(*ip)), "{names:?}");
    }

    #[test]
    fn an_authority_speaks_for_its_hosts_what_is_below_them_and_its_networks() {
        let hosts = ["shop.example".to_owned()];
        let networks = [(vec![192, 168, 0, 0], vec![255, 255, 0, 0])];
        let asked = |text: &str| outside(&Names::read(text).expect("names"), &hosts, &networks).texts();
        assert_eq!(asked("shop.example,floor.shop.example,192.168.9.9"), Vec::<String>::new());
        assert_eq!(asked("shop.example,othershop.example,192.169.0.1"), ["othershop.example", "192.169.0.1"]);
        assert_eq!(asked("fd00::1"), ["fd00::1"]);
    }
}
