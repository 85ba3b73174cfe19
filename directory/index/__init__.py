"""The directory in memory: sets of initiatives, built from PostgreSQL, which stays the only truth."""
