"""How the office finds a record among very many: by any part of a word, and by its likeness to another."""
