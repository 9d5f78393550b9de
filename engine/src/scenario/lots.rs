//! Lots that lose pieces: what of them has to be made again.

use super::random::{Luck, Source};
use crate::chance::Spread;
use crate::model::{Code, Shop};
use crate::quantity::Qty;

/// The yield of a job.
#[derive(Clone, Copy, Debug)]
pub(super) struct JobYield<'a> {
    pub job: u32,
    pub key: u64,
    pub spread: &'a Spread,
    pub cover: Cover,
}

/// How far a lot covers what is wanted of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cover {
    /// Good expected, over what is wanted.
    good: f64,
    /// The pieces that are wanted, where they are counted.
    pieces: Option<f64>,
}

impl Cover {
    /// Of a lot of which `expected` should come out good and `wanted` are wanted.
    pub(crate) fn of(expected: Qty, wanted: Qty, counted: bool) -> Cover {
        let pieces = wanted.millionths() as f64 / 1e6;
        Cover { good: ratio(expected.max(wanted), wanted), pieces: Some(pieces).filter(|_| counted) }
    }
}

fn ratio(over: Qty, under: Qty) -> f64 {
    over.millionths() as f64 / under.millionths().max(1) as f64
}

/// The share of an asked-for lot that has to be made again: see [`missing`].
pub(crate) fn asked_again(shop: &Shop, item: &Code, key: u64, luck: Luck, cover: Cover) -> f32 {
    let spread = &shop.chances.yields.of(Some(item)).spread;
    if spread.is_none() {
        return 0.0;
    }
    missing(spread, cover, key, luck)
}

/// The share of a lot that does not come out good and is still wanted. Nobody makes half a piece again: whether a
/// fraction of one is a whole one is drawn, so that as many are missing in the mean.
pub(super) fn missing(spread: &Spread, cover: Cover, key: u64, luck: Luck) -> f32 {
    let good = cover.good * f64::from(spread.at(luck.draw(Source::Yield, key)));
    let share = (1.0 - good).clamp(0.0, 1.0);
    let Some(pieces) = cover.pieces.filter(|_| share > 0.0) else { return share as f32 };
    let lost = share * pieces;
    let more = luck.draw_nth(Source::Yield, key, 1) < lost.fract();
    ((lost.floor() + f64::from(u8::from(more))) / pieces).min(1.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_good_covers_what_does_not_come_out() {
        let spread = Spread::constant(0.9);
        let luck = Luck::of(1, 1);
        let cover = |expected| Cover::of(Qty::of(expected), Qty::of(100), false);
        assert!(missing(&spread, cover(100), 7, luck) > 0.099);
        assert!(missing(&spread, cover(120), 7, luck) <= 0.0, "more was started than wanted");
    }

    #[test]
    fn whole_pieces_are_missing_and_as_many_as_the_record_says() {
        // Lots of twelve of which one piece in a hundred is lost: seven of eight lots come out whole.
        let spread = Spread::of(vec![0.97, 0.98, 0.99, 1.0, 1.0, 1.0, 1.01, 1.02]);
        let cover = Cover::of(Qty::of(12), Qty::of(12), true);
        let lots = 100_000;
        let lost = (0..lots).map(|key| missing(&spread, cover, u64::from(key), Luck::of(5, key)) * 12.0);
        let (mut pieces, mut short) = (0.0, 0);
        for lost in lost {
            assert!((lost - lost.round()).abs() < 1e-5, "{lost} pieces");
            pieces += f64::from(lost);
            short += u32::from(lost > 0.0);
        }
        let every =
            12.0 * (0..1_000).map(|i| 1.0 - f64::from(spread.at(f64::from(i) / 1e3)).min(1.0)).sum::<f64>();
        let (mean, should) = (pieces / f64::from(lots), every / 1e3);
        assert!((mean / should - 1.0).abs() < 0.05, "{mean} for {should}");
        assert!(short < lots / 8, "{short} of {lots} lots are short");
    }
}
