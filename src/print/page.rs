//! The frame of a printable page. Its look is in a file of its own, because the pages may bring no styles along.

use crate::text::Lang;
use crate::text::print::PrintWords;

/// A page with a body that is printed, and a button that is not.
pub(super) fn document(lang: Lang, title: &str, kind: &str, body: &str) -> String {
    let tag = match lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    };
    let print = PrintWords::of(lang).print;
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/page/print-{kind}.css\">\n\
         <script src=\"/page/print.js\" defer></script>\n</head>\n<body>\n\
         <button id=\"print\" type=\"button\">{print}</button>\n<main class=\"{kind}\">{body}</main>\n</body>\n</html>\n",
        escaped(title),
    )
}

/// A text as it may stand in a page.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
