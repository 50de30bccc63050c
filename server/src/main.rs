use std::process::ExitCode;

use clap::Parser;

/// Pages are thousands of small strings: a fifth of the time of rendering one went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        eprintln!("a TLS provider was already installed");
    }
    let cli = server::cli::Cli::parse();
    match server::cli::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("zhaoshi: {cause:#}");
            ExitCode::FAILURE
        }
    }
}
