"""What is proposed of each story, with the help of the whole document: its facts, a title, its issuer, its contacts."""
