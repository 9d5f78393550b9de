//! Which lines a problem spoils, and the grade of each line: the worst of all that it depends on.

use super::Netting;
use crate::model::LineKey;
use crate::network::{Demand, Owner, SupplySource};
use crate::problem::{Grade, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// Grades the lines and gives every problem the lines that it spoils.
pub(super) fn problems(netting: &mut Netting<'_>, pegs_of: &[u32]) -> Vec<Problem> {
    let tree = Tree::new(netting, pegs_of);
    let mut spoilt: Vec<BTreeSet<LineKey>> = vec![BTreeSet::new(); netting.holes.kinds.len()];
    let mut grades = Vec::with_capacity(netting.lines.len());
    if tree.is_flat() {
        grades.extend(netting.lines.iter().map(|line| tree.made(line.demand)));
    } else {
        for line in &netting.lines {
            grades.push(tree.walk(line.demand, &line.key, &mut spoilt));
        }
    }
    for &(line, hole) in &netting.line_holes {
        spoilt[hole as usize].insert(netting.lines[line as usize].key.clone());
    }
    for (line, grade) in netting.lines.iter_mut().zip(grades) {
        line.grade = grade;
    }
    let kinds = std::mem::take(&mut netting.holes.kinds);
    kinds.into_iter().zip(spoilt).map(|(kind, lines)| Problem { kind, lines }).collect()
}

/// What a line depends on, as far as problems and grades go.
struct Tree<'n, 'a> {
    netting: &'n Netting<'a>,
    pegs_of: &'n [u32],
    /// Component demands of each job, by their first operation's job.
    demands_of_job: BTreeMap<u32, Vec<u32>>,
    job_holes: BTreeMap<u32, Vec<u32>>,
    supply_holes: BTreeMap<u32, Vec<u32>>,
}

impl<'n, 'a> Tree<'n, 'a> {
    fn new(netting: &'n Netting<'a>, pegs_of: &'n [u32]) -> Tree<'n, 'a> {
        let mut tree = Tree {
            netting,
            pegs_of,
            demands_of_job: BTreeMap::new(),
            job_holes: group(&netting.job_holes),
            supply_holes: group(&netting.supply_holes),
        };
        if tree.is_flat() {
            return tree;
        }
        for (index, demand) in netting.demands.iter().enumerate() {
            if let Demand { owner: Owner::Op(op), .. } = demand {
                let job = netting.ops[*op as usize].job;
                tree.demands_of_job.entry(job).or_default().push(index as u32);
            }
        }
        tree
    }

    /// No holes at all and one grade everywhere: nothing to look for.
    fn is_flat(&self) -> bool {
        let n = self.netting;
        let grade = n.jobs.first().map(|j| j.grade);
        n.holes.kinds.is_empty() && n.jobs.iter().all(|j| Some(j.grade) == grade)
    }

    /// The grade of a demand where all work has the same and nothing else is in doubt.
    fn made(&self, demand: u32) -> Grade {
        let n = self.netting;
        let d = demand as usize;
        let pegs = &n.pegs[self.pegs_of[d] as usize..self.pegs_of[d + 1] as usize];
        let jobs = pegs.iter().filter_map(|p| match n.supplies[p.supply as usize].source {
            SupplySource::Job(job) => Some(&n.jobs[job as usize]),
            _ => None,
        });
        jobs.filter(|job| job.count > 0).map(|job| job.grade).max().unwrap_or(Grade::Known)
    }

    /// The worst grade below a demand; notes the line with every problem on the way.
    fn walk(&self, demand: u32, line: &LineKey, spoilt: &mut [BTreeSet<LineKey>]) -> Grade {
        let mut grade = Grade::Known;
        let mut open = vec![demand];
        let mut seen = BTreeSet::new();
        while let Some(demand) = open.pop() {
            let d = demand as usize;
            let pegs = &self.netting.pegs[self.pegs_of[d] as usize..self.pegs_of[d + 1] as usize];
            for peg in pegs {
                if !seen.insert(peg.supply) {
                    continue;
                }
                for &hole in self.supply_holes.get(&peg.supply).into_iter().flatten() {
                    spoilt[hole as usize].insert(line.clone());
                }
                match self.netting.supplies[peg.supply as usize].source {
                    SupplySource::Job(job) => {
                        grade = grade.max(self.job(job, line, spoilt));
                        open.extend(self.demands_of_job.get(&job).into_iter().flatten());
                    }
                    SupplySource::Proposed { .. } => {
                        let item = self.netting.supplies[peg.supply as usize].item as usize;
                        grade = grade.max(self.netting.templates[item].grade);
                    }
                    _ => {}
                }
            }
        }
        grade
    }

    fn job(&self, job: u32, line: &LineKey, spoilt: &mut [BTreeSet<LineKey>]) -> Grade {
        let node = &self.netting.jobs[job as usize];
        let template = &self.netting.templates[node.item as usize];
        let steps = template.steps.iter().flat_map(|s| &s.holes);
        let own = self.job_holes.get(&job).into_iter().flatten();
        // A finished work order's routing spoils nothing any more.
        if node.count > 0 {
            for &hole in template.holes.iter().chain(steps).chain(own) {
                spoilt[hole as usize].insert(line.clone());
            }
            return node.grade;
        }
        Grade::Known
    }
}

fn group(pairs: &[(u32, u32)]) -> BTreeMap<u32, Vec<u32>> {
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &(key, value) in pairs {
        groups.entry(key).or_default().push(value);
    }
    groups
}
