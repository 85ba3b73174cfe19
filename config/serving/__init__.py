"""The account of the database that the site serves with."""
