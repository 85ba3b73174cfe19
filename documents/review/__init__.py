"""The draft of a review: what officers see of it, and what they correct."""
