//! Rules of what people read: links that lead somewhere, commands that exist, two READMEs that agree, and an
//! architecture that names what is there.

use crate::tree::{File, root};

/// Links of a Markdown file to files that are not there.
pub fn dead_links(file: &File) -> Vec<String> {
    if !file.is_markdown() {
        return Vec::new();
    }
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut faults = Vec::new();
    for link in links(&file.text) {
        // A template of a message is Markdown too: where its links lead is filled in.
        let elsewhere =
            ["http://", "https://", "mailto:", "#", "{{"].iter().any(|start| link.starts_with(start));
        let target = link.split('#').next().unwrap_or_default();
        if !elsewhere && !root().join(folder).join(target).exists() {
            faults.push(format!("{}: the link `{link}` leads nowhere", file.path));
        }
    }
    faults
}

/// Targets of the links outside code blocks and code spans.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose_lines(text) {
        let spans = line.split('`').enumerate().filter(|(n, _)| n % 2 == 0);
        // A link's own text may be code: the span is emptied, not the brackets around it.
        let prose: String = spans.map(|(_, span)| span).collect();
        for (at, _) in prose.match_indices("](") {
            let target = prose[at + 2..].split([')', ' ']).next().unwrap_or_default();
            found.push(target.to_owned());
        }
    }
    found
}

fn prose_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

/// Lines of the fenced blocks, without comments and blank lines: what a reader would type or see.
fn fenced_lines(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let inside = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        fenced && !fence
    });
    let spoken = inside.map(|line| line.split("  #").next().unwrap_or_default().trim_end());
    spoken.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// Lines of the fenced blocks that are commands.
fn commands(text: &str) -> Vec<&str> {
    let starts = ["cargo ", "holdfast ", "git ", "./", "target/"];
    let plain = fenced_lines(text).into_iter().map(|line| line.trim_start_matches("$ "));
    plain.filter(|line| starts.iter().any(|start| line.starts_with(start))).collect()
}

/// `cargo xtask WORD` in a text where WORD is no command of xtask, whose `main.rs` is the second text.
pub fn unknown_chores(file: &File, xtask: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, lead) in file.text.match_indices("cargo xtask ") {
        let rest = &file.text[at + lead.len()..];
        let word = rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        if !word.is_empty() && !xtask.contains(&format!("name: \"{word}\"")) {
            faults.push(format!("{}: there is no `cargo xtask {word}`", file.path));
        }
    }
    faults
}

/// Where two READMEs say different things: the levels of their headings, or their commands.
pub fn unlike(one: &File, other: &File) -> Vec<String> {
    let levels = |text: &str| -> Vec<usize> {
        let headings = prose_lines(text).filter(|line| line.starts_with('#'));
        headings.map(|line| line.len() - line.trim_start_matches('#').len()).collect()
    };
    let mut faults = Vec::new();
    if levels(&one.text) != levels(&other.text) {
        faults.push(format!("{} and {} have different headings", one.path, other.path));
    }
    let (left, right) = (commands(&one.text), commands(&other.text));
    for (shown, there, has, lacks) in
        [(&left, &right, &one.path, &other.path), (&right, &left, &other.path, &one.path)]
    {
        for command in shown.iter().filter(|command| !there.contains(command)) {
            faults.push(format!("{has} shows `{command}`, {lacks} does not"));
        }
    }
    if faults.is_empty() && left != right {
        faults.push(format!("{} and {} show commands in a different order", one.path, other.path));
    }
    faults
}

/// A change log without a place for what is not released yet.
pub fn no_unreleased(file: &File) -> Vec<String> {
    if file.text.lines().any(|line| line.trim() == "## [Unreleased]") {
        return Vec::new();
    }
    vec![format!("{}: has no `## [Unreleased]`", file.path)]
}

/// Folders of code (`src/` and the workspace's members) that the code map leaves out.
pub fn unmapped(map: &File, folders: &[String]) -> Vec<String> {
    let headings: Vec<&str> = map.text.lines().filter(|line| line.starts_with("### ")).collect();
    let missing = folders.iter().filter(|folder| {
        let name = format!("`{folder}/`");
        !headings.iter().any(|heading| heading.contains(&name))
    });
    missing.map(|folder| format!("{}: the code map has no heading for `{folder}/`", map.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_link_is_found() {
        let page = |text| File::sample("docs/page.md", text);
        assert_eq!(dead_links(&page("[a](gone.md) and [`b`](../gone/b.md#c)")).len(), 2);
        let good = "[w](workbook.md#items) [s](../src) [h](https://example.com/x) [t](#top)\n\
                    `[no](link)`\n```\n[no](link)\n```\n";
        assert_eq!(dead_links(&page(good)), Vec::<String>::new());
    }

    #[test]
    fn an_unknown_chore_is_found() {
        let xtask = "Command { name: \"test\", about: \"\" }";
        let faults = |text| unknown_chores(&File::sample("README.md", text), xtask);
        assert_eq!(faults("run `cargo xtask tset`"), ["README.md: there is no `cargo xtask tset`"]);
        assert!(faults("`cargo xtask test --only lint`, `cargo xtask COMMAND`").is_empty());
    }

    #[test]
    fn readmes_that_disagree_are_found() {
        let compare = |one, other| unlike(&File::sample("a.md", one), &File::sample("b.md", other)).len();
        let english = "# A\n```sh\ncargo xtask demo  # see it\n# note\ncargo xtask test\n```\n## B\n";
        let chinese = "# 甲\n```sh\ncargo xtask demo  # 看看\ncargo xtask test\n```\n## 乙\n";
        assert_eq!(compare(english, chinese), 0);
        assert_eq!(compare(english, "# 甲\n```sh\ncargo xtask demo\ncargo xtask test\n```\n"), 1);
        assert_eq!(compare(english, "# 甲\n```sh\ncargo xtask demo\n```\n## 乙\n"), 1);
        assert_eq!(compare(english, "# 甲\n```sh\ncargo xtask test\ncargo xtask demo\n```\n## 乙\n"), 1);
    }

    #[test]
    fn a_missing_unreleased_part_is_found() {
        assert_eq!(no_unreleased(&File::sample("CHANGELOG.md", "## 0.1.0\n")).len(), 1);
        assert!(no_unreleased(&File::sample("CHANGELOG.md", "# Changes\n\n## [Unreleased]\n")).is_empty());
    }

    #[test]
    fn an_unmapped_folder_is_found() {
        let map = File::sample("ARCHITECTURE.md", "### `src/cli/`\ntext about `src/text/`\n");
        let faults = unmapped(&map, &["src/cli".to_owned(), "src/text".to_owned()]);
        assert_eq!(faults, ["ARCHITECTURE.md: the code map has no heading for `src/text/`"]);
    }
}
