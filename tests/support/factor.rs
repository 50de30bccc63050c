//! The authenticator on somebody's telephone.
use app::domain::date::Instant;
use server::clock::Clock;
use totp_rs::{Algorithm, Builder, Secret};

use crate::Person;

/// Seconds one code lives.
const STEP: i64 = 30;

/// One enrolled secret, and the step whose code was used last: no code is taken twice.
#[derive(Debug, Clone)]
pub struct Factor {
    secret: Vec<u8>,
    used: i64,
}

impl Factor {
    /// Types the secret off the enrolment page; `None` when another page is open.
    pub fn on_page(person: &Person) -> Option<Self> {
        let words = person.page().all(".desk__secret").concat();
        let text: String = words.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let secret = Secret::try_from_base32(&text).ok().filter(|_| !text.is_empty())?;
        Some(Self { secret: secret.as_ref().to_vec(), used: 0 })
    }

    /// The code the telephone shows at this moment.
    pub fn code_at(&self, now: Instant) -> String {
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_secret(self.secret.clone())
            .with_step_duration(STEP as u64)
            .with_account_name("staff")
            .build()
            .expect("the secret came from the page");
        totp.generate(u64::try_from(now.ms() / 1000).expect("after 1970")).to_string()
    }

    /// A code that was not used yet: waits for the next one where it must.
    pub fn fresh(&mut self, clock: &Clock) -> String {
        let step = |clock: &Clock| clock.now().ms() / 1000 / STEP;
        if step(clock) <= self.used {
            clock.advance((self.used + 1 - step(clock)) * STEP * 1000);
        }
        self.used = step(clock);
        self.code_at(clock.now())
    }
}

/// The person on the enrolment page turns their second factor on.
pub async fn enrol(person: &mut Person, clock: &Clock) -> Factor {
    let Some(mut factor) = Factor::on_page(person) else { person.fail("this is not the page of the second factor") };
    let code = factor.fresh(clock);
    person.submit("确认开启", &[("code", &code)]).await;
    person.expect(200).sees("动态码已开启");
    factor
}
