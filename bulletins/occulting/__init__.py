"""How personal data are destroyed: what was chosen, in which frozen and living texts it stands, what is left of it."""
