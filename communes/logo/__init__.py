"""The logo of the office that publishes: kept, and shown on its bulletins beside its name."""
