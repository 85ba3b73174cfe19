"""Odd requests by the thousand: `make fuzz` sends a campaign of them, the suite some hundred, both from one seed."""
