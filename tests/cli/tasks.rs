//! `holdfast tasks`: what is to be done, and handing it on.

use super::{holdfast, text};

#[test]
fn tasks_are_listed_and_a_wrong_one_is_refused_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    assert_eq!(holdfast(&["migrate", "--database-url", &url]).status.code(), Some(0));
    for (lang, none, no_task, no_number) in [
        ("en", "No task is open.", "no task 7", "x is no number of a task."),
        ("zh", "没有未完成的任务。", "任务 7", "x 不是任务编号。"),
    ] {
        let run =
            |arguments: &[&str]| holdfast(&[arguments, &["--database-url", &url, "--lang", lang]].concat());
        let listed = run(&["tasks", "list"]);
        assert_eq!((listed.status.code(), text(&listed).trim()), (Some(0), none));
        for (id, said) in [("7", no_task), ("x", no_number)] {
            let refused = run(&["tasks", "delegate", id, "anna"]);
            let why = String::from_utf8_lossy(&refused.stderr).into_owned();
            assert_eq!(refused.status.code(), Some(2), "{why}");
            assert!(why.contains(said), "{why}");
        }
    }
}
