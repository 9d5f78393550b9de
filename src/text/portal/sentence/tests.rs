//! The sentences as customers read them.

use super::*;

fn at(text: &str) -> Day {
    Day::new(text.parse().expect("a date")).expect("a day")
}

fn answer(kind: AnswerKind, date: Option<&str>, days: i64) -> Answer {
    let date = date.map(at);
    Answer {
        kind,
        date,
        promised: Some(at("2026-12-04")),
        days,
        some_left: false,
        several: false,
        arrives: false,
    }
}

/// A sentence on Monday 23 November; we write again on Friday 27.
fn said(answer: &Answer, lang: Lang) -> String {
    answer_sentence(answer, at("2026-11-23"), Some(at("2026-11-27")), lang).to_string()
}

#[test]
fn the_answer_is_one_sentence() {
    use AnswerKind as Kind;
    let cases = [
        (
            answer(Kind::AsPromised, Some("2026-12-04"), 0),
            "Ships Friday 4 December, as promised.",
            "12月4日（周五）发货，与承诺一致。",
        ),
        (
            answer(Kind::Later, Some("2026-12-07"), 3),
            "Ships Monday 7 December, 3 days later than first promised.",
            "12月7日（周一）发货，比首次承诺晚 3 天。",
        ),
        (
            answer(Kind::Later, Some("2026-12-05"), 1),
            "Ships Saturday 5 December, a day later than first promised.",
            "12月5日（周六）发货，比首次承诺晚 1 天。",
        ),
        (
            answer(Kind::Earlier, Some("2026-12-02"), -2),
            "Ships Wednesday 2 December, 2 days earlier than first promised.",
            "12月2日（周三）发货，比首次承诺早 2 天。",
        ),
        (
            answer(Kind::Expected, Some("2027-01-04"), 31),
            "We expect it to ship on Monday 4 January 2027, 31 days later than promised.",
            "预计2027年1月4日（周一）发货，比承诺晚 31 天。",
        ),
        (
            answer(Kind::Received, None, 0),
            "We have your order, and will name the day by Friday 27 November.",
            "我们已收到贵司订单，将于11月27日（周五）前告知发货日期。",
        ),
        (
            answer(Kind::Overdue, None, 0),
            "It is later than promised. We name the new day by Friday 27 November.",
            "发货晚于承诺，我们将于11月27日（周五）前告知新的日期。",
        ),
        (
            answer(Kind::WaitsForYou, Some("2026-12-04"), 0),
            "Ships Friday 4 December, once we have what we need from you.",
            "贵司配合事项完成后，可于12月4日（周五）发货。",
        ),
        (
            answer(Kind::Left, Some("2026-11-20"), 0),
            "All of it has left, the last on Friday 20 November.",
            "货物已全部发出，最后一批于11月20日（周五）发出。",
        ),
        (answer(Kind::Cancelled, None, 0), "This order was cancelled.", "本订单已取消。"),
    ];
    for (answer, english, chinese) in cases {
        assert_eq!(said(&answer, Lang::En), english);
        assert_eq!(said(&answer, Lang::Zh), chinese);
    }
}

#[test]
fn what_is_left_of_it_is_called_the_rest_and_the_last_of_several_the_last() {
    let whole = answer(AnswerKind::AsPromised, Some("2026-12-04"), 0);
    let rest = Answer { some_left: true, ..whole };
    assert_eq!(said(&rest, Lang::En), "The rest ships Friday 4 December, as promised.");
    let several = Answer { several: true, ..rest };
    assert_eq!(said(&several, Lang::En), "The last of it ships Friday 4 December, as promised.");
    let later = Answer { kind: AnswerKind::Later, days: 8, ..several };
    assert_eq!(
        said(&later, Lang::En),
        "The last of it ships Friday 4 December, and some of it later than first promised.",
        "the days of one line are not those of the last"
    );
}

#[test]
fn where_the_day_is_that_of_the_arrival_it_is_said_so() {
    let one = Answer { arrives: true, ..answer(AnswerKind::AsPromised, Some("2026-12-04"), 0) };
    assert_eq!(said(&one, Lang::En), "Arrives Friday 4 December, as promised.");
    assert_eq!(said(&one, Lang::Zh), "12月4日（周五）送达，与承诺一致。");
    let missed = Answer { kind: AnswerKind::Expected, days: 3, some_left: true, ..one };
    assert_eq!(
        said(&missed, Lang::En),
        "We expect the rest to arrive on Friday 4 December, 3 days later than promised."
    );
}

#[test]
fn without_a_day_to_write_again_none_is_made_up() {
    let open = answer_sentence(&answer(AnswerKind::Received, None, 0), at("2026-11-23"), None, Lang::En);
    assert_eq!(open.to_string(), "We have your order, and will name the day as soon as we know it.");
}

#[test]
fn every_answer_is_a_whole_sentence_in_both_languages() {
    use AnswerKind as Kind;
    let kinds = [
        Kind::Cancelled,
        Kind::Arrived,
        Kind::Left,
        Kind::AsPromised,
        Kind::Earlier,
        Kind::Received,
        Kind::Later,
        Kind::AtRisk,
        Kind::Expected,
        Kind::Overdue,
        Kind::WaitsForYou,
    ];
    let next = [None, Some(at("2026-11-27"))];
    for kind in kinds {
        for bits in 0..64 {
            let on = |bit: i32| bits & (1 << bit) != 0;
            let date = on(0).then(|| at("2026-12-04"));
            let days = [0, 1, 3][bits as usize % 3];
            let one = Answer {
                date,
                days,
                some_left: on(1),
                several: on(2),
                arrives: on(5),
                ..answer(kind, None, 0)
            };
            for (next, lang) in next.iter().flat_map(|next| [(*next, Lang::En), (*next, Lang::Zh)]) {
                let said = answer_sentence(&one, at("2026-11-23"), next, lang).to_string();
                assert!(said.ends_with(['.', '。']), "{said}");
                assert!(!said.contains(['{', '}']) && !said.contains("  "), "{said}");
                assert!(
                    !said.contains("on .") && !said.contains("于发") && !said.contains("by ."),
                    "{kind:?}: {said}"
                );
            }
        }
    }
}

#[test]
fn times_are_the_plant_s() {
    let at_noon: Moment = serde_json::from_str("\"2026-11-23T07:30:00Z\"").expect("a moment");
    let zone = chrono_tz::Asia::Shanghai;
    assert_eq!(moment(at_noon, at("2026-11-23"), zone, Lang::En), "Mon 23 Nov, 15:30");
    assert_eq!(moment(at_noon, at("2026-11-23"), zone, Lang::Zh), "11月23日 周一 15:30");
}
