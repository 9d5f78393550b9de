//! Writing messages: shipped templates, and a folder of the settings whose files come before them.
//!
//! A template of the folder that can't be used costs nothing but itself: the shipped one is used instead, and the log
//! and the preview say so. Everything in HTML is escaped unless a template says otherwise.

use super::Outside;
use super::facts::AlertFacts;
use super::fault::{Fault, Kind};
use super::outside;
use super::view::{Teller, link};
use crate::text::Lang;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tracing::warn;

/// The templates that there are. Whatever else is asked for is written with `alert`.
pub const NAMES: [&str; 12] = [
    "promise-at-risk",
    "promise-will-be-missed",
    "promise-much-earlier",
    "recovered",
    "alert",
    "storm",
    "digest",
    "trial",
    outside::NOTICE,
    outside::SUPPLIER_REQUEST,
    outside::FOLLOW,
    outside::SIGN_IN,
];

/// The shipped files: each message in HTML, as text and as markdown, and what they share.
const SHIPPED: [(&str, &str); 9] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("message.html", include_str!("templates/message.html")),
    ("message.txt", include_str!("templates/message.txt")),
    ("message.md", include_str!("templates/message.md")),
    ("subject.txt", include_str!("templates/subject.txt")),
    ("outside.html", include_str!("templates/outside.html")),
    ("outside.txt", include_str!("templates/outside.txt")),
    ("outside.md", include_str!("templates/outside.md")),
];

/// What a message is laid out with: in HTML, as text, as markdown.
type Files = [&'static str; 3];
const MESSAGE: Files = ["message.html", "message.txt", "message.md"];
const OUTSIDE: Files = ["outside.html", "outside.txt", "outside.md"];

/// A message that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject.
    pub subject: String,
    /// As text.
    pub text: String,
    /// In HTML.
    pub html: String,
    /// In the markdown of chat robots.
    pub markdown: String,
    /// What is wrong with templates of the folder, for those who look after them.
    pub notices: Vec<String>,
}

/// Writes messages. Cheap to clone.
#[derive(Clone)]
pub struct Renderer {
    folder: Option<PathBuf>,
    public_url: String,
    shipped: Arc<Environment<'static>>,
}

impl Renderer {
    /// With templates of `folder` before the shipped ones, and `public_url` before the paths of links.
    pub fn new(folder: Option<PathBuf>, public_url: &str) -> Self {
        let shipped = environment().expect("the shipped templates are sound");
        Self { folder, public_url: public_url.to_owned(), shipped: Arc::new(shipped) }
    }

    /// Writes a message. What a template is not known by name is written with `alert`.
    ///
    /// # Errors
    ///
    /// Facts that can't be read.
    pub fn render(
        &self,
        template: &str,
        facts: &Value,
        lang: Lang,
        instead_of: Option<&str>,
    ) -> Result<Rendered, Fault> {
        if outside::is_outside(template) {
            return self.render_outside(template, facts, lang, &Outside::SAMPLE);
        }
        let facts: AlertFacts = serde_json::from_value(facts.clone())
            .map_err(|error| Fault::lasting(Kind::Template, error.to_string()))?;
        let view = Teller::new(template, &facts, lang).view(&self.public_url, instead_of);
        self.write_all(template, MESSAGE, &view)
    }

    /// Writes a message to somebody outside of the house, with the links that are theirs.
    ///
    /// # Errors
    ///
    /// Facts that can't be read.
    pub fn render_outside(
        &self,
        template: &str,
        facts: &Value,
        lang: Lang,
        links: &Outside<'_>,
    ) -> Result<Rendered, Fault> {
        let stop = links.stop.map(|path| self.place(path)).unwrap_or_default();
        let view = outside::view(template, facts, lang, self.place(links.link), stop)?;
        self.write_all(template, OUTSIDE, &view)
    }

    /// Where a path is as everybody sees it; nothing where no address of the server is set.
    pub fn place(&self, path: &str) -> String {
        link(&self.public_url, path)
    }

