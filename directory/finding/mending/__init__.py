"""What a word that nothing has may stand for, beyond a slip of a word of the texts."""
