"""PDF files with text."""