    fn write_all(&self, template: &str, files: Files, view: &impl Serialize) -> Result<Rendered, Fault> {
        let (own, mut notices) = self.own_files(template);
        let mut part = |ending: &str, file: &str| {
            let own_name = format!("{template}.{ending}");
            let has_own = own.iter().any(|(name, _)| *name == own_name);
            if has_own || own.iter().any(|(name, _)| shared(name, file)) {
                let asked = if has_own { own_name.as_str() } else { file };
                match with_own(&own, asked, view) {
                    Ok(text) => return Ok(text),
                    Err(error) => {
                        let notice = format!("{asked}: {}", error_words(&error));
                        warn!(notice, "a template of the folder can't be used; the shipped one is");
                        notices.push(notice);
                    }
                }
            }
            write(&self.shipped, file, view)
                .map_err(|error| Fault::lasting(Kind::Template, error_words(&error)))
        };
        let [html, text, markdown] = files;
        let subject = part("subject.txt", "subject.txt")?;
        let text = part("txt", text)?;
        let html = part("html", html)?;
        let markdown = part("md", markdown)?;
        let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Rendered { subject, text, html, markdown, notices })
    }

    /// The files of the folder that matter for a template, and what is wrong with them.
    fn own_files(&self, template: &str) -> (Vec<(String, String)>, Vec<String>) {
        let Some(folder) = self.folder.as_ref() else { return Default::default() };
        // A name comes with a message and must not lead out of the folder.
        let known = NAMES.contains(&template);
        let endings = ["html", "txt", "md", "subject.txt"].into_iter().filter(|_| known);
        let names = endings.map(|ending| format!("{template}.{ending}"));
        let names = names.chain(SHIPPED.iter().map(|(name, _)| (*name).to_owned()));
        let (mut files, mut notices) = (Vec::new(), Vec::new());
        for name in names {
            match std::fs::read_to_string(folder.join(&name)) {
                Ok(text) => files.push((name, text)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => notices.push(format!("{name}: {error}")),
            }
        }
        (files, notices)
    }
}

/// Whether a file of the folder takes part in what `file` makes.
fn shared(name: &str, file: &str) -> bool {
    name == file || (is_html(file) && (name == "layout.html" || name == "parts.html"))
}

/// Whether a template writes HTML, in which what is said is escaped.
fn is_html(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "html")
}

/// Writes with the files of the folder before the shipped ones.
fn with_own(own: &[(String, String)], name: &str, view: &impl Serialize) -> Result<String, minijinja::Error> {
    let mut environment = environment()?;
    for (name, text) in own {
        environment.add_template_owned(name.clone(), text.clone())?;
    }
    write(&environment, name, view)
}

fn write(
    environment: &Environment<'_>,
    name: &str,
    view: &impl Serialize,
) -> Result<String, minijinja::Error> {
    environment.get_template(name)?.render(Serde(view))
}

