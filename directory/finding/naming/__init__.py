"""What words may name: editions of the bulletin."""
