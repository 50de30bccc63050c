//! No network may hold all connections: each /24 or /56 has its share, whoever sits behind it.
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// Open connections by network. Cheap to clone; nothing is written down and a count goes with its last connection.
#[derive(Clone)]
pub struct Shares {
    each: usize,
    open: Arc<Mutex<HashMap<Network, usize>>>,
}

type Network = [u8; 7];

/// One counted connection; dropping it gives the place back. `None` inside for this machine's own.
pub struct Place(Option<(Shares, Network)>);

impl Shares {
    pub fn new(each: usize) -> Self {
        Self { each, open: Arc::default() }
    }

    /// A place for one more connection, or `None` when its network has its share already. Connections of this machine
    /// itself are not counted: a proxy on it speaks for everyone.
    pub fn place(&self, peer: IpAddr) -> Option<Place> {
        let peer = peer.to_canonical();
        if peer.is_loopback() {
            return Some(Place(None));
        }
        let network = network(peer);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(network).or_default();
        if *count >= self.each {
            return None;
        }
        *count += 1;
        Some(Place(Some((self.clone(), network))))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((shares, network)) = &self.0 else { return };
        let mut open = shares.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(network) {
            *count -= 1;
            if *count == 0 {
                open.remove(network);
            }
        }
    }
}

/// The first three bytes of an IPv4 address, the first seven of an IPv6 address.
fn network(peer: IpAddr) -> Network {
    match peer {
        // an IPv6 address never begins with 255.255.255.255
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            [255, 255, 255, 255, a, b, c]
        }
        IpAddr::V6(v6) => std::array::from_fn(|i| v6.octets()[i]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_has_its_share_and_gets_places_back() {
        let shares = Shares::new(2);
        let first = shares.place(ip("203.0.113.5"));
        let second = shares.place(ip("203.0.113.200"));
        assert!(first.is_some() && second.is_some());
        assert!(shares.place(ip("203.0.113.7")).is_none(), "a third connection of one /24");
        assert!(shares.place(ip("203.0.114.7")).is_some(), "the next network is not concerned");
        assert!(shares.place(ip("::ffff:203.0.113.7")).is_none(), "the same network in other words");
        drop(second);
        assert!(shares.place(ip("203.0.113.7")).is_some());
        drop(first);
        assert!(shares.open.lock().unwrap().is_empty(), "nothing stays of connections that are gone");
    }

    #[test]
    fn an_ipv6_household_is_one_network_and_this_machine_none() {
        let shares = Shares::new(1);
        let _one = shares.place(ip("2001:db8:1:2200::1"));
        assert!(shares.place(ip("2001:db8:1:22ff::1")).is_none());
        assert!(shares.place(ip("2001:db8:1:3300::1")).is_some());
        let own: Vec<_> = (0..5).map(|_| shares.place(ip("127.0.0.1"))).collect();
        assert!(own.iter().all(Option::is_some));
    }
}
