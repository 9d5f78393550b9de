//! Rows of the settings sheet: each a key and its value.

use crate::document::Settings;
use crate::import::dictionary::SETTINGS;
use crate::import::normal;
use crate::import::row::Row;
use crate::import::words;
use crate::text::Bilingual;

/// Writes the setting of `row` into `settings`. Answers its name, unless it is unknown.
pub(in crate::import) fn read_setting(row: &mut Row<'_>, settings: &mut Settings) -> Option<&'static str> {
    const VALUE: &str = "value";
    let written = normal::heading(&row.code("key")?);
    let names = || SETTINGS.iter().map(|(en, zh)| Bilingual { en, zh });
    let Some(name) = names().find(|name| is(&written, name.en) || is(&written, name.zh)) else {
        row.unknown_setting("key", words::nearest(&written, names()));
        return None;
    };
    match name.en {
        "plant" => settings.plant = row.text(VALUE),
        "zone" => settings.zone = row.zone(VALUE),
        "as of" => settings.as_of = row.instant(VALUE),
        "holidays" => settings.holidays = row.word(VALUE),
        "default lead days" => settings.default_lead_days = row.days(VALUE),
        "packing minutes" => settings.packing_minutes = row.minutes(VALUE),
        "ship days" => settings.ship_days = row.weekdays(VALUE),
        "ship cutoff" => settings.ship_cutoff = row.time(VALUE),
        "ship calendar" => settings.ship_calendar = row.code(VALUE),
        "buffer days" => settings.buffer_days = row.days(VALUE),
        "wait minutes" => settings.wait_minutes = row.minutes(VALUE),
        "move minutes" => settings.move_minutes = row.minutes(VALUE),
        "frozen shifts" => settings.frozen_shifts = row.count(VALUE, 0, 1000),
        other => debug_assert!(false, "the setting {other} is read nowhere"),
    }
    Some(name.en)
}

/// Whether `written` is `name`, with or without the remark in brackets.
fn is(written: &str, name: &str) -> bool {
    let folded = normal::heading(name);
    written == folded || normal::without_remark(written) == normal::without_remark(&folded)
}
