//! Each command by its effect on the rows that are read afterwards, and each refusal.
