//! T1 to T5: tips accepted over HTTP beside the durable commits the same disk gives in the same run.
use std::{collections::BTreeSet, path::Path, process::Command, time::Instant};

use tests::postgres::{Cluster, Durability};

use super::{
    client::{Client, Jar},
    commits,
    site::Site,
    sums::{Readings, row},
};

const ROUNDS: usize = 5;

/// One connection and the persons whose forms it has filled to the last step.
struct Sender {
    client: Client,
    ready: Vec<Jar>,
}

/// Fills one more form over this connection.
async fn fill(client: &mut Client, n: usize) -> Jar {
    client.jar = Jar::new();
    let steps = [
        ("/tips/new", "notice=&subject=&go=start".to_owned()),
        (
            "/tips/new/what",
            format!(
                "kind=vehicle&what=%E5%9C%A8%E5%8D%97%E9%97%A8%E8%8F%9C%E5%9C%BA%E7%9C%8B%E8%A7%81%E4%BB%96%E7%9A%84%E8%BD%A6{n:06}&about=%E6%9F%90%E7%94%B2&go=next"
            ),
        ),
        ("/tips/new/where", "place_unknown=on&when_unknown=on&go=next".to_owned()),
        ("/tips/new/you", "lane=anonymous&declare=on&privacy=2025-12".to_owned()),
    ];
    for (path, form) in steps {
        let answer = client.post(path, &form).await.expect("a step");
        assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    }
    std::mem::take(&mut client.jar)
}

async fn senders(port: u16, count: usize, each: usize) -> Vec<Sender> {
    let tasks: Vec<_> = (0..count)
        .map(|s| {
            tokio::spawn(async move {
                let mut client = Client::open(port).await.expect("a connection");
                let mut ready = Vec::with_capacity(each);
                for n in 0..each {
                    ready.push(fill(&mut client, s * each + n).await);
                }
                Sender { client, ready }
            })
        })
        .collect();
    let mut all = Vec::with_capacity(count);
    for task in tasks {
        all.push(task.await.expect("a sender"));
    }
    all
}

/// Seconds that sending all forms took, and each answer's milliseconds. The jars stay with their sender.
async fn send(senders: Vec<Sender>) -> (f64, Readings, Vec<Sender>) {
    let begin = Instant::now();
    let tasks: Vec<_> = senders
        .into_iter()
        .map(|mut sender| {
            tokio::spawn(async move {
                let mut times = Vec::with_capacity(sender.ready.len());
                for jar in &mut sender.ready {
                    std::mem::swap(&mut sender.client.jar, jar);
                    let at = Instant::now();
                    let answer = sender.client.post("/tips/new/check", "go=send").await.expect("an answer");
                    times.push(at.elapsed().as_secs_f64() * 1000.0);
                    assert_eq!(answer.status, 303, "{}", answer.text());
                    std::mem::swap(&mut sender.client.jar, jar);
                }
                (times, sender)
            })
        })
        .collect();
    let (mut all, mut done) = (Readings::default(), Vec::new());
    for task in tasks {
        let (times, sender) = task.await.expect("a sender");
        times.into_iter().for_each(|t| all.push(t));
        done.push(sender);
    }
    (begin.elapsed().as_secs_f64(), all, done)
}

/// Tips a second with so many connections, and each answer's time.
async fn rate(site: &Site, connections: usize, each: usize) -> (f64, Readings) {
    let ready = senders(site.port, connections, each).await;
    let (seconds, times, _) = send(ready).await;
    ((connections * each) as f64 / seconds, times)
}

/// T1 and T3 (32 connections), T2 (one).
pub async fn sqlite_rows() {
    let site = Site::fresh("").await;
    let (mut many, mut one, mut p99, mut worst) =
        (Readings::default(), Readings::default(), Readings::default(), Readings::default());
    let (mut tips_a_second, mut alone) = (Readings::default(), Readings::default());
    for _ in 0..ROUNDS {
        let (ours, times) = rate(&site, 32, 40).await;
        many.push(ours / commits::grouped(32).await);
        tips_a_second.push(ours);
        p99.push(times.at(0.99));
        worst.push(times.at(1.0));
        let (ours, _) = rate(&site, 1, 200).await;
        one.push(ours / commits::single().await);
        alone.push(ours);
    }
    let beside = |must: &str, rate: &Readings| format!("must ≥ {must}; {:.0} tips/s", rate.median());
    row("T1", "tips/s over group commits/s, SQLite, 32 connections", &many.text(3), &beside("0.10", &tips_a_second));
    row("T2", "tips/s over commits/s, SQLite, 1 connection", &one.text(3), &beside("0.25", &alone));
    row("T3", "p99 of an answer, 32 connections, ms", &p99.text(1), "must ≤ 40");
    row("T3", "worst answer, 32 connections, ms", &worst.text(1), "must ≤ 250");
}

