"""Where each story begins and ends."""
