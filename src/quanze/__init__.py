"""Quanze 权责: the list of powers and responsibilities, read, checked, kept and run."""

__version__ = "0.1.0"
