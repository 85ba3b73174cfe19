"""The pictures of initiatives: what must be known of one before it is shown, and how pages show it."""