/// The shipped templates, and what they may use.
fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(
        |name| {
            if is_html(name) { AutoEscape::Html } else { AutoEscape::None }
        },
    );
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    let mut syntax = SyntaxConfig::builder();
    environment.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_filter("md", markdown_words);
    for (name, text) in SHIPPED {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

/// Words that are no markdown: what stands in a name of a part or a customer must not become a link or a call.
fn markdown_words(text: &str) -> String {
    let wide = |c| match c {
        '[' => '［',
        ']' => '］',
        '<' => '＜',
        '>' => '＞',
        '*' => '＊',
        '`' => '｀',
        '@' => '＠',
        other => other,
    };
    text.chars().map(wide).collect()
}

/// What is wrong and where, in one line.
fn error_words(error: &minijinja::Error) -> String {
    let place = error.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let detail = error.detail().unwrap_or_default();
    format!("{place}{}{}{detail}", error.kind(), if detail.is_empty() { "" } else { ": " })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::sample;

    fn seen(renderer: &Renderer, template: &str, lang: Lang) -> Rendered {
        renderer.render(template, &sample::facts(template), lang, None).expect("it can be written")
    }

    #[test]
    fn every_message_is_whole_in_both_languages() {
        let renderer = Renderer::new(None, "https://holdfast.example/");
        for template in NAMES {
            let (en, zh) = (seen(&renderer, template, Lang::En), seen(&renderer, template, Lang::Zh));
            for rendered in [&en, &zh] {
                assert!(rendered.html.trim_end().ends_with("</html>"), "{template}");
                assert!(!rendered.subject.is_empty() && rendered.subject.chars().count() < 120, "{template}");
                assert!(!rendered.html.contains("undefined") && !rendered.text.contains("{{"), "{template}");
                assert!(rendered.text.contains("https://holdfast.example/"), "{template}: {}", rendered.text);
                assert!(!rendered.text.contains("\n\n\n"), "{template}: {}", rendered.text);
                assert!(rendered.html.len() < 100_000, "{template}: mail programs cut longer ones");
            }
            assert_ne!(en.subject, zh.subject, "{template}");
            assert!(!zh.text.contains("You get this") && !en.text.contains("您"), "{template}");
        }
    }

    #[test]
    fn what_has_no_template_of_its_own_is_written_as_an_alert() {
        let renderer = Renderer::new(None, "");
        let said = renderer.render("purchase-order-late", &sample::facts("alert"), Lang::En, None);
        assert_eq!(said.expect("it can be written").subject, "Purchase order PO-26-0031 is 3 days late");
        let bare = renderer.render("promise-at-risk", &serde_json::json!({}), Lang::En, None);
        assert_eq!(bare.expect("holes are left out").subject, "Promise at risk");
        let wrong = renderer.render("storm", &serde_json::json!({ "orders": 7 }), Lang::En, None);
        assert!(wrong.is_err_and(|fault| fault.lasting));
    }

    #[test]
    fn what_is_about_no_line_is_named_in_digests_and_storms_too() {
        let renderer = Renderer::new(None, "https://holdfast.example");
        let digest = seen(&renderer, "digest", Lang::En);
        let said = "Nothing was heard of TC-2 for 11 working hours.";
        for shown in [&digest.text, &digest.html, &digest.markdown] {
            assert!(shown.contains("Work unconfirmed") && shown.contains(said), "{shown}");
        }
        let late = |n: u32| {
            let text = format!("PO-{n}/10 is {n} days late; 1 promise waits for it.");
            let title = serde_json::json!({ "en": "Purchase late", "zh": "采购逾期" });
            serde_json::json!({ "title": title, "text": { "en": text, "zh": format!("PO-{n} 逾期") }, "lines": [] })
        };
        let many: Vec<_> = (1..=50).map(late).collect();
        let facts = serde_json::json!({ "rule": "purchase-late", "title": {}, "text": {}, "orders": many });
        let storm = renderer.render("storm", &facts, Lang::En, None).expect("it can be written");
        assert_eq!(storm.subject, "Purchase late: 50 at once");
        assert!(storm.text.contains("PO-40/10") && !storm.text.contains("PO-41/10"), "{}", storm.text);
        assert!(storm.text.contains("and 10 more"), "{}", storm.text);
        assert!(!storm.text.contains("in danger"), "{}", storm.text);
    }

    #[test]
    fn a_storm_that_is_over_does_not_say_that_promises_are_in_danger() {
        let renderer = Renderer::new(None, "");
        let mut facts = sample::facts("storm");
        facts["over"] = true.into();
        let over = renderer.render("storm", &facts, Lang::En, None).expect("it can be written");
        assert_eq!(over.subject, "6 promises back on track");
        assert!(over.text.starts_with("Back on track") && !over.text.contains("danger"), "{}", over.text);
        let zh = renderer.render("storm", &facts, Lang::Zh, None).expect("it can be written");
        assert_eq!(zh.subject, "6 个承诺已恢复正常");
    }

    #[test]
    fn what_is_likely_kept_is_not_said_to_be_late_to_anybody() {
        let renderer = Renderer::new(None, "");
        let mut facts = sample::facts("promise-at-risk");
        facts["lines"][0]["on_time_probability"] = 0.67.into();
        facts["text"] = serde_json::json!({ "en": "SO-26-00017/10 is promised for 2026-03-06.", "zh": "" });
        let risk = renderer.render("promise-at-risk", &facts, Lang::En, None).expect("it can be written");
        assert!(risk.subject.ends_with("Only 67 % sure to leave by Fri 6 Mar"), "{}", risk.subject);
        assert!(risk.text.contains("are still planned to leave") && !risk.text.contains("instead of"));
        assert!(!risk.text.contains("2026-03-06"), "the figures say it: {}", risk.text);
    }

    #[test]
    fn who_gets_a_message_is_told_why() {
        let renderer = Renderer::new(None, "");
        let why = |own: Option<bool>, step: &str| {
            let mut facts = sample::facts("promise-at-risk");
            (facts["own"], facts["step"], facts["owner"]) = (own.into(), step.into(), "anna".into());
            renderer.render("promise-at-risk", &facts, Lang::En, None).expect("it can be written").text
        };
        assert!(why(Some(true), "0").contains("because you look after SO-26-00017"));
        let by_rule = why(Some(false), "0");
        assert!(by_rule.contains("by the rule “Promise at risk”") && by_rule.contains("anna looks after it"));
        assert!(why(Some(false), "1").contains("because nobody has acted on it yet"));
    }

    #[test]
    fn a_template_of_ones_own_is_used_and_a_broken_one_costs_only_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
        put("promise-at-risk.txt", "{{ whose[0] }} is {{ lines[0].chance }} sure");
        put("storm.html", "{% for row in groups %}");
        put("recovered.html", "<p>{{ lines[0].no_such.thing }}</p>");
        let renderer = Renderer::new(Some(folder.path().to_owned()), "");
        let own = seen(&renderer, "promise-at-risk", Lang::En);
        assert_eq!(own.text, "SO-26-00017 is 18\u{a0}% sure");
        assert!(own.html.ends_with("</html>") && own.notices.is_empty());
        for template in ["storm", "recovered"] {
            let broken = seen(&renderer, template, Lang::En);
            assert!(broken.html.ends_with("</html>"), "{template}");
            assert_eq!(broken.notices.len(), 1, "{template}: {:?}", broken.notices);
            assert!(broken.notices[0].contains("line 1"), "{:?}", broken.notices);
        }
        // A name leads nowhere.
        put("evil.txt", "no");
        let evil = renderer.render("../evil", &sample::facts("alert"), Lang::En, None).expect("an alert");
        assert!(evil.text.contains("Purchase order"));
    }
}
