"""What one request may ask of the site, so that all others are answered too: time, size, number, and at once."""
