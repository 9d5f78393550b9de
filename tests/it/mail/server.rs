//! Mail servers that are slow, wary, rude, or not who they say they are.

use super::{arrived, posting, put_in, reach, settings, standing, until, warning};
use crate::support::on_both;
use crate::support::post_office::{Mishap, PostOffice, Wire};
use holdfast::domain::role::Role;
use holdfast::notify::{Encryption, Post, Server, Settings};
use serde_json::json;

const ADDRESS: &str = "sales@plant.example";
const KEY: &str = "alert:1:1:sales:mail";

/// Settings for a server with TLS, whose authority is known from a file.
fn encrypted(
    office: &PostOffice,
    encryption: Encryption,
    password: Option<&str>,
) -> (Settings, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let authorities = folder.path().join("ca.pem");
    std::fs::write(&authorities, &office.authority).expect("a file");
    let mut set = settings(office);
    let sign_in = password.map(|password| ("holdfast".to_owned(), password.to_owned().into()));
    set.server = set.server.map(|server| Server { encryption, sign_in, ..server });
    set.authorities = Some(authorities);
    (set, folder)
}

#[test]
fn greylisted_mail_comes_a_little_later_as_the_same_mail() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, ADDRESS);
        office.answer(ADDRESS, 450, 2);
        put_in(&test, &warning(KEY, "sales"));
        let sent = until(&test, KEY, "sent");
        assert_eq!((&sent["attempts"], &sent["error"]), (&json!(3), &json!(null)));
        assert_eq!(office.taken().len(), 1);
    });
}

#[test]
fn an_address_that_is_not_there_is_not_tried_again_until_somebody_says_so() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, "gone@plant.example");
        reach(&test, Role::Planner, ADDRESS);
        office.answer("gone@plant.example", 550, usize::MAX);
        put_in(&test, &warning(KEY, "sales"));
        put_in(&test, &warning("alert:1:1:planner:mail", "planner"));
        let failed = until(&test, KEY, "failed");
        assert_eq!((&failed["attempts"], &failed["error"]["code"]), (&json!(1), &json!("refused")));
        assert!(failed["error"]["said"].as_str().expect("words").contains("never"), "{failed}");
        // Nobody else's mail waits for it.
        until(&test, "alert:1:1:planner:mail", "sent");
        assert_eq!(standing(&test, KEY)["attempts"], 1);
        let admin = test.signed_in(Role::Admin);
        let contact = admin.put("/people/sales/contact", &json!({ "address": "anna@plant.example" }));
        assert_eq!(contact.status, 200, "{}", contact.body);
        let again = admin.put(&format!("/outbox/{}/retry", failed["id"]), &json!(null));
        assert_eq!((again.status, &again.body["attempts"]), (200, &json!(0)), "{}", again.body);
        until(&test, KEY, "sent");
        assert_eq!(office.taken().last().expect("a mail").to, ["anna@plant.example"]);
        let twice = admin.put(&format!("/outbox/{}/retry", failed["id"]), &json!(null));
        assert_eq!((twice.status, twice.code()), (409, "message_sent"));
    });
}

#[test]
fn a_server_that_stalls_refuses_or_hangs_up_gets_the_mail_when_it_is_well() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, ADDRESS);
        office.mishaps(&[Mishap::Stall, Mishap::Refused(421), Mishap::Refused(554), Mishap::CutInMail]);
        put_in(&test, &warning(KEY, "sales"));
        let delayed = until(&test, KEY, "delayed");
        assert!(delayed["error"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{delayed}");
        let sent = until(&test, KEY, "sent");
        assert_eq!(sent["attempts"], 5);
        assert_eq!(office.taken().len(), 1, "no mishap was a mail");
    });
}

#[test]
fn when_the_last_ok_is_lost_the_same_mail_is_sent_again() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, ADDRESS);
        for (n, mishap) in [Mishap::CutBeforeOk, Mishap::StallBeforeOk].into_iter().enumerate() {
            let key = format!("alert:{n}:1:sales:mail");
            office.wait_for_quiet();
            office.mishaps(&[mishap]);
            put_in(&test, &warning(&key, "sales"));
            until(&test, &key, "sent");
            let taken = office.taken().split_off(2 * n);
            assert_eq!(taken.len(), 2, "nobody can know that the first was taken");
            assert_eq!(taken[0].header("Message-ID"), taken[1].header("Message-ID"));
            assert_eq!(taken[0].bodies(), taken[1].bodies());
        }
    });
}

