"""What a process holds of all that is public, kept as fresh as the database."""
