//! Small choices out of a list of numbers; zero is always the first choice.

/// Numbers that are used up one by one; zeros after the last.
pub struct Dice<'a> {
    numbers: std::slice::Iter<'a, u8>,
}

impl<'a> Dice<'a> {
    pub fn new(numbers: &'a [u8]) -> Dice<'a> {
        Dice { numbers: numbers.iter() }
    }

    /// A number below `limit`.
    pub fn to(&mut self, limit: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or(0)) % limit.max(1)
    }

    /// True one time in so many.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.to(times) == times - 1
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.to(all.len())]
    }
}
