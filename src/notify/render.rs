//! Writing messages: shipped templates, and a folder of the settings whose files come before them.
//!
//! A template of the folder that can't be used costs nothing but itself: the shipped one is used instead, and the log
//! and the preview say so. Everything in HTML is escaped unless a template says otherwise.

use super::facts::AlertFacts;
use super::fault::{Fault, Kind};
use super::view::{Teller, View};
use crate::text::Lang;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::Value;
use std::path::PathBuf;
use tracing::warn;

/// The templates that there are. Whatever else is asked for is written with `alert`.
pub const NAMES: [&str; 8] = [
    "promise-at-risk",
    "promise-will-be-missed",
    "promise-much-earlier",
    "recovered",
    "alert",
    "storm",
    "digest",
    "trial",
];

/// The shipped files: each message in HTML, as text and as markdown, and what they share.
const SHIPPED: [(&str, &str); 6] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("message.html", include_str!("templates/message.html")),
    ("message.txt", include_str!("templates/message.txt")),
    ("message.md", include_str!("templates/message.md")),
    ("subject.txt", include_str!("templates/subject.txt")),
];

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
#[derive(Clone, Debug)]
pub struct Renderer {
    folder: Option<PathBuf>,
    public_url: String,
}

impl Renderer {
    /// With templates of `folder` before the shipped ones, and `public_url` before the paths of links.
    pub fn new(folder: Option<PathBuf>, public_url: &str) -> Self {
        Self { folder, public_url: public_url.to_owned() }
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
        let facts: AlertFacts = serde_json::from_value(facts.clone())
            .map_err(|error| Fault::lasting(Kind::Template, error.to_string()))?;
        let view = Teller::new(template, &facts, lang).view(&self.public_url, instead_of);
        let own = self.own_files(template);
        let mut notices = own.1;
        let mut part = |ending: &str, file: &str| {
            let own_name = format!("{template}.{ending}");
            let touched = own.0.iter().any(|(name, _)| *name == own_name || shared(name, file));
            if touched {
                let asked = if own.0.iter().any(|(name, _)| *name == own_name) { own_name.as_str() } else { file };
                match write(&own.0, asked, &view) {
                    Ok(text) => return Ok(text),
                    Err(error) => {
                        let notice = format!("{asked}: {}", error_words(&error));
                        warn!(notice, "a template of the folder can't be used; the shipped one is");
                        notices.push(notice);
                    }
                }
            }
            write(&[], file, &view).map_err(|error| Fault::lasting(Kind::Template, error_words(&error)))
        };
        let subject = part("subject.txt", "subject.txt")?;
        let text = part("txt", "message.txt")?;
        let html = part("html", "message.html")?;
        let markdown = part("md", "message.md")?;
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
    name == file || (file.ends_with(".html") && (name == "layout.html" || name == "parts.html"))
}

/// Writes with the files of the folder before the shipped ones.
fn write(own: &[(String, String)], name: &str, view: &View) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    let mut syntax = SyntaxConfig::builder();
    environment.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_filter("md", markdown_words);
    for (name, text) in SHIPPED {
        environment.add_template(name, text)?;
    }
    for (name, text) in own {
        environment.add_template_owned(name.clone(), text.clone())?;
    }
    environment.get_template(name)?.render(Serde(view))
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
