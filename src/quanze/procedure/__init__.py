"""Duties that run: compiled steps, the engine of cases, clocks. No Django here."""
