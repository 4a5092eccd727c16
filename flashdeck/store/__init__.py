"""The library: one SQLite file with cards and the append-only review log."""
