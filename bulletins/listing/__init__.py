"""Many bulletins at once, as the archive and the feed tell them: by their titles, read from what is at hand."""
