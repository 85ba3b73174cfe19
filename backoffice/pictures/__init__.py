"""What every picture of a record is: its files, what allows it to be shown, how it is kept and how pages show it."""
