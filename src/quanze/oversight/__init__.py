"""Oversight: what was owed in cases and what was done, read from their events. Nothing of it is kept."""
