"""Lists whose cost does not grow with the table."""
