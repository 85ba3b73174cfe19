"""From an address to rows: filters, words, places, what each filter would give, and ways on."""
