"""Reading from standbys of PostgreSQL: what is public comes from them, what is written and whoever writes does not."""
