"""Numbers, what they count, and in what time."""
