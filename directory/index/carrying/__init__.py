"""What requests have made of one state of the index, taken over into the next one as far as it still holds."""
