//! Scripts as a whole: examples, then properties that hold for any text and any tree.

mod properties;
mod scripts;
