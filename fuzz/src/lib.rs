//! The files of the program that are fuzzed, and nothing else: building the whole program with a sanitizer would take
//! many minutes for code that these files never touch.

pub mod powershell {
    #[path = "../../../src/powershell/ast.rs"]
    pub mod ast;
    #[path = "../../../src/powershell/lexer/mod.rs"]
    pub mod lexer;
    #[path = "../../../src/powershell/oracle.rs"]
    pub mod oracle;
    #[path = "../../../src/powershell/parse.rs"]
    pub mod parse;
    #[path = "../../../src/powershell/print.rs"]
    pub mod print;
}
