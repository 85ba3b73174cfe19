"""The product as it is, with two more pages that only the bench has: the floor, and a plain directory."""