/// T4: the same on PostgreSQL, beside pgbench inserting one row a commit.
pub async fn postgres_rows() {
    let cluster = match Cluster::start(Durability::Real) {
        Ok(cluster) => cluster,
        Err(why) => return row("T4", "PostgreSQL", "not measured", &why),
    };
    let url = cluster.create("bench").await;
    let site = Site::fresh(&url).await;
    let (mut ratio, mut ours_rate) = (Readings::default(), Readings::default());
    for _ in 0..ROUNDS {
        let (ours, _) = rate(&site, 32, 40).await;
        ratio.push(ours / pgbench(&url));
        ours_rate.push(ours);
    }
    let beside = format!("must ≥ 0.15; {:.0} tips/s", ours_rate.median());
    row("T4", "tips/s over pgbench, PostgreSQL, 32 connections", &ratio.text(3), &beside);
}

fn pgbench(url: &str) -> f64 {
    let script = std::env::temp_dir().join(format!("zhaoshi-pgbench-{}.sql", std::process::id()));
    let text = "INSERT INTO raw (body) VALUES (decode(repeat('07', 1024), 'hex'));\n";
    std::fs::write(&script, text).expect("the script");
    let table = "CREATE TABLE IF NOT EXISTS raw (id BIGSERIAL PRIMARY KEY, body BYTEA NOT NULL)";
    let made = Command::new("psql").args([url, "-qc", table]).status();
    assert!(made.is_ok_and(|s| s.success()), "psql makes the table");
    let program = bin("pgbench");
    let args = ["-n", "-c", "32", "-j", "2", "-T", "3", "-M", "prepared", "-f"];
    let output = Command::new(program).args(args).arg(&script).arg(url).output().expect("pgbench runs");
    let _ = std::fs::remove_file(&script);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|l| l.strip_prefix("tps = ")).unwrap_or_else(|| panic!("{text}"));
    line.split_whitespace().next().and_then(|n| n.parse().ok()).expect("a rate")
}

fn bin(name: &str) -> std::path::PathBuf {
    let newest = std::fs::read_dir("/usr/lib/postgresql")
        .ok()
        .and_then(|versions| versions.flatten().map(|v| v.path().join("bin").join(name)).filter(|p| p.exists()).max());
    newest.unwrap_or_else(|| Path::new(name).to_path_buf())
}

/// T5: 64 clients at once, 5,000 tips: nothing refused, lost, doubled or numbered twice.
pub async fn crowd_row() {
    let site = Site::fresh("").await;
    let ready = senders(site.port, 64, 79).await;
    let sent_count = ready.iter().map(|sender| sender.ready.len()).sum::<usize>();
    let (_, _, done) = send(ready).await;
    let mut numbers = BTreeSet::new();
    let mut twice = 0;
    for mut sender in done {
        for jar in sender.ready {
            sender.client.jar = jar;
            let receipt = sender.client.get("/tips/receipt", "").await.expect("a receipt").text();
            if !numbers.insert(arrival(&receipt)) {
                twice += 1;
            }
        }
    }
    let highest = numbers.iter().next_back().copied().unwrap_or(0);
    let figure =
        format!("0 refused, {} lost, {twice} doubled, highest number {highest}", sent_count - numbers.len() - twice);
    row("T5", &format!("64 clients at once, {sent_count} tips"), &figure, "must 0, 0, 0");
}

/// The arrival number in the signed proof: the sixth part of its line.
fn arrival(receipt: &str) -> u64 {
    let proof = receipt.split("zhaoshi-receipt|").nth(1).unwrap_or_else(|| panic!("no proof in {receipt}"));
    proof.split('|').nth(4).and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("no number in {proof}"))
}
