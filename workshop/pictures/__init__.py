"""The page where the picture of an initiative is chosen, described and taken away."""
