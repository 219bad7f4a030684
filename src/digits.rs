//! Numbers in messages, in a few lines: the standard library's printing of them is a fifth of the shipped wasm.

use alloc::string::String;

/// Prints a whole number to a base of at most 16, with zeros before it where it has less than `least` digits.
#[inline(never)]
pub(crate) fn digits(mut number: u64, base: u64, least: usize) -> String {
    let mut reversed = [b'0'; 64];
    let mut n = 0;
    while n < least || number > 0 {
        reversed[n] = b"0123456789abcdef"[(number % base) as usize];
        number /= base;
        n += 1;
    }
    reversed[..n].iter().rev().map(|&digit| char::from(digit)).collect()
}

/// Prints a number with six significant digits, for a person to read.
pub(crate) fn decimal(value: f64) -> String {
    if value.is_nan() {
        return String::from("NaN");
    }
    let mut text = String::from(if value.is_sign_negative() { "-" } else { "" });
    let magnitude = value.abs();
    if magnitude.is_infinite() {
        text.push_str("infinity");
        return text;
    }
    // Plain integers as they are; everything else as d.ddddde±x.
    if magnitude < 1e15 && magnitude as u64 as f64 == magnitude {
        text.push_str(&digits(magnitude as u64, 10, 1));
        return text;
    }
    // By multiplication alone: a logarithm and a power would be most of this file in the shipped module.
    let (mut mantissa, mut exponent) = (magnitude, 0_i32);
    while mantissa >= 10.0 {
        (mantissa, exponent) = (mantissa / 10.0, exponent + 1);
    }
    while mantissa < 1.0 {
        (mantissa, exponent) = (mantissa * 10.0, exponent - 1);
    }
    let mut six = (mantissa * 1e5 + 0.5) as u64;
    if six >= 1_000_000 {
        (six, exponent) = (six / 10, exponent + 1);
    }
    if (-3..0).contains(&exponent) {
        text.push_str("0.");
        text.push_str(&digits((magnitude * 1e6 + 0.5) as u64, 10, 6));
        return text;
    }
    let plain = (0..5).contains(&exponent);
    text.push_str(&digits(six, 10, 6));
    text.insert(text.len() - 5 + if plain { exponent as usize } else { 0 }, '.');
    if !plain {
        text.push_str(if exponent < 0 { "e-" } else { "e" });
        text.push_str(&digits(exponent.unsigned_abs().into(), 10, 1));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_examples() {
        for (value, text) in [
            (0.0, "0"),
            (-3.0, "-3"),
            (1.5, "1.50000"),
            (0.0625, "0.062500"),
            (1234.56, "1234.56"),
            (9.999_999_9, "10.0000"),
            (6.25e-9, "6.25000e-9"),
            (1e300, "1.00000e300"),
            (f64::NAN, "NaN"),
            (-0.062_5, "-0.062500"),
            (f64::NEG_INFINITY, "-infinity"),
        ] {
            assert_eq!(decimal(value), text);
        }
    }

    #[test]
    fn whole_numbers_to_any_base() {
        let printed = [digits(0, 10, 1), digits(u64::MAX, 10, 1), digits(0xBEEF, 16, 8), digits(255, 16, 2)];
        assert_eq!(printed, ["0", "18446744073709551615", "0000beef", "ff"]);
    }
}
