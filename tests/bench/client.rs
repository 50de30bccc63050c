//! The smallest HTTP/1.1 client that keeps a connection and a cookie jar: a load must not cost more than what it measures.
use std::collections::BTreeMap;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Cookies of one person.
pub type Jar = BTreeMap<String, String>;

pub struct Client {
    stream: TcpStream,
    port: u16,
    /// Taken out and put back, one connection serves many persons, as a proxy's does.
    pub jar: Jar,
}

pub struct Answer {
    pub status: u16,
    pub headers: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    pub async fn open(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, port, jar: Jar::new() })
    }

    pub async fn get(&mut self, path: &str, accept: &str) -> std::io::Result<Answer> {
        self.send("GET", path, accept, "").await
    }

    /// Sends form fields, already encoded.
    pub async fn post(&mut self, path: &str, form: &str) -> std::io::Result<Answer> {
        self.send("POST", path, "", form).await
    }

    async fn send(&mut self, method: &str, path: &str, accept: &str, form: &str) -> std::io::Result<Answer> {
        let cookies: Vec<String> = self.jar.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\n", self.port);
        for (name, value) in [("cookie", cookies.join("; ").as_str()), ("accept-encoding", accept)] {
            if !value.is_empty() {
                request += &format!("{name}: {value}\r\n");
            }
        }
        if method == "POST" {
            let kind = "application/x-www-form-urlencoded";
            request += &format!("content-type: {kind}\r\ncontent-length: {}\r\n", form.len());
        }
        request += "\r\n";
        request += form;
        self.stream.write_all(request.as_bytes()).await?;
        let answer = self.read().await?;
        for line in answer.headers.lines() {
            if let Some(cookie) = line.strip_prefix("set-cookie: ")
                && let Some((name, value)) = cookie.split(';').next().and_then(|c| c.split_once('='))
            {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }

    async fn read(&mut self) -> std::io::Result<Answer> {
        let mut bytes = Vec::with_capacity(8 * 1024);
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
                break at;
            }
            self.more(&mut bytes).await?;
        };
        let headers = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let raw = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = headers.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let length = headers
            .lines()
            .find_map(|l| l.strip_prefix("content-length: "))
            .and_then(|n| n.trim().parse().ok())
            .unwrap_or(0);
        let mut body = bytes.split_off(end + 4);
        while body.len() < length {
            self.more(&mut body).await?;
        }
        Ok(Answer { status, headers: raw, body })
    }

    async fn more(&mut self, into: &mut Vec<u8>) -> std::io::Result<()> {
        match self.stream.read_buf(into).await? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}
