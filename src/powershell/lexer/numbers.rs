//! Numbers: `42`, `0x1F`, `0b101`, `1e3`, `.5`, `10kb`, `3l`, and what merely begins like one.

use super::chars::{ends_number, ends_word, is_dash};
use super::scan::{Mode, Scanner};
use super::{Fault, Raw, TokenKind};

/// Whether a number can be held, when it is one at all.
enum Reading {
    NotANumber,
    Fits,
    TooLarge,
}

impl Scanner<'_> {
    /// A number whose first character has been read, or the word that it turns out to be.
    pub(super) fn number(&mut self, first: char) -> Raw {
        match self.read_number(first) {
            Reading::Fits => self.token(TokenKind::Number, self.written()),
            Reading::TooLarge if self.mode == Mode::Expression => {
                self.fault(Fault::BadNumber, self.start);
                self.token(TokenKind::Number, self.written())
            }
            // `77z.exe` and the like are words.
            Reading::NotANumber | Reading::TooLarge => {
                self.at = self.start;
                self.word(String::new())
            }
        }
    }

    /// Whether what follows reads as a number, without reading it.
    pub(super) fn begins_number(&mut self, first: char) -> bool {
        let before = self.at;
        let reads = !matches!(self.read_number(first), Reading::NotANumber);
        self.at = before;
        reads
    }

    fn read_number(&mut self, first: char) -> Reading {
        let mut first = first;
        if is_dash(first) || first == '+' {
            first = self.take();
        }
        let mut radix = 10;
        let mut digits = String::new();
        let mut real = false;
        let mut proper = true;
        if first == '.' {
            real = true;
            proper &= self.fraction();
        } else if first == '0' && matches!(self.peek(), 'x' | 'X') {
            self.at += 1;
            radix = 16;
            digits = self.digits(|c| c.is_ascii_hexdigit());
            // A lone `0x` is zero: the tokenizer puts a digit before what it finds.
        } else if first == '0' && matches!(self.peek(), 'b' | 'B') {
            self.at += 1;
            radix = 2;
            digits = self.digits(|c| matches!(c, '0' | '1'));
            proper &= !digits.is_empty();
        } else {
            digits.push(first);
            digits += &self.digits(|c| c.is_ascii_digit());
            match self.peek() {
                '.' if self.peek_second() != '.' => {
                    self.at += 1;
                    real = true;
                    proper &= self.fraction();
                }
                'e' | 'E' => {
                    self.at += 1;
                    real = true;
                    proper &= self.exponent();
                }
                _ => {}
            }
        }
        let (suffix, known) = self.suffix();
        proper &= known;
        let (multiplier, known) = self.multiplier();
        proper &= known;
        let next = self.peek();
        proper &= ends_word(next) || (self.mode == Mode::Expression && ends_number(next));
        match (proper, real || fits(&digits, radix, &suffix, multiplier)) {
            (false, _) => Reading::NotANumber,
            (true, true) => Reading::Fits,
            (true, false) => Reading::TooLarge,
        }
    }

    fn digits(&mut self, is_digit: fn(char) -> bool) -> String {
        let mut digits = String::new();
        while is_digit(self.peek()) {
            digits.push(self.take());
        }
        digits
    }

    fn fraction(&mut self) -> bool {
        self.digits(|c| c.is_ascii_digit());
        if matches!(self.peek(), 'e' | 'E') {
            self.at += 1;
            return self.exponent();
        }
        true
    }

    fn exponent(&mut self) -> bool {
        if self.peek() == '+' || is_dash(self.peek()) {
            self.at += 1;
        }
        !self.digits(|c| c.is_ascii_digit()).is_empty()
    }

    /// `u`, `s`, `l`, `d`, `y`, `n`, and `u` with another; and whether that is a suffix.
    fn suffix(&mut self) -> (String, bool) {
        let is_suffix = |c: char| matches!(c.to_ascii_lowercase(), 'u' | 's' | 'l' | 'd' | 'y' | 'n');
        let mut suffix = String::new();
        while suffix.len() < 2 && is_suffix(self.peek()) {
            suffix.push(self.take().to_ascii_lowercase());
        }
        let known = suffix.len() < 2 || matches!(suffix.as_str(), "ul" | "us" | "uy");
        (suffix, known)
    }

    /// `kb` to `pb`; and whether it is whole.
    fn multiplier(&mut self) -> (u32, bool) {
        let power = match self.peek().to_ascii_lowercase() {
            'k' => 10,
            'm' => 20,
            'g' => 30,
            't' => 40,
            'p' => 50,
            _ => return (0, true),
        };
        self.at += 1;
        let whole = matches!(self.peek(), 'b' | 'B');
        if whole {
            self.at += 1;
        }
        (power, whole)
    }
}

/// Whether a whole number can be held by the type that its suffix names. Without one, decimal numbers grow as needed,
/// hexadecimal and binary ones up to 64 bits.
fn fits(digits: &str, radix: u32, suffix: &str, multiplier: u32) -> bool {
    let digits = digits.trim_start_matches('0');
    let value = if digits.is_empty() { Some(0) } else { u128::from_str_radix(digits, radix).ok() };
    let value = value.and_then(|value| value.checked_mul(1 << multiplier));
    let most: u128 = match suffix {
        "y" => i8::MAX as u128,
        "uy" => u8::MAX as u128,
        "s" => i16::MAX as u128,
        "us" => u16::MAX as u128,
        "l" => i64::MAX as u128,
        "u" | "ul" => u64::MAX as u128,
        "d" => 0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF,
        "n" => return true,
        _ if radix == 10 => return true,
        _ => u64::MAX as u128,
    };
    // Hexadecimal and binary numbers may use the sign bit.
    let most = if radix == 10 { most } else { most * 2 + 1 };
    value.is_some_and(|value| value <= most)
}
