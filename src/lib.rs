//! `rsync-check` tells, with proof, whether a Microsoft 365 tenant is ready for the reservation sync of a workplace
//! product. This page is the map; `docs/architecture.md` walks one run through it.
//!
//! Facts are gathered once, then judged, then shown. Nothing judges while gathering, nothing gathers while judging,
//! nothing formats in either.
//!
//! - **Floor 0, words.** [`tenant`]: what a tenant is made of, every part a [`tenant::Fact`]. [`product`]: what a
//!   reservation product asks of it. [`toml_file`]: files that people write, and errors that point into them.
//!   [`powershell`]: scripts as a tree, and their text.
//! - **Floor 1, judging.** [`check`]: one judgement per file, listed in [`check::REGISTRY`]. [`report`]: all outcomes of
//!   a run, counted and grouped. [`lint`]: what is wrong with commands that others wrote.
//! - **Floor 2, showing.** [`render`]: report → text or JSON, pure. [`coverage`]: what covers each requirement, as a page.
//! - **Floor 2, the outside.** [`session`]: the one shared session; the only thing that waits for the network. [`api`]:
//!   every REST operation as a value. [`gather`]: session → snapshot. [`import`]: files of people and vendors → words of
//!   the tenant. [`store`]: files. [`sim`]: the simulated tenant.
//! - **Floor 3, the person.** [`ui`]: streams, progress, questions. [`cli`]: one file per command. [`exit`]: what the
//!   exit codes mean.

// Fixtures of tests explain themselves by their names.
#![cfg_attr(not(test), warn(missing_docs))]
#![cfg_attr(
    test,
    expect(clippy::disallowed_methods, reason = "tests read and write files; the library alone is fenced")
)]

pub mod api;
pub mod check;
pub mod cli;
pub mod coverage;
pub mod exit;
pub mod gather;
pub mod import;
pub mod lint;
pub mod powershell;
pub mod product;
pub mod remedy;
pub mod render;
pub mod report;
pub mod session;
pub mod sim;
pub mod store;
pub mod tenant;
pub mod toml_file;
pub mod ui;
