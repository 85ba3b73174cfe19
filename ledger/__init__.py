"""Whom do we know, why, since when and until when? The ledger of persons, erasing them, and how long things are kept."""
