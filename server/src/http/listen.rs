//! The accept loop: a limit on connections, a share of them for each network, timers on headers and on answers nobody
//! reads, and an orderly end.
use std::{future::Future, sync::Arc, time::Duration};

use axum::{Extension, Router, extract::ConnectInfo};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::Layer as _;

use super::shares::Shares;

/// Connections served at once; more wait in the kernel's queue.
const CONNECTIONS: usize = 4096;
/// Of these, for one network outside this machine. Mobile operators put many people behind one address.
const EACH_NETWORK: usize = 256;
/// A request line and its headers, or the next request on an open connection, must come within this.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// An answer must be taken from our buffers, bit by bit, with no longer pause.
const UNREAD_TIME: Duration = Duration::from_secs(20);
/// Open requests may finish for this long after the end was asked for.
const END_TIME: Duration = Duration::from_secs(10);

/// Serves until `shutdown` resolves, then lets open requests finish.
pub async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()>) -> std::io::Result<()> {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME).max_buf_size(64 * 1024);
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let shares = Shares::new(EACH_NETWORK);
    let graceful = GracefulShutdown::new();
    tokio::pin!(shutdown);
    loop {
        let slot = tokio::select! {
            slot = slots.clone().acquire_owned() => slot.map_err(std::io::Error::other)?,
            () = &mut shutdown => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(cause) => {
                // out of file descriptors, or the peer left: wait a moment, then go on
                tracing::warn!(%cause, "accept failed");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Some(place) = shares.place(peer.ip()) else { continue };
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(UNREAD_TIME));
        // the limits ask for the network behind a connection
        let known = Extension(ConnectInfo(peer)).layer(router.clone());
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(known));
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            let _held = (slot, place);
            if let Err(cause) = watched.await {
                tracing::debug!(%cause, "connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(END_TIME, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}
