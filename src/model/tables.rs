//! Views of little-endian tables: read where they lie, whatever their alignment.

/// A table of f32.
#[derive(Debug, Clone, Copy)]
pub struct F32s<'a>(&'a [[u8; 4]]);

impl<'a> F32s<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks().0)
    }

    /// Returns the bytes of every entry.
    pub(crate) fn raw(self) -> &'a [[u8; 4]] {
        self.0
    }

    /// Returns the number of entries.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether the table has no entry.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Returns entry `index`.
    ///
    /// # Panics
    /// Past the last entry, as a slice does.
    pub fn get(self, index: usize) -> f32 {
        f32::from_le_bytes(self.0[index])
    }

    /// Returns the entries in order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = f32> + 'a {
        self.0.iter().map(|&bytes| f32::from_le_bytes(bytes))
    }
}

/// A table of u16.
#[derive(Debug, Clone, Copy)]
pub struct U16s<'a>(&'a [[u8; 2]]);

impl<'a> U16s<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks().0)
    }

    /// Returns the bytes of every entry.
    pub(crate) fn raw(self) -> &'a [[u8; 2]] {
        self.0
    }

    /// Returns the number of entries.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether the table has no entry.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Returns entry `index`.
    ///
    /// # Panics
    /// Past the last entry, as a slice does.
    pub fn get(self, index: usize) -> u16 {
        u16::from_le_bytes(self.0[index])
    }

    /// Returns the entries in order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = u16> + 'a {
        self.0.iter().map(|&bytes| u16::from_le_bytes(bytes))
    }
}

/// A table of strings: the text of all of them in a row, and where each begins in it.
///
/// A view is made only of a table that `format::decode` checked: starts that ascend, UTF-8 on every string.
#[derive(Debug, Clone, Copy)]
pub struct Strings<'a> {
    starts: &'a [u32],
    text: &'a [u8],
}

impl<'a> Strings<'a> {
    /// Makes a view of n strings from their n + 1 starts, the last of which is the length of the text.
    pub(crate) fn new(starts: &'a [u32], text: &'a [u8]) -> Self {
        Self { starts, text }
    }

    /// Returns the number of strings.
    pub fn len(self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether the table has no string.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Returns string `index`, or `None` past the last one.
    pub fn get(self, index: usize) -> Option<&'a str> {
        core::str::from_utf8(self.raw(index)?).ok()
    }

    /// Returns the strings in order.
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).filter_map(move |index| self.get(index))
    }

    /// Returns the place of `wanted` in a table that ascends in byte order. O(log n).
    pub(crate) fn search(self, wanted: &[u8]) -> Option<u32> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.raw(middle)?.cmp(wanted) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => return u32::try_from(middle).ok(),
            }
        }
        None
    }

    /// Returns the bytes of string `index`, or `None` when a start lies outside of the text.
    pub(crate) fn raw(self, index: usize) -> Option<&'a [u8]> {
        let (start, end) = (*self.starts.get(index)? as usize, *self.starts.get(index + 1)? as usize);
        self.text.get(start..end)
    }
}
