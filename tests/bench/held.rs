//! R5: connections that say nothing, or half a request, must not be kept.
use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{
    site::Site,
    sums::{Readings, row},
};

/// Opens 200 silent and 200 half-sent connections and waits until the server has dropped them all.
pub async fn measure() {
    let site = Site::fresh("").await;
    let begin = Instant::now();
    let mut held = Vec::new();
    for n in 0..400 {
        let port = site.port;
        held.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
            if n % 2 == 0 {
                stream.write_all(b"GET / HTTP/1.1\r\nhost: half\r\n").await.expect("half a request");
            }
            let mut rest = Vec::new();
            let _ = tokio::time::timeout(Duration::from_secs(60), stream.read_to_end(&mut rest)).await;
            begin.elapsed().as_secs_f64()
        }));
    }
    let mut gone = Readings::default();
    for one in held {
        gone.push(one.await.expect("a held connection"));
    }
    row_of(&gone);
}

fn row_of(gone: &Readings) {
    let figure = format!("all gone after {:.1} s", gone.at(1.0));
    row("R5", "200 half-sent and 200 silent connections", &figure, "must ≤ 20 s");
}
