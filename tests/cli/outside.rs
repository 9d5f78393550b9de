//! `holdfast notice`, `holdfast portal` and `holdfast supplier`: what customers are told and say and suppliers are asked, from the
//! command line.

use super::{SHOP, holdfast, text};
use std::process::Output;

fn said(output: &Output) -> String {
    text(output) + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_notice_is_written_shown_and_dropped_and_a_supplier_without_contacts_is_not_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let run = |arguments: &[&str]| holdfast(&[arguments, &["--database-url", &url]].concat());
    assert_eq!(run(&["import", SHOP, "--apply"]).status.code(), Some(0));
    for (lang, no_notice, no_request) in [
        ("en", "There are no such notices.", "No supplier was asked anything."),
        ("zh", "没有这样的通知。", "尚未询问过供应商。"),
    ] {
        assert_eq!(text(&run(&["notice", "list", "--lang", lang])).trim(), no_notice);
        assert_eq!(text(&run(&["supplier", "list", "--lang", lang])).trim(), no_request);
    }
    let made =
        run(&["notice", "write", "SO-4204", "--text", "We have your drawing.", "--next", "2099-03-09"]);
    assert_eq!((made.status.code(), said(&made).contains("approve 1")), (Some(0), true), "{}", said(&made));
    let listed = text(&run(&["notice", "list", "--state", "draft"]));
    assert!(listed.contains("SO-4204") && listed.contains("next by 2099-03-09"), "{listed}");
    let shown = text(&run(&["notice", "show", "1"]));
    assert!(shown.contains("We have your drawing.") && shown.contains("9 March 2099"), "{shown}");
    let approved = run(&["notice", "approve", "1"]);
    assert_eq!(approved.status.code(), Some(2), "nobody is to get it: {}", said(&approved));
    assert!(said(&approved).contains("is to get notices"), "{}", said(&approved));
    let dropped = run(&["notice", "drop", "1", "--why", "called them"]);
    assert_eq!((dropped.status.code(), text(&dropped).trim()), (Some(0), "Notice 1 was dropped."));
    for (arguments, why) in [
        (&["notice", "show", "one"][..], "one is no number of a notice"),
        (&["notice", "write", "SO-4204", "--text", "x", "--next", "soon"], "soon is no day"),
        (&["notice", "write", "SO-0", "--text", "x"], "SO-0"),
        (&["supplier", "ask", "PO-0"], "PO-0"),
        (&["supplier", "revoke", "PO-0", "x"], "x"),
    ] {
        let refused = run(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", said(&refused));
        assert!(said(&refused).contains(why), "{arguments:?}: {}", said(&refused));
    }
}

#[test]
fn the_confirmation_of_an_order_is_written_and_what_customers_say_is_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let run = |arguments: &[&str]| holdfast(&[arguments, &["--database-url", &url]].concat());
    assert_eq!(run(&["import", SHOP, "--apply"]).status.code(), Some(0));
    let nothing = "No customer says that something is done, and none wants a change.";
    assert_eq!(text(&run(&["portal", "said"])).trim(), nothing);
    let (settings, paper) = (folder.path().join("holdfast.toml"), folder.path().join("confirmation.pdf"));
    std::fs::write(&settings, "public-url = \"https://shop.example\"\n").expect("written");
    let (settings, paper) = (settings.display().to_string(), paper.display().to_string());
    let written = run(&["portal", "confirmation", "SO-4204", &paper, "--config", &settings]);
    assert_eq!(written.status.code(), Some(0), "{}", said(&written));
    assert_eq!(text(&written).trim(), format!("The confirmation of SO-4204 is in {paper}."));
    assert!(std::fs::read(&paper).expect("a file").starts_with(b"%PDF-"));
    let away = folder.path().join("nowhere/c.pdf").display().to_string();
    for (arguments, why) in [
        (&["portal", "confirmation", "SO-4204", &paper][..], "Set public-url"),
        (&["portal", "confirmation", "SO-0", &paper, "--config", &settings], "SO-0"),
        (&["portal", "confirmation", "SO-4204", &away, "--config", &settings], "can't be written"),
        (&["portal", "not-yet", "999"], "999"),
        (&["portal", "not-yet", "one"], "hold"),
    ] {
        let refused = run(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", said(&refused));
        assert!(said(&refused).contains(why), "{arguments:?}: {}", said(&refused));
    }
}
