//! What a message looks like, and a trial of the way that it takes.

use crate::app::App;
use crate::auth;
use crate::domain::refusal::{Refusal, mail as codes};
use crate::notify::{Fault, Letter, NAMES, Post, Renderer, sample};
use crate::store::Failure;
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// What is to be shown.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewBody {
    /// The template: `promise-at-risk`.
    pub template: String,
    /// In which language; that of the answer unless said.
    #[serde(default)]
    pub lang: Option<Lang>,
    /// What it says; an example unless given.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub facts: Option<Value>,
}

/// A message as it would be sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PreviewView {
    /// The subject.
    pub subject: String,
    /// As text.
    pub text: String,
    /// In HTML.
    pub html: String,
    /// In the markdown of chat robots.
    pub markdown: String,
    /// What is wrong with templates of the folder; the shipped ones were used instead.
    pub notices: Vec<String>,
}

/// A message as it would be sent.
///
/// # Errors
///
/// [`codes::TEMPLATE_UNKNOWN`], or [`codes::TEMPLATE_BROKEN`] for facts that can't be read.
pub fn preview(renderer: &Renderer, body: &PreviewBody, lang: Lang) -> Result<PreviewView, Failure> {
    if !NAMES.contains(&body.template.as_str()) {
        let refused = Refusal::at(codes::TEMPLATE_UNKNOWN, "template", &body.template);
        return Err(refused.with_words("known", NAMES.join(", "), NAMES.join("、")).into());
    }
    let facts = body.facts.clone().unwrap_or_else(|| sample::facts(&body.template));
    let rendered = renderer.render(&body.template, &facts, body.lang.unwrap_or(lang), None);
    let rendered =
        rendered.map_err(|fault| Refusal::at(codes::TEMPLATE_BROKEN, "facts", "").with("why", fault.said))?;
    let (subject, text, html, markdown) = (rendered.subject, rendered.text, rendered.html, rendered.markdown);
    Ok(PreviewView { subject, text, html, markdown, notices: rendered.notices })
}

/// [`preview`] with the templates that the server uses.
///
/// # Errors
///
/// Those of [`preview`].
pub fn preview_of(app: &App, body: &PreviewBody, lang: Lang) -> Result<PreviewView, Failure> {
    let shipped = Renderer::new(None, "");
    preview(app.post.as_ref().map_or(&shipped, Post::renderer), body, lang)
}

/// Sends a trial mail to an address at once, past the outbox. Blocks.
///
/// # Errors
///
/// Why it was not taken.
pub fn trial(post: &Post, address: &str, lang: Lang) -> Result<(), Fault> {
    let id = format!("{}@{}", Uuid::now_v7().simple(), post.domain());
    let mut carrier = post.carrier();
    let facts = sample::facts("trial");
    let sent = carrier.mail(&Letter {
        to: address,
        name: "",
        template: "trial",
        facts: &facts,
        lang,
        instead_of: None,
        message_id: &id,
        thread: None,
        at: auth::now(),
        outside: None,
    });
    carrier.hang_up();
    sent
}
