//! Each command by its effect on the objects that are read afterwards, and each refusal.
