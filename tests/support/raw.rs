//! One HTTP/1.1 exchange byte by byte, for what a well-behaved client refuses to send.
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer, read until the server closed or `Content-Length` was reached.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code; 0 when the server closed without a word.
    pub status: u16,
    /// Headers by lower-case name, last one wins.
    pub headers: HashMap<String, String>,
    /// Body bytes as received.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends `request` as it is and reads one answer.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("the site listens");
    // A server that refuses early may close while we still write; its answer is what counts.
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    let read = async {
        let mut chunk = [0u8; 16 * 1024];
        while !complete(&bytes) {
            match stream.read(&mut chunk).await {
                Ok(0) | Err(_) => break,
                Ok(n) => bytes.extend_from_slice(&chunk[..n]),
            }
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), read).await;
    assert!(waited.is_ok(), "no answer within a minute to {:?}", String::from_utf8_lossy(request));
    parse(&bytes)
}

fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|w| w == b"\r\n\r\n").map(|at| at + 4)
}

fn complete(bytes: &[u8]) -> bool {
    let Some(end) = head_end(bytes) else {
        return false;
    };
    let answer = parse(bytes);
    answer
        .headers
        .get("content-length")
        .and_then(|v| v.parse::<usize>().ok())
        .is_some_and(|length| bytes.len() >= end + length)
}

fn parse(bytes: &[u8]) -> Answer {
    let end = head_end(bytes).unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).unwrap_or(0);
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Answer { status, headers, body: bytes[end..].to_vec() }
}
