"""Which words of a text are those that were looked for, and how they are shown."""
