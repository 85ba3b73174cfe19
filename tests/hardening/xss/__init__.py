"""Traps in every text of the site: none may run on any page."""
