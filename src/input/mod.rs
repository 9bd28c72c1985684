//! From paths to articles: sources, decoding, HTML, JSON Lines, compression.
