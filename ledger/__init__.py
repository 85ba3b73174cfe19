"""Whom do we know, why and until when? The ledger of persons, erasing them, and how long things are kept."""
