"""Erasing somebody everywhere: asked by one, confirmed by another, told in a report, done again after a restore."""
