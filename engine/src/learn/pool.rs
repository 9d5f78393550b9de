//! Partial pooling over a tree: each mean is drawn to that of its parent, the more so the less is known of it.
//!
//! A normal-normal model with known variances: a child's mean is its parent's plus something with the variance
//! between siblings of its level. Means follow exactly, by messages up and down the tree. The variance between is
//! found by moments. Nothing here knows what is pooled.
//!
//! Sources: J. Pearl, Probabilistic reasoning in intelligent systems, 1988, chapter 7 (messages in trees of normal
//! variables); R. `DerSimonian` and N. Laird, Meta-analysis in clinical trials, Controlled Clinical Trials 7, 1986 (the
//! variance between by moments); B. Efron and C. Morris, Data analysis using Stein's estimator, JASA 70, 1975 (why).

/// Degrees of freedom that the assumed variance between siblings counts for.
const ASSUMED_WEIGHT: f64 = 4.0;

/// Siblings are never taken to be all the same: least standard deviation between them, over the assumed one.
const LEAST_BETWEEN: f64 = 0.05;

/// Nodes in an order in which parents come before children. The first is the root.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    /// The parent of each node; of the root itself.
    pub parents: Vec<usize>,
    /// The level of each node, 0 at the root.
    pub levels: Vec<usize>,
}

/// What was seen at one node, as a normal: precision and precision × mean.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Message {
    pub precision: f64,
    pub moment: f64,
}

impl Message {
    /// A mean and its variance.
    pub(super) fn of(mean: f64, variance: f64) -> Message {
        Message { precision: 1.0 / variance, moment: mean / variance }
    }

    fn and(self, other: Message) -> Message {
        Message { precision: self.precision + other.precision, moment: self.moment + other.moment }
    }

    fn without(self, other: Message) -> Message {
        Message { precision: self.precision - other.precision, moment: self.moment - other.moment }
    }

    /// The same, seen through something with this variance.
    fn through(self, variance: f64) -> Message {
        let keep = 1.0 / (1.0 + self.precision * variance);
        Message { precision: self.precision * keep, moment: self.moment * keep }
    }
}

/// What is believed of each node.
#[derive(Clone, Debug, Default)]
pub(super) struct Pooled {
    pub means: Vec<f64>,
    pub variances: Vec<f64>,
    /// Which share of the belief comes from the node's own record; the rest is its parents'.
    pub own: Vec<f64>,
    /// Variance between siblings by level; 0 for the root.
    pub between: Vec<f64>,
}

impl Tree {
    /// Adds a node below `parent`, or the root.
    pub(super) fn add(&mut self, parent: Option<usize>) -> usize {
        let node = self.parents.len();
        self.parents.push(parent.unwrap_or(node));
        self.levels.push(parent.map_or(0, |parent| self.levels[parent] + 1));
        node
    }

    /// Pools what was seen at each node, with what is believed of the root beforehand and the variance between
    /// siblings that is assumed of each level before there are any.
    pub(super) fn pool(&self, seen: &[Message], root: Message, assumed: &[f64]) -> Pooled {
        let mut up = seen.to_vec();
        let mut between = assumed.to_vec();
        for level in (1..assumed.len()).rev() {
            between[level] = self.between(level, &up, assumed[level]);
            for node in (0..up.len()).filter(|&node| self.levels[node] == level) {
                let parent = self.parents[node];
                up[parent] = up[parent].and(up[node].through(between[level]));
            }
        }
        let mut belief = vec![Message::default(); up.len()];
        let mut own = vec![0.0; up.len()];
        for node in 0..up.len() {
            let level = self.levels[node];
            let above = match level {
                0 => root,
                _ => belief[self.parents[node]]
                    .without(up[node].through(between[level]))
                    .through(between[level]),
            };
            belief[node] = up[node].and(above);
            own[node] = up[node].precision / belief[node].precision;
        }
        Pooled {
            means: belief.iter().map(|b| b.moment / b.precision).collect(),
            variances: belief.iter().map(|b| 1.0 / b.precision).collect(),
            own,
            between,
        }
    }

    /// The variance between siblings of a level: by moments over all parents together, with the assumed one as a
    /// few more degrees of freedom.
    fn between(&self, level: usize, up: &[Message], assumed: f64) -> f64 {
        // By parent: sum of precisions, of their squares, of moments, of squares over variances, and how many.
        let mut sums = vec![[0.0_f64; 5]; up.len()];
        for node in (0..up.len()).filter(|&node| self.levels[node] == level && up[node].precision > 0.0) {
            let Message { precision, moment } = up[node];
            let terms = [precision, precision * precision, moment, moment * moment / precision, 1.0];
            sums[self.parents[node]].iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
        }
        let (mut free, mut excess, mut scale) = (0.0, 0.0, 0.0);
        for [precision, squares, moment, spread, count] in sums {
            if count > 1.0 {
                free += count - 1.0;
                excess += spread - moment * moment / precision - (count - 1.0);
                scale += precision - squares / precision;
            }
        }
        let seen = if scale > 0.0 { (excess / scale).max(0.0) } else { 0.0 };
        let both = (free * seen + ASSUMED_WEIGHT * assumed) / (free + ASSUMED_WEIGHT);
        both.max(assumed * LEAST_BETWEEN * LEAST_BETWEEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_give_what_the_joint_normal_gives() {
        // A root with variance 1 around 0, two children with variance ½ around it, one of them seen at 2 with
        // variance 1: the mean of the other is cov / var = 1 / 2.5 × 2.
        let mut tree = Tree::default();
        let root = tree.add(None);
        let (seen, other) = (tree.add(Some(root)), tree.add(Some(root)));
        let mut messages = vec![Message::default(); 3];
        messages[seen] = Message::of(2.0, 1.0);
        // With one sibling seen there is nothing to learn of the variance between.
        let pooled = tree.pool(&messages, Message::of(0.0, 1.0), &[0.0, 0.5]);
        assert!((pooled.means[other] - 0.8).abs() < 1e-12, "{pooled:?}");
        assert!((pooled.means[seen] - 1.5 / 2.5 * 2.0).abs() < 1e-12, "{pooled:?}");
        assert!((pooled.variances[seen] - (1.5 - 1.5 * 1.5 / 2.5)).abs() < 1e-12, "{pooled:?}");
        assert!(pooled.own[other].abs() < 1e-12 && (pooled.own[seen] - 0.6).abs() < 1e-12, "{pooled:?}");
    }

    #[test]
    fn the_variance_between_is_found() {
        let mut tree = Tree::default();
        let root = tree.add(None);
        let mut messages = vec![Message::default()];
        for child in 0..400 {
            tree.add(Some(root));
            messages.push(Message::of(2.0 * crate::chance::normal((f64::from(child) + 0.5) / 400.0), 0.01));
        }
        let pooled = tree.pool(&messages, Message::of(0.0, 1.0), &[0.0, 0.5]);
        assert!((pooled.between[1] / 4.0 - 1.0).abs() < 0.03, "{}", pooled.between[1]);
    }
}
