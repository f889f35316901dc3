//! The files of the program that are fuzzed, and nothing else: building the whole program with a sanitizer would take
//! many minutes for code that these files never touch.

pub mod powershell;
