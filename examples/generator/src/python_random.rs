//! The generator of `CPython`'s `random` module, value for value.
//!
//! The published order books were drawn with `CPython` 3.11, so a bench can be compared with them only if the
//! same seed gives the same draws. This follows the algorithms that `CPython` documents: MT19937 seeded by
//! `init_by_array`, 53-bit floats, rejection for integers, bisection of cumulative weights, and the ratio of
//! uniforms of Kinderman and Monahan for the normal distribution. It never serves anything secret.

use std::collections::BTreeSet;

use rand_mt::Mt;

/// A stream of draws equal to `random.Random(seed)`.
#[derive(Debug, Clone)]
pub struct PythonRandom {
    twister: Mt,
}

impl PythonRandom {
    /// Seeds as `CPython` seeds with an integer: its 32-bit words, the lowest first, are the key.
    pub fn new(seed: u64) -> Self {
        let (low, high) = (seed as u32, (seed >> 32) as u32);
        let key: &[u32] = if high == 0 { &[low] } else { &[low, high] };
        Self { twister: Mt::new_with_key(key.iter().copied()) }
    }

    /// A float in `[0, 1)` with 53 random bits.
    pub fn random(&mut self) -> f64 {
        let high = f64::from(self.twister.next_u32() >> 5);
        let low = f64::from(self.twister.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// An integer in `0..n`. `n` lies in `1..=u32::MAX`: one 32-bit draw per try, as `getrandbits` makes it.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u32::try_from(n).expect("a range of at most 32 bits");
        assert!(n > 0, "a range without values has nothing to draw");
        let unused = n.leading_zeros();
        loop {
            let draw = self.twister.next_u32() >> unused;
            if draw < n {
                return draw as usize;
            }
        }
    }

    /// `random.choice`: one of `values`, each as likely.
    pub fn choice<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// `random.choices(range(n), cum_weights=...)[0]`: an index, drawn by its weight.
    pub fn weighted(&mut self, cumulative: &[f64]) -> usize {
        let last = cumulative.len() - 1;
        let target = self.random() * cumulative[last];
        cumulative[..last].partition_point(|&weight| weight <= target)
    }

    /// `random.uniform`: between `low` and `high`.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random()
    }

    /// `random.sample(range(n), k)`: `k` different integers below `n`, in the order drawn.
    pub fn sample(&mut self, n: usize, k: usize) -> Vec<usize> {
        assert!(k <= n, "cannot draw {k} different values from {n}");
        if n <= sample_set_size(k) { self.sample_by_pool(n, k) } else { self.sample_by_set(n, k) }
    }

    fn sample_by_pool(&mut self, n: usize, k: usize) -> Vec<usize> {
        let mut pool: Vec<usize> = (0..n).collect();
        (0..k)
            .map(|i| {
                let j = self.below(n - i);
                let drawn = pool[j];
                pool[j] = pool[n - i - 1];
                drawn
            })
            .collect()
    }

    fn sample_by_set(&mut self, n: usize, k: usize) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        (0..k)
            .map(|_| {
                loop {
                    let drawn = self.below(n);
                    if seen.insert(drawn) {
                        break drawn;
                    }
                }
            })
            .collect()
    }

    /// `random.normalvariate`. Source: Kinderman and Monahan, ACM TOMS 3 (1977), 257–260.
    pub fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        // 4 * exp(-0.5) / sqrt(2), as CPython computes it.
        let magic = 4.0 * (-0.5_f64).exp() / 2.0_f64.sqrt();
        loop {
            let u1 = self.random();
            let u2 = 1.0 - self.random();
            let z = magic * (u1 - 0.5) / u2;
            if z * z / 4.0 <= -u2.ln() {
                return mean + z * deviation;
            }
        }
    }

    /// `random.lognormvariate`: the exponential of a normal draw.
    pub fn lognormal(&mut self, mean: f64, deviation: f64) -> f64 {
        self.normal(mean, deviation).exp()
    }
}

/// The population up to which `CPython` 3.11 draws a sample from a pool rather than with a set.
fn sample_set_size(k: usize) -> usize {
    if k > 5 { 21 + 4_usize.pow(((k * 3) as f64).log(4.0).ceil() as u32) } else { 21 }
}

/// Running sums, as `itertools.accumulate` makes them for `random.choices`.
pub fn cumulative(weights: &[f64]) -> Vec<f64> {
    weights
        .iter()
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The expected values were printed by CPython 3.11: one stream of seed 7, in this order.
    #[test]
    fn draws_what_cpython_draws() {
        let mut random = PythonRandom::new(7);
        let floats: Vec<f64> = (0..3).map(|_| random.random()).collect();
        assert_eq!(floats, [0.323_832_764_833_162_37, 0.150_849_173_924_501_92, 0.650_934_473_039_853_7]);
        let below: Vec<usize> = (0..8).map(|_| random.below(10)).collect();
        assert_eq!(below, [1, 8, 1, 5, 9, 0, 8, 3]);
        assert_eq!(random.below(1), 0);
        let weights = cumulative(&[1.0, 8.0, 1.0]);
        let chosen: Vec<usize> = (0..12).map(|_| random.weighted(&weights)).collect();
        assert_eq!(chosen, [0, 1, 1, 1, 0, 1, 2, 1, 1, 0, 1, 0]);
        assert_eq!(random.sample(10, 4), [3, 0, 2, 7]);
        assert_eq!(random.sample(200, 3), [107, 36, 138]);
        assert_eq!(random.sample(100, 8), [15, 73, 39, 71, 87, 23, 13, 74]);
        assert_eq!(random.sample(80, 8), [73, 24, 47, 12, 70, 8, 72, 7]);
        assert_eq!(random.sample(1000, 30)[26..], [351, 746, 459, 294]);
        let normals: Vec<f64> = (0..3).map(|_| random.normal(0.0, 1.0)).collect();
        assert_eq!(normals, [0.201_685_798_332_587_37, 0.024_515_177_621_234_56, -3.536_740_536_917_87]);
        assert_eq!(random.lognormal(0.0, 0.4).to_bits(), 0.518_994_266_049_761_2_f64.to_bits());
        assert_eq!(random.uniform(0.1, 0.4).to_bits(), 0.336_728_251_447_106_5_f64.to_bits());
    }

    #[test]
    fn seeds_by_32_bit_words() {
        assert_eq!(
            PythonRandom::new((1 << 40) + 5).random().to_bits(),
            0.504_380_297_041_844_3_f64.to_bits()
        );
        assert_eq!(PythonRandom::new(0).random().to_bits(), 0.844_421_851_525_048_1_f64.to_bits());
    }
}
