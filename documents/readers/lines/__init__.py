"""From lines to paragraphs: what all readers of texts share."""
