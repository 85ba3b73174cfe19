"""Pages that are missing or forbidden, in the frame of who asks."""
