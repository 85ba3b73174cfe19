"""Logging in through the organisation: any provider of OpenID Connect, ProConnect among them. Off unless configured."""
