"""“État du service”: what an administrator must know of the machine, and what to do about it."""
