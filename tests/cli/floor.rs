//! Tablets and the people of the floor from the command line.

use super::{holdfast, path, text};

#[test]
fn tablets_and_operators_are_let_in_listed_and_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/holdfast.db", path(folder.path()));
    let run = |arguments: &[&str]| holdfast(&[arguments, &["--database-url", &url]].concat());
    let said = |arguments: &[&str]| {
        let output = run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        text(&output)
    };
    let invited = said(&["device", "enrol", "saw-1", "--url", "https://shop.example/"]);
    assert!(invited.contains("https://shop.example/floor/#enrol="), "{invited}");
    assert!(invited.lines().count() > 15 && invited.contains('█'), "a picture for the camera: {invited}");
    assert_eq!(said(&["device", "list"]), "", "nobody came yet");
    let nowhere = run(&["device", "enrol", "saw-2", "--work-centre", "SAW"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("SAW"));
    let added = said(&["operator", "add", "L01", "--display", "Wang Jun", "--lead"]);
    let pin = added.trim().rsplit(' ').next().expect("a PIN").to_owned();
    assert!(added.starts_with("PIN of L01: ") && pin.len() == 6, "{added}");
    assert_eq!(said(&["operator", "add", "L01", "--lead"]), "Done.\n", "the PIN stays");
    assert!(said(&["operator", "list"]).contains("Wang Jun"));
    assert!(said(&["operator", "list"]).contains("leads the floor"));
    // What is not said stays; what is taken away is said.
    said(&["operator", "add", "L01", "--inspects"]);
    said(&["operator", "add", "L01", "--display", "Wang J."]);
    let list = said(&["operator", "list"]);
    assert!(list.contains("Wang J. ") && list.contains("leads the floor, inspects"), "{list}");
    said(&["operator", "add", "L01", "--no-lead"]);
    let list = said(&["operator", "list"]);
    assert!(!list.contains("leads the floor") && list.contains("inspects"), "{list}");
    assert_eq!(run(&["operator", "add", "L01", "--lead", "--no-lead"]).status.code(), Some(2));
    said(&["operator", "add", "L01", "--lead"]);
    assert!(said(&["operator", "badge", "L01"]).contains("HF:B:"));
    assert_eq!(run(&["operator", "badge", "X9"]).status.code(), Some(2));
    assert_eq!(run(&["device", "revoke", "saw-1"]).status.code(), Some(2), "it was never there");
}
