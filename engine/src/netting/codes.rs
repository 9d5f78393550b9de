//! Finding the index of a code fast: most codes differ in their first eight bytes.

use crate::model::Code;

/// Sorted codes with their first eight bytes as a number beside them.
pub(super) struct CodeIndex<'a> {
    codes: &'a [Code],
    heads: Vec<u64>,
}

impl<'a> CodeIndex<'a> {
    /// An index of `codes`, which must be sorted.
    pub(super) fn new(codes: &'a [Code]) -> CodeIndex<'a> {
        CodeIndex { codes, heads: codes.iter().map(|c| head(c)).collect() }
    }

    /// The place of `code`.
    pub(super) fn find(&self, code: &str) -> Option<u32> {
        let wanted = head(code);
        let mut place = self.heads.partition_point(|&h| h < wanted);
        if self.heads.get(place + 1) == Some(&wanted) {
            let end = place + self.heads[place..].partition_point(|&h| h == wanted);
            place += self.codes[place..end].partition_point(|c| c.as_str() < code);
        }
        (self.codes.get(place)?.as_str() == code).then_some(place as u32)
    }
}

/// The first eight bytes as a number that sorts as they do.
fn head(code: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = code.len().min(8);
    bytes[..length].copy_from_slice(&code.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_begin_alike_are_told_apart() {
        let codes: Vec<Code> =
            ["A", "HOUSING-", "HOUSING-1", "HOUSING-10", "HOUSING-2", "Z"].map(Code::from).into();
        let index = CodeIndex::new(&codes);
        for (place, code) in codes.iter().enumerate() {
            assert_eq!(index.find(code), Some(place as u32), "{code}");
        }
        for missing in ["", "B", "HOUSING-11", "HOUSING", "HOUSING-3", "ZZ"] {
            assert_eq!(index.find(missing), None, "{missing}");
        }
    }
}
