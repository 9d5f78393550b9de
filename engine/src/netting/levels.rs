//! The order of items from the top of the bills of materials down, and cycles cut out of them.

use super::Holes;
use super::templates::Template;
use crate::model::Code;
use crate::problem::ProblemKind;

/// Where the search stands with an item.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    No,
    OnPath,
    Done,
}

/// All items, each after every item that contains it. A link that closes a cycle is cut out of the bill of
/// materials that holds it and named.
pub(super) fn top_down(items: &[Code], templates: &mut [Template], holes: &mut Holes) -> Vec<u32> {
    let mut seen = vec![Seen::No; items.len()];
    let mut order = Vec::with_capacity(items.len());
    for root in 0..items.len() as u32 {
        if seen[root as usize] == Seen::No {
            visit(root, items, templates, holes, &mut seen, &mut order);
        }
    }
    order.reverse();
    order
}

/// Depth-first from `root` without recursion: bills of materials may be as deep as their author likes.
fn visit(
    root: u32,
    items: &[Code],
    templates: &mut [Template],
    holes: &mut Holes,
    seen: &mut [Seen],
    order: &mut Vec<u32>,
) {
    let mut path: Vec<(u32, usize)> = vec![(root, 0)];
    seen[root as usize] = Seen::OnPath;
    while let Some(&mut (item, ref mut next)) = path.last_mut() {
        let place = *next;
        let Some(component) = templates[item as usize].bom.get(place).map(|b| b.item) else {
            seen[item as usize] = Seen::Done;
            order.push(item);
            path.pop();
            continue;
        };
        *next += 1;
        match seen[component as usize] {
            Seen::Done => {}
            Seen::No => {
                seen[component as usize] = Seen::OnPath;
                path.push((component, 0));
            }
            Seen::OnPath => {
                *next -= 1;
                let from = path.iter().position(|&(i, _)| i == component).unwrap_or(0);
                let around = path[from..].iter().map(|&(i, _)| i).chain([component]);
                let around = around.map(|i| items[i as usize].clone()).collect();
                let hole = holes.add(ProblemKind::BomCycle { path: around });
                let template = &mut templates[item as usize];
                template.bom.remove(place);
                template.holes.push(hole);
            }
        }
    }
}