#[test]
fn a_storm_goes_over_one_connection() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let test = posting(fresh, &settings(&office));
        reach(&test, Role::Sales, ADDRESS);
        let messages: Vec<_> =
            (0..30).map(|n| warning(&format!("alert:{n}:1:sales:mail"), "sales")).collect();
        test.app
            .command_blocking(&holdfast::domain::role::Actor::system(), move |tx| {
                messages
                    .iter()
                    .try_for_each(|message| holdfast::services::outbox::enqueue(tx, message).map(drop))
            })
            .expect("a storm");
        let taken = arrived(&office, 30);
        let mut ids: Vec<String> = taken.iter().map(|mail| mail.header("Message-ID")).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 30, "each is a mail of its own");
        assert!(office.connections() <= 2, "{} connections", office.connections());
    });
}

#[test]
fn mail_is_read_by_nobody_on_the_way() {
    for (wire, encryption) in [(Wire::StartTls, Encryption::StartTls), (Wire::Implicit, Encryption::Implicit)]
    {
        on_both(|fresh| {
            let office = PostOffice::with(wire, Some(("holdfast", "hush-hush-hush")));
            let (set, _folder) = encrypted(&office, encryption, Some("hush-hush-hush"));
            let test = posting(fresh, &set);
            reach(&test, Role::Sales, ADDRESS);
            office.mishaps(&[Mishap::Noise]);
            put_in(&test, &warning(KEY, "sales"));
            assert_eq!(until(&test, KEY, "sent")["attempts"], 2);
            let taken = office.taken();
            assert!(taken.len() == 1 && taken[0].encrypted && office.is_well(), "{wire:?}");
        });
    }
}

#[test]
fn a_server_that_nobody_vouches_for_gets_neither_mail_nor_password() {
    on_both(|fresh| {
        let office = PostOffice::with(Wire::StartTls, Some(("holdfast", "hush-hush-hush")));
        let other = PostOffice::with(Wire::StartTls, None);
        let (mut set, _folder) = encrypted(&office, Encryption::StartTls, Some("hush-hush-hush"));
        std::fs::write(set.authorities.as_ref().expect("a file"), &other.authority).expect("a file");
        let test = posting(fresh, &set);
        reach(&test, Role::Sales, ADDRESS);
        put_in(&test, &warning(KEY, "sales"));
        let delayed = until(&test, KEY, "delayed");
        assert_eq!(delayed["error"]["code"], "tls", "{delayed}");
        assert!(office.taken().is_empty());
        set.authorities = None;
        assert!(Post::new(&set).is_ok());
    });
}

#[test]
fn a_server_without_starttls_is_told_nothing() {
    on_both(|fresh| {
        let office = PostOffice::open();
        let (set, _folder) = encrypted(&office, Encryption::StartTls, None);
        let test = posting(fresh, &set);
        reach(&test, Role::Sales, ADDRESS);
        put_in(&test, &warning(KEY, "sales"));
        let delayed = until(&test, KEY, "delayed");
        assert_eq!(delayed["error"]["code"], "tls", "{delayed}");
        assert!(office.taken().is_empty());
    });
}

#[test]
fn a_wrong_password_costs_time_and_no_mail_and_is_not_told() {
    on_both(|fresh| {
        let office = PostOffice::with(Wire::StartTls, Some(("holdfast", "hush-hush-hush")));
        let (set, _folder) = encrypted(&office, Encryption::StartTls, Some("not-the-password"));
        let test = posting(fresh, &set);
        reach(&test, Role::Sales, ADDRESS);
        put_in(&test, &warning(KEY, "sales"));
        let delayed = until(&test, KEY, "delayed");
        assert_eq!(delayed["error"]["code"], "sign-in", "{delayed}");
        assert!(!delayed.to_string().contains("not-the-password"));
        assert!(office.taken().is_empty());
    });
}
