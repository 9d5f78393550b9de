//! The command line from outside: the built program over the example shops and over files made for a test.

#[path = "cli/backtest.rs"]
mod backtest;
#[path = "cli/exchange.rs"]
mod exchange;
#[path = "cli/floor.rs"]
mod floor;
#[path = "cli/learn.rs"]
mod learn;
#[path = "cli/outside.rs"]
mod outside;
#[path = "cli/quote.rs"]
mod quote;
#[path = "cli/remedies.rs"]
mod remedies;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/rules.rs"]
mod rules;
#[path = "cli/simulate.rs"]
mod simulate;
#[path = "cli/tasks.rs"]
mod tasks;
#[path = "cli/tls.rs"]
mod tls;

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SHOP: &str = "examples/precision-shop.xlsx";
const FOLDER: &str = "examples/precision-shop";
const MESSY: &str = "examples/messy-shop.xlsx";

fn holdfast(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.output().expect("holdfast could not be started")
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    let output = holdfast(arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn lines(plan: &Value) -> &Vec<Value> {
    plan["lines"].as_array().expect("lines")
}

/// A folder of CSV files for one order of two weeks' work.
fn small_shop(orders: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("settings", "key,value\nas of,2026-03-09 08:00\nzone,Europe/Berlin\n"),
        ("calendars", "calendar,weekdays,from,to\nday,Mon-Fri,08:00,16:00\n"),
        ("work centres", "work centre,calendar\nTUR,day\n"),
        ("items", "item,source\nPT,make\nHUGE,make\n"),
        ("routings", "item,operation,work centre,run minutes\nPT,10,TUR,60\nHUGE,10,TUR,9999999\n"),
        ("sales orders", orders),
    ] {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).expect(name);
    }
    folder
}

fn path(folder: &Path) -> &str {
    folder.to_str().expect("a path in UTF-8")
}

const HEAD: &str = "order,line,customer,item,quantity,order date,promise date\n";

#[test]
fn exit_codes_say_how_the_promises_stand() {
    for (rows, expected) in [
        ("SO-1,10,C,PT,8,2026-03-02,2026-03-20\n", 0),
        ("SO-1,10,C,PT,80,2026-03-02,2026-03-13\n", 1),
        ("SO-1,10,C,HUGE,900000,2026-03-02,2026-03-13\n", 3),
    ] {
        let folder = small_shop(&format!("{HEAD}{rows}"));
        let output = holdfast(&["plan", path(folder.path())]);
        assert_eq!(output.status.code(), Some(expected), "{rows}{}", text(&output));
    }
}

#[test]
fn what_cannot_be_read_or_understood_ends_with_two_and_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect(name);
        path(&file).to_owned()
    };
    let (prose, half) = (file("a.xlsx", "no workbook"), file("b.json", "{\"current\": 1"));
    let wrong = file("c.json", "{}");
    for arguments in [
        vec!["plan", "nowhere.xlsx"],
        vec!["plan", &prose],
        vec!["plan", &half],
        vec!["plan", &wrong],
        vec!["plan", path(folder.path())],
        vec!["plan"],
        vec!["plan", FOLDER, "--fast"],
        vec!["plan", FOLDER, "--as-of", "yesterday"],
        vec!["plan", FOLDER, "--explain", "SO-NONE"],
        vec!["promise"],
    ] {
        for lang in ["en", "zh"] {
            let mut arguments = arguments.clone();
            arguments.extend(["--lang", lang]);
            let output = holdfast(&arguments);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(
                said.starts_with(if lang == "en" { "error: " } else { "错误：" }),
                "{arguments:?}: {said}"
            );
            assert!(output.stdout.is_empty() && said.lines().count() <= 3, "{arguments:?}: {said}");
        }
    }
}

#[test]
fn every_open_line_of_the_example_has_a_date() {
    let plan = json(&["plan", SHOP, "--json"]);
    assert!(lines(&plan).len() >= 80, "{}", lines(&plan).len());
    for line in lines(&plan) {
        assert!(line["ship"].is_string() && line["grade"].is_string(), "{line}");
    }
    assert_eq!(plan["as_of"], "2026-03-09T08:00:00+08:00");
    assert_eq!(plan["zone"], "Asia/Shanghai");
    assert!(plan["work_orders"].as_array().is_some_and(|all| all.iter().any(|w| w["proposed"] == true)));
}

