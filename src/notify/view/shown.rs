//! What a template shows, as plain texts: it lays them out and says nothing of its own.

use crate::text::mail::MailWords;
use serde::Serialize;

/// What a template shows.
#[derive(Debug, Serialize)]
pub(in crate::notify) struct View {
    pub(in crate::notify) lang: &'static str,
    pub(in crate::notify) t: &'static MailWords,
    /// `late`, `good` or `plain`: the one colour.
    pub(in crate::notify) tone: &'static str,
    pub(in crate::notify) subject: String,
    /// What stands beside the subject in a list of mails.
    pub(in crate::notify) preheader: String,
    pub(in crate::notify) label: &'static str,
    pub(in crate::notify) title: String,
    pub(in crate::notify) lead: String,
    /// Order, customer and their number.
    pub(in crate::notify) whose: Vec<String>,
    pub(in crate::notify) lines: Vec<LineView>,
    pub(in crate::notify) groups: Vec<GroupView>,
    pub(in crate::notify) remedies: Vec<RemedyView>,
    pub(in crate::notify) more: String,
    pub(in crate::notify) link: String,
    pub(in crate::notify) footer: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(in crate::notify) struct LineView {
    pub(in crate::notify) heading: String,
    pub(in crate::notify) promise: String,
    pub(in crate::notify) forecast: String,
    pub(in crate::notify) forecast_note: String,
    pub(in crate::notify) forecast_was: String,
    pub(in crate::notify) chance: String,
    pub(in crate::notify) chance_was: String,
    /// Of a hundred; nothing where there are no odds.
    pub(in crate::notify) percent: Option<u32>,
    pub(in crate::notify) causes: Vec<CauseView>,
    pub(in crate::notify) remedies: Vec<RemedyView>,
    pub(in crate::notify) sentence: String,
    pub(in crate::notify) sentence_lang: &'static str,
}

#[derive(Debug, Serialize)]
pub(in crate::notify) struct CauseView {
    pub(in crate::notify) text: String,
    pub(in crate::notify) days: String,
}

#[derive(Debug, Serialize)]
pub(in crate::notify) struct RemedyView {
    pub(in crate::notify) text: String,
    pub(in crate::notify) saves: String,
    pub(in crate::notify) costs: String,
    pub(in crate::notify) costs_nobody: bool,
}

/// Rows of a table under one heading, and what is about no line.
#[derive(Debug, Default, Serialize)]
pub(in crate::notify) struct GroupView {
    pub(in crate::notify) title: String,
    pub(in crate::notify) rows: Vec<RowView>,
    /// One sentence each.
    pub(in crate::notify) notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(in crate::notify) struct RowView {
    pub(in crate::notify) order: String,
    pub(in crate::notify) line: String,
    pub(in crate::notify) customer: String,
    pub(in crate::notify) goods: String,
    pub(in crate::notify) promise: String,
    pub(in crate::notify) forecast: String,
    pub(in crate::notify) late: String,
    pub(in crate::notify) chance: String,
}
