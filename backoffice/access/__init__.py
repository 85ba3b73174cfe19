"""Who comes in: accounts opened by invitation, logging in, a session that ended while someone wrote."""
