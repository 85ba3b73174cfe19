"""Backups: the database and the files in one archive that says what it holds, is checked, and can be given back."""
