"""Whom we know: one list, one page a person, what answers a request."""
