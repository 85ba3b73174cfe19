"""Two records that are one: initiatives, themes."""
