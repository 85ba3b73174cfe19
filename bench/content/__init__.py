"""The content of the bench: seeded, the same bytes for the same seed, size and reference lists."""
