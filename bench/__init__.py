"""Figures of speed and size, each with its limit: ``python -m bench``."""
