//! What the pages say, and that nothing that somebody wrote can do harm in them.

use super::samples::{self, arrived, blind, moved, promised, waiting};
use super::*;
use crate::domain::portal::{AnswerKind, OddsShown, SurveyKind};

fn seen(page: &OrderPage, lang: Lang, said: Option<&str>) -> String {
    order(page, lang, said, &Sent::default()).expect("a page")
}

/// The words of a page, without its marks.
fn words(html: &str) -> String {
    let mut said = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => said.push(other),
            _ => {}
        }
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_answer_comes_first_and_is_the_heading() {
    let html = seen(&promised(), Lang::En, None);
    let heading = &html[html.find("<h1").expect("a heading")..html.find("</h1>").expect("its end")];
    assert_eq!(words(heading), "Ships Friday 4 December, as promised.");
    let said = words(&html);
    assert!(said.contains("We are confident of keeping this day."), "{said}");
    assert!(said.contains("You hear from us again by Monday 30 November."));
    assert!(said.contains("As of Mon 23 Nov, 15:34"));
    assert!(html.find("<h1") < html.find("<ol class=\"way\""));
    let said = words(&seen(&promised(), Lang::Zh, None));
    assert!(said.contains("12月4日（周五）发货，与承诺一致。"), "{said}");
}

#[test]
fn a_moved_day_says_why_and_what_we_do() {
    let said = words(&seen(&moved(), Lang::En, None));
    for part in [
        "The last of it ships Monday 7 December, and some of it later than first promised.",
        "Material for your order arrives later than planned.",
        "We are working to bring the day forward.",
        "Moved from Fri 4 Dec to Mon 7 Dec",
        "120 pcs of 240 pcs shipped",
        "SF1029384756012",
        "It would ship Friday 11 December. That is not quite what you asked for.",
        "We answer by Mon 23 Nov, 17:30.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn what_we_need_is_asked_for_with_a_button_and_then_not_again() {
    let html = seen(&waiting(), Lang::En, None);
    assert!(html.contains("name=\"hold\" value=\"7\"") && html.contains("Approve the drawing"));
    assert!(words(&html).contains("Needed by Wednesday 25 November, so that the day can stay."));
    let mut page = waiting();
    let told = |deed: &mut Option<crate::domain::portal::Deed>| {
        if let Some(deed) = deed {
            deed.said = Some(samples::at("2026-11-23T07:00:00Z"));
        }
    };
    page.waits_for.iter_mut().chain(&mut page.milestones).for_each(|one| told(&mut one.deed));
    let html = seen(&page, Lang::En, None);
    assert!(!html.contains("name=\"hold\""));
    assert!(words(&html).contains("You told us Mon 23 Nov, 15:00 that this is done."));
    assert!(words(&html).contains("It is our turn."));
}

#[test]
fn what_we_do_not_know_is_said_and_odds_only_as_the_shop_wants() {
    let page = blind();
    let said = words(&seen(&page, Lang::En, None));
    assert!(said.contains("We last heard from our workshop about this order Thu 19 Nov, 17:10."), "{said}");
    assert!(!said.contains("72"), "{said}");
    let page = OrderPage { odds_shown: OddsShown::Percent, ..page };
    assert!(words(&seen(&page, Lang::En, None)).contains("(72 %)"));
    let page = OrderPage { odds_shown: OddsShown::Off, ..page };
    assert!(!words(&seen(&page, Lang::En, None)).contains("to keep this day"));
    let missed = samples::answer(AnswerKind::Expected, Some("2026-12-09"), 5);
    let page = OrderPage { answer: missed, odds_shown: OddsShown::Words, ..page };
    assert!(!words(&seen(&page, Lang::En, None)).contains("to keep this day"), "odds are the promise's");
}

#[test]
fn the_survey_has_each_score_once_and_is_over_once_it_was_answered() {
    let page = arrived(&[SurveyKind::Nps, SurveyKind::Csat, SurveyKind::Ces]);
    let html = seen(&page, Lang::En, None);
    for (name, scores) in [("nps", 11), ("csat", 5), ("ces", 7)] {
        assert_eq!(html.matches(&format!("name=\"{name}\"")).count(), scores, "{name}");
    }
    let done = OrderPage { survey_done: true, ..arrived(&[]) };
    let html = seen(&done, Lang::En, None);
    assert!(!html.contains("name=\"nps\"") && html.contains("Thank you"));
}

#[test]
fn what_was_just_done_is_said_and_nothing_that_nobody_does() {
    let said = words(&seen(&moved(), Lang::En, Some("complaint")));
    assert!(
        said.contains(
            "We are sorry that something is wrong, and look into it. We answer by Mon 23 Nov, 17:30."
        ),
        "{said}"
    );
    let html = seen(&moved(), Lang::En, Some("change"));
    let banner = &html[html.find("id=\"said\"").expect("a banner")
        ..html.find("<section class=\"answer").expect("the answer")];
    assert!(words(banner).contains("Estimate It would ship Friday 11 December."), "{banner}");
    assert!(!seen(&moved(), Lang::En, Some("<script>")).contains("id=\"said\""));
}

#[test]
fn a_refused_form_is_open_holds_what_was_typed_and_leads_to_its_fault() {
    let map =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let sent = Sent {
        form: "changes".to_owned(),
        typed: map(&[
            ("line", "20"),
            ("quantity", "many"),
            ("cancel", "true"),
            ("note", "\"as soon as\" <possible>"),
        ]),
        wrong: map(&[("quantity", "This is no number.")]),
    };
    let html = order(&moved(), Lang::En, None, &sent).expect("a page");
    assert!(html.contains("<a href=\"#changes-quantity\">This is no number.</a>"));
    assert!(
        html.contains("id=\"change\" open")
            && html.contains("value=\"many\"")
            && html.contains("aria-invalid")
    );
    assert!(html.contains("<option value=\"20\" selected>"));
    assert!(html.contains("&quot;as soon as&quot; &lt;possible&gt;"));
}

#[test]
fn the_door_says_what_is_wrong_or_how_long_to_wait() {
    let company = samples::company();
    let wrong = enter(&company, Lang::En, Some(Shut::Wrong), "SO-1").expect("a page");
    assert!(
        wrong.contains("value=\"SO-1\"")
            && wrong.contains("aria-invalid")
            && words(&wrong).contains("We find no order")
    );
    let wait = enter(&company, Lang::Zh, Some(Shut::Wait(75)), "SO-1").expect("a page");
    assert!(words(&wait).contains("请在 75 秒后重试") && !wait.contains("aria-invalid"), "{wait}");
}

#[test]
fn a_line_of_several_dates_is_named_as_everywhere_else() {
    let mut page = promised();
    page.lines[0].schedule = "2".to_owned();
    let html = seen(&page, Lang::En, None);
    assert!(html.contains("<option value=\"10.2\"") && words(&html).contains("Line 10.2"));
}

/// What nobody should be able to do with a text.
const HOSTILE: &str =
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{ 7*7 }}{% raw %} 👩‍🏭🚚\u{202e}&amp;";

