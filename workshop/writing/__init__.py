"""“Écrire, c’est saisir”: what is typed or pasted is understood beside the text, corrected there, and saved as rows."""
