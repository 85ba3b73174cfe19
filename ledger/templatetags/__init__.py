"""Filters of the ledger."""
