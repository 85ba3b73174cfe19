"""One module a question; each returns plain figures, of which `bench.table` makes the lines."""
