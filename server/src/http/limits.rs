//! Coarse rate limits without stored addresses: the key is a keyed hash of a network prefix,
//! under a salt that lives only in memory.
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock as _};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::error::AppError;
use crate::{crypto, state::AppState};

/// One limit: so many in a minute for each network, with a burst of the same size.
pub struct Limit {
    salt: [u8; 32],
    limiter: DefaultKeyedRateLimiter<u64>,
}

impl Limit {
    pub fn per_minute(times: u32) -> Self {
        let times = NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN);
        Self { salt: crypto::random::bytes(), limiter: DefaultKeyedRateLimiter::dashmap(Quota::per_minute(times)) }
    }

    /// Counts one try of `who`, or says how long to wait.
    pub fn check(&self, who: &Sender) -> Result<(), AppError> {
        self.limiter.check_key(&self.key(who)).map_err(|until| {
            let wait = until.wait_time_from(governor::clock::DefaultClock::default().now());
            AppError::RateLimited(wait.as_secs() + 1)
        })
    }

    /// Forgets networks that have been quiet; called by a timer.
    pub fn forget_quiet(&self) {
        self.limiter.retain_recent();
    }

    fn key(&self, who: &Sender) -> u64 {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.salt) else {
            return 0;
        };
        mac.update(&who.0);
        let digest = mac.finalize().into_bytes();
        u64::from_le_bytes(std::array::from_fn(|i| digest[i]))
    }
}

/// The network a request came from: a /24 or /56 prefix, never the whole address.
pub struct Sender(Vec<u8>);

impl Sender {
    /// X-Forwarded-For is believed only behind a proxy, and only its very last value: what stands before, in the same line
    /// or in lines above, is what the client sent.
    pub fn of(headers: &HeaderMap, peer: Option<IpAddr>, behind_proxy: bool) -> Self {
        let forwarded = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .filter(|_| behind_proxy)
            .and_then(|v| v.to_str().ok())
            .and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
        match forwarded.or(peer) {
            Some(IpAddr::V4(v4)) => Self(v4.octets()[..3].to_vec()),
            Some(IpAddr::V6(v6)) => Self(v6.octets()[..7].to_vec()),
            None => Self(Vec::new()),
        }
    }
}

impl FromRequestParts<AppState> for Sender {
    type Rejection = Infallible;

    /// The address itself is dropped here: handlers see the network only.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self::of(&parts.headers, peer, state.config.behind_proxy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_proxy_added_counts() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "198.51.100.7".parse().unwrap());
        headers.append("x-forwarded-for", "203.0.113.5, 192.0.2.9".parse().unwrap());
        let peer = Some(IpAddr::from([127, 0, 0, 1]));
        assert_eq!(Sender::of(&headers, peer, true).0, [192, 0, 2]);
        assert_eq!(Sender::of(&headers, peer, false).0, [127, 0, 0]);
    }
}
