//! The files themselves, from where they live.

#[path = "../../../src/powershell/ast.rs"]
pub mod ast;
#[path = "../../../src/powershell/lexer/mod.rs"]
pub mod lexer;
#[path = "../../../src/powershell/oracle.rs"]
pub mod oracle;
#[path = "../../../src/powershell/parse/mod.rs"]
pub mod parse;
#[path = "../../../src/powershell/print/mod.rs"]
pub mod print;
