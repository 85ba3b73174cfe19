"""How a word may be written: its other forms in a text, and whether it is a word at all."""
