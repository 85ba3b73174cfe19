"""The database of an earlier release, taken through all migrations with its data."""