#[test]
fn what_is_wrong_is_said_in_whole_words_of_the_users_language() {
    let folder = small_shop(&format!("{HEAD}SO-1,10,C,PT,8,2026-03-02,2026-03-20\n"));
    let shop = path(folder.path());
    let quote = |item: &'static str, quantity: &'static str| {
        vec!["quote", shop, "--item", item, "--quantity", quantity, "--customer", "C"]
    };
    for (arguments, en, zh) in [
        (quote("PTT", "8"), "there is no item PTT; did you mean PT?", "没有物料 PTT；是否指 PT？"),
        (quote("PT", "0"), "Write a number above zero", "请填写大于零的数量"),
        (quote("PT", "99999999999"), "at most 100000000", "最多 100000000"),
        (quote("HUGE", "900000"), "cannot be finished within the six years", "六年范围内无法完成"),
        (vec!["user", "add", "anna"], "missing: --role <ROLE>.", "缺少：--role <ROLE>。"),
        (vec!["import"], "missing: FILE.", "缺少：FILE。"),
        (
            vec!["demo", "--workbook", "nowhere.xlsx", "--listen", "127.0.0.1:0"],
            "--workbook FILE",
            "--workbook 文件",
        ),
        (vec!["demo", "--workbook", "nowhere.xlsx", "--listen", "127.0.0.1:0"], "it is not there", "不存在"),
        (
            vec!["settings", "--config", "nowhere.toml"],
            "nowhere.toml cannot be read: it is not there",
            "不存在",
        ),
        (vec!["serve", "--listen", "nowhere"], "(command line)", "（命令行）"),
        (vec!["migrate", "--database-url", "sqlite:///nowhere/holdfast.db"], "database", "数据库"),
    ] {
        for (lang, words) in [("en", en), ("zh", zh)] {
            let output = holdfast(&[arguments.as_slice(), &["--lang", lang]].concat());
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(said.contains(words) && !said.contains("os error"), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn what_must_be_bought_is_listed_with_its_last_day() {
    let folder = small_shop(&format!("{HEAD}SO-1,10,C,PT,8,2026-03-02,2026-03-20\n"));
    let boms = "parent,component,quantity per\nPT,RM,0.5\n";
    std::fs::write(folder.path().join("boms.csv"), boms).expect("boms");
    let items = "item,source,lead days,supplier\nPT,make,,\nRM,buy,4,S-1\n";
    std::fs::write(folder.path().join("items.csv"), items).expect("items");
    let plan = json(&["plan", path(folder.path()), "--json"]);
    let bought = &plan["purchases"][0];
    assert_eq!((&bought["item"], &bought["supplier"]), (&"RM".into(), &"S-1".into()), "{plan}");
    assert_eq!((&bought["quantity"], &bought["lines"][0]), (&"4".into(), &"SO-1/10".into()));
    assert!(bought["order_by"].as_str() < Some("2026-03-20"), "{bought}");
    let shown = text(&holdfast(&["plan", path(folder.path()), "--explain", "SO-1"]));
    assert!(shown.contains("to order by") && shown.contains("S-1"), "{shown}");
}

#[test]
fn the_workbook_and_its_csv_folder_give_the_same_plan() {
    let without_remarks = |mut plan: Value| {
        plan["faults"].take();
        plan
    };
    let (workbook, folder) = (json(&["plan", SHOP, "--json"]), json(&["plan", FOLDER, "--json"]));
    assert!(without_remarks(workbook) == without_remarks(folder), "the plans differ");
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let (first, second) = (holdfast(&["plan", MESSY]), holdfast(&["plan", MESSY]));
    assert!(first.stdout == second.stdout);
}

#[test]
fn a_shop_full_of_holes_gets_its_dates_and_every_hole_a_count() {
    let plan = json(&["plan", MESSY, "--json"]);
    let dated = lines(&plan).iter().filter(|line| line["ship"].is_string() && line["grade"].is_string());
    assert!(dated.count() * 100 >= lines(&plan).len() * 98);
    let problems = plan["problems"].as_array().expect("problems");
    let of = |code: &str| problems.iter().filter(|problem| problem["code"] == code).count();
    assert!(of("no-routing") > 0 && of("no-time") > 0 && of("overdue-purchase") > 0);
    for problem in problems {
        let spoilt = problem["lines"].as_array().expect("lines").len() as u64;
        assert!(problem["promises"].as_u64().is_some_and(|promises| promises <= spoilt), "{problem}");
        assert!(problem["message"].as_str().is_some_and(|said| !said.contains('{')), "{problem}");
    }
    assert!(plan["faults"].as_array().is_some_and(|faults| faults.iter().any(|f| f["code"] == "taken-for")));
}

#[test]
fn the_segments_of_a_line_add_up() {
    for line in lines(&json(&["plan", FOLDER, "--json"])) {
        let segments = line["segments"].as_array().expect("segments");
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else { panic!("{line}") };
        assert_eq!(last["to"], line["ship"], "{line}");
        assert!(segments.windows(2).all(|pair| pair[0]["to"] == pair[1]["from"]), "{line}");
        assert!(first["from"].as_str() < line["ship"].as_str(), "{line}");
    }
}

/// Minutes of `days h:min`, as the table of an explanation shows them.
fn minutes(words: &[&str]) -> i64 {
    let clock = words.iter().position(|word| word.len() == 5 && word.as_bytes()[2] == b':');
    let at = clock.expect("a length of time");
    let (hours, rest) = words[at].split_once(':').expect("hours and minutes");
    let days: i64 = if at > 0 { words[at - 1].parse().expect("days") } else { 0 };
    days * 1_440 + hours.parse::<i64>().expect("hours") * 60 + rest.parse::<i64>().expect("minutes")
}

#[test]
fn an_explanation_adds_up_to_the_minute() {
    let shown = text(&holdfast(&["plan", FOLDER, "--explain", "SO-4204/20"]));
    assert!(shown.starts_with("SO-4204/20 ships "), "{shown}");
    let table = shown.split("From order to shipment").nth(1).expect("the table");
    let rows = table.lines().take_while(|line| !line.starts_with("What serves"));
    let is_row = |line: &&str| line.trim_start().get(4..8).is_some_and(|year| year.starts_with("20"));
    // Weekday, date, time; month and day, time; then the length.
    let lengths: Vec<i64> = rows
        .filter(is_row)
        .map(|line| minutes(&line.split_whitespace().skip(5).take(2).collect::<Vec<_>>()))
        .collect();
    let (sum, stages) = lengths.split_last().expect("rows");
    assert!(stages.len() > 1, "{shown}");
    assert_eq!(stages.iter().sum::<i64>(), *sum, "{shown}");
}

#[test]
fn an_order_is_explained_line_by_line() {
    let shown = text(&holdfast(&["plan", FOLDER, "--explain", "so-4280"]));
    for line in ["SO-4280/10", "SO-4280/20", "SO-4280/30"] {
        assert!(shown.contains(&format!("{line} ships ")), "{shown}");
    }
}

#[test]
fn chinese_output_is_chinese() {
    for arguments in [vec!["plan", MESSY, "--faults"], vec!["plan", FOLDER, "--explain", "SO-4280"]] {
        let mut arguments = arguments;
        arguments.extend(["--lang", "zh"]);
        let shown = text(&holdfast(&arguments));
        for line in shown.lines().filter(|line| !line.trim().is_empty()) {
            let chinese = line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            let english = ["line", "ships", "the ", " is ", "late", "promise", "queue", "stock,", "closed"];
            let words = english.iter().find(|word| line.contains(**word) && !chinese);
            assert!(words.is_none(), "{line}");
        }
        assert!(shown.contains("预计"), "{shown}");
    }
}

#[test]
fn no_line_is_wider_than_the_page() {
    use unicode_width::UnicodeWidthStr;
    for (lang, width) in [("en", 80), ("zh", 80), ("en", 100), ("zh", 100)] {
        for more in [vec!["--faults"], vec!["--explain", "SO-4280/30"]] {
            let columns = width.to_string();
            let mut arguments = vec!["plan", FOLDER, "--lang", lang, "--width", &columns];
            arguments.extend(more);
            let shown = text(&holdfast(&arguments));
            // A command is one piece: it must be possible to copy it.
            for line in shown.lines().filter(|line| !line.contains("holdfast plan ")) {
                assert!(line.width() <= width, "{lang} {width}: {line}");
            }
        }
    }
}

#[test]
fn the_instant_of_the_plan_may_be_chosen() {
    let plan = json(&["plan", FOLDER, "--json", "--as-of", "2026-03-02T07:00"]);
    assert_eq!(plan["as_of"], "2026-03-02T07:00:00+08:00");
}

const MODEL: &str = r#"{
  "current": "2026-01-05T06:00:00", "horizon_end": "2026-12-31T00:00:00", "holidays": ["2026-01-06"],
  "calendars": {"day": {"days": [0, 1, 2, 3, 4], "start": 6, "end": 14}},
  "resources": [{"name": "M1", "calendar": "day"}, {"name": "M2", "calendar": "day"}],
  "components": [{"name": "A", "lead_days": 2, "onhand": 0}],
  "items": [{"name": "A", "ops": [
      {"resource": "M1", "setup_min": 30, "unit_sec": 60}, {"resource": "M2", "setup_min": 0, "unit_sec": 120}],
    "comps": [{"comp": "A", "qty": 1, "step": 1}]}],
  "orders": [
    {"name": "O1", "item": "A", "qty": 60, "due": "2026-01-07T14:00:00", "priority": 1},
    {"name": "O2", "item": "A", "qty": 30, "due": "2026-01-07T06:30:00", "priority": 2}]}"#;

#[test]
fn a_neutral_model_is_answered_in_its_own_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("model.json");
    std::fs::write(&file, MODEL).expect("model.json");
    let answer = json(&["plan", path(&file), "--json"]);
    let orders = answer["orders"].as_array().expect("orders");
    assert_eq!(orders.len(), 2);
    let operations = answer["operations"].as_array().expect("operations");
    assert_eq!(operations.len(), 4);
    for operation in operations {
        let resource = if operation["step"] == 0 { "M1" } else { "M2" };
        assert_eq!(operation["resource"], resource, "{operation}");
    }
    let of = |order: &str, step: u64| {
        operations.iter().find(|o| o["order"] == order && o["step"] == step).expect("an operation")
    };
    assert_eq!(of("O1", 0)["start"].as_str().map(str::len), Some("2026-01-05T06:00:00".len()));
    // The component is ordered at once and there two days later.
    let earliest = operations.iter().filter(|o| o["step"] == 1).filter_map(|o| o["start"].as_str()).min();
    assert_eq!(earliest, Some("2026-01-07T06:00:00"));
    assert_eq!(orders[0]["finish"], of(orders[0]["name"].as_str().expect("a name"), 1)["end"]);
    let shown = text(&holdfast(&["plan", path(&file)]));
    assert!(shown.contains("2 orders") && shown.contains("late"), "{shown}");
    let ignored = holdfast(&["plan", path(&file), "--ignore-priorities", "--improve", "0"]);
    assert!(matches!(ignored.status.code(), Some(0 | 1)));
    assert!(text(&holdfast(&["plan", path(&file), "--explain", "O1"])).starts_with("O1/1 ships"));
}

#[test]
fn a_reader_who_stops_early_is_no_fault() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
    command.args(["plan", SHOP, "--json"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("holdfast");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_readmes_commands_run() {
    let mut run = std::collections::BTreeSet::new();
    for readme in ["README.md", "README.zh-CN.md"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(readme);
        let said = std::fs::read_to_string(file).expect(readme);
        let commands: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("holdfast ")).collect();
        assert!(commands.len() >= 5, "{readme}: {commands:?}");
        // Both say the same commands, so each is run once.
        for command in commands.into_iter().filter(|command| run.insert((*command).to_owned())) {
            if command.starts_with("serve ") && !command.ends_with("--print-settings") {
                serves(command);
                continue;
            }
            let output = holdfast(&command.split_whitespace().collect::<Vec<_>>());
            let refused = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{readme}: {command}: {refused}");
            assert!(!output.stdout.is_empty(), "{readme}: {command}");
        }
    }
}

/// Starts a server as the READMEs say, in a folder and at a port of its own, until it says where it listens.
fn serves(command: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Command::new(env!("CARGO_BIN_EXE_holdfast"));
    server.args(command.split_whitespace()).args(["--listen", "127.0.0.1:0", "--lang", "en"]);
    let mut server = server.current_dir(folder.path()).stdout(Stdio::piped()).spawn().expect("it starts");
    let said = BufReader::new(server.stdout.take().expect("it was asked for"));
    let told = said.lines().map_while(Result::ok).any(|line| line.contains("://127.0.0.1:"));
    server.kill().expect("it was running");
    server.wait().expect("it ends");
    assert!(told, "{command}: it ended without saying where it listens");
}
