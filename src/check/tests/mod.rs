//! Repairs over all checks: that they mend what they say, and break nothing else.

mod apply;
mod calendars;
