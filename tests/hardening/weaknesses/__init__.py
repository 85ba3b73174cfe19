"""Weaknesses that were published for programs like ours, each tried here; `docs/securite.md` has the table."""
