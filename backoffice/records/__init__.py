"""What is told of one record beside its fields: its steps, its whole content, what other rooms add to its form."""
