//! The remarks on a file: what its rows say that could not be taken as it stands.

use super::page::{Ink, Page};
use super::plan::Planned;

/// Adds every fault of the file, those of its cells first, then those between its rows.
pub(super) fn add(page: &mut Page, planned: &Planned<'_>) {
    let (read, own) = (planned.faults, &planned.translation.faults);
    if read.is_empty() && own.is_empty() {
        return;
    }
    let lang = planned.lang;
    page.title(planned.labels().faults_title);
    for fault in read {
        let why = fault.why(lang);
        add_one(page, &fault.message(lang), &why, fault.effect.message(lang), &fault.remedy(lang));
    }
    for fault in own {
        add_one(page, &fault.place(planned.document, lang), &fault.why(lang), "", fault.remedy(lang));
    }
}

fn add_one(page: &mut Page, place: &str, why: &str, effect: &str, remedy: &str) {
    page.wrapped("  ", place, Some(Ink::Bold));
    page.wrapped("    ", why, None);
    let remedy = if effect.is_empty() { remedy.to_owned() } else { format!("{remedy} [{effect}]") };
    page.wrapped("    → ", &remedy, Some(Ink::Dim));
}
