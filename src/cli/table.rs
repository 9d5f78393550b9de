//! Tables without boxes: columns as wide as what is in them, one of them giving way where the page is narrow.

use super::page::{Ink, Page, columns, cut, padded, wrap};

/// Blanks between columns.
const GAP: usize = 2;
/// The least that a column that gives way keeps.
const LEAST: usize = 12;

/// What a column does where the page is narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Give {
    /// It keeps its width.
    Nothing,
    /// It is left out; the highest rank goes first.
    Away(u8),
    /// Its text is cut.
    Cut,
    /// Its text goes on in the next line.
    Wrap,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<'a> {
    title: &'a str,
    right: bool,
    give: Give,
}

impl<'a> Column<'a> {
    /// A column of texts.
    pub(super) fn left(title: &'a str, give: Give) -> Self {
        Self { title, right: false, give }
    }

    /// A column of numbers.
    pub(super) fn right(title: &'a str, give: Give) -> Self {
        Self { title, right: true, give }
    }
}

/// A cell: its text and how it stands out.
pub(super) type Cell = (String, Option<Ink>);

/// Adds a table to the page, two blanks in. Rows have as many cells as there are columns.
pub(super) fn add(page: &mut Page, head: &[Column<'_>], rows: &[Vec<Cell>]) {
    let (shown, widths) = layout(head, rows, page.width.saturating_sub(GAP));
    let titles: Vec<Cell> = head.iter().map(|column| (column.title.to_owned(), Some(Ink::Dim))).collect();
    for row in std::iter::once(&titles).chain(rows) {
        add_row(page, head, &shown, &widths, row);
    }
}

/// Which columns are shown, and how wide all are.
fn layout(head: &[Column<'_>], rows: &[Vec<Cell>], room: usize) -> (Vec<bool>, Vec<usize>) {
    let mut widths: Vec<usize> = head.iter().map(|column| columns(column.title)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns(&cell.0).max(*width);
        }
    }
    let mut shown = vec![true; head.len()];
    let yields = |column: &Column<'_>| matches!(column.give, Give::Cut | Give::Wrap);
    let least = |index: usize, widths: &[usize]| {
        if yields(&head[index]) { widths[index].min(LEAST) } else { widths[index] }
    };
    let total = |shown: &[bool], width: &dyn Fn(usize) -> usize| {
        let visible = (0..head.len()).filter(|index| shown[*index]);
        visible.map(|index| width(index) + GAP).sum::<usize>().saturating_sub(GAP)
    };
    while total(&shown, &|index| least(index, &widths)) > room {
        let ranks = head.iter().enumerate().filter(|(index, _)| shown[*index]);
        let goes = ranks.filter_map(|(index, column)| match column.give {
            Give::Away(rank) => Some((rank, index)),
            _ => None,
        });
        let Some((_, index)) = goes.max() else { break };
        shown[index] = false;
    }
    for index in (0..head.len()).filter(|index| yields(&head[*index])) {
        let over = total(&shown, &|index| widths[index]).saturating_sub(room);
        widths[index] = widths[index].saturating_sub(over).max(widths[index].min(LEAST));
    }
    (shown, widths)
}

fn add_row(page: &mut Page, head: &[Column<'_>], shown: &[bool], widths: &[usize], row: &[Cell]) {
    let visible: Vec<usize> = (0..head.len().min(row.len())).filter(|index| shown[*index]).collect();
    let lines = |index: usize| match head[index].give {
        Give::Wrap => row[index].0.split('\n').flat_map(|part| wrap(part, widths[index])).collect(),
        _ => vec![cut(&row[index].0, widths[index])],
    };
    let cells: Vec<Vec<String>> = visible.iter().map(|&index| lines(index)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let mut text = String::new();
        for (cell, &index) in cells.iter().zip(&visible) {
            text.push_str(&" ".repeat(GAP));
            let content = cell.get(line).map_or("", String::as_str);
            let padded = padded(content, widths[index], head[index].right);
            text.push_str(&row[index].1.map_or_else(|| padded.clone(), |ink| page.paint(ink, &padded)));
        }
        page.line(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(width: usize) -> String {
        let mut page = Page::new(width, false);
        let head = [
            Column::left("line", Give::Nothing),
            Column::right("qty", Give::Away(1)),
            Column::left("cause", Give::Wrap),
        ];
        let cell = |text: &str| (text.to_owned(), None);
        let cause = "grinding GRD-1 behind MO-2001 and the work of three other orders that came before";
        add(
            &mut page,
            &head,
            &[vec![cell("SO-1/10"), cell("5"), cell(cause)], vec![cell("订单行"), cell("250"), cell("待料")]],
        );
        page.finish()
    }

    #[test]
    fn columns_are_aligned_whatever_the_script() {
        let text = shown(120);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "  line     qty  cause");
        assert!(lines[1].starts_with("  SO-1/10    5  grinding"));
        assert_eq!(lines[2], "  订单行   250  待料");
    }

    #[test]
    fn a_narrow_page_keeps_every_word() {
        let text = shown(60);
        assert!(text.lines().all(|line| columns(line) <= 60), "{text}");
        assert!(text.contains("came before"));
    }
}
