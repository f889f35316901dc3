mod properties;
mod scripts;
