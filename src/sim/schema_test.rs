//! Graph answers against the schema of the metadata.
