//! A server that is killed in the middle of a storm, again and again: no mail is lost, and none arrives twice but the
//! one that it was just about to write down.

use super::warning;
use crate::kill::kills;
use crate::support::post_office::PostOffice;
use crate::support::served::{Served, prepare};
use crate::support::{Fresh, eventually};
use holdfast::auth::secret::{Cost, hashed};
use holdfast::domain::outbox::State;
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::value::Moment;
use holdfast::services::Tx;
use holdfast::services::access::{UserBody, put_user};
use holdfast::services::contacts::{ContactBody, put_contact};
use holdfast::services::outbox::enqueue;
use holdfast::store::{Failure, Store, outbox};
use holdfast::text::Lang;
use rand::RngExt;
use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

/// Mails of each storm.
const STORM: usize = 40;

fn command<T: Send + 'static>(
    store: &Store,
    job: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
) -> T {
    let at = "2026-02-02T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("an instant");
    let now = Moment::new(at).expect("in range");
    let actor = Actor::system();
    store.write_blocking(move |db| job(&mut Tx::new(db, now, &actor)?)).expect("it is stored")
}

/// Somebody who looks after many orders.
fn sales(store: &Store) {
    let body = UserBody {
        display_name: "Sales".to_owned(),
        roles: vec![Role::Sales],
        lang: Lang::En,
        active: true,
        password: None,
    };
    let hash = hashed("correct horse", Cost::CHEAP).expect("a hash");
    command(store, move |tx| put_user(tx, "sales", &body, Some(&hash), None));
    let contact = ContactBody { address: Some("sales@plant.example".to_owned()), ..ContactBody::default() };
    command(store, move |tx| put_contact(tx, "sales", &contact, None));
}

/// Puts a storm into the outbox, all in one command.
fn storm(store: &Store, n: usize) {
    let messages: Vec<_> =
        (0..STORM).map(|m| warning(&format!("alert:{n}-{m}:1:sales:mail"), "sales")).collect();
    command(store, move |tx| messages.iter().try_for_each(|message| enqueue(tx, message).map(drop)));
}

fn unsent(store: &Store) -> usize {
    let filter = outbox::Filter { limit: 100_000, ..outbox::Filter::default() };
    let rows = store.read(|db| outbox::messages(db, 1, &filter)).expect("readable");
    rows.iter().filter(|row| row.state != State::Sent.name()).count()
}

fn kill_in_storms(fresh: Fresh) {
    let Fresh { name, url, store, folder } = fresh;
    drop(store);
    prepare(&url);
    let office = PostOffice::open();
    let settings = [
        ("HOLDFAST_MAIL_SERVER", format!("localhost:{}", office.port)),
        ("HOLDFAST_MAIL_TLS", "none".to_owned()),
        ("HOLDFAST_MAIL_FROM", "holdfast@plant.example".to_owned()),
    ];
    let store = Store::open(&url).expect("a second handle");
    sales(&store);
    for n in 0..kills() {
        storm(&store, n);
        let before = office.taken().len();
        let mut server = Served::start_with(&url, &settings);
        eventually("the storm begins", || (office.taken().len() > before).then_some(()));
        thread::sleep(Duration::from_millis(rand::rng().random_range(0..600)));
        server.kill();
        println!("kill {n} on {name}: {} mails since it started", office.taken().len() - before);
    }
    let server = Served::start_with(&url, &settings);
    // As long as more of them arrive, however slowly.
    let mut left = unsent(&store);
    while left > 0 {
        left = eventually("one more is sent", || Some(unsent(&store)).filter(|now| *now < left));
    }
    drop(server);
    let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
    for mail in office.taken() {
        *arrived.entry(mail.header("Message-ID")).or_default() += 1;
    }
    assert_eq!(arrived.len(), kills() * STORM, "a mail was lost");
    let twice = arrived.values().map(|times| times - 1).sum::<usize>();
    assert!(twice <= kills(), "{twice} mails came again after {} kills", kills());
    println!("{name}: {} mails, {twice} of them again after a kill", arrived.len());
    drop(folder);
}

#[test]
fn on_sqlite_no_mail_is_lost_in_a_storm_of_kills() {
    kill_in_storms(Fresh::sqlite());
}

#[test]
fn on_postgres_no_mail_is_lost_in_a_storm_of_kills() {
    kill_in_storms(Fresh::postgres());
}
