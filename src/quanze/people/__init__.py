"""Agencies, offices, accounts and roles, and who may do what."""