/// An order in which every text that somebody may write is one of those.
fn hostile() -> OrderPage {
    let text = || HOSTILE.to_owned();
    let mut page = moved();
    page.number = text();
    page.customer_order = Some(text());
    page.customer = text();
    page.because = Some(text());
    page.doing = Some(text());
    page.company.name = text();
    page.company.phone = Some(text());
    page.company.mail = Some(text());
    page.company.address = Some(text());
    page.company.logo = Some(text());
    for line in &mut page.lines {
        line.line = text();
        line.customer_order = Some(text());
        line.part = Some(text());
        line.item = text();
        line.description = Some(text());
        for shipment in &mut line.shipments {
            shipment.note = text();
            shipment.carrier = Some(text());
            shipment.tracking = Some(text());
        }
    }
    page.questions.iter_mut().for_each(|one| (one.text, one.answer) = (text(), Some(text())));
    page.changes.iter_mut().for_each(|one| (one.line, one.reason) = (text(), Some(text())));
    page.history.iter_mut().for_each(|one| one.reason = Some(text()));
    page.milestones.iter_mut().for_each(|one| one.what = Some(text()));
    page
}

#[test]
fn whatever_was_written_is_only_read() {
    let (text, page) = (|| HOSTILE.to_owned(), hostile());
    let sent = |form: &str, field: &str| Sent {
        form: form.to_owned(),
        typed: [(field.to_owned(), text())].into(),
        wrong: [(field.to_owned(), text())].into(),
    };
    for lang in [Lang::En, Lang::Zh] {
        let slip = PaperKind::PackingSlip(HOSTILE);
        let company = &page.company;
        let listed = Listed { number: text(), customer_order: Some(text()), answer: page.answer };
        let pages = [
            order(&page, lang, Some("change"), &sent("questions", "text")),
            enter(company, lang, Some(Shut::Wrong), HOSTILE),
            sign_in(company, lang, &sent("sign-in", "mail"), None),
            orders(company, lang, HOSTILE, samples::day("2026-11-23"), &[listed]),
            note(company, lang, Note::FollowAsk { number: HOSTILE, mail: HOSTILE }),
            note(company, lang, Note::Unsent(HOSTILE)),
            note(company, lang, Note::Broken(Some(HOSTILE))),
            paper(&page, lang, PaperKind::Confirmation(Some((HOSTILE, HOSTILE))))
                .map(Option::unwrap_or_default),
            paper(&page, lang, slip).map(Option::unwrap_or_default),
        ];
        for html in pages {
            let html = html.expect("a page");
            assert!(html.contains("&lt;script&gt;alert"), "it is there to be read");
            assert_eq!(html.matches("<script").count(), 1, "only ours: {html}");
            assert!(!html.contains("<img src=x") && !html.contains("javascript:"), "{html}");
            assert!(html.contains("{{ 7*7 }}"), "nothing is worked out");
            assert!(!html.contains(" style=") && !html.contains("<style"), "the policy allows none");
        }
        assert!(paper_file(&page, lang, slip, None).is_some_and(|file| file.starts_with(b"%PDF")));
    }
}

