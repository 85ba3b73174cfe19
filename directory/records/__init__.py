"""What the page of one record shows, read at once."""
