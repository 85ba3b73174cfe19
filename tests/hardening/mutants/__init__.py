"""Damaged documents and pictures by the thousand, each read as the site reads it: in a process with limits."""
