//! Working time: overtime, holidays with make-up days, daylight saving, curing on clock time.

use super::golden;
use super::support::shop::{Story, shop, shop_in};

/// One work centre on calendar `code` and an order of so many hours of work at it.
fn hours_of_work(story: Story, hours: u32) -> Story {
    story
        .item("ROLLER", &format!("mill 0 + {hours} h a lot"))
        .order("SO-1/10: 1 ROLLER for ALFA by 2026-12-18 12:00")
}

#[test]
fn overtime_on_saturday() {
    // 10 h from Friday 08:00: 8 h on Friday, 2 h of the overtime on Saturday.
    let story = shop("2026-03-13 08:00")
        .calendar("milling", "Mon-Fri 08:00-16:00, open 2026-03-14 08:00-12:00")
        .center("mill", "milling", 1);
    golden("overtime_on_saturday", hours_of_work(story, 10)).ships("SO-1/10", "2026-03-14 10:00");
}

#[test]
fn make_up_sunday_and_holiday() {
    // 60 h from Friday 18 September: Fri 8, Sunday 20 is made up 8, Mon–Thu 32; the Mid-Autumn holiday
    // closes Friday 25; Monday 28 8 and Tuesday 4.
    let story = shop("2026-09-18 08:00")
        .calendar("chinese", "Mon-Fri 08:00-16:00, holidays China")
        .center("mill", "chinese", 1);
    golden("make_up_sunday_and_holiday", hours_of_work(story, 60)).ships("SO-1/10", "2026-09-29 12:00");
}

fn night_shift(now: &str) -> Story {
    shop_in("Europe/Berlin", now).calendar("night", "Mon-Sun 22:00-06:00").center("mill", "night", 1)
}

#[test]
fn night_shift_loses_an_hour_in_spring() {
    // The night to 29 March has 7 h; the eighth is worked from 22:00 on.
    let story = hours_of_work(night_shift("2026-03-28 20:00"), 8);
    golden("night_shift_loses_an_hour_in_spring", story).ships("SO-1/10", "2026-03-29 23:00");
}

#[test]
fn night_shift_gains_an_hour_in_autumn() {
    // The night to 25 October has 9 h.
    let story = hours_of_work(night_shift("2026-10-24 20:00"), 9);
    golden("night_shift_gains_an_hour_in_autumn", story).ships("SO-1/10", "2026-10-25 06:00");
}

#[test]
fn operation_longer_than_a_shift() {
    // 20 h: Monday 8, Tuesday 8, Wednesday 4.
    let story = shop("2026-03-09 08:00").center("mill", "day", 1);
    golden("operation_longer_than_a_shift", hours_of_work(story, 20)).ships("SO-1/10", "2026-03-11 12:00");
}

#[test]
fn curing_goes_on_over_the_weekend() {
    // Cast until Friday 12:00, cured for 48 h of clock time until Sunday 12:00, trimmed on Monday.
    let story = shop("2026-03-13 08:00")
        .center("casting", "day", 1)
        .center("bench", "day", 1)
        .item("PAD", "casting 0 + 4 h a lot; wait 48 h; bench 0 + 1 h a lot")
        .order("SO-1/10: 20 PAD for ALFA by 2026-03-20");
    golden("curing_goes_on_over_the_weekend", story).ships("SO-1/10", "2026-03-16 09:00");
}
