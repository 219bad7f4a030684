//! Numbers in messages, in a few lines: the standard library's exact printing of floats is a fifth of the shipped wasm.

use core::fmt;

/// Prints a number with six significant digits, for a person to read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Decimal(pub(crate) f64);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value) = *self;
        if value.is_nan() {
            return f.write_str("NaN");
        }
        let (sign, magnitude) = if value.is_sign_negative() { ("-", -value) } else { ("", value) };
        if magnitude.is_infinite() {
            return write!(f, "{sign}infinity");
        }
        // Plain integers as they are; everything else as d.ddddde±x.
        if magnitude < 1e15 && magnitude.fract() == 0.0 {
            return write!(f, "{sign}{}", magnitude as u64);
        }
        // By multiplication alone: a logarithm and a power would be most of this file in the shipped module.
        let (mut mantissa, mut exponent) = (magnitude, 0_i32);
        while mantissa >= 10.0 {
            (mantissa, exponent) = (mantissa / 10.0, exponent + 1);
        }
        while mantissa < 1.0 {
            (mantissa, exponent) = (mantissa * 10.0, exponent - 1);
        }
        let mut digits = libm::round(mantissa * 1e5) as u64;
        if digits >= 1_000_000 {
            (digits, exponent) = (digits / 10, exponent + 1);
        }
        match exponent {
            -3..=-1 => {
                let micros = libm::round(magnitude * 1e6) as u64;
                write!(f, "{sign}0.{micros:06}")
            }
            0..=4 => {
                let unit = 10_u64.pow(5 - exponent.unsigned_abs());
                write!(f, "{sign}{}.{:0width$}", digits / unit, digits % unit, width = 5 - exponent as usize)
            }
            _ => write!(f, "{sign}{}.{:05}e{exponent}", digits / 100_000, digits % 100_000),
        }
    }
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
            (f64::NEG_INFINITY, "-infinity"),
        ] {
            assert_eq!(Decimal(value).to_string(), text);
        }
    }
}
