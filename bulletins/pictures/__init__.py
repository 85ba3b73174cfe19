"""The picture of a bulletin, and the files of all pictures that a bulletin shows."""
