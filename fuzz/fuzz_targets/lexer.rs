//! Any text as a script: the tokens cover it, and what our parser takes is printed as itself.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rsync_check_fuzz::powershell::oracle::judge_reading;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Err(violation) = judge_reading(&text) {
        panic!("{violation}: {text:?}");
    }
});
