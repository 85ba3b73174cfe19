"""How the database is asked for what pages show time and again."""
