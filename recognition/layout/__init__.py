"""What each block of a document is: head, heading, story, address, noise, end."""
