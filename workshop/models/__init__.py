"""What the workshop keeps of its own; a bulletin and its parts stay in `bulletins`."""
