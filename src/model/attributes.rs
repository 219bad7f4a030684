//! What an item is, beside its vector: category, brand, price band, and whether its vector was learned.

use super::ItemIx;

/// The category or brand number of an item that has none.
pub const NONE: u16 = u16::MAX;

/// The number of price bands; band 0 holds the cheapest fifth of a category's items, 255 means no price.
pub const PRICE_BANDS: u8 = 5;

/// The bytes that the attributes of one item take.
pub(crate) const ITEM_BYTES: usize = 8;

/// What is written of an item of which only its learned vector is known: no category, no brand, no price.
pub(crate) const UNKNOWN: [u8; ITEM_BYTES] = [255, 255, 255, 255, 255, 2, 0, 0];

/// What the flags of an item say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ItemFlags {
    /// The item is of the marketplace's private label.
    pub private_label: bool,
    /// The vector was learned from enough customers; otherwise it was made from the item's attributes.
    pub learned: bool,
}

impl ItemFlags {
    /// Every bit that has a meaning.
    pub(crate) const MASK: u8 = 0b11;

    pub(crate) fn bits(self) -> u8 {
        u8::from(self.private_label) | u8::from(self.learned) << 1
    }

    fn from_bits(bits: u8) -> Self {
        Self { private_label: bits & 1 != 0, learned: bits & 2 != 0 }
    }
}

/// The attributes of every item, 8 bytes each: category u16, brand u16, price band u8, flags u8, two zero bytes.
#[derive(Debug, Clone, Copy)]
pub struct Attributes<'a>(&'a [[u8; ITEM_BYTES]]);

impl<'a> Attributes<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.as_chunks().0)
    }

    /// Returns the bytes of an item's attributes: those of [`UNKNOWN`] where the table has none.
    #[inline]
    pub(crate) fn raw(self, item: ItemIx) -> [u8; ITEM_BYTES] {
        self.0.get(item as usize).copied().unwrap_or(UNKNOWN)
    }

    /// Returns the number of the item's category among the model's categories, or [`NONE`].
    pub fn category(self, item: ItemIx) -> u16 {
        let [low, high, ..] = self.raw(item);
        u16::from_le_bytes([low, high])
    }

    /// Returns the number of the item's brand among the model's brands, or [`NONE`].
    pub fn brand(self, item: ItemIx) -> u16 {
        let [_, _, low, high, ..] = self.raw(item);
        u16::from_le_bytes([low, high])
    }

    /// Returns the item's price band, or `None` when it has no price.
    pub fn price_band(self, item: ItemIx) -> Option<u8> {
        let band = self.raw(item)[4];
        (band < PRICE_BANDS).then_some(band)
    }

    /// Returns the item's flags.
    pub fn flags(self, item: ItemIx) -> ItemFlags {
        ItemFlags::from_bits(self.raw(item)[5])
    }
}
