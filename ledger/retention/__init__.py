"""How long each kind of data is kept, and its leaving: one rule for a kind, applied each night in small steps."""
