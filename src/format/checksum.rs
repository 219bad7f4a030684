//! CRC-32 (ISO 3309, the polynomial of PNG and zip), sixteen bytes a step.
//!
//! The tables are made for each file: 16 KiB that need not travel in the wasm. A CRC-32 finds every change of a single
//! byte, and any burst of up to 32 bits.

use alloc::boxed::Box;
const POLYNOMIAL: u32 = 0xEDB8_8320;
const LANES: usize = 16;

/// Returns the CRC-32 of `bytes`, as zlib's `crc32` does.
pub fn crc32(bytes: &[u8]) -> u32 {
    Crc32::new().of(bytes)
}

/// What many checksums share: in row `k` at `b` the CRC of byte `b` followed by `k` zero bytes.
pub(super) struct Crc32(Box<[[u32; 256]; LANES]>);

impl Crc32 {
    pub(super) fn new() -> Self {
        let mut tables = Box::new([[0_u32; 256]; LANES]);
        for byte in 0..256_usize {
            let crc = (0..8).fold(byte as u32, |crc, _| (crc >> 1) ^ (POLYNOMIAL & (crc & 1).wrapping_neg()));
            tables[0][byte] = crc;
        }
        for lane in 1..LANES {
            for byte in 0..256 {
                let shorter = tables[lane - 1][byte];
                tables[lane][byte] = (shorter >> 8) ^ tables[0][(shorter & 0xFF) as usize];
            }
        }
        Self(tables)
    }

    #[inline(never)]
    pub(super) fn of(&self, bytes: &[u8]) -> u32 {
        let Self(tables) = self;
        let (chunks, rest) = bytes.as_chunks::<LANES>();
        let crc = chunks.iter().fold(u32::MAX, |crc, chunk| {
            let head = crc.to_le_bytes();
            chunk.iter().enumerate().fold(0, |sum, (place, &byte)| {
                let byte = if place < 4 { byte ^ head[place] } else { byte };
                sum ^ tables[LANES - 1 - place][usize::from(byte)]
            })
        });
        !rest.iter().fold(crc, |crc, &byte| (crc >> 8) ^ tables[0][usize::from(byte ^ crc as u8)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_and_with_crc32fast() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926, "the check value of the standard");
        let bytes: Vec<u8> = (0..1000_u32).map(|n| (n * n / 7) as u8).collect();
        for length in [0, 1, 15, 16, 17, 31, 32, 33, 999, 1000] {
            assert_eq!(crc32(&bytes[..length]), crc32fast::hash(&bytes[..length]), "{length} bytes");
        }
    }
}
