"""How a reviewed proposal meets the directory: what is known already, what is written, what became of every word."""
