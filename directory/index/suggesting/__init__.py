"""What is proposed while words are typed, by the index: the twin of the database’s ways in `finding.suggesting`."""
