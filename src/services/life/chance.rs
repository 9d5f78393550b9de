//! Chance that can be repeated: a number that follows from a seed and from what it is drawn for, not from the
//! order of draws.

use uuid::Uuid;

/// Numbers of one seed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chance(pub(super) u64);

impl Chance {
    /// A number for these words (FNV-1a, then mixed as `SplitMix64` does).
    pub(super) fn number(self, words: &[&str]) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ self.0;
        for byte in words.join("\u{1f}").bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        hash ^ (hash >> 31)
    }

    /// Whether what happens once in `times` happens here.
    pub(super) fn once_in(self, times: u64, words: &[&str]) -> bool {
        self.number(words).is_multiple_of(times)
    }

    /// An identifier for these words.
    pub(super) fn id(self, words: &[&str]) -> Uuid {
        Uuid::from_u64_pair(self.number(words), Self(!self.0).number(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_draw_the_same_and_others_spread() {
        let chance = Chance(7);
        assert_eq!(chance.id(&["a", "b"]), chance.id(&["a", "b"]));
        assert_ne!(chance.id(&["a", "b"]), chance.id(&["ab"]));
        let hits = (0..8_000).filter(|n: &i32| chance.once_in(8, &[&n.to_string()])).count();
        assert!((800..1_200).contains(&hits), "{hits}");
    }
}