#[test]
fn every_page_is_whole_in_both_languages() {
    let company = samples::company();
    let page = OrderPage { listed: true, ..promised() };
    let listed = [AnswerKind::AsPromised, AnswerKind::Arrived].map(|kind| Listed {
        number: "SO-1".to_owned(),
        customer_order: None,
        answer: samples::answer(kind, Some("2026-12-04"), 0),
    });
    let notes = [
        Note::Mailed("a@b.example"),
        Note::FollowAsk { number: "SO-1", mail: "a@b.example" },
        Note::FollowDone { number: "SO-1", mail: "a@b.example", link: Some("/portal/open/x") },
        Note::FollowStopped { number: "SO-1", mail: "a@b.example" },
        Note::Over,
        Note::Unsent("Is it on its way?"),
        Note::Elsewhere,
        Note::TooLarge,
        Note::Off,
        Note::Missing,
        Note::Broken(Some("17f2")),
    ];
    let today = samples::day("2026-11-23");
    let all = |lang| {
        let none = Sent::default();
        let mut pages = vec![
            enter(&company, lang, None, ""),
            sign_in(&company, lang, &none, None),
            orders(&company, lang, "a@b.example", today, &listed),
            orders(&company, lang, "a@b.example", today, &[]),
            order(&page, lang, None, &none),
            paper(&page, lang, PaperKind::Status).map(Option::unwrap_or_default),
        ];
        pages.extend(notes.map(|one| note(&company, lang, one)));
        pages.into_iter().map(|page| page.expect("a page")).collect::<Vec<_>>()
    };
    for (en, zh) in all(Lang::En).iter().zip(all(Lang::Zh)) {
        assert!(en.starts_with("<!doctype html>\n<html lang=\"en\">") && en.trim_end().ends_with("</html>"));
        assert!(zh.contains("<html lang=\"zh-CN\">"));
        for html in [en, &zh] {
            assert_eq!(html.matches("<h1").count(), 1, "{html}");
            assert!(!html.contains("{{") && !words(html).contains("undefined"));
            assert!(html.contains("name=\"referrer\" content=\"same-origin\""));
        }
        let english = words(en).replace("中文", "");
        assert!(!english.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{english}");
    }
}

#[test]
fn a_confirmation_tells_how_the_order_is_seen_and_a_slip_of_another_order_is_none() {
    let page = moved();
    let access = Some(("https://orders.meridian.example/portal/", "K7QM-2XFA-9RTP"));
    let written = |kind| paper(&page, Lang::En, kind).expect("a page");
    let html = written(PaperKind::Confirmation(access)).expect("a paper");
    for part in [
        "SO-26-00017",
        "PO-88213",
        "K7QM-2XFA-9RTP",
        "orders.meridian.example",
        "<svg class=\"code\"",
        "confirmation.pdf",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!written(PaperKind::Confirmation(None)).expect("a paper").contains("Access code"));
    let slip = written(PaperKind::PackingSlip("DN-26-0102")).expect("a paper");
    assert!(words(&slip).contains("100 pcs") && !slip.contains("Shaft, ground"));
    assert_eq!(written(PaperKind::PackingSlip("DN-OTHER")), None);
    assert_eq!(paper_file(&page, Lang::En, PaperKind::PackingSlip("DN-OTHER"), None), None);
}

#[test]
fn a_paper_of_many_lines_goes_on_over_several_sheets() {
    let mut page = moved();
    let long = "守期 a very long description of a part that goes over several lines of its cell ".repeat(4);
    page.lines = (1..80)
        .map(|number| {
            let line = samples::line(&(number * 10).to_string(), page.answer);
            crate::domain::portal::Line { description: Some(long.clone()), ..line }
        })
        .collect();
    let file = paper_file(&page, Lang::Zh, PaperKind::Status, None).expect("a paper");
    let text = String::from_utf8_lossy(&file);
    let sheets = text.matches("/Type /Page\n").count();
    assert!(sheets > 4, "{sheets}");
}

#[test]
fn how_long_to_wait_is_rounded_up() {
    let t = PageWords::of(Lang::En);
    assert_eq!(how_long(t, 0), "a second");
    assert_eq!(how_long(t, 40), "40 seconds");
    assert_eq!(how_long(t, 91), "2 minutes");
    assert_eq!(how_long(PageWords::of(Lang::Zh), 600), "10 分钟");
}
