"""The second factor of an account: codes of a telephone, recovery codes, and what is closed until one was given."""
