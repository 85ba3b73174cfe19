"""Security keys (WebAuthn): adding, naming and removing them, and what they answer to a challenge."""
